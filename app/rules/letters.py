"""When a letter goes by e-mail. In the app every letter is there at once.

The hours at night are the safeguarding rule "no notifications to minors from 21:00 to 07:00",
on the clock of the camp. All moments that come in and go out are aware.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.models import Pace, Person, Role
from app.rules.safeguarding import ADULT, under

EVENING, MORNING = time(21), time(7)  # between them nothing goes to a minor
DIGEST_AT = time(17)  # after school and before the evening
FRIDAY = 4  # for those who wish one a week: the weekend is ahead
AN_HOUR = timedelta(hours=1)  # of the same kind about the same project, one e-mail in it at most
IN_DIGESTS = frozenset({Pace.daily, Pace.weekly})


def is_night(at: datetime, zone: ZoneInfo) -> bool:
    there = at.astimezone(zone).time()
    return there >= EVENING or there < MORNING


def is_young(person: Person, today: date) -> bool:
    """Under 18, or a participant whose age nobody knows."""
    if person.adult_on is None:
        return Role.participant in {one.role for one in person.memberships}
    return under(ADULT, person.adult_on, today)


def sleeps(person: Person, at: datetime, zones: list[ZoneInfo]) -> bool:
    """Whether an e-mail must wait for the morning; in the strictest of somebody's zones."""
    return any(
        is_night(at, zone) and is_young(person, at.astimezone(zone).date()) for zone in zones
    )


def goes(pace: Pace, waits: bool) -> bool:
    """By e-mail at all."""
    return waits or pace is not Pace.waiting


def digest_due(pace: Pace, oldest: datetime, zone: ZoneInfo) -> datetime:
    """The moment from which news, the oldest of which came at ``oldest``, is to be in a digest:
    the next 17:00 after it; for a weekly one, of a Friday."""
    day = oldest.astimezone(zone).date()
    for ahead in range(9):
        then = _digest_of(day + timedelta(days=ahead), zone)
        if then > oldest and (pace is not Pace.weekly or then.astimezone(zone).weekday() == FRIDAY):
            return then
    raise AssertionError("a week has a Friday")


def digest_day(at: datetime, zone: ZoneInfo) -> date:
    """The day that a digest made now closes. Before 17:00 it is a late one of yesterday, and
    today's is still to come."""
    today = at.astimezone(zone).date()
    return today if at >= _digest_of(today, zone) else today - timedelta(days=1)


def _digest_of(day: date, zone: ZoneInfo) -> datetime:
    # As UTC: two moments with the same zone are compared by what their clocks show.
    return datetime.combine(day, DIGEST_AT, zone).astimezone(UTC)
