"""The code of conduct for mentors: its words, in three languages, and which version they are.

Whoever has not accepted the present version reads, and writes nothing (``policy``). The words are
part of the version: a change of them is a new one, and everybody is asked again."""

VERSION = "2026-11"

TITLE = {
    "en": "Code of conduct for mentors",
    "ru": "Правила поведения менторов",
    "be": "Правілы паводзін ментараў",
}

TEXT: dict[str, tuple[str, ...]] = {
    "en": (
        "I talk with a team only here, where other adults can read along.",
        "I send no private messages, and I neither give nor ask for addresses, numbers or names in"
        " messengers.",
        "I meet nobody of a team alone, on screen or in person; what has to be met about, a"
        " coordinator arranges.",
        "I know that at least two adults can read every conversation, and I am glad of it.",
        "I promise nothing that I cannot keep: no money, no place, no prize, no secret.",
        "I take, ask for and show no pictures of the young people.",
        "I do not ask about anybody's own experience of violence; if somebody tells me, I listen,"
        " do not question, and tell a coordinator the same day.",
        "If I am worried about a young person, or about how an adult behaves, I report it at once"
        " and investigate nothing myself.",
        "I speak of people with respect, whatever their age, language, religion, body or money.",
        "What I read here stays here; when my help ends, I keep no copy.",
    ),
    "ru": (
        "Я общаюсь с командой только здесь, где переписку могут читать и другие взрослые.",
        "Я не пишу личных сообщений, не даю и не прошу адресов, номеров и имён в мессенджерах.",
        "Я ни с кем из команды не встречаюсь наедине, ни по видео, ни лично; если встреча нужна, её"
        " организует координатор.",
        "Я знаю, что каждую переписку могут читать как минимум двое взрослых, и согласен (согласна)"
        " с этим.",
        "Я не обещаю того, чего не могу выполнить: ни денег, ни места, ни приза, ни тайны.",
        "Я не снимаю, не прошу и не показываю фотографий молодых людей.",
        "Я не расспрашиваю о пережитом насилии; если мне о нём рассказывают, я слушаю, не"
        " допытываюсь и в тот же день сообщаю координатору.",
        "Если меня тревожит состояние молодого человека или поведение взрослого, я сразу сообщаю об"
        " этом и ничего не расследую сам (сама).",
        "Я говорю о людях с уважением, каковы бы ни были их возраст, язык, вера, внешность и"
        " достаток.",
        "То, что я здесь прочитал(а), остаётся здесь; когда моя помощь заканчивается, копий у меня"
        " не остаётся.",
    ),
    "be": (
        "Я размаўляю з камандай толькі тут, дзе перапіску могуць чытаць і іншыя дарослыя.",
        "Я не пішу асабістых паведамленняў, не даю і не прашу адрасоў, нумароў і імёнаў у"
        " месенджарах.",
        "Я ні з кім з каманды не сустракаюся сам-насам, ні па відэа, ні асабіста; калі сустрэча"
        " патрэбная, яе арганізуе каардынатар.",
        "Я ведаю, што кожную перапіску могуць чытаць прынамсі двое дарослых, і згодны (згодная) з"
        " гэтым.",
        "Я не абяцаю таго, чаго не магу выканаць: ні грошай, ні месца, ні прыза, ні таямніцы.",
        "Я не здымаю, не прашу і не паказваю фатаграфій маладых людзей.",
        "Я не распытваю пра перажыты гвалт; калі мне пра яго расказваюць, я слухаю, не дапытваюся"
        " і ў той жа дзень паведамляю каардынатару.",
        "Калі мяне трывожыць стан маладога чалавека або паводзіны дарослага, я адразу паведамляю"
        " пра гэта і нічога не расследую сам (сама).",
        "Я гавару пра людзей з павагай, якімі б ні былі іх узрост, мова, вера, знешнасць і"
        " дастатак.",
        "Тое, што я тут прачытаў (прачытала), застаецца тут; калі мая дапамога заканчваецца, копій"
        " у мяне не застаецца.",
    ),
}
