"""The tables of when there was contact, and of who was in a segment (see `rhythm` and `segments`): statements of the first migration."""

from __future__ import annotations

_CHANGED = "INSERT OR IGNORE INTO contact_changed VALUES (coalesce({0}.organisation_id, 0), CASE WHEN {0}.organisation_id IS NULL THEN {0}.person_id ELSE 0 END, substr({0}.at, 1, 10));"
_OF_CALL = (
    "INSERT OR IGNORE INTO contact_changed SELECT coalesce(c.organisation_id, 0), CASE WHEN c.organisation_id IS NULL THEN c.person_id ELSE 0 END, substr(c.at, 1, 10) "
    "FROM contact c WHERE c.interaction_id = {0}.interaction_id;"
)

# A customer is a company (row id) or, where there is none, a person: the other of the two is 0.
DERIVED: tuple[str, ...] = (
    # the days on which there was contact with a customer: `met` at a meeting, `informal` at lunch, over coffee …
    """CREATE TABLE contact_day (
        company INTEGER NOT NULL, person INTEGER NOT NULL, day TEXT NOT NULL, met INTEGER NOT NULL, informal INTEGER NOT NULL,
        PRIMARY KEY (company, person, day)) STRICT, WITHOUT ROWID""",
    # what follows from them up to the day of a pass; days as YYYY-MM-DD, gaps in days; `owner`: who of ours is in touch with a person without a company
    """CREATE TABLE rhythm (
        company INTEGER NOT NULL, person INTEGER NOT NULL, owner TEXT NOT NULL, first_on TEXT, last_on TEXT, days INTEGER NOT NULL, usual_gap REAL, quiet_from TEXT,
        next_on TEXT, met_on TEXT, met_since_informal INTEGER NOT NULL, informal_on TEXT, informal_gap REAL, PRIMARY KEY (company, person)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX rhythm_next ON rhythm(next_on) WHERE next_on IS NOT NULL",
    "CREATE INDEX rhythm_owner ON rhythm(owner) WHERE owner <> ''",
    "CREATE INDEX organisation_owner ON organisation(owner)",
    "CREATE INDEX fact_birthday ON fact(substr(value, -5), address, value) WHERE kind = 'birthday'",
    # days of customers that contacts came to or went from: rhythm.settle makes anew what follows, and empties it
    "CREATE TABLE contact_changed (company INTEGER NOT NULL, person INTEGER NOT NULL, day TEXT NOT NULL, PRIMARY KEY (company, person, day)) STRICT, WITHOUT ROWID",
    f"CREATE TRIGGER contact_insert AFTER INSERT ON contact BEGIN {_CHANGED.format('new')} END",
    f"CREATE TRIGGER contact_delete AFTER DELETE ON contact BEGIN {_CHANGED.format('old')} END",
    f"CREATE TRIGGER contact_update AFTER UPDATE ON contact BEGIN {_CHANGED.format('old')} {_CHANGED.format('new')} END",
    f"CREATE TRIGGER call_outcome_insert AFTER INSERT ON call BEGIN {_OF_CALL.format('new')} END",
    f"CREATE TRIGGER call_outcome_delete AFTER DELETE ON call BEGIN {_OF_CALL.format('old')} END",
)
DERIVED_NAMES = ("contact_day", "rhythm", "contact_changed")
# Who was in a segment when somebody first looked in a month (store/segments.py): truth, for the past cannot be asked again.
TRUTH: tuple[str, ...] = (
    "CREATE TABLE segment_size (segment TEXT NOT NULL, month TEXT NOT NULL, at TEXT NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (segment, month)) STRICT, WITHOUT ROWID",
    "CREATE TABLE segment_member (segment TEXT NOT NULL, month TEXT NOT NULL, page TEXT NOT NULL, PRIMARY KEY (segment, month, page)) STRICT, WITHOUT ROWID",
)
