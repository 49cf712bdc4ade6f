"""What people decide on the pages: about promises, complaints, people, companies, wishes not to be contacted, facts.

A form is sent to `/act/<kind>` with Datasette's token; the same functions of the store write it as write the commands, in one
transaction of a thread of its own, and the browser goes back to the page it came from with a note and a way to take it back.
Who may decide what is asked within that transaction. Nothing is half done: what cannot be written is told, and not written.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlsplit
from weakref import WeakKeyDictionary

from datasette.app import Datasette
from datasette.utils.asgi import Forbidden, NotFound, Request, Response

from datasette_plugins import rights
from datasette_plugins.hooks import hook
from datasette_plugins.notes import who
from datasette_plugins.page import Asked, asked_of, common_values, environment, linked
from datasette_plugins.rights import COLLEAGUES, Reader
from datasette_plugins.signin import own_path
from syncd.config import Config
from syncd.errors import SyncdError, UsageError
from syncd.store import deciding, facts, no_contact, organisations, owners, reviews, wishes
from syncd.store import who as store_who
from syncd.store.decisions import Decision
from syncd.store.interactions import Page
from syncd.world import world_beside

log = logging.getLogger("syncd.web")

_CONFIG: WeakKeyDictionary[Datasette, Config] = WeakKeyDictionary()
_ORIGIN: Final = "web"
_LONGEST: Final = 500  # characters of a reason somebody types
CHANNELS: Final = ("any", "mail", "call")
_PERSON_PAGE = re.compile(r"/customer/([0-9a-f-]{36})")


class Refused(Exception):
    """What was asked for cannot be done; its text is a key of the catalogue."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent, by whom: `asked` for the reader and the day."""

    fields: Mapping[str, str]
    asked: Asked

    def __getitem__(self, name: str) -> str:
        """A field without blanks around it, '' where it was not sent."""
        return self.fields.get(name, "").strip()[:_LONGEST]

    @property
    def reader(self) -> Reader:
        """Who decides."""
        return self.asked.reader

    @property
    def by(self) -> str:
        """Who decides, as the decisions name them."""
        return who(self.reader)


def know(datasette: Datasette, config: Config) -> None:
    """Keep the config for what is written: a decision settles what follows from it, as a command does."""
    _CONFIG[datasette] = config


# ── what is decided ──────────────────────────────────────────────────────────────────────────────────────────────

# What a promise says of whose it is.
PROMISE = """
    SELECT p.kind, p.promiser, p.assignee, p.beneficiary, h.from_staff, h.to_staff
    FROM promise p LEFT JOIN handoff h ON h.promise_id = p.id WHERE p.key = ?"""
COMPLAINT = "SELECT interaction_id FROM complaint WHERE key = ?"
FACT = "SELECT address FROM fact WHERE key = ?"
WISH = "SELECT interaction_id, address FROM no_contact_said WHERE key = ?"
PERSONS = "SELECT DISTINCT person_id FROM identifier WHERE value = ?"
COMPANY_OF_DOMAIN = "SELECT organisation_id FROM domain WHERE name = ?"
PERSON = "SELECT id FROM person WHERE uuid = ?"
WHO_IS_IT_NOW = "SELECT n.uuid FROM person_key k JOIN identifier d ON d.kind = 'address' AND d.value = k.address JOIN person n ON n.id = d.person_id WHERE k.id = ?"
COMPANY = "SELECT id, owner FROM organisation WHERE uuid = ?"
# What a wish of a person's is written to: an address before a telephone, the surest first.
FIRST_IDENTIFIER = "SELECT value FROM identifier WHERE person_id = ? ORDER BY kind, doubt, value LIMIT 1"


def promise(page: Page, form: Form) -> str:
    """It is one, is none, kept, called off, broken, open again; handed to a colleague; accepted or declined by them."""
    row = page.db.execute(PROMISE, (form["promise"],)).fetchone()
    if row is None:
        raise NotFound("no such promise")
    p = dict(zip(("kind", "promiser", "assignee", "beneficiary", "from_staff", "to_staff"), row, strict=True))
    if not form.reader.decides(p):
        raise Forbidden("not their promise")
    value = None
    if (kind := form["do"]) == "hand_over":
        value = form["to"].lower()
        if not deciding.is_colleague(page.db, value, form.asked.words.today.isoformat()):
            raise Refused("act.no_colleague")
    if kind in ("accept", "decline") and not (form.reader.sees_all or form.reader.address in (p["to_staff"], p["assignee"])):
        raise Forbidden("somebody else was asked")
    return deciding.about_promise(page, form["promise"], kind, value, form.by, _ORIGIN)


def complaint(page: Page, form: Form) -> str:
    """Settled, none, or open again."""
    row = page.db.execute(COMPLAINT, (form["complaint"],)).fetchone()
    if row is None:
        raise NotFound("no such complaint")
    rights.require(rights.sees_item(page.db, form.reader, row[0]))
    return deciding.about_complaint(page, form["complaint"], form["do"], form.by, _ORIGIN)


def people(page: Page, form: Form) -> str:
    """Two addresses (or domains of companies) are one's, are two's, or are not to be proposed again."""
    a, b, kind = form["a"].lower(), form["b"].lower(), form["do"]
    if kind not in ("merge", "unmerge", "distinct"):
        raise NotFound("nothing to decide")
    for value in (a, b):
        rights.require(_sees(page.db, form.reader, value))
    if "@" in a:
        decide = {"merge": reviews.merge, "unmerge": reviews.unmerge, "distinct": reviews.distinct}[kind]
        news = decide(page, a, b, form.by, _ORIGIN)
    else:
        first, second = sorted((a, b))
        news = reviews.last(page.db, first, second) != kind
        if news:
            organisations.decide_about(page, Decision(page.now, form.by, _ORIGIN, kind, first, second))
    return deciding.newest(page.db) if news else deciding.last_of(page.db, kind, {a, b})


def contact(page: Page, form: Form) -> str:
    """Somebody is not to be contacted, or may be again."""
    subject, channel = form["subject"] or _subject(page.db, form), form["channel"]
    if not subject or channel not in CHANNELS:
        raise NotFound("nobody to contact")
    rights.require(_sees(page.db, form.reader, subject))
    stands = {w["channel"]: w for w in store_who.wishes(page.db, [subject])}
    if form["do"] == "lift":
        if channel not in stands and "any" not in stands:
            return deciding.last_of(page.db, "contact_again", {subject})
        no_contact.allow(page, subject, channel, form.by, _ORIGIN)
        return deciding.newest(page.db)
    until = form["until"] or None
    if until is not None and not (_is_day(until) and until > form.asked.words.today.isoformat()):
        raise Refused("act.no_day")
    there = stands.get(channel)
    if there is None or (there["reason"], there["until"]) != (form["reason"], until):
        no_contact.forbid(page, subject, channel, form["reason"], until, form.by, _ORIGIN)
        return deciding.newest(page.db)
    return deciding.last_of(page.db, "no_contact", {subject})


def wish(page: Page, form: Form) -> str:
    """Words by which somebody seems not to want to be contacted: they are meant so, or not."""
    row = page.db.execute(WISH, (form["wish"],)).fetchone()
    if row is None or form["do"] not in ("confirm", "dismiss"):
        raise NotFound("no such wish")
    rights.require(rights.sees_item(page.db, form.reader, row[0]))
    {"confirm": wishes.confirm, "dismiss": wishes.dismiss}[form["do"]](page, form["wish"], form.by, _ORIGIN)
    return deciding.last_of(page.db, *(("no_contact", {row[1]}) if form["do"] == "confirm" else ("dismiss", {form["wish"]})))


def owner(page: Page, form: Form) -> str:
    """Which colleague looks after a company; none: whoever writes to it most."""
    row = page.db.execute(COMPANY, (form["company"],)).fetchone()
    if row is None:
        raise NotFound("no such company")
    rights.require(form.reader.sees_all or row[1] == form.reader.address)
    to = form["to"].lower() or None
    if to and not deciding.is_colleague(page.db, to, form.asked.words.today.isoformat()):
        raise Refused("act.no_colleague")
    domains = store_who.keys_of(page.db, row[0])
    chosen = max(owners.chosen(page.db, domains).values(), default=(0, None))[1]
    if chosen == to:
        return deciding.last_of(page.db, "owner", domains)
    organisations.decide_about(page, Decision(page.now, form.by, _ORIGIN, "owner", domains[0], to))
    return deciding.newest(page.db)


def fact(page: Page, form: Form) -> str:
    """A fact is struck out for good."""
    row = page.db.execute(FACT, (form["fact"],)).fetchone()
    if row is None:
        return ""
    rights.require(_sees(page.db, form.reader, row[0]))
    facts.strike(page.db, form["fact"], form.by, page.now, _ORIGIN)
    return deciding.newest(page.db)


def undo(page: Page, form: Form) -> str:
    """A decision of one's own is taken back; managers take back what others decided, too."""
    row = page.db.execute("SELECT by FROM decision WHERE id = ?", (form["of"],)).fetchone()
    if row is None:
        raise NotFound("no such decision")
    rights.require(form.reader.sees_all or row[0] == form.by)
    return deciding.undo(page, form["of"], form.by, _ORIGIN)


Act = Callable[[Page, Form], str]
ACTS: Mapping[str, Act] = {"promise": promise, "complaint": complaint, "people": people, "contact": contact, "wish": wish, "owner": owner, "fact": fact, "undo": undo}


def _subject(db: sqlite3.Connection, form: Form) -> str:
    """What a wish of the person or company of a page is written to."""
    if row := db.execute(PERSON, (form["person"],)).fetchone():
        found = db.execute(FIRST_IDENTIFIER, (row[0],)).fetchone()
        return found[0] if found else ""
    row = db.execute(COMPANY, (form["company"],)).fetchone()
    return next(iter(store_who.keys_of(db, row[0])), "") if row else ""


def _sees(db: sqlite3.Connection, reader: Reader, value: str) -> bool:
    """Whether a reader sees the whole page of whoever has this address, telephone or domain. Raises NotFound where nobody has."""
    persons = [p for (p,) in db.execute(PERSONS, (value,)).fetchall()]
    company = db.execute(COMPANY_OF_DOMAIN, (value,)).fetchone()
    if not persons and company is None:
        if reader.sees_all:
            raise Refused("act.nobody")
        return False
    return all(rights.sees_customer(db, reader, person_id=p) for p in persons) and (company is None or rights.sees_customer(db, reader, organisation_id=company[0]))


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(dt.date.fromisoformat(text))
    except ValueError:
        return False


# ── the way there and back ───────────────────────────────────────────────────────────────────────────────────────


async def act(datasette: Datasette, request: Request) -> Response:
    """`POST /act/<kind>`: decide, and go back with a note; or say why not."""
    decide = ACTS.get(request.url_vars["kind"])
    if request.method != "POST" or decide is None:
        raise NotFound(request.path)
    asked = asked_of(datasette, request)
    if asked.reader.role not in COLLEAGUES:
        raise Forbidden("act")
    form = Form(await request.post_vars(), asked)
    back = own_path(form.fields.get("next", ""))
    try:
        done, back = await asyncio.to_thread(_decided, _CONFIG[datasette], decide, form, back)
    except Refused as why:
        return _told(datasette, request, back, str(why), 400)
    except UsageError:
        return _told(datasette, request, back, "act.nobody", 400)
    except (SyncdError, sqlite3.Error, OSError) as problem:
        log.error("a decision could not be written: %s", type(problem).__name__)
        return _told(datasette, request, back, "act.not_saved_text", 503)
    return Response("", status=303, headers={"location": returning(back, done)})


def _decided(config: Config, decide: Act, form: Form, back: str) -> tuple[str, str]:
    """Decide in one transaction of its own; the decision's id, and the page to go back to. Waits as long as the store lets anybody wait."""
    world = world_beside(config)
    try:
        with world.store.write() as db:
            done = decide(world.page(db), form)
        return done, _still_there(world.store.db, back)
    finally:
        world.close()


def _still_there(db: sqlite3.Connection, back: str) -> str:
    """The page to go back to, of who was joined with another that of both."""
    found = _PERSON_PAGE.match(back)
    if found is None or db.execute(PERSON, (found[1],)).fetchone():
        return back
    now = db.execute(WHO_IS_IT_NOW, (found[1],)).fetchone()
    return f"/customer/{now[0]}" if now else "/customers"


def returning(back: str, done: str) -> str:
    """The page to go back to, with the decision it is to tell of."""
    parts = urlsplit(back)
    args: dict[str, str | None] = dict(parse_qsl(parts.query))
    return linked(parts.path, {**args, "done": done})


def _told(datasette: Datasette, request: Request, back: str, why: str, status: int) -> Response:
    common = common_values(datasette, request)
    words = common["w"]
    heading = words("act.not_saved" if status == 503 else "act.not_done")
    html = environment(datasette).get_template("syncd/not_done.html").render({**common, "heading": heading, "said": words(why), "onward": back})
    return Response.html(html, status=status)


@hook
def register_routes() -> list[tuple[str, object]]:
    """One address for each kind of decision."""
    return [(r"^/act/(?P<kind>[a-z]+)$", act)]
