"""A large mailbox out of the real mails of ../shared/corpus: each is repeated with other ids, dates, outside addresses and words.

One word of every line is replaced by another of the same corpus, as often as it is used there: hardly a line is repeated
that real mail would not repeat, what remembers sentences gains nothing by it, and the index grows as on mail of its own.
The people grow in number more slowly than the mails, as in a mailbox. The same seed gives the same bytes.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterable, Iterator
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
OURS = "enron.com"
_ADDRESS = re.compile(rb"([A-Za-z0-9._%+-]+)@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")
_ID = re.compile(rb"^(Message-ID|In-Reply-To|References):(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(rb"^Date:(.*)$", re.IGNORECASE | re.MULTILINE)
_WORD = re.compile(rb"(?<![<>/=.@_-])\b[a-z]{5,12}\b(?![>/=.@_-])")  # of running text: no tag, address or header
_PEOPLE = 0.8  # the people of n mailboxes are those of one times n to this power


def originals() -> list[bytes]:
    """The real mails: a part of Enron's and the lists'; empty where ../shared is absent."""
    found = []
    for folder in ("enron", "lists"):
        for path in sorted((CORPUS / folder).rglob("*")):
            if path.is_file() and path.suffix not in (".cats", ".txt.cats") and path.stat().st_size < 300_000:
                raw = path.read_bytes()
                if re.search(rb"^(?:From|Date|Message-ID):", raw[:4000], re.IGNORECASE | re.MULTILINE):
                    found.append(raw.replace(b"\r\n", b"\n"))
    return found


def variants(count: int, seed: int = 1) -> Iterator[bytes]:
    """So many mails, none equal to another."""
    mails = originals()
    if not mails:
        raise SystemExit("../shared/corpus is not there: the real mails this is made from are missing")
    random_ = random.Random(seed)
    words = [w for m in mails for w in _WORD.findall(m.partition(b"\n\n")[2][:4000])]
    for n in range(count):
        yield _variant(mails[n % len(mails)], n // len(mails), random_, words)


def _variant(mail: bytes, copy: int, random_: random.Random, words: list[bytes]) -> bytes:
    head, _, body = mail.partition(b"\n\n")
    tag, people = b"v%d" % copy, b".v%d" % int(copy**_PEOPLE)
    head = _ID.sub(lambda m: m[0].replace(b"@", b"." + tag + b"@"), head)
    head = _DATE.sub(lambda m: b"Date:" + _later(m[1], copy), head)
    head = _ADDRESS.sub(lambda m: m[0] if m[2].lower().endswith(OURS.encode()) else m[1] + people + b"@" + m[2], head)
    return head + b"\n\n" + b"\n".join(_other_word(line, random_, words) for line in body.split(b"\n"))


def _later(value: bytes, copy: int) -> bytes:
    try:
        moment = parsedate_to_datetime(value.decode("ascii", "replace").strip())
        return b" " + format_datetime(moment.replace(year=min(moment.year + copy % 9, 2026), day=min(moment.day, 28))).encode()
    except (ValueError, TypeError):
        return value


def _other_word(line: bytes, random_: random.Random, words: list[bytes]) -> bytes:
    places = [m.span() for m in _WORD.finditer(line)]
    if not places:
        return line
    begin, end = places[int(random_.random() * len(places))]
    return line[:begin] + words[int(random_.random() * len(words))] + line[end:]


def write_maildir(folder: Path, mails: Iterable[bytes]) -> int:
    """Write a Maildir of these mails; its size in bytes."""
    for sub in ("cur", "new", "tmp"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    size = 0
    for n, mail in enumerate(mails):
        path = folder / "cur" / f"{1_700_000_000 + n}.{n:06}.bench:2,S"
        path.write_bytes(mail)
        os.utime(path, (1_700_000_000 + n, 1_700_000_000 + n))
        size += len(mail)
    return size


COMPANY = """
[company]
name = "Enron"
domains = ["enron.com"]
timezone = "America/Chicago"
country = "US"
[store]
path = "history.db"
[privacy]
scope = "all"
"""
MAILDIR = """
[[source]]
name = "mail"
connector = "maildir"
path = "{maildir}"
owner = "jeff.skilling@enron.com"
"""
