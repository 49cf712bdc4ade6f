"""What becomes known about customers from words: which kind, which value, about whom; and what never gives a fact."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from syncd.core.facts import find_facts
from syncd.core.facts.cards import facts_of
from syncd.core.languages import language_of
from syncd.core.matters import Fact
from syncd.core.model import Card, Company, Party
from syncd.core.promises import Said

COMPANY = Company(domains=frozenset({"firm.example"}))
AT = dt.datetime(2026, 11, 10, 12, 0, tzinfo=dt.UTC)  # a Tuesday
OURS, ONA, PETER = Party(role="from", address="rasa@firm.example", name="Rasa Petraitė"), Party(role="from", address="ona@customer.example", name="Ona Kazlauskienė"), "peter@customer.example"
COLLEAGUE = Party(role="to", address="jonas@firm.example", name="Jonas Jonaitis")
CUSTOMER = Party(role="to", address="peter@customer.example", name="Peter Brown")


def told(text: str, language: str = "", *, sender: Party = ONA, to: tuple[Party, ...] = (COLLEAGUE,), subject: str = "") -> tuple[Fact, ...]:
    """The facts in these words."""
    language = language or language_of(text)
    said = Said(own=text, quoted="", subject=subject, sender=sender, recipients=to, at=AT, language=language)  # type: ignore[arg-type]
    return find_facts(said, COMPANY)


def brief(facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    return [(f.kind, f.value) for f in facts]


OWN_WORDS = [
    # English
    ("en", "My birthday is on 12 March, so I'll be away that week.", "birthday", "03-12"),
    ("en", "I turn fifty on Saturday.", "birthday", "1976-11-14"),
    ("en", "I was born on 3 May 1980 in Leeds.", "birthday", "1980-05-03"),
    ("en", "It was my 40th birthday yesterday!", "birthday", "1986-11-09"),
    ("en", "We have two daughters and the house is full.", "family", "two daughters"),
    ("en", "My husband Mark will pick it up.", "family", "husband Mark"),
    ("en", "I have no children.", "family", "no children"),
    ("en", "Sorry for the silence, we got married last week.", "family", "married"),
    ("en", "I became a grandfather on Monday.", "family", "a grandfather"),
    ("en", "I live in Shrewsbury now.", "city", "Shrewsbury"),
    ("en", "I moved to Bath in June.", "city", "Bath"),
    ("en", "I'm based in Leeds.", "city", "Leeds"),
    ("en", "I play the cello in the evenings.", "hobby", "cello"),
    ("en", "I'm a keen angler.", "hobby", "fishing"),
    ("en", "At weekends I restore old tractors.", "hobby", "restore old tractors"),
    ("en", "In my spare time I keep bees.", "hobby", "keep bees"),
    ("en", "I collect stamps.", "hobby", "stamps"),
    ("en", "I'm training for the London marathon.", "hobby", "london marathon"),
    ("en", "I'm a lifelong Leeds United fan.", "interest", "Leeds United"),
    ("en", "I support Everton.", "interest", "Everton"),
    ("en", "I love opera, so tickets are always welcome.", "interest", "opera"),
    ("en", "My favourite author is Le Carré.", "interest", "Le Carré"),
    ("en", "I prefer email to the phone.", "style", "email to the phone"),
    ("en", "Please don't call me before noon, I never pick up.", "style", "don't call me before noon"),
    ("en", "I never decide on the spot.", "style", "never decide on the spot"),
    ("en", "I work as a midwife.", "job", "as a midwife"),
    ("en", "I'm the new head of procurement at Brown & Sons.", "job", "head of procurement at Brown & Sons"),
    ("en", "I've retired in May, so my son runs it.", "job", "retired"),
    ("en", "I run a small bakery.", "job", "a small bakery"),
    ("en", "We have a dog called Biscuit, so ring twice.", "other", "a dog called Biscuit"),
    ("en", "I'm left-handed.", "other", "left-handed"),
    # Lithuanian
    ("lt", "Mano gimtadienis kovo 12 d.", "birthday", "03-12"),
    ("lt", "Gimiau 1980 m. gegužės 3 d. Kaune.", "birthday", "1980-05-03"),
    ("lt", "Rytoj man sukanka keturiasdešimt.", "birthday", "1986-11-11"),
    ("lt", "Šeštadienį švenčiu penkiasdešimtmetį.", "birthday", "1976-11-14"),
    ("lt", "Turiu dvi dukras ir mažai laiko.", "family", "dvi dukras"),
    ("lt", "Auginame tris vaikus.", "family", "tris vaikus"),
    ("lt", "Atsiims mano žmona Rasa.", "family", "žmona Rasa"),
    ("lt", "Vaikų neturiu.", "family", "vaikų nėra"),
    ("lt", "Praeitą savaitę susituokėme.", "family", "susituokėme"),
    ("lt", "Tapau močiute!", "family", "močiute"),
    ("lt", "Gyvenu Kaune.", "city", "Kaunas"),
    ("lt", "Persikrausčiau į Klaipėdą.", "city", "Klaipėda"),
    ("lt", "Pats esu iš Šiaulių.", "city", "Šiauliai"),
    ("lt", "Laisvalaikiu žvejoju.", "hobby", "žvejyba"),
    ("lt", "Savaitgaliais groju smuiku kapeloje.", "hobby", "smuiku"),
    ("lt", "Mezgu ir neriu.", "hobby", "Mezgu"),
    ("lt", "Lankau jogą.", "hobby", "jogą"),
    ("lt", "Sergu už „Žalgirį“.", "interest", "Žalgirį"),
    ("lt", "Labai mėgstu operą.", "interest", "operą"),
    ("lt", "Man geriausia rašyti el. paštu.", "style", "Man geriausia rašyti el. paštu"),
    ("lt", "Telefonu nieko nesprendžiu.", "style", "Telefonu nieko nesprendžiu"),
    ("lt", "Dirbu mokytoja kaimo mokykloje.", "job", "mokytoja kaimo mokykloje"),
    ("lt", "Nuo vasario esu pirkimų vadovė.", "job", "pirkimų vadovė"),
    ("lt", "Išėjau į pensiją.", "job", "pensijoje"),
    ("lt", "Auginu du šunis.", "other", "du šunis"),
    ("lt", "gyvenu siauliuose ir zaidziu krepsini", "city", "Šiauliai"),
    # Russian
    ("ru", "Мой день рождения 12 марта.", "birthday", "03-12"),
    ("ru", "Завтра мне исполняется 40.", "birthday", "1986-11-11"),
    ("ru", "Я родилась 3 мая 1980 года.", "birthday", "1980-05-03"),
    ("ru", "У меня двое детей.", "family", "двое детей"),
    ("ru", "Заберёт моя жена Ольга.", "family", "жена Ольга"),
    ("ru", "Детей у меня нет.", "family", "детей нет"),
    ("ru", "Я вышла замуж, теперь Петрова.", "family", "вышла замуж"),
    ("ru", "У нас родился внук!", "family", "внук"),
    ("ru", "Живу в Твери.", "city", "Тверь"),
    ("ru", "Мы переехали в Нижний Новгород.", "city", "Нижний Новгород"),
    ("ru", "Я сама из Казани.", "city", "Казань"),
    ("ru", "По выходным рыбачу на Волге.", "hobby", "рыбалка"),
    ("ru", "Увлекаюсь фотографией.", "hobby", "фотографией"),
    ("ru", "Играю в шахматы.", "hobby", "в шахматы"),
    ("ru", "Коллекционирую самовары.", "hobby", "Коллекционирую самовары"),
    ("ru", "Болею за «Зенит».", "interest", "Зенит"),
    ("ru", "Обожаю оперу.", "interest", "оперу"),
    ("ru", "Мне лучше писать на почту.", "style", "Мне лучше писать на почту"),
    ("ru", "Незнакомые звонки не беру.", "style", "Незнакомые звонки не беру"),
    ("ru", "Работаю учителем в школе.", "job", "Работаю учителем в школе"),
    ("ru", "Я на пенсии с мая.", "job", "на пенсии"),
    ("ru", "У нас две кошки.", "other", "две кошки"),
    ("ru", "Я левша.", "other", "левша"),
]


@pytest.mark.parametrize(("language", "text", "kind", "value"), OWN_WORDS, ids=[text for _, text, _, _ in OWN_WORDS])
def test_a_customers_own_words_tell_of_them(language: str, text: str, kind: str, value: str) -> None:
    """Each kind of fact in three languages, with its value; the quote is an exact substring."""
    facts = told(text, language)
    assert any(f.kind == kind and value.casefold() in f.value.casefold() for f in facts), brief(facts)
    assert all(text[f.start : f.start + len(f.quote)] == f.quote and f.about == "" for f in facts)
    assert all(f.negated == (value in ("no children", "vaikų nėra", "детей нет")) for f in facts)


TO_THEM = [
    ("en", "Happy birthday, Peter!", "birthday", "11-10", "on the day itself"),
    ("en", "Happy 50th birthday for tomorrow!", "birthday", "1976-11-11", "age and day give the year"),
    ("en", "Congratulations on your wedding.", "family", "wedding", ""),
    ("en", "Congratulations on the birth of your daughter!", "family", "daughter", ""),
    ("en", "Congratulations on your new position as head of sales.", "job", "new position as head of sales", ""),
    ("lt", "Sveikiname Jus su gimtadieniu!", "birthday", "11-10", "on the day itself"),
    ("lt", "Sveikiname gimus sūnui!", "family", "sūnui", ""),
    ("lt", "Sveikiname su vestuvėmis!", "family", "vestuvėmis", ""),
    ("ru", "Поздравляем с днём рождения!", "birthday", "11-10", "on the day itself"),
    ("ru", "Поздравляем с рождением дочки!", "family", "дочки", ""),
    ("ru", "Вам вчера исполнилось 50, поздравляем!", "birthday", "1976-11-09", "age and day give the year"),
]


@pytest.mark.parametrize(("language", "text", "kind", "value", "why"), TO_THEM, ids=[text for _, text, *_ in TO_THEM])
def test_a_congratulation_of_ours_is_about_whom_it_is_written_to(language: str, text: str, kind: str, value: str, why: str) -> None:
    """What one of ours writes to a customer tells of the customer."""
    facts = told(text, language, sender=OURS, to=(CUSTOMER,))
    assert [(f.kind, f.value, f.about) for f in facts] == [(kind, value, PETER)], why


ABOUT_THEM = [
    ("en", "Spoke to our customer Malcolm Hendry. Malcolm has two sons and lives in Perth.", {"family", "city"}, "Malcolm"),
    ("lt", "Kalbėjau su klientu dėl sutarties. Petras Striška gyvena Alytuje ir medžioja.", {"city", "hobby"}, "Petras Striška"),
    ("ru", "Клиент Шубин передан тебе. Шубин живёт в Туле, у него двое детей.", {"family", "city"}, "Шубин"),
]


@pytest.mark.parametrize(("language", "text", "kinds", "name"), ABOUT_THEM)
def test_an_internal_note_is_about_the_customer_it_names(language: str, text: str, kinds: set[str], name: str) -> None:
    """The name stands where no address is known."""
    facts = told(text, language, sender=OURS)
    assert {f.kind for f in facts} == kinds, brief(facts)
    assert {(f.about, f.named.split()[-1]) for f in facts} == {("", name.split()[-1])}


def test_somebody_introduced_is_found_in_the_header() -> None:
    """An introduction of ours tells of the outside person it names, by the address of the header."""
    [fact] = told("Dear Anna, meet Peter. Peter plays chess.", "en", sender=OURS, to=(Party(role="to", address="anna@other.example", name="Anna Rossi"), CUSTOMER))
    assert (fact.kind, fact.value, fact.about) == ("hobby", "chess", PETER)


NOTHING = [
    ("en", "own", "Do you have children?", "a question"),
    ("en", "own", "My neighbour plays the trumpet and lives in Leeds.", "a third person"),
    ("en", "own", "Our director moved to Bath.", "somebody else at the firm"),
    ("en", "own", "I wish I had two dogs.", "a wish"),
    ("en", "own", "I used to play tennis in Leeds.", "what is over"),
    ("en", "own", "This project is my baby and the office is my second home.", "figures of speech"),
    ("en", "own", "I don't play golf.", "what one does not do"),
    ("en", "own", "Our company turns 40 on Friday, it is our birthday.", "a firm"),
    ("en", "own", "I support your proposal and follow the process.", "business"),
    ("en", "own", "I love the new design.", "business"),
    ("en", "own", "I collect the parcel tomorrow.", "business"),
    ("en", "own", "I run the report every Friday.", "business"),
    ("en", "own", "Name: Ann Lee\nDate of birth: 3 May 1980\nMarital status: married\nCity: Leeds\n", "a form"),
    ("en", "own", 'Please print: "I live in Leeds and I have two daughters and a dog."', "a text to be printed"),
    ("en", "ours", "I live in Saratoga with two boys, and my wife runs a bakery.", "one of ours of their own life"),
    ("en", "inside", "Jonas has a birthday tomorrow, cake in the kitchen!", "a colleague"),
    ("lt", "own", "Ar turite vaikų?", "a question"),
    ("lt", "own", "Mano kaimynas gyvena Kaune ir žvejoja.", "a third person"),
    ("lt", "own", "Mūsų įmonei spalio 30 d. sukanka dvidešimt metų.", "a firm"),
    ("lt", "own", "Norėčiau gyventi Nidoje.", "a wish"),
    ("lt", "ours", "Pats gyvenu Alytuje ir auginu du berniukus.", "one of ours of their own life"),
    ("lt", "inside", "Rytoj Jono gimtadienis, renkame po 5 eurus.", "a colleague"),
    ("ru", "own", "У вас есть дети?", "a question"),
    ("ru", "own", "Данияр уволился в мае, пишите теперь мне.", "a third person"),
    ("ru", "inside", "Клиент Шубин ждёт: завод пересматривает прайс.", "business"),
    ("en", "own", "Please put on the card: we have two daughters and live in Leeds.", "a text to be printed"),
    ("ru", "own", "Мой сосед живёт в Туле и рыбачит.", "a third person"),
    ("ru", "own", "Нашей компании исполняется 15 лет.", "a firm"),
    ("ru", "own", "Хотелось бы жить в Сочи.", "a wish"),
    ("ru", "ours", "Я сам живу в Туле, у меня двое детей.", "one of ours of their own life"),
    ("ru", "inside", "Завтра день рождения у Йонаса, скидываемся по 300.", "a colleague"),
]


@pytest.mark.parametrize(("language", "who", "text", "why"), NOTHING, ids=[text for _, _, text, _ in NOTHING])
def test_what_is_no_fact_gives_none(language: str, who: str, text: str, why: str) -> None:
    """Questions, third persons, firms, figures of speech, forms, texts to be printed, and the life of our own people."""
    sender, to = {"own": (ONA, COLLEAGUE), "ours": (OURS, CUSTOMER), "inside": (OURS, COLLEAGUE)}[who]
    assert brief(told(text, language, sender=sender, to=(to,))) == [], why


# Each holds something from which another kind could be guessed.
SPECIAL = """
en|My wife is ill and I live in Leeds.
en|My son has diabetes.
en|I play tennis again after my knee surgery.
en|I sing in the church choir in Bath.
en|My daughter was baptised on Sunday.
en|I work as a priest in Leeds.
en|I'm a keen runner since my heart attack.
en|I'm a lifelong Labour Party supporter.
en|I love campaigning for the Conservatives.
en|I'm the treasurer of our trade union.
en|I work as a shop steward at Unison.
en|I live in Leeds with my boyfriend and I am gay.
en|I have two kids by IVF.
en|I'm a vegan muslim and live in Bradford.
en|My husband is in hospital.
en|I prefer email because I am deaf.
en|Please don't call me, I'm at the clinic in the mornings.
en|We have two children with autism.
en|I support Brexit.
en|I play chess at the synagogue.
en|I retired because of a stroke.
en|My family has Jewish roots in Vilnius.
en|Happy birthday, and get well after the operation!
lt|Mano žmona serga, o gyvenu Kaune.
lt|Turiu du vaikus, sūnus diabetikas.
lt|Gydausi Kaune, ten ir gyvenu.
lt|Dainuoju bažnyčios chore.
lt|Mano dukros krikštynos šeštadienį.
lt|Esu katalikas ir auginu tris vaikus.
lt|Sekmadieniais su žmona einame į mišias.
lt|Esu konservatorių partijos narys ir žvejoju.
lt|Mano vyras kandidatuoja rinkimuose.
lt|Esu profsąjungos pirmininkė.
lt|Dirbu profesinėje sąjungoje Vilniuje.
lt|Auginu dukrą, kuri serga astma.
lt|Po operacijos vėl bėgioju.
lt|Mano žmona nėščia, gyvename Alytuje.
lt|Geriausia rašyti, nes esu kurčias.
lt|Išėjau į pensiją dėl infarkto.
lt|Man sukanka 50, bet guliu ligoninėje.
lt|Esu gėjus ir gyvenu Vilniuje.
lt|Turiu dvi dukras, abi alergiškos.
lt|Pasninkauju, tad vyno nemėgstu, o žvejoju.
lt|Lankau jogą dėl nugaros skausmų, gydytoja liepė.
lt|Mano kilmė romų, gyvenu Šiauliuose.
lt|Žaidžiu krepšinį mitinguose už opoziciją.
ru|Моя жена болеет, живу в Туле.
ru|У меня двое детей, у сына диабет.
ru|Пою в церковном хоре.
ru|У нас крестины дочки в субботу.
ru|Я православный, у меня трое детей.
ru|В пост мяса не ем, люблю грузинскую кухню.
ru|Я член профсоюза, работаю учителем.
ru|Работаю в профкоме завода.
ru|Муж депутат, живём в Казани.
ru|Голосую на выборах за коммунистов, болею за «Спартак».
ru|После инфаркта бегаю по утрам.
ru|У меня гипертония, лучше пишите на почту.
ru|Жена беременна, живём в Самаре.
ru|Не звоните, я глухой, пишите в телеграм.
ru|Вышел на пенсию по инвалидности.
ru|Я еврей по национальности, живу в Омске.
ru|Мне исполняется 50, лежу в больнице.
ru|Я лесбиянка, живу в Москве.
ru|Играю в шахматы в реабилитационном центре.
ru|У меня астма, бассейн пришлось оставить.
ru|Дочка в онкологии, пишите мужу.
ru|Хожу на митинги и в походы.
ru|Мусульмане мы, держим пасеку.
"""


def test_special_categories_give_nothing() -> None:
    """P12: no sentence that touches health, religion, politics, union, origin or sex life gives a fact, of whatever kind."""
    sentences = [line.split("|") for line in SPECIAL.split("\n") if line]
    assert len(sentences) >= 60
    found = {text: brief(told(text, language)) for language, text in sentences}
    found |= {text: brief(told(text, language, sender=OURS, to=(CUSTOMER,))) for language, text in sentences if text.startswith("Happy")}
    assert {text: facts for text, facts in found.items() if facts} == {}


def test_without_the_touchy_word_most_of_them_would_tell_something() -> None:
    """The list above can fail: with the rule of special categories taken out, facts would come of it."""
    innocent = re.sub(r"\b(?:bažnyčios|церковном|church) ", "", "Dainuoju bažnyčios chore. Пою в церковном хоре. I sing in the church choir in Bath.")
    texts = [("lt", "Dainuoju chore."), ("ru", "Пою в хоре."), ("en", "I sing in the choir in Bath.")]
    assert all(told(text, language) for language, text in texts) and "church" not in innocent


def test_russian_in_latin_letters_is_read_and_quoted_as_typed() -> None:
    """The quote is what was typed."""
    [fact] = told("Dobryj den'! Spasibo za schet. Ja zhivu v Kazani.", "ru")
    assert (fact.kind, fact.value, fact.quote) == ("city", "Казань", "Ja zhivu v Kazani.")


def test_a_card_tells_birthday_post_and_city() -> None:
    """What stands on a card is a fact with the card as its source."""
    card = Card(uid="1", name="Ona", birthday="--05-03", title="Direktorė", organisation="Baltas", city="Kaunas")
    assert brief(facts_of(card)) == [("birthday", "05-03"), ("job", "Direktorė, Baltas"), ("city", "Kaunas")]
    assert facts_of(Card(uid="2", name="Ona", organisation="Baltas")) == ()
    assert brief(facts_of(Card(uid="3", name="Ona", family=("spouse: Jonas",)))) == [("family", "spouse: Jonas")]
