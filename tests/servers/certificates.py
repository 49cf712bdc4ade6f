"""Certificates for servers of tests, signed by themselves: good ones, expired ones, ones for another name."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from pathlib import Path

import pytest

_CONFIG = """
[ca]
default_ca = here
[here]
database = {folder}/index
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
x509_extensions = names
[any]
commonName = supplied
[names]
subjectAltName = {names}
basicConstraints = critical,CA:TRUE
"""


def certificate(
    folder: Path, names: str = "DNS:localhost,IP:127.0.0.1", *, expired: bool = False, until: dt.datetime | None = None
) -> tuple[Path, Path]:
    """A certificate and its key, both PEM; it holds to the end of the century, or `until`."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is missing: TLS was NOT tried")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config").write_text(_CONFIG.format(folder=folder, names=names))
    (folder / "index").write_text("")
    (folder / "serial").write_text("01\n")
    cert, key, request = folder / "cert.pem", folder / "key.pem", folder / "request.pem"
    _openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", str(key), "-out", str(request))
    end = "20200201000000Z" if expired else f"{until.astimezone(dt.UTC):%Y%m%d%H%M%SZ}" if until else "20991231000000Z"
    _openssl("ca", "-batch", "-selfsign", "-notext", "-config", str(folder / "config"), "-keyfile", str(key), "-in", str(request),
             "-startdate", "20200101000000Z", "-enddate", end, "-out", str(cert))  # fmt: skip
    return cert, key


def _openssl(*words: str) -> None:
    done = subprocess.run(["openssl", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
