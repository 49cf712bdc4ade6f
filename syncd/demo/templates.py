"""Reads the written sample: the people of `people.toml`, the threads of `threads/*.txt`, the entries of `meetings.txt`.

A thread file holds mails, each after a line `=== id`: fields `name: value`, an empty line, the text. Lines starting with
`#` before the first mail are for the reader. It refuses (ValueError) unknown fields: a slip of the pen must not
silently drop a mail's recipient.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable

from syncd.demo.words import Tongue

_MAIL_FIELDS = "at from to cc subject re forward lang quote sign html charset attach invite bounce folder unread plain holds"
_MEETING_FIELDS = "at length title in organizer guests place class status repeat except moved lang link made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Somebody who writes or is written to. `client` names the quoting style; signatures are by language."""

    key: str
    name: str
    address: str
    tongue: Tongue
    client: str
    signature: Mapping[str, str]
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One mail or calendar entry as written: its id, fields, extra mail headers, and text."""

    key: str
    fields: Mapping[str, str]
    extra: tuple[tuple[str, str], ...]
    text: str
    file: str

    def names(self, field_name: str) -> tuple[str, ...]:
        """The comma-separated names of a field."""
        return tuple(name.strip() for name in self.fields.get(field_name, "").split(",") if name.strip())


@dataclass(frozen=True, slots=True)
class Held:
    """A promise the writer of a mail knows to be in it: `holds: promise firm +2wd rasa`.

    `term` is a working-day offset from the demo's day, or one of span (explicit, counted from the mail), vague, event, none.
    """

    kind: str
    firmness: str
    term: str
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The whole written company."""

    people: Mapping[str, Writer]
    mails: tuple[Section, ...]
    meetings: tuple[Section, ...]
    config: str = field(repr=False)
    tables: Mapping[str, str] = field(default_factory=dict)  # file name → what the telephone exchange or the accounting program wrote


def read_sample() -> Sample:
    """The sample company as it is written in the package."""
    root = files("syncd.demo") / "company"
    threads = sorted((f for f in (root / "threads").iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)
    return Sample(
        people=_read_people(root / "people.toml"),
        mails=tuple(section for thread in threads for section in read_sections(thread, _MAIL_FIELDS)),
        meetings=tuple(read_sections(root / "meetings.txt", _MEETING_FIELDS)),
        config=(root / "config.txt").read_text("utf-8"),
        tables={f.name: f.read_text("utf-8") for f in (root / "tables").iterdir() if f.name.endswith(".csv")},
    )


def held(section: Section) -> tuple[Held, ...]:
    """The promises a mail is known to hold, in the order of its text."""
    return tuple(Held(*entry.split()) for entry in section.fields.get("holds", "").split("|") if entry.strip())


def read_sections(source: Traversable, fields_allowed: str) -> Iterator[Section]:
    """The mails or entries of one file, in order. `fields_allowed`: the names a field may have, with blanks between."""
    allowed = frozenset(fields_allowed.split())
    parts = ("\n" + source.read_text("utf-8")).split("\n=== ")
    for part in parts[1:]:
        head, _, text = part.partition("\n\n")
        key, *lines = head.rstrip("\n").split("\n")
        fields: dict[str, str] = {}
        extra: list[tuple[str, str]] = []
        for line in lines:
            name, colon, value = line.partition(":")
            if name.startswith("+"):
                extra.append((name[1:], value.strip()))
            elif colon and name in allowed:
                fields[name] = value.strip()
            else:
                raise ValueError(f"{source.name}, {key}: no such field: {line}")
        yield Section(key=key.strip(), fields=fields, extra=tuple(extra), text=text.strip("\n"), file=source.name)


def _read_people(source: Traversable) -> dict[str, Writer]:
    people: dict[str, Writer] = {}
    for key, entry in tomllib.loads(source.read_text("utf-8")).items():
        signature = entry.get("signature", {})
        people[key] = Writer(
            key=key,
            name=entry["name"],
            address=entry["address"],
            tongue=entry.get("language", "lt"),
            client=entry.get("client", "gmail"),
            signature={"": signature} if isinstance(signature, str) else signature,
            ours=entry.get("ours", False),
        )
    return people
