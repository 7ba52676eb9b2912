"""The consent ledger, and the papers behind it. Legal names and guardians are sealed with
``DATA_KEY``: whoever has only the database reads none of them."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.errors import Problem
from app.i18n import _
from app.models import Consent, Giver, LegalRecord, Membership, Person, Purpose, Role
from app.models.base import now
from app.rules.notices import Audience
from app.rules.policy import Who
from app.rules.safeguarding import (
    CONSENT_TEXT,
    OWN_DATA_CONSENT,
    Standing,
    standing,
    under,
)
from app.services import history, letters
from app.services.sealing import InvalidToken, opened, sealed

Papers = dict[str, str]  # legal_name, guardian_name, guardian_contact, …


def of(session: Session, person_id: UUID) -> list[Consent]:
    """The whole ledger of one person, the newest line first."""
    lines = select(Consent).where(Consent.person_id == person_id)
    return list(session.exec(lines.order_by(col(Consent.created_at).desc())))


def standings(
    session: Session,
    people: list[Person],
    camp_id: UUID,
    also: SelectOfScalar[UUID] | None = None,
) -> dict[UUID, Standing]:
    """How each of these people stands in a camp, and whoever ``also`` finds by their ids; one
    query."""
    whom = col(Person.id).in_([person.id for person in people])
    facts = (
        select(Person.id, Person.adult_on, Membership.confirmed_at, Consent)  # type: ignore[type-var]
        .outerjoin(
            Membership,
            (col(Membership.person_id) == Person.id)
            & (col(Membership.camp_id) == camp_id)
            & (col(Membership.role) == Role.participant),
        )
        .outerjoin(Consent, col(Consent.person_id) == Person.id)
        .where(whom if also is None else whom | col(Person.id).in_(also))
    )
    adults: dict[UUID, date | None] = {}
    ledger: dict[UUID, list[Consent]] = {}
    confirmed: set[UUID] = set()
    for id, adult_on, confirmed_at, line in session.exec(facts):
        adults[id] = adult_on
        if confirmed_at is not None:
            confirmed.add(id)
        if line is not None:
            ledger.setdefault(id, []).append(line)
    return {
        id: standing(adult_on, ledger.get(id, []), id in confirmed, today())
        for id, adult_on in adults.items()
    }


def own_standing(session: Session, who: Who) -> Standing:
    """How somebody stands in the camps where they take part: ticked off in every one of them.
    The ledger is read for the youngest only."""
    young = under(OWN_DATA_CONSENT, who.adult_on, today())
    ledger = of(session, who.id) if young else []
    ticked = not who.unconfirmed & who.camps(Role.participant)
    return standing(who.adult_on, ledger, ticked, today())


def today() -> date:
    return now().date()


@dataclass(frozen=True)
class Paper:
    """A form that a guardian signed and a coordinator holds in their hands."""

    purposes: list[Purpose]
    given_on: date
    language: str
    witness_id: UUID  # the coordinator who saw it


def record(
    session: Session, person: Person, paper: Paper, names: Papers, key: str, *, by: Who
) -> None:
    """One line of the ledger for each purpose. ``names`` go sealed into the papers, beside what
    is there already; blank ones change nothing."""
    for purpose in paper.purposes:
        session.add(
            Consent(
                person_id=person.id,
                purpose=purpose,
                giver=Giver.guardian,
                method="paper",
                text_version=CONSENT_TEXT,
                language=paper.language,
                given_on=paper.given_on,
                witness_id=paper.witness_id,
            )
        )
    given = {name: text for name, text in names.items() if text}
    file_papers(session, person.id, papers(session, person.id, key) | given, key)
    fields = [*given, *(f"consent.{purpose}" for purpose in paper.purposes)]
    history.write_about(session, "consent.record", person, by=by, fields=fields)
    letters.write(session, "consent.record", {Audience.person: [person]}, "/home")


def has_papers(session: Session, person_id: UUID) -> bool:
    record = select(LegalRecord.id).where(LegalRecord.person_id == person_id)
    return session.exec(record).first() is not None


def papers(session: Session, person_id: UUID, key: str) -> Papers:
    """What the sealed record says; empty when there is none. Whoever calls this writes the read
    down in the history."""
    record = session.exec(select(LegalRecord).where(LegalRecord.person_id == person_id)).first()
    if record is None:
        return {}
    try:
        found: Papers = json.loads(opened(record.sealed, key))
    except InvalidToken:
        raise Problem(_("The papers cannot be opened: the data key has changed.")) from None
    return found


def file_papers(session: Session, person_id: UUID, papers: Papers, key: str) -> None:
    record = session.exec(select(LegalRecord).where(LegalRecord.person_id == person_id)).first()
    record = record or LegalRecord(person_id=person_id, sealed="")
    record.sealed = sealed(json.dumps(papers, ensure_ascii=False).encode(), key)
    session.add(record)
    session.flush()
