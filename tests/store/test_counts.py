"""How many items a folder or calendar is said to hold at its server: a number only while somebody counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.base import Fetched, Page
from syncd.store.vanished import count_listed
from syncd.world import World
from tests.store.world import Office

pytestmark = pytest.mark.slow

NEWS = (Fetched(remote_id="3.ics", raw=b"", media_type="text/calendar"),)
BOTH = frozenset({"1.ics", "2.ics", "syncd-00.ics"})


@pytest.mark.parametrize(
    ("role", "page", "expected", "reason"),
    [
        ("calendar", Page((), {}, complete=BOTH), 2, "a listing of everything, in which an entry of ours is not counted"),
        ("calendar", Page(NEWS, {}), None, "a change told after it: no server counts a calendar"),
        ("contacts", Page(NEWS, {}), None, "nor an address book"),
        ("calendar", Page((), {}), 7, "nothing changed"),
        ("calendar", Page((), {}, complete=BOTH, counts=False), None, "a listing that also names what is not read is no count"),
        ("inbox", Page(NEWS, {}), 7, "the server counts a folder of mail itself, at each look at the folders"),
        ("inbox", Page((), {}, complete=BOTH), 2, "and a whole listing of one is newer"),
    ],
)
def test_a_number_of_the_server_is_never_older_than_what_it_told(tmp_path: Path, role: str, page: Page, expected: int | None, reason: str) -> None:
    office = Office(tmp_path)
    office.once()
    (id_,) = office.rows("SELECT min(id) FROM collection")[0]

    def count(world: World) -> None:
        with world.store.write() as db:
            db.execute("UPDATE collection SET on_server = 7 WHERE id = ?", (id_,))
            count_listed(db, int(str(id_)), role, page)

    office.with_world(count)
    assert office.rows("SELECT on_server FROM collection WHERE id = ?", id_) == [(expected,)], reason
