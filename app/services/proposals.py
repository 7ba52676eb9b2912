"""What a proposal says of a project beside its plan."""

from sqlmodel import Session, col, select

from app.models import Approval, Person, Project, State
from app.rules import workflow
from app.rules.proposal_parts import About
from app.rules.safeguarding import team_band
from app.rules.template.completeness import overall, progress
from app.rules.template.shape import Plan
from app.services import sections

SHORTEST = 3  # letters of a name that is looked for by itself


def about(session: Session, project: Project, plan: Plan) -> About:
    """``plan`` as it stands: how far it is, is counted as on the pages of the project."""
    facts = sections.facts(session, project, submitting=project.state == State.ready)
    done = progress(sections.template_of(project), plan, facts)
    team = [member.person for member in project.team]
    return About(
        version=project.version,
        draft=is_draft(session, project),
        language=project.language,
        team_size=len(team),
        age_band=team_band([person.adult_on for person in team], sections.today()),
        team=tuple(_names(person) for person in team),
        progress=overall(done, approved=project.state in workflow.SHOWN),
        mentors=tuple(_names(person) for person in project.mentors),
    )


def is_draft(session: Session, project: Project) -> bool:
    """Whether somebody has yet to judge what stands there. A mentor's "ready" holds until the
    next edit, which takes it back; of what donors see, the version that was approved."""
    if project.state not in workflow.SHOWN:
        return project.state not in {State.ready, State.awaiting_approval}
    approved = select(Approval.version).where(
        Approval.project_id == project.id, Approval.what == "publish"
    )
    newest = session.exec(approved.order_by(col(Approval.created_at).desc()).limit(1)).first()
    return newest != project.version


def _names(person: Person) -> tuple[str, ...]:
    """By which they may be called in the plan."""
    words = [word for word in person.name.split() if len(word) >= SHORTEST]
    return (person.name, *words, person.user)
