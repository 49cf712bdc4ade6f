"""Messages read whatever they are (RFC 5322, MIME, and what mail programs made of them).

`read_header` is for deciding whether a message is wanted, `read_message` for the whole, `read_files` for the bytes of what
came with it. All are pure and total: any
bytes at all give a value, with what was wrong named in its problems.
"""

from syncd.core.mime.header import read_header
from syncd.core.mime.message import read_files, read_message

__all__ = ["read_files", "read_header", "read_message"]
