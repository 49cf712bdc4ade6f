"""Signing in to Exchange by Kerberos: the ticket is that of the account the program runs with, by its keytab or its ticket cache.

The library for it is a package of its own, compiled where it is installed. Where there is no ticket it logs a traceback and goes on
without; here that is an error that says what to do. Over TLS the proof names the certificate that was shown, for servers that
require it (Windows Extended Protection).
"""

from __future__ import annotations

import logging
from typing import Any

from connectors.exchange.refusals import Asking
from syncd.errors import AuthFailed, ConfigError

try:
    from requests_gssapi import HTTPSPNEGOAuth
    from requests_gssapi.exceptions import SPNEGOExchangeError
except ImportError as missing:
    raise ConfigError([
        f'auth = "kerberos" needs a package that is not installed ({missing.name}): apt install gcc python3-dev libkrb5-dev krb5-user, '
        "then pip install 'syncd[kerberos]'"
    ]) from missing  # fmt: skip

logging.getLogger("requests_gssapi").setLevel(logging.CRITICAL)


class ByTicket(HTTPSPNEGOAuth):  # type: ignore[misc] # the library has no types
    """Answers a server that asks for Negotiate (RFC 4559)."""

    def __init__(self, asking: Asking, *, over_tls: bool) -> None:
        super().__init__(channel_bindings="tls-server-end-point" if over_tls else None)
        self._asking = asking

    def generate_request_header(self, response: Any, host: str, is_preemptive: bool = False) -> str:
        """The proof for one request. Raises AuthFailed where there is no ticket, or none is given for this server."""
        try:
            return str(super().generate_request_header(response, host, is_preemptive))
        except SPNEGOExchangeError as error:
            why = " ".join(str(error).split())[:200]
            raise AuthFailed(
                f"{self._asking}: there is no Kerberos ticket for HTTP/{host} ({why}); name the keytab of the account in KRB5_CLIENT_KTNAME, or its "
                "ticket cache in KRB5CCNAME; where it has a ticket, the name of the server is to be registered: setspn -S HTTP/…"
            ) from error
