"""Who people are, and their sessions. The cookie holds a random secret; the database only its
hash. What somebody may do is read anew for every request: a change takes effect at once."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, String, Uuid, bindparam, cast, literal, literal_column, union_all
from sqlalchemy import func as sql
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, delete, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from app.models import (
    Acceptance,
    Affiliation,
    Letter,
    Link,
    Membership,
    Organisation,
    Person,
    Role,
    SignIn,
    Vetting,
)
from app.models.base import now
from app.rules.policy import Visitor, Who
from app.services import history

AT_MOST = timedelta(hours=12)
IDLE = timedelta(minutes=60)
LINK = timedelta(hours=24)


SIGNED_IN = (
    select(  # type: ignore[call-overload]
        Person.id, Person.user, Person.name, Person.language, Person.adult_on,
        Person.safeguarding, Person.opens_camps,
        col(SignIn.id).label("sign_in_id"), SignIn.created_at, SignIn.seen_at,
    )
    .select_from(SignIn)
    .join(Person, col(Person.id) == SignIn.person_id)
    .where(SignIn.secret_hash == bindparam("hash"), col(Person.suspended_at).is_(None))
)  # fmt: skip
TODAY, ME = bindparam("today", type_=Date), bindparam("person", type_=Uuid)
NOTHING, NOBODY = cast(literal(None), String), cast(literal(None), Uuid)
# Written once: building these statements would cost more than asking them.
FACTS: Any = union_all(
    select(
        literal_column("'role'"), Membership.camp_id, cast(Membership.role, String),
        col(Membership.confirmed_at).is_(None),
    ).where(Membership.person_id == ME),
    select(
        literal_column("'vetted'"), NOBODY, Vetting.kind, literal(False),
    ).where(Vetting.person_id == ME, Vetting.expires_on >= TODAY,
            Vetting.checked_on <= TODAY),
    select(
        literal_column("'organisation'"), Affiliation.organisation_id, NOTHING,
        (col(Organisation.verified_on) <= TODAY)
        & or_(col(Organisation.expires_on).is_(None), col(Organisation.expires_on) >= TODAY),
    ).join(Organisation).where(Affiliation.person_id == ME),
    select(
        literal_column("'conduct'"), NOBODY, Acceptance.version, literal(False),
    ).where(Acceptance.person_id == ME),
    select(
        literal_column("'unread'"), NOBODY, cast(sql.count(), String), literal(False),
    ).where(Letter.to_id == ME, col(Letter.read_at).is_(None)),
)  # fmt: skip


def hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def named(session: Session, user: str) -> Person | None:
    return session.exec(select(Person).where(Person.user == user.strip().lower())).first()


def sign_in(session: Session, person_id: UUID, browser: str = "", *, by_link: bool = False) -> str:
    """Returns the secret for the cookie. It is never seen again."""
    secret = secrets.token_urlsafe(32)
    opened = SignIn(
        secret_hash=hashed(secret), person_id=person_id, browser=browser[:120], by_link=by_link
    )
    session.add(opened)
    session.flush()
    return secret


def came_by_link(session: Session, secret: str) -> bool:
    """Whoever did may choose a new passphrase without knowing the old one; once."""
    opened = select(SignIn.by_link).where(SignIn.secret_hash == hashed(secret))
    return bool(session.exec(opened).first())


def signed_in(session: Session, secret: str) -> Row[Any] | None:
    """Whose session is behind a cookie, unless it is too old, idle for too long, or suspended:
    what ``who`` needs of the person, and ``sign_in_id`` and the times of the session."""
    found = session.execute(SIGNED_IN, {"hash": hashed(secret)}).first()
    if found and now() - found.created_at < AT_MOST and now() - found.seen_at < IDLE:
        return found
    return None


def seen(session: Session, sign_in_id: UUID) -> None:
    session.execute(update(SignIn).where(col(SignIn.id) == sign_in_id).values(seen_at=now()))


def sign_out(session: Session, secret: str) -> None:
    session.execute(delete(SignIn).where(col(SignIn.secret_hash) == hashed(secret)))


def end_sessions(session: Session, person_id: UUID, but: str = "") -> None:
    """All of somebody's sessions, but the one with this secret."""
    others = delete(SignIn).where(col(SignIn.person_id) == person_id)
    session.execute(others.where(col(SignIn.secret_hash) != hashed(but)))


def sessions(session: Session, person_id: UUID) -> list[SignIn]:
    """Where somebody is signed in now, the newest first."""
    open_ones = select(SignIn).where(
        SignIn.person_id == person_id,
        SignIn.created_at > now() - AT_MOST,
        SignIn.seen_at > now() - IDLE,
    )
    return list(session.exec(open_ones.order_by(col(SignIn.created_at).desc())))


def make_link(session: Session, person_id: UUID, *, by: Who | None) -> str:
    """A one-time way in. Returns the secret for its address; it is never seen again."""
    secret = secrets.token_urlsafe(24)
    session.add(
        Link(
            secret_hash=hashed(secret),
            person_id=person_id,
            expires_at=now() + LINK,
            made_by_id=by.id if by else None,
        )
    )
    session.flush()
    return secret


def link(session: Session, secret: str) -> Link | None:
    """The link behind a secret, while it may still be used."""
    found = session.exec(select(Link).where(Link.secret_hash == hashed(secret))).first()
    return found if found and found.used_at is None and found.expires_at > now() else None


def use_link(session: Session, secret: str) -> UUID | None:
    """Whom it lets in; once only, even when two press the button at the same time."""
    used = (
        update(Link)
        .where(
            col(Link.secret_hash) == hashed(secret),
            col(Link.used_at).is_(None),
            col(Link.expires_at) > now(),
        )
        .values(used_at=now())
        .returning(col(Link.person_id))
    )
    return session.execute(used).scalar()


def enter_by_link(session: Session, secret: str, browser: str = "") -> str | None:
    """Use the link and sign in; the secret for the cookie. Written down, because the link went
    through somebody else's hands."""
    person_id = use_link(session, secret)
    person = session.get(Person, person_id) if person_id else None
    if person is None or person.suspended_at:
        return None
    by, _unread = who(session, person)
    history.write(session, "link.use", None, "person", person.id, by=by)
    return sign_in(session, person.id, browser, by_link=True)


def edit(session: Session, name: str, language: str, email: str | None, *, by: Who) -> None:
    """What people say about themselves."""
    person = session.get_one(Person, by.id)
    said = {"name": name, "language": language, "email": email}
    changed = [field for field, value in said.items() if getattr(person, field) != value]
    if not changed:
        return
    person.sqlmodel_update(said)
    session.add(person)
    session.flush()
    history.write(session, "person.edit", None, "person", person.id, by=by, fields=changed)


def change_passphrase(session: Session, hash: str, keep: str, *, by: Who) -> None:
    """Every other browser is signed out; the one with the secret ``keep`` is not."""
    person = session.get_one(Person, by.id)
    person.passphrase = hash
    session.add(person)
    here = update(SignIn).where(col(SignIn.secret_hash) == hashed(keep))
    session.execute(here.values(by_link=False))
    end_sessions(session, by.id, but=keep)
    history.write(session, "person.edit", None, "person", by.id, by=by, fields=["passphrase"])


def who(session: Session, person: Person | Row[Any]) -> tuple[Who, int]:
    """Somebody's roles, vetting, organisation and code of conduct as of today, and how many letters
    are unread; one query."""
    found = session.execute(FACTS, {"person": person.id, "today": now().date()}).all()
    roles = frozenset((id, Role(word)) for kind, id, word, _yes in found if kind == "role")
    organisations = [(id, bool(yes)) for kind, id, _word, yes in found if kind == "organisation"]
    ours = max(organisations, key=lambda pair: pair[1], default=(None, False))
    return Who(
        id=person.id,
        user=person.user,
        name=person.name,
        language=person.language,
        adult_on=person.adult_on,
        safeguarding=person.safeguarding,
        opens_camps=person.opens_camps,
        roles=roles,
        unconfirmed=frozenset(id for kind, id, _word, yes in found if kind == "role" and yes),
        vetted=frozenset(word for kind, _id, word, _yes in found if kind == "vetted"),
        affiliated=ours[0],
        verified=ours[1],
        conduct=frozenset(word for kind, _id, word, _yes in found if kind == "conduct"),
    ), next(int(word) for kind, _id, word, _yes in found if kind == "unread")


def visible_to(who: Visitor) -> SelectOfScalar[Person]:
    """The policy line ``person.read`` as a query: the people of the camps one coordinates."""
    camps = who.camps(Role.coordinator) if who else set()
    theirs = select(Membership.person_id).where(col(Membership.camp_id).in_(camps))
    with_roles = selectinload(Person.memberships)  # type: ignore[arg-type]
    return select(Person).where(col(Person.id).in_(theirs)).options(with_roles)


def first_coordinator(session: Session, user: str, email: str | None, language: str) -> str:
    """Somebody who may open camps on a fresh instance, before there is any. Returns the secret
    of a one-time way in."""
    user = user.strip()
    person = Person(user=user.lower(), name=user, email=email, language=language, opens_camps=True)
    session.add(person)
    session.flush()
    return make_link(session, person.id, by=None)


def sweep(session: Session) -> None:
    """Forget sessions and links that have run out."""
    session.execute(delete(SignIn).where(col(SignIn.created_at) < now() - AT_MOST))
    session.execute(delete(Link).where(col(Link.expires_at) < now() - LINK))
