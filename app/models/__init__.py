"""Every table, so that Alembic and the tests see the whole schema."""

from app.models.calls import Call
from app.models.camps import Camp, Membership, Role
from app.models.consents import Consent, Giver, LegalRecord, Purpose
from app.models.devices import DeviceKey
from app.models.dismissals import Because, Dismissal
from app.models.feedback import (
    Answer,
    Point,
    PointKind,
    PointState,
    Snapshot,
    Suggestion,
    SuggestionState,
    Verdict,
)
from app.models.history import INSTANCE, ChainEnd, Event
from app.models.interests import Interest, InterestChange, Stage, Support
from app.models.invitations import Invitation, Welcome
from app.models.letters import Letter
from app.models.organisations import Affiliation, Organisation
from app.models.people import Attempt, Link, Person, SignIn, Vetting
from app.models.pitches import Pitch, PitchTag, PitchText, Visibility
from app.models.projects import Approval, Assignment, Departure, May, Project, State, Teammate
from app.models.sections import Revision

__all__ = [
    "INSTANCE",
    "Affiliation",
    "Answer",
    "Approval",
    "Assignment",
    "Attempt",
    "Because",
    "Call",
    "Camp",
    "ChainEnd",
    "Consent",
    "Departure",
    "DeviceKey",
    "Dismissal",
    "Event",
    "Giver",
    "Interest",
    "InterestChange",
    "Invitation",
    "LegalRecord",
    "Letter",
    "Link",
    "May",
    "Membership",
    "Organisation",
    "Person",
    "Pitch",
    "PitchTag",
    "PitchText",
    "Point",
    "PointKind",
    "PointState",
    "Project",
    "Purpose",
    "Revision",
    "Role",
    "SignIn",
    "Snapshot",
    "Stage",
    "State",
    "Suggestion",
    "SuggestionState",
    "Support",
    "Teammate",
    "Verdict",
    "Vetting",
    "Visibility",
    "Welcome",
]
