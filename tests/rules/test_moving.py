"""Moving a plan to a newer version of its template (scenario C17: migrated with a report)."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.template import Template
from app.rules.template.moving import Dropped, move
from app.rules.template.reading import says_something
from app.rules.template.shape import Field, Plan, Table
from app.rules.template.texts import Texts
from tests.rules.sound import SOUND, TEMPLATE, changed


def second() -> Template:
    """A question more in the idea; no causes any more; the place asked beside the idea; a budget
    that asks for an offer and not for a note; and no libraries to choose."""
    data = deepcopy(TEMPLATE.texts.data)
    for key, like in (("motto", "one_line"), ("budget.offer", "budget.note")):
        data["fields"][key] = deepcopy(data["fields"][like])
    del data["options"]["setting"]["college"]
    of = dict(TEMPLATE.sections)
    (place,) = (one for one in of["place"].questions if one.key == "place")
    lines = next(of["budget"].tables)
    columns = tuple(one for one in lines.columns if one.key != "note")
    lines = replace(lines, columns=(*columns, Field("offer")))
    budget = (lines if one.key == lines.key else one for one in of["budget"].questions)

    def but(section: str, key: str) -> tuple[Field | Table, ...]:
        return tuple(one for one in of[section].questions if one.key != key)

    of["idea"] = replace(of["idea"], questions=(*of["idea"].questions, Field("motto"), place))
    of["problem"] = replace(of["problem"], questions=but("problem", "causes"))
    of["place"] = replace(of["place"], questions=but("place", "place"))
    of["budget"] = replace(of["budget"], questions=tuple(budget))
    return replace(TEMPLATE, key="camp-project/2", sections=of, texts=Texts(data))


SECOND = second()


def test_the_same_questions_carry_everything_and_report_nothing() -> None:
    moved = move(TEMPLATE, TEMPLATE, SOUND)
    assert moved.plan == SOUND
    assert (moved.new, moved.gone, moved.dropped, moved.touched) == ((), (), (), frozenset())
    assert "title" in moved.kept


def test_the_report_says_what_is_kept_new_gone_and_no_longer_offered() -> None:
    plan = changed("budget", "budget", 0, note="Offer of a print shop")
    before = deepcopy(plan)
    moved = move(TEMPLATE, SECOND, plan)
    assert plan == before
    assert moved.new == ("motto", "budget.offer")
    assert moved.gone == ("budget.note", "causes")
    assert moved.dropped == (Dropped("setting", "", "", "setting", "college"),)
    assert moved.touched == {"idea", "problem", "place", "budget"}


def test_answers_go_where_their_question_stands_now_and_rows_keep_their_ids() -> None:
    plan = changed("budget", "budget", 0, note="Offer of a print shop")
    moved = move(TEMPLATE, SECOND, plan).plan
    assert moved["idea"] == SOUND["idea"] | {"place": "Hrodna"}
    assert moved["place"] == {"region": "BY-HR", "setting": []}
    assert "causes" not in moved["problem"]
    assert moved["budget"] == SOUND["budget"]
    assert moved["results"] == SOUND["results"]


def test_an_option_that_is_gone_from_a_row_is_named_with_its_row() -> None:
    data = deepcopy(TEMPLATE.texts.data)
    del data["options"]["category"]["venue"]
    moved = move(TEMPLATE, replace(TEMPLATE, key="camp-project/2", texts=Texts(data)), SOUND)
    assert moved.dropped == (Dropped("budget", "category", "b2", "category", "venue"),)
    assert moved.plan["budget"]["budget"][1]["category"] == ""
    assert moved.touched == {"budget"}


def test_a_question_that_became_a_table_is_another_question() -> None:
    idea = TEMPLATE.sections["idea"]
    asked = tuple(Table("title", ()) if one.key == "title" else one for one in idea.questions)
    new = replace(TEMPLATE, sections=TEMPLATE.sections | {"idea": replace(idea, questions=asked)})
    moved = move(TEMPLATE, new, SOUND)
    assert (moved.new, moved.gone) == (("title",), ("title",))
    assert "title" not in moved.plan["idea"]


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["", " ", "x", "60", "college", "prevention"]),
    lambda one: (
        st.lists(one, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "note", "offer", "item", "category"]), one)
    ),
    max_leaves=8,
)
KEYS = [one.key for section in TEMPLATE.sections.values() for one in section.questions]
PLANS = st.dictionaries(
    st.sampled_from([*TEMPLATE.sections, "elsewhere"]),
    ODD | st.dictionaries(st.sampled_from(KEYS), ODD, max_size=6),
    max_size=5,
)


@settings(max_examples=300, deadline=None)
@given(PLANS)
def test_whatever_a_plan_holds_each_answer_is_carried_or_reported(plan: Plan) -> None:
    before = deepcopy(plan)
    moved = move(TEMPLATE, SECOND, plan)
    assert plan == before
    for section in TEMPLATE.sections.values():
        for question in section.questions:
            given: Any = plan.get(section.key)
            answer = given.get(question.key) if isinstance(given, dict) else None
            if says_something(answer):
                assert question.key in moved.kept + moved.gone
    assert move(SECOND, SECOND, moved.plan).plan == moved.plan
    assert {*moved.plan} <= {*SECOND.sections}
