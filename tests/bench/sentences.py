"""Single sentences with what they are, as mails: tests/data/KIND/sentences/LANGUAGE.tsv (all of them may be read).

    complaints   yes|no <tab> sentence <tab> reason
    facts        kind|- <tab> value <tab> sentence <tab> reason
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"
CUSTOMER, STAFF, COLLEAGUE = "Ona Baltė <ona@baltas.example>", "Rasa Petraitė <rasa@klimatas.example>", "Jonas Kalnas <jonas@klimatas.example>"
_GREETING = {"en": ("Hello,", "Order 17"), "ru": ("Добрый день!", "Заказ 17"), "lt": ("Laba diena,", "Užsakymas 17")}
_TO_CUSTOMER = ("staff to a customer", "сотрудник клиенту", "darbuotojas klientui", "our dunning", "наше напоминание", "mūsų priminimas",
                "congratulation", "поздравление", "sveikinimas")  # fmt: skip
_INSIDE = ("colleague's note", "staff's note", "staff about the customer", "заметка", "сотрудник о клиенте", "pastaba", "darbuotojas apie klientą")


def cases_of(kind: str, languages: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Each sentence as a labelled mail, its language said to be "en sentences" and so on."""
    for language in languages:
        file = DATA / kind / "sentences" / f"{language}.tsv"
        for n, row in enumerate(file.read_text("utf-8").splitlines() if file.is_file() else (), 1):
            label, *more, text, reason = row.split("\t")
            there = label not in ("no", "-")
            gold = [{"quote": text} | ({"kind": label, "value": more[0]} if more else {})] if there else []
            sender, recipient = (STAFF, CUSTOMER) if reason in _TO_CUSTOMER else (STAFF, COLLEAGUE) if reason in _INSIDE else (CUSTOMER, STAFF)
            greeting, subject = _GREETING[language]
            headers = {"From": sender, "To": recipient, "Date": "Sun, 22 Nov 2026 10:00:00 +0200", "Subject": subject, "Message-ID": f"<{language}{n}@s.example>"}
            yield {"id": f"{language} {n} ({reason})", "language": f"{language} sentences", "staff": ["@klimatas.example"], "country": "LT", "odd": True,
                   "timezone": "Europe/Vilnius", "headers": headers, "body": f"{greeting}\n\n{text}\n\n{sender.split()[0]}\n", "gold": {kind: gold}}  # fmt: skip
