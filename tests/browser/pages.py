"""Every page a manager can open on the sample company, by a short name."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_MOST = "SELECT n.uuid FROM {0} n JOIN contact c ON c.{0}_id = n.id GROUP BY n.id ORDER BY count(*) DESC LIMIT 1"
_PLAIN = ("customers", "companies", "promises", "sources", "calls", "offers", "complaints", "handoffs", "reports", "schema")


def pages(store: Path) -> dict[str, str]:
    """Name → address; what a page is of is what most is known of."""
    db = sqlite3.connect(store.as_uri() + "?mode=ro", uri=True)

    def one(sql: str) -> str:
        return str(db.execute(sql).fetchone()[0])

    try:
        reports = {f"report-{name}": f"/report/{name}" for name in ("answers", "calls", "complaints", "load", "offers", "promises", "quiet", "volume")}
        return {
            "start": "/", **{name: f"/{name}" for name in _PLAIN}, **reports, "customer": f"/customer/{one(_MOST.format('person'))}", "company": f"/company/{one(_MOST.format('organisation'))}",
            "brief": f"/brief/{one(_MOST.format('person'))}", "promise": f"/promise/{one('SELECT key FROM promise WHERE state = ' + chr(39) + 'open' + chr(39))}",
            "message": f"/message/{one('SELECT i.key FROM promise p JOIN interaction i ON i.id = p.interaction_id JOIN attachment a ON a.interaction_id = i.id')}",
            "meeting": f"/meeting/{one('SELECT key FROM interaction WHERE kind = ' + chr(39) + 'meeting' + chr(39))}", "call": f"/call/{one('SELECT key FROM interaction WHERE kind = ' + chr(39) + 'call' + chr(39))}",
            "search": "/search?q=filtr", "report-rows": "/report/volume/rows", "query-form": "/saved/new", "review-people": "/review/people", "review-promises": "/review/promises",
            "tables": "/history", "table": "/history/promises", "row": "/history/person/1", "query": "/history?sql=select+name%2C+organisation+from+people",
        }  # fmt: skip
    finally:
        db.close()
