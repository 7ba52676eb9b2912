"""Opening a full proposal against opening an empty one of the same team, in the same state."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import cycle
from typing import Any
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app.db import connect
from app.main import create_app
from app.models import (
    Assignment,
    Person,
    Point,
    PointKind,
    Project,
    Revision,
    Snapshot,
    Teammate,
)
from app.rules.template import reading
from app.rules.template.shape import Plan
from app.services import projects, sections, sheets
from app.settings import Settings
from bench import figures
from bench.client import Asks, get
from bench.figures import Line
from bench.measure import CONNECTIONS, Target, same, side_by_side
from bench.queries import MOST, statements
from bench.servers import Server
from bench.stage import Stage

FULL = {"activities": 12, "budget": 25}  # rows
VERSIONS = 60
POINTS = 60  # none on an empty one
IN_TURN = sheets.KEPT + CONNECTIONS  # so many that none is kept until its turn comes again
PAGES = (
    ("workspace", "alina", ""),
    ("editor, budget", "alina", "/sections/budget"),
    ("editor, steps", "alina", "/sections/plan"),
    ("plan on one page", "alina", "/plan"),
    ("versions", "alina", "/versions"),
    ("review with 60 points", "boris", "/review?show=whole"),
    ("review, only what changed", "boris", "/review?since=1"),
)


def opening(stage: Stage, server: Server, plan: figures.Plan) -> Iterator[Line]:
    """The workspace first: opened again while nobody saved, and for the first time since a save,
    where everything is read and judged anew. Then the other pages, opened again."""
    full, empty = built(stage)
    needs = counted(stage, full[0])
    first = _in_turn(stage, full), _in_turn(stage, empty)
    yield _line("workspace, first time since a save", needs[0], server, first, plan)
    for (name, user, page), need in zip(PAGES, needs, strict=True):
        asked = [
            same(get(f"/projects/{one[0]}{page}", stage.cookies[user])) for one in (full, empty)
        ]
        yield _line(name, need, server, (asked[0], asked[1]), plan)


def _line(
    name: str,
    need: int,
    server: Server,
    asks: tuple[Callable[[int], Asks], Callable[[int], Asks]],
    plan: figures.Plan,
) -> Line:
    full, empty = (Target(server.port, one) for one in asks)
    pair = side_by_side(name, full, empty, plan.rounds, plan.seconds)
    times = f"{pair.thing['p50']:.1f} ms against {pair.other['p50']:.1f} ms"
    what = f"full proposal against an empty one, {name}: {times}, {need} statements"
    line = figures.compared(pair, what, lambda one: one.p50, most=1.5)
    return Line(line.what, line.value, line.target, bool(line.reached) and need <= MOST)


def _in_turn(stage: Stage, ours: list[UUID]) -> Callable[[int], Asks]:
    """Each connection goes round through its own share of the projects."""

    def asking(number: int) -> Asks:
        share = cycle(
            get(f"/projects/{one}", stage.cookies["alina"]) for one in ours[number::CONNECTIONS]
        )
        return lambda _answer: next(share)

    return asking


def counted(stage: Stage, project: UUID) -> list[int]:
    """How many statements each page of a full proposal needs the first time."""
    database = connect(stage.url)
    found = []
    with TestClient(
        create_app(database, Settings(mode="test")), base_url="http://127.0.0.1:8000"
    ) as browser:
        for _name, user, page in PAGES:
            browser.cookies["seedbed"] = stage.cookies[user]
            sheets.forget()
            with statements(database) as seen:
                assert browser.get(f"/projects/{project}{page}").status_code == 200
            found.append(len(seen))
    return found


def built(stage: Stage) -> tuple[list[UUID], list[UUID]]:
    """As many full ones and as many empty ones; Boris mentors them and was asked about each."""
    database = connect(stage.url)
    with database.writes.alone() as session:
        sample = session.get_one(Project, stage.projects[0])
        whole = filled(sections.plan(session, sample))
        people = {
            one.user: one.id
            for one in session.exec(
                select(Person).where(col(Person.user).in_(["alina", "maksim", "boris"]))
            )
        }
        made = [
            [_project(session, sample, plan, people) for _number in range(IN_TURN)]
            for plan in (whole, {})
        ]
    database.dispose()
    return made[0], made[1]


def filled(plan: Plan) -> Plan:
    """With copies of its rows, each under an id of its own."""
    filled = deepcopy(plan)
    for section, table in (("plan", "activities"), ("budget", "budget")):
        rows = filled[section][table]
        more = range(FULL[table] - len(rows))
        copies = [rows[number % len(rows)] | {"id": f"more{number}"} for number in more]
        filled[section][table] = (rows + copies)[: FULL[table]]
    return filled


def _project(session: Session, sample: Project, plan: Plan, people: dict[str, UUID]) -> UUID:
    """Its sections were saved again and again, until there are so many versions."""
    kept = {column.key: getattr(sample, column.key) for column in Project.__table__.columns}  # type: ignore[attr-defined]
    own: dict[str, Any] = {"code": projects.new_code(), "version": VERSIONS if plan else 0}
    if not plan:
        own["title"] = ""
    project = Project(**{name: kept[name] for name in kept if name != "id"} | own)
    session.add(project)
    session.flush()
    session.add(Teammate(project_id=project.id, person_id=people["alina"], lead=True))
    session.add(Teammate(project_id=project.id, person_id=people["maksim"]))
    session.add(Assignment(project_id=project.id, person_id=people["boris"]))
    saved = cycle(plan.items())
    for number in range(1, project.version + 1):
        section, answers = next(saved)
        session.add(
            Revision(
                project_id=project.id,
                section=section,
                number=number,
                base=number - 1,
                language=project.language,
                written={},
                answers=answers,
                writer_id=people["alina"],
            )
        )
    _asked(session, project, plan, people)
    session.flush()
    return project.id


def _asked(session: Session, project: Project, plan: Plan, people: dict[str, UUID]) -> None:
    """Two snapshots, the first without the section of the budget; a full plan with points on the
    rows of it."""
    for number in (1, 2):
        shown = plan if number == 2 else {key: plan[key] for key in plan if key != "budget"}
        snapshot = Snapshot(
            project_id=project.id,
            number=number,
            version=project.version,
            template=project.template,
            language=project.language,
            plan=shown,
            asked_by_id=people["alina"],
        )
        session.add(snapshot)
        session.flush()
    rows = cycle(reading.rows(plan, "budget", "budget"))
    for number, row in zip(range(POINTS), rows, strict=False):
        session.add(
            Point(
                project_id=project.id,
                snapshot_id=snapshot.id,
                section="budget",
                field="budget",
                row=row["id"],
                about=row,
                kind=PointKind.question,
                text=f"Why {number}?",
                language="en",
                writer_id=people["boris"],
            )
        )
