"""Nobody gets hurt: risks (V17), people under 18 (V18), the five safety questions (V19).

Source: template notes, sections 1.5 and 1.6.
"""

from collections.abc import Iterator

from app.rules.template.findings import MUST, WARN, Check, Label, Place, Reading
from app.rules.template.money import whole
from app.rules.template.reading import Row, text

LEAST_MITIGATION = 15  # characters
HIGH = 15  # likelihood × impact, of 25
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
    steps = [row for row in read.rows("activities") if text(row.get("minors")) == "yes"]
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


def safety_answers(read: Reading) -> Iterator[Place]:
    """It stops the plan, not the idea: sending the idea is how a coordinator gets to see it."""
    for key in SAFETY:
        if read.says(key) == "yes" and not read.facts.safety_reviewed:
            yield Place(key, variant="safety_yes", values={"question": Label(key)})


CHECKS = (
    Check("V17", MUST, "act", risks, about=("risks",)),
    Check("V18", MUST, "act", minors),
    Check("V19", MUST, "act", safety_answers),
)
