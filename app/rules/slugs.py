"""The words of an address, from a title in any of our languages."""

import re
import unicodedata

MOST = 60  # characters
NAMELESS = "pitch"

LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh",
    "з": "z", "и": "i", "і": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "ts",
    "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ł": "l", "'": "", "’": "", "ʼ": "",
}  # fmt: skip
BELARUSIAN = {"г": "h"}  # Hrodna, not Grodna
REST = re.compile("[^a-z0-9]+")


def slug(title: str, language: str = "") -> str:
    """ "Выстава на прыпынках" → "vystava-na-prypynkah"; cut between words where it is long."""
    table = LETTERS | BELARUSIAN if language == "be" else LETTERS
    latin = "".join(
        table.get(letter, letter) for letter in unicodedata.normalize("NFC", title.lower())
    )
    plain = unicodedata.normalize("NFKD", latin)
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    found = REST.sub("-", bare).strip("-")
    if len(found) > MOST:
        found = found[: MOST + 1].rpartition("-")[0] or found[:MOST]
    return found or NAMELESS
