"""What the form for a concern offers: whom it can be about, and who reads it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.models import About, Camp, Membership, Person, Project, Readers, Role, Teammate
from app.rules.policy import Who
from app.services import camps, projects


@dataclass(frozen=True)
class Choice:
    """Whom it can be about, as the form offers it."""

    key: str
    about: About
    name: str = ""
    people: frozenset[UUID] = frozenset()  # who does not read it then


@dataclass(frozen=True)
class Around:
    """What a writer stands among: the projects that it can be about, and the camp."""

    camp_id: UUID | None
    projects: list[Project]  # the one of the address, or those of their own
    chosen: Project | None  # the one of the address
    choices: list[Choice]
    readers: Readers  # who reads it, as far as we know before it is said whom it is about


def around(session: Session, project_id: UUID | None, *, by: Who) -> Around:
    """What the form offers. A project that they may not see is as if it had not been named."""
    chosen = None
    if project_id:
        one = projects.visible_to(by).where(Project.id == project_id)
        chosen = session.exec(one).first()
    among = [chosen] if chosen else own_projects(session, by)
    camp_id = chosen.camp_id if chosen else _newest_camp(session, by)
    choices = [*_adults(session, among, camp_id, by), *_others(session, among, by)]
    return Around(camp_id, among, chosen, choices, readers_of(session, camp_id, {by.id})[0])


def own_projects(session: Session, by: Who) -> list[Project]:
    """Those in whose team somebody is."""
    own = select(Project).join(Teammate, col(Teammate.project_id) == Project.id)
    return list(session.exec(own.where(Teammate.person_id == by.id).order_by(Project.code)))


def _newest_camp(session: Session, who: Who) -> UUID | None:
    here = select(Camp.id).join(Membership, col(Membership.camp_id) == Camp.id)
    mine = here.where(Membership.person_id == who.id).order_by(col(Camp.starts_on).desc())
    return session.exec(mine.limit(1)).first()


def _adults(
    session: Session, among: list[Project], camp_id: UUID | None, by: Who
) -> Iterable[Choice]:
    mentors = {one.id: one for project in among for one in project.mentors}
    coordinators = camps.coordinators(session, camp_id) if camp_id else []
    for about, people in ((About.mentor, mentors.values()), (About.coordinator, coordinators)):
        for one in people:
            if one.id != by.id:
                yield Choice(f"{about}-{one.id}", about, one.name, frozenset({one.id}))


def _others(session: Session, among: list[Project], by: Who) -> Iterable[Choice]:
    team = frozenset(id for one in among for id in one.member_ids) - {by.id}
    if any(by.id in one.member_ids for one in among):
        yield Choice(About.teammate, About.teammate, people=team)
    elif by.camps(Role.mentor, Role.coordinator):
        yield Choice(About.young, About.young, people=team)
    if leads := _leads(session):
        yield Choice(About.lead, About.lead, people=frozenset(one.id for one in leads))
    yield Choice(About.other, About.other)
    yield Choice(About.unsaid, About.unsaid)


def _leads(session: Session) -> list[Person]:
    return list(session.exec(select(Person).where(col(Person.safeguarding).is_(True))))


def readers_of(
    session: Session, camp_id: UUID | None, but: set[UUID]
) -> tuple[Readers, list[Person]]:
    """Who reads it: the first group in which anybody is left. Nobody at all, where the instance
    has nobody else; then it waits for the first who may."""
    runs = select(Membership.person_id).where(Membership.role == Role.coordinator)
    anywhere = select(Person).where(
        or_(col(Person.opens_camps).is_(True), col(Person.id).in_(runs))
    )
    groups: dict[Readers, Callable[[], list[Person]]] = {
        Readers.leads: lambda: _leads(session),
        Readers.coordinators: lambda: camps.coordinators(session, camp_id) if camp_id else [],
        Readers.others: lambda: list(session.exec(anywhere)),
    }
    for readers, people in groups.items():
        found = [one for one in people() if one.id not in but and not one.suspended_at]
        if found:
            return readers, found
    return Readers.others, []
