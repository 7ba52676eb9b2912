"""Who is told of what, and in which words.

A letter names a project by its code only and quotes nobody: it may be read on a shared phone.
``{code}`` is the project's or the pitch's code; other names are filled in by the caller.

A notice that waits is one whose next step is its reader's; everything else is news. A subject
begins with a verb: what there is to do, or to read.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.errors import Phrase
from app.i18n import _


class Audience(StrEnum):
    team = "team"
    mentors = "mentors"  # the project's, while their vetting is valid
    coordinators = "coordinators"  # of the camp
    interested = "interested"  # donors who marked the pitch and did not withdraw
    person = "person"  # the one it is about
    organisation = "organisation"  # its people
    readers = "readers"  # those who read a concern


@dataclass(frozen=True)
class Notice:
    to: Audience
    waits: bool  # on its reader: then it is sent at once, whatever they chose (``rules.letters``)
    subject: Phrase
    body: Phrase
    leads: str = ""  # where in the app, if these readers are to go elsewhere than the others


A = Audience
WAITS, NEWS = True, False

NOTICES: dict[str, tuple[Notice, ...]] = {
    "person.join": (
        Notice(A.coordinators, WAITS, _("Tick off a new participant"),
               _("Somebody joined your camp with the join code. Please tick them off if you know"
                 " them from the camp.")),
    ),
    "mentor.join": (
        Notice(A.coordinators, WAITS, _("Record the vetting of a new mentor"),
               _("A mentor came to your camp with a personal invitation. Projects open to them"
                 " once their vetting is recorded.")),
    ),
    "coordinator.join": (
        Notice(A.coordinators, NEWS, _("Meet a new coordinator of your camp"),
               _("Somebody came to your camp as a coordinator, with a personal invitation.")),
    ),
    "person.confirm": (
        Notice(A.person, NEWS, _("Go ahead: you are on the list"),
               _("A coordinator has ticked you off. What you send can now be read by the people"
                 " who help you.")),
    ),
    "consent.unanswered": (
        Notice(A.coordinators, WAITS, _("Ask for a guardian's consent: three days are left"),
               _("A participant of your camp has waited 11 days for a guardian's consent. Without"
                 " it the account is deleted in three days, and with it every draft that nobody"
                 " else has written in and that was never sent.")),
        Notice(A.person, WAITS, _("Ask for your guardian's consent: three days are left"),
               _("Without your guardian's consent your account is deleted in three days, and with"
                 " it the drafts that you wrote alone and never sent. Please ask at home for the"
                 " signed paper, or ask a coordinator of your camp."), "/home"),
    ),
    "consent.record": (
        Notice(A.person, NEWS, _("Go ahead: the consent has arrived"),
               _("A coordinator has recorded your guardian's consent.")),
    ),
    "project.joined": (
        Notice(A.team, NEWS, _("Meet a new teammate in {code}"),
               _("A new teammate has joined project {code}.")),
    ),
    "project.declined": (
        Notice(A.person, NEWS, _("See what became of your invitation to {code}"),
               _("Whoever got your code for project {code} has said no, thank you. The code lets"
                 " nobody in any more.")),
    ),
    "team.change": (
        Notice(A.person, NEWS, _("See what you may do in {code} now"),
               _("Whoever leads the team of project {code} has changed what you may do there. The"
                 " page of the team says it.")),
    ),
    "team.lead": (
        Notice(A.person, WAITS, _("Lead the team of {code} from now on"),
               _("You lead the team of project {code} now: you say who may write and who may"
                 " comment.")),
        Notice(A.team, NEWS, _("See who leads the team of {code} now"),
               _("The team of project {code} is led by another teammate now. The page of the team"
                 " says by whom.")),
    ),
    "team.remove": (
        Notice(A.person, NEWS, _("Read: your part in {code} has ended"),
               _("Whoever leads the team of project {code} has ended your part in it. Thank you for"
                 " your work: what you wrote stays in the project. If this surprises you, talk to a"
                 " coordinator of your camp."), "/projects"),
        Notice(A.team, NEWS, _("See who is in the team of {code} now"),
               _("A teammate is no longer in the team of project {code}. The page of the team says"
                 " who.")),
    ),
    "team.leave": (
        Notice(A.team, NEWS, _("See who has left the team of {code}"),
               _("A teammate has left project {code}. What they wrote stays. The page of the team"
                 " says who it was.")),
    ),
    "team.unwritten": (
        Notice(A.coordinators, WAITS, _("Find somebody who goes on with {code}"),
               _("The last teammate who may write has left project {code}. On the page of the team"
                 " you can make a code for somebody who goes on with it.")),
        Notice(A.team, NEWS, _("Read: nobody writes {code} any more"),
               _("The last teammate who may write has left project {code}. The coordinators of your"
                 " camp are told and look for somebody who goes on with it.")),
    ),
    "idea.enter": (
        Notice(A.person, NEWS, _("Go on with your idea card: {code}"),
               _("A coordinator has typed in the idea card that you wrote on paper. It is project"
                 " {code} now, and you lead it. Nothing has been sent to anybody; go on with it"
                 " when you like.")),
    ),
    "call.edit": (
        Notice(A.team, NEWS, _("See the new limits of the call: {code}"),
               _("A coordinator has changed what the call of project {code} allows. Nothing that"
                 " you wrote has changed; the page of the project says what fits and what does"
                 " not.")),
    ),
    "project.change_call": (
        Notice(A.team, NEWS, _("See which call {code} is under now"),
               _("A coordinator has put project {code} under another call, or under none. The page"
                 " of the project says which, and what fits.")),
    ),
    "project.renew_template": (
        Notice(A.team, NEWS, _("See the new questions: {code}"),
               _("A coordinator has moved project {code} to the new version of the questions."
                 " What you wrote is still there; the list of versions has it as it was.")),
        Notice(A.mentors, NEWS, _("See the new questions: {code}"),
               _("A coordinator has moved project {code} to the new version of the questions."
                 " Snapshots stay as they were.")),
    ),
    "project.send": (
        Notice(A.coordinators, WAITS, _("Read a new idea: {code}"),
               _("A team has sent the idea {code}. It waits for you to welcome it or to return it"
                 " with a note.")),
    ),
    "project.welcome": (
        Notice(A.team, WAITS, _("Go on with {code}: your idea is welcome"),
               _("Your idea {code} was welcomed. You have a mentor now, and the next sections are"
                 " open.")),
        Notice(A.mentors, WAITS, _("Mentor a new project: {code}"),
               _("A coordinator asks you to mentor project {code}.")),
    ),
    "project.assign": (
        Notice(A.team, NEWS, _("See who mentors {code} now"),
               _("A coordinator has changed who mentors project {code}.")),
        Notice(A.mentors, WAITS, _("Mentor a project: {code}"),
               _("A coordinator asks you to mentor project {code}.")),
    ),
    "assignment.end": (
        Notice(A.person, NEWS, _("Read: your part in {code} has ended"),
               _("A coordinator has ended your part in project {code}. Thank you for your help:"
                 " what you wrote stays there."), "/mentoring"),
        Notice(A.team, NEWS, _("See who mentors {code} now"),
               _("A coordinator has changed who mentors project {code}.")),
    ),
    "assignment.leave": (
        Notice(A.coordinators, WAITS, _("Find a mentor for {code}"),
               _("A mentor cannot go on with project {code}. The page of the project says why;"
                 " there you can ask somebody else."), "/projects/{project}/approval"),
        Notice(A.team, NEWS, _("Read: a mentor of {code} cannot go on"),
               _("Somebody who mentors project {code} cannot go on with it. What they wrote stays."
                 " The coordinators of your camp know and look after it.")),
    ),
    "project.return": (
        Notice(A.team, WAITS, _("Read the note on your idea {code}"),
               _("A coordinator has read your idea {code} and returned it with a note. Change it"
                 " and send it again when you like.")),
    ),
    "feedback.ask": (
        Notice(A.mentors, WAITS, _("Give feedback on {code}"),
               _("The team of project {code} asks for your feedback.")),
    ),
    "feedback.request": (
        Notice(A.team, WAITS, _("Read the feedback on {code}"),
               _("Your mentor has answered on project {code} and asks for changes.")),
    ),
    "project.ready": (
        Notice(A.team, WAITS, _("Write the pitch: {code} is ready"),
               _("Your mentor has marked project {code} as ready. Next comes the pitch.")),
        Notice(A.coordinators, NEWS, _("See what is ready: {code}"),
               _("The mentor of project {code} has marked it as ready.")),
    ),
    "project.unready": (
        Notice(A.team, NEWS, _("Read: {code} is in development again"),
               _("Project {code} was changed after it had been marked as ready. Ask for feedback"
                 " again when you are done.")),
        Notice(A.mentors, NEWS, _("Read: {code} was changed after you marked it ready"),
               _("The team has changed project {code}, so it is in development again.")),
    ),
    "point.answer": (
        Notice(A.mentors, NEWS, _("Read an answer on {code}"),
               _("The team of project {code} has answered a point.")),
    ),
    "point.help": (
        Notice(A.mentors, WAITS, _("Help with a point: {code}"),
               _("The team of project {code} does not know how to go on with a point and asks for"
                 " your help.")),
    ),
    "point.reword": (
        Notice(A.person, NEWS, _("Read: your words on {code} were changed"),
               _("A coordinator has put words of yours about project {code} otherwise. Where they"
                 " stand you see both. If you do not know why, ask a coordinator of the camp.")),
    ),
    "held.make": (
        Notice(A.coordinators, WAITS, _("Decide on words that wait: {code}"),
               _("Somebody wishes to send words about project {code} that hold a way to reach"
                 " people outside. They wait until a coordinator has read them.")),
    ),
    "held.decide": (
        Notice(A.person, NEWS, _("Read what became of your words on {code}"),
               _("What you wrote about project {code} was read by a coordinator. The page of the"
                 " project says what came of it.")),
    ),
    "concern.urgent": (
        Notice(A.readers, WAITS, _("Read this now, please"),
               _("Somebody is worried, and it may be pressing. Please read it as soon as you see"
                 " this.")),
    ),
    "concern.make": (
        Notice(A.readers, WAITS, _("Read this today, please"),
               _("Somebody is worried and has written it down. It waits for you.")),
    ),
    "concern.add": (
        Notice(A.readers, WAITS, _("Read what was added"),
               _("Somebody who is worried has added words. They wait for you.")),
    ),
    "concern.answer": (
        Notice(A.person, WAITS, _("Read an answer"),
               _("Somebody has read what you wrote and has answered you.")),
    ),
    "project.submit": (
        Notice(A.coordinators, WAITS, _("Approve a pitch: {code}"),
               _("The team of project {code} asks to publish its pitch.")),
    ),
    "project.send_back": (
        Notice(A.team, WAITS, _("Read the note on your pitch {code}"),
               _("A coordinator has looked at the pitch of project {code} and sent it back with a"
                 " note.")),
    ),
    "pitch.publish": (
        Notice(A.team, NEWS, _("See your published pitch: {code}"),
               _("Your pitch {code} is published. Donors can find it now.")),
        Notice(A.mentors, NEWS, _("See the published pitch: {code}"),
               _("The pitch {code}, which you mentored, is published."), "/projects/{project}"),
    ),
    "project.pause": (
        Notice(A.interested, NEWS, _("Read: pitch {code} is paused"),
               _("The pitch {code}, in which you marked interest, is paused for now."),
               "/interests"),
    ),
    "project.match": (
        Notice(A.team, NEWS, _("Read: {code} is matched"),
               _("A coordinator has marked project {code} as matched.")),
    ),
    "project.withdraw": (
        Notice(A.interested, NEWS, _("Read: pitch {code} was withdrawn"),
               _("The pitch {code}, in which you marked interest, was withdrawn by its authors."
                 " Nothing of it is shown any more."), "/interests"),
        Notice(A.coordinators, NEWS, _("Read: {code} was withdrawn"),
               _("Project {code} was withdrawn.")),
        Notice(A.team, NEWS, _("Read: {code} was withdrawn"),
               _("Project {code} was withdrawn. You can take it up again at any time.")),
    ),
    "interest.mark": (
        Notice(A.coordinators, WAITS, _("Answer a donor who would like to help: {code}"),
               _("Pitch {code} has a new mark of interest. Nothing is binding; please get in"
                 " touch with the donor.")),
    ),
    "interest.change": (
        Notice(A.coordinators, NEWS, _("See what a donor has changed: {code}"),
               _("A donor has changed the interest in pitch {code}.")),
    ),
    "interest.withdraw": (
        Notice(A.coordinators, NEWS, _("See which interest was withdrawn: {code}"),
               _("A donor has withdrawn the interest in pitch {code}.")),
    ),
    "interest.move": (
        Notice(A.person, NEWS, _("Read the news on pitch {code}"),
               _("A coordinator has moved your interest in pitch {code} along.")),
    ),
    "interest.tell": (
        Notice(A.team, NEWS, _("Read what a coordinator tells you about {code}"),
               _("A coordinator has something to tell you about project {code}.")),
    ),
    "organisation.join": (
        Notice(A.coordinators, WAITS, _("Verify an organisation"),
               _("Somebody joined for an organisation that is not verified yet.")),
    ),
    "organisation.verify": (
        Notice(A.organisation, NEWS, _("Read the pitches: your organisation is verified"),
               _("You can read the pitches now and mark your interest.")),
    ),
    "organisation.revoke": (
        Notice(A.organisation, WAITS,
               _("Talk to the camp: your organisation is no longer verified"),
               _("A coordinator has taken back the verification of your organisation. Please get"
                 " in touch with the camp.")),
    ),
    "vetting.record": (
        Notice(A.person, NEWS, _("Read: your vetting is recorded"),
               _("A coordinator has recorded your vetting as a mentor.")),
    ),
}  # fmt: skip
