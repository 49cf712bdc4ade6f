"""What the plain tables and views are called and what their columns mean: Datasette's metadata for the store."""

from __future__ import annotations

from typing import Any

_LABELS = {
    "interaction": "subject", "person": "name", "organisation": "name", "staff": "name", "source": "name", "collection": "name",
    "department": "name", "promise": "quote",
}  # fmt: skip
_HIDDEN = (
    "meta", "tombstone", "original", "person_key", "organisation_key", "promise_key", "link", "signature_mark", "mailbox", "mailing_list", "_sqlite_migrations",
)  # fmt: skip

VIEWS: dict[str, dict[str, Any]] = {
    "promises": {
        "description": "Every promise, hand-off and promise made to us, with its term, its state and its reminder.",
        "columns": {
            "id": "the promise's key",
            "quote": "the words it was read from",
            "kind": "promise, handoff or theirs (promised to us)",
            "firmness": "firm, soft or conditional",
            "act": "what is to be done",
            "state": "open, kept, probably_kept, replaced, cancelled, broken, unknown, dismissed, withdrawn, historic",
            "promiser": "who gave it",
            "assignee": "who is to do it, where somebody else was named",
            "beneficiary": "to whom it was given",
            "due_from": "the term's beginning, local time",
            "due_to": "the term's end, local time",
            "due_at": "the end of the term as an instant, UTC",
            "confidence": "how sure the reading is, 0 to 1",
            "trusted": "1: the sender is proven",
            "said_at": "when it was said, UTC",
        },
    },
    "timeline": {
        "description": "One row per message, call or occurrence of a meeting and outside person.",
        "columns": {
            "at": "when, UTC",
            "direction": "in, out or internal",
            "staff": "the colleague",
            "interaction_id": "the key of the message, meeting or call",
        },
    },
    "people": {
        "description": "Everybody outside the company we have met, with one address and telephone each.",
        "columns": {
            "first_at": "first contact, UTC",
            "last_at": "last contact, UTC",
        },
    },
    "reviews": {
        "description": "Who may be one person or one company: proposals nobody has decided about yet.",
        "columns": {
            "a": "an address, or a company's domain",
            "b": "the other; of an address several people write from, the same",
            "quote": "what it was seen by",
        },
    },
    "organisations": {
        "description": "The companies our people deal with.",
        "columns": {
            "owner": "the colleague responsible for the customer",
        },
    },
    "meetings": {
        "description": "One row per meeting or series of meetings.",
    },
    "calls": {
        "description": "Telephone calls, voicemail and planned calls; one that was told twice is one row.",
        "columns": {
            "seconds": "how long the talk or the message was",
            "number": "the outside party's, in the international form",
        },
    },
    "missed_calls": {
        "description": "Calls to us that nobody answered, and what came back.",
        "columns": {
            "returned_by": "the key of the first later call with the same number or person that was answered, whoever rang, or mail of ours to them",
        },
    },
    "handoffs": {
        "description": "Who was asked by whom, and how far it has come.",
        "columns": {
            "state": "asked, accepted, declined, started, finished or expired",
        },
    },
    "customers": {
        "description": "The customers of the accounting program, and which company of the history each is.",
    },
    "orders": {
        "description": "The orders of the accounting program.",
        "columns": {
            "interaction_id": "the last message that speaks of it by its number",
        },
    },
    "invoices": {
        "description": "The invoices of the accounting program.",
        "columns": {
            "state": "paid, due or overdue",
            "interaction_id": "the last message that speaks of it by its number",
        },
    },
    "assets": {
        "description": "What is installed at customers, when it is to be serviced and until when it is under warranty.",
    },
    "sources": {
        "description": "Per mailbox or calendar: its state and its completeness.",
        "columns": {
            "lag_seconds": "seconds since it was last read without an error",
        },
    },
    "collections": {
        "description": "Per folder: what the server has, what is stored, and why they differ.",
    },
    "offers": {
        "description": "What was offered, ordered, invoiced or paid, each with the words it was read from.",
    },
    "complaints": {
        "description": "Complaints, with the words they were found in.",
    },
    "facts": {
        "description": "What is known about a person, with the words it was read from.",
    },
    "breaches": {
        "description": "Rules of the relation that were not kept.",
    },
    "no_contacts": {
        "description": "Who must not be contacted, by which channel and why; without a person it is the whole company.",
    },
    "employments": {
        "description": "Where each person works and worked, from the first contact there to the last one.",
    },
    "saved_queries": {
        "description": "The queries and segments that managers saved, as they stand now.",
        "columns": {
            "is_segment": "1: each of its rows is a customer",
        },
    },
}
_TABLES = {
    "interaction": "One message, meeting (or series) or call.",
    "message": "What a message adds: its own words and what it quotes.",
    "meeting": "What a meeting adds: times, place, repetition.",
    "occurrence": "Each time a meeting takes place, in a window around now.",
    "attachment": "Files that came with messages: names, types and sizes, no content.",
    "file_text": "The words of documents that came with messages, once for each file, or why there are none.",
    "customer_row": "A customer of the accounting program.",
    "order_": "An order of the accounting program.",
    "invoice": "An invoice of the accounting program.",
    "asset": "What is installed at a customer, from the accounting program.",
    "party": "Who took part in which role.",
    "person": "Somebody outside the company.",
    "identifier": "The addresses and telephone numbers a person is known by, with the reason.",
    "card": "What an address book says of somebody; a card that is gone from its book is gone here.",
    "card_identifier": "The addresses and telephone numbers on cards, by which cards are told apart.",
    "signature": "What people outside sign their own mail with.",
    "called": "The names an address was seen with; `speaks`: in its own mail.",
    "review": "Proposals about who is the same that are kept as rows; the view `reviews` has all.",
    "organisation": "A company outside.",
    "domain": "The domains of a company; `name:` stands before the name of one that has none.",
    "card_domain": "The companies a card speaks of, by the domains of its addresses and by name.",
    "signed_name": "What signed mail from a domain calls the company.",
    "staff": "Our people.",
    "department": "Our departments.",
    "contact": "Who was in touch when: what the timelines are read from.",
    "promise": "What was promised, in which words.",
    "score": "What a scorer that is asked once said of a promise; of what it was shown, a digest.",
    "evidence": "What closed a promise, or speaks for it: the interaction, the rule and the words.",
    "usual_term": "What a department's own standard comes to for a promise, beside the term that was promised.",
    "handoff": "Who has a promise now.",
    "reminder": "What should be in which calendar, and what is known to be there.",
    "introduction": "Whose first entry said what the program reads, who sees it and how to stop it.",
    "move": "Sources that moved to another provider, and how far that has come.",
    "left_entry": "Our entries in a calendar that is being left, until they are taken out there.",
    "decision": "What people decided; never changed afterwards.",
    "source": "A mailbox or calendar of an account.",
    "collection": "A folder or calendar in a source.",
    "sighting": "One object in one folder: the same mail in five mailboxes has five.",
    "pending": "What is not stored yet, and why.",
    "excluded": "What a rule left out: where it is and which rule; of leave, where escalation is on, the days.",
    "event": "What happened in the program.",
    "audit": "Who looked at whom.",
    "call": "What a call adds: number, length, outcome.",
    "renumbered": "Telephone numbers whose calls are about to be bound anew; empty between passes.",
    "meeting_copy": "The same meeting in somebody's calendar.",
    "meeting_override": "One time of a series that was changed.",
    "offer": "What was offered, ordered, invoiced or paid.",
    "complaint": "A complaint, with its words.",
    "fact": "What is known about a person, with the words it was read from.",
    "no_contact": "Who must not be contacted.",
    "breach": "A rule of the relation that was not kept.",
}


def metadata(company: str) -> dict[str, Any]:
    """Titles, descriptions, labels and what is hidden, as Datasette 0.65 reads them."""
    tables: dict[str, dict[str, Any]] = {name: {"description": text} for name, text in _TABLES.items()}
    for name, column in _LABELS.items():
        tables[name]["label_column"] = column
    tables["interaction"]["sort_desc"] = "at"
    for name in _HIDDEN:
        tables[name] = {"hidden": True, **({"allow": False} if name == "meta" else {})}
    return {"title": company, "databases": {"history": {"title": "history", "tables": tables | VIEWS}}}
