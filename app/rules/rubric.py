"""The rubric of the final selection: four criteria, a mark from 0 to 4 for each, words for low
ones. Its texts are content in three languages, like the teaching texts of the template.

There is no sum, no average and no order made of marks: each adult's sheet is for the team to read,
and for the coordinators who decide."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import Phrase
from app.i18n import _

MARKS = range(5)
WORDS_FOR = frozenset({0, 1})  # a team must learn why
LONGEST = 2000  # characters of words on one criterion

Texts = Mapping[str, str]  # language → text


@dataclass(frozen=True)
class Criterion:
    key: str
    title: Texts
    means: Mapping[int, Texts]  # what 0, 2 and 4 mean; 1 and 3 lie between

    @property
    def mark(self) -> str:
        """The form field of the mark."""
        return f"mark.{self.key}"

    @property
    def words(self) -> str:
        """The form field of the words, and where their draft is kept."""
        return f"rubric.{self.key}"


@dataclass(frozen=True)
class Marked:
    """A sheet that is filled in, by criterion."""

    marks: dict[str, int]
    words: dict[str, str]


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "need",
        {
            "en": "Need and evidence",
            "ru": "Потребность и доказательства",
            "be": "Патрэба і доказы",
        },
        {
            0: {
                "en": "It is not said who needs this, or why.",
                "ru": "Не сказано, кому это нужно и почему.",
                "be": "Не сказана, каму гэта трэба і чаму.",
            },
            2: {
                "en": "The problem and the people are clear; what shows it is thin or general.",
                "ru": "Проблема и люди понятны; доказательства слабые или слишком общие.",
                "be": "Праблема і людзі зразумелыя; доказы слабыя або занадта агульныя.",
            },
            4: {
                "en": "The problem, the people and the place are concrete, and evidence shows it.",
                "ru": "Проблема, люди и место названы конкретно, и доказательства это показывают.",
                "be": "Праблема, людзі і месца названы канкрэтна, і доказы гэта паказваюць.",
            },
        },
    ),
    Criterion(
        "logic",
        {
            "en": "From the need to the results",
            "ru": "От потребности к результатам",
            "be": "Ад патрэбы да вынікаў",
        },
        {
            0: {
                "en": "The steps do not lead to what should change.",
                "ru": "Шаги не ведут к тому, что должно измениться.",
                "be": "Крокі не вядуць да таго, што павінна змяніцца.",
            },
            2: {
                "en": "Most steps lead to a result; of some results one could not see whether they"
                " are reached.",
                "ru": "Большинство шагов ведёт к результату; по некоторым результатам не увидеть,"
                " достигнуты ли они.",
                "be": "Большасць крокаў вядзе да выніку; па некаторых выніках не ўбачыць, ці"
                " дасягнуты яны.",
            },
            4: {
                "en": "Each step leads to a result, each result answers the need, and one can see"
                " when it is reached.",
                "ru": "Каждый шаг ведёт к результату, каждый результат отвечает на потребность, и"
                " видно, когда он достигнут.",
                "be": "Кожны крок вядзе да выніку, кожны вынік адказвае на патрэбу, і відаць, калі"
                " ён дасягнуты.",
            },
        },
    ),
    Criterion(
        "plan",
        {
            "en": "A plan and a budget that can work",
            "ru": "Выполнимый план и бюджет",
            "be": "Выканальны план і бюджэт",
        },
        {
            0: {
                "en": "It is not said who does what, when and for how much.",
                "ru": "Не сказано, кто, что и когда делает и сколько это стоит.",
                "be": "Не сказана, хто, што і калі робіць і колькі гэта каштуе.",
            },
            2: {
                "en": "Steps, people and costs are there; some do not fit together yet.",
                "ru": "Шаги, люди и расходы есть; некоторые пока не связаны между собой.",
                "be": "Крокі, людзі і выдаткі ёсць; некаторыя пакуль не звязаны паміж сабой.",
            },
            4: {
                "en": "Each step has its time, its people and its costs, and this team can do it.",
                "ru": "У каждого шага есть время, люди и расходы, и эта команда с ним справится.",
                "be": "У кожнага кроку ёсць час, людзі і выдаткі, і гэта каманда з ім справіцца.",
            },
        },
    ),
    Criterion(
        "safety",
        {
            "en": "Safety and dignity",
            "ru": "Безопасность и достоинство",
            "be": "Бяспека і годнасць",
        },
        {
            0: {
                "en": "Somebody could come to harm or lose their dignity, and nothing is said of"
                " it.",
                "ru": "Кому-то может быть причинён вред или унижено чьё-то достоинство, и об этом"
                " ничего не сказано.",
                "be": "Камусьці можа быць прычынена шкода або зняважана чыясьці годнасць, і пра"
                " гэта нічога не сказана.",
            },
            2: {
                "en": "The risks are named; it is not clear everywhere what is done about them.",
                "ru": "Риски названы; не везде понятно, что с ними делают.",
                "be": "Рызыкі названы; не ўсюды зразумела, што з імі робяць.",
            },
            4: {
                "en": "Something is done about each risk, people are spoken of with respect, and"
                " it is said where help is found.",
                "ru": "О каждом риске позаботились, о людях говорится с уважением, и сказано, где"
                " найти помощь.",
                "be": "Пра кожную рызыку паклапаціліся, пра людзей гаворыцца з павагай, і сказана,"
                " дзе знайсці дапамогу.",
            },
        },
    ),
)


def read(typed: Mapping[str, str]) -> tuple[Marked | None, dict[str, Phrase]]:
    """What a form means, or what is wrong with it by the names of its fields."""
    marks: dict[str, int] = {}
    words: dict[str, str] = {}
    troubles: dict[str, Phrase] = {}
    known = {str(mark): mark for mark in MARKS}
    for one in CRITERIA:
        said = words[one.key] = typed.get(one.words, "").strip()
        mark = known.get(typed.get(one.mark, ""))
        if mark is None:
            troubles[one.mark] = _("Please choose a mark from 0 to 4.")
        else:
            marks[one.key] = mark
        if mark in WORDS_FOR and not said:
            troubles[one.words] = _(
                "With 0 or 1 the team must learn why: please write what is missing."
            )
        elif len(said) > LONGEST:
            troubles[one.words] = _("Please make it shorter.")
    return (None if troubles else Marked(marks, words)), troubles
