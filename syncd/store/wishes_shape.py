"""The tables of who is not to be contacted, of who asked for it, and of who came back: statements of the first migration."""

from __future__ import annotations

DERIVED: tuple[str, ...] = (
    # an address, domain or telephone that is not to be contacted; whose it is follows from `identifier` and `domain`
    """CREATE TABLE no_contact (
        subject TEXT NOT NULL, channel TEXT NOT NULL CHECK (channel IN ('mail', 'call', 'any')), reason TEXT NOT NULL, since TEXT NOT NULL,
        until TEXT, by TEXT NOT NULL, PRIMARY KEY (subject, channel)) STRICT, WITHOUT ROWID""",
    # words by which somebody outside asks not to be contacted: proposed to a person, who makes a `no_contact` of it; of a voicemail the address is the number
    """CREATE TABLE no_contact_said (
        key TEXT PRIMARY KEY, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, address TEXT NOT NULL,
        channel TEXT NOT NULL CHECK (channel IN ('mail', 'call', 'any')), quote TEXT NOT NULL, why TEXT NOT NULL, derived_by TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX no_contact_said_interaction ON no_contact_said(interaction_id)",
    "CREATE INDEX no_contact_said_address ON no_contact_said(address)",
    # the contacts by which people known before came back (store/returning.py), as whom they were met last (row id of a person), and who was met anew since it was last worked out
    """CREATE TABLE returned (
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE,
        at TEXT NOT NULL, before_at TEXT NOT NULL, known_as INTEGER NOT NULL, why TEXT NOT NULL CHECK (why IN ('silence', 'address', 'company')), PRIMARY KEY (interaction_id, person_id, at)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX returned_at ON returned(at)",
    "CREATE INDEX returned_person ON returned(person_id, at)",
    "CREATE TABLE met_anew (person_id INTEGER PRIMARY KEY) STRICT",
    "CREATE TRIGGER signature_mark_gone AFTER DELETE ON signature_mark BEGIN INSERT OR IGNORE INTO met_anew SELECT d.person_id FROM signature_mark m JOIN identifier d ON d.kind = 'address' AND d.value = m.address WHERE m.value = old.value; END",
    *(f"CREATE TRIGGER contact_{verb.lower()}_met AFTER {verb} ON contact BEGIN INSERT OR IGNORE INTO met_anew VALUES ({row}.person_id); END"
      for verb, row in (("INSERT", "new"), ("DELETE", "old"))),
)
DERIVED_NAMES = ("no_contact", "no_contact_said", "returned", "met_anew")
