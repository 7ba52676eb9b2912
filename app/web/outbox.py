"""Carries letters from the outbox to the post: an SMTP server, or a folder of .eml files."""

import logging
import smtplib
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from anyio import sleep, to_thread

from app.db import Database
from app.i18n import gettext, speaking
from app.models import Letter, Person
from app.services import letters
from app.settings import Settings

log = logging.getLogger("seedbed")


async def deliver(database: Database, settings: Settings) -> int:
    """Claim, send, mark: nothing is sent inside a transaction. Returns how many were sent; what
    could not be sent waits for the next round."""
    async with database.writes.session() as session:
        claimed = await to_thread.run_sync(letters.claim, session)
    if not claimed:
        return 0
    sent = await to_thread.run_sync(_post, claimed, settings)
    async with database.writes.session() as session:
        await to_thread.run_sync(letters.mark_sent, session, sent)
    return len(sent)


async def deliver_for_ever(database: Database, settings: Settings) -> None:
    while True:
        try:
            await deliver(database, settings)
        except Exception:
            log.exception("letters could not be sent; trying again")
            await sleep(10)
        await sleep(1)


def _post(claimed: list[tuple[Letter, Person]], settings: Settings) -> list[UUID]:
    """People without an e-mail address read their letters in the app; theirs count as sent."""
    sent: list[UUID] = []
    for letter, person in claimed:
        try:
            if settings.smtp_url and person.email:
                _smtp(as_email(letter, person, settings), settings.smtp_url)
            elif not settings.smtp_url:
                folder = settings.data_dir / "mail"
                folder.mkdir(parents=True, exist_ok=True)
                _keep(folder / f"{letter.id}.eml", as_email(letter, person, settings))
            sent.append(letter.id)
        except (OSError, smtplib.SMTPException):
            log.exception("letter %s waits", letter.id)
    return sent


def _keep(file: Path, email: EmailMessage) -> None:
    file.write_bytes(bytes(email))


def _smtp(email: EmailMessage, url: str) -> None:
    server = urlsplit(url)
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname or "localhost", server.port or 25, timeout=20) as post:
        if server.scheme == "smtp+tls":
            post.starttls()
        if server.username:
            post.login(unquote(server.username), unquote(server.password or ""))
        post.send_message(email)


def as_email(letter: Letter, person: Person, settings: Settings) -> EmailMessage:
    """The Message-ID is the letter's own: sent twice after a crash, it is still one letter."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    email = EmailMessage()
    email["Message-ID"] = f"<{letter.id}@{host}>"
    email["From"] = Address(settings.site_name, "seedbed", host)
    email["To"] = Address(addr_spec=person.email or f"{person.user}@{host}")
    email["Subject"] = letter.subject
    email["Content-Language"] = letter.language
    with speaking(letter.language):
        leads = f"{settings.base_url}{letter.path or '/letters'}"
        sign = gettext("You get this letter because you take part in Seedbed.")
    email.set_content(f"{letter.body}\n\n{leads}\n\n{sign}\n")
    return email
