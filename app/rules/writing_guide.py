"""A short guide to writing to young people, for whoever makes a point. Like the teaching texts of
the template it is content in three languages, not phrases of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Guide:
    advice: tuple[str, ...]
    good: str  # an example
    better: str  # the same, said better
    why: str  # what makes it better


GUIDE: Mapping[str, Guide] = {
    "en": Guide(
        (
            "First say what works, and where.",
            "One thought in one point; ask rather than tell.",
            "Speak of the text, never of the person.",
            "Say what a next step could be, small enough for half an hour.",
            "Everything stays here: no other way to write to each other, no questions about home"
            " or family.",
        ),
        "The goal is too vague. Please be more precise.",
        "You know your people well: ninth-graders from two villages. What will they do differently"
        " when the project is over? One sentence is enough.",
        "It begins with what is good, asks one question, and says how much is enough.",
    ),
    "ru": Guide(
        (
            "Сначала скажите, что получилось и где именно.",
            "Одна мысль в одной заметке; лучше спросить, чем указать.",
            "Говорите о тексте, а не о человеке.",
            "Подскажите следующий шаг, на который хватит получаса.",
            "Всё остаётся здесь: никакой другой переписки, никаких вопросов о доме и семье.",
        ),
        "Цель слишком расплывчатая. Уточните, пожалуйста.",
        "Вы хорошо знаете тех, кому помогаете: это девятиклассники из двух деревень. Что они будут"
        " делать иначе, когда проект закончится? Хватит одного предложения.",
        "Начинается с хорошего, задаёт один вопрос и говорит, сколько достаточно написать.",
    ),
    "be": Guide(
        (
            "Спачатку скажыце, што атрымалася і дзе менавіта.",
            "Адна думка ў адной нататцы; лепш спытаць, чым указаць.",
            "Гаварыце пра тэкст, а не пра чалавека.",
            "Падкажыце наступны крок, на які хопіць паўгадзіны.",
            "Усё застаецца тут: ніякай іншай перапіскі, ніякіх пытанняў пра дом і сям’ю.",
        ),
        "Мэта занадта расплывістая. Удакладніце, калі ласка.",
        "Вы добра ведаеце тых, каму дапамагаеце: гэта дзевяцікласнікі з дзвюх вёсак. Што яны будуць"
        " рабіць інакш, калі праект скончыцца? Хопіць аднаго сказа.",
        "Пачынаецца з добрага, задае адно пытанне і кажа, колькі дастаткова напісаць.",
    ),
}
