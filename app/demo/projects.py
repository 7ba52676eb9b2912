"""The demo's projects: their plans, what was saved when, and what was said about them."""

from copy import deepcopy
from typing import Any

from sqlmodel import Session

from app.demo import points
from app.demo.cast import MARKERS, Cast, content
from app.models import (
    Approval,
    Assignment,
    Project,
    Revision,
    Snapshot,
    State,
    Teammate,
    Verdict,
    Visibility,
)
from app.rules.template import template
from app.rules.template.shape import Plan, Table
from app.services import history, people, pitches, projects

WELCOMED = {State.developing, State.ready, State.awaiting_approval, State.published}
MARKED = "reel-it"  # the pitch whose private fields carry the markers


def fill_projects(session: Session, cast: Cast) -> None:
    for about in content()["projects"]:
        _project(session, about, cast)


def _project(session: Session, about: Any, cast: Cast) -> None:
    state = State(about["state"])
    leader = about["team"][0]["user"]
    since = about.get("awaiting_since_day", about.get("published_day", about.get("sent_day", -3)))
    project = Project(
        code=projects.new_code(),
        camp_id=cast.camps[about["camp"]].id,
        language=about["language"],
        title=about["title"],
        state=state,
        state_since=cast.at(about.get("withdrawn_day", since)),
        created_at=cast.at(about["created_day"]),
        edited_at=cast.at(since - 1, 17),
        welcomed_at=cast.at(about["created_day"] + 5) if state in WELCOMED else None,
    )
    session.add(project)
    session.flush()
    for number, member in enumerate(about["team"]):
        session.add(
            Teammate(
                project_id=project.id,
                person_id=cast[member["user"]].id,
                role=member["role"],
                lead=member.get("lead", False),
                joined_at=cast.at(about["created_day"], 9 + number),
            )
        )
    if about["mentor"]:
        session.add(
            Assignment(
                project_id=project.id,
                person_id=cast[about["mentor"]].id,
                created_at=cast.at(about["created_day"] + 5),
            )
        )
    who = people.who(session, cast[leader])[0]
    history.write(session, "project.start", project.camp_id, "project", project.id, by=who)
    now_stands = plan_of(about, cast)
    before = _earlier(now_stands, about)
    _save(session, project, before, cast, leader, about["created_day"] + 2)
    shots = _snapshots(session, project, about, cast, before, now_stands)
    if not about.get("snapshots"):
        _save_changes(session, project, before, now_stands, cast, leader, -2)
    points.fill(session, project, about, cast, shots, now_stands)
    points.looks(session, project, about, cast, shots)
    _decisions(session, project, about, cast)
    session.flush()
    session.refresh(project)
    if state == State.published:
        _publish(session, project, now_stands, about, cast)


def plan_of(about: Any, cast: Cast) -> Plan:
    """A plan as it is stored: dates of today, rows referred to by their ids, all as typed."""
    ours = template()
    ids = {
        row["code"]: row["id"]
        for section in about["sections"].values()
        for table in section.values()
        if isinstance(table, list)
        for row in table
        if isinstance(row, dict) and "code" in row and not row["code"].startswith("B")
    }
    plan: Plan = {}
    for key, answers in about["sections"].items():
        plan[key] = {}
        for name, answer in answers.items():
            question = ours.sections[key].question(name)
            if isinstance(question, Table):
                columns = {column.key: column.kind for column in question.columns}
                plan[key][name] = [
                    {"id": row["id"]}
                    | {c: _typed(row[c], columns[c], cast, ids) for c in row if c in columns}
                    for row in answer
                ]
            elif question is not None:
                plan[key][name] = _typed(answer, question.kind, cast, ids)
    if about["slug"] == MARKED:
        _mark(plan)
    return plan


def _typed(answer: Any, kind: str, cast: Cast, ids: dict[str, str]) -> Any:
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if kind == "date" and isinstance(answer, int):
        return cast.day(answer).isoformat()
    if kind == "lines":
        return "\n".join(answer)
    if kind == "several":
        return list(answer)
    if kind == "row":
        return ids.get(str(answer), str(answer))
    return str(answer).strip()


def _mark(plan: Plan) -> None:
    for where, word in MARKERS.items():
        table, _dot, column = where.partition(".")
        for answers in plan.values():
            if column and answers.get(table):
                row = answers[table][0]
                row[column] = (
                    f"https://example.org/{word}"
                    if column == "url"
                    else f"{row.get(column, '')} ({word})".strip()
                )
            elif where in answers:
                answers[where] = f"{answers[where]} ({word})".strip()


def _earlier(plan: Plan, about: Any) -> Plan:
    """The plan as the first snapshot had it."""
    before = deepcopy(plan)
    for change in about.get("earlier", []):
        rows = before[change["section"]][change["field"]]
        row = next(row for row in rows if row["id"] == change["row"])
        row[change["column"]] = change["was"] or ""
    return before


def _save(
    session: Session, project: Project, plan: Plan, cast: Cast, writer: str, day: int
) -> None:
    for section, answers in plan.items():
        project.version += 1
        session.add(
            Revision(
                project_id=project.id,
                section=section,
                number=project.version,
                base=project.version - 1,
                language=project.language,
                written={},
                answers=answers,
                writer_id=cast[writer].id,
                created_at=cast.at(day, 16),
            )
        )
    session.add(project)
    session.flush()


def _save_changes(
    session: Session,
    project: Project,
    before: Plan,
    after: Plan,
    cast: Cast,
    writer: str,
    day: int,
) -> None:
    changed = {key: answers for key, answers in after.items() if answers != before[key]}
    _save(session, project, changed, cast, writer, day)


def _snapshots(
    session: Session, project: Project, about: Any, cast: Cast, before: Plan, after: Plan
) -> dict[int, Snapshot]:
    found: dict[int, Snapshot] = {}
    leader = about["team"][0]["user"]
    for shot in about.get("snapshots", []):
        last = shot["number"] == len(about["snapshots"])
        if last:
            _save_changes(session, project, before, after, cast, leader, shot["day"] - 1)
        verdict = Verdict(shot["state"])
        judged = verdict != Verdict.waiting
        snapshot = Snapshot(
            project_id=project.id,
            number=shot["number"],
            version=project.version,
            template=project.template,
            language=project.language,
            plan=after if last else before,
            asked_by_id=cast[leader].id,
            created_at=cast.at(shot["day"], 18),
            verdict=verdict,
            judged_at=cast.at(shot["day"] + 1, 19) if judged else None,
            judged_by_id=cast[about["mentor"]].id if judged else None,
            says=shot.get("note", ""),
        )
        session.add(snapshot)
        found[shot["number"]] = snapshot
    session.flush()
    return found


def _decisions(session: Session, project: Project, about: Any, cast: Cast) -> None:
    coordinator = "vera" if about["camp"] == "minsk-2026" else "olga"

    def decided(what: str, day: int, why: str = "", by: str = coordinator) -> None:
        session.add(
            Approval(
                project_id=project.id,
                what=what,
                by_id=cast[by].id,
                why=why,
                version=project.version,
                created_at=cast.at(day, 13),
            )
        )

    if project.welcomed_at:
        decided("welcome", about["created_day"] + 5)
    safety = about["sections"].get("safety", {}).values()
    if project.welcomed_at and any(answer is True for answer in safety):
        decided("safety", about["created_day"] + 5)
    if returned := about.get("returned"):
        decided("return", returned["day"], returned["note"], returned["by"])
    if project.state in {State.ready, State.awaiting_approval, State.published}:
        decided("ready", about["snapshots"][-1]["day"] + 1, by=about["mentor"])
    if project.state == State.published:
        decided("publish", about["published_day"], MARKERS["approval note"])


def _publish(session: Session, project: Project, plan: Plan, about: Any, cast: Cast) -> None:
    vera = people.who(session, cast["vera"])[0]
    pitch = pitches.publish(
        session, project, plan, visibility=Visibility(about["visibility"]), by=vera
    )
    pitch.published_at = cast.at(about["published_day"], 13)
    session.add(pitch)
    for language, words in content()["pitch_translations"].get(about["slug"], {}).items():
        pitches.translate(session, pitch, language, **words)
    history.write(session, "pitch.publish", project.camp_id, "project", project.id, by=vera)
