"""A segment made by choosing: the form, the SQL that follows from what was chosen, and saving it. It can be edited afterwards.

Numbers and words of the reader get into the SQL as literals only (`literal`, `_whole`): never as names, never as SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import colleagues
from datasette_plugins.page import Asked, Values, common_values, environment, found, show
from datasette_plugins.saved import manager, mistake, written
from datasette_plugins.words import LANGUAGES, Words
from syncd.clock import clock
from syncd.store import queries
from syncd.store.queries import Query

FACTS = ("birthday", "family", "city", "hobby", "interest", "style", "job", "other")
_TABLES = {
    "customers": ("code", "name", "address", "owner", "since"), "orders": ("product", "state", "date", "amount"), "invoices": ("date", "amount", "state"),
    "assets": ("product", "serial", "installed_on", "service_on", "warranty_until"),
}  # fmt: skip
COLUMNS = tuple(f"{table}.{column}" for table, columns in _TABLES.items() for column in columns)
_BEGIN = {
    "companies": "SELECT 'company/' || o.uuid AS page, o.name\nFROM organisation o LEFT JOIN rhythm r ON r.company = o.id AND r.person = 0",
    "people": "SELECT 'customer/' || n.uuid AS page, n.name\nFROM person n LEFT JOIN organisation o ON o.id = n.organisation_id LEFT JOIN rhythm r ON r.company = coalesce(o.id, 0) AND r.person = iif(o.id IS NULL, n.id, 0)",
}
_LAST = {"companies": "r.last_on", "people": "(SELECT substr(max(c.at), 1, 10) FROM contact c WHERE c.person_id = n.id AND c.at <= :now)"}
_OFTEN = "(SELECT count(*) FROM contact_day d WHERE d.company = r.company AND d.person = r.person AND d.day BETWEEN date(:today, '-1 year') AND :today) >= {n}"
# Whether the page of the customer, or of the company a person is in, is among some pages.
_AMONG = {"companies": "'company/' || o.uuid IN ({pages})", "people": "coalesce('company/' || o.uuid, 'customer/' || n.uuid) IN ({pages})"}
_WORTH = (
    "SELECT page FROM sales WHERE page IS NOT NULL AND currency = 'EUR' AND date BETWEEN date(:today, '-2 years') AND :today GROUP BY page "
    "HAVING max(coalesce(sum(amount) FILTER (WHERE kind = 'invoice'), 0), coalesce(sum(amount) FILTER (WHERE kind = 'offer'), 0)) >= {n}"
)
_FACT = "SELECT {of} FROM fact f JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = f.address JOIN person p ON p.id = d.person_id WHERE f.kind = {kind} AND NOT f.negated AND instr(folded(f.value), folded({words})) > 0"


class Unreadable(Exception):
    """A choice that cannot be used: the key of what to say, and what it is about."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, as it was typed; '' for what was left open."""

    who: str = "companies"
    contact: str = ""
    days: str = ""
    often: str = ""
    worth: str = ""
    fact: str = ""
    holds: str = ""
    column: str = ""
    compare: str = ""
    value: str = ""
    owner: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Choice:
        """The choice a form holds."""
        return cls(**{name: str(form.get(name, "")).strip()[:120] for name in cls.__slots__})


def sql_of(choice: Choice) -> str:
    """The SQL of a choice. Raises Unreadable where nothing was chosen, or where a number is none."""
    who = choice.who if choice.who in _BEGIN else "companies"
    conditions = [*_of_contact(choice, who), *_of_tables(choice, who)]
    if choice.fact in FACTS and choice.holds:
        pages = _FACT.format(of="p.organisation_id" if who == "companies" else "p.id", kind=literal(choice.fact), words=literal(choice.holds))
        conditions.append(f"{'o' if who == 'companies' else 'n'}.id IN ({pages})")
    if choice.owner:
        conditions.append(f"coalesce(o.owner, r.owner) = {literal(choice.owner)}")
    if not conditions:
        raise Unreadable("build.nothing", "")
    name = "o.name" if who == "companies" else "n.name"
    return "\n  AND ".join([f"{_BEGIN[who]}\nWHERE {conditions[0]}", *conditions[1:]]) + f"\nORDER BY {name}, page"


def _of_contact(choice: Choice, who: str) -> list[str]:
    found = []
    if choice.contact in ("within", "longer"):
        day = f"date(:today, '-{_whole(choice.days, 'build.days')} days')"
        found.append(f"{_LAST[who]} {'>=' if choice.contact == 'within' else '<'} {day}")
    if choice.often:
        found.append(_OFTEN.format(n=_whole(choice.often, "build.often")))
    if choice.worth:
        found.append(_AMONG[who].format(pages=_WORTH.format(n=_whole(choice.worth, "build.worth"))))
    return found


def _of_tables(choice: Choice, who: str) -> list[str]:
    if choice.column not in COLUMNS or not choice.value:
        return []
    table, _, column = choice.column.partition(".")
    value = literal(choice.value) if not choice.value.replace(".", "", 1).isdecimal() else choice.value
    match choice.compare:
        case "from" | "to":
            condition = f"{column} {'>=' if choice.compare == 'from' else '<='} {value}"
        case _:
            condition = f"instr(folded(CAST({column} AS TEXT)), folded({literal(choice.value)})) > 0"
    return [_AMONG[who].format(pages=f"SELECT page FROM {table} WHERE page IS NOT NULL AND {condition}")]


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def _whole(text: str, what: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Unreadable("build.number", what)
    return int(text)


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _form(db: sqlite3.Connection, token: str, choice: Choice, name: str = "", titles: Mapping[str, str] | None = None, said: str = "") -> Values:
    return {"choice": choice, "name": name, "titles": titles or {}, "said": said, "facts": FACTS, "columns": COLUMNS, "colleagues": colleagues(db), "in_languages": list(LANGUAGES), "csrftoken": token}


async def form_page(datasette: Datasette, request: Request) -> Response:
    """`/segments/new`."""
    token = request.scope["csrftoken"]()
    return await show(datasette, request, "syncd/segment_form.html", lambda db, asked: _form(db, token, Choice()))


async def save(datasette: Datasette, request: Request) -> Response:
    """Save what was chosen as a segment, or show the form again with what is wrong."""
    by = manager(datasette, request)
    form = await request.post_vars()
    choice, token = Choice.of(form), request.scope["csrftoken"]()
    name = form.get("name", "").strip().lower()
    titles = {code: title for code in LANGUAGES if (title := form.get(f"title_{code}", "").strip()[:120])}

    def read(db: sqlite3.Connection, asked: Asked) -> Values:
        sql, said = _asked_for(db, choice, name, asked.words)
        return {**_form(db, token, choice, name, titles, said), "sql": sql}

    values = await found(datasette, request, "segments", read)
    if not values["said"] and await written(datasette, lambda store: queries.save(store.db, Query(name, values["sql"], titles, is_segment=True), by, clock())):
        return Response.redirect(f"/segment/{name}", status=303)
    values["said"] = values["said"] or values["asked"].words("saved.busy")
    html = environment(datasette).get_template("syncd/segment_form.html").render({**values, **common_values(datasette, request)})
    return Response.html(html, status=400)


def _asked_for(db: sqlite3.Connection, choice: Choice, name: str, words: Words) -> tuple[str, str]:
    """The SQL, and what keeps it from being saved ('' where nothing does)."""
    try:
        sql = sql_of(choice)
    except Unreadable as wrong:
        key, what = wrong.args
        return "", words(key, what=words(what)) if what else words(key)
    if not queries.NAME.fullmatch(name) or name == "new":
        return sql, words("saved.bad_name")
    if queries.named(db, name):
        return sql, words("saved.taken")
    why = mistake(db, sql)
    return sql, words("saved.bad_sql", why=why) if why else ""


@hook
def register_routes() -> list[tuple[str, Callable[..., object]]]:
    """The form and saving."""
    return [(r"^/segments/new$", form_page), (r"^/segments/save$", save)]
