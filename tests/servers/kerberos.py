"""MIT's Kerberos (Debian packages krb5-kdc and krb5-admin-server) on a port of this machine, with a realm of its own for the length of some tests."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.servers.process import free_port, running

REALM = "KLIMATAS.EXAMPLE"
KDC, DATABASE, ADMIN = "/usr/sbin/krb5kdc", "/usr/sbin/kdb5_util", "/usr/sbin/kadmin.local"
_LIBRARY = """
[libdefaults]
default_realm = {realm}
dns_lookup_kdc = false
dns_lookup_realm = false
dns_canonicalize_hostname = false
rdns = false
[realms]
{realm} = {{
kdc = 127.0.0.1:{port}
}}
"""
_SERVER = """
[kdcdefaults]
kdc_listen = 127.0.0.1:{port}
kdc_tcp_listen = 127.0.0.1:{port}
[realms]
{realm} = {{
database_name = {folder}/principal
key_stash_file = {folder}/stash
acl_file = {folder}/acl
}}
"""


def missing() -> str:
    """What has to be installed before a realm can be made, "" where it can."""
    lacks = [path for path in (KDC, DATABASE, ADMIN) if not Path(path).exists()]
    return f"not installed: {', '.join(lacks)} (apt install krb5-kdc krb5-admin-server)" if lacks else ""


class Realm:
    """Who is known there; `environment` is that of programs of the realm, without anybody's keytab."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder, self.environment = folder, environment

    def add(self, principal: str) -> Path:
        """Somebody new, a person or a service; their keytab."""
        keytab = self.folder / f"{principal.replace('/', '_')}.keytab"
        for said in (f"addprinc -randkey {principal}", f"ktadd -k {keytab} {principal}"):
            self.run(ADMIN, "-r", REALM, "-q", said)
        return keytab

    def run(self, *command: str) -> None:
        """A program of the realm, which goes well."""
        subprocess.run(command, env={**os.environ, **self.environment}, check=True, capture_output=True, timeout=60)


@contextlib.contextmanager
def realm(folder: Path) -> Iterator[Realm]:
    """A realm whose server answers until the block is left."""
    port = free_port()
    (folder / "krb5.conf").write_text(_LIBRARY.format(realm=REALM, port=port))
    (folder / "kdc.conf").write_text(_SERVER.format(realm=REALM, port=port, folder=folder))
    environment = {"KRB5_CONFIG": str(folder / "krb5.conf"), "KRB5_KDC_PROFILE": str(folder / "kdc.conf")}
    made = Realm(folder, environment)
    made.run(DATABASE, "create", "-r", REALM, "-s", "-P", "rudas ruduo")
    command = ["/usr/bin/env", *(f"{name}={value}" for name, value in environment.items()), KDC, "-n", "-r", REALM, "-P", str(folder / "pid")]
    with running(command, port, folder / "kdc.log"):
        yield made
