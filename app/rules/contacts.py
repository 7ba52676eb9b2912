"""Ways to reach somebody outside: finds e-mail addresses, telephone numbers, messenger names, links
and meetings in what adults and young people write to each other, disguised ones too; and requests
to keep something from other adults, which lead outside as surely.

Nothing is forbidden by it: what is found is shown to the writer, and a coordinator may let it pass
(``rules.holds``). So it may miss an artful disguise, and must not cry wolf over a date, a sum or
a code. Time grows with the length of the text and nothing else."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.rules import contact_words as words
from app.rules.contact_phones import Phones


class Kind(StrEnum):
    email = "email"
    phone = "phone"
    messenger = "messenger"
    link = "link"
    meeting = "meeting"
    silence = "silence"


@dataclass(frozen=True)
class Hit:
    """``text[start:end]`` of what was searched."""

    start: int
    end: int
    kind: Kind


# Letters that look or sound alike become one: Cyrillic on the left, Latin on the right.
ALIKE = dict(
    zip(
        "абвгеёэжзіїиймкнорстуўхцѕјһԁ",
        "aбbгeeeжзiiiimkhopctyyxцsjhd",
        strict=True,
    )
)
ALIKE |= {"ı": "i", "ɑ": "a", "ο": "o", "α": "a", "ε": "e", "ρ": "p", "υ": "y", "χ": "x", "κ": "k"}
NOTHING = {"Cf", "Mn", "Me"}  # zero-width, combining, enclosing
QUOTES = {"’": "'", "ʼ": "'", "`": "'", "‘": "'"}


def fold(text: str) -> str:
    return folded(text)[0]


def folded(text: str) -> tuple[str, list[int]]:
    """A text as it is compared, and for each of its characters the place in the original; one more
    place at the end."""
    kept: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter < "\x80":
            kept.append(letter.lower())
            places.append(place)
            continue
        if unicodedata.category(letter) in NOTHING:
            continue
        for plain in unicodedata.normalize("NFKC", letter).lower():
            if unicodedata.category(plain) in NOTHING:
                continue
            digit = unicodedata.digit(plain, None)
            kept.append(
                str(digit) if digit is not None else ALIKE.get(plain, QUOTES.get(plain, plain))
            )
            places.append(place)
    return "".join(kept), [*places, len(text)]


def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern folded as the texts are. Folding lowers letters, but \\W and \\w are two things."""
    return re.compile(re.sub(r"\\[WS]|[^\\]+|\\.", _folded_part, pattern), flags)


def _folded_part(part: re.Match[str]) -> str:
    return part[0] if part[0] in (r"\W", r"\S") else fold(part[0])


def _spaced(name: str) -> str:
    return r"[ ._*\-]?".join(re.escape(letter) for letter in fold(name) if letter != " ")


PHONES = Phones(fold)
LONG = "|".join(_spaced(name) for name in words.MESSENGERS)
SHORT = "|".join(sorted({fold(name) for name in words.SHORT_MESSENGERS}, key=len, reverse=True))
NAME = rf"\b(?:(?:{LONG})\w{{0,3}}|(?:{SHORT})(?:а|у|е|ы|рам|раме)?)\b{words.NOT_A_PERSON}"
GAP = words.GAP

EMAIL = _compiled(r"[ \t]?@[ \t]?\w[\w-]{0,62}(?:[ \t]?\.[ \t]?[\w-]{2,63}){1,4}")
SPELLED_EMAIL = _compiled(
    rf"[\w.+-]{{1,64}}\s?{words.AT}\s?\w[\w-]{{0,40}}\s?{words.DOT}\s?{words.ENDINGS}\b"
)
MAIL_HOUSES = _compiled(
    rf"\b[\w.+-]{{2,64}}\s?{words.AT}\s?(?:gmail|mail|yandex|ya|tut|icloud|proton|outlook|"
    r"яндекс|гмейл|джимейл|мейл|тут)\b"
)
LINKS = (
    _compiled(r"\bh(?:tt|xx)ps?\s?:\s?//\s?\S{2,2000}"),
    _compiled(r"\bwww\s?\.\s?\w\S{1,2000}"),
    _compiled(rf"\b\w[\w-]{{0,62}}(?:\.[\w-]{{1,63}}){{0,4}}\.{words.ENDINGS}\b(?:/\S{{0,2000}})?"),
    _compiled(
        rf"\b\w[\w-]{{0,62}}\s?{words.DOT}\s?{words.SHORT_ENDINGS}\s?(?:/|\bslash\b|\bсл[эе]ш\b)\s?\w\S{{0,200}}"
    ),
    _compiled(rf"\b[a-z0-9-]{{2,40}}\s(?:dot|точка|кропка)\s{words.ENDINGS}\b"),
    _compiled(rf"\b[a-z0-9-]{{2,40}}\s?(?:\(dot\)|\[dot\]|\[\.\])\s?{words.ENDINGS}\b"),
)
MESSENGERS = (
    _compiled(r"(?<![\w.@/])@[ \t]?[a-z][\w.]{2,31}"),
    _compiled(rf"\b{words.MY}{GAP}(?:\w{{1,12}}{GAP})?{NAME}"),
    _compiled(rf"{NAME}{GAP}{words.MY}\b"),
    _compiled(
        rf"\b{words.WRITE}(?:{GAP}(?:to{GAP})?{words.ME})?(?:{GAP}\w{{1,14}})?{GAP}{words.IN}"
        rf"{GAP}{NAME}"
    ),
    _compiled(rf"\b{words.WRITE}{GAP}(?:to{GAP})?{words.ME}{words.FEW}{words.IN}{GAP}{NAME}"),
    _compiled(
        rf"\b{words.LETS}{words.FEW}?{words.TALK}{words.FEW}?{words.IN}{GAP}(?:\w{{1,12}}{GAP})?{NAME}"
    ),
    _compiled(rf"\b{words.RATHER}{GAP}{words.IN}{GAP}{NAME}{words.CLAUSE_ENDS}", re.MULTILINE),
    _compiled(rf"\b{words.WRITE}{GAP}(?:to{GAP})?{words.ME}{GAP}{NAME}"),
    _compiled(
        r"\b(?:я|i am|i'm|im)\s(?:там|тут|ёсць там|there)\s(?:как |як |as )?"
        r"@?[a-z](?=[\w.]{0,30}[\d_])[\w.]{2,31}"
    ),
    _compiled(rf"\b(?:i am|i'm|im|я)(?:{GAP}есть|ёсць|also)?{GAP}{words.IN}{GAP}{NAME}"),
    _compiled(rf"{NAME}(?:{GAP}\w{{1,10}})?\s?[:=]\s?@?[a-z](?=[\w.]{{0,30}}[\d_])[\w.]{{2,31}}"),
    _compiled(rf"{NAME}\s?[:=]\s?@?[a-z][\w.]{{2,31}}[ \t]*[.!]?[ \t]*$", re.MULTILINE),
    _compiled(
        rf"\b(?:{words.MY}\s)?(?:ник|никнейм|нік|нікнэйм|юзернейм|nick|nickname|username|login|логин|лагін)"
        r"(?:\s\w{1,3}\s\w{2,12})?\s?(?:[:=—–-]|\bis\b)\s?@?[a-z][\w.]{1,30}[\d_]\w{0,20}"
    ),
    _compiled(
        r"\bmy\s(?:nick|nickname|username)\s(?:is|:)?\s?\w{3,31}|\b(?:мой|мае)\s(?:ник|нік)\b"
    ),
    _compiled(
        rf"{words.NEVER}\b{words.GIVE}{GAP}(?:{words.ME}{GAP})?{words.YOUR}{GAP}(?:\w{{1,12}}{GAP})?{words.WAYS}\b(?!\sof\b)"
    ),
    _compiled(rf"{words.NEVER}\b{words.GIVE}{GAP}{words.ME}{GAP}(?:номер|нумар|телефон|тэлефон)\b"),
    _compiled(
        r"\b(?:here is|here's|вот|save|запиши(?:те)?|запішы(?:це)?|держи|трымай)\s"
        rf"{words.MY}\s{words.WAYS}\b"
    ),
)
MEETINGS = tuple(_compiled(pattern) for pattern in words.MEETINGS)
SECRETS = tuple(_compiled(pattern) for pattern in words.SECRETS)
BY_KIND = {Kind.messenger: MESSENGERS, Kind.meeting: MEETINGS, Kind.silence: SECRETS}


def find(text: str, ours: Iterable[str] = ()) -> tuple[Hit, ...]:
    """What was found, in the order of the text, none overlapping another. ``ours``: where links may
    lead, such as "seedbed.example"."""
    compared, places = folded(text)
    found = sorted(_all(compared, text, places, tuple(ours)), key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    for hit in found:
        if kept and hit.start < kept[-1].end:
            last = kept[-1]
            kept[-1] = Hit(last.start, max(last.end, hit.end), last.kind)
        else:
            kept.append(hit)
    return tuple(kept)


def _all(compared: str, text: str, places: list[int], ours: tuple[str, ...]) -> Iterator[Hit]:
    def hit(start: int, end: int, kind: Kind) -> Hit:
        return Hit(places[start], max(places[end - 1] + 1, places[end]), kind)

    for one in EMAIL.finditer(compared):
        before = re.search(r"[\w.+-]{1,64}$", compared[max(0, one.start() - 64) : one.start()])
        if before:
            yield hit(one.start() - len(before[0]), one.end(), Kind.email)
    for pattern in (SPELLED_EMAIL, MAIL_HOUSES):
        for one in pattern.finditer(compared):
            yield hit(one.start(), one.end(), Kind.email)
    links = [hit(*one.span(), Kind.link) for pattern in LINKS for one in pattern.finditer(compared)]
    yield from (one for one in links if _leads_out(text, one, ours))
    for start, end in PHONES.find(compared):
        if not any(link.start <= places[start] < link.end for link in links):
            yield hit(start, end, Kind.phone)
    for kind, patterns in BY_KIND.items():
        for pattern in patterns:
            for one in pattern.finditer(compared):
                yield hit(one.start(), one.end(), kind)


def _leads_out(text: str, link: Hit, ours: tuple[str, ...]) -> bool:
    """Not to our own pages, and not a sentence whose blank was forgotten: "plan.By"."""
    words = text[link.start : link.end]
    if any(
        re.match(rf"(?:https?://)?{re.escape(host)}(?:[/?#]|$)", words) for host in ours if host
    ):
        return False
    ending = words.partition("/")[0].rpartition(".")[2]
    return "/" in words or not (ending[:1].isupper() and not words.isupper())
