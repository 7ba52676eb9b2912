"""Sealing what must not be read in a copy of the database."""

import base64
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken

__all__ = ["InvalidToken", "opened", "sealed"]


def sealed(what: bytes, key: str) -> str:
    return _box(key).encrypt(what).decode()


def opened(what: str, key: str) -> bytes:
    """Raises ``InvalidToken`` where it was sealed with another key."""
    return _box(key).decrypt(what.encode())


def _box(key: str) -> Fernet:
    """Any text can be a key; Fernet wants 32 bytes."""
    return Fernet(base64.urlsafe_b64encode(sha256(key.encode()).digest()))
