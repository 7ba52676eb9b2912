"""Ways into a camp, as a coordinator makes, counts and ends them."""

import re
from datetime import timedelta
from uuid import uuid4

from sqlmodel import select

from app.db import Database
from app.demo import Cast
from app.models import Event, Invitation, Welcome
from app.models.base import now
from app.services.people import hashed
from tests.conftest import Browse, Browser
from tests.make import Make


def test_a_personal_invitation_is_shown_once_and_kept_as_a_hash(
    browser: Browse, stranger: Browser, make: Make, database: Database, cast: Cast
) -> None:
    vera, address = browser("vera"), f"/camps/{make.camp.id}/invitations"
    linden = cast.organisations["linden"]
    for welcomes, more in (
        ("mentor", {"note": "K. from Hrodna"}),
        ("donor", {"organisation": str(linden.id)}),
        ("coordinator", {}),
    ):
        answer = vera.form(address, welcomes=welcomes, **more)
        assert answer.status_code == 200
        code = re.search(r"/join/([a-z0-9]+)", answer.text)
        assert code
        with database.reads.alone() as session:
            kept = select(Invitation).where(Invitation.code_hash == hashed(code[1]))
            invitation = session.exec(kept).one()
            assert invitation.code is None
            assert (invitation.welcomes, invitation.uses) == (Welcome(welcomes), 1)
            assert (invitation.organisation_id == linden.id) == (welcomes == "donor")
        assert code[1] not in vera.get(address).text
        assert stranger.get(f"/join/{code[1]}").status_code == 200
    assert "K. from Hrodna" in vera.get(address).text


def test_wrong_numbers_come_back_with_what_was_typed(
    browser: Browse, make: Make, database: Database
) -> None:
    vera, address = browser("vera"), f"/camps/{make.camp.id}/invitations"
    for uses, days in (("0", "7"), ("501", "7"), ("many", "7"), ("30", "91"), ("30", "-1")):
        answer = vera.form(address, welcomes="participant", uses=uses, days=days)
        assert answer.status_code == 422
        assert f'value="{uses}"' in answer.text
        assert f'value="{days}"' in answer.text
    assert vera.form(address, welcomes="safeguarding").status_code == 422
    assert vera.form(address, note="for nobody").status_code == 422
    wrong = vera.form(address, welcomes="donor", organisation=str(uuid4()), note="A. B.")
    assert wrong.status_code == 422
    assert "A. B." in wrong.text
    with database.reads.alone() as session:
        assert not session.exec(select(Invitation)).all()


def test_an_ended_code_lets_nobody_in_and_is_not_printed(
    browser: Browse, stranger: Browser, make: Make, database: Database
) -> None:
    vera, address = browser("vera"), f"/camps/{make.camp.id}/invitations"
    vera.form(address, welcomes="participant", uses="2", days="7")
    with database.reads.alone() as session:
        invitation = session.exec(select(Invitation)).one()
    assert stranger.get(f"/join/{invitation.code}").status_code == 200

    assert browser("olga").form(f"{address}/{invitation.id}/end").status_code == 404
    assert vera.form(f"{address}/{invitation.id}/end").status_code == 303
    assert vera.form(f"{address}/{invitation.id}/end").status_code == 303

    assert stranger.get(f"/join/{invitation.code}").status_code == 404
    assert vera.get(f"{address}/{invitation.id}/sheet").status_code == 409
    assert "Ended" in vera.get(address).text
    with database.reads.alone() as session:
        assert len(session.exec(select(Event).where(Event.action == "invitation.end")).all()) == 1


def test_invitations_are_for_the_coordinators_of_their_camp(
    browser: Browse, make: Make, database: Database, cast: Cast
) -> None:
    address = f"/camps/{make.camp.id}/invitations"
    other = f"/camps/{cast.camps['brest-2026'].id}/invitations"
    browser("vera").form(address, welcomes="participant", uses="2", days="7")
    project = make.project()
    with database.writes.alone() as session:
        invitation = session.exec(select(Invitation)).one()
        teammate = Invitation(
            code_hash="-",
            welcomes=Welcome.teammate,
            camp_id=make.camp.id,
            project_id=project.id,
            uses=1,
            expires_at=now() + timedelta(days=1),
            made_by_id=cast["alina"].id,
        )
        session.add(teammate)
    for user in ("olga", "alina", "boris", "dan"):
        assert browser(user).get(address).status_code == 404
        assert browser(user).form(address, welcomes="coordinator").status_code == 404
        assert browser(user).get(f"{address}/{invitation.id}/sheet").status_code == 404
    # Her own camp does not open another camp's invitation, and a team's code is the team's.
    assert browser("olga").form(f"{other}/{invitation.id}/end").status_code == 404
    assert browser("vera").form(f"{address}/{teammate.id}/end").status_code == 404
    assert str(teammate.id) not in browser("vera").get(address).text
