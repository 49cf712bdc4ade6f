"""What the pages say in English about whom to meet next. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "meet.title": "Whom to meet next",
    "meet.lead": "From the contact there usually is, what was promised, birthdays and services. What we owe stands first.",
    "meet.of": "Customers of {who}",
    "meet.colleague": "Colleague",
    "meet.customers": "Customers",
    "meet.quiet": "Gone quiet",
    "meet.planned": "Meeting planned",
    "meet.none": "Nobody needs a meeting just now.",
    "meet.nobody": "Nobody looks after customers yet.",
    "meet.when": "by {day}",
    "meet.today": "now",
    "meet.working": "a working talk",
    "meet.informal": "an informal meeting",
    "meet.next": "Next meeting {day}",
    "meet.last": "Last contact {day}",
    "meet.days": ("{n} day", "{n} days"),
    "meet.complaint": "Open complaint of {day}",
    "meet.promise": "Promised, due {day}",
    "meet.promise_open": "Promised on {day}, without a term",
    "meet.quiet_since": "Silent since {day}; usually there is contact every {gap}",
    "meet.service": "Service of {what} is due {day}",
    "meet.service_late": "Service of {what} was due {day}",
    "meet.warranty": "The warranty of {what} ends {day}",
    "meet.birthday": "Birthday of {what}: {day}",
    "meet.informal_since": "Last met informally {day}",
    "meet.informal_never": "Never met informally",
    "meet.anniversary": ("{n} year since the first contact", "{n} years since the first contact"),
}
