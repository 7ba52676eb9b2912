"""Pitches: frozen copies for donors to read. Lists of them are ``services.catalogue``'s."""

from typing import Any

from sqlmodel import Session, col, delete, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from app.i18n import reading_in
from app.models import (
    Camp,
    Pitch,
    PitchTag,
    PitchText,
    Project,
    Role,
    Teammate,
    Verdict,
    Visibility,
)
from app.models.base import now
from app.rules import pitching
from app.rules.pitch_view import PitchView, Words
from app.rules.pitching import Content
from app.rules.policy import Visitor, Who
from app.rules.safeguarding import team_band
from app.rules.slugs import slug
from app.rules.template import template
from app.rules.template.shape import Plan
from app.services import feedback, projects, search, sections


def visible_to(who: Visitor) -> SelectOfScalar[Pitch]:
    """The policy line ``pitch.read`` as a query."""
    public = col(Pitch.visibility) == Visibility.public_without_budget
    if who is None:
        return select(Pitch).where(public)
    if who.verified:
        return select(Pitch)
    own = select(Teammate.project_id).where(Teammate.person_id == who.id)
    ours = col(Pitch.camp_id).in_(who.camps(Role.coordinator))
    return select(Pitch).where(or_(public, ours, col(Pitch.project_id).in_(own)))


def of(session: Session, project: Project) -> Pitch | None:
    return session.exec(select(Pitch).where(Pitch.project_id == project.id)).first()


def publish(
    session: Session,
    project: Project,
    plan: Plan,
    visibility: Visibility = Visibility.vetted_donors,
    *,
    by: Who,
) -> Pitch:
    """Freeze the plan as the project's pitch. Every approval freezes it anew, under the same code
    and the next number."""
    content = _frozen(session, project, plan)
    about = pitching.facts(sections.template_of(project), content)
    pitch = of(session, project)
    stands: dict[str, Any] = {
        "number": pitch.number + 1 if pitch else 1,
        "language": project.language,
        "title": about.title,
        "slug": slug(about.title, project.language),
        "theme": about.theme,
        "team_size": len(project.team),
        "age_band": _band(project),
        "visibility": visibility,
        "region": about.region,
        "strand": about.strand,
        "amount": about.requested,
        "currency": about.currency,
        "content": content,
        "words": "",  # written with the tags
        "published_at": now(),
        "published_by_id": by.id,
        "open": True,
        "paused_at": None,
        "withdrawn_at": None,
    }
    if pitch is None:
        pitch = Pitch(
            project_id=project.id, camp_id=project.camp_id, code=_free_code(session), **stands
        )
    for name, value in stands.items():
        setattr(pitch, name, value)
    session.add(pitch)
    session.flush()
    _write(session, pitch, about)
    _tag(session, pitch, about)
    return pitch


def translate(
    session: Session,
    pitch: Pitch,
    language: str,
    *,
    title: str,
    one_line: str,
    story: str,
    asks: list[dict[str, Any]],
) -> None:
    """The pitch's own words in another language, as somebody wrote them."""
    session.add(
        PitchText(
            pitch_id=pitch.id,
            language=language,
            title=title,
            one_line=one_line,
            story=story,
            asks=[{"kind": ask["kind"], "detail": ask["detail"]} for ask in asks],
        )
    )
    session.flush()
    _tag(session, pitch, pitching.facts(template(pitch.content["template"]), pitch.content))


def _frozen(session: Session, project: Project, plan: Plan) -> Content:
    content = pitching.freeze(sections.template_of(project), plan)
    asked = feedback.snapshots(session, project)
    ready = next((one for one in asked if one.verdict == Verdict.ready and one.judged_at), None)
    if ready and ready.judged_at:
        content["reviewed_on"] = ready.judged_at.date().isoformat()
    return content


def _free_code(session: Session) -> str:
    while True:
        code = projects.new_code()
        if session.exec(select(Pitch.id).where(Pitch.code == code)).first() is None:
            return code


def _band(project: Project) -> str:
    return team_band((member.person.adult_on for member in project.team), now().date())


def _write(session: Session, pitch: Pitch, about: pitching.Facts) -> None:
    """The words in the team's language. A translation of other words is no translation: it goes
    when the team's own have changed."""
    texts = list(session.exec(select(PitchText).where(PitchText.pitch_id == pitch.id)))
    own = PitchText(
        pitch_id=pitch.id,
        language=pitch.language,
        title=about.title,
        one_line=about.one_line,
        story=about.story,
        asks=about.asks,
    )
    if any(_same(own, each) for each in texts):
        return
    for each in texts:
        session.delete(each)
    session.flush()
    session.add(own)
    session.flush()


def _same(one: PitchText, other: PitchText) -> bool:
    names = ("language", "title", "one_line", "story", "asks")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _tag(session: Session, pitch: Pitch, about: pitching.Facts) -> None:
    """What it is filtered by and found by."""
    texts = list(session.exec(select(PitchText).where(PitchText.pitch_id == pitch.id)))
    tags = {
        "form": about.forms,
        "group": about.groups,
        "ask": about.ask_kinds,
        "language": [each.language for each in texts],
    }
    session.execute(delete(PitchTag).where(col(PitchTag.pitch_id) == pitch.id))
    for kind, values in tags.items():
        session.add_all(PitchTag(pitch_id=pitch.id, kind=kind, value=value) for value in values)
    theirs = [part for each in texts for part in (each.title, each.one_line, each.story)]
    words = pitching.words(template(pitch.content["template"]), pitch.content, *theirs)
    pitch.words = search.stored(words)
    session.add(pitch)
    session.flush()


def show(session: Session, project: Project, *, shown: bool, withdrawn: bool) -> None:
    """Show or hide the project's pitch, in the moment of the move that asks for it. What was
    withdrawn stays so until it is published anew."""
    pitch = of(session, project)
    if pitch is None:
        return
    pitch.open = shown
    if shown:
        pitch.paused_at = pitch.withdrawn_at = None
    elif withdrawn:
        pitch.paused_at, pitch.withdrawn_at = None, now()
    elif pitch.withdrawn_at is None:
        pitch.paused_at = now()
    session.add(pitch)
    session.flush()


def view(session: Session, pitch: Pitch, *, budget: bool) -> PitchView:
    """The frozen copy, in the reader's language as far as somebody wrote it in that; ``budget``:
    whether they may read sums."""
    texts = {
        each.language: each
        for each in session.exec(select(PitchText).where(PitchText.pitch_id == pitch.id))
    }
    text = texts.get(reading_in.get()) or texts[pitch.language]
    found = PitchView(
        words=Words(text.language, text.title, text.one_line, text.story, text.asks),
        language=pitch.language,
        reader=reading_in.get(),
        content=pitch.content,
        slug=pitch.slug,
        camp=_camp(session, pitch),
        team_size=pitch.team_size,
        age_band=pitch.age_band,
        number=pitch.number,
        published_at=pitch.published_at,
    )
    return found if budget else found.without_sums()


def preview(session: Session, project: Project, plan: Plan) -> PitchView:
    """The plan as it stands, as a pitch of it would be read if it were published now."""
    content = _frozen(session, project, plan)
    about = pitching.facts(sections.template_of(project), content)
    pitch = of(session, project)
    return PitchView(
        words=Words(project.language, about.title, about.one_line, about.story, about.asks),
        language=project.language,
        reader=reading_in.get(),
        content=content,
        slug=slug(about.title, project.language),
        camp=_camp(session, project),
        team_size=len(project.team),
        age_band=_band(project),
        number=pitch.number + 1 if pitch else 1,
        published_at=None,
    )


def _camp(session: Session, thing: Pitch | Project) -> dict[str, str]:
    return dict(session.exec(select(Camp.name).where(Camp.id == thing.camp_id)).one())


def differs(pitch: Pitch, view: PitchView) -> bool:
    """Whether the plan was changed since this pitch was frozen, in what donors read."""
    return bool(pitch.content["plan"] != view.content["plan"])
