"""The program's key and its certificates, made when they are first wanted."""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

LIVES = (365, 20, 1)
"""Days that a certificate may still have."""


@functools.cache
def key() -> rsa.RSAPrivateKey:
    """Of the program's certificate and of the id tokens; made once in a process, for it costs a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def certificate(days: int) -> x509.Certificate:
    """As an administrator would have uploaded it; days is one of `LIVES`.

    Without a default on purpose: the cache would keep a call that leaves it out as another certificate, a second younger.
    """
    assert days in LIVES
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "syncd")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key().public_key())
    made = made.serial_number(1000 + days).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days))
    return made.sign(key(), hashes.SHA256())


def certificate_pem(days: int) -> str:
    """The private key and the certificate, one after the other."""
    private = key().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return (private + certificate(days).public_bytes(serialization.Encoding.PEM)).decode()
