"""Who leads a team."""

from collections.abc import Iterable

from app.models import May, Teammate


def leads(team: Iterable[Teammate]) -> Teammate | None:
    """Whoever leads already, while they may write; else, of those who may, the one who has been
    there longest. None: nobody writes any more, and the project is the coordinators' concern."""
    writers = [one for one in team if one.may == May.write]
    now_leads = next((one for one in writers if one.lead), None)
    return now_leads or min(
        writers, key=lambda one: (one.joined_at, str(one.person_id)), default=None
    )
