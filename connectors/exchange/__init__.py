"""Exchange Server on the company's own premises, by Exchange Web Services: mail, calendars, contacts and journal of one mailbox.

Read harvest.py first; it is the connector. Below it: folders.py (which there are), mails.py and items.py (what becomes of
what a folder tells), listening.py (being told of changes), operations.py (what is asked, as XML), session.py (one signed-in connection), refusals.py (what a refusal means).
Reminders are kept by reminders.py; below it own_entries.py (what an entry is there) and writing.py (what is asked to find and write it).
Microsoft 365 is read by connectors/graph: Exchange Online has closed this interface.
"""
