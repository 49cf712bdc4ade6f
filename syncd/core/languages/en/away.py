"""English words by which somebody is away: titles of all-day entries, and what an automatic reply says. Tables only.

Patterns are searched in lower-case text; each begins at the beginning of a word and ends at the end of one.
"""

from __future__ import annotations

# being away from work
AWAY = (
    r"vacations?", r"(?:annual|sick|parental|maternity|paternity|unpaid|study|medical|bereavement|compassionate) leave", r"on leave", r"leave",
    r"(?:on )?holidays?", r"out of (?:the )?office", r"ooo", r"oof", r"(?:day|days|time) off", r"off(?: work| sick)?", r"sick(?: day| today)?", r"away",
    r"pto", r"not (?:at work|in the office|working)",
)  # fmt: skip
# an entry with such a word is about leave and is none
NOT_AWAY = (
    r"part(?:y|ies)", r"plan(?:s|ning)?", r"requests?", r"polic(?:y|ies)", r"schedules?", r"lists?", r"approv\w*", r"calendars?", r"rentals?", r"homes?",
    r"cover\w*", r"gifts?", r"cards?", r"sales?", r"offers?", r"hand ?over", r"(?:back|return\w*|home) from", r"(?:before|after|until)", r"deadlines?", r"season",
    r"(?:kick|sign|cut|drop|send|pick|take|lay|write|pay|play|show)[ -]?off", r"meeting", r"call", r"inn", r"lease", r"take ?away", r"giveaway",
)  # fmt: skip
# in an automatic reply also these say that nobody is there
NOT_THERE = (r"(?:back|return\w*) (?:on|in|to)", r"limited access", r"business trip", r"travell?ing", r"unavailable", r"absen(?:t|ce)")
