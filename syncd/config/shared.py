"""The mailboxes several people answer from: which address each stands for, and who its members are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import msgspec

from syncd.config import words
from syncd.config.decode import Problems
from syncd.config.sources import Found
from syncd.config.values import Source
from syncd.core.model import Company, SharedMailbox

_LOGINS = ("mailbox", "subject", "account", "user")  # keys of connectors that may say whose mailbox it is
_FIRST_WORD = re.compile(r"[\w.+]+")


def with_shared(company: Company, found: Iterable[Found], sources: Iterable[Source], problems: Problems) -> Company:
    """The company with its shared mailboxes: those of the sources that have members. A mailbox without an address is doubtful."""
    members: dict[str, dict[str, None]] = {}
    for one, source in zip(found, sources, strict=True):
        if not source.members:
            continue
        addresses = tuple(_addresses(source, company))
        if not addresses:
            problems.doubt((*one.where, "members"), _UNKNOWN.format(domain=next(iter(sorted(company.domains)), "company.example")))
        for address in addresses:
            members.setdefault(address, {}).update(dict.fromkeys(source.members))
    return replace(company, shared=tuple(SharedMailbox(address=address, members=tuple(them)) for address, them in sorted(members.items())))


_UNKNOWN = (
    "which address do they share? Without it promises from there are nobody's: "
    'call the source by the address, as in name = "info@{domain}"'
)


def _addresses(source: Source, company: Company) -> Iterator[str]:
    """By the mailbox or the login of the source, else by its name: an address, or what stands before the @ as its first word."""
    for value in (*_logins(source.settings), source.name):
        address = words.canonical(value.partition("*")[0])  # user*master signs in as a master user
        if "@" in address and company.is_ours(address) and address not in source.members:
            yield address
            return
    own = {a for s in company.staff for a in (s.address, *s.aliases)}
    if "@" not in source.name and (first := _FIRST_WORD.match(source.name.lower())):
        yield from (address for domain in sorted(company.domains) if (address := f"{first[0]}@{domain}") not in own)


def _logins(settings: msgspec.Struct | None) -> Iterator[str]:
    for key in _LOGINS:
        value = getattr(settings, key, "")
        if isinstance(value, str):
            yield value
