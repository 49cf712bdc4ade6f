"""The breadth of what tells a fact in English: ways customers put it, and words of business that only look like it."""

from __future__ import annotations

import pytest

from tests.core.test_facts import COLLEAGUE, CUSTOMER, OURS, told

TELLS = [
    ("My other half will be there to let you in.", "family", "other half", "a spouse by another name"),
    ("We have a six-month-old at home.", "family", "a six-month-old", "a child by its age"),
    ("I've been a widow since 2019.", "family", "a widow", "what one is"),
    ("We are expecting our second in March.", "family", "our second", "a child to come"),
    ("My mother lives with us.", "family", "mother", "a relative in the house"),
    ("I'm a single dad.", "family", "a single dad", "a parent alone"),
    ("Tomorrow is my birthday.", "birthday", "11-11", "a day told from today"),
    ("It's my 50th on Friday.", "birthday", "11-13", "without the word"),
    ("I've lived in Exeter since 2010.", "city", "Exeter", "since when"),
    ("I grew up in Hull and still live there.", "city", "Hull", "where one comes from"),
    ("We're in Cardiff these days.", "city", "Cardiff", "without a verb of living"),
    ("Home for me is Whitby.", "city", "Whitby", "home as the subject"),
    ("We left London for Ludlow last spring.", "city", "Ludlow", "the city one went to, not the one left"),
    ("We're moving from London to Bath in the summer.", "city", "Bath", "from one to another"),
    ("I'm off cycling in the Alps next week.", "hobby", "cycling", "in passing"),
    ("Wednesday is my choir night.", "hobby", "choir", "an evening of its own"),
    ("I've taken up golf.", "hobby", "golf", "begun"),
    ("I'm learning Italian.", "hobby", "Italian", "lessons"),
    ("I've supported Everton since I was six.", "interest", "Everton", "a team in the perfect"),
    ("History is my thing.", "interest", "History", "the thing comes first"),
    ("Dark chocolate is my weakness.", "interest", "Dark chocolate", "a weakness"),
    ("I have a soft spot for old Land Rovers.", "interest", "old Land Rovers", "a soft spot"),
    ("Email is best for me.", "style", "Email is best for me", "how to be reached"),
    ("Please text rather than call.", "style", "Please text rather than call", "one way rather than another"),
    ("I always read the small print.", "style", "I always read the small print", "care before signing"),
    ("I look after procurement at Kestrel.", "job", "procurement at Kestrel", "what one answers for"),
    ("I'm in insurance.", "job", "insurance", "a trade"),
    ("My last day here is 30 November.", "job", "left", "leaves"),
    ("I've been made head of sales.", "job", "made head of sales", "promoted"),
    ("We've got two dogs and a parrot.", "other", "two dogs and a parrot", "more pets than one"),
    ("English isn't my first language.", "other", "English isn't my first language", "languages"),
    ("I don't eat meat.", "other", "don't eat meat", "diet"),
]


@pytest.mark.parametrize(("text", "kind", "value", "reason"), TELLS)
def test_own_words_tell_a_fact(text: str, kind: str, value: str, reason: str) -> None:
    """One fact, of that kind and value."""
    assert [(f.kind, f.value) for f in told(text, "en")] == [(kind, value)], reason


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("He's a keen cyclist.", "hobby", "the short form of is"),
        ("She's just got married and is now Mrs Hall.", "family", "a wedding"),
        ("He prefers to be called Bob.", "style", "a name to use"),
        ("He takes nothing to the board without three quotes.", "style", "how it is decided"),
        ("He left Barclays in May.", "job", "a post left"),
    ],
)
def test_a_note_on_a_customer_tells_a_fact(text: str, kind: str, reason: str) -> None:
    """Said by one of ours to another."""
    found = told(f"Our customer Peter Brown: a note. {text}", "en", sender=OURS, to=(COLLEAGUE,), subject="customer Peter Brown")
    assert [f.kind for f in found] == [kind], reason


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("Good luck with the marathon on Sunday!", "hobby", "a wish"),
        ("I hope the move to Bath went well.", "city", "a move"),
        ("Knowing your weakness for dark chocolate, we enclose a box.", "interest", "a taste remembered"),
        ("What wonderful news about the new baby!", "family", "a birth"),
        ("As you don't like phone calls, I am writing.", "style", "a wish respected"),
    ],
)
def test_words_to_a_customer_tell_a_fact(text: str, kind: str, reason: str) -> None:
    """Said by one of ours to the customer."""
    found = told(text, "en", sender=OURS, to=(CUSTOMER,))
    assert [(f.kind, f.about) for f in found] == [(kind, "peter@customer.example")], reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Hi Peter,\n\nMy wife runs a bakery too, so I know what early means.", "the writer's own life after a greeting"),
        ("With two boys and a beagle at home I know what noise is.", "the writer's own children"),
        ("The compere has six children, so nothing shocks him.", "a third party"),
    ],
)
def test_what_staff_say_of_themselves_is_no_fact(text: str, reason: str) -> None:
    """Said by one of ours to the customer."""
    assert told(text, "en", sender=OURS, to=(CUSTOMER,)) == (), reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I'm a big fan of your work.", "politeness"),
        ("I teach you something new: click twice.", "no profession"),
        ("I joined the call at nine.", "a call"),
        ("I left the keys with the neighbour.", "keys"),
        ("I'm in London on Tuesday for a meeting.", "a trip"),
        ("We moved to the new system in May.", "a system"),
        ("I'm fishing for a discount.", "a figure of speech"),
        ("I run a report every Friday.", "a report"),
        ("I'm from the accounts department.", "a department"),
        ("I'm interested in the second option.", "an offer"),
        ("I support the proposal.", "a proposal"),
        ("Please call me on Monday.", "one call"),
        ("Please don't send me the invoice yet.", "one invoice"),
        ("I have two questions.", "questions"),
        ("My computer is six years old.", "a thing"),
        ("I would like to live in Rome one day.", "a wish"),
        ("My neighbour has two dogs.", "a third party"),
        ("Our customers love jazz.", "a third party"),
        ("We have been in business since 1990.", "the firm"),
        ("Do you have any pets?", "a question"),
        ("I have been ill since my operation, so my wife will call.", "health takes all of the sentence"),
        ("I sing in the church choir on Sundays.", "religion takes all of the sentence"),
    ],
)
def test_words_of_business_tell_no_fact(text: str, reason: str) -> None:
    """They begin as a fact does."""
    assert told(text, "en") == (), reason
