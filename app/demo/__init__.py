"""The demo camp. The tests use the same cast, so that pictures, demos and tests agree.

What it holds is in ``demo.yaml``: invented people, organisations and projects. Every date is
relative to the day of seeding."""

from typing import Any

from sqlmodel import Session, select

from app.demo.cast import MARKERS, PASSPHRASE, Cast, content, fill_cast
from app.demo.donors import fill_interests
from app.demo.mentors import fill_capacities
from app.demo.projects import fill_projects
from app.models import Camp, Person, Pitch, Project

__all__ = ["MARKERS", "PASSPHRASE", "Cast", "content", "fill", "fill_cast", "is_empty", "listing"]


def is_empty(session: Session) -> bool:
    return session.exec(select(Person).limit(1)).first() is None


def fill(session: Session, passphrase_hash: str, data_key: str) -> Cast:
    """Everything. The database must be empty."""
    cast = fill_cast(session, passphrase_hash, data_key)
    fill_projects(session, cast)
    fill_interests(session, cast)
    fill_capacities(session, cast)
    return cast


def listing(session: Session) -> dict[str, Any]:
    """What is in the demo, for scripts (``seedbed demo --json``)."""
    people = {person.id: person for person in session.exec(select(Person))}
    camps = {camp.id: camp.name["en"] for camp in session.exec(select(Camp))}
    donors = {user for one in content()["organisations"] for user in one["people"]}
    projects = list(session.exec(select(Project)))
    return {
        "people": {
            person.user: {
                "id": str(person.id),
                "roles": [
                    *({"camp": camps[m.camp_id], "role": m.role} for m in person.memberships),
                    *([{"camp": None, "role": "donor"}] if person.user in donors else []),
                    *([{"camp": None, "role": "safeguarding"}] if person.safeguarding else []),
                ],
            }
            for person in people.values()
        },
        "projects": [
            {
                "id": str(project.id),
                "code": project.code,
                "state": project.state,
                "title": project.title,
                "language": project.language,
                "team": [member.person.user for member in project.team],
                "mentor": next((mentor.user for mentor in project.mentors), None),
                "camp": camps[project.camp_id],
            }
            for project in projects
        ],
        "pitches": [
            {
                "code": pitch.code,
                "slug": pitch.slug,
                "project": str(pitch.project_id),
                "visibility": pitch.visibility,
            }
            for pitch in session.exec(select(Pitch))
        ],
        "markers": MARKERS,
    }
