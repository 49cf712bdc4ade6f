"""What is a complaint: an outside person's displeasure with our firm, in the words that name the wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from syncd.core.complaints import find_complaints
from syncd.core.model import Class, Company, Language, Party
from syncd.core.promises.said import Said
from syncd.core.settling_words import apology_in, settlement_in

COMPANY = Company(domains=frozenset({"ours.example"}))
CUSTOMER, RASA = Party(role="from", address="ona@baltas.example", name="Ona"), Party(role="to", address="rasa@ours.example", name="Rasa")


def said(text: str, language: Language, *, sender: Party = CUSTOMER, recipients: tuple[Party, ...] = (RASA,), subject: str = "") -> Said:
    """One person's words to us."""
    at = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)
    return Said(own=text, quoted="", subject=subject, sender=sender, recipients=recipients, at=at, language=language)


def quotes(words: Said, class_: Class = "personal") -> list[str]:
    """The complaints found, each where it says it stands."""
    found = find_complaints(words, COMPANY, class_)
    assert all(words.own[c.start :].startswith(c.quote) for c in found)
    return [c.quote for c in found]


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "We waited for two days and nobody came.", "nobody came"),
        ("en", "The boiler you serviced is leaking again.", "broken again"),
        ("en", "This is the third time the lift has stopped between floors.", "third time"),
        ("en", "You charged us twice for the same visit.", "a wrong invoice"),
        ("en", "I have had no answer to my last three emails, and no one calls back.", "no answer"),
        ("en", "Your driver arrived two hours late.", "late"),
        ("en", "Your receptionist was rude to my mother.", "rude"),
        ("en", "We ordered matt tiles but received glossy ones.", "not what was ordered"),
        ("en", "So much for the dedicated support: it never replies.", "plain sarcasm"),
        ("en", "What exactly are we paying the maintenance fee for?", "a reproach put as a question"),
        ("ru", "Мастер обещал быть в среду, но никто не приехал.", "nobody came"),
        ("ru", "Кондиционер после вашего ремонта опять течёт.", "broken again"),
        ("ru", "До сих пор не получили от вас исправленный счёт.", "still not there"),
        ("ru", "Ваш водитель нахамил нашему охраннику.", "rude"),
        ("ru", "В счёте указано десять часов, хотя мастер работал шесть.", "a wrong invoice"),
        ("ru", "Заказывали белые двери, а привезли серые.", "not what was ordered"),
        ("ru", "Сколько можно ждать?", "a reproach put as a question"),
        ("lt", "Meistras žadėjo atvykti trečiadienį, bet niekas neatvyko.", "nobody came"),
        ("lt", "Jūsų taisytas siurblys vėl neveikia.", "broken again"),
        ("lt", "Jau antrą kartą gauname sąskaitą su klaida.", "second time"),
        ("lt", "Į tris laiškus taip ir neatsakėte.", "no answer"),
        ("lt", "Vairuotojas buvo labai nemandagus su mūsų klientais.", "rude"),
        ("lt", "Vietoj užsakytų dešimties dėžių pristatėte septynias.", "not what was ordered"),
        ("lt", "Uz ka mes jums mokame?", "without diacritics, a reproach put as a question"),
    ],
)
def test_a_wrong_that_is_named_is_a_complaint(language: Language, text: str, reason: str) -> None:
    """By its words alone, in each language."""
    assert quotes(said(text, language)) == [text], reason


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "Could you tell us when the technician will come?", "a question"),
        ("en", "What happens if the sofa turns up damaged?", "a general question"),
        ("en", "Our boiler has broken down, can you come and look at it?", "a fault that is nobody's doing"),
        ("en", "The problem has been solved, thanks for the quick help.", "settled"),
        ("en", "My old provider was terrible, which is why I am writing to you.", "a third party"),
        ("en", "I must have typed the wrong number, my mistake.", "their own fault"),
        ("en", "Sorry for the late reply, I was on holiday.", "their own fault"),
        ("en", "If the delivery is late we will have to look elsewhere.", "a threat"),
        ("en", "We have not received your payment of the overdue invoice 114.", "dunning"),
        ("lt", "Ačiū, laukiu pasiūlymo.", "thanks, and what is awaited"),
        ("ru", "Подскажите, бывает ли, что вы срываете сроки?", "a general question"),
        ("ru", "Всё починили, спасибо, претензий нет.", "settled"),
        ("ru", "Почта потеряла нашу посылку.", "a third party"),
        ("ru", "Это я сам сломал, перетянул болт.", "their own fault"),
        ("ru", "Просим погасить задолженность по счёту 114.", "dunning"),
        ("lt", "Ar būna, kad vėluojate pristatyti?", "a general question"),
        ("lt", "Viskas sutvarkyta, pretenzijų neturime.", "settled"),
        ("lt", "Paštas pametė mūsų siuntą.", "a third party"),
        ("lt", "Plytelę sudaužėme patys, kiek kainuotų nauja?", "their own fault"),
        ("lt", "Sąskaita 114 iki šiol neapmokėta, prašome apmokėti.", "dunning"),
        ("lt", "Kreditinę sąskaitą už vėlavimą atsiųsime iki trečiadienio.", "what the other side will do"),
    ],
)
def test_what_only_looks_like_one_is_none(language: Language, text: str, reason: str) -> None:
    """Questions, settled matters, third parties, self-blame, threats and dunning name no wrong of ours."""
    assert quotes(said(text, language)) == [], reason


WRONG = "Your driver was rude and nobody apologised to me."


@pytest.mark.parametrize(
    ("words", "class_", "found", "reason"),
    [
        (said(WRONG, "en"), "personal", True, "a customer to us"),
        (said(WRONG, "en"), "list", True, "a customer through a list"),
        (said(WRONG, "en", sender=RASA, recipients=(CUSTOMER,)), "personal", False, "a reproach of ours to a customer"),
        (said(WRONG, "en", sender=RASA), "voicemail", True, "a caller, told by our own telephone system"),
        (said(WRONG, "en"), "bulk", False, "no person wrote it to us"),
        (said(WRONG, "en"), "auto", False, "a machine wrote it"),
        (said(WRONG, "en", recipients=tuple(Party(role="to", address=f"{n}@friends.example") for n in range(9))), "personal", False, "a round of friends"),
    ],
)
def test_only_outside_people_complain_to_us(words: Said, class_: Class, found: bool, reason: str) -> None:
    """Who speaks to whom decides before any word does."""
    assert bool(quotes(words, class_)) is found, reason


def test_each_item_of_a_letter_of_complaint_is_one() -> None:
    """A list under words that announce it names one wrong an item, even in words that say nothing by themselves."""
    text = "We wish to complain of the following:\n\n1. Forty copies are bound in red.\n2. The jackets came untrimmed.\n\nPlease advise by Friday.\n"
    assert quotes(said(text, "en", subject="Complaint: order 118")) == ["Forty copies are bound in red.", "The jackets came untrimmed."]


def test_praise_before_the_wrong_stays_outside() -> None:
    """The quote begins where the complaint does; two matters of one sentence are two."""
    assert quotes(said("Šiaip esame patenkinti, bet jūsų meistras sugadino duris.", "lt")) == ["bet jūsų meistras sugadino duris."]
    text = "Насос, который вы поставили, опять течёт; водитель привёз не те фильтры."
    assert quotes(said(text, "ru")) == ["Насос, который вы поставили, опять течёт", "водитель привёз не те фильтры."]


def test_russian_in_latin_letters_is_quoted_as_it_was_typed() -> None:
    """Read in Cyrillic, quoted in the letters of the mail."""
    text = "Zdravstvuyte! Master tak i ne priehal, nikto ne pozvonil."
    assert quotes(said(text, "ru")) == ["Master tak i ne priehal, nikto ne pozvonil."]


def test_a_transcript_without_stops_is_quoted_where_the_wrong_is() -> None:
    """Of what a caller says in one breath only the words around the wrong are quoted."""
    text = (
        "labas vakaras čia Genė iš Kulautuvos skambinu dėl to šilumos siurblio kurį statėte rudenį pas mus sodyboje prie ežero tai meistras žadėjo šiandien būti "
        "aš laukiau visą dieną niekas neatvažiavo ir nepaskambino jei galit paskambinkit man rytoj po pietų numerį turit ačiū labai viso gero"
    )
    (quote,) = quotes(said(text, "lt", sender=RASA), "voicemail")
    assert "niekas neatvažiavo" in quote
    assert len(quote) < 0.6 * len(text)


@pytest.mark.parametrize(
    ("language", "text", "sorry"),
    [
        ("en", "Dear John, we apologise for the delay.", True),
        ("en", "I am sorry about the carpet.", True),
        ("en", "Sorry to chase you about the invoice.", False),
        ("ru", "Приносим извинения за задержку.", True),
        ("ru", "Извините, это наша ошибка.", True),
        ("ru", "Мастер был у вас сегодня.", False),
        ("lt", "Labai atsiprašome dėl nepatogumų.", True),
        ("lt", "Meistras atvyks rytoj.", False),
    ],
)
def test_an_apology_is_told_from_an_answer(language: Language, text: str, sorry: bool) -> None:
    """The sentence that says sorry, in each language."""
    assert bool(apology_in(text, language)) is sorry


@pytest.mark.parametrize(
    ("language", "text", "well"),
    [
        ("en", "Thank you, it works again now.", True),
        ("en", "It still doesn't work.", False),
        ("en", "Tell me when it is fixed.", False),
        ("ru", "Спасибо, всё работает.", True),
        ("ru", "Спасибо, но ничего не работает.", False),
        ("lt", "Ačiū, sutvarkyta, viskas veikia.", True),
        ("lt", "Deja, vis dar neveikia.", False),
        ("lt", "Ar jau sutvarkyta?", False),
    ],
)
def test_the_customer_says_that_it_is_well_again(language: Language, text: str, well: bool) -> None:
    """Words of settlement, and those that only ask for it or deny it."""
    assert bool(settlement_in(text, language)) is well
