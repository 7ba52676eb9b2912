"""Carries letters from the outbox to the post: an SMTP server, or a folder of .eml files."""

import logging
import smtplib
from collections.abc import Iterator
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import Policy, default
from functools import partial
from itertools import count
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

from anyio import sleep, to_thread

from app.db import Database
from app.i18n import gettext, speaking
from app.services import digests, outbox
from app.services.outbox import Parcel
from app.settings import Settings
from app.web import stopping

log = logging.getLogger("seedbed")


class InOnePiece(UnstructuredHeader, BaseHeader):
    """Email's own way with a long address is to cut it up and encode it, which no mail provider
    reads (RFC 2369 allows no encoding here)."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", InOnePiece)
POLICY = default.clone(header_factory=HEADERS)


async def deliver(database: Database, settings: Settings) -> int:
    """Claim, send, mark: nothing is sent inside a transaction, and the line of writers is joined
    only when there is something. Returns how many letters were sent; what could not be sent waits
    for the next round."""
    if not await database.reads.once(outbox.has_some):
        return 0
    parcels = await database.writes.once(partial(outbox.claim, zone=settings.time_zone))
    if not parcels:
        return 0
    sent = await to_thread.run_sync(_post, parcels, settings)
    await database.writes.once(partial(outbox.mark_sent, ids=sent))
    return len(sent)


async def make_digests(database: Database, settings: Settings) -> None:
    """Those that are due now, each in a transaction of its own."""
    zone, base = settings.time_zone, settings.base_url.rstrip("/")
    for person_id in await database.reads.once(partial(digests.due, zone=zone)):
        make = partial(digests.make, person_id=person_id, base=base, zone=zone)
        await database.writes.once(make)


async def deliver_for_ever(database: Database, settings: Settings) -> None:
    for second in count():
        try:
            if second % 60 == 0:  # all news that waits is looked at for it
                await make_digests(database, settings)
            await deliver(database, settings)
        except Exception:
            log.exception("letters could not be sent; trying again")
            await sleep(10)
        await sleep(1)


def _post(parcels: list[Parcel], settings: Settings) -> list[UUID]:
    """People without an e-mail address read their letters in the app; theirs count as sent."""
    sent: list[UUID] = []
    for parcel in parcels:
        try:
            if settings.smtp_url and parcel.person.email:
                _smtp(as_email(parcel, settings), settings.smtp_url)
            elif not settings.smtp_url:
                folder = settings.data_dir / "mail"
                folder.mkdir(parents=True, exist_ok=True)
                _keep(folder / f"{parcel.letter.id}.eml", as_email(parcel, settings))
            sent += [letter.id for letter in parcel.letters]
        except (OSError, smtplib.SMTPException):
            log.exception("letter %s waits", parcel.letter.id)
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


def as_email(parcel: Parcel, settings: Settings) -> EmailMessage:
    """The Message-ID is the letter's own: sent twice after a crash, it is still one letter.

    News can be stopped with one click of the mail program (RFC 8058), or in the letter itself."""
    letter, person = parcel.letter, parcel.person
    base = settings.base_url.rstrip("/")
    host = urlsplit(base).hostname or "localhost"
    email = EmailMessage(POLICY)
    email["Message-ID"] = f"<{letter.id}@{host}>"
    email["From"] = Address(settings.site_name, "seedbed", host)
    email["To"] = Address(addr_spec=person.email or f"{person.user}@{host}")
    email["Subject"] = letter.subject
    email["Content-Language"] = letter.language
    email["Auto-Submitted"] = "auto-generated"  # nobody's holiday note comes back
    stop = "" if letter.waits else stopping.address(person.id, settings)
    if stop:
        email["List-Unsubscribe"] = f"<{stop}>"
        email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with speaking(letter.language):
        email.set_content("\n\n".join([*_says(parcel, base), "-- \n" + _foot(base, stop)]) + "\n")
    return email


def _says(parcel: Parcel, base: str) -> Iterator[str]:
    letter, several = parcel.letter, len(parcel.letters)
    yield letter.body
    if letter.digest_on:  # every line of it leads somewhere
        return
    if several > 1:
        yield gettext("In all there are {count} of this kind.").format(count=several)
    page = letter.path if several == 1 else letter.path.partition("#")[0]
    yield f"{base}{page or '/letters'}"


def _foot(base: str, stop: str) -> str:
    lines = [gettext("You get this letter because you take part in Seedbed.")]
    if stop:
        lines.append(gettext("Get only what waits on you: {address}").format(address=stop))
    else:
        lines.append(gettext("It waits on you, so it comes whatever you have chosen for news."))
    lines.append(gettext("Choose how often news comes: {address}").format(address=f"{base}/me"))
    return "\n".join(lines)
