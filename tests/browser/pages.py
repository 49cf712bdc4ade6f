"""Every page on the sample company, by a short name and by whom it is for."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_MOST = "SELECT n.uuid FROM {0} n JOIN contact c ON c.{0}_id = n.id GROUP BY n.id ORDER BY count(*) DESC LIMIT 1"
_OF = "SELECT n.uuid FROM person n JOIN identifier d ON d.person_id = n.id WHERE d.value = '{0}'"
_PLAIN = ("customers", "companies", "promises", "sources", "calls", "offers", "complaints", "handoffs", "reports", "schema", "breaches", "collisions", "no-contact", "returned")
_ASKED = "/history?sql=select+name%2C+organisation+from+people"


def pages(store: Path) -> dict[str, str]:
    """Those a manager can open: name → address; what a page is of is what most is known of."""
    db = sqlite3.connect(store.as_uri() + "?mode=ro", uri=True)

    def one(sql: str) -> str:
        return str(db.execute(sql).fetchone()[0])

    try:
        reports = {f"report-{name}": f"/report/{name}" for name in ("answers", "calls", "collisions", "complaints", "load", "offers", "promises", "quiet", "volume")}
        return {
            "start": "/", **{name: f"/{name}" for name in _PLAIN}, **reports, "customer": f"/customer/{one(_MOST.format('person'))}", "company": f"/company/{one(_MOST.format('organisation'))}",
            "brief": f"/brief/{one(_MOST.format('person'))}", "promise": f"/promise/{one('SELECT key FROM promise WHERE state = ' + chr(39) + 'open' + chr(39))}",
            "message": f"/message/{one('SELECT i.key FROM promise p JOIN interaction i ON i.id = p.interaction_id JOIN attachment a ON a.interaction_id = i.id')}",
            "meeting": f"/meeting/{one('SELECT key FROM interaction WHERE kind = ' + chr(39) + 'meeting' + chr(39))}", "call": f"/call/{one('SELECT key FROM interaction WHERE kind = ' + chr(39) + 'call' + chr(39))}",
            "meet": "/meet", "meet-colleague": "/meet?colleague=rasa@klimatas.example", "segments": "/segments", "segment": "/segment/new", "segment-form": "/segments/new", "invitation": "/segment/service/invite?family=1",
            "search": "/search?q=filtr", "report-rows": "/report/volume/rows", "query-form": "/saved/new", "review-people": "/review/people", "review-promises": "/review/promises", "review-wishes": "/review/wishes",
            "tables": "/history", "table": "/history/promises", "row": "/history/person/1", "query": _ASKED,
        }  # fmt: skip
    finally:
        db.close()


def rarer(store: Path) -> dict[str, str]:
    """More of a manager's: the same pages with nothing on them, mistyped, or of what happens once a year."""
    db = sqlite3.connect(store.as_uri() + "?mode=ro", uri=True)
    try:
        (stopped,) = db.execute(_OF.format("saulius@gamastatyba.example")).fetchone()
        (most,) = db.execute(_MOST.format("person")).fetchone()
    finally:
        db.close()
    return {
        "customer-stopped": f"/customer/{stopped}", "looks": f"/customer/{most}/looks", "search-nothing": "/search?q=qqqqq", "report-nothing": "/report/volume?from=1999-01-01&to=1999-01-31",
        "promises-kept": "/promises?state=kept", "missing": "/nowhere", "query-wrong": "/history?sql=select+nothing+from+nowhere", "query-try": f"/saved/new?{_ASKED.partition('?')[2]}",
    }  # fmt: skip


def staff_pages(store: Path) -> dict[str, str]:
    """Those of a colleague in sales: the whole of their own customers, a card of another's, and what is refused."""
    db = sqlite3.connect(store.as_uri() + "?mode=ro", uri=True)
    try:
        (own,), (other,) = (db.execute(_OF.format(address)).fetchone() for address in ("emma.larsen@nordiccode.example", "anders.holm@fjordlogistics.example"))
    finally:
        db.close()
    plain = {name: f"/{name}" for name in ("customers", "promises", "handoffs", "complaints", "calls", "offers", "reports", "meet", "breaches", "collisions", "returned")}
    return {"start": "/", **plain, "customer": f"/customer/{own}", "card": f"/customer/{other}", "report-load": "/report/load", "report-answers": "/report/answers",
            "search": "/search?q=filtr", "refused": "/history"}  # fmt: skip


ADMIN_PAGES = {"start": "/", "sources": "/sources", "refused": "/customers"}
