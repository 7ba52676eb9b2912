"""A snapshot as the adults beside a team read it: the whole plan, what was said of each place,
what changed since the last time, and what still has to be mended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session

from app.models import Person, Project, Snapshot
from app.rules.dignity.remarks import Kept, Key, Remark, remarks
from app.rules.policy import Who
from app.rules.safeguarding import ADULT, under
from app.rules.template import template
from app.rules.template.checks import Finding, findings, only_must, warnings
from app.rules.template.document import Document, document, minutes
from app.rules.template.findings import Reading
from app.rules.versions import Comparison
from app.services import consents, feedback, history, sections, threads, unsent
from app.services.threads import PointThread
from app.services.unsent import Unsent


@dataclass(frozen=True)
class Review:
    asked: Snapshot
    last: int  # the number of the newest snapshot
    before: int | None  # the number of the one that this is compared with
    document: Document
    minutes: int  # of reading
    points: dict[str, list[PointThread]]  # by the places of the document
    elsewhere: list[PointThread]  # on what is not in this plan any more
    must: list[Finding]
    warnings: list[Finding]
    remarks: list[Remark]  # of the dignity check, with what the team keeps
    team: list[Person]  # those who may be shown
    unsent: Unsent  # of whoever reads

    @property
    def comparison(self) -> Comparison:
        """In whose words a difference beside a point is shown."""
        return Comparison(template(self.asked.template), self.asked.plan, self.asked.plan)

    @property
    def is_newest(self) -> bool:
        return self.asked.number == self.last


def review(
    session: Session, project: Project, number: int | None = None, *, by: Who
) -> Review | None:
    """The newest snapshot, or that of a number; None where there is none. Points are those made
    on it and on earlier ones."""
    if (found := feedback.to_read(session, project, number)) is None:
        return None
    asked, earlier, last, reviewed = found
    questions = template(asked.template)
    shown = document(questions, asked.plan, earlier.plan if earlier else None)
    hidden = threads.hidden_from(session, project, by)
    said = threads.of(session, project, asked.plan, hidden)
    places = threads.by_place(one for one in said if one.snapshot <= asked.number)
    known = set(shown.places)
    own, kept = unsent.beside(session, project, by)
    facts = sections.known(project, reviewed=reviewed)
    judged = findings(questions, asked.plan, facts, ("think", "act"))
    return Review(
        asked=asked,
        last=last,
        before=earlier.number if earlier else None,
        document=shown,
        minutes=minutes(questions, asked.plan),
        points={place: ones for place, ones in places.items() if place in known},
        elsewhere=[one for place, ones in places.items() if place not in known for one in ones],
        must=only_must(judged),
        warnings=warnings(judged),
        unsent=own,
        remarks=_remarks(Reading(questions, asked.plan, facts), kept, hidden),
        team=[one.person for one in project.team if one.person_id not in hidden],
    )


def _remarks(read: Reading, kept: Mapping[Key, Kept], hidden: Collection[UUID]) -> list[Remark]:
    """Without the words of those who may not be shown yet."""
    shown = {
        key: replace(one, words="") if one.by_id in hidden else one for key, one in kept.items()
    }
    return remarks(read, shown)


def has_minor(project: Project) -> bool:
    today = consents.today()
    return any(under(ADULT, member.person.adult_on, today) for member in project.team)


def write_down(session: Session, project_id: UUID, camp_id: UUID, *, by: Who) -> None:
    """That somebody read the plan of a young person."""
    history.write(session, "feedback.review", camp_id, "project", project_id, by=by)
