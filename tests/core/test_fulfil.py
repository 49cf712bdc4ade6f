"""What later interactions make of a promise: signs in three languages, calls, meetings, and what must close nothing.

Whole conversations stand in tests/data/threads; here are the rules that need a call log, or one sentence against another.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from syncd.core.fulfil import Evidence, Given, Later, Reading, Weighed, outcome, weigh
from syncd.core.fulfil.lexicon import TABLES, fold, lexicon
from tests.store.conversations import cases

ANN = frozenset({"ann@acme.example", "acme.example"})
PROMISE = Given(
    key="p", interaction=1, thread="t", kind="promise", act="call", firmness="firm", quote="I will call you tomorrow.", language="en",
    said_at="2026-11-16T08:00:00Z", said_on="2026-11-16", zone="Europe/Vilnius", due_from="2026-11-17", due_to="2026-11-17",
    due_at="2026-11-17T16:00:00Z", due_kind="explicit", due_text="tomorrow", promiser="rasa@klimatas.example", assignee=None, outside=ANN,
)  # fmt: skip
CALL = Later(
    interaction=2, key="c", kind="call", at="2026-11-17T09:00:00Z", thread="", direction="out", class_="personal", language="", outside=ANN,
    sender="rasa@klimatas.example", subject="", seconds=180, outcome="answered",
)  # fmt: skip
MAIL = replace(CALL, kind="message", key="m", thread="t", seconds=None, outcome="", language="en")
MEETING = replace(CALL, kind="meeting", key="e", direction="internal", at="2026-11-17T10:00:00Z", status="confirmed", seconds=None, outcome="", subject="Call")


def judged(given: Given, *laters: Later, others: tuple[Given, ...] = ()) -> Evidence | None:
    """What these interactions make of a promise."""
    found = weigh(Weighed(given), laters, [Weighed(o) for o in others], lambda later: Reading(later.text, later.language))
    return outcome(found)


CALLS = [
    # the promise, the call → what it makes of it, reason
    (PROMISE, CALL, "kept", "called and spoken with on the day"),
    (PROMISE, replace(CALL, outcome="missed", seconds=0), None, "nobody answered"),
    (PROMISE, replace(CALL, outcome="voicemail"), None, "an answering machine is no answer"),
    (PROMISE, replace(CALL, outcome="planned"), None, "planned is not made"),
    (PROMISE, replace(CALL, seconds=4), None, "four seconds reach nobody"),
    (PROMISE, replace(CALL, at="2026-11-16T07:59:00Z"), None, "before it was said"),
    (PROMISE, replace(CALL, direction="in"), "probably_kept", "the customer called us first"),
    (PROMISE, replace(CALL, outside=frozenset({"bob@other.example", "other.example"})), None, "a call with somebody else"),
    (replace(PROMISE, act="send", quote="I will send you the offer tomorrow."), CALL, None, "a call sends no document"),
    (replace(PROMISE, act="answer", quote="I will let you know tomorrow."), CALL, "probably_kept", "the answer may have been given in it"),
    (replace(PROMISE, kind="theirs", promiser="ann@acme.example"), replace(CALL, direction="in"), "kept", "they promised to call and did"),
    (replace(PROMISE, kind="theirs", promiser="ann@acme.example"), CALL, "probably_kept", "they promised, we called"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "call", "closes", "why"), CALLS, ids=[row[-1] for row in CALLS])
def test_the_call_log_keeps_what_was_promised_by_telephone(given: Given, call: Later, closes: str | None, why: str) -> None:
    """Only a call with the same people that was answered says anything."""
    found = judged(given, call)
    assert (found.closes if found else None) == closes


MEETINGS = [
    (PROMISE, MEETING, "probably_kept", "in the calendar, past: more is not known"),
    (PROMISE, replace(MEETING, status="cancelled"), None, "F78: called off; the promise stays"),
    (PROMISE, replace(MEETING, at="2026-11-19T10:00:00Z"), None, "after the promised day"),
    (PROMISE, replace(MEETING, at="2026-11-16T12:00:00Z"), None, "before the promised day"),
    (replace(PROMISE, act="fix", quote="We will fix it tomorrow."), MEETING, None, "a meeting nobody outside accepted fixes nothing"),
    (replace(PROMISE, act="fix", quote="We will fix it tomorrow."), replace(MEETING, accepted=True), "probably_kept", "accepted, past"),
    (replace(PROMISE, act="send", quote="I will send it tomorrow."), MEETING, None, "a meeting sends nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "meeting", "closes", "why"), MEETINGS, ids=[row[-1] for row in MEETINGS])
def test_a_meeting_that_is_over_keeps_only_probably(given: Given, meeting: Later, closes: str | None, why: str) -> None:
    """A meeting accepted, or in the calendar, is not the meeting held."""
    found = judged(given, meeting)
    assert (found.closes if found else None) == closes


OFFER = replace(PROMISE, act="send", quote="I will send you the offer tomorrow.")
FIX = replace(PROMISE, act="fix", quote="We will repair the pump tomorrow.")
OFFER_LT = replace(PROMISE, act="send", quote="Pasiūlymą atsiųsiu rytoj.", due_text="rytoj", language="lt")
FIX_LT = replace(PROMISE, act="fix", quote="Siurblį sutaisysime rytoj.", due_text="rytoj", language="lt")
OFFER_RU = replace(PROMISE, act="send", quote="Завтра пришлю предложение.", due_text="Завтра", language="ru")
FIX_RU = replace(PROMISE, act="fix", quote="Завтра починим насос.", due_text="Завтра", language="ru")
PDF = (("document.pdf", "application/pdf", 50_000),)
REDLINE = (("NDA redline.docx", "application/msword", 50_000),)
SIGNED = replace(PROMISE, act="send", quote="I will send you the signed contract tomorrow.")
PRICE = replace(PROMISE, act="send", quote="I will send you the price tomorrow.")
CHECK = replace(PROMISE, act="check", quote="I will find out the lead time.")
OUR_VISIT = replace(PROMISE, act="visit", quote="The technician will be with you tomorrow.")
VISIT = replace(PROMISE, key="v", act="visit", quote="The technician will be with you on 20 November.", due_from="2026-11-20", due_to="2026-11-20",
                due_at="2026-11-20T16:00:00Z")  # fmt: skip
COUNCIL = replace(PROMISE, quote="I will ring the council tomorrow.")
TILES = replace(PROMISE, act="deliver", quote="We will deliver the tiles tomorrow.")
ORDER_LT = replace(PROMISE, act="do", quote="Rytoj užsakysime autobusą.", due_text="Rytoj", language="lt")
REFUND_LT = replace(PROMISE, act="pay", quote="Rytoj grąžinsime permoką.", due_text="Rytoj", language="lt")
SENTENCES = [
    # promise, who writes, the words, what is attached → what it makes of it, reason
    (OFFER, "out", "I have sent the offer by courier.", (), "kept", "said to be sent"),
    (OFFER, "out", "I have not sent the offer yet.", (), None, "negation"),
    (OFFER, "out", "The offer will be sent next week.", (), None, "still to come"),
    (OFFER, "out", "Has the offer been sent?", (), None, "a question"),
    (OFFER, "out", "Once the offer is sent, please call.", (), None, "a condition"),
    (OFFER, "out", "As promised.", PDF, "kept", "as promised, with a file, and nothing else it could be"),
    (OFFER, "out", "See attached.", PDF, "probably_kept", "a file, and no word what it is"),
    (OFFER, "out", "See attached.", (("image001.png", "image/png", 4_000),), None, "the picture of a signature is no document"),
    (OFFER, "out", "As promised, the contract is attached.", PDF, None, "as promised counts for what was promised"),
    (OFFER, "in", "Thank you for the offer!", (), "kept", "the customer thanks for it"),
    (OFFER, "in", "We have not received the offer.", (), None, "negation"),
    (OFFER, "in", "Thank you, received.", (), None, "received: what?"),
    (OFFER, "in", "If you no longer need us, forget the offer.", (), None, "a condition calls nothing off"),
    (OFFER, "in", "Please do not cancel the offer.", (), None, "a negated cancellation"),
    (OFFER, "in", "No need for the offer any more.", (), "cancelled", "called off"),
    (FIX, "out", "The pump is repaired.", (), "kept", "told"),
    (FIX, "out", "The pump could not be repaired.", (), None, "negation"),
    (FIX, "in", "The pump is working again, thanks.", (), "kept", "the customer says so"),
    (FIX, "in", "The pump is still not working.", (), None, "negation"),
    (PROMISE, "in", "I waited by the telephone, nobody called.", (), "broken", "the moment of a call is gone"),
    (FIX, "out", "We have fixed the valve.", (), "probably_kept", "something else was mended"),
    (FIX_LT, "out", "Siurblį sutaisyti kol kas nepavyko.", (), None, "an infinitive that looks like a participle"),
    (FIX_LT, "in", "Siurblys veikia, bet triukšmauja.", (), "probably_kept", "praise that turns"),
    (PROMISE, "in", "Nobody told me the price.", (), None, "a complaint about something else"),
    (replace(PROMISE, language="lt"), "in", "Niekas nepaskambino.", (), "broken", "lt: the moment is gone"),
    (replace(PROMISE, language="ru"), "in", "Мне никто не позвонил.", (), "broken", "ru: the moment is gone"),
    (OFFER, "in", "We never received the offer.", (), None, "late; it can still be sent"),
    (OFFER, "in", "You promised the offer for Tuesday and did not send it.", (), "broken", "promised and not done, says the customer"),
    (replace(PROMISE, language="lt"), "out", "Turėjome jums paskambinti dar vakar.", (), None, "should have called"),
    (PROMISE, "out", "I called you yesterday but there was no answer.", (), None, "a try"),
    (OFFER_LT, "out", "Pasiūlymą išsiunčiau šįryt.", (), "kept", "said to be sent"),
    (OFFER_LT, "out", "Pasiūlymo dar neišsiunčiau.", (), None, "negation"),
    (OFFER_LT, "out", "Pasiūlymas bus išsiųstas rytoj.", (), None, "still to come"),
    (OFFER_LT, "in", "Pasiūlymo dar negavome.", (), None, "negation"),
    (OFFER_LT, "in", "Ačiū už pasiūlymą!", (), "kept", "the customer thanks for it"),
    (OFFER_LT, "in", "Pasiulymo jau nebereikia.", (), "cancelled", "called off, without diacritics"),
    (FIX_LT, "out", "Siurblys sutaisytas.", (), "kept", "told"),
    (FIX_LT, "out", "Siurblys dar nesutaisytas.", (), None, "negation"),
    (FIX_LT, "in", "Siurblys neveikia.", (), None, "negation"),
    (OFFER_RU, "out", "Отправил предложение сегодня утром.", (), "kept", "said to be sent"),
    (OFFER_RU, "out", "Предложение ещё не отправил.", (), None, "negation"),
    (OFFER_RU, "out", "Предложение будет отправлено завтра.", (), None, "still to come"),
    (OFFER_RU, "in", "Предложение так и не получили.", (), None, "negation"),
    (OFFER_RU, "in", "Спасибо за предложение!", (), "kept", "the customer thanks for it"),
    (OFFER_RU, "in", "Предложение больше не нужно.", (), "cancelled", "called off"),
    (FIX_RU, "out", "Насос починили.", (), "kept", "told"),
    (FIX_RU, "out", "Насос починить не удалось.", (), None, "an infinitive is nothing done"),
    (FIX_RU, "in", "Насос снова не работает.", (), None, "negation"),
    (OFFER, "out", "Here is the first half of the offer.", PDF, None, "a part is not the whole"),
    (OFFER_LT, "out", "Siunčiu pirmą dalį, likusią rytoj.", PDF, None, "lt: a part is not the whole"),
    (OFFER_RU, "out", "Высылаю первую часть, остальное завтра.", PDF, None, "ru: a part is not the whole"),
    (OFFER, "out", "The offer is here: https://files.acme.example/s/77", (), "kept", "the link beside its name"),
    (OFFER, "out", "Sorry, the offer is not ready yet, our news: https://acme.example/n", (), None, "a link, and it is late"),
    (SIGNED, "out", "Remarks before we sign the contract, attached.", REDLINE, "probably_kept", "remarks are not the signed one"),
    (SIGNED, "out", "The signed contract is attached.", PDF, "kept", "the signed one"),
    (PRICE, "out", "The price is 3,450 plus VAT.", (), "kept", "a price is told, not sent"),
    (PRICE, "out", "The price on invoice 3301 is wrong, I will look into it.", (), None, "a number beside a price is not always the price"),
    (CHECK, "out", "6 weeks from order.", (), "kept", "asked for a term, answered with one"),
    (CHECK, "out", "We are still looking into the lead time.", (), None, "put off"),
    (CHECK, "out", "He will tell us the lead time in 2 weeks.", (), None, "somebody else will answer"),
    (OUR_VISIT, "in", "Your man was here this morning, but it drips again.", (), "kept", "he came, whatever came of it"),
    (ORDER_LT, "in", "Autobuso užsakyti nereikia.", (), "cancelled", "lt: need not be done"),
    (ORDER_LT, "in", "Autobusą reikia užsakyti.", (), None, "lt: an infinitive that looks like a participle"),
    (REFUND_LT, "in", "Permoka jau sąskaitoje.", (), "kept", "a bank account is no invoice"),
    (PROMISE, "in", "Thank you for calling!", (), "kept", "thanked for it"),
    (COUNCIL, "out", "Spoke to the council: it is 45 pounds.", (), "kept", "a call to a third party, by its name"),
    (COUNCIL, "out", "Spoke to the plumber.", (), None, "a call to somebody else"),
    (PROMISE, "out", "Spoke to our lawyer, he agrees.", (), None, "the call was promised to you, not to him"),
    (OFFER, "out", "You can register for the offer of the month here: https://acme.example/r", (), None, "a link to something else"),
    (OFFER, "in", "No need to send the offer by courier, email is fine.", (), None, "how it need not be sent"),
    (TILES, "in", "The invoice for the tiles arrived.", (), None, "the bill is not the goods"),
    (TILES, "in", "The tiles arrived, but no grout.", (), "probably_kept", "goods that came, and a word that not all of them"),
    (TILES, "in", "The tiles arrived but one is chipped.", (), "kept", "goods that came, whatever their state"),
    (FIX, "in", "The bell works again, thanks!", (), "probably_kept", "something else works again"),
    (FIX_LT, "in", "Skambutis jau veikia, ačiū!", (), "probably_kept", "lt: something else works again"),
    (FIX_RU, "in", "Звонок снова работает, спасибо!", (), "probably_kept", "ru: something else works again"),
    (TILES, "in", "We no longer need the ladder you lent us.", (), None, "something else is not needed"),
    (TILES, "in", "Never mind the colour then.", (), None, "a figure of speech"),
    (FIX, "out", "Valves repaired, pump tomorrow.", (), "probably_kept", "a part of the work, the rest to come"),
    (FIX_LT, "out", "Vožtuvai sutaisyti, siurblys rytoj.", (), "probably_kept", "lt: a part of the work"),
    (FIX_RU, "out", "Клапаны починили, насос завтра.", (), "probably_kept", "ru: a part of the work"),
    (replace(PROMISE, act="meet", quote="I will meet you tomorrow."), "in", "I waited for 40 minutes after our meeting time.", (), None, "waited in vain"),
    (VISIT, "in", "No need to come on Monday, thanks.", (), None, "another day"),
    (VISIT, "in", "No need to come on Friday, thanks.", (), "cancelled", "the day it was promised for"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "direction", "text", "attached", "closes", "why"), SENTENCES, ids=[f"{row[2]} {row[-1]}" for row in SENTENCES])
def test_a_sentence_closes_what_it_says_and_no_more(
    given: Given, direction: str, text: str, attached: tuple[tuple[str, str, int], ...], closes: str | None, why: str
) -> None:
    """F104, F105: said, denied, asked, yet to come, about something else."""
    at = "2026-11-18T09:00:00Z"
    sender = "ann@acme.example" if direction == "in" else "rasa@klimatas.example"
    found = judged(given, replace(MAIL, at=at, direction=direction, sender=sender, text=text, attachments=attached, language=given.language))
    assert (found.closes if found else None) == closes


MOVED = replace(PROMISE, key="n", interaction=2, act="do", quote="We have to postpone to 24 November.", said_at="2026-11-18T09:00:00Z", due_from="2026-11-24",
                due_to="2026-11-24", due_at="2026-11-24T16:00:00Z")  # fmt: skip
MOVES = [
    # the promise, those beside it, the new one → what becomes of it, reason
    (VISIT, (), MOVED, "replaced", "the only one still to come"),
    (VISIT, (replace(OFFER, due_at="2026-11-19T16:00:00Z"),), MOVED, None, "another one is still to come: which of them is moved?"),
    (VISIT, (OFFER,), MOVED, "replaced", "the other one is past its term"),
    (replace(VISIT, due_at="2026-11-17T16:00:00Z"), (), MOVED, None, "itself past its term"),
    (VISIT, (), replace(MOVED, quote="We will paint the door on 24 November."), None, "something else is promised"),
    (VISIT, (), replace(VISIT, key="n", interaction=2, due_to="2026-11-24", due_from="2026-11-24"), "replaced", "the same act with another term"),
    (VISIT, (), replace(VISIT, key="n", interaction=2, due_to=None, due_from=None), None, "a term is not replaced by none"),
    (OFFER, (), replace(OFFER, key="n", interaction=2, quote="I will send you the contract on Friday.", due_to="2026-11-20"), None, "another document"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "others", "new", "closes", "why"), MOVES, ids=[row[-1] for row in MOVES])
def test_a_new_term_takes_the_place_of_the_old(given: Given, others: tuple[Given, ...], new: Given, closes: str | None, why: str) -> None:
    """Not tomorrow but Thursday: the old promise is replaced by the new one, and by no other."""
    at = "2026-11-18T09:00:00Z" if new.quote != OFFER.quote else "2026-11-16T12:00:00Z"
    found = judged(given, replace(MAIL, at=at, text=f"Hello,\n\n{new.quote}", said=(new,)), others=(given, *others))
    assert (found.closes, found.by) == (closes, "n") if closes else found is None


OFFERED = replace(MAIL, at="2026-11-17T09:00:00Z", text="See attached.", attachments=PDF)
ANSWERED = replace(MAIL, at="2026-11-17T09:00:00Z", text="Yes, that can be done by then.")
MORE = [
    # the promise, our mail, what the customer writes the next day → what it makes of the promise, reason
    (OFFER, OFFERED, "Perfect, thank you!", "kept", "thanked for what probably was it"),
    (OFFER, OFFERED, "Thanks. When will the offer come?", "probably_kept", "thanked, and asked for it"),
    (OFFER, OFFERED, "Thanks, looking forward to the rest.", "probably_kept", "something is still to come"),
    (OFFER, replace(OFFERED, attachments=(("doors.pdf", "application/pdf", 50_000),)), "Thanks!", "probably_kept", "a file that by its name is something else"),
    (replace(OFFER, act="answer", quote="I will let you know who drives."), replace(ANSWERED, text="1. The hours of the yard. 2. The code of the gate."), "Ok, thanks.",
     "probably_kept", "the numbers of a list are no answer"),
    (replace(OFFER, act="check", quote="I will see whether it fits."), replace(ANSWERED, text="Yes I have your photo here, that helps a lot."), "Great!", "probably_kept",
     "a yes to something else"),
    (OFFER, OFFERED, "I think this is the wrong file?", "probably_kept", "a doubt"),
    (replace(OFFER, act="check", quote="I will see whether it can be done."), ANSWERED, "Great, please go ahead.", "kept", "a yes that is thanked for"),
    (replace(OFFER, act="check", quote="I will see whether it can be done."), replace(ANSWERED, text="The plan for the week is full of other things."), "Ok, thanks.",
     "probably_kept", "an answer in which there is none"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "ours", "text", "closes", "why"), MORE, ids=[row[-1] for row in MORE])
def test_a_word_of_thanks_makes_sure_what_probably_was_it(given: Given, ours: Later, text: str, closes: str, why: str) -> None:
    """What is only probable becomes certain by the next word of the other side, unless it asks, waits or doubts."""
    theirs = replace(MAIL, key="t", interaction=3, at="2026-11-18T09:00:00Z", direction="in", sender="ann@acme.example", text=text)
    found = judged(given, ours, theirs)
    assert found is not None and found.closes == closes


def test_thanks_after_a_bounce_are_for_something_else() -> None:
    """What did not arrive cannot be thanked for."""
    bounce = replace(MAIL, key="x", interaction=4, at="2026-11-17T09:01:00Z", direction="in", class_="bounce", sender="", text="552 mailbox full")
    theirs = replace(MAIL, key="t", interaction=3, at="2026-11-18T09:00:00Z", direction="in", sender="ann@acme.example", text="Perfect, thank you!")
    assert judged(OFFER, OFFERED, bounce, theirs) is None


def test_one_nameless_file_keeps_neither_of_two_promises_of_one_mail() -> None:
    """The minutes and the budget were promised; “here it is” with a scan says not which."""
    minutes = replace(OFFER, quote="I will send the minutes on Wednesday.", due_text="on Wednesday", due_to="2026-11-18")
    budget = replace(OFFER, key="b", quote="I will send the budget on Thursday.", due_text="on Thursday", due_to="2026-11-19")
    found = judged(minutes, replace(OFFERED, text="Here it is."), others=(minutes, budget))
    assert found is None or found.closes == "probably_kept"


def test_what_is_kept_is_not_moved_by_a_new_promise() -> None:
    """The offer was sent; that a new one is promised afterwards takes nothing from that."""
    new = replace(OFFER, key="n", interaction=3, said_at="2026-11-18T09:00:00Z", due_from="2026-11-24", due_to="2026-11-24", due_at="2026-11-24T16:00:00Z")
    sent = replace(MAIL, at="2026-11-17T09:00:00Z", text="The offer is attached.", attachments=PDF)
    later = replace(MAIL, key="l", interaction=3, at="2026-11-18T09:00:00Z", text="I will send you the offer for the second floor on Tuesday.", said=(new,))
    found = judged(OFFER, sent, later, others=(OFFER,))
    assert found is not None and found.closes == "kept"


def test_a_file_that_comes_after_the_reminder_is_the_one_reminded_of() -> None:
    """“Still waiting for the offer” and then a file with “here you go” leaves no doubt which file it is."""
    asked = replace(MAIL, at="2026-11-17T12:00:00Z", direction="in", sender="ann@acme.example", text="We are still waiting for the offer.")
    sent = replace(MAIL, key="s", interaction=3, at="2026-11-18T09:00:00Z", text="Sorry! Here you go.", attachments=PDF)
    found = judged(OFFER, asked, sent)
    assert found is not None and (found.closes, found.interaction) == ("kept", 3)


def test_the_wrong_file_is_taken_back_by_who_sent_it() -> None:
    """“Sorry, that was the wrong file” opens the promise again."""
    sent = replace(MAIL, at="2026-11-17T09:00:00Z", text="The offer is attached.", attachments=PDF)
    sorry = replace(MAIL, key="s", interaction=3, at="2026-11-17T09:30:00Z", text="Please ignore the last mail, that was the wrong file.")
    assert judged(OFFER, sent, sorry) is None


def test_a_new_visit_after_the_promised_one_is_another_one() -> None:
    """Past its day a visit is moved only by a mail that says it did not take place."""
    old = replace(VISIT, due_from="2026-11-17", due_to="2026-11-17", due_at="2026-11-17T16:00:00Z")
    new = replace(VISIT, key="n", interaction=3, said_at="2026-11-19T09:00:00Z", due_from="2026-11-23", due_to="2026-11-23", due_at="2026-11-23T16:00:00Z")
    again = replace(MAIL, key="l", interaction=3, at="2026-11-19T09:00:00Z", text="So sorry. The technician will be with you again on Monday.", said=(new,))
    missed = replace(again, text="So sorry, we could not come. The technician will be with you on Monday.")
    assert judged(old, again, others=(old,)) is None
    found = judged(old, missed, others=(old,))
    assert found is not None and found.closes == "replaced"


SPEAKERS = [
    # who writes, to or beside whom → what "thank you for the offer" makes of an offer promised to Ann, reason
    ("ann@acme.example", ANN, "kept", "she herself"), ("bob@acme.example", ANN | {"bob@acme.example"}, "kept", "her colleague"),
    ("eve@other.example", ANN | {"eve@other.example", "other.example"}, None, "somebody else in the same conversation"),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "parties", "closes", "why"), SPEAKERS, ids=[row[-1] for row in SPEAKERS])
def test_only_those_it_was_given_to_can_say_that_it_came(sender: str, parties: frozenset[str], closes: str | None, why: str) -> None:
    """What a third party says in the same conversation is about their own matter."""
    found = judged(OFFER, replace(MAIL, at="2026-11-18T09:00:00Z", direction="in", sender=sender, outside=parties, text="Thank you for the offer!"))
    assert (found.closes if found else None) == closes


OTHERS = [
    ("auto", "kept by no machine", None), ("bounce", "a bounce", None), ("bulk", "a newsletter", None), ("voicemail", "a voicemail note", None),
    ("personal", "a person", "kept"), ("list", "a person through a list", "kept"),
]  # fmt: skip


@pytest.mark.parametrize(("class_", "why", "closes"), OTHERS, ids=[row[0] for row in OTHERS])
def test_only_people_close_promises(class_: str, why: str, closes: str | None) -> None:
    """F105: auto-replies, bounces and bulk mail close nothing, whatever they say."""
    found = judged(OFFER, replace(MAIL, at="2026-11-18T09:00:00Z", direction="in", sender="ann@acme.example", text="Thank you for the offer!", class_=class_))
    assert (found.closes if found else None) == closes


@pytest.mark.slow
def test_the_letters_a_pattern_is_filed_under_lose_none_of_its_places() -> None:
    """The index of the lexicon finds what each pattern finds by itself, over all conversations and every word of its own tables."""
    texts = [fold(text) for case in cases() for _, text in case.items]
    texts += [fold(re.sub(r"[^\w' ]+", " ", source)) for table in TABLES for source in (*table.SIGNS.values(), *table.THINGS.values())]
    patterns = [
        (label, re.compile(f"(?:{source})")) for table in TABLES
        for label, source in (*table.SIGNS.items(), *((f"thing:{name}", source) for name, source in table.THINGS.items()))
    ]  # fmt: skip
    found = 0
    for text in texts:
        wanted = {(w.start(), label) for w in re.finditer(r"[^\W_]+", text) for label, pattern in patterns if pattern.match(text, w.start())}
        assert {(start, label) for start, _, label in lexicon().find(text)} == wanted, text
        found += len(wanted)
    assert found > 500
