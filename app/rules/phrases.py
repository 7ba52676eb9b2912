"""Words for points that mentors need often: some ready ones, and how many one may keep."""

from collections.abc import Iterable, Mapping

MOST = 40  # of one person
LONGEST = 500  # characters, of each text

# The questions that a template teaches to ask, as one would ask a young author.
READY: tuple[Mapping[str, str], ...] = (
    {
        "en": "What will be different for these people when you are done?",
        "ru": "Что изменится для этих людей, когда вы закончите?",
        "be": "Што зменіцца для гэтых людзей, калі вы скончыце?",
    },
    {
        "en": "How would you notice that it has worked?",
        "ru": "По чему вы поймёте, что получилось?",
        "be": "Па чым вы зразумееце, што атрымалася?",
    },
    {
        "en": "Who exactly is it for? How many people could that be?",
        "ru": "Для кого именно это? Сколько примерно таких людей?",
        "be": "Для каго менавіта гэта? Колькі прыкладна такіх людзей?",
    },
    {
        "en": "Where do you know this from? One source is enough.",
        "ru": "Откуда вы это знаете? Достаточно одного источника.",
        "be": "Адкуль вы гэта ведаеце? Дастаткова адной крыніцы.",
    },
    {
        "en": "What could go wrong here, and what would you do then?",
        "ru": "Что здесь может пойти не так и что вы тогда сделаете?",
        "be": "Што тут можа пайсці не так і што вы тады зробіце?",
    },
    {
        "en": "This is clear, I would not change a word.",
        "ru": "Здесь всё понятно, ни слова менять не нужно.",
        "be": "Тут усё зразумела, ніводнага слова мяняць не трэба.",
    },
)


def offered(own: Iterable[Mapping[str, str]], language: str) -> list[str]:
    """The texts that can be put into a point for somebody who reads this language: one's own
    first, then the ready ones; each once. A phrase without a text in it is not offered."""
    texts = (one.get(language, "") for one in (*own, *READY))
    return list(dict.fromkeys(text for text in texts if text))
