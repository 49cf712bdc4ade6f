"""Mails with files, as people send them: half of them carry one, so that the median is about 20 kB; one in a hundred has 8 MB.

The files are photographs (bytes that nothing packs), documents, sheets and PDFs: these hold words of the mail beside a
picture. The same mails give the same files.
"""

from __future__ import annotations

import base64
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from tests.documents import docx, pdf, xlsx

_LARGE, _EVERY = 8_000_000, 100  # bytes of a large mail, one among so many
_SMALL = (10_000, 19_000)  # bytes of other mails' files
_ENCODED = 77 / 57  # bytes of base64 with its line ends for one of a file
_WORDS = 300  # of a mail that are in its file, too
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OF_BODY = re.compile(rb"^Content-(?:Type|Transfer-Encoding|Disposition):.*\n(?:[ \t].*\n)*", re.IGNORECASE | re.MULTILINE)
_MIME = re.compile(rb"^MIME-Version:.*\n", re.IGNORECASE | re.MULTILINE)


class _Kind(NamedTuple):
    """A kind of file: what makes it out of words and of a picture's bytes."""

    name: str
    media_type: str
    make: Callable[[list[str], bytes], bytes]


def with_attachments(mails: Iterable[bytes]) -> Iterator[bytes]:
    """The mails, every second with a file, every hundredth with a large one."""
    random_ = random.Random(1)
    for number, mail in enumerate(mails):
        if number % _EVERY == _EVERY - 1:
            yield _with_file(mail, _KINDS[number // _EVERY % len(_KINDS)], random_.randbytes(int(_LARGE / _ENCODED)))
        elif number % 2 == 0:
            yield _with_file(mail, _KINDS[number // 2 % len(_KINDS)], random_.randbytes(random_.randrange(*_SMALL)))
        else:
            yield mail


def _with_file(mail: bytes, kind: _Kind, picture: bytes) -> bytes:
    head, _, body = mail.partition(b"\n\n")
    head += b"\n"
    of_body = b"".join(_OF_BODY.findall(head))
    words = re.findall(r"[a-zA-Z]+", body.decode("latin-1"))[:_WORDS] or ["photo"]
    file = base64.encodebytes(kind.make(words, picture))
    label = f'Content-Type: {kind.media_type}; name="{kind.name}"\nContent-Disposition: attachment; filename="{kind.name}"\nContent-Transfer-Encoding: base64\n\n'
    return b"".join((
        _MIME.sub(b"", _OF_BODY.sub(b"", head)), b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="=_bench_="\n\n',
        b"--=_bench_=\n", of_body, b"\n", body, b"\n--=_bench_=\n", label.encode(), file, b"--=_bench_=--\n",
    ))  # fmt: skip


def _photograph(_: list[str], picture: bytes) -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + picture


def _document(words: list[str], picture: bytes) -> bytes:
    return _packed_too(docx(*_lines(words)), "word/media/image1.jpeg", picture)


def _sheet(words: list[str], picture: bytes) -> bytes:
    return _packed_too(xlsx([[word, number, number * 1.21] for number, word in enumerate(words)]), "xl/media/image1.jpeg", picture)


def _print(words: list[str], picture: bytes) -> bytes:
    return pdf("\n".join(_lines(words))) + b"%" + picture.replace(b"\n", b" ") + b"\n%%EOF\n"


def _packed_too(package: bytes, name: str, picture: bytes) -> bytes:
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a") as file:
        file.writestr(zipfile.ZipInfo(name), picture)
    return out.getvalue()


def _lines(words: list[str]) -> list[str]:
    return [" ".join(words[i : i + 10]) for i in range(0, len(words), 10)]


_KINDS = (
    _Kind("IMG_2041.jpg", "image/jpeg", _photograph),
    _Kind("offer.docx", _OFFICE + "wordprocessingml.document", _document),
    _Kind("contract.pdf", "application/pdf", _print),
    _Kind("prices.xlsx", _OFFICE + "spreadsheetml.sheet", _sheet),
)
