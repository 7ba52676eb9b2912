"""Texts that are hard to count, and how long they are: the server and the page must agree."""

TRICKY: dict[str, int] = {
    "": 0,
    "   \n\t ": 0,
    "Safe rides": 10,
    "  Safe rides \n": 10,
    "two  spaces": 11,  # inside they stay
    "one\r\ntwo": 7,  # CRLF is one
    "one\n\ntwo": 8,
    "и\u0306": 1,  # й in two parts
    "ў": 1,
    "у\u0306": 1,
    "а\u0301": 2,  # a stress mark that Unicode has no letter with
    "e\u0301te\u0301": 3,
    "\u200bтекст\u200b": 5,  # no width
    "\ufeffтекст": 5,
    "те\u200bкст": 6,
    "\u00a0текст\u00a0": 5,  # no-break spaces
    "со\u00adрок\u00ad": 6,  # a soft hyphen counts inside
    "\u2028a\u2029": 1,
    "\u0000a\u0007": 1,
    "a🙂": 2,  # one code point, two units of a script's string
    "🙂🙂🙂": 0,  # says nothing
    "👩\u200d👩\u200d👧": 0,
    "a👩\u200d👩\u200d👧": 6,
    "🇧🇾 Гродна": 9,
    "%": 1,
    "€": 1,
    "…": 1,
    "—": 1,
    "\u0301": 0,  # a mark on nothing
    "한": 1,
    "\u1112\u1161\u11ab": 1,
    "ﬁ": 1,  # NFC keeps a ligature
}
