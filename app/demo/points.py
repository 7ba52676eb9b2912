"""What mentors and coordinators of the demo said, and what teams answered."""

from typing import Any

from sqlmodel import Session

from app.demo.cast import Cast
from app.models import Answer, Look, Point, PointKind, PointState, Project, Snapshot
from app.rules import pointing
from app.rules.pointing import Target
from app.rules.template.shape import Plan

DEALT_WITH = frozenset({PointState.addressed, PointState.settled})


def fill(
    session: Session,
    project: Project,
    about: Any,
    cast: Cast,
    shots: dict[int, Snapshot],
    plan: Plan,
) -> None:
    """``plan``: as it stands now, where the team has dealt with points."""
    for said in about.get("points", []):
        place = Target(said["section"], said["field"], said.get("row", ""), said.get("column", ""))
        asked, state = shots[said["snapshot"]], PointState(said["state"])
        dealt_with = state in DEALT_WITH and said["kind"] != PointKind.praise
        point = Point(
            project_id=project.id,
            snapshot_id=asked.id,
            **place._asdict(),
            about=pointing.value(asked.plan, place),
            became=pointing.value(plan, place) if dealt_with else None,
            became_version=project.version if dealt_with else None,
            kind=PointKind(said["kind"]),
            state=state,
            text=said["text"],
            language=project.language,
            writer_id=cast[said["by"]].id,
            created_at=cast.at(said["day"], 18),
            seen_at=cast.at(said["day"] + 1, 9) if said["answers"] or dealt_with else None,
        )
        session.add(point)
        session.flush()
        for number, words in enumerate(said["answers"]):
            session.add(
                Answer(
                    point_id=point.id,
                    text=words["text"],
                    language=project.language,
                    writer_id=cast[words["by"]].id,
                    created_at=cast.at(words["day"], 21 + number),
                )
            )


def looks(
    session: Session, project: Project, about: Any, cast: Cast, shots: dict[int, Snapshot]
) -> None:
    """Its mentor had read what they answered; what is newer, not yet."""
    read = {number: shot.judged_at for number, shot in shots.items() if shot.judged_at}
    if not read:
        return
    first = {str(number): at.isoformat() for number, at in read.items()}
    last = max(read)
    session.add(
        Look(
            project_id=project.id,
            person_id=cast[about["mentor"]].id,
            snapshot=last,
            at=read[last],
            first=first,
        )
    )
