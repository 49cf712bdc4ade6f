"""Zones and classes on real mail: the figures reached, as thresholds that may only rise.

Reads ../shared/corpus and ../shared/promises beside the project; without them these tests are skipped, and say so.
"""

from __future__ import annotations

import email
import email.message
import email.utils
import json
import re
from collections import Counter
from collections.abc import Iterator
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from syncd.core.classify import message_class
from syncd.core.clean import own_words, zones
from syncd.core.languages import language_of
from syncd.core.model import Header, Party

SHARED = Path(__file__).resolve().parents[3] / "shared"
CORPUS = SHARED / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"NOT TESTED ON REAL MAIL: {CORPUS} is not there"),
]


def decoded(value: object) -> str:
    try:
        return str(make_header(decode_header(str(value)))).replace("\n", "")
    except (LookupError, UnicodeError, ValueError, email.errors.HeaderParseError):
        return str(value)


def read(path: Path) -> tuple[Header, str]:
    """A mail by the standard library alone, so that these figures measure zones and classes and not our own reader."""
    message = email.message_from_bytes(path.read_bytes())
    fields: dict[str, tuple[str, ...]] = {}
    for name, value in message.items():
        fields[name.lower()] = (*fields.get(name.lower(), ()), decoded(value))
    parties = [
        Party(role=role, address=address.lower(), name=name)
        for role in ("from", "sender", "to")
        for name, address in email.utils.getaddresses(list(fields.get(role, ())))
    ]
    header = Header(
        fields=fields,
        subject=fields.get("subject", ("",))[0],
        parties=tuple(parties),
        message_id=None,
        in_reply_to=tuple(" ".join(fields.get("in-reply-to", ())).split()),
        references=tuple(" ".join(fields.get("references", ())).split()),
        date=None,
        date_from="",
    )
    return header, body(message).replace("\r\n", "\n")


def body(message: email.message.Message) -> str:
    plain, html = "", ""
    for part in message.walk():
        if part.get_content_type() not in ("text/plain", "text/html") or part.get_filename():
            continue
        raw = part.get_payload(decode=True)
        data = raw if isinstance(raw, bytes) else b""
        try:
            text = data.decode(part.get_content_charset() or "utf-8", "replace")
        except LookupError:
            text = data.decode("latin-1")
        if part.get_content_type() == "text/plain":
            plain = plain or text
        else:
            html = html or re.sub(r"<[^>]{1,2000}>", " ", text)
    return plain or html


def mails(folder: str, pattern: str = "**/*") -> Iterator[Path]:
    return (path for path in sorted((CORPUS / folder).glob(pattern)) if path.is_file())


def classes(folder: str, pattern: str = "**/*") -> Counter[str]:
    return Counter(message_class(*read(path)) for path in mails(folder, pattern))


def test_bounces_of_many_servers_are_bounces() -> None:
    """F105: 61 of 62 bounces are known as such, and an abuse report is automatic mail."""
    found = (
        classes("classify/sisimai__set-of-emails", "maildir/**/[lr]*.eml")
        + classes("classify/sisimai__set-of-emails", "maildir/err/*.eml")
        + classes("classify/bounceparser-1.543")
        + classes("classify/apache__spamassassin", "**/BOUNCE_MESSAGE/[1b]*")
    )
    assert found["bounce"] / found.total() >= 0.98, found
    assert set(classes("classify/sisimai__set-of-emails", "maildir/bsd/arf*")) == {"auto"}


def test_a_read_receipt_is_no_bounce() -> None:
    """The false positive of a well-known filter: Outlook's "Read: …" with a null return path."""
    assert set(classes("classify/apache__spamassassin", "**/fp-*")) == {"auto"}


@pytest.mark.slow
def test_people_are_not_taken_for_machines() -> None:
    """Ham is personal or from a list; at most 2 of 356 are otherwise."""
    found = classes("classify/stdlib-js__datasets-spam-assassin", "easy-ham-*/*")
    assert found["personal"] + found["list"] >= found.total() - 2, found


@pytest.mark.slow
def test_list_mail_is_list_mail() -> None:
    """F106: every mail of a list with its headers is of class list."""
    found = classes("lists", "**/*.eml")
    assert found["list"] == found.total(), found


def test_newsletters_people_asked_for_are_not_personal() -> None:
    """Hard ham is mostly newsletters: four of five are bulk or list."""
    found = classes("classify/stdlib-js__datasets-spam-assassin", "hard-ham-1/*")
    assert found["personal"] <= 3, found


def written() -> Iterator[dict[str, object]]:
    for language in ("en", "ru", "lt"):
        for line in (SHARED / "promises" / "dev" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def test_every_promise_of_the_written_mails_lies_in_own_words() -> None:
    """99 of 100 quotes at least: a zone that swallows a promise loses it for good."""
    lost = [
        (case["id"], gold["quote"])
        for case in written()
        for gold in case["gold"]  # type: ignore[attr-defined]
        if gold["quote"] not in own_words(str(case["body"]), zones(str(case["body"])))
    ]
    assert not lost


def test_written_mails_of_people_with_promises_are_not_taken_for_machines() -> None:
    """Whatever holds a promise is personal or list mail; what names itself automatic is not."""
    wrong = []
    for case in written():
        headers = {str(name).lower(): (str(value),) for name, value in case["headers"].items()}  # type: ignore[attr-defined]
        name, address = email.utils.parseaddr(headers.get("from", ("",))[0])
        answers = tuple(headers.get("in-reply-to", ()))
        header = Header(
            fields=headers, subject=headers.get("subject", ("",))[0], parties=(Party(role="from", address=address, name=name),),
            message_id=None, in_reply_to=answers, references=answers, date=None, date_from="",
        )  # fmt: skip
        kind = message_class(header, str(case["body"]))
        machine = bool({"auto-submitted", "list-unsubscribe", "precedence"} & headers.keys())
        if (kind in ("personal", "list")) == machine:
            wrong.append((case["id"], kind))
    assert not wrong


def test_the_language_of_the_written_mails() -> None:
    """Own words of a whole mail give its language, and so do the single quotes (99 of 100)."""
    found: Counter[bool] = Counter()
    for case in written():
        body_text = str(case["body"])
        for text in (own_words(body_text, zones(body_text)), *(gold["quote"] for gold in case["gold"])):  # type: ignore[attr-defined]
            found[language_of(text) == case["language"]] += 1
    assert found[True] / found.total() >= 0.99, found


@pytest.mark.slow
def test_promises_and_others_words_in_real_mail() -> None:
    """Every promise found by reading lies in own words; no sentence judged to stand in a quote or a notice does."""
    lost, leaked = [], []
    for line in (SHARED / "promises" / "dev" / "real_en.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        _, text = read(CORPUS / case["path"])
        own = " ".join(own_words(text, zones(text)).split())
        lost += [(case["path"], gold["quote"]) for gold in case["gold"] if " ".join(gold["quote"].split()) not in own]
        leaked += [
            (case["path"], near["quote"]) for near in case["near"] if near.get("where") != "own" and " ".join(near["quote"].split()) in own
        ]
    assert not lost
    assert not leaked
