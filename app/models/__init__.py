"""Every table, so that Alembic and the tests see the whole schema."""

from app.models.assignments import Assignment, End, Skip
from app.models.calls import Call
from app.models.camps import Camp, Membership, Role
from app.models.capacities import Capacity
from app.models.concerns import (
    About,
    Concern,
    ConcernPerson,
    ConcernStep,
    Danger,
    Readers,
    Rest,
    Severity,
    Step,
)
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
from app.models.letters import Letter, Pace
from app.models.looks import Look
from app.models.organisations import Affiliation, Organisation
from app.models.people import Attempt, Link, Person, SignIn, Vetting
from app.models.phrases import Phrase
from app.models.pitches import Pitch, PitchTag, PitchText, Visibility
from app.models.projects import Approval, Departure, May, Project, State, Teammate
from app.models.rubrics import Rubric
from app.models.sections import Revision
from app.models.signoffs import SectionVerdict, SignOff

__all__ = [
    "INSTANCE",
    "About",
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
    "Concern",
    "ConcernPerson",
    "ConcernStep",
    "Consent",
    "Danger",
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
    "Look",
    "May",
    "Meant",
    "Membership",
    "Organisation",
    "Outcome",
    "Pace",
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
    "Readers",
    "Rest",
    "Revision",
    "Role",
    "Rubric",
    "SectionVerdict",
    "Severity",
    "SignIn",
    "SignOff",
    "Skip",
    "Snapshot",
    "Stage",
    "State",
    "Step",
    "Suggestion",
    "SuggestionState",
    "Support",
    "Teammate",
    "Verdict",
    "Vetting",
    "Visibility",
    "Welcome",
]
