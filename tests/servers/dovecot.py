"""Dovecot: IMAP with CONDSTORE and QRESYNC, TLS, and OAuth. Any user may sign in (password "secret"), and a master user
as any of them; each has a Maildir.

It needs root (mail belongs to another user) and Debian's dovecot-imapd; where either is missing the tests say so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers.process import free_port, running

PASSWORD = "secret"
MASTER, MASTER_PASSWORD = "master", "master secret"  # "anna*master" signs in to anna's mailbox
OWNER = "mail"  # whose files the mails are; Dovecot refuses root
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/run
protocols = {protocols}
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/tls.pem
ssl_key = <{folder}/tls.key
disable_plaintext_auth = no
auth_mechanisms = plain login
log_path = {folder}/dovecot.log
mail_location = maildir:{folder}/mail/%u
mail_uid = {owner}
mail_gid = {owner}
first_valid_uid = 1
mail_max_userip_connections = 100
imap_idle_notify_interval = 5 s
auth_master_user_separator = *
passdb {{
  driver = passwd-file
  deny = yes
  args = {folder}/unknown
}}
passdb {{
  driver = passwd-file
  args = {folder}/masters
  master = yes
  result_success = continue
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/mail/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox "Išsiųsta pas klientus" {{
    special_use = \\Sent
  }}
  mailbox Junk {{
    special_use = \\Junk
  }}
}}
service imap {{
  service_count = 200
  process_min_avail = 2
}}
service imap-login {{
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"""
_LMTP = """
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {port}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@klimatas.example
}}
"""
_LMTP_PROGRAM = Path("/usr/lib/dovecot/lmtp")  # of Debian's dovecot-lmtpd


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running server: its ports on 127.0.0.1, its certificate, and where its mail lies."""

    port: int
    tls_port: int
    folder: Path
    lmtp_port: int  # 0 where Debian's dovecot-lmtpd is not installed

    @property
    def certificate(self) -> Path:
        return self.folder / "tls.pem"

    def maildir(self, user: str) -> Path:
        """A user's INBOX, made if need be."""
        root = self.folder / "mail" / user
        for part in ("cur", "new", "tmp"):
            (root / part).mkdir(parents=True, exist_ok=True)
        self.own(user)
        return root

    def forget(self, user: str) -> None:
        """From now on there is no such mailbox."""
        with (self.folder / "unknown").open("a") as file:
            file.write(f"{user}:\n")

    def own(self, user: str) -> None:
        """Give everything of a user to the server after it was written from outside."""
        for folder, _, files in os.walk(self.folder / "mail" / user):
            for path in (folder, *(os.path.join(folder, name) for name in files)):
                with contextlib.suppress(FileNotFoundError):  # a lock of the running server
                    shutil.chown(path, OWNER, OWNER)


def missing() -> str:
    """Why it cannot run here, or ''."""
    if not shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        return "dovecot is not installed (apt-get install dovecot-imapd): the IMAP connector was NOT tried on a real server"
    return "" if os.geteuid() == 0 else "only root can start dovecot: the IMAP connector was NOT tried on a real server"


@contextlib.contextmanager
def dovecot() -> Iterator[Dovecot]:
    """A server in a folder of its own (pytest's are closed to the user mail belongs to)."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    try:
        folder.chmod(0o755)
        (folder / "run").mkdir()
        (folder / "mail").mkdir()
        shutil.chown(folder / "mail", OWNER, OWNER)
        _certificate(folder)
        (folder / "unknown").touch()
        (folder / "masters").write_text(f"{MASTER}:{{PLAIN}}{MASTER_PASSWORD}\n")
        server = Dovecot(free_port(), free_port(), folder, free_port() if _LMTP_PROGRAM.exists() else 0)
        config = folder / "dovecot.conf"
        protocols = "imap lmtp" if server.lmtp_port else "imap"
        config.write_text(
            _CONFIG.format(folder=folder, owner=OWNER, password=PASSWORD, port=server.port, tls_port=server.tls_port, protocols=protocols)
            + (_LMTP.format(port=server.lmtp_port) if server.lmtp_port else "")
        )
        binary = shutil.which("dovecot") or "/usr/sbin/dovecot"
        with running([binary, "-F", "-c", str(config)], server.port, folder / "out.log"):
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", str(folder / "tls.key"), "-out", str(folder / "tls.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
