"""Until when the certificates of the servers hold, and which warnings about them were given."""

from __future__ import annotations

import json

from syncd.store.db import Store


def keep_certificate(store: Store, source_id: int, until: str | None) -> None:
    """The end of the certificate a source's server showed last, None where there is no TLS; the same again writes nothing."""
    if store.db.execute("SELECT certificate_until IS NOT ? FROM source WHERE id = ?", (until, source_id)).fetchone()[0]:
        with store.write() as db:
            db.execute("UPDATE source SET certificate_until = ? WHERE id = ?", (until, source_id))


def certificates(store: Store) -> list[tuple[str, str]]:
    """Sources with the end of their server's certificate, by name."""
    sql = "SELECT name, certificate_until FROM source WHERE removed_at IS NULL AND certificate_until IS NOT NULL ORDER BY name"
    return store.db.execute(sql).fetchall()


def note_warning(store: Store, source: str, until: str, days: int, now: str) -> bool:
    """Keep that it was warned of this end, `days` before it; False where that was done before."""
    detail = json.dumps({"until": until, "days": days})
    told = "SELECT 1 FROM event WHERE kind = 'certificate' AND source = ? AND detail = ?"
    if store.db.execute(told, (source, detail)).fetchone():
        return False
    with store.write() as db:
        db.execute("INSERT INTO event (at, kind, source, detail) VALUES (?, 'certificate', ?, ?)", (now, source, detail))
    return True
