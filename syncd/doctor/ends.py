"""What ends soon: certificates of servers, certificates and secrets of applications; and secrets whose end nobody wrote down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from connectors.graph.account import GraphAccount
from syncd.certificates import endings
from syncd.doctor.case import Case, Finding, sources_named
from syncd.store.certificates import certificates

_RENEW = "renew the certificate; of a secret make a new one, put it into client_secret_file and write its day as client_secret_until"


def near(case: Case) -> Iterator[Finding]:
    """What ends within 30 days: as the passes saw it last, and as the config says."""
    known = dict(_written(case))
    known |= {source: min(until, known.get(source, until)) for source, until in _seen(case)}
    for ending in endings(sorted(known.items()), case.now):
        yield Finding(code="ends-soon", where=sources_named(ending.sources), text=ending.sentence(case.now), remedy=_RENEW)


def unknown(case: Case) -> Iterator[Finding]:
    """Secrets of applications at Microsoft: their end stands nowhere but in Entra, and a right to read it there is more than syncd should have."""
    found: dict[str, list[str]] = {}
    for source in case.config.sources:
        if isinstance(keys := source.settings, GraphAccount) and keys.client_secret_file and not keys.client_secret_until:
            found.setdefault(keys.client_id, []).append(source.name)
    for client_id, names in found.items():
        yield Finding(
            code="secret-end-unknown",
            where=sources_named(names),
            text=f"when the secret of the application {client_id} ends is not known, and on that day nothing is read there any more",
            remedy="look at Entra admin center → App registrations → Certificates & secrets, and write the day into the source: "
            f'client_secret_until = "{case.now + dt.timedelta(days=180):%Y-%m-%d}"; or use a certificate (certificate_file), which tells',
        )


def _written(case: Case) -> Iterator[tuple[str, dt.datetime]]:
    for source in case.config.sources:
        if isinstance(source.settings, GraphAccount) and (said := source.settings.client_secret_until):
            yield source.name, dt.datetime.fromisoformat(said).replace(tzinfo=dt.UTC)


def _seen(case: Case) -> Iterator[tuple[str, dt.datetime]]:
    """What the store knows of the sources that there still are."""
    if case.opened is None:
        return
    there = {source.name for source in case.config.sources}
    yield from ((name, dt.datetime.fromisoformat(until)) for name, until in certificates(case.opened) if name in there)
