"""What people read outside the pages: titles and texts of reminders, in English, Russian and Lithuanian."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from syncd.core.model import Act, Language
from syncd.durations import parse_duration

# act → the infinitive that begins a title; names follow as they stand in the headers, never inflected. Where a name alone
# would read as what is sent or mended, the word for customer stands before the colon
ACTS: dict[str, dict[Act, str]] = {
    "en": {"call": "Call", "send": "Send to", "answer": "Answer", "visit": "Visit", "deliver": "Deliver to", "pay": "Pay", "invoice": "Invoice",
           "fix": "Fix for", "meet": "Meet", "check": "Find out for", "do": "Keep the promise to"},
    "ru": {"call": "Позвонить:", "send": "Отправить клиенту:", "answer": "Ответить:", "visit": "Посетить:", "deliver": "Доставить клиенту:",
           "pay": "Заплатить:", "invoice": "Выставить счёт:", "fix": "Починить для клиента:", "meet": "Встретиться:",
           "check": "Проверить для клиента:", "do": "Сделать для клиента:"},
    "lt": {"call": "Paskambinti:", "send": "Išsiųsti klientui:", "answer": "Atsakyti:", "visit": "Aplankyti:", "deliver": "Pristatyti klientui:",
           "pay": "Sumokėti:", "invoice": "Išrašyti sąskaitą:", "fix": "Sutvarkyti klientui:", "meet": "Susitikti:",
           "check": "Patikrinti klientui:", "do": "Padaryti klientui:"},
}  # fmt: skip
_ACTS_PLAIN = {  # without a customer to name
    "en": {"send": "Send", "deliver": "Deliver", "fix": "Fix", "check": "Find out", "do": "Keep the promise"},
    "ru": {"send": "Отправить", "deliver": "Доставить", "fix": "Починить", "check": "Проверить", "do": "Выполнить обещание"},
    "lt": {"send": "Išsiųsti", "deliver": "Pristatyti", "fix": "Sutvarkyti", "check": "Patikrinti", "do": "Ištesėti pažadą"},
}
_TEXT = {
    "en": ("“{quote}”", "Promised to {whom} on {when}.", "Promised on {when}."),
    "ru": ("«{quote}»", "Кому обещано: {whom}, {when}.", "Обещано {when}."),
    "lt": ("„{quote}“", "Kam pažadėta: {whom}, {when}", "Pažadėta {when}"),
}
# in Lithuanian a time ends with a full stop of its own ("val.")
_HANDOFF = {"en": "Asked by {who} on {when}.", "ru": "Просьба коллеги: {who}, {when}.", "lt": "Paprašė {who}, {when}"}
_AT = {"en": "{day} at {time}", "ru": "{day} в {time}", "lt": "{day} {time} val."}
_MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "lt": "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio".split(),
}


def _language(language: str) -> str:
    return language if language in ACTS else "en"


def title(act: Act, whom: str, language: Language, doubt: str = "") -> str:
    """“Call Ona Kazlauskienė”, and with a name in doubt “Call Ona Kazlauskienė (Petras?)”."""
    lang = _language(language)
    verb = ACTS[lang][act] if whom else _ACTS_PLAIN[lang].get(act, ACTS[lang][act].rstrip(":"))
    return " ".join(filter(None, (verb, whom))) + (f" ({doubt}?)" if doubt else "")


def text(quote: str, whom: str, when: dt.datetime, language: Language) -> str:
    """The quote, and when and to whom it was said."""
    quoted, to_whom, bare = _TEXT[_language(language)]
    said = to_whom if whom else bare
    return quoted.format(quote=quote) + "\n" + said.format(whom=whom, when=day_and_time(when, language))


def handoff_text(quote: str, who: str, when: dt.datetime, language: Language) -> str:
    """The quote, and which colleague asked when."""
    lang = _language(language)
    return _TEXT[lang][0].format(quote=quote) + "\n" + _HANDOFF[lang].format(who=who, when=day_and_time(when, language))


# a term shorter than the standard, a promise that is overdue: sentences whose last words may be a date with a full stop of its own
_USUAL = {
    "en": "You promised it for {promised}; the usual term of “{department}” is {term}: {to}",
    "ru": "Вы обещали это на {promised}; обычный срок отдела «{department}» – {term}: {to}",
    "lt": "Pažadėjote iki {promised}; įprastas skyriaus „{department}“ terminas – {term}: {to}",
}
_CHECK = {"en": "Check the term", "ru": "Проверить срок", "lt": "Patikrinti terminą"}
_OVERDUE = {
    "en": "The term was {due}; nothing shows yet that the promise was kept",
    "ru": "Срок был {due}; пока не видно, что обещание выполнено",
    "lt": "Terminas buvo {due}; kol kas nematyti, kad pažadas ištesėtas",
}
_KEEPER = {
    "en": "Who has to keep it: {who}; reminded on {day}",
    "ru": "Кто должен выполнить: {who}; напоминание было {day}",
    "lt": "Kas turi ištesėti: {who}; priminta {day}",
}
_MORE = {"en": "{n} more {form}", "ru": "Ещё {n} {form}", "lt": "Dar {n} {form}"}
# the forms of a counted word: one, few, many (English: one, many)
_PROMISES = {"en": ("promise", "promises"), "ru": ("обещание", "обещания", "обещаний"), "lt": ("pažadas", "pažadai", "pažadų")}
_UNITS = {
    "working days": {"en": ("working day", "working days"), "ru": ("рабочий день", "рабочих дня", "рабочих дней"), "lt": ("darbo diena", "darbo dienos", "darbo dienų")},
    "days": {"en": ("day", "days"), "ru": ("день", "дня", "дней"), "lt": ("diena", "dienos", "dienų")},
    "h": {"en": ("hour", "hours"), "ru": ("час", "часа", "часов"), "lt": ("valanda", "valandos", "valandų")},
    "min": {"en": ("minute", "minutes"), "ru": ("минута", "минуты", "минут"), "lt": ("minutė", "minutės", "minučių")},
    "s": {"en": ("second", "seconds"), "ru": ("секунда", "секунды", "секунд"), "lt": ("sekundė", "sekundės", "sekundžių")},
}  # fmt: skip


def usual(promised: str, department: str, term: str, to: str, language: Language) -> str:
    """That less was promised than a department's standard: `promised` and `to` are wall texts, `term` is as the config writes it."""
    sentence = _USUAL[_language(language)]
    return ended(sentence.format(promised=wall(promised, language), department=department, term=span(term, language), to=wall(to, language)))


def span(term: str, language: str) -> str:
    """A duration of the config (“10 working days”) in words."""
    lang, found = _language(language), parse_duration(term)
    return f"{found.amount} {_counted(found.amount, _UNITS[found.unit][lang], lang)}" if found else term


def check_title(whom: str, language: Language) -> str:
    """“Check the term: Ona Kazlauskienė”."""
    return _CHECK[_language(language)] + (f": {whom}" if whom else "")


def overdue(due: str, language: Language) -> str:
    """That the term is over; `due` is its wall text."""
    return ended(_OVERDUE[_language(language)].format(due=wall(due, language)))


def keeper(who: str, reminded: dt.date, language: Language) -> str:
    """Who has to keep an overdue promise, and when they were reminded."""
    return ended(_KEEPER[_language(language)].format(who=who, day=day(reminded, language)))


def more_title(count: int, language: Language) -> str:
    """“3 more promises”, with the plural of each language."""
    lang = _language(language)
    return _MORE[lang].format(n=count, form=_counted(count, _PROMISES[lang], lang))


def _counted(n: int, forms: tuple[str, ...], lang: str) -> str:
    """The form a number asks for (Unicode CLDR's cardinal rules, integers)."""
    ones, teens = n % 10, 11 <= n % 100 <= 19
    if lang == "en":
        return forms[n != 1]
    if ones == 1 and not teens:
        return forms[0]
    few = 2 <= ones <= (4 if lang == "ru" else 9) and not teens
    return forms[1] if few else forms[2]


def ended(sentence: str) -> str:
    """A sentence with its full stop, which a date at its end may have brought."""
    return sentence if sentence.endswith(".") else sentence + "."


def wall(text: str, language: Language) -> str:
    """A wall text (a day or a minute) in words."""
    return day_and_time(dt.datetime.fromisoformat(text), language) if len(text) > 10 else day(dt.date.fromisoformat(text), language)


def amount(value: float | Decimal, language: str) -> str:
    """A sum with its thousands apart (by a space that does not break), and its cents where there are any: 3 900,50, in English 3 900.50."""
    whole, _, cents = f"{Decimal(str(value)):,.2f}".partition(".")
    decimal = "." if language == "en" else ","
    return whole.replace(",", "\u00a0") + (decimal + cents if cents != "00" else "")


def day(d: dt.date, language: Language) -> str:
    """A date in words: 27 November 2026, 27 ноября 2026 г., 2026 m. lapkričio 27 d."""
    lang = _language(language)
    month = _MONTHS[lang][d.month - 1]
    if lang == "lt":
        return f"{d.year} m. {month} {d.day} d."
    return f"{d.day} {month} {d.year}" + (" г." if lang == "ru" else "")


def day_of_year(d: dt.date, language: Language) -> str:
    """A date in words without its year: 27 November, 27 ноября, lapkričio 27 d."""
    lang = _language(language)
    month = _MONTHS[lang][d.month - 1]
    return f"{month} {d.day} d." if lang == "lt" else f"{d.day} {month}"


def day_and_time(at: dt.datetime, language: Language) -> str:
    """A date in words with the time."""
    return _AT[_language(language)].format(day=day(at.date(), language), time=f"{at:%H:%M}")


# after a call: its title, and what the text asks
_CALLED = {
    "en": ("{whom}: promised anything?",
           "You spoke on the telephone on {when}, {minutes} min.",
           "If you promised something, write it here in a line of its own, for example “send the quote by Friday”: it becomes a promise.",
           "If not, there is nothing to do: this entry goes away by itself."),
    "ru": ("{whom}: что-нибудь обещали?",
           "Вы говорили по телефону {when}, {minutes} мин.",
           "Если вы что-то обещали, напишите это здесь отдельной строкой, например «выслать предложение до пятницы»: это станет обещанием.",
           "Если нет, делать ничего не нужно: запись исчезнет сама."),
    "lt": ("{whom}: ar ką nors pažadėjote?",
           "Kalbėjotės telefonu {when}, {minutes} min.",
           "Jei ką nors pažadėjote, parašykite čia atskiroje eilutėje, pavyzdžiui, „išsiųsti pasiūlymą iki penktadienio“: tai taps pažadu.",
           "Jei ne, nieko daryti nereikia: šis įrašas dings savaime."),
}  # fmt: skip


def call_title(whom: str, language: Language) -> str:
    """“Ona Kazlauskienė: promised anything?”"""
    return _CALLED[_language(language)][0].format(whom=whom)


def call_text(at: dt.datetime, seconds: int, language: Language) -> str:
    """When the call was, and where to write what was promised in it."""
    lang = _language(language)
    return "\n".join(line.format(when=day_and_time(at, language), minutes=max(1, round(seconds / 60))) for line in _CALLED[lang][1:])


# what the first entry a person gets says besides: what is read, who sees it, how to stop it
_INTRODUCTION = {
    "en": (
        "syncd reads the mailboxes and calendars named by {company}, and reminds you here of what you have promised to customers.",
        "Who sees it: the managers and administrators of {company}{url}; your colleagues do not.",
        "How to stop it: put “no” before the title if it was no promise, delete the entry if you need no reminder,",
        "or tell your administrator if you want no such entries at all. This is said only once.",
    ),
    "ru": (
        "syncd читает почтовые ящики и календари, которые указала {company}, и напоминает здесь о том, что вы обещали клиентам.",
        "Кто это видит: ваши руководители и администраторы{url}; коллеги этого не видят.",
        "Как отказаться: если это не обещание, поставьте «нет» перед названием; если напоминать не нужно, удалите запись;",
        "если такие записи вам совсем не нужны, скажите администратору. Больше это не повторится.",
    ),
    "lt": (
        "syncd skaito pašto dėžutes ir kalendorius, kuriuos nurodė {company}, ir čia primena, ką esate pažadėję klientams.",
        "Kas tai mato: jūsų vadovai ir administratoriai{url}; kolegos to nemato.",
        "Kaip atsisakyti: jei tai nebuvo pažadas, prieš pavadinimą parašykite „ne“; jei priminti nereikia, įrašą ištrinkite;",
        "jei tokių įrašų visai nenorite, pasakykite administratoriui. Daugiau šio paaiškinimo nebus.",
    ),
}
_COMPANY = {"en": ("{name}", "your company"), "ru": ("компания «{name}»", "ваша компания"), "lt": ("įmonė „{name}“", "jūsų įmonė")}
_BEGINNINGS = tuple(line.partition("{")[0] for lines in _INTRODUCTION.values() for line in lines)


def introduction(company: str, url: str, language: Language) -> str:
    """What the first entry a person gets says besides; `url`, where the pages are, may be ''."""
    lang = _language(language)
    named, unnamed = _COMPANY[lang]
    if any(c in company for c in "\"„“”«»"):  # “UAB „Klimatas“” has its own marks
        named = named.translate(str.maketrans("", "", "„“«»"))
    said = {"company": named.format(name=company) if company else unnamed, "url": f" ({url})" if url else ""}
    return "\n".join(line.format(**said) for line in _INTRODUCTION[lang])


def without_introduction(note: str) -> str:
    """The text of an entry without the lines of an introduction, in whatever language they are."""
    if not any(beginning in note for beginning in _BEGINNINGS):
        return note
    return "\n".join(line for line in note.splitlines() if not line.lstrip().startswith(_BEGINNINGS)).strip()


_ABOUT_CALENDAR = (
    "Reminders of what you have promised, written by syncd. You may move an entry, put ✓ before its title or delete it: so it will stay.",
    "Priminimai apie tai, ką esate pažadėję; juos rašo „syncd“. Įrašą galite perkelti, prieš pavadinimą parašyti ✓ arba ištrinti: taip ir liks.",
    "Напоминания о том, что вы обещали; их пишет syncd. Запись можно перенести, отметить знаком ✓ перед названием или удалить: так и останется.",
)


def about_calendar() -> str:
    """What a calendar of reminders is, for whoever finds it in their list: in all languages, as the connector knows nobody's."""
    return "\n".join(_ABOUT_CALENDAR)


def introduces(note: str) -> bool:
    """Whether the text of an entry holds an introduction."""
    return without_introduction(note) != note
