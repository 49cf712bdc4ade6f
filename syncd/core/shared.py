"""Who speaks from a mailbox that several people answer from (info@, service@): one of them, the dispatcher, or nobody known.

Refuses to guess: a promise nobody can be told to have made stays the mailbox's own, and is never everybody's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from syncd.core.addresses import IN_TEXT, canonical
from syncd.core.model import Company, Header, Party, SharedMailbox, Staff, Zone
from syncd.core.roles import NAME_WORD, plain, stem

_PHONE = re.compile(r"\+?\d(?:[ ()./-]{0,3}\d){6,14}")
_SIGNIFICANT = 8  # digits of a telephone number: without country and trunk prefix
_MOST_WORDS = 4  # of a last line that is a name and nothing else


def mailbox_of(address: str, company: Company) -> SharedMailbox | None:
    """The shared mailbox of an address: one the config names, or one called like a department and nobody's own."""
    for mailbox in company.shared:
        if mailbox.address == address:
            return mailbox
    if company.is_ours(address) and _department_called(address, company) and not any(address == s.address or address in s.aliases for s in company.staff):
        return SharedMailbox(address=address)
    return None


def dispatcher_of(mailbox: SharedMailbox, company: Company) -> str:
    """The dispatcher of the mailbox's department: the one it is listed in, the one it is called by, or that of all its members; or ''."""
    listed = {s.address: s.department for s in company.staff}
    common = {listed.get(member, "") for member in mailbox.members}
    names = (listed.get(mailbox.address, ""), _department_called(mailbox.address, company), common.pop() if len(common) == 1 else "")
    return next((d.dispatcher for name in names if name for d in company.departments if d.name == name and d.dispatcher), "")


def _department_called(address: str, company: Company) -> str:
    local = plain(address.partition("@")[0])
    return next((d.name for d in company.departments if local in (plain(name) for name in (d.name, *d.roles))), "")


def writer(sender: Party, header: Header, signature: str, company: Company) -> tuple[Party, str]:
    """Who wrote a mail whose From is `sender`, and how that is known ('' where the mailbox is a person's own, or nobody is found)."""
    mailbox = mailbox_of(sender.address, company)
    if mailbox is None:
        return sender, ""
    there = [s for s in company.staff if s.address != mailbox.address and not _has_left(s, header.date)]
    behind = [s for p in header.of("sender") for s in there if p.address == s.address or p.address in s.aliases]
    if behind:
        return _as(sender, behind[0]), "the Sender of a shared mailbox"
    if found := signed_by(signature, there, mailbox.members):
        return _as(sender, found), "the signature in a shared mailbox"
    dispatcher = dispatcher_of(mailbox, company)
    if dispatcher:
        named = next((s for s in there if s.address == dispatcher), None)
        return (_as(sender, named) if named else replace(sender, address=dispatcher, name="")), "the dispatcher of a shared mailbox"
    return sender, ""


def _has_left(member: Staff, at: dt.datetime | None) -> bool:
    return member.left is not None and at is not None and member.left < at.date()


def _as(sender: Party, member: Staff) -> Party:
    return replace(sender, address=member.address, name=member.name)


def signed_by(signature: str, staff: Sequence[Staff], members: Iterable[str] = ()) -> Staff | None:
    """The one colleague a signature names by address, telephone, whole name or part of it; where several fit, the one who is a member."""
    fit = list(staff)
    known = False
    for sign in (_by_address, _by_phone, _by_whole_name, _by_part_of_name):
        found = sign(signature, staff)
        if found:
            fit, known = [s for s in fit if s in found], True  # what contradicts what was found before leaves nobody
    if known and len(fit) > 1:
        fit = [s for s in fit if s.address in set(members)]
    return fit[0] if known and len(fit) == 1 else None


def _by_address(signature: str, staff: Sequence[Staff]) -> list[Staff]:
    written = {canonical(a) for a in IN_TEXT.findall(signature)}
    return [s for s in staff if not written.isdisjoint((s.address, *s.aliases))]


def _by_phone(signature: str, staff: Sequence[Staff]) -> list[Staff]:
    written = {_significant(number) for number in _PHONE.findall(signature)}
    return [s for s in staff if not written.isdisjoint(map(_significant, s.phones))]


def _significant(number: str) -> str:
    """The end of a telephone number, by which +370 600 00000 and 8 600 00000 are one."""
    return "".join(filter(str.isdigit, number))[-_SIGNIFICANT:]


def _by_whole_name(signature: str, staff: Sequence[Staff]) -> list[Staff]:
    said = [stem(word) for word in NAME_WORD.findall(signature)]
    found = []
    for s in staff:
        name = [stem(word) for word in NAME_WORD.findall(s.name)]
        orders = (name, name[::-1])
        if len(name) > 1 and any(said[i : i + len(name)] in orders for i in range(len(said))):
            found.append(s)
    return found


def _by_part_of_name(signature: str, staff: Sequence[Staff]) -> list[Staff]:
    said = {stem(word) for word in NAME_WORD.findall(IN_TEXT.sub(" ", signature)) if word[0].isupper() and len(word) > 2}
    return [s for s in staff if any(stem(word) in said for word in NAME_WORD.findall(s.name) if len(word) > 2)]


def signature_of(text: str, zones: Sequence[Zone]) -> str:
    """The words a letter is signed with: its signatures, and a last own line that is a name alone."""
    signed = [text[z.start : z.end] for z in zones if z.kind == "signature"]
    own = [line for z in zones if z.kind == "own" for line in text[z.start : z.end].split("\n") if line.strip()]
    last = own[-1].strip(" \t-–—*") if len(own) > 1 else ""
    words = last.split()
    if words and len(words) <= _MOST_WORDS and all(w[0].isupper() for w in words) and not last.endswith((".", "?", "!", ":")):
        signed.append(last)
    return "\n".join(signed)
