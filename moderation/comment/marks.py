"""Marks: bits that say what kinds of words a comment holds, so that a rule is asked only where it could find anything.

The first bits are the word classes of `moderation.comment.lexicon.CLASSES`, in their order; these stand behind them.
"""

from itertools import count

# There are fewer classes than that.
FIRST = 26
_bits = (1 << number for number in count(FIRST))

# A letter three times in a row; the beginning of a vulgar word; a word that calls somebody names; a longer word that no
# list has, of which only a part is vulgar.
STRETCHED, BEGINNING, INSULTING, PARTLY = next(_bits), next(_bits), next(_bits), next(_bits)
# Threats: to kill, to warn, to curse, common words that do so only with a partner, and words of veiled ones.
KILLS, WARNS, CURSES, THREATENS_WITH, MENACES = (next(_bits) for _ in range(5))
# Set phrases of insinuation, by rare words and by common ones; sources.
SAYINGS, SAYINGS_WITH, SOURCES = (next(_bits) for _ in range(3))
# Calls to pass a text on; what a link may be made of; streets.
SPREADS, LINKS, STREETS = (next(_bits) for _ in range(3))
# Endless words, words without a vowel, and common German ones.
ENDLESS, MUTE, GERMAN = next(_bits), next(_bits), next(_bits)
# Words of insults that call nobody names.
BELITTLES = next(_bits)
# A letter that stands alone.
LETTER = next(_bits)
# Sales: prices, and such as need no figure; codes, offers, things offered and whose they are; messengers.
PRICES, GIFTS, CODES, OFFERS, OWNED, OWNER, HANDLES = (next(_bits) for _ in range(7))
# Words that call by themselves, and such that call only with a word of the mark behind them.
CALLS = next(_bits)
VERB, AT_ONCE = next(_bits), next(_bits)
REPORT, ONESELF = next(_bits), next(_bits)
WRITE, US = next(_bits), next(_bits)
FOLLOW, DETAILS, BY_WAY_OF = next(_bits), next(_bits), next(_bits)
# A word that names a group of people; the last bit there is.
GROUPS = next(_bits)
