"""How listed words end: a word marked with + in a word list has all of these forms."""

ENDINGS = ("", "e", "en", "er", "es", "em", "n", "s", "in", "innen", "ern")
