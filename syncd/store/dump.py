"""A store as text, to compare two: derived tables and outbox by natural keys, without row ids, uuids, times of storing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

# name → the rows, ordered by what they are rather than by when they came
QUERIES: dict[str, str] = {
    "interaction": "SELECT key, kind, at, direction, subject, class, language, visibility, thread, joined_by, snippet, problems, derived_by FROM interaction",
    "message": "SELECT i.key, m.message_id, m.own_text, m.quoted_text, m.in_sent, m.authentic, m.topic, m.is_stray FROM message m JOIN interaction i ON i.id = m.interaction_id",
    "link": "SELECT i.key, l.ref, l.own FROM link l JOIN interaction i ON i.id = l.interaction_id",
    "attachment": "SELECT i.key, a.ordinal, a.name, a.media_type, a.size, a.hash FROM attachment a JOIN interaction i ON i.id = a.interaction_id",
    "file_text": "SELECT hash, text, problem, language, version FROM file_text WHERE hash IN (SELECT hash FROM attachment)",
    "party": "SELECT i.key, p.ordinal, p.role, p.address, p.name, p.raw, p.response, "
    "(SELECT value FROM identifier d WHERE d.person_id = p.person_id ORDER BY kind, value LIMIT 1), s.address "
    "FROM party p JOIN interaction i ON i.id = p.interaction_id LEFT JOIN staff s ON s.id = p.staff_id",
    "reply": "SELECT i.key, r.at, r.replied_at, s.address FROM reply r JOIN interaction i ON i.id = r.interaction_id LEFT JOIN staff s ON s.id = r.staff_id",
    "meeting": "SELECT i.key, m.uid, m.sequence, m.title, m.description, m.start_wall, m.start_zone, m.start_at, m.end_wall, m.end_zone, m.end_at, "
    "m.all_day, m.rrule, m.status, m.location, m.link, m.sort FROM meeting m JOIN interaction i ON i.id = m.interaction_id",
    "meeting_override": "SELECT i.key, o.recurrence_id, o.sequence, o.title, o.start_at, o.end_at, o.status FROM meeting_override o "
    "JOIN interaction i ON i.id = o.interaction_id",
    "proposed_time": "SELECT i.key, o.address, o.recurrence_id, o.start_at, o.end_at, o.said_at FROM proposed_time o JOIN interaction i ON i.id = o.interaction_id",
    "attendance": "SELECT i.key, a.at, a.address, a.was_there, a.reason, t.key FROM attendance a JOIN interaction i ON i.id = a.interaction_id "
    "JOIN interaction t ON t.id = a.told_by",
    "occurrence": "SELECT i.key, o.recurrence_id, o.start_at, o.end_at, o.title, o.status FROM occurrence o JOIN interaction i ON i.id = o.interaction_id",
    "person": "SELECT d.kind, d.value, d.reason, d.doubt, n.name, n.mail_name, n.card_name, o.name, n.language, n.utc_offset FROM identifier d JOIN person n ON n.id = d.person_id "
    "LEFT JOIN organisation o ON o.id = n.organisation_id",
    "person_words": "SELECT n.name, n.folded, w.names, w.spellings, w.known FROM person n LEFT JOIN person_words w ON w.id = n.id",
    "organisation": "SELECT name, domains, owner FROM organisation",
    "organisation_words": "SELECT o.name, o.folded, w.names, w.spellings, w.known FROM organisation o LEFT JOIN organisation_words w ON w.id = o.id",
    "domain": "SELECT d.name, d.brand, o.name FROM domain d JOIN organisation o ON o.id = d.organisation_id",
    "card_domain": "SELECT domain, origin, ordinal FROM card_domain",
    "signed_name": "SELECT s.domain, i.key, s.key, s.written FROM signed_name s JOIN interaction i ON i.id = s.interaction_id",
    "no_contact": "SELECT subject, channel, reason, since, until, by FROM no_contact",
    "returned": "SELECT i.key, d.value, r.at, r.before_at, r.why, (SELECT min(value) FROM identifier k WHERE k.person_id = r.known_as) FROM returned r JOIN interaction i ON i.id = r.interaction_id JOIN identifier d ON d.person_id = r.person_id",
    "no_contact_said": "SELECT n.key, i.key, n.address, n.channel, n.quote, n.why FROM no_contact_said n JOIN interaction i ON i.id = n.interaction_id",
    "signature": "SELECT s.address, i.key, s.at, s.name, s.post, s.organisation, s.phones, s.site, s.city FROM signature s JOIN interaction i ON i.id = s.interaction_id",
    "signature_mark": "SELECT m.value, m.address, i.key FROM signature_mark m JOIN interaction i ON i.id = m.interaction_id",
    "called": "SELECT address, name, speaks FROM called",
    "mailbox": "SELECT key, address FROM mailbox",
    "mailing_list": "SELECT l.address, i.key FROM mailing_list l JOIN interaction i ON i.id = l.interaction_id",
    "card": "SELECT origin, ordinal, owner, name, organisation, title, birthday, body FROM card",
    "card_identifier": "SELECT value, origin, ordinal FROM card_identifier",
    "contact": "SELECT d.value, c.at, i.key, o.name, s.address FROM contact c JOIN identifier d ON d.person_id = c.person_id "
    "JOIN interaction i ON i.id = c.interaction_id LEFT JOIN organisation o ON o.id = c.organisation_id LEFT JOIN staff s ON s.id = c.staff_id",
    **{table: f"SELECT CASE c.company WHEN 0 THEN (SELECT value FROM identifier d WHERE d.person_id = c.person ORDER BY kind, value LIMIT 1) ELSE (SELECT o.name FROM organisation o WHERE o.id = c.company) END, c.{columns} "
              f"FROM {table} c"
       for table, columns in (("contact_day", "day, c.met, c.informal"),
                              ("rhythm", "owner, c.first_on, c.last_on, c.days, c.usual_gap, c.quiet_from, c.next_on, c.met_on, c.met_since_informal, c.informal_on, c.informal_gap"))},
    "customer_row": "SELECT * FROM customer_row",
    "order_": "SELECT * FROM order_",
    "invoice": "SELECT * FROM invoice",
    "asset": "SELECT * FROM asset",
    "promise": "SELECT p.key, i.key, p.quote, p.kind, p.firmness, p.act, p.state, p.promiser, p.assignee, p.beneficiary, o.name, p.due_from, p.due_to, "
    "p.due_zone, p.due_at, p.due_kind, p.due_text, p.confidence, p.trusted, p.said_at, p.ordinal, p.why, p.replaced_by, p.scorer FROM promise p "
    "JOIN interaction i ON i.id = p.interaction_id LEFT JOIN organisation o ON o.id = p.organisation_id",
    "evidence": "SELECT p.key, i.key, e.closes, e.reason, e.quote, e.at, e.by FROM evidence e JOIN promise p ON p.id = e.promise_id JOIN interaction i ON i.id = e.interaction_id",
    "usual_term": "SELECT p.key, u.department, u.term, u.due_to FROM usual_term u JOIN promise p ON p.id = u.promise_id",
    "handoff": "SELECT p.key, h.from_staff, h.to_staff, h.state, h.since FROM handoff h JOIN promise p ON p.id = h.promise_id",
    "offer": "SELECT f.key, i.key, f.address, f.quote, f.product, f.amounts, f.discount, f.valid_until, f.said, f.numbers, f.why, f.customer, f.state, f.closed_by, f.contradicts, f.differs FROM offer f "
    "JOIN interaction i ON i.id = f.interaction_id",
    "complaint": "SELECT c.key, i.key, c.address, c.quote, c.state, c.why FROM complaint c JOIN interaction i ON i.id = c.interaction_id",
    "question": "SELECT i.key, q.quote, q.why, q.derived_by, q.address FROM question q JOIN interaction i ON i.id = q.interaction_id",
    "away": "SELECT i.key, a.address, a.first, a.last FROM away a JOIN interaction i ON i.id = a.interaction_id",
    "breach": "SELECT * FROM breach",
    "complaint_sign": "SELECT s.complaint_key, s.step, i.key, s.at, s.quote FROM complaint_sign s JOIN interaction i ON i.id = s.interaction_id",
    "fact": "SELECT f.key, i.key, f.origin, f.ordinal, f.address, f.named, f.quote, f.kind, f.value, f.negated, f.why FROM fact f LEFT JOIN interaction i ON i.id = f.interaction_id",
    "call": "SELECT i.key, c.at, c.direction, c.number, c.name, c.seconds, c.outcome, c.line, c.why, c.same_as FROM call c JOIN interaction i ON i.id = c.interaction_id",
    "reminder": "SELECT uid, purpose, subject, promise_key, owner, calendar, CASE WHEN state = 'sending' THEN 'wanted' ELSE state END, title, text, "
    "start_at, end_at, zone, all_day, alarms, url, content_hash, handle, seen_start, seen_title, seen_note FROM reminder",
    "sighting": "SELECT s.name, c.remote_id, g.remote_id, g.key, g.media_type, hex(g.hash), g.gone_since IS NOT NULL FROM sighting g "
    "JOIN collection c ON c.id = g.collection_id JOIN source s ON s.id = c.source_id",
    "excluded": "SELECT s.name, c.remote_id, x.remote_id, x.rule FROM excluded x JOIN collection c ON c.id = x.collection_id "
    "JOIN source s ON s.id = c.source_id",
    "pending": "SELECT s.name, c.remote_id, p.remote_id, p.reason FROM pending p JOIN collection c ON c.id = p.collection_id "
    "JOIN source s ON s.id = c.source_id",
    "decision": "SELECT kind, subject, value, by, origin FROM decision",
}


def dump(db: sqlite3.Connection) -> Iterator[str]:
    """One line a row, `table|value|value…`, sorted within each table; texts with their line ends escaped."""
    for name, query in QUERIES.items():
        for row in sorted(db.execute(query), key=repr):
            yield "|".join([name, *(_text(v) for v in row)])
    for row in db.execute("SELECT i.key, s.rowid IS NOT NULL FROM interaction i LEFT JOIN search s ON s.rowid = i.id ORDER BY i.key"):
        yield f"search|{row[0]}|{row[1]}"


def _text(value: object) -> str:
    return "∅" if value is None else str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("|", "\\p")
