"""Time zones as calendars name them, brought to IANA names.

`names` reads a TZID alone; `custom` reads a VTIMEZONE and finds the IANA zone that keeps the same time. Neither knows
the machine's own zone.
"""

from syncd.core.timezones.names import iana_name, zone_info

__all__ = ["iana_name", "zone_info"]
