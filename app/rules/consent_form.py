"""The words that a guardian reads and signs, in three languages.

They are data, not interface: a line in the ledger says which version was signed
(``safeguarding.CONSENT_TEXT``). Whoever changes what they mean changes the version with them."""

from dataclasses import dataclass

from app.models import Purpose


@dataclass(frozen=True)
class ConsentForm:
    title: str
    about: tuple[str, ...]  # what this is, before anything is asked
    asks: str
    purposes: dict[Purpose, str]
    rights: tuple[str, ...]
    child: str  # the child's own assent
    young_person: str
    guardian: str
    relation: str
    contact: str
    signature: str
    day: str
    witness: str
    version: str


FORMS: dict[str, ConsentForm] = {
    "en": ConsentForm(
        title="A guardian's consent",
        about=(
            "Young people who took part in the camp work on project ideas of their own on a"
            " website called Seedbed. A mentor whose papers the camp has checked helps them. The"
            " camp's coordinators can read everything that a mentor writes to them.",
            "Other people see a first name or nickname and an age band, such as 14–15. Donors see"
            " the project and the name of the team, never the names of persons. Nobody can write"
            " to a young person privately.",
        ),
        asks="Please tick each box that you agree to. You may tick some and leave others blank.",
        purposes={
            Purpose.account: (
                "The account. The website keeps a nickname, the month of birth (others see only an"
                " age band) and what the young person writes. Teammates and coordinators see it."
            ),
            Purpose.mentoring: (
                "Mentoring. The mentor and the coordinators read the team's plan and answer in"
                " writing, on the website only."
            ),
            Purpose.publish: (
                "Publishing. The team's finished pitch may be shown to donors whom the camp has"
                " checked, or to everybody on the website without its budget: a coordinator decides"
                " after having read it. No person is named in it."
            ),
        },
        rights=(
            "You can take each consent back at any time, without giving a reason: tell a"
            " coordinator. It takes effect at once, and a published pitch disappears.",
            "A box left blank closes nothing else. You may ask what is kept about the young"
            " person, have it corrected, or have it deleted.",
            "This paper is kept by the camp's coordinators. Your name is kept encrypted, and"
            " every time somebody opens it, this is written down.",
        ),
        child="I have read this and I would like to take part (the young person signs)",
        young_person="Name of the young person",
        guardian="Name of the parent or guardian",
        relation="Mother, father, guardian or other",
        contact="Telephone or e-mail, for questions about this paper",
        signature="Signature",
        day="Day",
        witness="Signed before me (a coordinator of the camp)",
        version="Version of this text",
    ),
    "ru": ConsentForm(
        title="Согласие законного представителя",
        about=(
            "Подростки и молодые люди, которые были в лагере, работают над собственными"
            " проектными идеями на сайте Seedbed. Им помогает ментор, документы которого лагерь"
            " проверил. Координаторы лагеря могут прочитать всё, что пишет ментор.",
            "Другие видят имя или псевдоним и возрастную группу, например 14–15. Доноры видят"
            " проект и название команды, но никогда не видят имён. Никто не может писать"
            " подростку лично.",
        ),
        asks="Отметьте то, с чем вы согласны. Можно отметить одно, а другое оставить пустым.",
        purposes={
            Purpose.account: (
                "Учётная запись. Сайт хранит псевдоним, месяц рождения (другим он виден только"
                " как возрастная группа) и то, что подросток пишет. Это видят команда и"
                " координаторы."
            ),
            Purpose.mentoring: (
                "Помощь ментора. Ментор и координаторы читают план команды и отвечают письменно,"
                " только на сайте."
            ),
            Purpose.publish: (
                "Публикация. Готовую презентацию проекта можно показать донорам, которых лагерь"
                " проверил, или всем на сайте, но без бюджета: это решает координатор, прочитав"
                " её. Имён в ней нет."
            ),
        },
        rights=(
            "Любое согласие можно отозвать когда угодно и без объяснений: скажите об этом"
            " координатору. Отзыв действует сразу, опубликованная презентация исчезает.",
            "Пустая клетка не закрывает ничего другого. Вы можете узнать, что о подростке"
            " хранится, исправить это или попросить удалить.",
            "Эту бумагу хранят координаторы лагеря. Ваше имя хранится в зашифрованном виде, и"
            " каждое его открытие записывается.",
        ),
        child="Я прочитал(а) это и хочу участвовать (подпись подростка)",
        young_person="Имя и фамилия подростка",
        guardian="Имя и фамилия родителя или законного представителя",
        relation="Мать, отец, опекун или иное",
        contact="Телефон или электронная почта для вопросов об этой бумаге",
        signature="Подпись",
        day="Дата",
        witness="Подписано в моём присутствии (координатор лагеря)",
        version="Версия этого текста",
    ),
    "be": ConsentForm(
        title="Згода законнага прадстаўніка",
        about=(
            "Падлеткі і маладыя людзі, якія былі ў лагеры, працуюць над уласнымі праектнымі"
            " ідэямі на сайце Seedbed. Ім дапамагае ментар, дакументы якога лагер праверыў."
            " Каардынатары лагера могуць прачытаць усё, што піша ментар.",
            "Іншыя бачаць імя або псеўданім і ўзроставую групу, напрыклад 14–15. Донары бачаць"
            " праект і назву каманды, але ніколі не бачаць імёнаў. Ніхто не можа пісаць падлетку"
            " асабіста.",
        ),
        asks="Адзначце тое, з чым вы згодны. Можна адзначыць адно, а іншае пакінуць пустым.",
        purposes={
            Purpose.account: (
                "Уліковы запіс. Сайт захоўвае псеўданім, месяц нараджэння (іншым ён бачны толькі"
                " як узроставая група) і тое, што падлетак піша. Гэта бачаць каманда і"
                " каардынатары."
            ),
            Purpose.mentoring: (
                "Дапамога ментара. Ментар і каардынатары чытаюць план каманды і адказваюць"
                " пісьмова, толькі на сайце."
            ),
            Purpose.publish: (
                "Публікацыя. Гатовую прэзентацыю праекта можна паказаць донарам, якіх лагер"
                " праверыў, або ўсім на сайце, але без бюджэту: гэта вырашае каардынатар,"
                " прачытаўшы яе. Імёнаў у ёй няма."
            ),
        },
        rights=(
            "Любую згоду можна адклікаць калі заўгодна і без тлумачэнняў: скажыце пра гэта"
            " каардынатару. Адкліканне дзейнічае адразу, апублікаваная прэзентацыя знікае.",
            "Пустая клетка не закрывае нічога іншага. Вы можаце даведацца, што пра падлетка"
            " захоўваецца, выправіць гэта або папрасіць выдаліць.",
            "Гэтую паперу захоўваюць каардынатары лагера. Ваша імя захоўваецца ў зашыфраваным"
            " выглядзе, і кожнае яго адкрыццё запісваецца.",
        ),
        child="Я прачытаў(ла) гэта і хачу ўдзельнічаць (подпіс падлетка)",
        young_person="Імя і прозвішча падлетка",
        guardian="Імя і прозвішча бацькі, маці або законнага прадстаўніка",
        relation="Маці, бацька, апякун або іншае",
        contact="Тэлефон або электронная пошта для пытанняў пра гэтую паперу",
        signature="Подпіс",
        day="Дата",
        witness="Падпісана ў маёй прысутнасці (каардынатар лагера)",
        version="Версія гэтага тэксту",
    ),
}
