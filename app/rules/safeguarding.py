"""Ages, consents, and what follows from them. Sources: Belarus Law 99-Z (consent of a guardian
under 16), CRC article 1 (a child is under 18), camp rule (from 14).

A birthday is asked as year and month only. A person turns N on the first of the month after
their birthday month, so that nobody is ever treated as older than they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.errors import Phrase
from app.i18n import _
from app.models import Consent, Giver, Purpose

YOUNGEST = 14
OWN_DATA_CONSENT = 16
ADULT = 18
CONSENT_TEXT = "2026-11"  # the version of the words that a guardian signs

# What a guardian is asked for, by age; one consent for each purpose.
NEEDED_UNDER_16 = (Purpose.account, Purpose.mentoring, Purpose.publish)
NEEDED_UNDER_18 = (Purpose.publish,)


def adult_on(year: int, month: int) -> date:
    """The day from which somebody born in this month counts as 18."""
    return date(year + ADULT + month // 12, month % 12 + 1, 1)


def age(adult_from: date | None, today: date) -> int | None:
    """Whole years; None for those who joined as adults and were never asked."""
    if adult_from is None:
        return None
    years = today.year - adult_from.year
    return ADULT + years - (today < _same_day(adult_from, today.year))


def _same_day(day: date, year: int) -> date:
    return date(year, day.month, day.day)  # always the first of a month


def under(years: int, adult_from: date | None, today: date) -> bool:
    found = age(adult_from, today)
    return found is not None and found < years


def age_band(adult_from: date | None, today: date) -> str:
    """A code of the template's ``age_band`` options; adults who were never asked are 26+."""
    years = age(adult_from, today)
    if years is None or years > 25:
        return "26+"
    return "14-15" if years < 16 else "16-17" if years < 18 else "18-25"


def team_band(people: Iterable[date | None], today: date) -> str:
    """One band for a whole team, such as "16-25": never narrower than two years, so that nobody
    in a small team can be picked out."""
    bands = sorted(age_band(one, today) for one in people)
    if not bands:
        return "14-25"
    first, last = bands[0].split("-")[0].rstrip("+"), bands[-1]
    end = "+" if last == "26+" else f"-{last.split('-')[1]}"
    return f"{first}{end}"


def valid(consent: Consent, today: date) -> bool:
    return (
        consent.withdrawn_at is None
        and consent.given_on <= today
        and (consent.expires_on is None or consent.expires_on >= today)
    )


@dataclass(frozen=True)
class Standing:
    """How one person stands: what may be done with what they write."""

    confirmed: bool  # ticked off by a coordinator
    account: bool  # may be shown to others in the camp
    publish: bool  # may be named among the authors of what donors see

    @property
    def may_be_shown(self) -> bool:
        return self.confirmed and self.account


def standing(
    adult_from: date | None, consents: Iterable[Consent], confirmed: bool, today: date
) -> Standing:
    """Under 16 a guardian consents to the account and to mentoring; under 18 to publishing."""
    given = {
        consent.purpose
        for consent in consents
        if consent.giver == Giver.guardian and valid(consent, today)
    }
    young, minor = under(OWN_DATA_CONSENT, adult_from, today), under(ADULT, adult_from, today)
    return Standing(
        confirmed,
        account=not young or {Purpose.account, Purpose.mentoring} <= given,
        publish=not minor or Purpose.publish in given,
    )


def needed(adult_from: date | None, today: date) -> tuple[Purpose, ...]:
    """What a guardian has to consent to before anything of this person can be sent or shown."""
    if under(OWN_DATA_CONSENT, adult_from, today):
        return NEEDED_UNDER_16
    return NEEDED_UNDER_18 if under(ADULT, adult_from, today) else ()


def missing(adult_from: date | None, consents: Iterable[Consent], today: date) -> list[Purpose]:
    """What of it is not there, or no longer."""
    given = {
        consent.purpose
        for consent in consents
        if consent.giver == Giver.guardian and valid(consent, today)
    }
    return [purpose for purpose in needed(adult_from, today) if purpose not in given]


def check_ends(checked_on: date) -> date:
    """The last day on which a check of an adult or of an organisation can hold: 24 months later
    at most (safeguarding notes, section 2.2)."""
    leap = (checked_on.month, checked_on.day) == (2, 29)
    return date(checked_on.year + 2, checked_on.month, 28 if leap else checked_on.day)


def wrong_with_check(checked_on: date, expires_on: date, today: date) -> dict[str, Phrase]:
    """What is wrong with the two days of a check, by the name of the field."""
    if checked_on > today:
        return {"checked_on": _("This day is still to come. Write the day of the check.")}
    if expires_on < today:
        return {"expires_on": _("This day has passed. A new check is needed.")}
    if expires_on > check_ends(checked_on):
        return {"expires_on": _("A check holds for 24 months at most.")}
    return {}
