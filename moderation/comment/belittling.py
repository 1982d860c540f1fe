"""Insults without a word that calls names: by comparison, by a question, by a title made small. A person decides them.

Each family of patterns stands with the words one of which it needs, so that most comments are searched for none.
"""

import re
from collections.abc import Sequence

from moderation.comment.families import Families, when

# Whom it may be aimed at; "sie" and "die" are things as often, so a family needs more than those.
_SOMEBODY = (
    r"(?:du|dir|dich|dein(?:e[nmrs]?)?|sie|ihnen|ihr(?:e[nmrs]?)?|ihm|euch|euer|eure[nmrs]?|er|der|dem|den|die|dieser|"
    r"diesem|diese|herr\w*|frau|"
    r"unser(?:e[nmrs]?)?|typ|kerl|mann|dame|manche[nmrs]?|einige[nr]?)"
)
_MIND = (
    r"(?:hirn|gehirn|gehirnzellen?|hirnzellen?|hirnmasse|verstand|intelligenz|intellekt|iq|grips|geist|rueckgrat|"
    r"charisma|"
    r"bildung|horizont|weitsicht|niveau|anstand|charme|feingefuehl|sachverstand|oberstuebchen)"
)
_LACK = (
    r"(?:fehlt\w*|ausgegangen|ausgesetzt|verloren|verlegt|abgegeben|abgeschaltet|vergessen|entfernt|urlaub|feierabend|"
    r"betriebsferien|leer|hohl|vakuum|stroh|vermiss\w*|suche[n]?|gesucht|angeklopft|daheim gelassen|zu hause gelassen|"
    r"weggelassen|uebrig|null|negativ|echo|gratis|keinen|kein|nicht (?:dabei|vorhanden|mitgekommen)|bierdeckel|"
    r"reicht (?:nur |gerade |nicht |kaum |mal )?(?:bis|von)|fingerhut|briefmarke|nussschale|gekauft|geschenkt|"
    r"verteil\w*)"
)
_DULL = (
    r"(?:dumm|doof|bloed|bloede|daemlich|beschraenkt|naiv|hohl|verbohrt|bescheuert|deppert|blind|verbloedet|borniert|"
    r"schwer von begriff|einfaeltig|begriffsstutzig|bekloppt|kurzsichtig|ignorant|weltfremd|dreist|armselig|"
    r"behaemmert|verblendet|engstirnig|dickfellig)"
)
_ANIMAL = (
    r"(?:gockel|pfau|esel|frosch|ochse|gans|gaensch?en|huhn|huehnchen|pute|schnepfe|schachtel|schabracke|hexe|henne|"
    r"kroete|natter|viper|hyaene|geier|wurm|koeter|pinscher|gimpel|hornochse|kamel|schaf|nuss|wurst|gurke|funzel)"
)
_VAIN = (
    r"(?:aufgeblasene[nmrs]?|eitle[nmrs]?|eingebildete[nmrs]?|dumme[nmrs]?|bloede[nmrs]?|daemliche[nmrs]?|falsche|"
    r"hohle|eibildeter|selten (?:dumme[nmrs]?|daemliche[nmrs]?)|alberne[nmrs]?|verlogene[nmrs]?|hinterhaeltige[nmrs]?)"
)


_FAMILIES = (
    # What somebody lacks in the head, or is compared with.
    when(
        rf"\b{_SOMEBODY}\b[^.!?\n]{{0,50}}\b{_MIND}\b[^.!?\n]{{0,35}}\b(?:{_LACK}|eines|einer|von einem|wie ein\w*|"
        rf"auf dem niveau)\b"
        rf"|\b{_LACK}\b[^.!?\n]{{0,25}}\b{_MIND}\b[^.!?\n]{{0,25}}\b(?:bei (?:dir|ihnen|dem|der|euch|ihm)|kerl|typ)\b"
        rf"|\b(?:ohne|mit dem|mit null|mit so wenig) (?:\w+ )?{_MIND} (?:einer?s?|geboren|tippen|auf die welt|von "
        rf"einem|eines|wie)\b"
        rf"|\b(?:mehr|weniger) {_MIND} (?:im \w+ )?als (?:{_SOMEBODY})\b",
        "hirn gehirn gehirnzelle gehirnzellen hirnzelle hirnzellen hirnmasse verstand intelligenz intellekt iq grips "
        "geist "
        "rueckgrat charisma bildung horizont weitsicht niveau anstand charme feingefuehl sachverstand oberstuebchen",
    ),
    when(
        r"\b(?:ein|eine|jede[rs]?|meine?|unsere?|selbst (?:ein|eine|meine?|unsere?)|sogar (?:ein|eine|meine?)|gegen|"
        r"neben) (?:\w+ ){1,4}"
        r"(?:hat|haette|haben|besitzt|wirkt|waere|ist|kann|koennte|weiss|regiert|moderiert|schreibt|spielt|"
        r"leitet)\b[^.!?\n]{0,30}"
        r"\b(?:mehr|besser|kluegere?|klueger|geistreich\w*|souveraener|intelligenter|schlauer|heller|kompetenter|"
        r"unterhaltsamer|"
        r"lebendiger|talentierter)\b(?:[^.!?\n]{0,25}\b(?:als|wie) (?:du|sie|ihr|der|dieser|diese|unser|unsere|"
        r"herr|frau|so einer|du es)\b)",
        "geistreich geistreicher klueger kluegere souveraener intelligenter schlauer heller kompetenter "
        "unterhaltsamer lebendiger "
        "talentierter verstand rueckgrat charakter haltung hirn anstand ahnung charisma intelligenz",
    ),
    when(
        r"\bso (?:nuetzlich|witzig|schlau|hell|klug|intelligent|charmant|sympathisch|spannend|hilfreich|brauchbar|"
        r"kompetent|gescheit|"
        r"glaubwuerdig|beliebt|prickelnd|unterhaltsam|ueberfluessig|viel ahnung|viel sinn)[^.!?\n]{0,20} wie (?:ein|"
        r"eine|nasse[rs]?|kalte[rs]?|meine?|die kuh|der ochs\w*|das schwein|"
        r"der blinde|der esel|der hahn|ein\w* \w+)\b|\bahnung (?:von|wie) [^.!?\n]{0,30}\bwie (?:die|eine) kuh\b|"
        r"\babout as (?:much use|useful|bright|sharp) as\b",
        "nuetzlich witzig schlau hell klug intelligent charmant sympathisch spannend hilfreich brauchbar kompetent "
        "gescheit "
        "glaubwuerdig prickelnd unterhaltsam ueberfluessig ahnung sinn useful bright sharp use",
    ),
    when(
        r"\bwenn (?:dummheit|bloedheit|arroganz|unfaehigkeit|ignoranz|faulheit|daemlichkeit)\b[^.!?\n]{0,60}|"
        r"\b(?:preis|pokal|medaille|orden|oscar|goldmedaille|"
        r"guertel|weltmeister|meister)\b[^.!?\n]{0,25}\b(?:duemmst\w*|dummheit|nichtskoennen|nichtstun|bloedsinn|"
        r"unfaehigkeit|daemlichst\w*)\b"
        r"|\b(?:so viel|bei so viel|diese|vor lauter) (?:dummheit|einfalt|bloedheit|ignoranz|arroganz) (?:auf einmal|"
        r"in einer person|im kopf|gibt|"
        r"tut (?:schon )?weh|muesste|sollte)\b",
        "dummheit bloedheit arroganz unfaehigkeit ignoranz faulheit daemlichkeit duemmste duemmsten nichtskoennen "
        "nichtstun bloedsinn "
        "daemlichste daemlichsten einfalt",
    ),
    when(
        r"\bnicht (?:gerade |unbedingt |eben |grad )?(?:die|der|das) (?:hellste[nr]?|schlaueste[nr]?|schlauste[nr]?|"
        r"schaerfste[nr]?|kluegste[nr]?|gescheiteste[nr]?)\b"
        r"|\b(?:der|die) (?:kluegste|hellste|schlauste|schlaueste|gescheiteste) (?:bist|ist|sind) (?:du|er|sie|der|"
        r"die) (?:auch |ja |wohl |wirklich ){0,2}nicht\b"
        r"|\b(?:alle|nimmer alle) (?:latten am zaun|tassen im schrank|nadeln an der tanne|kekse in der dose|murmeln "
        r"im saeckchen)\b|\b(?:sprung in der (?:schuessel|platte)|"
        r"schraube locker|rad ab|dachschaden|nicht ganz (?:bache|dicht|sauber im kopf|knusper)|lichter "
        r"(?:sind )?an,? aber (?:keiner|niemand))\b"
        r"|\blichter an\b[^.!?\n]{0,15}\b(?:keiner|niemand) (?:zu hause|daheim)\b",
        "hellste hellsten schlaueste schlauesten schlauste schaerfste schaerfsten kluegste kluegsten gescheiteste "
        "latten tassen nadeln kekse "
        "murmeln sprung schraube rad dachschaden bache dicht knusper lichter",
    ),
    # Questions that want no answer.
    when(
        rf"\bwie {_DULL} (?:muss|kann|darf|koennen|muessen)\b[^.!?\n]{{0,20}}\b(?:man|einer|jemand|leute|sie|du)\b|"
        rf"\bwie kann (?:man|einer|jemand) (?:nur |bloss |eigentlich )?so {_DULL}\b"
        rf"|\b(?:bist|sind|seid) (?:du|sie|ihr) (?:eigentlich |wirklich |nur |tatsaechlich |so |echt |einfach |oder |"
        rf"immer |schon ){{0,4}}{_DULL}\b"
        rf"|\b(?:zu|einfach zu|selbst zum \w+ zu) {_DULL},? (?:um|zum)\b",
        "dumm doof bloed bloede daemlich beschraenkt naiv hohl verbohrt bescheuert deppert blind verbloedet borniert "
        "begriff einfaeltig begriffsstutzig "
        "bekloppt kurzsichtig ignorant weltfremd dreist armselig behaemmert verblendet engstirnig dickfellig",
    ),
    when(
        r"\b(?:koennen|kannst|koennt) (?:sie|du|ihr) (?:ueberhaupt|eigentlich|denn|schon) (?:\w+ )?(?:lesen|schreiben|"
        r"rechnen|denken|zaehlen)\b"
        r"|\b(?:lern|lernen sie|lernt|lerne) (?:doch )?(?:erst|erstmal|erst mal|zuerst) (?:mal |einmal |richtig "
        r"){0,2}(?:lesen|schreiben|rechnen|deutsch|denken|grammatik)\b"
        r"|\b(?:als kind|als baby|frueher) (?:wohl )?(?:zu heiss gebadet|vom wickeltisch|auf den kopf)|\bzu heiss "
        r"gebadet\b|\bklammerbeutel gepudert\b|\bins hirn (?:gepustet|geregnet|gespuckt)\b"
        r"|\b(?:tabletten|pillen|medikamente) (?:\w+ )?(?:vergessen|verwechselt|abgesetzt|nicht genommen)\b",
        "lesen schreiben rechnen grammatik gebadet wickeltisch gepudert hirn tabletten pillen medikamente",
    ),
    when(
        r"\bwer hat (?:den|die|dich|sie|dem|der|diesen|diese|diesem) (?:\w+ )?(?:denn |eigentlich |bloss |nur "
        r"){0,2}(?:ins amt|gewaehlt|rausgelassen|reingelassen|losgelassen|ans mikro\w*|das mikro\w*|"
        r"aus dem (?:zoo|kaefig|stall|heim|kindergarten))\b|\b(?:von|aus) (?:seinem|ihrem|deinem) (?:dackel|hund|"
        r"hamster|papagei|kind) (?:schreiben|verfassen) lassen\b"
        r"|\bmit den fuessen geschrieben\b|\b(?:doktor|titel|diplom|abitur|abi|"
        r"ausweis)\b[^.!?\n]{0,30}\b(?:kaugummiautomat\w*|lotterie|ueberraschungsei|wuehltisch|baumarkt|tombola|"
        r"flohmarkt|internet gekauft)\b",
        "gewaehlt rausgelassen reingelassen losgelassen mikro mikrofon zoo kaefig stall kindergarten dackel "
        "hamster papagei fuessen "
        "kaugummiautomat kaugummiautomaten lotterie ueberraschungsei wuehltisch baumarkt tombola flohmarkt",
    ),
    # Made small, sent home, called an animal.
    when(
        r"^(?:na|hallo|ach|tja|aha|oh|och|guten morgen|also|mensch|hoer zu|ja)?,? ?(?:schaetzchen|maeuschen|suesse|"
        r"kleiner|prinzesschen|prinzessin|bubi|jungchen|buerschchen|bursche|freundchen|schlauberger|"
        r"schlaumeier|schlaukopf|herzchen|puppe|opa|opi|omi|du wurst|du leuchte|du held|du genie|schnarchkappe|"
        r"schlafmuetze|professorchen)[,!?]"
        r"|\b(?:herr|frau|fraeulein|hallo) (?:neunmalklug|oberschlau|superschlau|allwissend|wichtig|gscheid|gescheit|"
        r"schlau|naseweis|besserwisser|unfehlbar|allwissender)\b"
        r"|\b(?:professor|doktor|dr) (?:allwissend|neunmalklug|oberschlau)\b|\b(?:buergermeister|minister|reporter|"
        r"schreiber|trainer|praesident|politiker|beamt|redakteur|richter|lehrer|dichter)(?:lein|chen)\b"
        r"|\b(?:lokal|provinz|dorf|schmalspur|hobby|westentaschen|moechtegern)-?(?:napoleon|kaiser|koenig|sheriff|"
        r"politiker|journalist|minister|fuerst|diktator)\b",
        "schaetzchen maeuschen suesse kleiner prinzesschen prinzessin bubi jungchen buerschchen bursche freundchen "
        "schlauberger schlaumeier schlaukopf herzchen puppe opa opi omi wurst leuchte held genie "
        "schnarchkappe schlafmuetze professorchen neunmalklug oberschlau superschlau allwissend allwissender "
        "gscheid gescheit schlau naseweis besserwisser unfehlbar buergermeisterlein ministerlein reporterlein "
        "schreiberlein trainerlein praesidentlein politikerlein politikerchen redakteurlein redakteurchen richterlein "
        "lehrerlein dichterlein reporterchen beamtenlein napoleon dorfsheriff dorfkaiser provinzfuerst provinzkaiser "
        "provinzpolitiker "
        "lokalkaiser lokalsheriff dorfpolitiker hobbypolitiker hobbyjournalist schmalspurpolitiker moechtegern "
        "westentaschennapoleon",
    ),
    when(
        r"\bgeh(?:en sie|t)? (?:doch |lieber |mal |bitte |besser )*(?:spielen|heim zu (?:mutti|mama)|zurueck (?:an "
        r"den herd|in den (?:sandkasten|kindergarten|stall|zoo)|unter deinen stein))\b|\b(?:zurueck )?an den "
        r"herd\b[^.!?\n]{0,25}\b(?:kannst|gehoer\w*|du|frau)\b"
        r"|\bdie erwachsenen (?:reden|unterhalten)\b|\bhusch,? husch\b|\bkusch\b|\b(?:grunz|bloek|klaeff|gacker|"
        r"schnatter|quak|wau)(?:e|t|en sie)? (?:ruhig |doch |nur )?weiter\b"
        r"|\b(?:zurueck|ab) in (?:deinen|ihren|euren) (?:stall|kaefig|zoo|hoehle|sandkasten)\b",
        "spielen mutti mama herd sandkasten stall zoo erwachsenen husch kusch grunz bloek klaeff gacker schnatter "
        "quak kaefig hoehle",
    ),
    when(
        rf"\b(?:du|sie|so an?|so en?|so a|sou a|son|dieser|diese|dieses|diesen|der|die|das|unser|unsere|ein|eine) "
        rf"(?:\w+ )?{_VAIN} (?:\w+ )?{_ANIMAL}\b"
        rf"|\b(?:so ein|so eine|so a|sou a|so en|du|sie) (?:aff|affe|esel|ochs|ochse|kamel|gockel|gans|huhn|schaf|"
        rf"hammel|tubel|saeckel|koffer|hirsch|kasperl|hanswurscht|wurst|flasche|pfeife|gurke|lusche|mimose|"
        rf"schlafmuetze|schlaftablette)\b"
        r"|\b(?:du|sie|ihr) (?:kleine[rs]?|arme[rs]?|alte[rs]?|armselige[rs]?|traurige[rs]?|laecherliche[rs]?|"
        r"miese[rs]?|elende[rs]?|feige[rs]?|hohle[rs]?|aufgeblasene[rs]?|verwirrte[rs]?) (?:tropf|wicht|wurm|"
        r"wuerstchen|licht|geist|gestalt|"
        r"nuss|nichts|null|moechtegern|kroete|irre[rs]?|seele|willi|kerl|figur|gesell\w*|ritter)\b|\b(?:du|sie) "
        r"nichts\b[.!]?$",
        "gockel pfau esel frosch ochse ochs gans gaenschen gaensen huhn huehnchen pute schnepfe schachtel schabracke "
        "hexe henne kroete natter viper hyaene geier wurm koeter pinscher gimpel hornochse kamel schaf nuss wurst "
        "gurke funzel "
        "aff affe hammel tubel saeckel koffer hirsch kasperl hanswurscht flasche pfeife lusche mimose schlafmuetze "
        "schlaftablette tropf wicht wuerstchen gestalt moechtegern irre irrer willi "
        "geselle ritter",
    ),
    when(
        r"\b(?:er|der|kerl|typ|du|sie|mann|dame) (?:\w+ )?(?:taugt|taugst|taugen)\b[^.!?\n]{0,15}\b(?:nicht (?:mal|"
        r"einmal)|nur|hoechstens) als\b|\bals abschreckung (?:\w+ )?zu gebrauchen\b"
        r"|\b(?:wandelnde[rs]?|lebende[rs]?|personifizierte[rs]?|fleischgewordene[rs]?|menschgewordene[rs]?) (?:\w+ "
        r")?(?:schlaftablette|katastrophe|witz|beweis|fehler|dummheit|unfaehigkeit|inkompetenz|peinlichkeit|zumutung|"
        r"fragezeichen|alptraum|luftballon)\b"
        r"|\b(?:sind|bist) (?:der|die|ein) (?:beste |lebende |lebendige )?(?:beweis|grund),? (?:dass|warum|weshalb|"
        r"wieso|dafuer)\b|\beine zumutung auf zwei beinen\b"
        r"|\b(?:kein wunder,? dass|deshalb|darum) (?:ist |sind )?(?:dir|ihnen) (?:\w+ )?(?:frau|mann|kinder|freunde|"
        r"freundin)\b[^.!?\n]{0,15}\b(?:davongelaufen|weggelaufen|abgehauen|verlassen)\b|\b(?:verloren gegangen|"
        r"abgebrochen)[^.!?\n]{0,5}$",
        "taugt taugst taugen abschreckung beinen beweis davongelaufen weggelaufen abgehauen verlassen "
        "wandelnde wandelnder wandelndes lebende lebender lebendes personifizierte personifizierter "
        "personifiziertes fleischgewordene fleischgewordener fleischgewordenes menschgewordene "
        "menschgewordener menschgewordenes",
    ),
    when(
        r"\b(?:haben|hast|habt|hat) (?:sie |du |ihr |der |die |er )?(?:doch |wohl |ja |echt |einfach |eindeutig |"
        r"offenbar |nicht mehr ){0,3}(?:einen |nen |eine |ne |an der |an da |ein |oan )(?:totalen |gewaltigen |riesen "
        r"?)?(?:knall|waffel|klatsche|macke|meise|hau|dachschaden|hirnschaden|dachschaden)\b(?! mit)"
        r"|\bnicht (?:mehr )?(?:alle beisammen|(?:ganz )?(?:richtig im kopf|bei trost|bei sinnen))\b|\bkrank im "
        r"(?:kopf|hirn)\b"
        r"|\b(?:ab|reif|gehoer\w*|bist|sind|gehen sie|geh) (?:\w+ ){0,4}(?:in die|in der|fuer die|ins|aus der|aus "
        r"dem) (?:klapse|klapsmuehle|irrenhaus|irrenanstalt|gummizelle|zwangsjacke|geschlossene)\b",
        "knall waffel klatsche macke meise hau dachschaden hirnschaden beisammen trost sinnen krank klapse "
        "klapsmuehle irrenhaus irrenanstalt gummizelle zwangsjacke geschlossene",
    ),
    when(
        r"\b(?:leute|menschen|typen|solche|gestalten|figuren|einer|eine|jemand|politiker|frauen|maenner|lehrer|so was|"
        r"sowas) wie (?:sie|du|dich|ihnen|dir|ihr|euch|den|der)\b[^.!?\n]{0,60}\b(?:schuld|problem|grund,? (?:warum|"
        r"weshalb|wieso)|schande|peinlich|gehoer\w*|"
        r"braucht (?:niemand|keiner)|niemand|keiner|verboten|verbieten|schaemen|unertraeglich|widern|ekel\w*|kotzen|"
        r"fremdschaem\w*|wegsperren|einsperren|nicht waehlen|nicht ernst|keine kinder|zuhoeren|das letzte)\b"
        r"|\b(?:dein|ihr|euer|sein|dem sein) (?:dummes |ewiges |bloedes |ganzes |daemliches |wirres )?(?:gelaber|"
        r"gelaabere|geschwafel|gefasel|geseier|geschwurbel|gesabber|geheule|gestammel|geplaerre|gesuelze|gegacker|"
        r"gebloeke|gegrunze|gebelle|gebabbel)\b"
        r"|\b(?:laber|laaber|schwafel|sabbel|fasel|babbel|schwall)(?:n sie|t)? (?:doch )?(?:nicht|nich|net|koan|"
        r"keinen|keine)\b",
        "schuld problem schande peinlich gehoeren verboten verbieten schaemen unertraeglich widern "
        "ekelhaft kotzen fremdschaemen wegsperren einsperren gelaber gelaabere geschwafel gefasel geseier geschwurbel "
        "gesabber geheule gestammel geplaerre gesuelze gegacker gebloeke gegrunze gebelle gebabbel laber laaber "
        "schwafel sabbel fasel babbel schwall",
    ),
    when(
        r"\b(?:duemmer|daemlicher|bloeder|hohler|unfaehiger|verlogener|armseliger|hirnloser|peinlicher) als (?:die "
        r"polizei|ein|eine|jede[rs]?|mein|meine|das|sie|du|ihr)\b|\ban (?:dummheit|bloedheit|arroganz|unfaehigkeit|"
        r"ignoranz) (?:nicht|kaum) zu (?:ueberbieten|uebertreffen|toppen)\b"
        r"|\bdumm wie (?:brot|stroh|bohnenstroh|ein\w*|\w+ \w+)\b|\bzu (?:dumm|bloed|daemlich|doof|deppert) (?:um|zum|"
        r"fuer)\b"
        r"|\b(?:dir|ihnen|dem|der|euch|solchen|so einem|so einer) (?:\w+ )?(?:gehoer\w*|sollte|muesste|sollt|muesst) "
        r"(?:man )?(?:\w+ )?(?:das|der|die|den|dein\w*|ihr\w*) (?:wahlrecht|mikrofon|tastatur|internet|"
        r"internetzugang|handy|computer|stift)\b[^.!?\n]{0,15}\b(?:ent\w+|weg\w+|abgenommen|abnehmen|verboten)\b",
        "duemmer daemlicher bloeder hohler unfaehiger verlogener armseliger hirnloser peinlicher dummheit bloedheit "
        "arroganz unfaehigkeit ignoranz dumm bloed daemlich doof deppert wahlrecht mikrofon tastatur "
        "internetzugang stift",
    ),
    when(
        r"\b(?:kauf|such|hol|besorg|goenn|leg)(?:en sie sich|t euch|e? dir) (?:\w+ )?(?:ein|einen|eine|nen|mal|"
        r"endlich|lieber|doch) (?:\w+ )?(?:hirn|gehirn|leben|hobby|therapeut\w*|psychiater|duden|rueckgrat|arzt|"
        r"freunde|verstand)\b"
        r"|\b(?:arme|armen|bedauernswerte[n]?) (?:kinder|schueler|patienten|frau|mann),? (?:die|der) (?:so ein\w*|sie|"
        r"dich|von|mit|bei) |\bhoffentlich (?:vermehr\w*|hast du keine kinder|haben sie keine kinder)\b|\bget a "
        r"(?:life|brain|grip)\b"
        r"|\bnot the (?:sharpest|brightest)\b|\bthick as (?:a|two|mince)\b|\b(?:couldn.?t|could not) (?:organise|"
        r"organize|run|find|manage) (?:a|his|her|their|your)\b|\bwaste of (?:space|oxygen|skin|air)\b|\boxygen "
        r"thief\b|\bhas the (?:brains?|charm|wit|personality) of\b|\bhave the (?:brains?|charm|wit|personality) of\b",
        "hirn gehirn hobby therapeut therapeuten psychiater duden rueckgrat verstand "
        "schueler patienten vermehren vermehrst vermehrt life brain brains grip sharpest brightest thick organise "
        "organize manage waste thief charm wit personality",
    ),
)
_SEARCHED = Families(_FAMILIES)
TELLING_BELITTLING = _SEARCHED.words
# Who speaks of oneself, of a thing or of how others talk insults nobody.
_SPARED = re.compile(
    r"\b(?:ich|mich|mir|wir|uns|unsere kinder|nannte|nannten|nennt|genannt|beschimpf\w*|beleidig\w*|"
    r"tituliert\w*|"
    r"bezeichn\w*|solche (?:worte|sprueche)|sagt man|niemand|muss man (?:jemand|gleich)|lehrer sagte)\b"
)
_BEFORE = 40


def find_belittling(words: Sequence[str], folded: str) -> list[tuple[int, int]]:
    """Return where a folded text of these words belittles somebody."""
    return _SEARCHED.find(words, folded, _SPARED, _BEFORE, 0)
