"""Who is told of what, and in which words.

A letter names a project by its code only and quotes nobody: it may be read on a shared phone.
``{code}`` is the project's or the pitch's code; other names are filled in by the caller.
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


@dataclass(frozen=True)
class Notice:
    to: Audience
    subject: Phrase
    body: Phrase
    leads: str = ""  # where in the app, if these readers are to go elsewhere than the others


A = Audience

NOTICES: dict[str, tuple[Notice, ...]] = {
    "person.join": (
        Notice(A.coordinators, _("Tick off a new participant"),
               _("Somebody joined your camp with the join code. Please tick them off if you know"
                 " them from the camp.")),
    ),
    "mentor.join": (
        Notice(A.coordinators, _("Record the vetting of a new mentor"),
               _("A mentor came to your camp with a personal invitation. Projects open to them"
                 " once their vetting is recorded.")),
    ),
    "coordinator.join": (
        Notice(A.coordinators, _("Your camp has a new coordinator"),
               _("Somebody came to your camp as a coordinator, with a personal invitation.")),
    ),
    "person.confirm": (
        Notice(A.person, _("You are on the list"),
               _("A coordinator has ticked you off. What you send can now be read by the people"
                 " who help you.")),
    ),
    "consent.unanswered": (
        Notice(A.coordinators, _("A guardian's consent is still missing"),
               _("A participant of your camp has waited 11 days for a guardian's consent. Without"
                 " it the account is deleted in three days, and with it every draft that nobody"
                 " else has written in and that was never sent.")),
        Notice(A.person, _("Your guardian's consent is still missing"),
               _("Without your guardian's consent your account is deleted in three days, and with"
                 " it the drafts that you wrote alone and never sent. Please ask at home for the"
                 " signed paper, or ask a coordinator of your camp."), "/home"),
    ),
    "consent.record": (
        Notice(A.person, _("The consent has arrived"),
               _("A coordinator has recorded your guardian's consent.")),
    ),
    "project.joined": (
        Notice(A.team, _("Somebody joined project {code}"),
               _("A new teammate has joined project {code}.")),
    ),
    "project.declined": (
        Notice(A.person, _("Your invitation to project {code} was declined"),
               _("Whoever got your code for project {code} has said no, thank you. The code lets"
                 " nobody in any more.")),
    ),
    "team.change": (
        Notice(A.person, _("What you may do in project {code} has changed"),
               _("Whoever leads the team of project {code} has changed what you may do there. The"
                 " page of the team says it.")),
    ),
    "team.lead": (
        Notice(A.person, _("You lead the team of {code} now"),
               _("You lead the team of project {code} now: you say who may write and who may"
                 " comment.")),
        Notice(A.team, _("Somebody else leads the team of {code}"),
               _("The team of project {code} is led by another teammate now. The page of the team"
                 " says by whom.")),
    ),
    "team.remove": (
        Notice(A.person, _("You are no longer in the team of {code}"),
               _("Whoever leads the team of project {code} has ended your part in it. Thank you for"
                 " your work: what you wrote stays in the project. If this surprises you, talk to a"
                 " coordinator of your camp."), "/projects"),
        Notice(A.team, _("Somebody was removed from the team of {code}"),
               _("A teammate is no longer in the team of project {code}. The page of the team says"
                 " who.")),
    ),
    "team.leave": (
        Notice(A.team, _("Somebody has left the team of {code}"),
               _("A teammate has left project {code}. What they wrote stays. The page of the team"
                 " says who it was.")),
    ),
    "team.unwritten": (
        Notice(A.coordinators, _("Nobody writes project {code} any more"),
               _("The last teammate who may write has left project {code}. On the page of the team"
                 " you can make a code for somebody who goes on with it.")),
        Notice(A.team, _("Nobody writes project {code} any more"),
               _("The last teammate who may write has left project {code}. The coordinators of your"
                 " camp are told and look for somebody who goes on with it.")),
    ),
    "idea.enter": (
        Notice(A.person, _("Your idea card is here: {code}"),
               _("A coordinator has typed in the idea card that you wrote on paper. It is project"
                 " {code} now, and you lead it. Nothing has been sent to anybody; go on with it"
                 " when you like.")),
    ),
    "call.edit": (
        Notice(A.team, _("The limits of the call have changed: {code}"),
               _("A coordinator has changed what the call of project {code} allows. Nothing that"
                 " you wrote has changed; the page of the project says what fits and what does"
                 " not.")),
    ),
    "project.change_call": (
        Notice(A.team, _("Project {code} is under another call"),
               _("A coordinator has put project {code} under another call, or under none. The page"
                 " of the project says which, and what fits.")),
    ),
    "project.renew_template": (
        Notice(A.team, _("Project {code} has new questions"),
               _("A coordinator has moved project {code} to the new version of the questions."
                 " What you wrote is still there; the list of versions has it as it was.")),
        Notice(A.mentors, _("Project {code} has new questions"),
               _("A coordinator has moved project {code} to the new version of the questions."
                 " Snapshots stay as they were.")),
    ),
    "project.send": (
        Notice(A.coordinators, _("Read a new idea: {code}"),
               _("A team has sent the idea {code}. It waits for you to welcome it or to return it"
                 " with a note.")),
    ),
    "project.welcome": (
        Notice(A.team, _("Welcome into development: {code}"),
               _("Your idea {code} was welcomed. You have a mentor now, and the next sections are"
                 " open.")),
        Notice(A.mentors, _("Mentor a new project: {code}"),
               _("A coordinator asks you to mentor project {code}.")),
    ),
    "project.assign": (
        Notice(A.team, _("The mentor of {code} has changed"),
               _("A coordinator has changed who mentors project {code}.")),
        Notice(A.mentors, _("Mentor a project: {code}"),
               _("A coordinator asks you to mentor project {code}.")),
    ),
    "assignment.end": (
        Notice(A.person, _("You no longer mentor project {code}"),
               _("A coordinator has ended your part in project {code}. Thank you for your help:"
                 " what you wrote stays there."), "/mentoring"),
        Notice(A.team, _("The mentor of {code} has changed"),
               _("A coordinator has changed who mentors project {code}.")),
    ),
    "assignment.leave": (
        Notice(A.coordinators, _("Find a mentor for {code}"),
               _("A mentor cannot go on with project {code}. The page of the project says why;"
                 " there you can ask somebody else."), "/projects/{project}/approval"),
        Notice(A.team, _("A mentor of {code} cannot go on"),
               _("Somebody who mentors project {code} cannot go on with it. What they wrote stays."
                 " The coordinators of your camp know and look after it.")),
    ),
    "project.return": (
        Notice(A.team, _("Read the note on your idea {code}"),
               _("A coordinator has read your idea {code} and returned it with a note. Change it"
                 " and send it again when you like.")),
    ),
    "feedback.ask": (
        Notice(A.mentors, _("Feedback is asked for: {code}"),
               _("The team of project {code} asks for your feedback.")),
    ),
    "feedback.request": (
        Notice(A.team, _("Read the feedback on {code}"),
               _("Your mentor has answered on project {code} and asks for changes.")),
    ),
    "project.ready": (
        Notice(A.team, _("Ready: {code}"),
               _("Your mentor has marked project {code} as ready. Next comes the pitch.")),
        Notice(A.coordinators, _("A project is ready: {code}"),
               _("The mentor of project {code} has marked it as ready.")),
    ),
    "project.unready": (
        Notice(A.team, _("{code} is in development again"),
               _("Project {code} was changed after it had been marked as ready. Ask for feedback"
                 " again when you are done.")),
        Notice(A.mentors, _("{code} was changed after you marked it ready"),
               _("The team has changed project {code}, so it is in development again.")),
    ),
    "point.answer": (
        Notice(A.mentors, _("An answer on {code}"),
               _("The team of project {code} has answered a point.")),
    ),
    "held.make": (
        Notice(A.coordinators, _("Decide on words that wait: {code}"),
               _("Somebody wishes to send words about project {code} that hold a way to reach"
                 " people outside. They wait until a coordinator has read them.")),
    ),
    "held.decide": (
        Notice(A.person, _("A coordinator has read your words on {code}"),
               _("What you wrote about project {code} was read by a coordinator. The page of the"
                 " project says what came of it.")),
    ),
    "project.submit": (
        Notice(A.coordinators, _("Approve a pitch: {code}"),
               _("The team of project {code} asks to publish its pitch.")),
    ),
    "project.send_back": (
        Notice(A.team, _("Read the note on your pitch {code}"),
               _("A coordinator has looked at the pitch of project {code} and sent it back with a"
                 " note.")),
    ),
    "pitch.publish": (
        Notice(A.team, _("Published: {code}"),
               _("Your pitch {code} is published. Donors can find it now.")),
        Notice(A.mentors, _("Published: {code}"),
               _("The pitch {code}, which you mentored, is published."), "/projects/{project}"),
    ),
    "project.pause": (
        Notice(A.interested, _("Pitch {code} is paused"),
               _("The pitch {code}, in which you marked interest, is paused for now."),
               "/interests"),
    ),
    "project.match": (
        Notice(A.team, _("Matched: {code}"),
               _("A coordinator has marked project {code} as matched.")),
    ),
    "project.withdraw": (
        Notice(A.interested, _("Pitch {code} was withdrawn"),
               _("The pitch {code}, in which you marked interest, was withdrawn by its authors."
                 " Nothing of it is shown any more."), "/interests"),
        Notice(A.coordinators, _("Withdrawn: {code}"),
               _("Project {code} was withdrawn.")),
        Notice(A.team, _("Withdrawn: {code}"),
               _("Project {code} was withdrawn. You can take it up again at any time.")),
    ),
    "interest.mark": (
        Notice(A.coordinators, _("A donor would like to help: {code}"),
               _("Pitch {code} has a new mark of interest. Nothing is binding; please get in"
                 " touch with the donor.")),
    ),
    "interest.change": (
        Notice(A.coordinators, _("An interest has changed: {code}"),
               _("A donor has changed the interest in pitch {code}.")),
    ),
    "interest.withdraw": (
        Notice(A.coordinators, _("An interest was withdrawn: {code}"),
               _("A donor has withdrawn the interest in pitch {code}.")),
    ),
    "interest.move": (
        Notice(A.person, _("News on pitch {code}"),
               _("A coordinator has moved your interest in pitch {code} along.")),
    ),
    "interest.tell": (
        Notice(A.team, _("News from a coordinator: {code}"),
               _("A coordinator has something to tell you about project {code}.")),
    ),
    "organisation.join": (
        Notice(A.coordinators, _("Verify an organisation"),
               _("Somebody joined for an organisation that is not verified yet.")),
    ),
    "organisation.verify": (
        Notice(A.organisation, _("Your organisation is verified"),
               _("You can read the pitches now and mark your interest.")),
    ),
    "organisation.revoke": (
        Notice(A.organisation, _("Your organisation is no longer verified"),
               _("A coordinator has taken back the verification of your organisation. Please get"
                 " in touch with the camp.")),
    ),
    "vetting.record": (
        Notice(A.person, _("Your vetting is recorded"),
               _("A coordinator has recorded your vetting as a mentor.")),
    ),
}  # fmt: skip
