"""A snapshot as the adults beside a team read it: the whole plan, or only what changed since they
last looked; what was said of each place, and what still has to be mended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import func as sql
from sqlalchemy import or_, union_all
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.models import (
    Dismissal,
    FeedbackDraft,
    Held,
    Look,
    Person,
    PointState,
    Project,
    Revision,
    SignOff,
    Snapshot,
)
from app.models.base import now
from app.rules.dignity.remarks import Kept, Key, Remark, remarks
from app.rules.looks import Excerpt, excerpts, looked
from app.rules.policy import Who
from app.rules.safeguarding import ADULT, under
from app.rules.template import template
from app.rules.template.checks import Finding, findings, only_must, warnings
from app.rules.template.document import Document, document, minutes
from app.rules.template.findings import Reading
from app.rules.template.shape import Plan
from app.rules.versions import Comparison
from app.services import (
    consents,
    dismissals,
    history,
    looks,
    sections,
    signoffs,
    threads,
    unsent,
)
from app.services.signoffs import SectionWord
from app.services.threads import PointThread
from app.services.unsent import Unsent

Part = Literal["", "whole"]  # what somebody wishes to read; "": what changed, where that is known


@dataclass(frozen=True)
class Review:
    asked: Snapshot
    made: dict[int, datetime]  # every snapshot, the newest first, and when it was sent
    before: int | None  # the number of the one that this is compared with
    since: datetime | None  # when that was last looked at; None: another one was chosen
    look: Look | None  # of whoever reads, as it was before this
    answered: int  # the newest on which they gave their word; 0: none
    changes: Comparison | None  # with ``before``
    excerpts: list[Excerpt] | None  # only what changed; None: the whole is shown
    document: Document
    minutes: int  # of reading
    points: dict[str, list[PointThread]]  # by the places of the document
    waiting: dict[str, int]  # section → how many points in it are not settled
    elsewhere: list[PointThread]  # on what is not in this plan any more
    must: list[Finding]
    warnings: list[Finding]
    remarks: list[Remark]  # of the dignity check, with what the team keeps
    team: list[Person]  # those who may be shown
    unsent: Unsent  # of whoever reads
    signed: dict[str, list[SectionWord]]  # what mentors say of each section

    @property
    def comparison(self) -> Comparison:
        """In whose words a difference beside a point is shown."""
        return Comparison(template(self.asked.template), self.asked.plan, self.asked.plan)

    @property
    def every(self) -> list[PointThread]:
        return [one for ones in self.points.values() for one in ones] + self.elsewhere

    @property
    def helpless(self) -> list[PointThread]:
        """With which the team needs help."""
        return [one for one in self.every if one.point.state == PointState.needs_help]

    @property
    def news(self) -> int:
        """How many points the team has answered, dealt with or needs help with since."""
        return sum(_has_news(one, self.since) for one in self.every) if self.since else 0

    @property
    def is_newest(self) -> bool:
        return self.asked.number == max(self.made)


def review(
    session: Session,
    project: Project,
    number: int | None = None,
    since: int | None = None,
    part: Part = "",
    *,
    by: Who,
) -> Review | None:
    """The newest snapshot, or that of a number; compared with that of ``since``, or else with what
    was seen before this visit. None where there is no such snapshot. Points are those made on it
    and on earlier ones."""
    hand = _at_hand(session, project, number, since, by)
    if (asked := hand.asked(number)) is None:
        return None
    base, base_at = _base(hand, asked, since)
    if since is not None and base is None:
        return None
    only = part != "whole" and base is not None and (since is not None or base_at is not None)
    questions = template(asked.template)
    # The whole of what was seen before has nothing to mark but what was new in it then.
    same = base is not None and base.number == asked.number and not only
    earlier = hand.plans.get(asked.number - 1) if base is None or same else base
    changes = Comparison(questions, earlier.plan, asked.plan) if earlier else None
    shown = document(questions, asked.plan, earlier.plan if earlier else None)
    hidden = threads.hidden_from(session, project, by)
    every = threads.of(session, project, asked.plan, hidden)
    said = [one for one in every if one.snapshot <= asked.number]
    open_ones = [one for one in said if _is_open(one, base_at)]
    found = None
    if only and changes:
        places = threads.by_place(open_ones)
        found = excerpts(questions, asked.plan, changes.sections, places)
        known = {place.target.key for one in found for place in one.places}
        elsewhere = [one for key, ones in places.items() if key not in known for one in ones]
    else:
        known = set(shown.places) | {f"{part.key}:" for part in shown.parts}
        elsewhere = [
            one for key, ones in threads.by_place(said).items() if key not in known for one in ones
        ]
    facts = sections.known(project, reviewed=hand.reviewed)
    judged = findings(questions, asked.plan, facts, ("think", "act"))
    return Review(
        asked=asked,
        made=hand.made,
        before=earlier.number if earlier else None,
        since=base_at,
        look=hand.look,
        answered=hand.answered,
        changes=changes,
        excerpts=found,
        document=shown,
        minutes=minutes(questions, asked.plan),
        points={place: ones for place, ones in threads.by_place(said).items() if place in known},
        waiting=_counted(said),
        elsewhere=elsewhere,
        must=only_must(judged),
        warnings=warnings(judged),
        unsent=hand.unsent,
        signed=signoffs.by_section(project, hand.signed, asked.plan | hand.newer),
        remarks=_remarks(Reading(questions, asked.plan, facts), hand.kept, hidden),
        team=[one.person for one in project.team if one.person_id not in hidden],
    )


def _base(
    hand: "_AtHand", asked: Snapshot, since: int | None
) -> tuple[Snapshot | None, datetime | None]:
    """The snapshot to compare with, and when whoever reads had looked at it. None: they have seen
    nothing before, or only what is newer than what they read now."""
    if since is not None:
        return (hand.plans.get(since) if since < asked.number else None), None
    seen = looked(looks.last(hand.look), asked.number, now(), hand.answered)
    if seen.before is None or seen.before > asked.number:
        return None, None
    return hand.plans.get(seen.before), seen.before_at


def _has_news(thread: PointThread, since: datetime) -> bool:
    said = any(one.side == "team" and one.when >= since for one in thread.answers)
    moved = thread.point.state in {PointState.addressed, PointState.needs_help}
    return said or bool(moved and thread.point.state_at and thread.point.state_at >= since)


def _is_open(thread: PointThread, since: datetime | None) -> bool:
    """Not settled, or only since they last looked."""
    point = thread.point
    if point.state != PointState.settled:
        return True
    return bool(since and point.state_at and point.state_at >= since)


def _counted(said: list[PointThread]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in said:
        if one.point.state != PointState.settled:
            found[one.point.section] = found.get(one.point.section, 0) + 1
    return found


@dataclass(frozen=True)
class _AtHand:
    made: dict[int, datetime]
    plans: dict[int, Snapshot]  # those that may be read or compared with
    look: Look | None
    answered: int  # the newest on which whoever reads gave their word
    reviewed: bool  # whether a coordinator has reviewed the safety answers
    unsent: Unsent
    kept: dict[Key, Kept]
    signed: list[SignOff]  # mentors' words on sections
    newer: Plan  # the sections with such words that were saved since the snapshot that is asked for

    def asked(self, number: int | None) -> Snapshot | None:
        return self.plans.get(max(self.made, default=0) if number is None else number)


def _at_hand(
    session: Session, project: Project, number: int | None, since: int | None, by: Who
) -> _AtHand:
    """What the page needs from seven tables, in one query: each id is of one row in one of them.
    Plans are large, so they come only with the snapshots that may be shown."""
    last = select(sql.max(Snapshot.number)).where(Snapshot.project_id == project.id)
    asked = last.scalar_subquery() if number is None else number
    version = select(Snapshot.version).where(
        Snapshot.project_id == project.id, Snapshot.number == asked
    )
    look = looks.of(project, by)
    signed = signoffs.standing(project)
    ids = union_all(
        *unsent.which(project, by),
        dismissals.standing(project).with_only_columns(col(Dismissal.id)),
        look.with_only_columns(col(Look.id)),
        select(Snapshot.id).where(Snapshot.project_id == project.id),
        signed.with_only_columns(col(SignOff.id)),
        sections.newer(project, version.scalar_subquery()).where(
            col(Revision.section).in_(signed.with_only_columns(col(SignOff.section)))
        ),
    ).subquery()
    whole = aliased(Snapshot)
    wanted = [asked, asked - 1, since] + [
        look.with_only_columns(column).scalar_subquery()
        for column in (col(Look.snapshot), col(Look.before))
    ]
    rows: Any = (
        select(  # type: ignore[call-overload]
            Held, FeedbackDraft, Dismissal, Look, Snapshot.number, Snapshot.created_at, whole,
            sections.safety_reviews(project).exists(), SignOff, Revision, Snapshot.judged_by_id,
        )
        .select_from(ids)
        .outerjoin(Held, col(Held.id) == ids.c.id)
        .outerjoin(FeedbackDraft, col(FeedbackDraft.id) == ids.c.id)
        .outerjoin(Dismissal, col(Dismissal.id) == ids.c.id)
        .outerjoin(Look, col(Look.id) == ids.c.id)
        .outerjoin(Snapshot, col(Snapshot.id) == ids.c.id)
        .outerjoin(SignOff, col(SignOff.id) == ids.c.id)
        .outerjoin(Revision, col(Revision.id) == ids.c.id)
        .outerjoin(
            whole,
            (col(whole.id) == ids.c.id) & or_(*(col(whole.number) == one for one in wanted)),
        )
        .order_by(col(Snapshot.number).desc())
    )  # fmt: skip
    found: list[Any] = list(session.execute(rows))
    return _AtHand(
        made={row[4]: row[5] for row in found if row[4] is not None},
        plans={row[6].number: row[6] for row in found if row[6]},
        look=next((row[3] for row in found if row[3]), None),
        answered=max((row[4] for row in found if row[10] == by.id), default=0),
        reviewed=any(row[7] for row in found),
        unsent=unsent.gathered((row[0], row[1]) for row in found),
        kept=dismissals.by_key(row[2] for row in found if row[2]),
        signed=[row[8] for row in found if row[8]],
        newer={row[9].section: row[9].answers for row in found if row[9]},
    )


def _remarks(read: Reading, kept: Mapping[Key, Kept], hidden: Collection[UUID]) -> list[Remark]:
    """Without the words of those who may not be shown yet."""
    shown = {
        key: replace(one, words="") if one.by_id in hidden else one for key, one in kept.items()
    }
    return remarks(read, shown)


def has_minor(project: Project) -> bool:
    today = consents.today()
    return any(under(ADULT, member.person.adult_on, today) for member in project.team)


def write_down(session: Session, project_id: UUID, camp_id: UUID, *, by: Who) -> None:
    """That somebody read the plan of a young person."""
    history.write(session, "feedback.review", camp_id, "project", project_id, by=by)
