"""One account's connection to one of Google's APIs: each call put through sign-in, pace and patience, refusals in our words.

A call that only reads is asked again a few times where its answer did not come or is none of Google's. A call that writes
never is: it raises LostAnswer, and whoever wrote looks at what became of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from connectors.google.access import open_access, require_libraries
from connectors.google.account import GoogleAccount
from connectors.google.batch import read, written
from connectors.google.http import Answer, Transport, outgoing, read_object
from connectors.google.pace import PATIENCE, Pace, pace_of
from connectors.google.refusals import Asking, Failed, LostAnswer, Refused, Throttled, TooLarge, refusal
from connectors.google.service import Api, batch_uri, service
from connectors.patience import Patience
from syncd.core.addresses import canonical
from syncd.errors import AuthFailed, ReauthNeeded, SourceError

BATCH = 50  # calls in one request; Gmail allows 100, and says that more than 50 are likely to be throttled
_FIRST_BATCH = 10
K = TypeVar("K")
T = TypeVar("T")


class GoogleClient:
    """One account at one API. To be used by one thread at a time; the pace is shared by all that ask for this account."""

    def __init__(self, options: GoogleAccount, base: Path, api: Api, scopes: tuple[str, ...], *, pace: Pace | None = None) -> None:
        require_libraries()
        self.account = canonical(options.account)
        self._api, self._endpoint, self._scopes = api, options.endpoint.rstrip("/"), scopes
        self.user = canonical(options.subject) or self.account  # by the name Google knows, where `account` is another address of theirs
        self._access = open_access(options, base, scopes)
        self._transport = Transport(self._endpoint)
        self._pace = pace or pace_of(self._endpoint, self.account, api)
        self._at_once = _FIRST_BATCH
        self._known = False  # whether the account that answers is the configured one

    @property
    def service(self) -> Any:
        """The API in the library's words, shared by all clients of it."""
        return service(self._api, self._endpoint)

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the certificate of the server ends; None before the first request and without TLS."""
        return self._transport.certificate_until

    def close(self) -> None:
        """Let the connection go."""
        self._transport.close()

    def call(self, request: Any, units: float = 1) -> dict[str, Any]:
        """Put one call (googleapiclient.http.HttpRequest) through: its answer. `units`: what it costs of the quota.

        Raises a Refused, Busy, Forbidden, AuthFailed, ReauthNeeded, LostAnswer (writing calls), or another SourceError.
        """
        self.check_account()
        return self._call(request, units)

    def check_account(self) -> None:
        """See that the account that answers is the one of the config, once a connection. Raises AuthFailed for another (F43).

        The People API does not say whose token it is with our scopes: there the consent, made for this account, has to do.
        """
        if self._known or self._api == "people":
            return
        if self._api == "gmail":
            answers = self._call(self.service.users().getProfile(userId="me"), 1).get("emailAddress")
        else:
            answers = self._call(self.service.calendarList().get(calendarId="primary", fields="id"), 1).get("id")
        if canonical(str(answers)) not in (self.user, self.account):
            hint = "Correct `account`, or run `syncd auth google` for this source"
            raise AuthFailed(f"{answers} has signed in, and the source says {self.account}: nothing is read. {hint}")
        self._known = True

    def call_all(self, requests: Mapping[K, Any], units: float = 1) -> Iterator[tuple[K, dict[str, Any] | Refused]]:
        """Put many calls that only read through, several in one request: their answers in the order of the calls, a refusal as its answer.

        What is put off or fails is asked again; what goes on failing while others do not is given as refused. Raises as `call`
        does where all fail, or are refused for a reason that is not one call's own.
        """
        if writes := next((request.methodId for request in requests.values() if not _only_reads(request)), None):
            raise ValueError(f"{writes} writes: it may not be asked again unseen, as calls that go together are")
        self.check_account()
        keys, given = list(requests), 0
        ends: SourceError | None = None
        answers: dict[K, dict[str, Any] | Refused] = {}
        patience = Patience(self._pace)
        while given < len(keys):
            missing = [key for key in keys[given : given + BATCH] if key not in answers][: self._size(units)]
            told = self._batch({key: requests[key] for key in missing}, units)
            lasting = {key: answer for key, answer in told.items() if isinstance(answer, dict | Refused)}
            answers |= lasting
            if lasting:
                self._pace.went_well(units * len(lasting))
            if len(lasting) == len(missing):
                self._at_once = min(BATCH, self._at_once * 2)
                patience = Patience(self._pace)
            else:
                try:
                    answers |= self._endure(told, patience, some=bool(given or answers))
                except SourceError as error:
                    ends = error
            while given < len(keys) and keys[given] in answers:
                yield keys[given], answers.pop(keys[given])
                given += 1
            if ends is not None:  # what was answered before was paid for, and has been given
                raise ends

    def _endure(self, told: Mapping[K, dict[str, Any] | SourceError], patience: Patience, *, some: bool) -> dict[K, Refused]:
        """Have what was put off or failed wait; what failed too often is refused, where `some` were answered."""
        put_off = [answer for answer in told.values() if isinstance(answer, Throttled)]
        failed = {key: answer for key, answer in told.items() if isinstance(answer, LostAnswer)}
        if put_off:
            self._at_once = max(1, len(told) // 2)
            patience.wait(put_off[0])
        elif failed and some and patience.exhausted:
            return {key: Refused(str(answer), answer.status if isinstance(answer, Failed) else 500) for key, answer in failed.items()}
        elif failed:
            patience.endure(next(iter(failed.values())))
        return {}

    def _batch(self, requests: Mapping[K, Any], units: float) -> dict[K, dict[str, Any] | SourceError]:
        """One request for all of them: what each was answered, nothing where fewer should be tried. Raises what concerns them all."""
        asking = self._asking(f"{len(requests)} calls at once")
        whole = written(batch_uri(self._api, self._endpoint), [outgoing(request) for request in requests.values()])

        def send(token: str) -> dict[K, dict[str, Any] | SourceError]:
            answer = self._heeded(self._transport.send(whole, token))
            if answer.status >= 300:
                raise refusal(asking, answer.status, answer.headers, answer.body)
            parts = {number: self._heeded(part) for number, part in read(answer.headers.get("content-type", ""), answer.body).items()}
            if not parts:
                raise Failed(f"{asking}: what was answered is none of Google's; it is asked again", answer.status)
            return {key: self._outcome(request, parts.get(number)) for number, (key, request) in enumerate(requests.items())}

        try:
            return self._through(send, units * len(requests), reads=True)
        except TooLarge as error:
            self._at_once = max(1, len(requests) // 2)
            return {} if len(requests) > 1 else dict.fromkeys(requests, error)
        except Refused as error:  # of the batch, not of a call in it
            raise SourceError(str(error)) from error

    def _outcome(self, request: Any, answer: Answer | None) -> dict[str, Any] | SourceError:
        """What one call in a batch was answered. Raises what concerns them all."""
        asking = self._asking(request.methodId)
        if answer is None:
            return LostAnswer(f"{asking}: there is no answer to it; it is asked again")
        try:
            return _read(asking, answer)
        except (Refused, Throttled, LostAnswer) as error:
            return error

    def _call(self, request: Any, units: float) -> dict[str, Any]:
        asking, sent = self._asking(request.methodId), outgoing(request)
        answer = self._through(lambda token: _read(asking, self._heeded(self._transport.send(sent, token))), units, reads=_only_reads(request))
        self._pace.went_well(units)
        return answer

    def _through(self, send: Callable[[str], T], units: float, *, reads: bool) -> T:
        """Send when it is time, signed in, and again where that is right."""

        def sign_in(refused: str, _: str) -> str:
            self._pace.take(units)
            return self._access.token(refused)

        return Patience(self._pace).until_answered(send, sign_in, self._signed_out, reads=reads)

    def _heeded(self, answer: Answer) -> Answer:
        """The answer; the time it states, if it does, is kept to."""
        if answer.status >= 300:
            self._pace.heard(answer.headers.get("retry-after", ""))
        return answer

    def _size(self, units: float) -> int:
        """How many calls may go at once: what was found to be taken, and what can be spent without waiting long."""
        return max(1, min(self._at_once, int(self._pace.rate * PATIENCE / units)))

    def _asking(self, method: str) -> Asking:
        return Asking(self.account, self._api, method, self._scopes, self._access.secrets(), self._access.consent)

    def _signed_out(self) -> SourceError:
        """A fresh access token was refused as the one before."""
        if self._access.consent:
            return ReauthNeeded(f"Google refuses {self.account}, with a new access token too; run `syncd auth google` for this source")
        return AuthFailed(f"Google refuses the service account for {self.account}, with a new access token too; is the account suspended?")


def _read(asking: Asking, answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer. Raises what a refusal means, and Failed where it is no answer of Google's (F35)."""
    if answer.status >= 300:
        raise refusal(asking, answer.status, answer.headers, answer.body)
    if answer.status == 204 and not answer.body:
        return {}
    said = read_object(answer.body)
    if said is None:
        raise Failed(f"{asking}: what was answered is none of Google's; it is asked again. Does something between here and Google ask for a sign-in?", answer.status)
    return said


def _only_reads(request: Any) -> bool:
    return bool(request.method == "GET")
