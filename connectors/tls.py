"""Whom a TLS connection trusts, and what the certificate of a server says of itself."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from syncd.errors import SourceError


def valid_until(connection: object) -> dt.datetime | None:
    """When the certificate at the other end of a connection ends (notAfter, RFC 5280 section 4.1.2.5); None without TLS.

    A connection is whatever has the `getpeercert` of Python's ssl: a socket, or the object HTTP libraries keep inside.
    """
    ask: Callable[[], dict[str, Any] | None] | None = getattr(connection, "getpeercert", None)
    shown = ask() if ask else None
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), dt.UTC) if shown else None


@lru_cache(maxsize=32)
def trust(ca_file: str | None) -> ssl.SSLContext:
    """One context a set of authorities: making one reads every certificate of the system. None: there is no TLS; '' the system's.

    Raises SourceError where the file cannot be used.
    """
    if ca_file is None:
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except (OSError, ssl.SSLError) as error:
        raise SourceError(f"ca_file: {ca_file} cannot be used: {error.strerror or error}") from error
