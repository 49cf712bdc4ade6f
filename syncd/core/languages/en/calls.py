"""English words of telephone calls: labels and phrases of notification mails, and how people tell of a call. Tables, no logic.

Labels are compared with what stands before a colon, lower-case; the rest are regular expressions over lower-case text.
"""

from __future__ import annotations

LABELS = {
    "caller": (
        "from", "caller", "caller id", "caller-id", "callerid", "calling number", "caller number", "phone", "phone number", "number", "from number",
        "callback number", "call back number", "call from", "missed call from", "voicemail from", "incoming call from", "client", "customer number",
        "caller phone", "tel", "telephone", "source", "external number", "remote party", "with", "participants", "customer", "call with", "calling party", "mobile", "work",
    ),
    "name": ("caller name", "name", "contact", "contact name", "caller id name", "customer name", "company contact"),
    "called": (
        "to", "called", "called to", "called number", "dialed", "dialled", "dialed number", "for",
        "to number", "destination", "originally dialed number", "number called",
    ),
    "line": (
        "line", "mailbox", "extension", "ext", "queue", "did", "your number", "ring group", "voicemail box", "aircall number", "mailbox number", "host", "recipient", "agent", "user", "team", "department", "answered by", "member", "employee", "handled by",
    ),
    "time": (
        "date", "time", "date/time", "date and time", "received", "received at", "received on", "called on", "called at", "call received", "call time", "when",
        "started", "start time", "started at", "call date", "timestamp", "time of call", "left at", "date & time", "call started", "date received", "message left", "on",
    ),
    "length": (
        "duration", "length", "message length", "call duration", "call length", "talk time", "talk duration", "message duration", "voicemail duration",
        "voicemail length", "recording length", "conversation", "duration (seconds)", "length of message", "talked", "length (sec)",
    ),
    "ringing": ("ring time", "ringing", "rang for", "waiting time", "wait time", "time in queue", "hold time", "wait", "ring duration", "waited", "rang", "ring"),
    "direction": ("direction", "call direction", "type", "call type", "call"),
    "outcome": ("status", "result", "call status", "outcome", "call result", "disposition"),
}  # fmt: skip
FROM = (r"from", r"with", r"by")
MISSED = r"missed|unanswered|not answered|no answer|abandoned|tried to (?:call|reach)|didn't (?:pick up|answer)|hung up|lost call|without (?:leaving )?a (?:voice ?mail|message)|busy"
VOICEMAIL = r"voice ?-?mail|voice message|left (?:you )?a (?:\S+ )?message|new message \S+ in mailbox|long message|recorded message"
NO_MESSAGE = r"no (?:voice ?mail|message)|did(?:n't| not) leave|without (?:leaving )?a (?:voice ?mail|message)|not left"
ANSWERED = r"call (?:summary|recap|recording|notes|ended|transcript|report)|(?:summary|recap|notes|recording|transcript) (?:of|for|from) (?:your |the )?(?:\S+ )?call|answered|completed call|call with|connected|completed"
OUTGOING = r"out(?:going|bound)|you called|your call to"
INCOMING = r"in(?:coming|bound)|called you"
NOTICE = (
    r"missed (?:\S+ )?call|voice ?-?mail|voice message|(?:call|conversation) (?:summary|recap|notes|recording|transcript)|(?:summary|recap|notes|transcript) (?:of|for|from) (?:your |the )?(?:\S+ )?call"
    r"|(?:incoming|outgoing|inbound|outbound|unanswered|abandoned|lost|answered|new|completed|internal) call\b|call (?:from|with|ended|report|record)\b|you (?:missed|received) a call|called you|new message \S* ?in mailbox|message from .{0,60}\(\d+"
)
NOBODY = (
    "unknown", "anonymous", "private", "restricted", "withheld", "unavailable", "blocked", "unknown caller", "wireless caller", "private caller", "private number", "no caller id",
    "unknown name", "toll free", "toll free call", "cell phone", "mobile", "mobile caller", "external", "external caller", "caller", "number withheld", "out of area", "unknown number",
    "not available", "asterisk", "n/a", "none", "phone", "voicemail", "telephone", "landline", "uk mobile", "united kingdom", "customer", "you", "number", "someone", "incoming call", "work", "home",
)  # fmt: skip
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
AT = (r"at", r"@")
TODAY, YESTERDAY = r"today", r"yesterday"
SECONDS, MINUTES, HOURS = r"s(?:ec(?:ond)?s?)?", r"m(?:in(?:ute)?s?)?", r"h(?:(?:ou)?rs?)?"
NUMBERS = {
    "one": 1, "a": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "half an": 0.5, "couple of": 2,
}  # fmt: skip
