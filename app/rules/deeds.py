"""What a line of the history says, in words. A line holds the action, the kind of thing and the
names of fields; never a value."""

from collections.abc import Iterable

from app.errors import Phrase
from app.i18n import _

DEEDS: dict[str, Phrase] = {
    "camp.open": _("opened the camp"),
    "camp.edit": _("changed what is said of the camp"),
    "call.make": _("made a call for ideas"),
    "call.edit": _("changed a call for ideas"),
    "invitation.make": _("made an invitation"),
    "invitation.end": _("ended an invitation"),
    "person.join": _("joined"),
    "person.edit": _("changed their own account"),
    "person.confirm": _("ticked off a participant"),
    "person.erase": _("deleted an account for which no guardian had consented"),
    "person.read_papers": _("opened the papers of a person"),
    "consent.record": _("recorded a guardian's consent"),
    "consent.withdraw": _("recorded that a consent was taken back"),
    "vetting.record": _("recorded a mentor's vetting"),
    "link.make": _("made a one-time sign-in link"),
    "link.use": _("signed in with a one-time link"),
    "project.start": _("started a project"),
    "project.invite": _("invited a teammate"),
    "project.uninvite": _("cancelled a code for the team"),
    "project.join": _("joined the team"),
    "team.describe": _("said what they do in the team"),
    "team.change": _("changed what a teammate may do"),
    "team.lead": _("changed who leads the team"),
    "team.remove": _("removed a teammate"),
    "team.leave": _("left the team"),
    "team.renew": _("invited somebody to go on with a project"),
    "invitation.decline": _("declined an invitation"),
    "idea.enter": _("typed in an idea card"),
    "project.edit": _("changed a project that had been marked ready"),
    "dignity.dismiss": _("kept a phrase that the dignity check asks about, with a reason"),
    "dignity.take_back": _("took back the reason for keeping a phrase"),
    "project.assign": _("chose the mentor"),
    "project.change_call": _("put a project under another call"),
    "project.renew_template": _("moved a project to the new questions"),
    "project.refused": _("opened the address of a project that is not open to them"),
    "assignment.end": _("ended a mentor's part in a project"),
    "assignment.leave": _("stopped mentoring a project"),
    "mentoring.skip": _("put a snapshot off for a day"),
    "project.send": _("sent the idea"),
    "project.welcome": _("welcomed the idea into development"),
    "project.return": _("returned the idea with a note"),
    "project.ready": _("marked the project as ready"),
    "project.submit": _("asked to publish"),
    "project.send_back": _("sent the pitch back with a note"),
    "project.pause": _("paused the pitch"),
    "project.resume": _("showed the pitch again"),
    "project.match": _("marked the project as matched"),
    "project.withdraw": _("withdrew the project"),
    "project.reopen": _("took the project up again"),
    "project.archive": _("archived the project"),
    "safety.review": _("reviewed the safety answers"),
    "pitch.publish": _("published the pitch"),
    "feedback.ask": _("asked for feedback"),
    "feedback.review": _("read what a team has sent to its mentor"),
    "feedback.request": _("asked for changes"),
    "point.make": _("made a point"),
    "point.answer": _("answered a point"),
    "point.address": _("marked a point as addressed"),
    "point.correct": _("put their words right"),
    "suggestion.decide": _("decided about a suggestion"),
    "point.settle": _("settled a point or opened it again"),
    "held.make": _("asked a coordinator to decide on words that lead outside"),
    "held.let": _("let words through that lead outside"),
    "held.reword": _("let words through in a wording of their own"),
    "held.refuse": _("did not let words through that lead outside"),
    "conduct.accept": _("accepted the code of conduct for mentors"),
    "interest.mark": _("marked interest"),
    "interest.change": _("changed an interest"),
    "interest.withdraw": _("withdrew an interest"),
    "interest.move": _("moved an interest along"),
    "interest.tell": _("told the team about an interest"),
    "organisation.join": _("introduced an organisation"),
    "organisation.verify": _("verified an organisation"),
    "organisation.revoke": _("took back the verification of an organisation"),
}


# What is worth saying beside the deed; other names ("state") only repeat it.
FIELDS: dict[str, Phrase] = {
    "participant": _("as a participant"),
    "mentor": _("as a mentor"),
    "donor": _("as a donor"),
    "coordinator": _("as a coordinator"),
    "name": _("name"),
    "place": _("place"),
    "text": _("what it is about"),
    "starts_on": _("first day"),
    "ends_on": _("last day"),
    "time_zone": _("time zone"),
    "currency": _("currency"),
    "default_language": _("language of the camp"),
    "region": _("region"),
    "opens": _("first day"),
    "closes": _("last day"),
    "most": _("most money"),
    "regions": _("regions"),
    "template": _("questions"),
    "organisers": _("organisers"),
    "supporters": _("supporters"),
    "language": _("language"),
    "email": _("e-mail address"),
    "passphrase": _("passphrase"),
    "kind": _("kind of support"),
    "amount": _("amount"),
    "note": _("message"),
    "answer_days": _("days within which mentors answer"),
    "conflict": _("because of a conflict of interest"),
    "consent.account": _("for the account"),
    "consent.mentoring": _("for mentoring"),
    "consent.publish": _("for publishing"),
}
SAY_MORE = (
    "person.", "camp.edit", "call.edit", "interest.change", "consent.", "assignment.leave",
)  # fmt: skip


def deed(action: str) -> Phrase:
    return DEEDS.get(action, action)


def about(action: str, fields: Iterable[str]) -> list[Phrase]:
    """What was changed, where the deed alone does not say it."""
    if not action.startswith(SAY_MORE):
        return []
    return [FIELDS[name] for name in fields if name in FIELDS]
