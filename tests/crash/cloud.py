"""A provider as the tests that kill the program see it: what people do there, and how the requests of the program are told apart."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from connectors.files.listing import Size
from connectors.pace import Allowance
from syncd.errors import ConfigError
from tests.store.world import JONAS, RASA

if TYPE_CHECKING:
    from tests.crash.cloud_scene import Firm

PEOPLE = {"rasa": RASA, "jonas": JONAS}
UNLIMITED = Allowance(1e6, 1e6)
_FEW = 2  # items of a page


def load_with_small_pages(package: ModuleType, *readers: ModuleType) -> None:
    """Load every module of a connector, and let these give pages of a few items."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        with contextlib.suppress(ConfigError):  # a way to sign in whose package is not installed
            importlib.import_module(found.name)
    for module in readers:
        vars(module)["Size"] = lambda **_: Size(items=_FEW)


@dataclass(frozen=True)
class Entry:
    """An entry of ours as it stands in a person's calendar."""

    id: str
    uid: str
    title: str
    start: dt.datetime
    text: str


class Cloud(ABC):
    """One provider, at its fake: `world`."""

    sources: str
    """Tables of the config for one person, with {who}."""
    makes_calendars = False
    """Whether the program has to make a calendar for its entries."""
    remembers_deleted = True
    """Whether an entry that a person deleted can be found there, also where the program never noted that it had made it."""
    own_ids = r"(?!)"
    """Pattern of ids in the store that are others at each provider, beside those of what happened."""

    def __init__(self, world: Any) -> None:
        self.world = world

    @abstractmethod
    def options(self) -> dict[str, str]:
        """What stands in `sources` beside {who}."""

    @abstractmethod
    def move_in(self, folder: Path) -> None:
        """Lay down what the program signs in with."""

    # what people do

    @abstractmethod
    def deliver(self, who: str, raw: bytes, at: dt.datetime, *, is_sent: bool, is_hidden: bool) -> str:
        """A mail comes in, or is sent; its id."""

    @abstractmethod
    def put_away(self, who: str, mail: str, *, is_spam: bool) -> None:
        """A mail is spam, or thrown away."""

    @abstractmethod
    def label(self, who: str, mail: str, name: str) -> None:
        """A person gives a mail a label; "Private" hides it from us."""

    @abstractmethod
    def meet(self, who: str, name: str, start: dt.datetime, *, is_private: bool, weeks: int) -> str:
        """A meeting with a customer, or a weekly one of so many weeks; its id."""

    @abstractmethod
    def move_meeting(self, who: str, meeting: str, start: dt.datetime) -> None: ...

    @abstractmethod
    def delete_meeting(self, who: str, meeting: str) -> None: ...

    @abstractmethod
    def call_off(self, who: str, series: str, start: dt.datetime) -> str:
        """One meeting of a series does not take place; the id it has of its own, "" where it has none."""

    @abstractmethod
    def add_contact(self, who: str, name: str, address: str) -> str: ...

    @abstractmethod
    def rename_contact(self, who: str, contact: str, name: str) -> None: ...

    @abstractmethod
    def entries(self, who: str) -> list[Entry]:
        """All that is there of ours in a person's calendars."""

    @abstractmethod
    def move_entry(self, who: str, entry: Entry, start: dt.datetime) -> None: ...

    @abstractmethod
    def retitle_entry(self, who: str, entry: Entry, title: str) -> None: ...

    @abstractmethod
    def delete_entry(self, who: str, entry: Entry) -> None: ...

    @abstractmethod
    def bad_day(self, who: str, number: int) -> str:
        """The provider forgets where somebody's harvest stands, or the like, in turn; what it was."""

    # what is asked

    @abstractmethod
    def is_write(self, asked: Any) -> bool:
        """Whether a request is to change something."""

    def is_done(self, asked: Any) -> bool:
        """Whether it was carried out."""
        return bool(asked.applied)

    @abstractmethod
    def uid(self, asked: Any) -> str:
        """Of the entry that a request writes, where that says it itself; '' of one that makes a calendar."""

    def entry_id(self, asked: Any) -> str:
        """Of the entry that a request changes or deletes, where it names nothing else."""
        return ""

    @abstractmethod
    def news(self, asked: Any, known: Mapping[str, str]) -> bool:
        """Whether a request of a harvest is for something that is not `known`."""

    @abstractmethod
    def check(self, firm: Firm) -> None:
        """Nothing but reminders was written, nobody was told, and what a person deleted was left alone."""
