"""Threats that name no deed: what one knows of somebody, what might befall him, what awaits him. A person decides them.

Each family of patterns stands with the words one of which it needs, so that most comments are searched for none.
"""

import re
from collections.abc import Sequence

from moderation.comment.families import Families, when

_YOUR = r"(?:dein(?:e[nmrs]?)?|euer|eure[nmrs]?|dim|din|dini|dis)"
_THEIR = rf"(?:{_YOUR}|sein(?:e[nmrs]?)?|ihr(?:e[nmrs]?)?)"
_THEM = r"(?:dich|di|dir|dr|euch|ihn|ihm|ihnen|denen|dem|den|die|sie|der|er|du|ihr|allen?)"
_HOPES = (
    r"(?:hoffentlich|hoffe\w*|wuensch\w*|moegen?|moecht\w*|sollen?|solln|soitn?|sollte[nt]?|bete|gunn\w*|goenn\w*|"
    r"verdien\w*|hope|wish)"
)
_DUE = (
    r"(?:gehoer(?:t|en|te|ten)|ghoer\w*|ghert|gheat|gheart|braucht|brauchst|braeuchte\w*|kriegst|kriagst|kriegt|kriagt|"
    r"verdien\w*|soett\w*|sott\w*|soit\w*|sollte\w*|muesst\w*|mues|muss|fehlt)"
)
# On in the sentence, with nothing denied.
_ON = r"(?:(?!\bkein|\bnicht\b|\bnie)[^.!?\n])"
_GRAVE = r"(?:grab|sarg|saergen|urne|kiste|grube|friedhof)"
_ILLNESS = (
    r"(?:krebs|tumor|(?:herz)?infarkt|schlaganfall|hirnschlag|aids|pest|cholera|lungenentzuendung|boesartig\w*|"
    r"krankheit(?:en)?|leiden|cancer)"
)
_FORCE = (
    r"(?:scharfschuetzen?|schiessbefehl|maschinengewehren?|maschinengewehr|flammenwerfer|panzerfaust|handgranaten?|"
    r"schusswaffen|munition|selbstschussanlagen?)"
)


_FAMILIES = (
    # What one knows of somebody.
    when(
        rf"\b{_YOUR} (?:adresse|anschrift|kennzeichen|nummernschild|gesicht|hausnummer|namen?|auto|heimweg|schulweg)\b"
        r"[^.!?\n]{0,40}\b(?:notiert|gemerkt|bekannt|telefonbuch|(?:he)?rausfinden|(?:he)?rausgefunden|brauchten|"
        r"braeuchten)\b"
        rf"|\b(?:gemerkt|merken|notiert|haben|kenne)\b[^.!?\n]{{0,20}}\b{_YOUR} (?:gesicht|adresse|anschrift|"
        r"kennzeichen)\b"
        rf"|\b(?:braeuchten|brauchen) nur (?:noch )?{_YOUR} (?:namen?|adresse)\b",
        "adresse anschrift kennzeichen nummernschild gesicht hausnummer notiert gemerkt telefonbuch name namen",
    ),
    when(
        rf"\b(?:weiss|weisst|wissen|woass|kennt|kenne|bekannt)\b[^.!?\n]{{0,25}}\b(?:wo|wohin|wann|welche[nmrs]?)\b"
        rf"[^.!?\n]{{0,25}}\b(?:er|sie|du|ihr|{_YOUR}|seine?|ihre?|kleinen?|kinder)\b[^.!?\n]{{0,30}}\b(?:wohn\w*|"
        r"parkier\w*|park(?:t|st|en)|schlaef\w*|geht|gehst|anschliesst|einkauf\w*|jogg\w*|tochter|sohn|kinder)\b",
        "wohnt wohnst wohnsch wohnen parkt parkst parkierst parkiersch schlaeft schlaefst gehst anschliesst "
        "einkaufst joggst joggt tochter sohn",
    ),
    when(
        r"\b(?:haben|habt|hast) (?:sie |ihr |du )?(?:doch |ja |auch )?(?:so )?(?:ein |eine |zwei |schoene[ns]? |"
        r"nette[ns]? )"
        r"{0,2}(?:tochter|sohn|familie|kinder|enkel|haus|frau)\b[^.!?\n]{0,60}[,.!] ?(?:\w+ ){0,3}(?:waere doch|waere "
        r"schade|ueberlegen|jammerschade|nicht wahr|wuerde ich)"
        rf"|\b(?:schade|jammerschade)\b[^.!?\n]{{0,30}}\b(?:wenn|falls) (?:ihm|ihr|dir|euch|ihnen|denen|{_THEIR} \w+) "
        r"[^.!?\n]{0,30}\b(?:zustoesst|zustiesse|zustossen|passiert|passieren|widerfaehrt)\b",
        "tochter sohn enkel zustoesst zustiesse zustossen passiert passieren widerfaehrt",
    ),
    # What awaits somebody.
    when(
        r"\b(?:wart|warts|wart's|warte|wartet)\b(?: es)?(?: nur| ab| bloss| no| mal)+\b[^.!?\n]{0,50}\b(?:freundchen|"
        r"buersch\w*|"
        r"kamera|allein|nachts|dunkel\w*|dran|faellig|erwisch\w*|kriegen (?:dich|euch)|find\w* (?:di|dich|euch|di "
        r"scho))\b",
        "wart warts warte wartet",
    ),
    when(
        r"\b(?:das|des|dies) wirst (?:du|d) (?:mir )?(?:noch |bitter |schwer ){0,2}bereuen\b|\bwerdet (?:ihr |das |es "
        r"|alle ){1,3}(?:noch |"
        r"bitter ){0,2}(?:bereuen|buessen)\b|\bdein blaues wunder\b"
        r"|\b(?:bist|seid|ist|sind) (?:\w+ )?(?:als naechste[rs]?|die naechsten|der naechste|bald|auch noch|noch) "
        r"(?:dran|faellig)\b|\bseid die (?:ersten|naechsten)\b|\bmit euch\b[^.!?\n]{0,20}\bfangen wir an\b"
        r"|\b(?:eure|deine|seine|ihre) (?:tage|stunden) sind gezaehlt\b|\b(?:deine|eure) zeit (?:laeuft ab|ist "
        r"(?:abgelaufen|um))\b|\bder tag der abrechnung\b|\b(?:wird|werden wir) (?:\w+ )?abgerechnet[.!]",
        "bereuen buessen wunder dran faellig naechsten fangen gezaehlt ablaeuft abgelaufen abrechnung abgerechnet",
    ),
    when(
        r"\b(?:nimm|nehmt|nehmen sie) (?:dich|euch|sich) (?:bloss |gut |lieber )?in acht\b(?! vor)|\bdreh(?:t)? "
        r"(?:dich|euch)\b"
        rf"[^.!?\n]{{0,25}}\bum\b|\bich zaehl\w* (?:schon )?die tage\b[^.!?\n]{{0,40}}\b{_GRAVE}\b"
        r"|\blass (?:dich|di) (?:hier |bei uns |da ){0,2}(?:nie wieder|nicht mehr|bloss nicht) blicken\b",
        "acht dreh dreht zaehle zaehl blicken",
    ),
    when(
        r"\b(?:brauch(?:t|st)?|braeuchte|braucht's) (?:du |er |ihr |der |die |sie |taeter |bald |dann |kerl "
        r"){0,3}(?:einen |keinen |"
        r"nen |koan |gleich ){1,2}(?:neuen? )?(?:zahnarzt|arzt|krankenwagen|notarzt|rollstuhl|anwalt mehr|richter mehr|"
        r"pfarrer|sarg|bestatter|leibwaechter|narkose)\b|\bnach einem leibwaechter umsehen\b"
        r"|\b(?:kommt|kommst|komm|kaeme)\b[^.!?\n]{0,40}\b(?:nicht|nimmer|koana?) (?:mehr )?(?:lebend\w*|heil|am "
        r"anderen ende|bis vor "
        r"den richter|auf eigenen beinen)\b",
        "zahnarzt arzt krankenwagen notarzt rollstuhl anwalt richter pfarrer sarg bestatter leibwaechter narkose "
        "lebend "
        "lebendig heil beinen",
    ),
    # Who might come by.
    when(
        r"\b(?:kriegt|kriegst|bekommt|bekommst|kriegen|bekommen|abstatten|verdient)\b[^.!?\n]{0,30}\b(?:nacht|"
        r"haus)?besuch\b"
        r"[^.!?\n]{0,60}\b(?:nachts|messern?|maennern?|kumpels|kameraden|unfreundlich\w*|ungebeten\w*|"
        r"handschuhen?|"
        r"leuten mit|von uns)\b"
        r"|\b(?:sollte|sollten|muesste|muessten|koennte|koennten|werden)\b[^.!?\n]{0,50}\b(?:besuch(?:en)?|hausbesuch|"
        r"vorbeischauen|"
        r"vorbeikommen|vorbeifahren|heimsuchen|aufsuchen)\b[^.!?\n]{0,50}\b(?:nachts|im dunkeln|bei nacht|kumpels|"
        r"kameraden|ein paar jungs|maskiert\w*|bewaffnet)\b"
        r"|\b(?:nachts|im dunkeln|mit (?:ein )?paar (?:jungs|kumpels|maennern|leuten))\b[^.!?\n]{0,40}\b(?:besuchen|"
        r"besuch|"
        r"vorbeischauen|vorbeikommen|klingeln|auflauern)\b"
        r"|\b(?:von uns|mann|maenner|kumpels|kerle) (?:\w+ ){0,3}vor (?:deiner|eurer|seiner|ihrer) (?:haus)?tuer\b",
        "besuch besuchen hausbesuch nachtbesuch vorbeischauen vorbeikommen vorbeifahren heimsuchen aufsuchen klingeln "
        "auflauern tuer haustuer",
    ),
    # What might befall somebody.
    when(
        r"\bbremsleitung\w*\b[^.!?\n]{0,20}\bschnell (?:durch|gekappt)|\b(?:jemand|einer|man|someone|"
        r"somebody)\b[^.!?\n]{0,20}\b"
        r"(?:bremsleitung\w*|radmuttern|cut (?:his|her|their) brakes)"
        r"|\b(?:nicht wundern|wundert euch nicht|kein wunder),? wenn (?:er|sie|ihm|ihr|denen|dem|der|du|dir|euch) "
        r"[^.!?\n]{0,30}"
        r"\b(?:unter die raeder|was passiert|etwas passiert|zustoesst|baumelt|faengt|umfaellt)\b"
        r"|\b(?:wuerde|wuerd|haette) (?:ich )?(?:\w+ ){0,3}(?:aufs bremsen verzichten|keine? bremse)\b|\bkeine bremse "
        r"fuer "
        r"(?:euch|sie|dich)\b|\bnicht (?:mehr )?bremsen fuer\b|\blaeuft (?:\w+ )?nicht mehr lange (?:gerade|frei)\b",
        "bremsleitung bremsleitungen radmuttern brakes raeder passiert zustoesst baumelt faengt umfaellt bremsen "
        "bremse "
        "",
    ),
    when(
        rf"\b{_HOPES}\b{_ON}{{0,70}}\b(?:{_ILLNESS}|(?:mehr als|auch noch|nur) den arm|eigenen leib|am eigenen "
        rf"leib|abfaul\w*|"
        r"verfaul\w*|erstick\w*|ertrink\w*|verblut\w*|verrott\w*|verend\w*|schlag treffen|schlag trifft|blitz "
        r"(?:treffen|trifft|beim)|naechste[ns]? opfer|unter die raeder|qualen|qualvoll\w*|hoelle|are next)\b"
        rf"|\b(?:bete|hoffe|hoffentlich|wuensch\w*)\b[^.!?\n]{{0,60}}\bnicht (?:mehr )?(?:ueberleb\w*|uebersteh\w*|"
        rf"aufwach\w*|heim)",
        "krebs tumor infarkt herzinfarkt schlaganfall hirnschlag aids pest cholera lungenentzuendung boesartiges "
        "boesartigen krankheit krankheiten leiden cancer arm leib abfaulen verfaulen ersticken erstickt ertrinken "
        "ertrinkt "
        "verbluten verblutet verrotten verenden verendet schlag blitz opfer raeder qualen qualvoll qualvolles hoelle "
        "next "
        "ueberlebt ueberleben uebersteht aufwacht heim",
    ),
    when(
        rf"\b{_HOPES}\b{_ON}{{0,60}}\b(?:vergewaltigt|ueberfallen|abgestochen|niedergestochen|zusammengeschlagen|"
        r"ausgeraubt|ueberfahren|totgefahren|angefahren|angefallen|zerfetzt|gefressen|entfuehrt|gefoltert)\b"
        r"|\b(?:selbst|selber) (?:einmal |mal )(?:vergewaltigt|ueberfallen|abgestochen|niedergestochen|ausgeraubt)\b",
        "vergewaltigt ueberfallen abgestochen niedergestochen zusammengeschlagen ausgeraubt ueberfahren totgefahren "
        "angefahren angefallen zerfetzt gefressen entfuehrt gefoltert",
    ),
    # Blows that are due, in dialects too.
    when(
        rf"\b{_DUE}\b[^.!?\n]{{0,45}}\b(?:watsch\w*|fotzn|dresche|schelln|backpfeifen?|ohrfeigen?|daschlogn|derschlogn|"
        r"daschossn|derschossn|verdroschn|fell (?:\w+ )?(?:versohl\w*|gegerbt|ueber die ohren)|(?:eins|eine|oane|"
        r"eini) auf (?:die|d'|de) "
        r"?(?:zwoelf|muetze|nuss|finger|nase|schnauze|goschn|ohren)|maul gestopft|hals (?:umgedreht|um(?:zu)?drehen)|"
        r"entmannt|"
        r"kastriert|gekeult|keulen|entsorgt|(?:haende?|knochen|finger|chnoche|beine) (?:ge)?broche[n]?|finger "
        r"abhacke[n]?|"
        r"abhacke[n]?|an d'wand|zweites loch im kopf|loch im kopf|wegsperren und den schluessel|stockhiebe?|"
        r"stockschlaege|"
        r"peitschenhiebe?|pruegelstrafe)\b"
        r"|\b(?:ois|alles|eis|eini|oane) (?:auf|uf|a|af) d(?:'|ie |e )? ?(?:schnurre|goschn|goschen|nuss|schnurr)\b|"
        r"\baf d'? ?goschn\b"
        r"|\bhals gehoert umgedreht\b|\b(?:watschn|spaten|latte) (?:waer|waere|drueber|drauf)\b",
        "watschn watsche watschen fotzn dresche schelln backpfeife backpfeifen ohrfeige ohrfeigen daschlogn derschlogn "
        "daschossn derschossn verdroschn fell zwoelf muetze nuss nase goschn goschen schnurre schnurr gestopft "
        "umgedreht "
        "umdrehen entmannt kastriert gekeult keulen entsorgt gebrochen broche abhacke abhacken loch stockhiebe "
        "stockhieb "
        "stockschlaege peitschenhiebe pruegelstrafe schaufel spaten latte",
    ),
    # Ways to die that are wished, advised, offered or applauded.
    when(
        rf"\b(?:ab|auf|an|in|alle|nix wie) (?:\w+ ){{0,2}}(?:mittelmeer|meer|ozean|donau|isar|rhein|elbe|kanal|weiher|"
        rf"wueste|steinbruch|"
        rf"gueterwag\w*|viehwag\w*|laternen?|baum|wand|galgen|scheiterhaufen) mit {_THEM}\b|\bab (?:ins|in ein|in den|"
        rf"nach) (?:arbeitslager|"
        r"straflager|gulag|steinbruch|sibirien)\b|\bpassen (?:\w+ ){0,4}in einen (?:gueter|vieh)wag\w+"
        r"|\b(?:laternen?|galgen|baeumen?|strick) (?:zappel\w*|baumel\w*|haengen)\b|\b(?:alle|sie|ihn|euch|dich|dort|"
        r"bald) "
        r"(?:\w+ ){0,3}baumeln\b",
        "mittelmeer meer ozean donau isar rhein elbe kanal weiher wueste steinbruch gueterwaggon gueterwagen "
        "viehwaggon "
        "viehwagen laterne laternen baum wand galgen scheiterhaufen arbeitslager straflager gulag sibirien zappelt "
        "zappeln "
        "baumeln baumelt haengen",
    ),
    when(
        rf"\b(?:her mit|wozu|fuer was|warum keine?n?|waere mir|endlich|gehoer\w*|einsetzen|mit|oder|und) (?:\w+ "
        rf"){{0,4}}{_FORCE}\b"
        rf"|\b{_FORCE}\b[^.!?\n]{{0,30}}\b(?:her|drauf|los|waere|genuegt|reicht|und ruhe|fuer (?:die|das|alle))\b"
        r"|\bfeuer frei\b|\b(?:bombe|granate|napalm) (?:drauf|rein|und)\b|\bdie naechste (?:salve )?(?:tiefer|"
        r"trifft)\b",
        "scharfschuetze scharfschuetzen schiessbefehl maschinengewehr maschinengewehren flammenwerfer panzerfaust "
        "handgranate handgranaten schusswaffen munition selbstschussanlage selbstschussanlagen feuer bombe granate "
        "napalm "
        "salve tiefer",
    ),
    when(
        r"\b(?:eine|ein|die|der) (?:\w+ )?(?:kugel|patrone|strick|schuss|kopfschuss) (?:in den kopf )?(?:loest|"
        r"reicht|genuegt|kostet "
        r"(?:weniger|nicht viel|doch)|haette|spart|waere|ist billiger|hilft)\b|\bkopfschuss[.!]|\bein baum genuegt\b"
        r"|\b(?:seile?|stricke?|laternen|baeume|kugeln|patronen) (?:\w+ ){0,2}(?:der baumarkt|genug|sind billig)\b"
        r"|\bhaengt? (?:sie|ihn|die|den|euch) (?:\w+ )?(?:hoeher|alle auf|auf!)|\bhang (?:them|him|her|'em|the lot)\b",
        "kugel patrone strick stich kopfschuss seile seil stricke laternen baeume kugeln patronen haengt haeng "
        "hang "
        "genuegt",
    ),
    when(
        rf"\bgeh(?:t)? (?:doch |bitte |einfach |endlich )*(?:sterben|krepieren|verrecken)\b|\bfahr(?:t|en sie)? "
        rf"(?:doch )?zur hoelle\b"
        r"|\bleg (?:dich|di) (?:\w+ ){0,2}auf (?:die|d'|a) ?(?:schienen?|gleise?)\b|\bsprung vom (?:kirchturm|dach|"
        r"balkon|hochhaus)\b"
        rf"|\b(?:auf|an) {_THEIR} grab\b[^.!?\n]{{0,20}}\b(?:tanz\w*|getanzt|piss\w*|spuck\w*)|\bradieschen von unten\b"
        rf"|\b(?:freu\w*|feier\w*|sekt)\b[^.!?\n]{{0,30}}\b(?:todesanzeige|beerdigung|begraebnis|leichenschmaus)\b"
        rf"|\b(?:notfalls|am besten|gleich|bald|endlich|nur noch) (?:\w+ )?(?:in|im) (?:der |einer |die )?{_GRAVE}\b"
        r"|\bunter (?:der|die) erde (?:\w+ ){0,3}(?:friedlich\w*|am besten|gut aufgehoben|gehoer\w*)",
        "sterben krepieren verrecken hoelle schienen schiene gleise gleis sprung grab radieschen todesanzeige "
        "beerdigung "
        "begraebnis leichenschmaus sarg saergen urne kiste grube friedhof erde",
    ),
    when(
        r"\b(?:leider|bloss|gerade mal) nur (?:\w+ ){1,2}(?:erwischt|getroffen|tot|verletzt|umgefahren)\b"
        r"|\b(?:jammer|schad|schade|pech|bedauerlich|leider),? (?:nur )?(?:dass|das) (?:die|der|das|sie|er) (?:bombe|"
        r"kugel|messer|klinge|attentat|anschlag|taeter|brand) [^.!?\n]{0,40}\b(?:nicht (?:\w+ )?(?:gezuendet|getroffen|"
        r"gegriffen|gelungen)|gestoppt|geloescht|verfehlt|daneben)\b|\b(?:haette|haetten|koennen) (?:sich |ruhig "
        r"){2}(?:zeit|mehr "
        r"zeit)\b"
        r"|\b(?:und |wieder |schon |bald |juhu )einer weniger\b(?! (?:im|auf|als|in|der|zum))|\b(?:klimakasper|\w+) "
        r"weniger (?:waer|waere) kein verlust\b"
        r"|\bhaette ruhig das ganze magazin\b|\b(?:attentaeter|schuetze|messerstecher|brandstifter)\b[^.!?]{0,60}[.!] "
        r"(?:chapeau|respekt|"
        r"bravo|ehrenmann|held)\b",
        "erwischt getroffen umgefahren bombe kugel messer klinge attentat anschlag brand notarzt "
        "weniger magazin attentaeter "
        "schuetze messerstecher brandstifter",
    ),
    when(
        r"\b(?:feuerchen|streichhoelzer|streichholz|zuendhoelzer|benzinkanister|"
        r"brandbeschleuniger)\b[^.!?\n]{0,70}\b(?:unterkunft|heim|asyl\w*|"
        r"moschee|rathaus|redaktion|buero|bude|container|erledigt|vorbei)\b"
        r"|\b(?:dienstwagen|auto|haus|huette|rathaus|moschee|heim|bude|buero|redaktion)\b[^.!?\n]{0,15}\bbrenn\w* "
        r"(?:sicher |bestimmt |sehr |auch |so )?"
        r"(?:gut|schoen|hell|lichterloh)\b|\b(?:dann|sonst|bald) brennt (?:der|die|das|euer|eure)\b"
        rf"|\bmoege {_YOUR} haus\b|\bnicht mehr mit (?:schildern|plakaten|transparenten|"
        rf"worten)\b[^.\n]{{0,20}}\b(?:dann|sondern|diesmal)\b"
        r"|\bkommen wieder\b[^.!?\n]{0,20}\bmit (?:fackeln|mistgabeln|knueppeln|eisenstangen|aexten)\b",
        "feuerchen streichhoelzer streichholz zuendhoelzer benzinkanister brandbeschleuniger brennt brennen brenne "
        "abbrennen schildern plakaten transparenten worten fackeln mistgabeln knueppeln eisenstangen aexten",
    ),
    when(
        r"\b(?:mir |mich )?juck\w* (?:mir |mich )?(?:der |die |der rechte )?(?:zeigefinger|faust|faeuste|"
        r"abzugsfinger)\b|\bmir juckt es in den faeusten\b"
        r"|\b(?:gebt|gib|lasst) (?:mir|mich) (?:nur )?(?:\w+ )?minuten? (?:allein |mit ihm |alleine )+|\bpack(?:t)? "
        r"(?:deine|eure) koffer,? oder wir\b"
        r"|\bfliesst (?:\w+ ){0,2}blut\b|\bmit blut\b[^.!?\n]{0,10}\b(?:bezahl\w*|buess\w*)|\b(?:sense|flinte|"
        r"mistgabel|axt) "
        r"(?:\w+ ){0,4}(?:auspack\w*|auspackt|geschliffen|frische luft)\b|\bmacht keine gefangenen\b",
        "zeigefinger faust faeuste faeusten abzugsfinger minuten minute koffer blut sense flinte mistgabel axt "
        "gefangenen",
    ),
    when(
        rf"\b(?:{_DUE}|man|jemand|einer)\b[^.!?\n]{{0,40}}\b(?:abreibung|denkzettel|lektion|schelle|arschtritt|tritt "
        rf"in den arsch)\b(?! (?:an der urne|bei der wahl))[^.!?\n]{{0,20}}\b(?:verpass\w*|erteil\w*|noetig|bekommen|"
        rf"kriegen|gehoert|verdient|auf dem)\b|\b(?:braucht|gehoert|verdient) (?:\w+ ){{0,3}}(?:abreibung|tracht)\b"
        r"|\bzum abschuss frei(?:geben|gegeben)?\b|\bjagdsaison (?:ist |auf )?(?:\w+ )?(?:eroeffnet|auf|fuer)\b|"
        r"\bblattschuss\b|\baus dem (?:amt|land|dorf|rathaus|parlament|saal|stadion|haus) (?:ge)?(?:pruegel\w*|"
        r"knueppel\w*|gepeitscht|peitschen|treten)\b"
        r"|\b(?:teeren und federn|geteert und gefedert)\b|\bin (?:tausend )?stuecke (?:reiss\w*|hack\w*|schlag\w*)\b|"
        r"\b(?:auf|in) die (?:fresse|schnauze|visage) (?:hau\w*|geb\w*|krieg\w*|bekomm\w*|noetig|verdient|schlag\w*|"
        r"braucht)\b",
        "abreibung denkzettel lektion schelle arschtritt tracht abschuss jagdsaison blattschuss pruegeln gepruegelt "
        "knueppeln peitschen gepeitscht treten teeren geteert stuecke fresse schnauze visage",
    ),
    when(
        r"\bzaehne (?:\w+ ){0,4}(?:zaehl\w*|schluck\w*|spuck\w*|ausspuck\w*|aufsammel\w*|suchen|zusammenkehr\w*|"
        r"einzeln|in der hand|auf dem boden|im rachen)\b|\b(?:strohhalm|schnabeltasse|sonde) (?:\w+ ){0,2}(?:ess\w*|"
        r"trink\w*|ernaehr\w*|leb\w*)\b"
        r"|\b(?:das|sowas|so was|so etwas|solche leute|des) (?:regel\w*|klaer\w*|loes\w*) (?:wir|man|ma|mir) (?:bei "
        r"uns |hier |dann |auf dem land )?(?:anders|unter uns|draussen|vor der tuer|auf dem parkplatz|selber|selbst|"
        r"mit den faeusten|ohne polizei)\b"
        r"|\bzu den waffen\b|\bzeit (?:der|fuer) worte ist vorbei\b|\bhilft (?:nur|bloss|nix als|nichts als) (?:noch "
        r")?(?:rohe |blanke )?gewalt\b|\bversteh\w* (?:nur|bloss) (?:noch )?(?:eine|die|oa) "
        r"sprache\b[^.\n]{0,60}\b(?:faust|faeuste|knueppel|gewalt|pruegel|schlaege|eisen\w*|stahl|schmerz\w*|blei)\b",
        "zaehne strohhalm schnabeltasse sonde regeln regelt klaeren klaert loest loesen waffen gewalt sprache",
    ),
    when(
        r"\bwenn (?:ich|wir|i|mir) (?:dich|di|euch|den|die|ihn|sie|so einen|so eine|so was|einen von denen|"
        r"der)\b[^.!?\n]{0,40}\b(?:seh\w*|treff\w*|begegne\w*|erwisch\w*|kriege?\w*|in die haende|unter die finger|"
        r"vors auto|dawisch\w*)\b[^.!?\n]{0,60}\b(?:dann|kann er|kannst|knall\w*|gnade|garantier\w*|faust|setzt es|"
        r"setzts|gibt's was|gibt es was|rappelt|zaehne|renn\w*|lauf\w*|krankenhaus|vergess\w*)\b"
        r"|\b(?:see|moor|kanal|schacht|weiher|hafenbecken|brunnen) (?:\w+ )?is(?:t|ch)? (?:\w+ )?(?:tief|"
        r"gross|dunkel) (?:genug)?|\bschweine fressen alles\b|\b(?:irgendwann|eines tages|bald|frueher oder spaeter) "
        r"(?:erwischt|trifft|holt|kriegt) (?:es |man |dich |di |euch |jemand |einer ){1,2}"
        r"|\bsei(?:d|en sie)? froh,? dass (?:ich|wir|uns|du|ihr|sie) (?:\w+ ){0,3}(?:nicht|weit|net)\b|\bwirst (?:du "
        r")?(?:noch )?an (?:mich|meine worte) denken\b|\bohne (?:polizei|polizeischutz|bodyguards?|personenschutz|"
        r"leibwaechter) (?:wuerd\w*|traut|waer\w*|komm\w*|geht|kannst|haettest|haette|bist|ist)\b"
        r"|\b(?:panzer|traktor|trecker|bulldozer|walze|bagger|maehdrescher|unimog|schneepflug) (?:\w+ )?(?:drueber|"
        r"durch|rueber|ueber (?:sie|die|den|euch)|reinfahren)\b(?! (?:die|den|das) (?:wiese|feld|acker|schnee))",
        "see moor kanal schacht weiher hafenbecken brunnen fressen irgendwann froh "
        "polizeischutz bodyguard bodyguards personenschutz leibwaechter polizei panzer traktor trecker bulldozer "
        "walze bagger maehdrescher unimog "
        "schneepflug treffe treff begegne begegnet erwische erwisch dawisch",
    ),
)
_SEARCHED = Families(_FAMILIES)
VEILING = _SEARCHED.words
# Who reports a threat, or rejects it, utters none.
_REPORTED = re.compile(
    r"\b(?:drohte|droht|gedroht|bedroht\w*|drohung\w*|schrieb|geschrieben|angeklagt\w*|angeblich|verurteil\w*|anzeige|"
    r"angezeigt|"
    r"wurden?|worden|gab es|damals|wie kann man|niemand\w*|darf nicht|duerfen nicht|kein(?:e[nmrs]?)? (?:mensch|"
    r"opfer)|forder\w*|"
    r"verboten|verbiet\w*|entsetz\w*|traurig\w*|leid tun|schuetz\w*|historiker\w*|museum|roman|film|folge|stueck|"
    r"vorsicht|"
    r"achtung|hilfe|angst|nichts|gar nicht|krank(?:e[rn]?)? (?:mann|frau|mutter|vater))\b"
)
_AROUND = 70


def find_veiled(words: Sequence[str], folded: str) -> list[tuple[int, int]]:
    """Return where a folded text of these words threatens without naming a deed."""
    return _SEARCHED.find(words, folded, _REPORTED, _AROUND, _AROUND)
