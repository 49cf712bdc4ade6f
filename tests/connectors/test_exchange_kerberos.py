"""Exchange by Kerberos: with a realm of this machine where its packages are, and told in our words where something is missing."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from syncd.errors import AuthFailed, ConfigError
from tests.connectors.contract import mail
from tests.connectors.exchange_worlds import Mailbox, Reader
from tests.fakes.ews import Exchange, exchange
from tests.servers import kerberos
from tests.servers.certificates import certificate

SERVICE = "HTTP/127.0.0.1"


def test_a_missing_package_is_named_with_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is sent: it is compiled where it is installed, so that the compiler's packages are named too."""
    monkeypatch.setitem(sys.modules, "requests_gssapi", None)
    monkeypatch.delitem(sys.modules, "connectors.exchange.kerberos", raising=False)
    with exchange() as world:
        with pytest.raises(ConfigError, match=r"apt install gcc python3-dev libkrb5-dev krb5-user, then pip install 'syncd\[kerberos\]'"):
            Mailbox(world, tmp_path).session(auth="kerberos")
        assert world.log == []


@pytest.fixture(scope="module")
def realm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kerberos.Realm]:
    """A realm that knows the account of the program and the service."""
    try:
        import requests_gssapi  # noqa: F401
    except ImportError as problem:
        pytest.skip(f"not installed: {problem.name} (pip install 'syncd[kerberos]'; it needs apt install gcc python3-dev libkrb5-dev)")
    if lacks := kerberos.missing():
        pytest.skip(lacks)
    with kerberos.realm(tmp_path_factory.mktemp("realm")) as made:
        made.add("syncd")
        made.add(SERVICE)
        yield made


@pytest.fixture
def signed(realm: kerberos.Realm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a program of the realm, and of the service: each has its keytab, and nobody has a ticket yet."""
    for name, value in {**realm.environment, "KRB5CCNAME": f"FILE:{tmp_path / 'cache'}"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("KRB5_KTNAME", str(realm.folder / "HTTP_127.0.0.1.keytab"))
    monkeypatch.setenv("KRB5_CLIENT_KTNAME", str(realm.folder / "syncd.keytab"))
    return monkeypatch


def accepting(world: Exchange) -> None:
    """The server takes tickets of the realm, bound to the channel where there is TLS."""
    import gssapi

    def proves(token: bytes, shown: bytes) -> str:
        binding: Any = gssapi.raw.ChannelBindings(application_data=b"tls-server-end-point:" + hashlib.sha256(shown).digest()) if shown else None
        context = gssapi.SecurityContext(usage="accept", creds=gssapi.Credentials(usage="accept"), channel_bindings=binding)
        try:
            context.step(token)
        except gssapi.exceptions.GSSError:
            return ""
        return world.user if context.complete and str(context.initiator_name) == f"syncd@{kerberos.REALM}" else ""

    world.schemes, world.proves = ["Negotiate", "NTLM"], proves


@pytest.mark.slow
@pytest.mark.parametrize("tls", [False, True], ids=["plain", "tls"])
@pytest.mark.parametrize("by", ["keytab", "cache"])
def test_a_mailbox_is_read_by_a_ticket(realm: kerberos.Realm, signed: pytest.MonkeyPatch, tmp_path: Path, by: str, tls: bool) -> None:
    """Got by the keytab of the account, or lying in its cache; no password is in the config, and over TLS the proof names the certificate."""
    if by == "cache":
        realm.run("/usr/bin/kinit", "-k", "-t", str(realm.folder / "syncd.keytab"), "syncd")
        signed.delenv("KRB5_CLIENT_KTNAME")
    paths = certificate(tmp_path) if tls else None
    with exchange(certificate=paths) as world:
        accepting(world)
        box = Mailbox(world, tmp_path)
        box.box.inbox.deliver(mail("a"))
        keys = {"auth": "kerberos", "password_file": "", "user": "syncd", "impersonate": True, **({"ca_file": str(paths[0])} if paths else {})}
        told = Reader(box).go_on(box.harvester(**keys))
        box.close()
    assert len(told["inbox"]) == 1


@pytest.mark.slow
def test_a_folder_is_listened_to_by_a_ticket(signed: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The connection that stays open signs in too."""
    with exchange() as world:
        accepting(world)
        box = Mailbox(world, tmp_path)
        harvester = box.harvester(auth="kerberos", password_file="")
        (inbox,) = (one for one in harvester.collections() if one.id == "inbox")
        assert harvester.listen(inbox, None) is not None
        box.close()


WITHOUT = [
    # what is missing, what is said, why
    ("KRB5_CLIENT_KTNAME", "no Kerberos ticket for HTTP/127.0.0.1 .*KRB5_CLIENT_KTNAME", "nobody gave the program a keytab"),
    ("service", "no Kerberos ticket for HTTP/127.0.0.1 .*setspn", "the realm knows no such server"),
    ("negotiate", "does not offer Negotiate", "the server offers NTLM alone"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("what", "said", "why"), WITHOUT)
def test_what_is_missing_is_told_and_asked_once(
    realm: kerberos.Realm, signed: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture, what: str, said: str, why: str
) -> None:
    """F16: with what to do, no traceback in the log, and no second attempt."""
    if what == "KRB5_CLIENT_KTNAME":
        signed.setenv(what, str(tmp_path / "none.keytab"))
    if what == "service":
        realm.run(kerberos.ADMIN, "-r", kerberos.REALM, "-q", f"delprinc -force {SERVICE}")
    with exchange() as world:
        accepting(world)
        if what == "negotiate":
            world.schemes = ["NTLM"]
        box = Mailbox(world, tmp_path)
        with pytest.raises(AuthFailed, match=said):
            list(box.harvester(auth="kerberos", password_file="").collections())
        assert len(world.log) == 1 and not caplog.records, why
        box.close()
    if what == "service":
        realm.add(SERVICE)
