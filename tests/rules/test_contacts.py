"""Contact stays inside: what is found in three languages, disguised too, and what is left alone."""

import time
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.demo import content
from app.rules.contacts import Kind, find

# Sentence, and the kind of what is found first. The passage stands between « and ».
MUST = """
email     | Write to «boris.k@example.org» when you are done.
email     | Mail me: «boris @ example.org»
email     | «boris(at)example(dot)org» is quicker.
email     | «boris at example dot org»
email     | My address is «boris[at]example.org»
email     | Пишите на «volha@example.by», отвечу быстрее.
email     | Моя почта: «volha собака example точка by»
email     | Мая пошта: «volha сабака example кропка by»
email     | «b\u200boris@exam\u200bple.org»
email     | «bоris@ехample.org»
email     | «ＢＯＲＩＳ＠ｅｘａｍｐｌｅ．ｏｒｇ»
email     | Ответ пришлите на «имя@почта.бел»
email     | «boris собака gmail»
phone     | Call me: «+375 29 000-00-00»
phone     | Мой телефон «8 (029) 000 00 00»
phone     | Мой нумар «80290000000», тэлефануй.
phone     | «+375290000000»
phone     | «375-29-000-00-00» это я
phone     | «029 000 00 00»
phone     | «8.029.000.00.00»
phone     | «8-0-2-9-0-0-0-1-2-3-4»
phone     | «8 o29 oo1 23 45»
phone     | «8️⃣0️⃣2️⃣9️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣»
phone     | «восемь ноль два девять ноль ноль один два три четыре пять»
phone     | «восем нуль два дзевяць нуль нуль адзін два тры чатыры пяць»
phone     | «eight zero two nine zero zero one two three four five»
phone     | «плюс» три семь пять двадцать девять ноль ноль один двадцать три сорок пять
phone     | «+48 600 000 000» after six
phone     | «+7 (900) 000-00-00»
phone     | «+380 50 000 00 00»
phone     | Мой номер «000-12-34»
phone     | Text me «29 000 12 34»
phone     | «⑧⓪②⑨⓪⓪⓪①②③④»
phone     | «８０２９０００００００»
messenger | Find me there: «@boris_mentor»
messenger | «Мой телеграм» boris
messenger | «пиши мне в тг»
messenger | Лучше «напиши мне в Telegram», там быстрее.
messenger | «напішы мне ў тэлеграм»
messenger | «напишите мне в вайбер»
messenger | «Add me on Snapchat»
messenger | «Text me on WhatsApp» tonight.
messenger | «let's talk on Discord»
messenger | «давай спишемся в вк»
messenger | «добавь меня в вконтакте»
messenger | «дадай мяне ў інстаграм»
messenger | «viber: boris_2000»
meeting   | Алина, «приезжай в субботу ко мне» в офис, посидим и всё допишем
meeting   | «Жду тебя завтра у» меня дома
meeting   | «посидим там вдвоём»
meeting   | «прыязджай у суботу да мяне»
meeting   | «пагаворым сам-насам»
phone     | Это плюс «триста семьдесят пять, двадцать девять, пять пять пять, ноль ноль, один два»
phone     | Запиши: «восемь, ноль два девять, ноль ноль ноль, один два, три четыре»
silence   | Жду, «мама пусть не знает»
silence   | «родителям не говори»
silence   | «Не рассказывай об этом координатору», хорошо?
silence   | Это «останется между нами»
silence   | «это наш секрет»
silence   | «не кажы маме», калі ласка
silence   | «хай бацькі не ведаюць»
silence   | Гэта «застанецца паміж намі»
silence   | «Don't tell your parents» yet.
silence   | Let's «keep this between us», please.
silence   | it is «our little secret»
silence   | «Your mum need not know»
messenger | «Давайте лучше в тг», там быстрее.
messenger | Ответ пришлю, «я там Boris_K»
messenger | «Найди меня вк», Борис К.
messenger | «напиши мне телеграм»
messenger | Тут неудобно, «лучше в вк»
messenger | «Давайце лепш у тг».
messenger | «Better on insta», I never read here.
messenger | «find me insta»
messenger | «Telegram: boris_k»
messenger | «my insta» is easy to find
messenger | «пиши в т е л е г р а м»
messenger | «пиши в тeлегpам»
messenger | «напиши мне в т.е.л.е.г.р.а.м»
messenger | «я есть в инстаграме»
messenger | «дай свой номер», позвоню
messenger | «Give me your number», please.
messenger | «скинь мне свой телеграм»
messenger | «дашлі мне свой нумар»
messenger | «мой ник: boris_77»
messenger | «DM me on instagram»
messenger | «Скинь мне в ватсап» фото плана
link      | Look here: «https://example.com/form»
link      | «www.example.com/page»
link      | «t.me/boris_k»
link      | «t . me / boris_k»
link      | «т.ме/boris_k»
link      | «vk.com/id000»
link      | «discord.gg/abcdef»
link      | «bit.ly/abcdef»
link      | «example точка com»
link      | «hxxps://example.com/x»
link      | Анкета лежит на «example.by»
meeting   | «Let's meet» at the library after school.
meeting   | «Can we meet» tomorrow?
meeting   | «I will pick you» up after school.
meeting   | «Come to my place», I will explain.
meeting   | «I'll wait for you near» the school gate.
meeting   | «Давай встретимся» у школы после уроков.
meeting   | «Встретимся после» занятий у памятника?
meeting   | «Буду ждать тебя возле» метро.
meeting   | «Приходи ко мне», объясню за полчаса.
meeting   | Может, «лучше встретиться» лично?
meeting   | «Давай сустрэнемся» каля бібліятэкі.
meeting   | «Сустрэнемся пасля» ўрокаў?
meeting   | «Прыходзь да мяне», пакажу.
meeting   | «Чакаю цябе каля» школы.
meeting   | «Магу сустрэцца» ў суботу.
meeting   | Я живу: «ул. Садовая, 12»
meeting   | «вул. Садовая, д. 12»
"""

MUST_NOT = """
The workshop is on 12.05.2027, from 10.00 to 12.30.
Dates: 2027-05-12 to 2027-06-30.
From 01.09.2026 – 30.11.2026 we hold six evenings.
The budget is 1 250 000.00 BYN and not 12 500.
You ask for 5,500 BYN; the lines add up to 4,460.
100 200 300 booklets cost 450.50.
1 200 000 человек посмотрели ролик.
Look at activities 1.1.2, 1.1.3 and 2.1.1.
Activity 1.1.2 and budget line B12 do not fit.
In 2024 2025 2026 the share was 12%, 14% and 17%.
2024-2025, 2025-2026
5 of 8 classmates got such an offer, 62.5 %.
The score is 1 2 3 4 5 on this scale.
On a scale of 1, 2, 3, 4, 5, 6, 7 how sure are you?
Between 10-12 and 15-17 people came each time.
One, two or three causes are enough.
Two of seven, three of nine, four of ten.
How many of them use Telegram or Viber every day?
How do you know that the offers come by Instagram?
Write in the plan which Telegram channels you mean.
Where exactly will the quiz be posted, on Instagram or on a wall?
A recruiter wrote to a student in Telegram; nobody checked the firm.
Never give your phone number to a stranger: a good line for the quiz.
Do not send your number to anybody you have not met.
Say at which door participants are met.
Let's meet the deadline of the camp.
Can you meet the needs of first-year students too?
The team will meet at the college after school, with a teacher.
Where will you meet the participants?
See what you can do at the library.
Look at the budget: is 60 pieces at 2.50 right?
What is at the dot on the map of the region?
Who leads activity 3, and who is at the desk?
The risk 2×5=10 needs a mitigation.
Article 181 of the Criminal Code, part 2.
Licence 33130/567 is from 2019.
Номер лицензии 33130/567, выдана в 2019 году.
Read pages 12-15, 20-24 and 31-33.
Rows 1-5 are clear; rows 6-10 are not.
60 × 2.50 × 1 = 150.00 BYN
150.00 + 72.50 + 300.00 = 522.50
Что изменится через 3 месяца после 15.03.2027?
Сколько человек пользуется Телеграмом в вашем колледже?
Объявления приходят в вайбер и в инстаграм, это видно из опроса.
Никогда не давай свой номер незнакомым: хорошее правило.
Напишите, как вы проверите источник.
Где вы встретитесь с участниками и кто из взрослых будет рядом?
Мы можем встретиться с директором колледжа в сентябре.
Напишите в разделе «Риски», кто отвечает.
Точка зрения участников понятна, но где источник?
Собака на картинке отвлекает от текста.
В строке 4 цена 72,50, а количество 60.
Один, два, три человека – это сколько процентов?
От 14 до 17 лет, 25 человек в группе.
Бюджет 5 500 BYN, из них 1 200 BYN свои.
Пост в Телеграм-канале колледжа уже есть?
Сколькі людзей карыстаецца Тэлеграмам?
Ніколі не давай свой нумар незнаёмым.
Дзе вы сустрэнецеся з удзельнікамі?
Напішыце, адкуль гэтая лічба.
У радку 3 сума 150,00, а мае быць 160,00.
Першы вечар 12.05.2027, другі 19.05.2027.
Кропка ў канцы сказа патрэбная.
Калі і дзе будзе заняткі, скажыце ў плане.
З 14 да 17 гадоў, па 10 чалавек.
Call it a draft, write the number of people at the end.
At the end, who keeps the quiz?
He said "see you at the camp".
Meet in the middle: six evenings, not ten.
You can reach more people with one poster at the station.
Contact the college first, then the library.
Follow up with each participant after three months.
Add a column for the month.
The phone quiz is better than the paper one.
What if nobody has a telephone?
What is your number of participants?
Участники часто не говорят родителям, что уезжают.
Вербовщик пишет: «никому не говори», и это хороший пример для квиза.
Почему подростки не рассказывают взрослым о таких предложениях?
Мама может не знать, что такое аферта: объясните проще.
Do participants tell their parents before they leave?
A recruiter who says "don't tell your parents" is a good example.
Што бацькі не ведаюць пра вярбоўку?
Приходите на занятие все вместе.
Десять, двадцать, тридцать, сорок человек – где предел?
Один, два, три, четыре, пять, шесть, семь занятий: это много.
Поговорим о бюджете во второй версии.
Лучше в инстаграме показать два примера, чем описать десять.
Давайте в телеграм-канале колледжа повесим опрос.
Можно провести опрос в инстаграме.
Я там был, адрес верный.
Напишите мне, почему именно Телеграм.
Better on Instagram than on paper: why?
Давай дадим пример из инстаграма, лучше два.
Лепш у інстаграме паказаць два прыклады.
"""


def lines(table: str) -> list[str]:
    return [line for line in table.splitlines() if line.strip()]


@pytest.mark.parametrize("line", lines(MUST))
def test_a_way_outside_is_found(line: str) -> None:
    kind, _bar, marked = line.partition("|")
    marked = marked.strip()
    text = marked.replace("«", "").replace("»", "")
    found = find(text)
    assert found, text
    assert found[0].kind == kind.strip() or kind.strip() in {one.kind for one in found}
    if "плюс" not in text:
        begins, ends = marked.index("«"), marked.index("»") - 1
        assert min(one.start for one in found) <= begins + 2
        assert max(one.end for one in found) >= ends


@pytest.mark.parametrize("text", lines(MUST_NOT))
def test_plain_words_are_left_alone(text: str) -> None:
    assert [(text[one.start : one.end], one.kind) for one in find(text)] == []


def test_the_tables_are_long_enough() -> None:
    assert len(lines(MUST)) >= 60
    assert len(lines(MUST_NOT)) >= 60


CODES = st.sampled_from(["375", "7", "380", "48", "370", "371"])
LENGTHS = {"375": 9, "7": 10, "380": 9, "48": 9, "370": 8, "371": 8}
GAPS = st.sampled_from([" ", "-", ".", "", "\u00a0", "–", " - "])


@st.composite
def numbers(draw: st.DrawFn) -> str:
    """A telephone number as somebody might write it."""
    country = draw(CODES)
    rest = draw(st.text("0123456789", min_size=LENGTHS[country], max_size=LENGTHS[country]))
    area, number = rest[:2], rest[2:]
    gap = draw(GAPS)
    cuts = draw(st.sampled_from([(3, 5), (2, 4), (3,), ()]))
    parts = [number[a:b] for a, b in zip((0, *cuts), (*cuts, len(number)), strict=True)]
    before = draw(st.sampled_from(["{}", "({})", " {} "])).format(area)
    return (
        f"+{country}{draw(st.sampled_from([' ', '', '-']))}{before}{gap}{gap.join(parts)}".strip()
    )


@given(numbers(), st.sampled_from(["Call ", "Мой номер: ", "Пішыце, ", "", "In May 2027 it is "]))
def test_any_number_with_its_country_is_found_however_it_is_written(
    number: str, words: str
) -> None:
    found = find(f"{words}{number} thank you")
    assert Kind.phone in {one.kind for one in found}


@given(
    st.sampled_from(["29", "33", "44", "25"]),
    st.text("0123456789", min_size=7, max_size=7),
    st.sampled_from(
        ["8 0{} {}-{}-{}", "80{}{}{}{}", "8(0{}){}{}{}", "0{} {} {} {}", "8-0{}-{}-{}-{}"]
    ),
    st.sampled_from(["{}", "Вот: {}.", "so {}, yes"]),
)
def test_a_number_without_its_country_is_found(
    area: str, rest: str, form: str, around: str
) -> None:
    text = around.format(form.format(area, rest[:3], rest[3:5], rest[5:]))
    assert Kind.phone in {one.kind for one in find(text)}, text


@given(st.text(max_size=300))
def test_places_are_those_of_the_text_as_it_was_typed(text: str) -> None:
    found = find(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))


@given(st.sampled_from(["boris@example.org", "+375290001234"]), st.data())
def test_nothing_hides_behind_characters_that_are_not_seen(
    contact: str, data: st.DataObject
) -> None:
    seen = "".join(
        letter
        + data.draw(st.sampled_from(["", "", "\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff"]))
        for letter in contact
    )
    assert find(f"So: {seen} !")


def prose() -> list[str]:
    """Everything that the demo's people wrote, but for fields that hold links."""
    texts: list[str] = []

    def walk(thing: object, key: str = "") -> None:
        if isinstance(thing, dict):
            for name, value in thing.items():
                walk(value, str(name))
        elif isinstance(thing, list):
            for value in thing:
                walk(value, key)
        elif isinstance(thing, str) and key not in {"url", "source", "slug", "id", "email"}:
            texts.append(thing)

    for about in (*content()["projects"], *content().get("ideas", [])):
        walk(about)
    return texts


def test_the_prose_of_the_demo_gives_no_alarm() -> None:
    texts = prose()
    assert len(texts) > 1000
    alarms = [(text, find(text)) for text in texts if find(text)]
    assert alarms == []


@example(["Улада", "0"])
@given(st.lists(st.sampled_from([one for one in prose() if " " in one]), min_size=2, max_size=6))
def test_nor_does_any_mixture_of_its_sentences(texts: list[str]) -> None:
    assert find("\n".join(texts)) == ()


OURS = ["seedbed.example"]


def test_a_link_to_our_own_pages_is_inside() -> None:
    for text in (
        "See https://seedbed.example/projects/1",
        "/projects/1/plan",
        "seedbed.example/learn",
    ):
        assert find(text, OURS) == ()
    for text in (
        "https://seedbed.example.org/x",
        "https://evil.org/seedbed.example",
        "evilseedbed.example.com/x",
    ):
        assert find(text, OURS), text


def test_a_long_text_takes_no_longer_than_its_length_asks() -> None:
    pieces = (
        *(
            "a",
            "1 ",
            "write me ",
            "my my ",
            "один ",
            "a.b",
            "@a",
            "давай ",
            "a@",
            "1.1.2 ",
            "t e l ",
        ),
        *("www.", "http://", "+375 ", "let's we can ", "a dot ", "o1l", "((((", "a-a."),
    )
    for one, two in product(pieces, ("", "x ")):
        piece = one + two
        text = piece * (20_000 // len(piece))
        begun = time.process_time()
        find(text)
        assert time.process_time() - begun < 3, piece
