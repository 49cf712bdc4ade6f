"""What a person calls the labels of their mailbox. Gmail keeps ids on messages, and its history does not tell of a new name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

from connectors.google.client import GoogleClient

_UNITS = 1


class Labels:
    """The labels of one mailbox, asked for when one is met, and anew in each pass: a connection is kept for months."""

    def __init__(self, client: GoogleClient) -> None:
        self._client = client
        self._names: dict[str, str] | None = None

    def begin(self) -> None:
        """Another pass."""
        self._names = None

    def ask(self) -> Mapping[str, str]:
        """The names of the person's own labels by their ids, as they are now."""
        answer = self._client.call(self._client.service.users().labels().list(userId=self._client.user), _UNITS)
        self._names = {label["id"]: label["name"] for label in answer.get("labels", ()) if label.get("type") == "user"}
        return self._names

    def named(self, ids: Iterable[str]) -> Iterator[str]:
        """The names of those that are the person's own; one made since they were asked for is asked for again."""
        own = [id_ for id_ in ids if not id_.isupper()]  # Gmail's are INBOX, CATEGORY_UPDATES …; a person's Label_12
        if own and (self._names is None or not self._names.keys() >= set(own)):
            names = self.ask()
            self._names = {**dict.fromkeys(own, ""), **names}  # one deleted in this moment is not asked for again
        names = self._names or {}
        return (names[id_] for id_ in own if names[id_])


def digests(names: Mapping[str, str]) -> dict[str, str]:
    """Six letters for each name, by the label's id: enough to see that one was renamed."""
    return {id_: blake2b(name.encode(), digest_size=3).hexdigest() for id_, name in names.items()}
