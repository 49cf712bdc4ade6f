"""R3: the words by which people outside ask not to be contacted, by which channel, and what only looks like them."""

from __future__ import annotations

import datetime as dt

import pytest

from syncd.core.languages import language_of
from syncd.core.model import Class, Company, Party
from syncd.core.promises.said import Said
from syncd.core.wishes import find_wishes

COMPANY = Company(domains=frozenset({"ours.example"}))
ONA, RASA = Party(role="from", address="ona@baltas.example"), Party(role="from", address="rasa@ours.example")


def channel(text: str, *, sender: Party = ONA, class_: Class = "personal", subject: str = "") -> str | None:
    """By which channel these words ask for no contact; None where they do not. What is found stands in the text where it says."""
    said = Said(own=text, quoted="", subject=subject, sender=sender, recipients=(), at=dt.datetime(2026, 11, 16, tzinfo=dt.UTC), language=language_of(text))
    found = find_wishes(said, COMPANY, class_)
    assert all(text[u.start :].startswith(u.quote) for u in found if u.why != "subject")
    return found[0].channel if found else None


WISHES = [
    ("Our lawyers have advised us to cease all communication with your firm.", "any", "contact as such is to end"),
    ("Please send anything further to my solicitor; all contact only through my lawyer.", "any", "through somebody else only"),
    ("Please contact us by e-mail only.", "call", "one channel alone is left"),
    ("Your offers are clogging up my inbox, please make it stop.", "mail", "what is to stop stands before"),
    ("I can do without your newsletters.", "mail", "a polite way to say no"),
    ("There is no point in contacting us again.", "any", "it would be in vain"),
    ("Please delete all information you hold about me.", "any", "nothing is to be kept"),
    ("Удалите, пожалуйста, мои данные из вашей базы.", "any", "words put in between commas"),
    ("Не пишите и не звоните.", "any", "two prohibitions side by side"),
    ("Прошу общаться со мной исключительно письменно.", "call", "one channel alone is left"),
    ("Просьба по телефону не тревожить.", "call", "the means stands before"),
    ("Забудьте про нас, пожалуйста.", "any", "they are to be forgotten"),
    ("Прошу, чтобы мне домой больше никто не звонил.", "call", "nobody is to do it"),
    ("Юрист рекомендовал нам прекратить всякое общение с вашей компанией.", "any", "contact as such is to end"),
    ("Ваши письма мне ни к чему, прекратите.", "mail", "weary of them"),
    ("Nerašykite ir neskambinkite.", "any", "two prohibitions side by side"),
    ("Skambučių daugiau nereikia.", "call", "what is not needed stands before"),
    ("Telefonu prašyčiau manęs netrukdyti.", "call", "the means stands before"),
    ("Prašau užtikrinti, kad mūsų daugiau netrukdytų.", "any", "nobody is to do it"),
    ("Nuo šiol visas bendravimas tik per mano advokatą.", "any", "through somebody else only"),
    ("Perėjome pas kitą tiekėją, tad nebėra prasmės su mumis susisiekti.", "any", "it would be in vain"),
    ("Please do not call me again.", "call", "for good"),
    ("Please stop calling me.", "call", "what goes on is to stop"),
    ("Don't call me, please write instead.", "call", "the other channel is welcome"),
    ("Do not email or call me again.", "any", "both channels"),
    ("Please remove my email address from your mailing list.", "mail", "the list says by what"),
    ("Remove me from your list.", "any", "no channel is named"),
    ("I don't want to receive any more of your newsletters.", "mail", "what is not wanted"),
    ("We do not wish to be contacted any more.", "any", "contact as such"),
    ("Please do not send us any more offers.", "mail", "advertisement"),
    ("I've asked you twice already: delete my number.", "call", "a number is for calls"),
    ("I would rather not be called.", "call", "politely"),
    ("I withdraw my consent to be contacted.", "any", "in terms of the law"),
    ("Prašau nebesiųsti.", "mail", "the verb says that it was sent before"),
    ("Prašau man daugiau neskambinti ir nerašyti.", "any", "both channels"),
    ("Prašome neskambinti, geriau rašykite.", "call", "the other channel is welcome"),
    ("Išbraukite mane iš naujienlaiškio gavėjų sąrašo.", "mail", "the list says by what"),
    ("Ištrinkite mano telefono numerį.", "call", "a number is for calls"),
    ("Palikite mane ramybėje.", "any", "plainly"),
    ("Nenoriu daugiau gauti jūsų laiškų.", "mail", "what is not wanted"),
    ("Uzteks man skambineti.", "call", "without the signs over letters"),
    ("Больше не звоните.", "call", "for good"),
    ("Не пишите мне.", "mail", "nothing bounds it"),
    ("Отпишите меня от рассылки.", "mail", "the list says by what"),
    ("Прошу больше мне не писать и не звонить.", "any", "both channels"),
    ("Удалите мой номер из базы.", "call", "a number is for calls"),
    ("Мы не хотим, чтобы вы нам звонили.", "call", "in a clause of its own"),
    ("Звонков больше не надо.", "call", "what is not wanted"),
    ("Bolshe ne zvonite mne, pozhalujsta, ya zhe prosil.", "call", "in Latin letters"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), WISHES)
def test_a_wish_is_found_with_its_channel(text: str, expected: str, reason: str) -> None:
    assert channel(text) == expected, reason
    assert channel(text, class_="voicemail", sender=RASA) == expected, "said after the tone"


NONE = [
    ("I will talk to my lawyer and come back to you with all remarks.", "what they will do themselves"),
    ("Please do not forget about us in spring.", "the opposite"),
    ("There is no point in repairing the old unit.", "of a thing"),
    ("Your letter was marked as spam by our filter, please send it again.", "what a machine did"),
    ("Наше общение с поставщиком прекратилось, поэтому детали опоздают.", "with somebody else"),
    ("Забудьте про старый счёт, пришлём новый.", "of one thing"),
    ("Обойдёмся без второй позиции, цена великовата.", "of one thing"),
    ("Pasilaikykite pasiūlymą iki pirmadienio, atsakysiu.", "bounded by a day"),
    ("Naujo pasiūlymo daugiau nereikia tikslinti, tinka.", "what is not needed is work"),
    ("Nepamirškite apie mus pavasarį.", "the opposite"),
    ("Please do not call before ten.", "a time of day"),
    ("Do not call tomorrow, I'm in a meeting.", "a day"),
    ("Don't send the invoice yet.", "one thing, for now"),
    ("Don't call me, I'll call you.", "they will"),
    ("You never call us back.", "a complaint"),
    ("Do not hesitate to call me.", "an invitation"),
    ("Please do not contact Jonas, he has left the company.", "another person"),
    ("Don't call the office, call my mobile.", "another number"),
    ("If the price is over 500, don't call me.", "a condition"),
    ('He said "do not call me".', "somebody else's words"),
    ("Please write to my new address ona@new.example, do not write to this one any more.", "another address"),
    ("Remove the second unit from the list.", "another list"),
    ("To unsubscribe click here.", "a footer"),
    ("Why should I not be called?", "a question"),
    ("Neskambinkite rytoj, būsiu kelionėje.", "a day"),
    ("Prašau nesiųsti sąskaitos iki pirmadienio.", "one thing, until a day"),
    ("Nerašykite sąskaitoje PVM.", "what is to be written in an invoice"),
    ("Nusprendžiau jums neskambinti.", "told of oneself"),
    ("Nesiųskite meistro, pats sutvarkiau.", "one thing"),
    ("Neskambinkite mano žmonai.", "another person"),
    ("Nebenaudojame šio adreso, rašykite ona@new.example", "another address"),
    ("Не звоните завтра.", "a day"),
    ("Вы давно не звоните.", "told of us"),
    ("Маме не звоните, она пугается.", "another person"),
    ("Не пишите в счёте НДС.", "what is to be written in an invoice"),
    ("Пока не присылайте счёт.", "one thing, for now"),
    ("Больше не присылайте этого мастера.", "one thing"),
    ("Больше не присылайте, пожалуйста, пульты без батареек.", "one thing, named after a word put in"),
    ("Не забудьте позвонить.", "the contrary"),
]


@pytest.mark.parametrize(("text", "reason"), NONE)
def test_what_is_bounded_or_of_another_thing_is_no_wish(text: str, reason: str) -> None:
    assert channel(text) is None, reason


def test_only_people_outside_wish_and_only_in_what_people_write() -> None:
    text = "Please do not call me again."
    assert channel(text, sender=RASA) is None
    others: list[Class] = ["bulk", "auto", "list", "bounce"]
    assert [channel(text, class_=class_) for class_ in others] == [None] * 4


def test_a_mail_may_say_it_in_its_subject_alone() -> None:
    assert channel("", subject="Unsubscribe") == "mail"
    assert channel("Su pagarba, Ona", subject="Nebeskambinkite") == "call"
    assert channel("Su pagarba, Ona", subject="Re: Nebeskambinkite jiems") is None


def test_of_a_long_sentence_what_stands_around_the_wish_is_quoted() -> None:
    found = find_wishes(
        Said(own="and so on " * 40 + "please never call me again " + "or so " * 60, quoted="", subject="", sender=ONA, recipients=(),
             at=dt.datetime(2026, 11, 16, tzinfo=dt.UTC), language="en"), COMPANY, "personal"
    )  # fmt: skip
    assert "never call me again" in found[0].quote
    assert len(found[0].quote) <= 320
