"""The breadth of what is a complaint in English: families of words, and sentences that only look like one."""

from __future__ import annotations

import pytest

from tests.core.test_complaints import quotes, said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I was told someone would ring me back by Friday, and here we are on Wednesday.", "nobody called"),
        ("Your fitter left our kitchen in a terrible state.", "a mess"),
        ("The curtains you hung are two inches too short.", "our work, and what is wrong with it"),
        ("We booked a table for eight and were squeezed onto one for six.", "not what was booked"),
        ("My invoice includes a call-out fee that nobody ever mentioned.", "not told"),
        ("I have now explained this to four different people.", "again and again"),
        ("The replacement part you sent is for a different model.", "wrong goods"),
        ("Two hours of my life I won't get back.", "waste of time"),
        ("The plumber turned up at noon instead of eight.", "late"),
        ("The soup was cold and the waiter could not have cared less.", "rudeness"),
        ("Is anybody actually reading these messages?", "a reproach as a question"),
        ("Your man drilled straight through a water pipe.", "damage"),
        ("This is the fourth email I have sent about the same invoice.", "the fourth time"),
        ("We paid for express delivery and waited nine days.", "kept waiting"),
        ("The translation reads as if it had been done by a machine.", "poor work"),
        ("I feel we have been taken for a ride.", "cheated"),
        ("The accounts were filed late and we were fined.", "late, with harm"),
        ("You have spelt my name wrong on every letter so far.", "a name"),
        ("The hold music and I are old friends by now.", "sarcasm"),
        ("You keep changing the delivery date.", "again and again"),
        ("The meter reading on the bill can't possibly be right.", "a wrong figure"),
        ("I asked for the blue one, this is green.", "not what was asked for"),
        ("You sent my personal details to another client.", "data"),
        ("The lift you serviced last month is out of order again.", "broken again"),
        ("I returned the shoes in March and haven't seen a penny.", "no refund"),
        ("Your receptionist talked to me as if I were a child.", "condescension"),
        ("Three weeks and counting.", "without a verb"),
        ("You billed us for a service we cancelled in January.", "charged for nothing"),
        ("None of the keys fit.", "do not fit"),
        ("Your helpline is a joke.", "plain"),
        ("Your text said between 8 and 10, he came at 3.", "said and done"),
        ("We had agreed on a fixed price, now you want 300 more.", "agreed and asked"),
        ("You've got my date of birth wrong.", "wrong data"),
        ("The workmen left cigarette butts all over the garden.", "a mess"),
        ("All we get is excuses.", "excuses"),
        ("The last batch is noticeably darker than the sample.", "not like the sample"),
        ("The heating you repaired last week is off again.", "off again"),
    ],
)
def test_a_wrong_is_named_in_many_ways(text: str, reason: str) -> None:
    """By its words alone."""
    assert quotes(said(text, "en")) == [text], reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Our washing machine is leaking, how soon could you come?", "a fault that is nobody's doing"),
        ("The old roof leaks and we want to replace it before winter.", "an order to come"),
        ("We need the old boiler removed, could you quote for it?", "an order to come"),
        ("I am late with the documents, sorry about that.", "their own fault"),
        ("Sorry, I sent you the wrong file, here is the right one.", "their own fault"),
        ("My bank charged me twice for the transfer, so I am checking with them.", "a third party"),
        ("You asked why we changed supplier: the last one was always late.", "a third party"),
        ("What is your policy if something arrives broken?", "a general question"),
        ("We are still waiting for our board to decide.", "their own side"),
        ("I haven't had time to look at your offer yet.", "their own side"),
        ("Nobody here can make Thursday, could we meet on Friday instead?", "a date"),
        ("Attached is the wrong version, please ignore my previous mail.", "their own fault"),
        ("There is a mistake in my last email, I meant 14 not 40.", "their own fault"),
        ("The meeting started late, so I could not call you.", "a meeting"),
        ("The weather was awful so we postponed the party.", "the weather"),
        ("The delivery arrived this morning, everything is there.", "all is well"),
        ("Your proposal is more than we had budgeted for.", "haggling"),
        ("It was a pleasure, and nobody could have done it better.", "praise"),
        ("You were right, the fuse had blown, all works now.", "settled"),
    ],
)
def test_what_only_looks_like_a_complaint(text: str, reason: str) -> None:
    """Words of a complaint in a sentence that is none."""
    assert quotes(said(text, "en")) == [], reason
