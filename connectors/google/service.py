"""Google's client library for one API: built once a process from the discovery document it ships, shared by all accounts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any, Literal, NoReturn

Api = Literal["gmail", "calendar", "people"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an API is: below Google's own address, or below the endpoint the config names."""

    version: str
    google: str
    path: str
    batch: str
    batch_at_endpoint: str


# From `rootUrl`, `servicePath` and `batchPath` of the discovery documents; a test compares.
PLACES: dict[Api, Place] = {
    "gmail": Place("v1", "https://gmail.googleapis.com", "/", "/batch", "/batch/gmail/v1"),
    "calendar": Place("v3", "https://www.googleapis.com", "/calendar/v3/", "/batch/calendar/v3", "/batch/calendar/v3"),
    "people": Place("v1", "https://people.googleapis.com", "/", "/batch", "/batch"),
}
_lock = threading.Lock()


def service(api: Api, endpoint: str) -> Any:
    """The library's Resource, to make calls with; it and its parts can send nothing by themselves. 20 ms and some MB the first time."""
    with _lock:
        return _build(api, endpoint.rstrip("/"))


def batch_uri(api: Api, endpoint: str) -> str:
    """Where several calls go at once."""
    place = PLACES[api]
    return endpoint.rstrip("/") + place.batch_at_endpoint if endpoint else place.google + place.batch


@lru_cache(maxsize=64)
def _build(api: Api, endpoint: str) -> Any:
    from googleapiclient.discovery import build

    place = PLACES[api]
    base = (endpoint or place.google) + place.path
    return _kept(build(api, place.version, http=_Nowhere(), static_discovery=True, cache_discovery=False, client_options={"api_endpoint": base}))


def _kept(resource: Any) -> Any:
    """Have the library make each part of a Resource once: `users()` or `events()` anew for each call takes longer than all else that is done to ask."""
    for name, make in list(vars(resource).items()):
        if getattr(make, "__is_resource__", False):
            setattr(resource, name, cache(partial(_kept_of, make)))
    return resource


def _kept_of(make: Callable[[], Any]) -> Any:
    return _kept(make())


class _Nowhere:
    """Calls are sent by the client of their account: the shared Resource has no connection."""

    def request(self, *_: object, **__: object) -> NoReturn:
        raise AssertionError("send a request by GoogleClient.call")

    def close(self) -> None:
        """Nothing is open."""
