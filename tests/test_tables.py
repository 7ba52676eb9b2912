"""Tables of the editor: copying a row, bringing one back, another order, lines from a
spreadsheet. With and without scripts the same form goes to the same address."""

import re
from typing import Any

import pytest

from app.models import Project, State
from tests.conftest import HTMX, Browse, Browser
from tests.make import Make
from tests.test_sections import address, now, page, saved, sent_back, value, versions


def rows(make: Make, project: Project, table: str = "risks") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = saved(make, project, table)[table]
    return found


def ids(make: Make, project: Project, table: str = "risks") -> list[str]:
    return [row["id"] for row in rows(make, project, table)]


def press(browser: Browser, where: str, do: str, **typed: Any) -> Any:
    """A button of the page, and what came of it: the next page."""
    answer = browser.post(where, data=page(browser, where, _do=do, **typed))
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["Location"])


@pytest.fixture
def project(make: Make) -> Project:
    return make.project(State.developing)


@pytest.fixture
def alina(browser: Browse) -> Browser:
    return browser("alina")


def test_a_row_is_copied_below_itself_with_what_was_just_typed(
    make: Make, project: Project, alina: Browser
) -> None:
    where = address(project, "budget")
    sent = page(alina, where, _do="copy:budget.b1", budget__b1__quantity="61")

    first = alina.post(where, data=sent)
    again = alina.post(where, data=sent)

    one, two, three = rows(make, project, "budget")
    assert two == one | {"id": two["id"]}
    assert one["quantity"] == "61"
    assert three["id"] == "b2"
    assert first.headers["Location"] == again.headers["Location"]
    assert first.headers["Location"].endswith(f"#budget.{two['id']}")


def test_a_removed_row_is_brought_back_whole_and_once(
    make: Make, project: Project, alina: Browser
) -> None:
    where = address(project, "risks")
    after = press(alina, where, "remove:risks.k1", risks__k1__owner="Typed just before")

    assert ids(make, project) == ["k2"]
    assert "Row removed." in after.text
    assert 'value="restore:risks.k1"' in after.text
    sent = page(alina, where, _do="restore:risks.k1")
    for _time in range(2):
        answer = alina.post(where, data=sent)
        assert answer.headers["Location"].endswith("#risks.k1")
    assert ids(make, project) == ["k1", "k2"]
    assert rows(make, project)[0]["owner"] == "Typed just before"
    assert "Row removed." not in alina.get(f"{where}?removed=risks.k1").text


def test_a_row_comes_back_from_far_back_in_the_history(
    make: Make, project: Project, alina: Browser
) -> None:
    """Later versions still speak of it, and no longer have it."""
    make.write(project, "plan", {"activities.a1.lead": "The last word"})
    where = address(project, "plan")
    press(alina, where, "remove:activities.a1")
    for n in range(30):
        typed = {"activities.a2.lead": f"Lead {n}", "activities.a2.output": "a1"}
        make.write(project, "plan", typed)

    press(alina, where, "restore:activities.a1")

    first, second = saved(make, project, "plan")["activities"]
    assert (first["id"], first["lead"]) == ("a1", "The last word")
    assert second["lead"] == "Lead 29"


def test_with_scripts_the_table_comes_with_the_offer(project: Project, alina: Browser) -> None:
    where = address(project, "risks")
    sent = page(alina, where, _do="remove:risks.k2")
    answer = alina.post(where, data=sent, headers=HTMX)

    assert answer.status_code == 200
    assert 'value="restore:risks.k2"' in answer.text
    back = page(alina, where, _do="restore:risks.k2")
    assert 'data-place="risks.k2"' in alina.post(where, data=back, headers=HTMX).text


def test_the_idea_card_offers_a_removed_row_back(
    make: Make, project: Project, alina: Browser
) -> None:
    where = address(project, "problem")
    sent = page(alina, where, _do="remove:evidence.e1", _back="idea")
    answer = alina.post(where, data=sent)

    card = f"/projects/{project.id}/idea?part=problem&removed=evidence.e1#evidence"
    assert answer.headers["Location"] == card
    assert 'value="restore:evidence.e1"' in alina.get(answer.headers["Location"]).text
    press(alina, where, "restore:evidence.e1")
    assert saved(make, project, "problem")["evidence"][0]["id"] == "e1"


@pytest.mark.parametrize("odd", ["risks", "risks.<b>", "nosuch.k1", "risks.k1", "a" * 99 + ".b"])
def test_an_odd_offer_in_an_address_is_not_made(project: Project, alina: Browser, odd: str) -> None:
    page = alina.get(address(project, "risks"), params={"removed": odd})

    assert page.status_code == 200
    assert "restore:" not in page.text


def test_only_rows_of_this_section_can_be_brought_back(
    make: Make, project: Project, alina: Browser
) -> None:
    where = address(project, "risks")
    for row in ("b1", "zz", "k9"):
        assert alina.post(where, data=page(alina, where, _do=f"restore:{row}")).status_code == 400
    assert now(make, project).version == project.version


def test_a_row_is_dragged_to_another_place(make: Make, project: Project, alina: Browser) -> None:
    where = address(project, "plan")
    press(alina, where, "copy:activities.a1")
    copy = saved(make, project, "plan")["activities"][1]["id"]

    moved = press(alina, where, f"move:activities.a2:{copy}")
    press(alina, where, "move:activities.a2:")

    assert [row["id"] for row in saved(make, project, "plan")["activities"]] == ["a2", "a1", copy]
    assert 'class="btn sq handle"' in moved.text


# Lines from a spreadsheet


def test_lines_in_the_box_become_rows_whichever_button_saves(
    make: Make, project: Project, alina: Browser
) -> None:
    where = address(project, "budget")
    lines = "Чай\tОбеды\t30\tpiece\t1,20\r\n\r\nCups\t\tmany\tpiece\t0.10\r\n"
    for button in ({"_do": "paste:budget"}, {}, {"_then": "risks"}):
        sent = page(alina, where, **{"_paste.budget": lines}) | button
        sent["_end"] = sent.pop("_end")
        before = len(rows(make, project, "budget"))
        for _time in range(2):
            assert alina.post(where, data=sent).status_code == 303
        assert len(rows(make, project, "budget")) == before + 2

    tea, cups = rows(make, project, "budget")[-2:]
    assert (tea["item"], tea["category"], tea["unit_cost"]) == ("Чай", "Обеды", "1,20")
    assert cups["quantity"] == "many"
    shown = alina.get(where)
    assert f'id="sum-budget.{tea["id"]}">36.00</output>' in shown.text
    assert value(shown.text, "_paste.budget") == ""


def test_cells_pasted_in_a_row_go_to_the_right_and_down(
    make: Make, project: Project, alina: Browser
) -> None:
    where = address(project, "budget")
    words = {"_paste.budget": "61\tShared bus\n7\n1"}
    sent = page(alina, where, _do="paste:budget.b1.quantity", **words)
    answer = alina.post(where, data=sent, headers=HTMX)

    one, two, three = rows(make, project, "budget")
    assert (one["quantity"], one["unit"], two["quantity"]) == ("61", "Shared bus", "7")
    assert three == {"id": three["id"], "quantity": "1"}
    assert 'data-place="budget.b1"' in answer.text


def test_a_teammate_writes_while_another_pastes(
    make: Make, project: Project, alina: Browser, browser: Browse
) -> None:
    where = address(project, "budget")
    sent = page(alina, where, _do="paste:budget.b1.quantity", **{"_paste.budget": "61\tset\n7"})
    make.write(project, "budget", {"budget.b1.item": "Theirs", "budget.b2.quantity": "8"}, "maksim")

    answer = alina.post(where, data=sent)

    assert answer.status_code == 409  # of one cell both texts are on the page
    one, two = rows(make, project, "budget")
    assert (one["item"], one["quantity"], two["quantity"]) == ("Theirs", "61", "8")
    assert value(answer.text, "budget.b2.quantity") == "7"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_ten_thousand_lines_are_answered_and_nothing_changes(
    make: Make, project: Project, alina: Browser, headers: dict[str, str]
) -> None:
    where = address(project, "budget")
    many = "".join(f"Line {n}\tvenue\t{n}\n" for n in range(10_000))
    box = {"_paste.budget": many}
    sent = page(alina, where, _do="paste:budget", budget__b1__item="Kept", **box)
    answer = alina.post(where, data=sent, headers=headers)

    assert answer.status_code == 422
    assert "it holds 200 rows" in answer.text
    if not headers:
        assert value(answer.text, "_paste.budget") == many
        assert value(answer.text, "budget.b1.item") == "Kept"
        assert len(re.findall(r'<li class="entry"', answer.text)) == 2
    assert now(make, project).version == project.version


def test_lines_that_fit_alone_but_not_with_the_rows_that_are_there(
    make: Make, project: Project, alina: Browser
) -> None:
    where = address(project, "budget")
    lines = "x\n" * 199
    answer = alina.post(where, data=page(alina, where, **{"_paste.budget": lines}))

    assert answer.status_code == 422
    assert "it holds 200 rows" in answer.text
    assert value(answer.text, "_paste.budget") == lines
    assert now(make, project).version == project.version


def test_a_pasted_cell_that_is_too_long_is_named_by_its_table(
    make: Make, project: Project, alina: Browser
) -> None:
    where = address(project, "budget")
    answer = alina.post(where, data=page(alina, where, **{"_paste.budget": "x" * 20_001}))

    assert answer.status_code == 422
    assert 'href="#budget"' in answer.text
    assert now(make, project).version == project.version


# Sums of the budget


def test_a_line_shows_its_sum_and_the_totals_by_who_pays(
    make: Make, project: Project, alina: Browser
) -> None:
    """60 × 2.50 BYN × 1 is 150.00, and the shares follow."""
    where = address(project, "budget")
    sent = page(alina, where, budget__b1__unit_cost="2,50", budget__b1__times="1")
    answer = alina.post(where, data=sent, headers=HTMX)
    more = page(alina, where, budget__b1__quantity="120")
    doubled = alina.post(where, data=more, headers=HTMX)

    assert ">150.00</output>" in answer.text
    assert re.search(r"Requested from donors</th><td class=\"num\">150.00", answer.text)
    assert re.search(r"Altogether</th><td class=\"num\">330.00", answer.text)
    assert "Requested from donors: 45 % of the whole." in answer.text
    assert re.search(r"Requested from donors</th><td class=\"num\">300.00", doubled.text)
    assert "Requested from donors: 62 % of the whole." in doubled.text


@pytest.mark.parametrize("typed", ["2,505", "2.505"])
def test_a_price_with_a_third_decimal_is_kept_and_said_to_have_too_many(
    make: Make, project: Project, alina: Browser, typed: str
) -> None:
    """P09: "2.505" is no amount, and the reason is said: two digits after the point at most."""
    where = address(project, "budget")
    sent = page(alina, where, budget__b1__unit_cost=typed)
    answer = alina.post(where, data=sent, headers=HTMX)

    assert "has more than two digits after the point. Two are the most: 2.50." in answer.text
    assert "1 row is in no sum yet" in answer.text
    assert rows(make, project, "budget")[0]["unit_cost"] == typed
    assert re.search(r"Altogether</th><td class=\"num\">180.00", answer.text)


def test_an_untouched_page_with_its_boxes_changes_nothing(
    make: Make, project: Project, alina: Browser
) -> None:
    where = address(project, "results")
    before = len(versions(make, project))
    fields = dict(sent_back(alina.get(where).text))

    assert fields["_paste.results"] == fields["_paste.indicators"] == ""
    alina.post(where, data=page(alina, where))
    assert len(versions(make, project)) == before
