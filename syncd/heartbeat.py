"""A sign of life: an address is called while all is well, so that its silence raises the alarm elsewhere.

    a round begins ──▶ every source that was due then has been passed over ──▶ GET, at most once a minute ──▶ the next one

The call carries nothing but itself. It runs in a thread of its own: an address that does not answer holds nothing up and
fails nothing. A source that cannot be read is passed over too; that is for `status` and the log to tell.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any

from syncd import observe
from syncd.config import Config
from syncd.store import schedule
from syncd.store.db import Store

AT_MOST_EVERY = 60.0  # seconds
TIMEOUT = 10.0  # seconds


class Heartbeat:
    """Calls the address of the config after each round."""

    def __init__(self) -> None:
        self._began: dt.datetime | None = None  # the round
        self._called = 0.0  # seconds of the monotonic clock
        self._calling: threading.Thread | None = None
        self._is_heard = True  # as far as is known: a failure is told once

    def tick(self, store: Store, config: Config, now: dt.datetime) -> None:
        """Call the address if a round is done; costs one look at the sources, and nothing where no address is given."""
        if not config.run.heartbeat_url:
            self._began = None
            return
        began = self._began = self._began or now
        if self._calling and (self._calling.is_alive() or time.monotonic() - self._called < AT_MOST_EVERY):
            return
        if schedule.due_sources(store, [s.name for s in config.sources], began):
            return
        self._began, self._called = now, time.monotonic()
        self._calling = threading.Thread(target=self._call, args=(config.run.heartbeat_url,), name="heartbeat", daemon=True)
        self._calling.start()

    def _call(self, url: str) -> None:
        """One GET. The address may hold a secret: it is in no line of the log."""
        failed = _get(url)
        if bool(failed) is self._is_heard:
            observe.log("heartbeat failed" if failed else "heartbeat heard again", **({"reason": failed} if failed else {}))
        self._is_heard = not failed


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: what calls over a loopback or TLS is not led elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _get(url: str) -> str:
    """Ask for an address, read nothing of the answer; why it failed, or ''."""
    proxies = urllib.request.ProxyHandler({} if url.startswith("http:") else None)  # that one is on this machine
    request = urllib.request.Request(url, headers={"User-Agent": "syncd"})
    try:
        with urllib.request.build_opener(_Stay, proxies).open(request, timeout=TIMEOUT):
            return ""
    except urllib.error.HTTPError as error:
        error.close()
        return f"it answered {error.code}"
    except urllib.error.URLError as error:
        return str(error.reason)
    except (OSError, HTTPException) as error:
        return str(error) or type(error).__name__
