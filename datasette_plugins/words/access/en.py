"""What the pages say in English about who may see what: the short card, signing in, who looked. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "card.complaints": ("{n} complaint is not settled", "{n} complaints are not settled"),
    "card.since": "since {day}",
    "card.no_owner": "nobody yet",
    "card.why": "This is the short card. The whole history is open to those who work with this customer; ask {who} if you need it.",
    "card.why_nobody": "This is the short card. The whole history is open to those who work with this customer.",
    "error.503": "Nothing can be shown just now",
    "error.503_text": "Each look at a customer is written down before it is shown, and that did not succeed. Please try again in a minute; if it stays so, tell your administrator.",
    "login.title": "Sign in",
    "login.address": "E-mail address",
    "login.password": "Password",
    "login.go": "Sign in",
    "login.wrong": "The address or the password is not right.",
    "login.wait": "Too many tries. Please wait a minute.",
    "logout.title": "Sign out",
    "logout.go": "Sign out",
    "nav.logout": "Sign out",
}
