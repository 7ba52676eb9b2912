"""Ready-made things. Say only what matters to the test: ``make.project(state=State.ready)``."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from app.db import Database
from app.demo import Cast
from app.models import (
    Assignment,
    Camp,
    Person,
    Pitch,
    Point,
    Project,
    Revision,
    Snapshot,
    State,
    Teammate,
    Visibility,
    Welcome,
)
from app.models.base import now
from app.rules import pointing
from app.rules.pointing import Target
from app.rules.policy import Who
from app.rules.saving import Posted, Value
from app.rules.template.shape import Plan
from app.services import invitations, people, pitches, projects, sections
from tests.plans import COMPLETE


@dataclass
class Make:
    database: Database
    cast: Cast

    def who(self, user: str) -> Who:
        with self.database.reads.alone() as session:
            return people.who(session, self.cast[user])[0]

    @property
    def camp(self) -> Camp:
        return self.cast.camps["minsk-2026"]

    def project(
        self,
        state: State = State.idea,
        plan: Plan | None = None,
        team: tuple[str, ...] = ("alina", "maksim"),
        mentor: str | None = "boris",
        **about: Any,
    ) -> Project:
        """Alina's and Maksim's; Boris is their mentor. With the complete plan, unless another
        one is given: each section is a version of its own."""
        plan = deepcopy(COMPLETE) if plan is None else plan
        with self.database.writes.alone() as session:
            project = Project(
                code=projects.new_code(),
                title=plan.get("idea", {}).get("title", ""),
                camp_id=self.camp.id,
                language="ru",
                state=state,
                version=len(plan),
                welcomed_at=None if state in {State.idea, State.idea_sent} else now(),
                **about,
            )
            session.add(project)
            session.flush()
            for number, user in enumerate(team):
                joined = now() + timedelta(seconds=number)
                session.add(
                    Teammate(
                        project_id=project.id,
                        person_id=self.cast[user].id,
                        lead=number == 0,
                        joined_at=joined,
                    )
                )
            if mentor:
                session.add(Assignment(project_id=project.id, person_id=self.cast[mentor].id))
            for number, (section, answers) in enumerate(plan.items(), start=1):
                session.add(_revision(project, section, answers, number, self.cast[team[0]]))
            session.flush()
            return self.reload(session, project.id)

    def snapshot(self, project: Project, plan: Plan | None = None, **about: Any) -> Snapshot:
        with self.database.writes.alone() as session:
            snapshot = Snapshot(
                project_id=project.id,
                number=about.pop("number", 1),
                version=project.version,
                template=project.template,
                language=project.language,
                plan=plan or deepcopy(COMPLETE),
                asked_by_id=self.cast["alina"].id,
                **about,
            )
            session.add(snapshot)
            return snapshot

    def point(self, asked: Snapshot, by: str = "boris", **about: Any) -> Point:
        """Said about a place of a snapshot: ``section``, ``field``, ``kind``, ``text``."""
        place = Target(*(about.get(name, "") for name in Target._fields))
        about.setdefault("about", pointing.value(asked.plan, place))
        with self.database.writes.alone() as session:
            point = Point(
                project_id=asked.project_id,
                snapshot_id=asked.id,
                language="ru",
                writer_id=self.cast[by].id,
                **about,
            )
            session.add(point)
            return point

    def write(
        self, project: Project, section: str, answers: Mapping[str, Value], by: str = "alina"
    ) -> None:
        """A save, by form field: ``make.write(project, "budget", {"budget.b1.item": "Pens"})``."""
        who = self.who(by)
        with self.database.writes.alone() as session:
            project = self.reload(session, project.id)
            posted = Posted(project.version, "", dict(answers), None)
            asked = sections.template_of(project).sections[section]
            sections.save(session, project, asked, posted, by=who)

    def pitch(self, project: Project, visibility: Visibility = Visibility.vetted_donors) -> Pitch:
        """The project's pitch, as it would be published today."""
        vera = self.who("vera")
        with self.database.writes.alone() as session:
            project = self.reload(session, project.id)
            plan = sections.plan(session, project)
            pitch = pitches.publish(session, project, plan, visibility=visibility, by=vera)
            assert pitch.authors
            return pitch

    def invitation(self, welcomes: Welcome, by: str = "vera", **about: Any) -> str:
        """The code of an invitation to this camp, or to the project that is given."""
        about = about if "project" in about else {"camp": self.camp} | about
        with self.database.writes.alone() as session:
            return invitations.make(session, welcomes, by=self.who(by), **about)[1]

    def reload(self, session: Any, project_id: UUID) -> Project:
        found: Project = session.get(Project, project_id, populate_existing=True)
        assert found.team is not None
        assert found.assignments is not None
        return found


def _revision(
    project: Project, section: str, answers: dict[str, Any], number: int, writer: Person
) -> Revision:
    return Revision(
        project_id=project.id,
        section=section,
        number=number,
        base=number - 1,
        language=project.language,
        written={},
        answers=answers,
        writer_id=writer.id,
    )
