"""What follows from a concern: how pressing it is, who reads it, whether contact rests meanwhile.

Sources: safeguarding notes, section 2.5 (severities, times, nobody reads what is about them), and
section 2.2, rule 6 (an adult and a minor are never alone). We record, protect and refer; nobody
investigates here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.errors import Phrase
from app.i18n import _
from app.models import About, Danger, Readers, Severity

LONGEST = 4000  # characters of what somebody writes at once

NAMED = frozenset({About.mentor, About.coordinator})  # the form says who
ADULTS = frozenset({About.mentor, About.coordinator, About.lead})


@dataclass(frozen=True)
class Said:
    """What the form says, and the one thing that we know beside it."""

    about: About
    danger: Danger
    minor: bool  # the writer, or somebody of the team that it is about, is under 18


@dataclass(frozen=True)
class Weighing:
    says: str
    holds: Callable[[Said], bool]
    severity: Severity
    source: str


# The first line that holds says how pressing it is. When in doubt, the higher one: whoever reads
# it can lower it in a minute, and a young person cannot take back a minute.
SEVERITIES = (
    Weighing("somebody is in danger now", lambda it: it.danger == Danger.yes,
             Severity.s1, "2.5, S1: immediate danger"),
    Weighing("it is about an adult here, and a minor is concerned",
             lambda it: it.about in ADULTS and it.minor,
             Severity.s1, "2.5, S1: contact between an adult and a minor"),
    Weighing("it is about an adult here, among adults", lambda it: it.about in ADULTS,
             Severity.s2, "2.5, S2"),
    Weighing("it is about a young person whom the writer helps",
             lambda it: it.about == About.young, Severity.s2, "2.5, S2; scenario M19"),
    Weighing("the writer does not know whether somebody is in danger",
             lambda it: it.danger == Danger.unsure, Severity.s2, "2.5, S2"),
    Weighing("the writer would rather not say whom it is about",
             lambda it: it.about == About.unsaid, Severity.s2, "2.5, S2"),
    Weighing("nobody is in danger, and it is about no adult here", lambda _it: True,
             Severity.s3, "2.5, S3"),
)  # fmt: skip

# Within which time it is meant to be read (section 2.5); told to whoever wrote it.
WITHIN: dict[Severity, Phrase] = {
    Severity.s1: _("We mean to read it within two hours, or in the morning if it is night now."),
    Severity.s2: _("We mean to read it within a day."),
    Severity.s3: _("We mean to read it within three working days."),
}


def weigh(said: Said) -> Severity:
    return next(line.severity for line in SEVERITIES if line.holds(said))


def rests(about: About, severity: Severity) -> bool:
    """Whether the mentor it is about cannot open the project until a reader has decided: at once,
    before anybody has read a word (section 2.5, S1; scenario P19)."""
    return about == About.mentor and severity == Severity.s1


def reads_as(readers: Readers, *, lead: bool, coordinator: bool, other: bool) -> Readers | None:
    """As what somebody reads a concern that is not about them and not theirs; None: they do not.
    ``coordinator``: of its camp; ``other``: of any, or the one who opened the instance.

    Leads read every concern that is not about them, also one that came before there was a lead."""
    if lead:
        return Readers.leads
    if readers == Readers.coordinators and coordinator:
        return Readers.coordinators
    if readers == Readers.others and other:
        return Readers.coordinators if coordinator else Readers.others
    return None
