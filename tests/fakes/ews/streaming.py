"""Subscribe, GetStreamingEvents, Unsubscribe: to be told at once that something happened, and no more than that.

An answer to GetStreamingEvents stays open and comes in envelopes: one at once, one for what happened, one now and then to
show that the connection lives, and a last one that it is closed.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.fakes.ews.answers import refused, response, succeeded
from tests.fakes.ews.calls import Call, Refusal
from tests.fakes.ews.folders import folder
from tests.fakes.ews.items import Item
from tests.fakes.ews.kept import Folder
from tests.fakes.ews.schema import SPACES, Element, first, m, t, text

if TYPE_CHECKING:
    from tests.fakes.ews import Exchange
    from tests.fakes.ews.mailbox import Mailbox

AFFINITY = "X-BackEndOverrideCookie=MBX1"
"""What says which of several servers is meant."""
_numbers = itertools.count(1)


@dataclass(eq=False)
class Subscription:
    """One client's wish to hear of some folders."""

    id: str
    mailbox: Mailbox
    folders: frozenset[str] | None
    """Their ids; None for all of the mailbox."""
    kinds: frozenset[str]
    waiting: list[Element] = field(default_factory=list)

    def hear(self, kind: str, where: Folder, event: Element) -> None:
        if where.mailbox is self.mailbox and kind in self.kinds and (self.folders is None or where.id in self.folders):
            self.waiting.append(event)


def subscribe(call: Call) -> Element:
    asked = first(call.request, "m:StreamingSubscriptionRequest")
    if asked is None:
        raise Refusal("ErrorInvalidSubscriptionRequest", "This fake only streams.")
    kinds = frozenset(one.text or "" for one in asked.iterfind("t:EventTypes/t:EventType", SPACES))
    listed = first(asked, "t:FolderIds")
    found = [folder(call, one) for one in listed] if listed is not None else []
    if len({one.mailbox for one in found}) > 1:
        raise Refusal("ErrorInvalidSubscriptionRequest", "The folders are of several mailboxes.")
    mailbox = found[0].mailbox if found else call.mailbox()
    made = Subscription(f"JgBleDEubG9jYWwQ{next(_numbers):08d}", mailbox, frozenset(one.id for one in found) if found else None, kinds)
    call.world.subscriptions[made.id] = made
    return response("Subscribe", [succeeded("Subscribe", m("SubscriptionId", made.id))])


def unsubscribe(call: Call) -> Element:
    if call.world.subscriptions.pop(text(call.request, "m:SubscriptionId"), None) is None:
        raise Refusal("ErrorSubscriptionNotFound")
    return response("Unsubscribe", [succeeded("Unsubscribe")])


def get_streaming_events(call: Call) -> Iterator[Element]:
    """The envelopes' contents, each when it is due; waits between them."""
    world = call.world
    wanted = [one.text or "" for one in call.request.iterfind("m:SubscriptionIds/t:SubscriptionId", SPACES)]
    deadline = time.monotonic() + int(text(call.request, "m:ConnectionTimeout")) * world.minute
    is_elsewhere = world.is_farm and AFFINITY not in call.asked.headers.get("cookie", "")
    missing = [one for one in wanted if is_elsewhere or one not in world.subscriptions]
    if missing:
        yield _unknown(missing, "ErrorSubscriptionNotFound")
        return
    yield _status("OK")
    closings = world.closings
    while time.monotonic() < deadline and not world.ended and world.closings == closings:
        with world.happening:
            world.happening.wait_for(
                lambda: _something(world, wanted) or world.closings != closings, max(0.0, min(deadline - time.monotonic(), world.minute * 0.75))
            )
            gone = [one for one in wanted if one not in world.subscriptions]
            told = [_notification(world.subscriptions[one]) for one in wanted if not gone and world.subscriptions[one].waiting]
        if gone:
            yield _unknown(gone, world.lost_by)
            return
        if told:
            yield response("GetStreamingEvents", [succeeded("GetStreamingEvents", m("Notifications", *told))])
        else:
            yield _status("OK")
    yield _status("Closed")


def tell(world: Exchange, what: str, item: Item, old: tuple[str, Folder] | None) -> None:
    """Let those who subscribed know; of an occurrence its series is told."""
    where, said = item.folder, item.master or item
    for one in world.subscriptions.values():
        kinds = ("NewMail", "Created") if what == "NewMail" else (what,)
        for kind in kinds:
            one.hear(f"{kind}Event", where, _event(world, kind, said, old))
        if old is not None and old[1] is not where:
            one.hear("MovedEvent", old[1], _event(world, "Moved", said, old))
    world.happening.notify_all()


def _event(world: Exchange, kind: str, item: Item, old: tuple[str, Folder] | None) -> Element:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(world.clock()))
    where = t("ParentFolderId", Id=item.folder.id, ChangeKey=item.folder.key)
    event = t(f"{kind}Event", t("TimeStamp", at), item.id_element(), where)
    if old is not None:
        event.append(t("OldItemId", Id=old[0], ChangeKey=item.key))
        event.append(t("OldParentFolderId", Id=old[1].id, ChangeKey=old[1].key))
    return event


def _something(world: Exchange, wanted: list[str]) -> bool:
    return world.ended or any(one not in world.subscriptions or bool(world.subscriptions[one].waiting) for one in wanted)


def _notification(one: Subscription) -> Element:
    told, one.waiting = one.waiting, []
    return t("Notification", t("SubscriptionId", one.id), *told)


def _status(word: str) -> Element:
    return response("GetStreamingEvents", [succeeded("GetStreamingEvents", m("ConnectionStatus", word))])


def _unknown(ids: list[str], code: str) -> Element:
    message = refused("GetStreamingEvents", Refusal(code, "The subscription was not found."))
    message.append(m("ErrorSubscriptionIds", *(t("SubscriptionId", one) for one in ids)))
    message.append(m("ConnectionStatus", "Closed"))
    return response("GetStreamingEvents", [message])
