"""What the demo's donors have marked, and what became of it."""

from decimal import Decimal

from sqlmodel import Session, select

from app.demo.cast import MARKERS, Cast, content
from app.models import Interest, InterestChange, Pitch, Project, Stage, Support


def fill_interests(session: Session, cast: Cast) -> None:
    titles = {one["slug"]: one["title"] for one in content()["projects"]}
    homes = {user: one["key"] for one in content()["organisations"] for user in one["people"]}
    for number, about in enumerate(content()["interests"]):
        title = titles[about["pitch"]]
        found = select(Pitch).join(Project).where(Project.title == title)
        pitch = session.exec(found).one()
        marker = f" ({MARKERS['interest note']})" if number == 0 else ""
        interest = Interest(
            pitch_id=pitch.id,
            camp_id=pitch.camp_id,
            donor_id=cast[about["who"]].id,
            organisation_id=cast.organisations[homes[about["who"]]].id,
            kind=Support(about["kind"]),
            amount=Decimal(about["amount"]) if about["amount"] else None,
            currency=about["currency"],
            note=f"{about['note']}{marker}",
            state=Stage(about["state"]),
            pitch_number=pitch.number,
            told=about["released"] or {},
            told_at=cast.at(about["day"] + 1) if about["released"] else None,
            changed_at=cast.at(about["day"], 15),
            created_at=cast.at(about["day"], 11),
        )
        session.add(interest)
        session.flush()
        session.add(
            InterestChange(
                interest_id=interest.id,
                by_id=interest.donor_id,
                what="interest.mark",
                was={},
                created_at=interest.created_at,
            )
        )
    session.flush()
