"""One signed-in connection to one mailbox, by exchangelib; its errors in our words.

Nothing is shared between sessions: each has a connection, trust and patience of its own, and nothing of the process is
changed for it. exchangelib keeps connections by server and credentials in a table of its own; ours is taken out of it.
Nothing is looked for by autodiscover, so its cache, a pickle in the common temporary folder, is never made.

The library may not wait or try again by itself (FailFast): what a server states is told as Busy, and heeded by all
sessions of that user.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from connectors.base import awake
from connectors.exchange.refusals import Asking, judged, refusal
from connectors.exchange.source import ExchangeOptions
from connectors.refusals import LostAnswer, Refused
from connectors.tls import trust, valid_until
from syncd.config.secrets import secret
from syncd.config.words import is_loopback
from syncd.errors import Busy, ConfigError, SourceError

try:
    import requests
    import spnego.exceptions
    from exchangelib import DELEGATE, IMPERSONATION, UTC, Account, Configuration, Credentials, FailFast
    from exchangelib.errors import EWSError
    from exchangelib.protocol import Protocol
    from exchangelib.transport import BASIC, GSSAPI, NTLM
    from exchangelib.version import VERSIONS, Version
except ImportError as missing:
    raise ConfigError([f"connector exchange needs a package that is not installed ({missing.name}): pip install 'syncd[exchange]'"]) from missing

logging.getLogger("exchangelib").setLevel(logging.CRITICAL + 1)  # it writes whole requests, with the words of mails; what fails is told by errors
_SECONDS: Final = 90.0  # for one answer
_AGAIN: Final = (0.25, 1.0)  # seconds before a reading call is made again whose answer was lost
_WAYS: Final = {"ntlm": NTLM, "basic": BASIC, "kerberos": GSSAPI}
T = TypeVar("T")


class ExchangeSession:
    """One mailbox as one user. To be used by one thread at a time."""

    def __init__(self, options: ExchangeOptions, base: Path) -> None:
        parts = urlsplit(options.url)
        host = (parts.hostname or "").lower()
        if parts.scheme not in ("http", "https") or not host or (parts.scheme == "http" and not is_loopback(host)):
            raise SourceError(f"{options.url} cannot be used: write https://…/EWS/Exchange.asmx (http:// only to this machine)")
        if options.auth == "kerberos":
            import connectors.exchange.kerberos  # noqa: F401 - says what is to be installed
        password = secret(options, "password") or ""
        if not password and options.auth != "kerberos":
            raise ConfigError([f'auth = "{options.auth}" needs password_file or password_env'])
        self.mailbox = options.mailbox
        self.asking = Asking(host, options.mailbox, options.user, options.auth, options.impersonate, password)
        self._options = options
        self._trust = trust((str(base / options.ca_file) if options.ca_file else "") if parts.scheme == "https" else None)
        self._waits = _waits_of(options.url, options.user)
        self._account: Any = None
        self._adapter: _Adapter | None = None

    @property
    def account(self) -> Any:
        """exchangelib's Account of the mailbox; making it asks nothing of the server."""
        if self._account is None:
            self._account = self._open()
        return self._account

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the certificate ends that the server showed last."""
        return self._adapter.certificate_until if self._adapter else None

    @property
    def budget(self) -> tuple[str, ...]:
        """To whom Exchange charges what is asked: the mailbox one acts for by impersonation, else the user who signs in."""
        of = self.mailbox if self._options.impersonate else self._options.user
        return self._options.url, of.casefold(), "impersonated" if self._options.impersonate else ""

    def call(self, function: Callable[..., T], *args: object) -> T:
        """Run what asks Exchange through exchangelib, once; an iterator has to be used up inside.

        Raises Busy, Forbidden, AuthFailed, ProviderRetired, LostAnswer (it may have been carried out), a Refused, or another SourceError.
        """
        left = self._waits.left()
        if left > 0:
            raise Busy(f"{self.asking}: the server asked us to wait", left)
        try:
            return function(*args)
        except Busy as error:
            self._waits.heard(error.retry_after)
            raise
        except EWSError as error:
            raise refusal(self.asking, type(error).__name__, str(error)) from error
        except (requests.RequestException, OSError) as error:
            raise LostAnswer(f"{self.asking}: no answer came ({type(error).__name__}); it is asked again") from error
        except spnego.exceptions.SpnegoError as error:
            raise refusal(self.asking, "UnauthorizedError", "") from error

    def read(self, function: Callable[..., T], *args: object) -> T:
        """The same for what only reads: asked again a few times where the answer was lost."""
        for pause in (*_AGAIN, None):
            try:
                return self.call(function, *args)
            except LostAnswer:
                if pause is None:
                    raise
                time.sleep(pause)
        raise AssertionError("the last turn returns or raises")

    def stream(self, body: bytes, headers: dict[str, str]) -> Any:
        """Post on a connection of its own and leave the answer open. To be run by `call`."""
        session = self.account.protocol.create_session()
        session.mount(self._options.url, _Adapter(self._trust))
        sent = {**headers, "Accept-Encoding": "identity"}
        answer = session.post(self._options.url, data=body, headers=sent, stream=True, allow_redirects=False, timeout=_SECONDS)
        if answer.status_code != 200:
            error = judged(self.asking, answer.status_code, answer.headers, answer.content)
            answer.close()
            raise error or Refused(f"{self.asking}: no subscription is given", answer.status_code)
        return answer

    def close(self) -> None:
        """Let the connection go."""
        account, self._account = self._account, None
        if account is not None:
            account.protocol.close()

    def _open(self) -> Any:
        credentials = None if self._options.auth == "kerberos" else _Credentials(self._options.user, self.asking.password)
        config = Configuration(
            service_endpoint=self._options.url, credentials=credentials, auth_type=_WAYS[self._options.auth],
            version=_version(self._options.version), retry_policy=_Once(self.asking), max_connections=1,
        )  # fmt: skip
        access = IMPERSONATION if self._options.impersonate else DELEGATE
        with _making:  # without credentials two sessions would share what the library keeps
            account = Account(self.mailbox, config=config, autodiscover=False, access_type=access, locale="en_US", default_timezone=UTC)
            del Protocol[config]
        self._adapter = _Adapter(self._trust)
        account.protocol = type.__call__(_Connection, config, self._adapter, self.asking, is_tls=self._options.url.startswith("https"))
        return account


_making = threading.Lock()


class _Credentials(Credentials):  # type: ignore[misc] # the library has no types
    """Of one session: equal to no other, so that exchangelib keeps nothing of it for another."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


class _Once(FailFast):  # type: ignore[misc]
    """Nothing is tried again by the library, and what HTTP refuses is told in our words."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def raise_response_errors(self, response: Any) -> None:
        """Called for every answer before it is read."""
        error = judged(self._asking, response.status_code, response.headers, response.content)
        if error:
            raise error


class _Connection(Protocol):  # type: ignore[misc]
    """exchangelib's connection with an adapter of our own; made past the table in which the library keeps its connections."""

    TIMEOUT = _SECONDS

    def __init__(self, config: Any, adapter: _Adapter, asking: Asking, *, is_tls: bool) -> None:
        super().__init__(config=config)
        self._own_adapter, self._asking, self._is_tls = adapter, asking, is_tls
        self._cookies = requests.cookies.RequestsCookieJar()

    def forget_server(self) -> None:
        """Which of several servers was asked last for what stays on it (X-BackEndOverrideCookie)."""
        self._cookies.clear()

    def create_session(self) -> Any:
        """One that signs in by the ticket of this machine, where that is the way; the library would be silent where there is none."""
        session = super().create_session()
        if self._asking.auth == "kerberos":
            from connectors.exchange.kerberos import ByTicket

            session.auth = ByTicket(self._asking, over_tls=self._is_tls)
        return session

    def raw_session(self, prefix: str, **_: object) -> Any:
        """A session that goes nowhere but to the server."""
        session = requests.Session()
        session.trust_env = self._is_tls  # for a proxy; never to this machine
        session.cookies = self._cookies  # a subscription is known to the server alone that gave it: both connections go there
        session.headers.update({"User-Agent": "syncd", "Accept-Encoding": "gzip", "Content-Type": "text/xml; charset=utf-8"})
        session.mount(prefix, self._own_adapter)
        return session


class _Adapter(requests.adapters.HTTPAdapter):
    """One connection by our own trust, which remembers until when the server's certificate holds."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self.certificate_until: dt.datetime | None = None
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0, pool_block=True)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """With our trust."""
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """The same through a proxy."""
        return super().proxy_manager_for(proxy, ssl_context=self._context, **kwargs)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """The context verifies; the library would add authorities of its own."""

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """Verified always, by nothing but the context, whatever the environment says."""
        return super().build_connection_pool_key_attributes(request, True, None)

    def send(self, *args: Any, **kwargs: Any) -> Any:
        """Look at the certificate while the connection is at hand."""
        response = super().send(*args, **kwargs)
        connection = getattr(response.raw, "connection", None)
        self.certificate_until = valid_until(getattr(connection, "sock", None)) or self.certificate_until
        return response


class _Waits:
    """Until when a server wants to be left in peace by a user; for all sessions of that user."""

    def __init__(self) -> None:
        self._until = 0.0

    def left(self) -> float:
        """Seconds still to wait, 0 or less where there are none."""
        return self._until - awake()

    def heard(self, seconds: float | None) -> None:
        """So long is stated, from now on."""
        if seconds:
            self._until = max(self._until, awake() + seconds)


_all_waits: dict[tuple[str, str], _Waits] = {}


def _waits_of(url: str, user: str) -> _Waits:
    return _all_waits.setdefault((url, user.casefold()), _Waits())


def _version(word: str) -> Any:
    """What the server speaks, by Microsoft's word for it; None: to be asked."""
    if not word:
        return None
    for build, name, _ in VERSIONS:
        if name == word and build.major_version == 15:
            found = Version(build=build, api_version=name)
            if name == "Exchange2016":  # the library would take the newest, Exchange Online
                found = next(Version(build=b, api_version=n) for b, n, title in VERSIONS if title == "Microsoft Exchange Server 2016")
            return found
    raise ConfigError([f'version = "{word}" is not known: write "Exchange2016", which 2019 and SE speak too, or leave it away'])
