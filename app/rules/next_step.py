"""The one thing that is best to do now. Each signed-in screen says it; here it is decided for the
page of a project, from what is known of the project and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import Phrase
from app.i18n import _
from app.models import State, Verdict
from app.rules.template import Template
from app.rules.template.completeness import Progress
from app.rules.template.shape import Stage


@dataclass(frozen=True)
class Situation:
    state: State
    progress: Mapping[str, Progress]  # of each section
    note: bool = False  # a coordinator returned it with one
    open_point: tuple[str, str] | None = None  # section and form field of what waits for the team
    verdict: Verdict | None = None  # of the newest snapshot
    unchanged: bool = False  # nothing was saved since that
    may_send: bool = True  # everybody is ticked off, every guardian has consented
    changed_since_note: bool = False


@dataclass(frozen=True)
class NextStep:
    """``{section}`` stands for a section's title. It leads to a page by the name of its route, or
    it is a move of the workflow."""

    says: Phrase
    about: Phrase
    action: Phrase = ""  # on the button; "" where there is nothing to press
    leads: str = ""  # "section", "idea", "feedback", "pitch_preview", "approval", "review"
    move: str = ""
    section: str = ""
    name: str = ""  # the form field to go to
    minutes: int = 0
    waits: bool = False  # it is somebody else's turn, or nobody's


def for_team(template: Template, now: Situation) -> NextStep | None:
    match now.state:
        case State.idea:
            return _idea(template, now)
        case State.idea_sent:
            return _meanwhile(template, now)
        case State.developing:
            return _developing(template, now)
        case State.ready:
            return _pitch(template, now)
        case State.awaiting_approval:
            return NextStep(
                _("A coordinator is looking at your pitch"),
                _("You will get a letter. A change of the plan now would begin the approval anew."),
                _("See the pitch"),
                "pitch_preview",
                waits=True,
            )
        case State.published:
            return NextStep(
                _("Your pitch is published"),
                _("Donors can find it. When one would like to help, a coordinator tells you."),
                _("See the pitch"),
                "pitch_preview",
                waits=True,
            )
        case State.paused:
            return NextStep(
                _("Your pitch is paused"),
                _("Donors do not see it now. You can show it again whenever you like."),
                _("Show the pitch again"),
                move="resume",
                waits=True,
            )
        case State.matched:
            return NextStep(
                _("Somebody helps your project"),
                _("A coordinator has marked it as matched and goes on with you from here."),
                waits=True,
            )
        case State.withdrawn:
            return NextStep(
                _("The project is withdrawn"),
                _("Nothing of it is shown, and nothing is lost. You can take it up again."),
                _("Take it up again"),
                move="reopen",
                waits=True,
            )
        case _:
            return None


def _idea(template: Template, now: Situation) -> NextStep:
    unfinished = _unfinished(template, now, "think")
    if now.note and not now.changed_since_note:
        return NextStep(
            _("Read the coordinator's note"),
            _("It stands below. Change the idea and send it again when you like."),
            _("Open the idea card"),
            "idea",
        )
    if all(now.progress[section.key].state == "empty" for section in template.of("think")):
        return NextStep(
            _("Write your idea"),
            _("Five short parts. One sentence is enough to start, and you can stop at any time."),
            _("Open the idea card"),
            "idea",
            minutes=template.minutes(unfinished),
        )
    if unfinished:
        return _write(template, now, unfinished)
    if not now.may_send:
        return NextStep(
            _("The idea is written"),
            _(
                "It can be sent as soon as a coordinator has ticked everybody off and has the"
                " guardian's paper of everybody under 16. Ask at the camp's desk."
            ),
            waits=True,
        )
    return NextStep(
        _("Send the idea"),
        _("A coordinator reads it, and welcomes it with a mentor or returns it with a note."),
        _("Send the idea"),
        move="send",
        minutes=1,
    )


def _meanwhile(template: Template, now: Situation) -> NextStep:
    first = next(iter(_unfinished(template, now, "act")), "")
    return NextStep(
        _("A coordinator is reading your idea"),
        _("You will get a letter. Meanwhile you can begin with the plan."),
        _("Begin with “{section}”") if first else "",
        "section" if first else "",
        section=first,
        waits=True,
    )


def _developing(template: Template, now: Situation) -> NextStep:
    if now.open_point:
        section, name = now.open_point
        return NextStep(
            _("Answer your mentor on “{section}”"),
            _("Change what you like, or say why it stays. Then ask again."),
            _("Open the section"),
            "section",
            section=section,
            name=name,
            minutes=10,
        )
    unfinished = [*_unfinished(template, now, "think"), *_unfinished(template, now, "act")]
    if unfinished:
        return _write(template, now, unfinished)
    if now.verdict == Verdict.waiting and now.unchanged:
        return NextStep(
            _("Your mentor is reading"),
            _("You will get a letter. Nothing has to be done now."),
            _("See what you sent"),
            "feedback",
            waits=True,
        )
    return NextStep(
        _("Ask for feedback"),
        _("Every section has what it needs. Your mentor reads it as it stands now."),
        _("Ask for feedback"),
        "feedback",
        minutes=2,
    )


def _pitch(template: Template, now: Situation) -> NextStep:
    unfinished = _unfinished(template, now, "share")
    if unfinished:
        return NextStep(
            _("Write the pitch"),
            _("Your mentor has marked the plan as ready. Now comes the page that donors read."),
            _("Open the section"),
            "section",
            section=unfinished[0],
            minutes=template.minutes(unfinished),
        )
    return NextStep(
        _("Ask to publish"),
        _("A coordinator reads the pitch once more before donors see it."),
        _("Ask to publish"),
        move="submit",
        minutes=1,
    )


def _write(template: Template, now: Situation, unfinished: list[str]) -> NextStep:
    to_mend = [key for key in unfinished if now.progress[key].state == "fix"]
    started = [key for key in unfinished if now.progress[key].state == "started"]
    first = (to_mend + started + unfinished)[0]
    if first in to_mend:
        return NextStep(
            _("Mend what does not fit in “{section}”"),
            _("The section says what it is, beside each answer."),
            _("Open the section"),
            "section",
            section=first,
            minutes=5,
        )
    return NextStep(
        _("Go on with “{section}”") if first in started else _("Write “{section}”"),
        _("Why it is asked and how others might answer stands beside each question."),
        _("Open the section"),
        "section",
        section=first,
        minutes=template.minutes([first]),
    )


def _unfinished(template: Template, now: Situation, stage: Stage) -> list[str]:
    keys = [section.key for section in template.of(stage)]
    return [key for key in keys if not _is_done(now.progress[key])]


def _is_done(progress: Progress) -> bool:
    """A section in which nothing has to be answered may stay empty."""
    return progress.state == "complete" or not progress.applicable


def for_coordinator(now: Situation) -> NextStep | None:
    if now.state == State.idea_sent:
        return NextStep(
            _("Read the idea"),
            _("Welcome it into development with a mentor, or return it with a note."),
            _("Read and decide"),
            "approval",
        )
    if now.state == State.awaiting_approval:
        return NextStep(
            _("Read the pitch before it is published"),
            _("The approval page shows the checks, the consents and what donors will see."),
            _("Read and decide"),
            "approval",
        )
    return None


def for_mentor(now: Situation) -> NextStep | None:
    if now.verdict == Verdict.waiting:
        return NextStep(
            _("The team asks for your feedback"),
            _("Read the snapshot, make points where something should change, then give a verdict."),
            _("Read the snapshot"),
            "review",
        )
    return None
