from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, Relationship

from app.models.base import Moment, Row, now, words
from app.models.camps import Membership
from app.models.letters import Pace


class Person(Row, table=True):
    """Signs in with a user name: many of the young people use no e-mail.

    Of a birthday only one thing is kept, the day from which the person counts as 18: the first
    of the month after their birthday (``rules.safeguarding``). Adults who were invited as adults
    have none."""

    user: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=80)
    passphrase: str = Field(default="", max_length=200)  # an argon2 hash; empty: no way in by it
    language: str = Field(default="en", max_length=2)
    email: str | None = Field(default=None, max_length=254)
    pace: Pace = Field(default=Pace.daily, sa_type=words(Pace))  # of letters with news
    adult_on: date | None = None
    safeguarding: bool = False
    opens_camps: bool = False  # the first coordinator of an instance, who has no camp yet
    suspended_at: datetime | None = Field(default=None, sa_type=Moment)

    memberships: list[Membership] = Relationship(
        sa_relationship_kwargs={
            "foreign_keys": "Membership.person_id",
            "viewonly": True,
        }
    )


class SignIn(Row, table=True):
    """A browser that somebody signed in with. The cookie holds a secret; we keep its hash."""

    __tablename__ = "session"

    secret_hash: str = Field(max_length=64, unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    seen_at: datetime = Field(default_factory=now, sa_type=Moment)
    browser: str = Field(default="", max_length=120)  # what it says of itself, for "my sessions"
    by_link: bool = False  # by a one-time link: its person may have forgotten the passphrase


class Link(Row, table=True):
    """A one-time way in that a coordinator or the command line hands out."""

    secret_hash: str = Field(max_length=64, unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    made_by_id: UUID | None = Field(default=None, foreign_key="person.id")


class Vetting(Row, table=True):
    """Somebody looked at an adult's papers. Dated and expiring; read by the policy."""

    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: str = Field(max_length=40)  # "mentor" today
    checked_on: date
    expires_on: date
    checked_by_id: UUID | None = Field(default=None, foreign_key="person.id")


class Attempt(Row, table=True):
    """How often something was tried: a counter for one key and one stretch of time."""

    key: str = Field(max_length=120, unique=True)
    count: int
    until: datetime = Field(sa_type=Moment, index=True)
