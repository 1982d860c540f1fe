"""Words without which a rule cannot find anything, so that most comments need not be searched for it."""

import re

NOUN = (
    r"(?:[a-z]{0,14}idiot(?:en|in|innen|s)?|(?:voll|ober|riesen)?trottel[ns]?|(?:voll|ober)?depp(?:en|s)?|"
    r"vollpfosten\w*|vollhorst|"
    r"hornochsen?|dumm(?:kopf|koepfe|koepfen|beutel|schwaetzer\w*|bratze)|schwachkopf|schwachkoepfe\w*|"
    r"hohl(?:birne|birnen|kopf|koepfe\w*)|"
    r"dumpfbacken?|flachzangen?|spacken|spacko|spasti?s?|vollspast\w*|arschloecher\w*|arschloch|arschgeigen?|"
    r"arschkriecher\w*|arsch|aersche|"
    r"wichser[ns]?|wixx?er[ns]?|hurensohn|hurensoehne\w*|fotzen?|schlampen?|nutten?|drecksau|dreckssau|"
    r"drecks?(?:kerl|pack|sack|schwein)\w*|"
    r"mistkerle?|miststuecke?|missgeburt(?:en)?|abschaum|gesindel|lumpenpack|dreckspack|ungeziefer|schmarotzer|"
    r"parasit(?:en)?|"
    r"scheisskerle?|pisser[ns]?|penner[ns]?|hackfressen?|vollpfeifen?|schwachmat(?:en)?|luegenmaul|rassistensau|"
    r"nazischwein\w*|"
    r"schweinehund\w*|witzfigur(?:en)?|lachnummern?|jammerlappen|waschlappen|clowns?|kasper(?:l|le)?|hampelmann|"
    r"hampelmaenner|"
    r"moron(?:s|ic)?|imbeciles?|assholes?|arseholes?|dickheads?|wankers?|scumbags?|retards?|losers?|bastards?|"
    r"cunts?|pricks?|twats?|"
    r"motherfuckers?|dumbass(?:es)?|jackass(?:es)?|halfwits?|nitwits?|muppets?)"
)
INSULT = re.compile(NOUN)
_PHRASE_WORDS = frozenset(
    """
    verreck verrecke verreckt verrecken krepier krepiere krepiert krepieren stirb tod ruebe kopf prozess wand laterne
    galgen scheiterhaufen baum sterben ersaufen verbrennen absaufen ersticken jemand strick kugel rattengift
    giftspritze fallbeil drop rot kill kys bring haeng
    """.split()
)
# Without one of these words no threat can be found.
_VIOLENT = frozenset(
    """
    aufhaengen aufgehaengt aufknuepfen aufgeknuepft abknallen abgeknallt abstechen abgestochen erschiessen
    erschossen totschlagen totgeschlagen vergasen vergast umbringen umgebracht verrecken krepieren steinigen
    gesteinigt koepfen gekoepft lynchen gelyncht verbrennen verbrannt verpruegeln verpruegelt zusammenschlagen
    zusammengeschlagen kastrieren kastriert hinrichten hingerichtet ausrotten ausgerottet ausmerzen abfackeln
    abgefackelt niederbrennen anzuenden angezuendet aufschlitzen ersaeufen ersaufen wand galgen laterne baum
    auspeitschen ausgepeitscht vierteilen fresse maul reinhauen krankenhausreif kugel genickschuss weiss wissen
    finde finden kriege kriegen krieg pass passt warte sehen hope shot hanged hung die killed kill beaten burn lynched
    stabbed strung put know
    """.split()
) - {"die"}
THREATENING = _VIOLENT | _PHRASE_WORDS
# Without one of these no chain letter.
SPREADING = frozenset(
    """
    kopiere kopiert kopieren kopierst teile teilt teilen weiterleiten weiterleite leite leitet schick schicke schickt
    sende sendet weitersagen verbreiten verbreitet sprachmodell ki leserkommentar leserkommentare fassung copy forward
    """.split()
)
