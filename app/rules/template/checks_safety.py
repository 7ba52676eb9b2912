"""Nobody gets hurt: risks (V17), people under 18 (V18), the five safety questions (V19),
protection only with a specialist partner (V20).

Source: template notes, sections 1.5 and 1.6.
"""

from collections.abc import Iterator

from app.rules.template.findings import MUST, WARN, Check, Place, Reading, always
from app.rules.template.money import whole
from app.rules.template.reading import Row, text
from app.rules.template.values import Label

LEAST_MITIGATION = 15  # characters
HIGH = 15  # likelihood × impact, of 25
SPECIALISTS = frozenset({"ngo", "un", "state_body"})
AGREED = frozenset({"agreed_orally", "letter"})
SAFETY = tuple(f"safety_{n}" for n in range(1, 6))


def score(row: Row) -> int | None:
    """Likelihood × impact, 1 to 25."""
    likelihood, impact = whole(row.get("likelihood")), whole(row.get("impact"))
    return likelihood * impact if likelihood and impact else None


def risks(read: Reading) -> Iterator[Place]:
    """A high score is only a warning: it asks for a coordinator's note, and a must would teach
    people to write smaller numbers."""
    rows = read.rows("risks")
    for row in rows:
        if len(text(row.get("mitigation"))) < LEAST_MITIGATION:
            yield Place("risks", row, "mitigation", "no_mitigation")
        if not text(row.get("owner")):
            yield Place("risks", row, "owner", "no_owner")
        if (high := score(row)) and high >= HIGH:
            yield Place("risks", row, "impact", "high_score", {"score": high}, WARN)
    if not {"safeguarding", "data"} & {text(row.get("kind")) for row in rows}:
        yield Place("risks", variant="no_safeguarding")


def minors(read: Reading) -> Iterator[Place]:
    """Where people under 18 come: an adult at every step, and once a risk and a consent plan."""
    steps = _steps_with_minors(read)
    for row in steps:
        if not text(row.get("adult_present")):
            yield Place("activities", row, "adult_present", "no_adult")
    if not steps:
        return
    first = {"row": read.label("activities", steps[0])}
    if "safeguarding" not in {text(row.get("kind")) for row in read.rows("risks")}:
        yield Place("risks", variant="no_risk", values=first)
    if read.says("noharm_6") not in ("yes", "na"):
        yield Place("noharm_6", variant="no_consent", values=first)


def _steps_with_minors(read: Reading) -> list[Row]:
    return [row for row in read.rows("activities") if text(row.get("minors")) == "yes"]


def _where_minors_come(read: Reading) -> tuple[str, ...]:
    return ("activities", "risks", "noharm_6") if _steps_with_minors(read) else ()


def safety_answers(read: Reading) -> Iterator[Place]:
    """It stops the plan, not the idea: sending the idea is how a coordinator gets to see it."""
    if read.facts.safety_reviewed:
        return
    for key in _worries(read):
        yield Place(key, variant="safety_yes", values={"question": Label(key)})


def _worries(read: Reading) -> list[str]:
    return [key for key in SAFETY if read.says(key) == "yes"]


def protection(read: Reading) -> Iterator[Place]:
    """People who were exploited are helped by those who are trained for it."""
    if _protects(read) and not any(
        text(row.get("type")) in SPECIALISTS and text(row.get("status")) in AGREED
        for row in read.rows("partners")
    ):
        yield Place("partners")


def _protects(read: Reading) -> bool:
    return read.says("strand") == "protection"


def _partners_of_protection(read: Reading) -> tuple[str, ...]:
    return ("partners",) if _protects(read) else ()


CHECKS = (
    Check("V17", MUST, "act", risks, about=always("risks")),
    Check("V18", MUST, "act", minors, about=_where_minors_come),
    Check("V19", MUST, "act", safety_answers, about=_worries),
    Check("V20", MUST, "act", protection, about=_partners_of_protection),
)
