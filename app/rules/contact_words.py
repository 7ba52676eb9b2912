"""The words by which people say how to reach each other outside, in three languages.

They are written as people write them; ``contacts`` folds both them and the text (look-alike
letters, і and и, э and е), so that one pattern serves what is disguised, Russian and Belarusian."""

GAP = r"[\W_]{1,4}"  # between two words
FEW = rf"(?:{GAP}\w{{1,20}}){{0,3}}{GAP}"  # at most three words between

AT = r"(?:@|\(at\)|\[at\]|\{at\}|\bat\b|\b(?:собака|собачка|сабака|сабачка|эт)\b)"
DOT = r"(?:\.|\(dot\)|\[dot\]|\bdot\b|\b(?:точка|кропка)\b)"

# Endings of addresses that are no word of a sentence whose blank was forgotten.
ENDINGS = (
    r"(?:com|net|org|info|by|ru|ua|pl|lt|lv|de|uk|fr|eu|io|app|link|site|online|shop|dev|biz|tv|su|"
    r"kz|рф|бел|укр|бай|ру|ком|орг|нет)"
)
SHORT_ENDINGS = r"(?:me|gg|to|ly|be|cc|gl|co|ме)"  # only with a path behind: "t.me/somebody"

# Long enough to be found with their letters spaced out.
MESSENGERS = (
    "telegram", "instagram", "whatsapp", "whats app", "snapchat", "discord", "facebook", "tiktok",
    "messenger", "viber", "skype", "телеграмм", "телеграм", "инстаграм", "вконтакте", "дискорд",
    "снапчат", "ватсап", "вацап", "вотсап", "вайбер", "скайп", "тикток", "фейсбук", "фэйсбук",
)  # fmt: skip
SHORT_MESSENGERS = (
    "tg", "тг", "тгшк", "vk", "вк", "insta", "инст", "телег", "wa", "fb", "snap", "вайб", "дискорд",
    "ds",
)  # fmt: skip

ME = r"(?:me|us|мне|меня|мяне|нам|нас)"
MY = r"(?:my|our|мой|моя|мое|моем|моём|мою|моего|мая|мае|маё|маім|маю|майго|наш)"
IN = r"(?:on|in|via|by|through|at|to|over|в|во|ў|у|на|через|праз|по|па)"

WRITE = (
    r"(?:write|text|message|dm|ping|add|find|contact|reach|follow|call|phone|ring|"
    r"(?:на|о|от)?пиши(?:те)?|напишешь|напишите|(?:по|пере)?звони(?:те)?|набери(?:те)?|"
    r"(?:с)?кинь(?:те)?|скидывай(?:те)?|добав(?:ь|ьте|ляй|ляйте)|найди(?:те)?|ищи(?:те)?|"
    r"стучи(?:те|сь)?|отправь(?:те)?|подпишись|связывай(?:ся|тесь)|"
    r"(?:на)?пішы(?:це)?|(?:па)?тэлефануй(?:це)?|(?:па)?званi(?:це)?|дадай(?:це)?|"
    r"знайдзі(?:це)?|шукай(?:це)?|скінь(?:це)?|дашлі(?:це)?)"
)
TALK = (
    r"(?:talk|chat|speak|continue|move|switch|write|keep in touch|text|поговорим|обсудим|спишемся|"
    r"созвонимся|перейдём|перейдем|продолжим|пообщаемся|пагаворым|абмяркуем|спішамся|сазвонімся|"
    r"пяройдзем|працягнем|будем|будзем|напишу|напішу)"
)
LETS = (
    r"(?:let'?s|lets|let us|we can|we could|давай(?:те|це)?|можем|можам|лучше|лепш|я|i can|i will|"
    r"i'll)"
)
# Said without any verb: "better in Telegram, I am there".
RATHER = (
    rf"(?:давай(?:те|це)?|лучше|лепш|let'?s|better|rather)"
    rf"(?:{GAP}(?:лучше|лепш|тогда|тады|уже|ужо|просто|проста|сразу|адразу|better|just|rather|go))?"
)
CLAUSE_ENDS = r"(?=\s*(?:[,;.!?)]|$))"
NOT_A_PERSON = (
    r"(?![\W_]{0,3}(?:channel|group|page|post|bot|story|stories|account of|канал|групп|чат|страниц|"
    r"старонк|груп|пост|бот|рассылк|акаўнт|акк?аунт[а-я]* (?:коледж|школ|праект|проект)))"
)

YOUR = r"(?:your|ur|твой|твоя|твою|твоё|ваш|вашу|свой|свою|тваю|твая|сваю)"
GIVE = (
    r"(?:give|send|tell|text|share|leave|drop|what is|what's|whats|дай(?:те)?|скинь(?:те)?|"
    r"кинь(?:те)?|пришли(?:те)?|скажи(?:те)?|оставь(?:те)?|напиши(?:те)?|какой|"
    r"дашлі(?:це)?|скажы(?:це)?|пакінь(?:це)?|напішы(?:це)?|скінь(?:це)?|які)"
)
NEVER = r"(?<!не )(?<!ne )(?<!not )(?<!n't )(?<!never )(?<!нельзя )(?<!ніколі )(?<!никогда )"
WAYS = (
    r"(?:phone|number|mobile|telegram|instagram|insta|viber|whatsapp|snap|discord|e-?mail|"
    r"home address|номер|телефон|мобильный|телеграм\w{0,2}|тг|инст\w{0,6}|вайбер|вк|почту|мейл|"
    r"имейл|адрес почты|нумар|тэлефон|пошту|мэйл|домашний адрес)"
)

EN_WHEN = (
    r"(?=[\W_]{1,3}(?:at|by|near|after|on|in|outside|tomorrow|today|tonight|before|behind|up|next|"
    r"there|alone|this|some|for a|face)\b|[\W_]*$|[.!?,])"
)
RU_WHERE = (
    r"(?:в|во|у|около|возле|после|на|за|перед|под|завтра|сегодня|вечером|утром|лично|наедине|"
    r"там|ў|каля|ля|пасля|перад|заўтра|сёння|увечары|ўвечары|асабіста)"
)
MEET_THEM = r"(?:встретимся|увидимся|пересеч[её]мся|сустрэнемся|убачымся|пабачымся|спаткаемся)"
TO_MEET = (
    r"(?:встретиться|увидеться|пересечься|созвониться|погулять|сустрэцца|убачыцца|пабачыцца|"
    r"спаткацца|сазваніцца)"
)
ONLY_YOU = rf"(?!{GAP}(?:с|со|з|са)\s(?!(?:тобой|вами|мной|тобою|табой|вамі|мной|мною)\b))"

MEETINGS = (
    # English
    rf"\b(?:let'?s|lets|let us|shall we|can we|could we|we can|we could|we should|want to|wanna|"
    rf"i can|i could|i would like to|would you like to|you can|you could){FEW}meet\b{EN_WHEN}",
    rf"\b(?:let'?s|lets|let us|shall we){GAP}meet\b{EN_WHEN}",
    r"\bmeet me\b|\bmeet up with me\b|\bi(?:'ll| will| can) (?:meet|pick) you\b",
    r"\bcome (?:over )?to my (?:place|home|flat|house|office|car)\b",
    r"\bi(?:'ll| will| am|'m) wait(?:ing)? for you (?:at|near|by|outside|after|in)\b",
    r"\bsee you (?:at|near|outside|after|by) the (?!camp\b)\w{1,20}",
    # Russian and Belarusian
    rf"\bдавай(?:те|це)?{FEW}(?:{MEET_THEM}|созвонимся|сазвонімся|встречаться|сустракацца|погуляем)\b",
    rf"\bдавай(?:те|це)?{GAP}(?:{MEET_THEM}|созвонимся|сазвонімся|погуляем)\b",
    rf"\b{MEET_THEM}{GAP}{RU_WHERE}\b",
    rf"\b(?:жду|буду ждать|подожду|ждать буду|чакаю|буду чакаць|пачакаю) (?:тебя|вас|цябе){FEW}?"
    r"(?:у|около|возле|после|перед|за|ля|каля|пасля|перад|на остановке|на вокзале)\b",
    rf"\b(?:приходи|приезжай|заходи|заезжай|прыходзь|прыязджай|заходзь)(?:те|це)?{FEW}"
    r"(?:ко мне|да мяне)\b",
    rf"\b(?:посидим|побудем|поболтаем|погуляем|поговорим|встретимся|пасядзім|пабудзем|пагуляем|"
    rf"пагаворым|сустрэнемся){FEW}(?:вдв[оё]ем|наедине|удваіх|сам-насам)\b",
    r"\b(?:ко мне домой|да мяне дадому|да мяне дахаты)\b",
    rf"\b(?:могу|можем|могли бы|мог бы|хочу|хочешь|хотите|можно|предлагаю|надо|лучше|давай|магу|"
    rf"можам|маглі б|мог бы|хачу|хочаш|хочаце|можна|прапаную|лепш|трэба){FEW}{TO_MEET}\b{ONLY_YOU}",
    rf"\b(?:могу|можем|хочу|хочешь|хотите|можно|предлагаю|надо|лучше|магу|можам|хачу|хочаш|хочаце|"
    rf"можна|прапаную|лепш|трэба){GAP}{TO_MEET}\b{ONLY_YOU}",
    r"\b(?:заберу|подвезу|забяру|падвязу) (?:тебя|вас|цябе)\b",
    # A street with a house
    r"\b(?:(?:ул|вул|пр-т)(?:\.\s?|\s)|(?:улица|улице|вуліца|вуліцы|проспект|проспекте|праспект|"
    r"праспекце|переулок|завулак)\s)\w{3,25},?\s(?:д\.?\s?|дом\s)?[1-9]\d{0,2}\b",
    r"\b\d{1,3},? \w{3,20} (?:street|avenue|st\.|lane)(?!\w)",
)

# "Do not tell your mother." Quoted, it is an example of what recruiters write.
WHOM = (
    r"(?:никому|нікому|родителям|бацькам|маме|мам[уы]|папе|тату|бабушке|бабулі|взрослым|дарослым|"
    r"учител\w{1,3}|настаўнік\w{1,3}|координатор\w{0,3}|каардынатар\w{0,3}|ментор\w{0,3}|"
    r"ментар\w{0,3}|в школе|у школе)"
)
KIN = (
    r"(?:мама|папа|тата|родители|бацькі|взрослые|дарослыя|бабушка|бабуля|координаторы?|каардынатары?|"
    r"ментор|ментар|никто|ніхто)"
)
HUSH = (
    r"не (?:говори|рассказывай|показывай|сообщай|жалуйся|кажы|распавядай|расказвай|паказвай|"
    r"паведамляй)(?:те|це)?"
)
THIS = r"(?:(?:об|про|пра|о) \w{2,5} |это |гэта |лучше |лепш |пока |пакуль |только |толькі )?"
PERHAPS = r"(?:пусть|пускай|хай|няхай)"
KNOWS = r"не (?:знает|знают|узнает|узнают|ведае|ведаюць|даведаецца|даведаюцца)"
QUOTED = r"(?<![«\"“„])"
YOUR_KIN = r"your (?:parents|mum|mom|mother|dad|father|teacher|coordinator|mentor|friends)"
SECRETS = (
    rf"{QUOTED}\b{HUSH} {THIS}{WHOM}\b",
    rf"{QUOTED}\b{WHOM} {THIS}{HUSH}\b",
    rf"\b{PERHAPS} {KIN} {THIS}{KNOWS}\b",
    rf"\b{KIN} {PERHAPS} {THIS}{KNOWS}\b",
    rf"{QUOTED}\b(?:это|гэта|оно|яно|вс[её]|усё|останется|застанецца)[ ,](?:только |толькі |"
    r"строго |останется |застанецца )?(?:между|паміж) (?:нами|намі)\b",
    rf"{QUOTED}\b(?:это |гэта )(?:будет |будзе )?наш (?:маленький |маленькі )?(?:секрет|сакрэт)\b",
    rf"{QUOTED}\b(?:don't|do not|dont|never) (?:tell|show|mention (?:this|it) to|say (?:this |it |"
    rf"anything )?to) (?:this to |it to )?(?:anyone|anybody|{YOUR_KIN}|the coordinators?|"
    r"the others|adults)\b",
    r"\bkeep (?:this|it) (?:just |only )?(?:between us|a secret|secret|to yourself)\b",
    rf"{QUOTED}\b(?:our (?:little )?secret|just between (?:us|you and me))\b",
    rf"\b{YOUR_KIN} (?:need not|needn't|does(?:n't| not) need to|do(?:n't| not) need to|"
    r"should(?:n't| not)|must(?:n't| not)) know\b",
)

# What each of these words adds to a number that is said digit by digit.
NUMBERS: dict[str, str] = {
    word: value
    for value, words in {
        "0": "zero oh ноль нуль",
        "1": "one один одна адзін адна",
        "2": "two два две дзве",
        "3": "three три тры",
        "4": "four четыре чатыры",
        "5": "five пять пяць",
        "6": "six шесть шэсць",
        "7": "seven семь сем",
        "8": "eight восемь восем",
        "9": "nine девять дзевяць",
        "10": "ten десять дзесяць",
        "11": "eleven одиннадцать адзінаццаць",
        "12": "twelve двенадцать дванаццаць",
        "13": "thirteen тринадцать трынаццаць",
        "14": "fourteen четырнадцать чатырнаццаць",
        "15": "fifteen пятнадцать пятнаццаць",
        "16": "sixteen шестнадцать шаснаццаць",
        "17": "seventeen семнадцать семнаццаць",
        "18": "eighteen восемнадцать васямнаццаць",
        "19": "nineteen девятнадцать дзевятнаццаць",
        "20": "twenty двадцать дваццаць",
        "30": "thirty тридцать трыццаць",
        "40": "forty сорок сорак",
        "50": "fifty пятьдесят пяцьдзясят",
        "60": "sixty шестьдесят шэсцьдзясят",
        "70": "seventy семьдесят семдзесят",
        "80": "eighty восемьдесят восемдзесят",
        "90": "ninety девяносто дзевяноста",
        "100": "сто",
        "200": "двести дзвесце",
        "300": "триста трыста",
        "400": "четыреста чатырыста",
        "500": "пятьсот пяцьсот",
        "600": "шестьсот шэсцьсот",
        "700": "семьсот семсот",
        "800": "восемьсот восемсот",
        "900": "девятьсот дзевяцьсот",
    }.items()
    for word in words.split()
}
