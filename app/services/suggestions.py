"""Wording that an adult suggests. Only the team puts it into its plan, by a save like any other."""

from sqlmodel import Session, col, select

from app.errors import NotOpen
from app.i18n import _
from app.models import Person, Point, PointState, Project, Suggestion, SuggestionState
from app.models.base import now
from app.rules import pointing
from app.rules.policy import Who
from app.rules.saving import Posted, Value, normal
from app.services import history, points, sections, told


def of(session: Session, point: Point) -> Suggestion | None:
    return session.exec(select(Suggestion).where(Suggestion.point_id == point.id)).first()


def taken(session: Session, project: Project) -> dict[int, tuple[str, bool]]:
    """Versions that followed a suggestion → the name of who had made it, and whether the team took
    its very words."""
    found = (
        select(Suggestion.version, Person.name, Suggestion.state)
        .join(Point, col(Point.id) == col(Suggestion.point_id))
        .join(Person, col(Person.id) == col(Point.writer_id))
        .where(Point.project_id == project.id, col(Suggestion.version).is_not(None))
    )
    return {
        version: (name, state == SuggestionState.taken)
        for version, name, state in session.exec(found)
        if version is not None
    }


def take(
    session: Session, point: Point, suggestion: Suggestion, wording: str = "", *, by: Who
) -> None:
    """Put the words into the plan, the suggested ones or, as ``wording``, the team's own. The
    save is the team's; the point is dealt with. Raises ``NotOpen`` where the words that they would
    replace do not stand there as they did: nothing lands in another place."""
    project = point.project
    session.refresh(project, ["version", "state"], with_for_update={"key_share": True})
    session.refresh(suggestion)
    _still_open(suggestion)
    section = sections.template_of(project).sections[point.section]
    plan = sections.plan(session, project)
    standing = pointing.standing(sections.template_of(project), point, plan)
    if standing.state != "there" or standing.place is None:
        raise NotOpen(
            _(
                "The words have changed since they were suggested, so nothing was put in. You can"
                " change them yourself, and say then that you have dealt with the point."
            )
        )
    text = str(pointing.value(plan, pointing.target(point)))
    new = normal(wording or suggestion.wording)
    text = text[: standing.place.start] + new + text[standing.place.end :]
    written: dict[str, Value] = {pointing.target(point).name: text}
    posted = Posted(project.version, "", written, None)
    if posted.too_long:
        raise NotOpen(_("The answer would become too long. Please shorten it first."))
    saved = sections.save(session, project, section, posted, by=by)
    if saved.number > posted.base:  # else the team has put in what stood there already
        suggestion.version = saved.number
    own = wording and new != normal(suggestion.wording)
    state = SuggestionState.changed if own else SuggestionState.taken
    _decide(session, point, suggestion, state, by)
    points.address(session, point, PointState.addressed, by=by)


def decline(session: Session, point: Point, suggestion: Suggestion, *, by: Who) -> None:
    """The team keeps its own words. The point stays as it is: it may say more than the wording."""
    _still_open(suggestion)
    _decide(session, point, suggestion, SuggestionState.declined, by)


def _still_open(suggestion: Suggestion) -> None:
    if suggestion.state != SuggestionState.open:
        raise NotOpen(_("This has been decided already."))


def _decide(
    session: Session, point: Point, suggestion: Suggestion, state: SuggestionState, by: Who
) -> None:
    suggestion.state, suggestion.decided_at, suggestion.decided_by_id = state, now(), by.id
    session.add(suggestion)
    session.flush()
    told.tell(session, point.project)
    camp, fields = point.project.camp_id, [f"{point.section}.{point.name}"]
    history.write(session, "suggestion.decide", camp, "point", point.id, by=by, fields=fields)
