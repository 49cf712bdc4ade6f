"""Who follows the deltas of the fake Microsoft Graph knows in the end what there is, whatever happened meanwhile."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.fakes.graph import Clock, Graph, graph
from tests.fakes.graph_asking import IMMUTABLE, RASA, Client

WINDOW = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z"
SMALL = {"Prefer": 'IdType="ImmutableId", odata.maxpagesize=3'}


class Follower:
    """Keeps what it was told, page by page; a world goes on between any two."""

    def __init__(self, client: Client, path: str) -> None:
        self.client = client
        self.link = path
        self.known: dict[str, dict[str, Any]] = {}

    def page(self) -> bool:
        """Whether the round is over."""
        said = self.client.get(self.link, SMALL)
        for one in said["value"]:
            if "@removed" in one or one.get("type") == "seriesMaster":  # a series is told whole: what does not come along is gone
                self.known = {key: told for key, told in self.known.items() if one["id"] not in (key, told.get("seriesMasterId"))}
            if "@removed" not in one:
                self.known[one["id"]] = one
        self.link = said.get("@odata.nextLink") or said["@odata.deltaLink"]
        return "@odata.deltaLink" in said

    def rounds(self) -> None:
        """One that had begun to its end, and a whole one."""
        for _ in range(2):
            while not self.page():
                pass


@pytest.mark.parametrize("seed", range(8))
def test_a_follower_of_a_folder_knows_its_messages(seed: int) -> None:
    """F56, F57."""
    chance = random.Random(seed)
    with graph(clock=Clock()) as world:
        mail = world.mailbox(RASA).mail
        followers = {name: Follower(Client(world), f"mailFolders/{name}/messages/delta") for name in ("inbox", "archive")}
        for number in range(120):
            keys = mail.keys()
            key = chance.choice(keys) if keys else ""
            match chance.randrange(8):
                case 0 | 1 | 2:
                    mail.deliver(b"Subject: %d\r\n\r\n" % number, chance.choice(["inbox", "archive"]))
                case 3 if key:
                    mail.read(key, is_read=chance.random() < 0.5)
                case 4 if key:
                    mail.move(key, chance.choice(["inbox", "archive"]))
                case 5 if key:
                    mail.purge(key)
                case 6 if key and mail.state()[key][0] in (mail.folder_id("inbox"), mail.folder_id("archive")):
                    mail.replay(key, removed_first=chance.random() < 0.5)
                case _:
                    chance.choice(list(followers.values())).page()
        for name, follower in followers.items():
            follower.rounds()
            truth = {key: state[2] for key, state in mail.state().items() if state[0] == mail.folder_id(name)}
            assert {key: one["isRead"] for key, one in follower.known.items()} == truth


def _happens(world: Graph, chance: random.Random) -> None:
    calendars = world.mailbox(RASA).calendars
    keys = calendars.keys()
    key = chance.choice(keys) if keys else ""
    day = chance.randrange(1, 60)
    at = f"2026-{3 + day // 31:02d}-{day % 31 + 1 if day < 31 else day % 29 + 1:02d}"
    weekly = {"pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]}, "range": {"type": "noEnd", "startDate": "2026-03-02"}}
    series = bool(key) and "recurrence" in calendars.get(key) and calendars.get(key)["recurrence"] is not None
    match chance.randrange(6):
        case 0 | 1:
            calendars.add("Visit", f"{at}T09:00:00", f"{at}T10:00:00")
        case 2 if len(keys) < 6:
            calendars.add("Planning", "2026-03-02T09:00:00", "2026-03-02T10:00:00", recurrence=weekly)
        case 3 if series:
            calendars.change(key, on=chance.choice(["2026-03-09", "2026-03-16", "2026-04-06"]), subject=f"Other {chance.random()}")
        case 4 if key and not series:
            calendars.reschedule(key, f"{at}T09:00:00", f"{at}T10:00:00")
        case 5 if series and chance.random() < 0.7:
            calendars.delete(key, on=chance.choice(["2026-03-09", "2026-03-23", "2026-04-06"]))
        case 5 if key:
            calendars.delete(key)
        case _:
            pass


@pytest.mark.parametrize("seed", range(8))
def test_a_follower_of_a_view_knows_its_entries(seed: int) -> None:
    chance = random.Random(seed)
    with graph(clock=Clock()) as world:
        world.mailbox(RASA)
        client = Client(world)
        follower = Follower(client, f"calendarView/delta?{WINDOW}")
        for _ in range(100):
            if chance.random() < 0.3:
                follower.page()
            _happens(world, chance)
        follower.rounds()
        told = {key: one for key, one in follower.known.items() if one["type"] != "seriesMaster"}
        truth = {one["id"]: one for one in client.get(f"calendarView?{WINDOW}&$top=1000", IMMUTABLE)["value"]}
        assert {(key, one["start"]["dateTime"], one["type"]) for key, one in told.items()} == {
            (key, one["start"]["dateTime"], one["type"]) for key, one in truth.items()
        }
