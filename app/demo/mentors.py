"""What the demo's mentors can take on."""

from sqlmodel import Session

from app.demo.cast import Cast, content
from app.models import Capacity


def fill_capacities(session: Session, cast: Cast) -> None:
    for about in content()["capacities"]:
        session.add(
            Capacity(
                person_id=cast[about["user"]].id,
                most=about["most"],
                languages=about["languages"],
                themes=about["themes"],
                words=about["words"],
            )
        )
    session.flush()
