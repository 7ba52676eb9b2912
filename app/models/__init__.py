"""Every table, so that Alembic and the tests see the whole schema."""

from app.models.assignments import Assignment, End, Skip
from app.models.calls import Call
from app.models.camps import Camp, Membership, Role
from app.models.capacities import Capacity
from app.models.conduct import Acceptance
from app.models.consents import Consent, Giver, LegalRecord, Purpose
from app.models.devices import DeviceKey
from app.models.dismissals import Because, Dismissal
from app.models.drafts import FeedbackDraft
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
from app.models.holds import Held, Meant, Outcome
from app.models.interests import Interest, InterestChange, Stage, Support
from app.models.invitations import Invitation, Welcome
from app.models.letters import Letter
from app.models.organisations import Affiliation, Organisation
from app.models.people import Attempt, Link, Person, SignIn, Vetting
from app.models.phrases import Phrase
from app.models.pitches import Pitch, PitchTag, PitchText, Visibility
from app.models.projects import Approval, Departure, May, Project, State, Teammate
from app.models.sections import Revision

__all__ = [
    "INSTANCE",
    "Acceptance",
    "Affiliation",
    "Answer",
    "Approval",
    "Assignment",
    "Attempt",
    "Because",
    "Call",
    "Camp",
    "Capacity",
    "ChainEnd",
    "Consent",
    "Departure",
    "DeviceKey",
    "Dismissal",
    "End",
    "Event",
    "FeedbackDraft",
    "Giver",
    "Held",
    "Interest",
    "InterestChange",
    "Invitation",
    "LegalRecord",
    "Letter",
    "Link",
    "May",
    "Meant",
    "Membership",
    "Organisation",
    "Outcome",
    "Person",
    "Phrase",
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
    "Skip",
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
