"""What a team keeps although the dignity check asks about it, and why. A dismissal holds for one
sentence of one answer: when the sentence changes, nothing is found that it would belong to."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import NotFound, NotOpen
from app.i18n import _
from app.models import Because, Dismissal, Project
from app.models.base import now
from app.rules.dignity.remarks import Kept, Key, Remark, remarks
from app.rules.policy import Who
from app.rules.template.findings import Facts, Reading
from app.rules.template.shape import Plan
from app.services import history, sections


def kept(session: Session, project: Project) -> dict[Key, Kept]:
    """All that holds, also for sentences that are gone; one query."""
    return by_key(session.exec(standing(project)))


def standing(project: Project) -> SelectOfScalar[Dismissal]:
    return select(Dismissal).where(
        Dismissal.project_id == project.id, col(Dismissal.ended_at).is_(None)
    )


def known(session: Session, project: Project) -> tuple[Facts, dict[Key, Kept]]:
    """The same, with what checks need to know beside a plan: still one query."""
    both = (
        select(sections.safety_reviews(project).exists(), Dismissal)
        .select_from(Project)
        .outerjoin(
            Dismissal,
            (col(Dismissal.project_id) == Project.id) & col(Dismissal.ended_at).is_(None),
        )
        .where(Project.id == project.id)
    )
    rows = session.exec(both).all()
    facts = sections.known(project, reviewed=rows[0][0])
    return facts, by_key(one for _reviewed, one in rows if one)


def by_key(ones: Iterable[Dismissal]) -> dict[Key, Kept]:
    return {_key(one): Kept(one.id, one.because, one.words, one.by_id) for one in ones}


def _key(one: Dismissal) -> Key:
    return Key(one.field, one.row, one.column, one.rule, one.sentence)


def found(session: Session, project: Project, plan: Plan, section: str = "") -> list[Remark]:
    """What is asked about in a plan, or in one section of it, with what is kept."""
    facts = Facts(sections.today(), language=project.language)
    read = Reading(sections.template_of(project), plan, facts, section)
    return remarks(read, kept(session, project))


def remark(session: Session, project: Project, section: str, key: Key) -> Remark:
    """What stands there now. Raises NotOpen when nothing does: the sentence was changed."""
    plan = sections.plan(session, project)
    known = section in sections.template_of(project).sections
    here = found(session, project, plan, section) if known else []
    for one in here:
        if one.key == key:
            return one
    raise NotOpen(_("This sentence has been changed meanwhile. Please look at it again."))


def dismiss(
    session: Session,
    project: Project,
    section: str,
    key: Key,
    because: Because,
    words: str,
    *,
    by: Who,
) -> None:
    """Keep a phrase with a reason; another reason takes the place of the one before. Raises
    NotOpen when it may not be kept for this reason. The caller holds the project's row."""
    about = remark(session, project, section, key)
    if because not in about.rule.keep:
        raise NotOpen(_("This phrase cannot be kept for that reason."))
    if before := about.kept:
        if (before.because, before.words) == (because, words):
            return
        _end(session, before.id, by)
    session.add(
        Dismissal(
            project_id=project.id,
            section=section,
            because=because,
            words=words,
            by_id=by.id,
            **key._asdict(),
        )
    )
    session.flush()
    _write_down(session, "dignity.dismiss", project, f"{section}.{about.name}", by)


def take_back(session: Session, project: Project, dismissal_id: UUID, *, by: Who) -> Dismissal:
    """The check asks again. Pressed twice, it is done once."""
    one = session.get(Dismissal, dismissal_id)
    if one is None or one.project_id != project.id:
        raise NotFound
    if one.ended_at is None:
        _end(session, one.id, by)
        place = ".".join(part for part in (one.section, *_key(one)[:3]) if part)
        _write_down(session, "dignity.take_back", project, place, by)
    return one


def _end(session: Session, dismissal_id: UUID, by: Who) -> None:
    one = session.get_one(Dismissal, dismissal_id)
    one.ended_at, one.ended_by_id = now(), by.id
    session.add(one)
    session.flush()


def _write_down(session: Session, action: str, project: Project, place: str, by: Who) -> None:
    about = project.camp_id, "project", project.id
    history.write(session, action, *about, by=by, fields=[place])
