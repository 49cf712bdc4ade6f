"""The shape of history.db and of raw/YYYY-MM.db, as numbered steps. A step is never edited once released.

Each step is a function; its name is its id and is recorded in the same transaction as its work (sqlite-utils'
Migrations). Statements go one by one through `execute`: executescript commits half when it fails (measured).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from syncd.store import names_shape, replies, rhythm_shape, tallies, wishes_shape, workplaces

Step = Callable[[sqlite3.Connection], None]

# ── truth: what the providers gave, what people decided, what we wrote into calendars ────────────────────────────

_TRUTH = (
    """CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE source (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, connector TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'ok', error TEXT, last_success TEXT, next_due TEXT, failures INTEGER NOT NULL DEFAULT 0,
        removed_at TEXT, lease_holder TEXT, lease_until TEXT, certificate_until TEXT) STRICT""",
    """CREATE TABLE collection (
        id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source(id), remote_id TEXT NOT NULL, name TEXT NOT NULL,
        role TEXT NOT NULL, cursor TEXT, on_server INTEGER, caught_up_at TEXT, reached_at TEXT, last_success TEXT, state TEXT NOT NULL DEFAULT 'ok',
        doubted TEXT, doubted_at TEXT, removed_at TEXT, UNIQUE (source_id, remote_id)) STRICT""",
    """CREATE TABLE sighting (
        collection_id INTEGER NOT NULL REFERENCES collection(id), remote_id TEXT NOT NULL, key TEXT NOT NULL, media_type TEXT NOT NULL,
        hash BLOB NOT NULL, marks TEXT NOT NULL, first_seen TEXT NOT NULL, gone_since TEXT,
        PRIMARY KEY (collection_id, remote_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX sighting_key ON sighting(key)",
    "CREATE INDEX sighting_there ON sighting(collection_id, gone_since)",  # what is there and what is gone, without reading their marks
    """CREATE TABLE original (
        origin TEXT PRIMARY KEY, key TEXT NOT NULL, media_type TEXT NOT NULL, hash BLOB NOT NULL, month TEXT NOT NULL,
        rank INTEGER NOT NULL, owner TEXT NOT NULL DEFAULT '', received_at TEXT, metadata_only INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID""",
    """CREATE TABLE pending (
        collection_id INTEGER NOT NULL REFERENCES collection(id), remote_id TEXT NOT NULL, reason TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'retry' CHECK (state IN ('retry', 'gone', 'forbidden', 'poison')),
        attempts INTEGER NOT NULL DEFAULT 0, next_try TEXT, since TEXT NOT NULL,
        PRIMARY KEY (collection_id, remote_id)) STRICT, WITHOUT ROWID""",
    # what is being read just now, and what the program ended over (store/flights.py)
    """CREATE TABLE flight (
        id INTEGER PRIMARY KEY, collection_id INTEGER NOT NULL REFERENCES collection(id), holder TEXT NOT NULL, remote_ids TEXT NOT NULL,
        alone INTEGER NOT NULL) STRICT""",
    """CREATE TABLE strike (
        collection_id INTEGER NOT NULL REFERENCES collection(id), remote_id TEXT NOT NULL, strikes INTEGER NOT NULL,
        PRIMARY KEY (collection_id, remote_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE excluded (
        collection_id INTEGER NOT NULL REFERENCES collection(id), remote_id TEXT NOT NULL, rule TEXT NOT NULL, trace BLOB, away TEXT,
        PRIMARY KEY (collection_id, remote_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX excluded_trace ON excluded(trace) WHERE trace IS NOT NULL",
    "CREATE INDEX excluded_away ON excluded(collection_id) WHERE away IS NOT NULL",
    """CREATE TABLE decision (
        seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, by TEXT NOT NULL, origin TEXT NOT NULL,
        kind TEXT NOT NULL, subject TEXT NOT NULL, value TEXT NOT NULL DEFAULT 'null', salt BLOB, content TEXT NOT NULL, chain TEXT NOT NULL) STRICT""",  # salt and content: see store/decisions.py
    "CREATE INDEX decision_subject ON decision(subject)",
    "CREATE INDEX decision_query ON decision(seq) WHERE kind = 'query'",
    "CREATE INDEX decision_value ON decision(value) WHERE kind IN ('merge', 'unmerge', 'distinct', 'undo')",
    """CREATE TABLE promise_key (
        key TEXT PRIMARY KEY, interaction_key TEXT NOT NULL, given_at TEXT NOT NULL,
        historic INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX promise_key_interaction ON promise_key(interaction_key)",
    # what a scorer that is asked once said of what it was shown (NULL: nothing that can be used); goes with the promise
    """CREATE TABLE score (
        promise_key TEXT NOT NULL REFERENCES promise_key(key) ON DELETE CASCADE, scorer TEXT NOT NULL, shown TEXT NOT NULL,
        probability REAL, at TEXT NOT NULL, PRIMARY KEY (promise_key, scorer)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX score_shown ON score(shown, scorer)",
    "CREATE TABLE person_key (address TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX person_key_id ON person_key(id)",
    "CREATE TABLE organisation_key (domain TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE reminder (
        uid TEXT PRIMARY KEY, purpose TEXT NOT NULL, subject TEXT NOT NULL, promise_key TEXT, owner TEXT NOT NULL, calendar TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN
            ('wanted', 'sending', 'there', 'collected', 'moved', 'done', 'deleted', 'removed', 'refused', 'shadow')),
        title TEXT NOT NULL, text TEXT NOT NULL, start_at TEXT NOT NULL, end_at TEXT NOT NULL, zone TEXT NOT NULL,
        all_day INTEGER NOT NULL, alarms TEXT NOT NULL, url TEXT NOT NULL, content_hash TEXT NOT NULL,
        handle TEXT, etag TEXT, seen_hash TEXT, seen_start TEXT, seen_title TEXT, seen_note TEXT, seen_calendar TEXT,
        hold TEXT, tries INTEGER NOT NULL DEFAULT 0, next_try TEXT, error TEXT) STRICT, WITHOUT ROWID""",
    "CREATE INDEX reminder_promise ON reminder(promise_key)",
    # whose first entry said who writes here: that entry, and since when it is known to have stood in the calendar
    "CREATE TABLE introduction (owner TEXT PRIMARY KEY, uid TEXT NOT NULL, at TEXT) STRICT, WITHOUT ROWID",
    # sources that moved to another provider, and our entries in the calendars they leave (store/moves.py)
    """CREATE TABLE move (
        old TEXT PRIMARY KEY, successors TEXT NOT NULL, began_at TEXT NOT NULL, leaves_old INTEGER NOT NULL DEFAULT 0, entries_at TEXT,
        cleared_at TEXT, left_there INTEGER NOT NULL DEFAULT 0, why TEXT, next_try TEXT, settled_at TEXT, looked_at TEXT, missing INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID""",
    """CREATE TABLE left_entry (
        source TEXT NOT NULL, uid TEXT NOT NULL, before TEXT NOT NULL, seen TEXT NOT NULL, PRIMARY KEY (source, uid)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE tombstone (kind TEXT NOT NULL, hash BLOB NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, hash)) STRICT, WITHOUT ROWID",  # who was forgotten (core/forgotten.py)
    """CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, source TEXT, detail TEXT NOT NULL DEFAULT '{}') STRICT""",
    """CREATE TABLE audit (
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL, chain TEXT NOT NULL) STRICT""",
    "CREATE INDEX audit_subject ON audit(subject) WHERE subject <> ''",
)

# whose something was before it became another's or went
_WHOSE_IT_WAS = {
    "offer": (("offers", "customer"),), "complaint": (("beneficiary", "address"),), "promise": (("beneficiary", "beneficiary"), ("company", "organisation_id")),
}  # fmt: skip


def _unweighed() -> tuple[str, ...]:
    """Triggers that collect what the rules of the relation are to look at again: whatever writes a row, in whatever order."""
    found: list[str] = []

    def on(event: str, table: str, *marks: tuple[str, str, str], when: str = "") -> None:
        """`marks`: kind, value, and the rows it is taken from. What stands there already is asked for, as an upsert of the caller's would make OR IGNORE fail."""
        body = " ".join(
            f"INSERT INTO unweighed SELECT '{kind}', {value} {rows}{' AND' if rows else ' WHERE'} NOT EXISTS (SELECT 1 FROM unweighed u WHERE u.kind = '{kind}' AND u.value = {value});"
            for kind, value, rows in marks
        )  # fmt: skip
        found.append(f"CREATE TRIGGER unweighed_{table}_{len(found)} AFTER {event} ON {table} {f'WHEN {when} ' if when else ''}BEGIN {body} END")

    def changed(*columns: str) -> str:
        return "(" + " OR ".join(f"new.{c} IS NOT old.{c}" for c in columns) + ")"

    on("INSERT", "contact", ("interaction", "new.interaction_id", ""))
    on("DELETE", "contact", ("person", "old.person_id || '|' || old.at", ""), ("company", "old.organisation_id", "WHERE old.organisation_id IS NOT NULL"))
    on("UPDATE OF thread", "interaction", ("thread", "old.thread", "WHERE old.thread IS NOT NULL"), ("thread", "new.thread", "WHERE new.thread IS NOT NULL"), when=changed("thread"))
    on("DELETE", "interaction", ("thread", "old.thread", "WHERE old.thread IS NOT NULL"), ("questions", "old.key", ""))
    on("DELETE", "question", ("questions", "i.key", "FROM interaction i WHERE i.id = old.interaction_id"))
    on("UPDATE OF owner", "organisation", ("company", "new.id", ""), when=changed("owner"))
    on("INSERT", "domain", ("company", "new.organisation_id", ""))
    on("DELETE", "domain", ("customers", "old.name", "WHERE old.name NOT GLOB 'name:*'"), ("company", "old.organisation_id", ""))
    for table in ("domain", "person", "contact"):
        companies = [("company", f"{row}.organisation_id", f"WHERE {row}.organisation_id IS NOT NULL") for row in ("old", "new")]
        on("UPDATE OF organisation_id", table, *companies, when=changed("organisation_id"))
    for table, columns in (("offer", ("state", "closed_by", "customer")), ("complaint", ("state", "address")), ("promise", ("state", "due_to", "beneficiary", "organisation_id"))):
        for event in ("INSERT", "DELETE", f"UPDATE OF {', '.join(columns)}"):
            row = "old" if event == "DELETE" else "new"
            marks = [("offers", f"{row}.customer", "")] if table == "offer" else [(f"{table}s", f"{row}.key", "")]
            marks += [("beneficiary", f"{row}.beneficiary", f"WHERE {row}.beneficiary IS NOT NULL")] if table == "promise" else []
            moved = "old.{0} IS NOT new.{0} AND " if event.startswith("UPDATE") else ""
            was = [(kind, f"old.{c}", f"WHERE {moved.format(c)}old.{c} IS NOT NULL") for kind, c in _WHOSE_IT_WAS[table] if event != "INSERT"]
            on(event, table, *marks, *was, when=changed(*columns) if event.startswith("UPDATE") else "")
    for event in ("INSERT", "DELETE", "UPDATE"):
        row = "old" if event == "DELETE" else "new"
        on(event, "invoice", ("invoice", f"{row}.name_key || '|' || {row}.customer_key || '|' || coalesce({row}.customer, '')", ""))
    for event, row in (("INSERT", "new"), ("DELETE", "old")):
        on(event, "complaint_sign", ("complaints", f"{row}.complaint_key", ""))
        for table in ("usual_term", "evidence", "handoff"):
            on(event, table, ("promises", "p.key", f"FROM promise p WHERE p.id = {row}.promise_id"))
        on(event, "away", ("away", f"{row}.address || '|' || {row}.first || '/' || {row}.last", ""))
        on(event, "excluded", ("away", f"s.owner || '|' || {row}.away", f"FROM collection c JOIN source s ON s.id = c.source_id WHERE c.id = {row}.collection_id"), when=f"{row}.away IS NOT NULL")
    for row in ("old", "new"):
        on("UPDATE OF away", "excluded", ("away", f"s.owner || '|' || {row}.away", f"FROM collection c JOIN source s ON s.id = c.source_id WHERE c.id = {row}.collection_id"), when=f"{row}.away IS NOT NULL AND {changed('away')}")
    on("UPDATE OF state", "handoff", ("promises", "p.key", "FROM promise p WHERE p.id = new.promise_id"), when=changed("state"))
    return tuple(found)


# ── derived: everything `rebuild` makes anew ─────────────────────────────────────────────────────────────────────

_DERIVED = (
    """CREATE TABLE interaction (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('message', 'meeting', 'call')),
        at TEXT NOT NULL, direction TEXT NOT NULL, subject TEXT NOT NULL, class TEXT NOT NULL, language TEXT NOT NULL,
        visibility TEXT NOT NULL DEFAULT 'full', thread TEXT,
        joined_by TEXT NOT NULL DEFAULT '', snippet TEXT NOT NULL DEFAULT '', problems TEXT, derived_by TEXT NOT NULL) STRICT""",
    "CREATE INDEX interaction_at ON interaction(at)",
    # what figures are counted of: people's mails in the order of time
    "CREATE INDEX interaction_counted ON interaction(at, direction) WHERE kind = 'message' AND class = 'personal'",
    "CREATE INDEX interaction_thread ON interaction(thread, at, kind, direction) WHERE thread IS NOT NULL",  # who answered when, without the rows
    """CREATE TABLE message (
        interaction_id INTEGER PRIMARY KEY REFERENCES interaction(id) ON DELETE CASCADE, message_id TEXT, own_text TEXT NOT NULL,
        quoted_text TEXT NOT NULL DEFAULT '', in_sent INTEGER NOT NULL DEFAULT 0, authentic INTEGER NOT NULL DEFAULT 0,
        topic INTEGER, is_stray INTEGER NOT NULL DEFAULT 0, utc_offset TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX message_topic ON message(topic, is_stray) WHERE topic IS NOT NULL",  # all that threads ask: the rows themselves are long
    "CREATE INDEX message_message_id ON message(message_id) WHERE message_id IS NOT NULL",
    """CREATE TABLE link (ref INTEGER NOT NULL, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, own INTEGER NOT NULL,
        PRIMARY KEY (ref, interaction_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX link_interaction ON link(interaction_id)",
    """CREATE TABLE attachment (
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL, name TEXT NOT NULL,
        media_type TEXT NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (interaction_id, ordinal)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX attachment_hash ON attachment(hash)",
    # the words of a file, once however often it was sent; version '' is one to be read. A rebuild keeps it: it follows from the bytes alone
    """CREATE TABLE file_text (
        hash TEXT PRIMARY KEY, text TEXT NOT NULL DEFAULT '', problem TEXT, language TEXT NOT NULL DEFAULT '', version TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX file_text_version ON file_text(version)",
    """CREATE TABLE meeting (
        interaction_id INTEGER PRIMARY KEY REFERENCES interaction(id) ON DELETE CASCADE, uid TEXT NOT NULL, sequence INTEGER NOT NULL,
        title TEXT NOT NULL, description TEXT NOT NULL, start_wall TEXT, start_zone TEXT, start_at TEXT, end_wall TEXT, end_zone TEXT, end_at TEXT,
        all_day INTEGER NOT NULL, rrule TEXT NOT NULL, status TEXT NOT NULL, location TEXT NOT NULL, link TEXT NOT NULL,
        sort TEXT NOT NULL) STRICT""",
    """CREATE TABLE meeting_copy (
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, origin TEXT NOT NULL,
        owner TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (interaction_id, origin)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX meeting_copy_origin ON meeting_copy(origin)",
    """CREATE TABLE meeting_override (
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, recurrence_id TEXT NOT NULL, sequence INTEGER NOT NULL,
        title TEXT NOT NULL, start_at TEXT, end_at TEXT, status TEXT NOT NULL, PRIMARY KEY (interaction_id, recurrence_id)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE occurrence (
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, recurrence_id TEXT NOT NULL, start_at TEXT NOT NULL,
        end_at TEXT NOT NULL, title TEXT NOT NULL, status TEXT NOT NULL, PRIMARY KEY (interaction_id, recurrence_id, start_at)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX occurrence_start ON occurrence(start_at)",
    # another time that a guest proposed, while nobody has answered it
    """CREATE TABLE proposed_time (
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, address TEXT NOT NULL, recurrence_id TEXT NOT NULL, start_at TEXT NOT NULL, end_at TEXT, said_at TEXT, PRIMARY KEY (interaction_id, address, recurrence_id)) STRICT, WITHOUT ROWID""",
    # who was there or was not, by somebody's word: the meeting's minutes, or thanks in a message (told_by)
    """CREATE TABLE attendance (
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, at TEXT NOT NULL, address TEXT NOT NULL,
        told_by INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, was_there INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (interaction_id, at, address, told_by)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX attendance_told_by ON attendance(told_by)",
    """CREATE TABLE call (
        interaction_id INTEGER PRIMARY KEY REFERENCES interaction(id) ON DELETE CASCADE, at TEXT NOT NULL, direction TEXT NOT NULL,
        number TEXT NOT NULL, name TEXT, seconds INTEGER, outcome TEXT NOT NULL, line TEXT NOT NULL, why TEXT NOT NULL, same_as TEXT) STRICT""",
    "CREATE INDEX call_number ON call(number, at) WHERE number <> ''",
    "CREATE INDEX call_at ON call(at)",
    "CREATE TABLE department (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, dispatcher TEXT NOT NULL DEFAULT '', standard TEXT NOT NULL DEFAULT '{}') STRICT",
    """CREATE TABLE staff (
        id INTEGER PRIMARY KEY, address TEXT NOT NULL UNIQUE, name TEXT NOT NULL, department_id INTEGER REFERENCES department(id),
        manager TEXT NOT NULL DEFAULT '', role TEXT NOT NULL DEFAULT 'staff', zone TEXT NOT NULL DEFAULT '', language TEXT NOT NULL DEFAULT '',
        left_on TEXT) STRICT""",
    """CREATE TABLE organisation (
        id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, domains TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '',
        folded TEXT NOT NULL DEFAULT '') STRICT""",
    # the domains of a company, or name:<its name> of one that has none; `brand` is the word before the public suffix
    """CREATE TABLE domain (
        name TEXT PRIMARY KEY, organisation_id INTEGER NOT NULL REFERENCES organisation(id) ON DELETE CASCADE, brand TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX domain_organisation ON domain(organisation_id)",
    "CREATE INDEX domain_brand ON domain(brand)",
    """CREATE TABLE person (
        id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, name TEXT NOT NULL, organisation_id INTEGER REFERENCES organisation(id),
        language TEXT NOT NULL DEFAULT '', name_rank TEXT NOT NULL DEFAULT '',
        language_at TEXT NOT NULL DEFAULT '', mail_name TEXT NOT NULL DEFAULT '', card_name TEXT NOT NULL DEFAULT '',
        name_key TEXT NOT NULL DEFAULT '', utc_offset TEXT NOT NULL DEFAULT '', offset_at TEXT NOT NULL DEFAULT '',
        folded TEXT NOT NULL DEFAULT '') STRICT""",
    "CREATE INDEX person_name_key ON person(name_key) WHERE name_key <> ''",
    "CREATE INDEX person_folded ON person(folded, uuid)",
    "CREATE INDEX organisation_folded ON organisation(folded, uuid)",
    "CREATE INDEX organisation_name ON organisation(name)",
    "CREATE INDEX person_organisation ON person(organisation_id)",
    """CREATE TABLE identifier (
        kind TEXT NOT NULL, value TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE, reason TEXT NOT NULL,
        doubt REAL NOT NULL DEFAULT 0, PRIMARY KEY (kind, value, person_id)) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX identifier_address ON identifier(value) WHERE kind = 'address'",  # a telephone may be several people's
    "CREATE INDEX identifier_person ON identifier(person_id)",
    "CREATE INDEX identifier_several ON identifier(value) WHERE reason = 'several people write from it'",
    # telephone numbers in a call, or of a person, that came, went or changed hands: calls.settle makes anew what follows, and empties it
    "CREATE TABLE renumbered (number TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    *(f"CREATE TRIGGER identifier_{verb.lower()} AFTER {verb} ON identifier WHEN {row}.kind = 'phone' BEGIN INSERT OR IGNORE INTO renumbered VALUES ({row}.value); END"
      for verb, row in (("INSERT", "new"), ("DELETE", "old"))),
    *(f"CREATE TRIGGER call_{verb.lower()} AFTER {verb} ON call WHEN {row}.number <> '' BEGIN INSERT OR IGNORE INTO renumbered VALUES ({row}.number); END"
      for verb, row in (("INSERT", "new"), ("DELETE", "old"))),
    "CREATE TRIGGER person_company AFTER UPDATE OF organisation_id ON person WHEN new.organisation_id IS NOT old.organisation_id BEGIN "
    "INSERT OR IGNORE INTO renumbered SELECT value FROM identifier WHERE person_id = new.id AND kind = 'phone'; END",
    *names_shape.DERIVED,
    """CREATE TABLE card (
        origin TEXT NOT NULL, ordinal INTEGER NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL, organisation TEXT NOT NULL, title TEXT NOT NULL,
        birthday TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (origin, ordinal)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE card_identifier (
        value TEXT NOT NULL, origin TEXT NOT NULL, ordinal INTEGER NOT NULL, PRIMARY KEY (value, origin, ordinal),
        FOREIGN KEY (origin, ordinal) REFERENCES card(origin, ordinal) ON DELETE CASCADE) STRICT, WITHOUT ROWID""",
    "CREATE INDEX card_identifier_card ON card_identifier(origin, ordinal)",
    # the companies a card speaks of: by the domains of its addresses, and by the name (name:<as names are compared>)
    """CREATE TABLE card_domain (
        domain TEXT NOT NULL, origin TEXT NOT NULL, ordinal INTEGER NOT NULL, PRIMARY KEY (domain, origin, ordinal),
        FOREIGN KEY (origin, ordinal) REFERENCES card(origin, ordinal) ON DELETE CASCADE) STRICT, WITHOUT ROWID""",
    "CREATE INDEX card_domain_card ON card_domain(origin, ordinal)",
    # what signed mail from a domain calls the company
    """CREATE TABLE signed_name (
        domain TEXT NOT NULL, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, key TEXT NOT NULL, written TEXT NOT NULL,
        PRIMARY KEY (domain, interaction_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX signed_name_key ON signed_name(key)",
    "CREATE INDEX signed_name_interaction ON signed_name(interaction_id)",
    # what outside people sign their own mail with, one row a signed mail; `phones` parted by blanks
    """CREATE TABLE signature (
        address TEXT NOT NULL, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, at TEXT NOT NULL, name TEXT NOT NULL,
        post TEXT NOT NULL, organisation TEXT NOT NULL, phones TEXT NOT NULL, site TEXT NOT NULL, city TEXT NOT NULL,
        PRIMARY KEY (address, interaction_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX signature_interaction ON signature(interaction_id)",
    # what in signatures may show that two addresses are one person's: another address, a name with a personal telephone (as a digest)
    """CREATE TABLE signature_mark (
        value TEXT NOT NULL, address TEXT NOT NULL, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE,
        PRIMARY KEY (value, address, interaction_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX signature_mark_address ON signature_mark(address)",
    "CREATE INDEX signature_mark_interaction ON signature_mark(interaction_id)",
    "CREATE INDEX signature_mark_mail ON signature_mark(value, address) WHERE instr(value, '@') > 0",
    # the names an outside address was seen with; `speaks`: its mail came under that name
    "CREATE TABLE called (address TEXT NOT NULL, name TEXT NOT NULL, speaks INTEGER NOT NULL, PRIMARY KEY (address, name)) STRICT, WITHOUT ROWID",
    # addresses that may be another spelling of one mailbox, by what they have in common
    "CREATE TABLE mailbox (key TEXT NOT NULL, address TEXT NOT NULL, PRIMARY KEY (key, address)) STRICT, WITHOUT ROWID",
    """CREATE TABLE mailing_list (
        address TEXT NOT NULL, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE,
        PRIMARY KEY (address, interaction_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX mailing_list_interaction ON mailing_list(interaction_id)",
    # proposals that cannot be asked for in SQL alone (the view `reviews` has all of them): a, b are addresses, or domains of organisations
    """CREATE TABLE review (
        kind TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, reason TEXT NOT NULL, quote TEXT NOT NULL,
        PRIMARY KEY (kind, a, b)) STRICT, WITHOUT ROWID""",
    # person_id refers to no row for SQLite: it would look through all parties whenever somebody is made anew (`verify` looks)
    """CREATE TABLE party (
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, ordinal INTEGER NOT NULL, role TEXT NOT NULL,
        address TEXT NOT NULL, name TEXT NOT NULL, raw TEXT, response TEXT NOT NULL DEFAULT '', person_id INTEGER,
        staff_id INTEGER REFERENCES staff(id), PRIMARY KEY (interaction_id, ordinal)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX party_address ON party(address)",
    "CREATE INDEX party_ours ON party(interaction_id, ordinal, role, staff_id) WHERE staff_id IS NOT NULL",
    "CREATE INDEX party_answers ON party(interaction_id, person_id) WHERE role = 'reply_to'",
    """CREATE TABLE contact (
        person_id INTEGER NOT NULL REFERENCES person(id) ON DELETE CASCADE, at TEXT NOT NULL,
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, organisation_id INTEGER,
        staff_id INTEGER, PRIMARY KEY (person_id, at, interaction_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX contact_organisation ON contact(organisation_id, at, interaction_id) WHERE organisation_id IS NOT NULL",
    "CREATE INDEX contact_interaction ON contact(interaction_id)",
    *workplaces.DERIVED,
    *replies.DERIVED,
    """CREATE TABLE promise (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE,
        quote TEXT NOT NULL, kind TEXT NOT NULL, firmness TEXT NOT NULL, act TEXT NOT NULL, state TEXT NOT NULL, promiser TEXT NOT NULL,
        assignee TEXT, beneficiary TEXT, organisation_id INTEGER REFERENCES organisation(id), due_from TEXT, due_to TEXT, due_zone TEXT,
        due_at TEXT, due_kind TEXT, due_text TEXT, confidence REAL NOT NULL, trusted INTEGER NOT NULL, said_at TEXT NOT NULL,
        ordinal INTEGER NOT NULL DEFAULT 0, why TEXT NOT NULL, wording TEXT, named TEXT NOT NULL DEFAULT '',
        noted TEXT NOT NULL DEFAULT '', replaced_by TEXT, derived_by TEXT NOT NULL, scorer TEXT NOT NULL) STRICT""",
    "CREATE INDEX promise_wording ON promise(promiser, wording) WHERE wording IS NOT NULL",
    "CREATE INDEX promise_noted ON promise(noted) WHERE noted <> ''",
    "CREATE INDEX promise_interaction ON promise(interaction_id)",
    "CREATE INDEX promise_state_due ON promise(state, due_at)",
    "CREATE INDEX promise_promiser ON promise(promiser)",
    "CREATE INDEX promise_newest ON promise(said_at, key, confidence, firmness, due_kind, kind, noted) WHERE state = 'open'",
    "CREATE INDEX promise_organisation ON promise(organisation_id) WHERE state = 'open'",
    "CREATE INDEX promise_beneficiary ON promise(beneficiary) WHERE state = 'open'",
    "CREATE INDEX promise_given_to ON promise(beneficiary, said_at)",
    "CREATE INDEX promise_given_at ON promise(organisation_id, said_at)",
    "CREATE INDEX promise_standing ON promise(organisation_id, said_at) WHERE state IN ('open', 'unknown')",
    """CREATE TABLE evidence (
        promise_id INTEGER NOT NULL REFERENCES promise(id) ON DELETE CASCADE, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE,
        closes TEXT NOT NULL, reason TEXT NOT NULL, quote TEXT NOT NULL, at TEXT NOT NULL, by TEXT,
        PRIMARY KEY (promise_id, interaction_id)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX evidence_interaction ON evidence(interaction_id)",
    "CREATE INDEX evidence_at ON evidence(at)",
    "CREATE INDEX evidence_by ON evidence(by) WHERE by IS NOT NULL",
    "CREATE TABLE put_off (promise_id INTEGER PRIMARY KEY) STRICT",  # promises to be weighed when a backlog is in (evidence.settle_put_off empties it)
    # what the department's standard comes to for a promise: a wall text, beside promise.due_to
    """CREATE TABLE usual_term (
        promise_id INTEGER PRIMARY KEY REFERENCES promise(id) ON DELETE CASCADE, department TEXT NOT NULL, term TEXT NOT NULL, due_to TEXT NOT NULL) STRICT""",
    """CREATE TABLE handoff (
        promise_id INTEGER PRIMARY KEY REFERENCES promise(id) ON DELETE CASCADE, from_staff TEXT NOT NULL, to_staff TEXT NOT NULL, state TEXT NOT NULL, since TEXT NOT NULL) STRICT""",
    "CREATE INDEX handoff_state ON handoff(state, since)",
    # each with the address of the outside person it concerns: who that is follows from `identifier`
    """CREATE TABLE offer (
        key TEXT PRIMARY KEY, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, address TEXT NOT NULL, quote TEXT NOT NULL,
        product TEXT NOT NULL, amounts TEXT NOT NULL, discount TEXT NOT NULL, valid_until TEXT, said TEXT NOT NULL, numbers TEXT NOT NULL,
        why TEXT NOT NULL, derived_by TEXT NOT NULL, customer TEXT NOT NULL, state TEXT NOT NULL, closed_by TEXT, contradicts TEXT,
        differs TEXT NOT NULL DEFAULT '', file TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID""",
    "CREATE INDEX offer_customer ON offer(customer, interaction_id)",
    "CREATE INDEX offer_interaction ON offer(interaction_id)",
    "CREATE INDEX offer_address ON offer(address, interaction_id)",
    "CREATE INDEX offer_product ON offer(product)",  # each name of a product once
    # open, answered, apologised, settled or dismissed; of one left by telephone the address is the number
    """CREATE TABLE complaint (
        key TEXT PRIMARY KEY, interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, address TEXT NOT NULL, quote TEXT NOT NULL,
        state TEXT NOT NULL, why TEXT NOT NULL, derived_by TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX complaint_interaction ON complaint(interaction_id)",
    "CREATE INDEX complaint_address ON complaint(address)",
    "CREATE INDEX complaint_open ON complaint(state) WHERE state IN ('open', 'answered', 'apologised')",
    """CREATE TABLE complaint_sign (
        complaint_key TEXT NOT NULL REFERENCES complaint(key) ON DELETE CASCADE, step TEXT NOT NULL CHECK (step IN ('answered', 'apologised', 'settled')),
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, at TEXT NOT NULL, quote TEXT NOT NULL,
        PRIMARY KEY (complaint_key, step)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX complaint_sign_interaction ON complaint_sign(interaction_id)",
    "CREATE INDEX complaint_sign_settled ON complaint_sign(at, complaint_key) WHERE step = 'settled'",
    # what an outside person asks of us in a message, the first of it
    """CREATE TABLE question (
        interaction_id INTEGER PRIMARY KEY REFERENCES interaction(id) ON DELETE CASCADE, quote TEXT NOT NULL, why TEXT NOT NULL, derived_by TEXT NOT NULL,
        address TEXT NOT NULL) STRICT""",
    "CREATE INDEX question_address ON question(address)",
    # from a message, or from a card; of somebody a note only names, the address is that of the one who can be meant, if just one can
    """CREATE TABLE fact (
        key TEXT PRIMARY KEY, interaction_id INTEGER REFERENCES interaction(id) ON DELETE CASCADE, origin TEXT, ordinal INTEGER, address TEXT NOT NULL,
        named TEXT NOT NULL, quote TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, negated INTEGER NOT NULL, why TEXT NOT NULL,
        derived_by TEXT NOT NULL, FOREIGN KEY (origin, ordinal) REFERENCES card(origin, ordinal) ON DELETE CASCADE) STRICT, WITHOUT ROWID""",
    "CREATE INDEX fact_interaction ON fact(interaction_id)",
    "CREATE INDEX fact_card ON fact(origin, ordinal) WHERE origin IS NOT NULL",
    "CREATE INDEX fact_address ON fact(address)",
    # rows of the accounting program's tables, and what they are joined by: names without form and marks, numbers without what stands between
    """CREATE TABLE customer_row (
        origin TEXT PRIMARY KEY, code TEXT NOT NULL, name TEXT, vat TEXT, address TEXT, emails TEXT, phones TEXT, owner TEXT, since TEXT,
        domain TEXT NOT NULL, name_key TEXT NOT NULL, vat_key TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX customer_row_code ON customer_row(code)",
    "CREATE INDEX customer_row_vat ON customer_row(vat_key)",
    "CREATE INDEX customer_row_name ON customer_row(name_key)",
    "CREATE INDEX customer_row_domain ON customer_row(domain) WHERE domain <> ''",
    """CREATE TABLE order_ (
        origin TEXT PRIMARY KEY, number TEXT NOT NULL, date TEXT, customer TEXT, product TEXT, amount REAL, currency TEXT, state TEXT,
        name_key TEXT NOT NULL, customer_key TEXT NOT NULL, number_key TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX order_number ON order_(number_key)",
    """CREATE TABLE invoice (
        origin TEXT PRIMARY KEY, number TEXT NOT NULL, date TEXT, due TEXT, customer TEXT, amount REAL, currency TEXT, paid_on TEXT,
        name_key TEXT NOT NULL, customer_key TEXT NOT NULL, number_key TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX invoice_number ON invoice(number_key)",
    """CREATE TABLE asset (
        origin TEXT PRIMARY KEY, serial TEXT NOT NULL, product TEXT, customer TEXT, installed_on TEXT, service_on TEXT, warranty_until TEXT,
        name_key TEXT NOT NULL, customer_key TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    *(f"CREATE INDEX {table.rstrip('_')}_{column.partition('_')[0]} ON {table}({column}) WHERE {column} <> ''" for table in ("order_", "invoice", "asset") for column in ("name_key", "customer_key")),
    *wishes_shape.DERIVED,
    # cases of the rules of the relation (store/relations.py): waiting until `since`, open, closed at `mended_at` (which may lie ahead). `of`: what it was
    # found in (by store/relation_rows.py); `address`: the outside person's, or a company's domain; who that is follows from `identifier` and `domain`
    """CREATE TABLE breach (
        id TEXT PRIMARY KEY, rule TEXT NOT NULL, case_id TEXT NOT NULL, of TEXT NOT NULL, address TEXT NOT NULL, staff TEXT NOT NULL, quote TEXT NOT NULL,
        since TEXT NOT NULL, mended_at TEXT, state TEXT NOT NULL CHECK (state IN ('waiting', 'open', 'closed')), why TEXT NOT NULL, seen_by TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX breach_of ON breach(rule, of)",
    "CREATE INDEX breach_state ON breach(state, since, id, rule)",  # a count by rule without the rows
    "CREATE INDEX breach_staff ON breach(staff, state, since)",
    "CREATE INDEX breach_address ON breach(address)",
    "CREATE INDEX breach_ahead ON breach(mended_at) WHERE state = 'open' AND mended_at IS NOT NULL",
    # on which days (or from which instant to which) a colleague is away, by an entry or an automatic reply
    """CREATE TABLE away (
        interaction_id INTEGER NOT NULL REFERENCES interaction(id) ON DELETE CASCADE, address TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, PRIMARY KEY (interaction_id, address, first)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX away_address ON away(address)",
    # what is to be weighed anew by the rules (store/relations.py empties it): what changed, as triggers saw it, and the rows it concerns
    "CREATE TABLE unweighed (kind TEXT NOT NULL, value NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID",
    *_unweighed(),
    # the words of subject, own text, names and file names, stemmed; contentless: the words stand in `message` already
    "CREATE VIRTUAL TABLE search USING fts5(subject, text, names, content='', tokenize='unicode61 remove_diacritics 2')",
    *rhythm_shape.DERIVED,
)

DERIVED_TABLES = (  # in the order in which they can be emptied
    "customer_row", "order_", "invoice", "asset",
    "evidence", "put_off", "handoff", "usual_term", "promise", "offer", "complaint_sign", "complaint", "fact", "question", *wishes_shape.DERIVED_NAMES, "breach", "unweighed", "away", "workplace", "contact", "party", "identifier",
    "person_words", "organisation_words", "person", "domain", "organisation", "renamed", "card_domain", "signed_name", "signature", "signature_mark", "called", "mailbox", "mailing_list", "review", "card_identifier", "card", "call", "renumbered", "attendance", "proposed_time", "occurrence", "meeting_override", "meeting_copy", "meeting", "attachment", "link",
    "message", "interaction", "reply", "conversation_changed", *rhythm_shape.DERIVED_NAMES,
)  # fmt: skip


def m001_ground(db: sqlite3.Connection) -> None:
    """Truth and what is derived from it."""
    for statement in (*_TRUTH, *tallies.TRUTH, *rhythm_shape.TRUTH, *_DERIVED):
        db.execute(statement)


def r001_blobs(db: sqlite3.Connection) -> None:
    """Original bytes by their hash: codec 0 as is, 1 zlib, 2 zstd; size in bytes before packing."""
    db.execute("CREATE TABLE blob (hash BLOB PRIMARY KEY, codec INTEGER NOT NULL, size INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT")


HISTORY: tuple[Step, ...] = (m001_ground,)
RAW: tuple[Step, ...] = (r001_blobs,)
