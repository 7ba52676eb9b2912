"""When a letter goes by e-mail, on the clock of a camp."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from app.i18n import speaking
from app.models import Pace, Person
from app.rules.letters import digest_day, digest_due, is_night, sleeps
from app.rules.notices import NOTICES

MINSK, BERLIN = ZoneInfo("Europe/Minsk"), ZoneInfo("Europe/Berlin")
VERBS = {
    "Answer", "Approve", "Ask", "Decide", "Find", "Give", "Go", "Help", "Lead", "Meet", "Mentor",
    "Read", "Record", "See", "Talk", "Tick", "Verify", "Write",
}  # fmt: skip


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=UTC)


def test_every_subject_begins_with_a_verb_in_each_language() -> None:
    for event, notices in NOTICES.items():
        for notice in notices:
            with speaking("en"):
                assert str(notice.subject).split()[0].rstrip(":") in VERBS, event
            for language, endings in {"ru": ("те", "тесь"), "be": ("це", "цеся")}.items():
                with speaking(language):
                    first = str(notice.subject).split()[0].rstrip(":,")
                assert first.endswith(endings), (event, first)


def test_the_night_ends_at_seven_by_the_clock_on_the_wall_also_when_it_is_changed() -> None:
    """In Berlin the clock goes forward on 28 March and back on 31 October 2027."""
    for seven in (utc(3, 27, 6), utc(3, 28, 5), utc(10, 30, 5), utc(10, 31, 6)):
        assert is_night(seven.replace(hour=seven.hour - 1, minute=59), BERLIN)
        assert not is_night(seven, BERLIN)
    for nine in (utc(3, 27, 20), utc(3, 28, 19), utc(10, 30, 19), utc(10, 31, 20)):
        assert not is_night(nine.replace(hour=nine.hour - 1, minute=59), BERLIN)
        assert is_night(nine, BERLIN)


def test_a_digest_is_due_at_five_in_the_afternoon_also_when_the_clock_is_changed() -> None:
    for wrote, due in {
        utc(3, 26, 20): utc(3, 27, 16),
        utc(3, 27, 16): utc(3, 28, 15),  # at 17:00 sharp it is for the next one
        utc(10, 30, 20): utc(10, 31, 16),
    }.items():
        assert digest_due(Pace.daily, wrote, BERLIN) == due
    friday = utc(4, 2, 15)
    assert digest_due(Pace.weekly, utc(3, 26, 17), BERLIN) == friday  # on the Friday before
    assert digest_due(Pace.weekly, friday.replace(hour=14), BERLIN) == friday
    assert digest_due(Pace.weekly, friday, BERLIN) == utc(4, 9, 15)
    assert digest_day(friday, BERLIN) == date(2027, 4, 2)
    assert digest_day(friday.replace(hour=9), BERLIN) == date(2027, 4, 1)  # a late one


def test_who_is_under_18_sleeps_and_nobody_else() -> None:
    late = utc(5, 3, 19, 30)  # 22:30 in Minsk, 21:30 in Berlin
    turns_18 = Person(user="y", name="Y", adult_on=date(2027, 5, 4))
    assert sleeps(turns_18, late, [MINSK])
    assert not sleeps(turns_18, late.replace(hour=21, minute=0), [MINSK]), "18 from midnight on"
    assert sleeps(turns_18, late.replace(hour=18), [BERLIN, MINSK]), "night in one of the two"
    assert not sleeps(turns_18, late.replace(hour=18), [BERLIN])
    assert not sleeps(Person(user="a", name="A", adult_on=None), late, [MINSK])
