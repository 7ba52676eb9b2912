"""The people of the demo, their camps, papers and organisations."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import yaml
from sqlmodel import Session

from app.models import (
    Acceptance,
    Affiliation,
    Camp,
    Consent,
    Giver,
    Membership,
    Organisation,
    Person,
    Purpose,
    Role,
    Vetting,
)
from app.models.base import now
from app.rules import conduct
from app.rules.safeguarding import CONSENT_TEXT, adult_on
from app.services import consents

PASSPHRASE = "seedbed-demo"  # noqa: S105 (public on purpose; refused in production)
ZONE = ZoneInfo("Europe/Minsk")

# Invented words that stand in private fields only: found where they should not be, they show a
# leak at once.
MARKERS = {
    "legal name": "Vorsteliha",
    "guardian name": "Tesvelova",
    "guardian contact": "Quomberel",
    "activities.lead": "Talvirin",
    "activities.adult_present": "Dumbrelin",
    "risks.owner": "Osmarin",
    "indicators.who": "Devkalin",
    "stakeholders.wants": "Rivkomel",
    "evidence.url": "zorvatell",
    "noharm_1_note": "Pelmarin",
    "interest note": "Drovantil",
    "approval note": "Sumarel",
}


@cache
def content() -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (Path(__file__).parent / "demo.yaml").read_text(encoding="utf-8")
    return yaml.load(text, loader)  # noqa: S506 (a safe loader either way)


@dataclass
class Cast:
    """Who is in the database, by the names that ``demo.yaml`` and the tests use."""

    today: date
    people: dict[str, Person] = field(default_factory=dict)
    camps: dict[str, Camp] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def at(self, days: int, hour: int = 12) -> datetime:
        return datetime.combine(self.day(days), time(hour), ZONE)

    def __getitem__(self, user: str) -> Person:
        return self.people[user]


def fill_cast(session: Session, passphrase_hash: str, data_key: str) -> Cast:
    """Camps, people, consents, vettings and organisations; no projects yet."""
    cast = Cast(now().date())
    for about in content()["camps"]:
        cast.camps[about["key"]] = _camp(about, cast)
    session.add_all(cast.camps.values())
    for about in (*content()["people"], *content()["donors"]):
        cast.people[about["user"]] = _person(about, passphrase_hash, cast.today)
    session.add_all(cast.people.values())
    session.flush()
    for about in content()["people"]:
        _belongs(session, about, cast)
        _papers(session, about, cast, data_key)
    for about in content()["organisations"]:
        _organisation(session, about, cast)
    session.flush()
    return cast


def _camp(about: Any, cast: Cast) -> Camp:
    return Camp(
        name=about["name"],
        place=about["place"],
        text=about["text"],
        starts_on=cast.day(about["start_day"]),
        ends_on=cast.day(about["end_day"]),
        time_zone=about["time_zone"],
        currency=about["currency"],
        default_language=about["default_language"],
        region=about["region"],
        organisers=about["organisers"],
        supporters=about["supporters"],
        created_at=cast.at(about["start_day"] - 30),
    )


def _person(about: Any, passphrase_hash: str, today: date) -> Person:
    """Young people are of their age today and for some months more."""
    language = about["language"]
    young = "participant" in about.get("roles", [])
    born = today - timedelta(days=int(365.25 * about["age"] + 150)) if young else None
    return Person(
        user=about["user"],
        name=about["name"][language],
        passphrase=passphrase_hash,
        language=language,
        email=None if young else f"{about['user']}@example.org",
        adult_on=adult_on(born.year, born.month) if born else None,
        safeguarding="safeguarding" in about.get("roles", []),
    )


def _belongs(session: Session, about: Any, cast: Cast) -> None:
    person, camp = cast[about["user"]], cast.camps[about["camp"]]
    for role in about["roles"]:
        if role == "safeguarding":
            continue
        session.add(
            Membership(
                camp_id=camp.id,
                person_id=person.id,
                role=Role(role),
                confirmed_at=cast.at(-90),
                confirmed_by_id=_coordinator_of(about["camp"], cast),
            )
        )
        if role == Role.mentor:
            session.add(
                Acceptance(person_id=person.id, version=conduct.VERSION, created_at=cast.at(-89))
            )
    if "vetted_day" in about:
        session.add(
            Vetting(
                person_id=person.id,
                kind="mentor",
                checked_on=cast.day(about["vetted_day"]),
                expires_on=cast.day(about["vetting_expires_day"]),
                checked_by_id=_coordinator_of(about["camp"], cast),
            )
        )


def _coordinator_of(camp: str, cast: Cast) -> UUID:
    return cast["vera" if camp == "minsk-2026" else "olga"].id


def _papers(session: Session, about: Any, cast: Cast, data_key: str) -> None:
    """Minors have a guardian on paper; of the consents only those that were given."""
    person = cast[about["user"]]
    if "consents" not in about:
        return
    for purpose in about["consents"]:
        session.add(
            Consent(
                person_id=person.id,
                purpose=Purpose(purpose),
                giver=Giver.guardian,
                method="paper",
                text_version=CONSENT_TEXT,
                language=person.language,
                given_on=cast.day(-95),
                witness_id=_coordinator_of(about["camp"], cast),
            )
        )
    papers = {
        "legal_name": f"{person.name} {MARKERS['legal name']}",
        "guardian_name": f"Guardian {MARKERS['guardian name']}",
        "guardian_contact": f"{MARKERS['guardian contact']}, in the camp's paper folder",
    }
    consents.file_papers(session, person.id, papers, data_key)


def _organisation(session: Session, about: Any, cast: Cast) -> None:
    verified = about["verified"]
    organisation = Organisation(
        name=about["name"],
        purpose=about["purpose"],
        kind=about["kind"],
        verified_on=cast.day(about["verified_day"]) if verified else None,
        expires_on=cast.day(about["expires_day"]) if verified else None,
        verified_by_id=cast[about["verified_by"]].id if verified else None,
        created_at=cast.at(about.get("applied_day", -80)),
    )
    session.add(organisation)
    session.flush()
    cast.organisations[about["key"]] = organisation
    roles = {one["user"]: one["role"] for one in content()["donors"]}
    for user in about["people"]:
        session.add(
            Affiliation(organisation_id=organisation.id, person_id=cast[user].id, role=roles[user])
        )
