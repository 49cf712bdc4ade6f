"""Who an address stands for: a person, a company, or neither. Exact addresses only; weak evidence is left to people."""

from __future__ import annotations

import re
from functools import lru_cache

from publicsuffixlist import PublicSuffixList

from syncd.core.free_mail import FREE_EVERYWHERE, FREE_MAIL

_NOBODY = re.compile(r"^(?:no-?_?reply|do-?not-?reply|neatsakyti|mailer-daemon|postmaster|bounces?|daemon|nobody)\b", re.IGNORECASE)
_NO_PERSONS = ("resource.calendar.google.com", "group.calendar.google.com", "group.v.calendar.google.com", "import.calendar.google.com")
_DESK = frozenset(
    """info office kontakt kontaktai contact contacts hello mail post pastas email sales pardavimai prekyba uzsakymai orders order zakaz
    zakazy support help helpdesk pagalba service servisas serviss servis technical admin administracija administration administrator
    secretary sekretore sekretariat reception registratura priimamasis accounting accounts account buhalterija buh buhgalteria finance
    finansai invoices invoice saskaitos billing schet scheta payments hr personalas kadry jobs karjera rabota team komanda marketing
    reklama pr press purchasing purchase pirkimai zakupki procurement logistics logistika sandelis sklad warehouse manager vadyba
    direktorius director dispatch dispatcher dispetcherine abuse webmaster hostmaster noc security legal teise feedback enquiries inquiry
    booking bookings reservations rezervacijos hotel shop store parduotuve""".split()
)


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_encoded_idn=False)  # our addresses hold IDNA domains decoded; encoding the list costs 0.2 s


@lru_cache(maxsize=8192)
def company_domain(address: str) -> str:
    """The registrable domain an address belongs to, or '' where it says nothing about a company (free mail, no domain)."""
    domain = address.rpartition("@")[2]
    if not domain or "." not in domain:
        return ""
    registrable = str(_suffixes().privatesuffix(domain) or domain)
    return "" if registrable in FREE_MAIL or domain in FREE_MAIL or registrable.partition(".")[0] in FREE_EVERYWHERE else registrable


@lru_cache(maxsize=8192)
def is_somebody(address: str) -> bool:
    """Whether an address can stand for a person or a desk at all (not a robot's, nor a room's or a shared calendar's)."""
    local, _, domain = address.partition("@")
    return bool(local) and not _NOBODY.match(local) and not domain.endswith(_NO_PERSONS)


def is_desk(address: str) -> bool:
    """Whether an address is by its name a desk's, at which several people may sit (info@, sales@, buhalterija@)."""
    return re.split(r"[._+0-9-]", address.partition("@")[0], maxsplit=1)[0] in _DESK


@lru_cache(maxsize=8192)
def mailbox_key(address: str) -> str:
    """What spellings of one mailbox, and mailboxes of one name in a company, have in common: without a tag behind a plus, at the
    company's domain, a name with dots for lines; at Gmail without dots (support.google.com/mail/answer/7436150). A desk's address is
    only itself.
    """
    local, _, domain = address.rpartition("@")
    plain = local.partition("+")[0] or local
    if domain in ("gmail.com", "googlemail.com"):
        return f"{plain.replace('.', '')}@gmail.com"
    if is_desk(address):
        return address
    if company := company_domain(address):
        words = re.split(r"[._-]", plain)
        return f"{'.'.join(words) if len(words) > 1 and all(w.isalpha() and len(w) > 1 for w in words) else plain}@{company}"
    return f"{plain}@{domain}"
