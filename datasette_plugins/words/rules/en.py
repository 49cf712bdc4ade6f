"""What the pages say in English about the rules of the relation. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "breaches.title": "Left undone",
    "breaches.lead": "What our own rules for dealing with customers say should have been done, and was not, or too late.",
    "breaches.none": "Nothing was left undone.",
    "breaches.open": "Still open",
    "breaches.closed": "Mended since",
    "breaches.since": "since {when}",
    "breaches.closed_at": "mended {when}",
    "breaches.rule": "Rule",
    "breaches.department": "Department",
    "breaches.recent": "Of the last 90 days",
    "breaches.older": "Older ones too",
    "breaches.count": ("{n} case", "{n} cases"),
    "rule.answer": "Question not answered in time",
    "rule.complaint": "Complaint without an answer or apology in time",
    "rule.second-offer": "Offered again by a colleague",
    "rule.quiet": "Open business, and long no word",
    "rule.standard": "Promised sooner than is usual",
}
