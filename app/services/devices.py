"""Keys to the drafts that a browser keeps while it cannot reach us: one for each person and
device. The browser holds a key in memory only; we keep it until that person signs out there, so
that the next session of the same person can read the drafts, and nobody else ever can."""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, delete, select

from app.models import DeviceKey
from app.models.base import now
from app.services.sealing import InvalidToken, opened, sealed

BYTES = 32  # AES-256
REMEMBERED = timedelta(days=365)  # a browser's name


def key(session: Session, person_id: UUID, device: str, data_key: str) -> bytes | None:
    """The key of somebody on this device, if there is one that can still be opened."""
    found = session.exec(
        select(DeviceKey).where(
            DeviceKey.person_id == person_id, DeviceKey.device_hash == _hashed(device)
        )
    ).first()
    try:
        return opened(found.sealed, data_key) if found else None
    except InvalidToken:  # the data key of this instance is another one now
        return None


def make_key(session: Session, person_id: UUID, device: str, data_key: str) -> bytes:
    """The key of somebody on this device; a new one where there was none."""
    if there := key(session, person_id, device, data_key):
        return there
    forget(session, person_id, device)
    made = secrets.token_bytes(BYTES)
    session.add(
        DeviceKey(person_id=person_id, device_hash=_hashed(device), sealed=sealed(made, data_key))
    )
    session.flush()
    return made


def forget(session: Session, person_id: UUID, device: str) -> None:
    """What this device keeps for somebody cannot be read any more."""
    session.execute(_of(person_id).where(col(DeviceKey.device_hash) == _hashed(device)))


def forget_others(session: Session, person_id: UUID, device: str) -> None:
    """The same on every device but this one."""
    session.execute(_of(person_id).where(col(DeviceKey.device_hash) != _hashed(device)))


def sweep(session: Session) -> None:
    """Forget keys that no browser can ask for any more."""
    session.execute(delete(DeviceKey).where(col(DeviceKey.created_at) < now() - REMEMBERED))


def _of(person_id: UUID):  # type: ignore[no-untyped-def]  # a Delete, whose name SQLModel hides
    return delete(DeviceKey).where(col(DeviceKey.person_id) == person_id)


def _hashed(device: str) -> str:
    return sha256(device.encode()).hexdigest()
