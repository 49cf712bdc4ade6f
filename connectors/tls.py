"""What the certificate of a server says of itself."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Callable
from typing import Any


def valid_until(connection: object) -> dt.datetime | None:
    """When the certificate at the other end of a connection ends (notAfter, RFC 5280 section 4.1.2.5); None without TLS.

    A connection is whatever has the `getpeercert` of Python's ssl: a socket, or the object HTTP libraries keep inside.
    """
    ask: Callable[[], dict[str, Any] | None] | None = getattr(connection, "getpeercert", None)
    shown = ask() if ask else None
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), dt.UTC) if shown else None
