"""What an entry before a meeting says: first what is amiss, then the customer in at most six lines; in the language of its owner."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from syncd.core import texts
from syncd.core.model import Language
from syncd.core.worktime import zone_of


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of an offer: who of ours made it ('' if the owner of the entry), what, for how much (JSON as stored), how it differs from one before."""

    at: dt.datetime
    by: str
    product: str
    amounts: str
    discount: str
    differs: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words with their moment: a complaint, a promise (with its term's wall text, '' without one, and whether that is over)."""

    at: dt.datetime
    quote: str
    due: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact: its kind, the colleague's name or '', the subject."""

    at: dt.datetime
    kind: str
    who: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is known of a customer before a meeting."""

    whom: str
    company: str = ""
    keeper: str = ""  # who looks after the customer
    since: dt.datetime | None = None
    no_contact: tuple[tuple[str, str], ...] = ()  # channel, reason
    complaints: tuple[Said, ...] = ()
    ours: tuple[Said, ...] = ()
    theirs: tuple[Said, ...] = ()
    colleagues_offers: tuple[Offer, ...] = ()  # made lately by others than whose entry it is
    offers: tuple[Offer, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()  # kind, value
    last: Contact | None = None

    @property
    def warns(self) -> bool:
        """Whether there is something one must know before the meeting."""
        return bool(self.no_contact or self.complaints or self.colleagues_offers or any(o.differs for o in self.offers) or any(p.late for p in self.ours))


@dataclass(frozen=True, slots=True)
class _Words:
    title: str
    channels: dict[str, str]
    complaint: str
    late: str
    colleague: str
    differs: dict[str, str]
    customer: str
    since: str
    keeper: str
    ours: str
    theirs: str
    until: str
    offers: str
    about: str
    last: str
    kinds: dict[str, str]
    facts: dict[str, str] = field(default_factory=dict)


_WORDS = {
    "en": _Words(
        title="Before you meet {whom}",
        channels={"mail": "asked not to be written to", "call": "asked not to be called", "any": "asked not to be contacted"},
        complaint="Open complaint of {day}: {quote}", late="Promised for {due} and not kept yet: {quote}",
        colleague="{by} offered on {day}: {what}", differs={"price": "another price than before", "discount": "another discount than before", "validity": "ends sooner than said before"},
        customer="Customer", since="since {day}", keeper="looked after by {who}", ours="We promised", theirs="They promised", until="by {due}", offers="Last offers", about="About them",
        last="Last contact", kinds={"message": "mail", "meeting": "meeting", "call": "call"},
        facts={"birthday": "birthday", "family": "family", "city": "city", "hobby": "hobby", "interest": "interest", "style": "manner", "job": "work", "other": "other"},
    ),
    "ru": _Words(
        title="Перед встречей: {whom}",
        channels={"mail": "просил(а) не писать", "call": "просил(а) не звонить", "any": "просил(а) не беспокоить"},
        complaint="Нерешённая жалоба, {day}: {quote}", late="Обещано на {due}, пока не выполнено: {quote}",
        colleague="{by}, {day} – предложение: {what}", differs={"price": "цена отличается от прежней", "discount": "скидка отличается от прежней", "validity": "срок короче прежнего"},
        customer="Клиент", since="с {day}", keeper="ведёт {who}", ours="Обещали мы", theirs="Обещали нам", until="срок: {due}", offers="Последние предложения", about="О человеке",
        last="Последний контакт", kinds={"message": "письмо", "meeting": "встреча", "call": "звонок"},
        facts={"birthday": "день рождения", "family": "семья", "city": "город", "hobby": "увлечение", "interest": "интерес", "style": "манера", "job": "работа", "other": "прочее"},
    ),
    "lt": _Words(
        title="Prieš susitikimą: {whom}",
        channels={"mail": "prašė nerašyti", "call": "prašė neskambinti", "any": "prašė netrukdyti"},
        complaint="Neišspręstas skundas, {day}: {quote}", late="Pažadėta iki {due}, dar neištesėta: {quote}",
        colleague="{by}, {day} – pasiūlymas: {what}", differs={"price": "kaina kita nei anksčiau", "discount": "nuolaida kita nei anksčiau", "validity": "galioja trumpiau, nei sakyta"},
        customer="Klientas", since="nuo {day}", keeper="prižiūri {who}", ours="Pažadėjome", theirs="Mums pažadėjo", until="iki {due}", offers="Paskutiniai pasiūlymai", about="Apie žmogų",
        last="Paskutinis kontaktas", kinds={"message": "laiškas", "meeting": "susitikimas", "call": "skambutis"},
        facts={"birthday": "gimtadienis", "family": "šeima", "city": "miestas", "hobby": "pomėgis", "interest": "domėjimasis", "style": "būdas", "job": "darbas", "other": "kita"},
    ),
}  # fmt: skip


_MARKS = {"en": ("“", "”"), "ru": ("«", "»"), "lt": ("„", "“")}


def title(whom: str, language: Language, *, warns: bool) -> str:
    """“! Before you meet Ona Kazlauskienė”; the mark where something is amiss."""
    return ("! " if warns else "") + _WORDS[language].title.format(whom=whom)


def lines(sheet: Sheet, zone: str, language: Language) -> list[str]:
    """What is amiss, a line each, and then at most six lines: who, promised by us and to us, offers, about them, the last contact."""
    w = _WORDS[language]

    def day(at: dt.datetime) -> str:
        return texts.day(at.astimezone(zone_of(zone)).date(), language)

    amiss = [f"! {sheet.whom}: {w.channels.get(channel, w.channels['any'])}" + (f" ({reason})" if reason else "") for channel, reason in sheet.no_contact]
    amiss += ["! " + w.complaint.format(day=day(c.at), quote=_quoted(c.quote, language)) for c in sheet.complaints]
    amiss += ["! " + w.late.format(due=texts.wall(p.due, language), quote=_quoted(p.quote, language)) for p in sheet.ours if p.late]
    amiss += ["! " + w.colleague.format(by=o.by, day=day(o.at), what=_offered(o, w, language)) for o in sheet.colleagues_offers]
    told = [(w.customer, _who(sheet, w, day)), (w.ours, _promised(sheet.ours, w, language)), (w.theirs, _promised(sheet.theirs, w, language)),
            (w.offers, "; ".join(f"{day(o.at)}{f' ({o.by})' if o.by else ''} {_offered(o, w, language)}" for o in sheet.offers)),
            (w.about, "; ".join(f"{w.facts.get(kind, kind)}: {_fact(kind, value, language)}" for kind, value in sheet.facts)), (w.last, _last(sheet, w, day))]  # fmt: skip
    return [*amiss, *([""] if amiss else []), *(f"{label}: {said}" for label, said in told if said)]


def _who(sheet: Sheet, w: _Words, day: Callable[[dt.datetime], str]) -> str:
    parts = [sheet.whom, sheet.company if sheet.company != sheet.whom else "", w.since.format(day=day(sheet.since)) if sheet.since else "", w.keeper.format(who=sheet.keeper) if sheet.keeper else ""]
    return ", ".join(filter(None, parts))


def _promised(promises: tuple[Said, ...], w: _Words, language: Language) -> str:
    return "; ".join(_quoted(p.quote, language) + (f" ({w.until.format(due=texts.wall(p.due, language))})" if p.due else "") for p in promises)


def _last(sheet: Sheet, w: _Words, day: Callable[[dt.datetime], str]) -> str:
    if sheet.last is None:
        return ""
    kind = w.kinds[sheet.last.kind]
    return ", ".join(filter(None, (day(sheet.last.at), kind, sheet.last.who))) + (f": {sheet.last.subject}" if sheet.last.subject else "")


def _offered(offer: Offer, w: _Words, language: Language) -> str:
    sums = " / ".join(f"{texts.amount(a['amount'], language)} {a['currency']}" for a in json.loads(offer.amounts))
    less = f"−{offer.discount}" if offer.discount else ""
    return ", ".join(filter(None, (offer.product, sums, less, w.differs.get(offer.differs, ""))))


def _quoted(quote: str, language: Language) -> str:
    first, last = _MARKS[language]
    return f"{first}{quote if len(quote) <= 160 else quote[:159].rstrip() + '…'}{last}"


def _fact(kind: str, value: str, language: Language) -> str:
    """A birthday as a day; its year is left out, being nobody's business on a telephone's screen."""
    try:
        born = dt.date(2000, int(value[-5:-3]), int(value[-2:])) if kind == "birthday" else None
    except ValueError:
        born = None
    return texts.day_of_year(born, language) if born else value
