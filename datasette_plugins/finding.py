"""How a person is found by what somebody types: a name, a company, an address or a telephone number, without the marks on letters."""

from __future__ import annotations

from datasette_plugins.page import Values

_PLAIN = frozenset("bdfghjklmpqrtvwx0123456789 .-@'&")  # what stands for itself alone; any other letter may be written with a sign, or in capitals that SQLite does not know
# By name, by company, by address or number: a reading of each table; `loose` leaves few names to be folded.
FOUND_IDS = """
    SELECT id FROM person WHERE name LIKE :loose AND folded(name) LIKE :like
    UNION SELECT p.id FROM organisation w CROSS JOIN person p ON p.organisation_id = w.id
          WHERE w.domains LIKE :like OR (w.name LIKE :loose AND folded(w.name) LIKE :like)
    UNION SELECT person_id FROM identifier WHERE kind = 'address' AND value LIKE :like
    UNION SELECT person_id FROM identifier WHERE kind = 'phone' AND value LIKE :phone"""


def found_by(text: str) -> Values:
    """A typed text as the lists of people and companies look for it: in names and addresses, and as a telephone number by its digits."""
    digits = "".join(c for c in text if c.isdigit())
    is_number = len(digits) >= 5 and not set(text) - set("0123456789+-() ./")
    loose = "".join(c if c in _PLAIN else "_" for c in text)
    return {"like": f"%{text}%", "word": f"% {text}%", "loose": f"%{loose}%", "phone": f"%{digits.removeprefix('00')}%" if is_number else f"%{text}%"}
