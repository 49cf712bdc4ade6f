"""Calendar entries: the bytes of a text/calendar part or an .ics file become meetings (RFC 5545, RFC 5546, vCalendar 1.0).

`lines` takes the text apart into components, `times` reads dates and zones, `people` reads who takes part, `links`
finds the conference link, `description` its text, `read` puts a meeting together. Every component is read for itself: a broken one costs
nothing but itself. Series are not expanded here (`syncd.core.recurrence`), and nothing is ever raised.
"""

from syncd.core.ical.read import BrokenComponent, CalendarRead, read_calendar

__all__ = ["BrokenComponent", "CalendarRead", "read_calendar"]
