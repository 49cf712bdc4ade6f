"""Items of Exchange written by hand, in the order and namespace of types.xsd."""

from __future__ import annotations

from xml.sax.saxutils import escape

TYPES = "http://schemas.microsoft.com/exchange/services/2006/types"
FLE = '<t:StartTimeZone Id="FLE Standard Time" Name="(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius"/>'


def item(kind: str, *parts: str) -> bytes:
    """An item of these elements."""
    return f'<t:{kind} xmlns:t="{TYPES}">{"".join(parts)}</t:{kind}>'.encode()


def el(name: str, *inner: str, **attributes: str) -> str:
    """An element of words, or of elements."""
    words = "".join(one if one.startswith("<t:") else escape(one) for one in inner)
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<t:{name}{said}>{words}</t:{name}>"


def mailbox(address: str, name: str = "", **more: str) -> str:
    """A `Mailbox`."""
    return el("Mailbox", *([el("Name", name)] if name else []), el("EmailAddress", address), *(el(key, value) for key, value in more.items()))


def attendee(address: str, name: str = "", answer: str = "Unknown", **more: str) -> str:
    """An `Attendee`."""
    return el("Attendee", mailbox(address, name, **more), el("ResponseType", answer))
