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
    "ringing": ("ring time", "ringing", "rang for", "waiting time", "wait time", "time in queue", "hold time", "wait", "ring duration", "waited", "rang", "ring", "time waiting", "waited for", "queue time", "rang (s)"),
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
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40,
    "forty-five": 45, "couple of": 2,
}  # fmt: skip

# how people tell of a call: verbs by who called, how it ended, and what is still to come
GATE = ("call", " rang", " ring", "phon", " spoke", "on the line")
THEY = r"called(?! (?:off|it|out|for|upon|on|a|an|the)\b)|rang(?! (?:the|a)\b)|phoned|telephoned|gave (?:us|me) a (?:call|ring)|was on the (?:phone|line)"
WE = (
    r"(?:i|we)(?:'ve| have| had)? ?(?:just |also |then |already |finally |at last )?(?:called(?! (?:it|off|out|for|this|that|the meeting)\b)|rang|phoned|telephoned|spoke|talked|got hold|tried|dialled)|spoke (?:to|with)|talked (?:to|with)|got hold of|"
    r"had a (?:[\w-]+ ){0,3}(?:call|chat) with|off the phone (?:with|to)|on the phone (?:with|to)|(?:called|rang|phoned) (?:him|her|them|mr|mrs|ms|dr)\b|^(?:just )?(?:called|rang|phoned|spoke|tried)|gave (?:him|her|them|mr|mrs) a (?:call|ring)"
)
TALKED = r"we were on for|spoke|talked|chatted|discussed|were on the phone|had a (?:[\w-]+ ){0,3}(?:call|chat)|off the phone|call lasted|conversation lasted"
NOT_REACHED = (
    r"did(?:n't| not) (?:pick up|answer)|no (?:answer|reply|joy|luck)|(?:could|can)(?:n't|not) (?:reach|get (?:hold|through))|nobody (?:answered|picked up)|no one (?:answered|picked up)|"
    r"tried (?:to (?:call|ring|reach|phone)|calling|ringing|phoning|you|him|her)|rang out|it just rang|rang and rang|engaged|missed (?:him|her|them|my call|your call|each other)|was(?:n't| not) (?:in|picking up|answering)|without an answer|unanswered"
)
LEFT_MESSAGE = r"left (?:\w+ ){0,2}(?:a )?(?:voice ?mail|message)|went (?:straight )?to voice ?mail"
PLAN = (
    r"(?:i|we)(?:'ll| will| shall|'m going to| am going to|'d like to) (?:\w+ ){0,2}(?:call|ring|phone|give (?:you|him|her|them) a (?:call|ring|bell))|(?:i|we)(?:'m| am|'re| are) (?:calling|ringing|phoning|due to (?:call|ring|phone)|to (?:call|ring|phone))|"
    r"(?:call|phone call|telephone call) (?:with|booked|scheduled|set|is|at|on|for|tomorrow|today|mon|tue|wed|thu|fri)\w*|let's (?:\w+ )?(?:call|speak|talk|have a call|do a call|jump on a call)|(?:we )?(?:speak|talk) (?:on|at|tomorrow)|^(?:call|ring|phone) (?!me|us)\w+|i have a call|phone (?:him|her|them)"
)
THEY_PLAN = r"(?:will|is going to|is due to|'s going to|promised to|wants to|is to) (?:call|ring|phone)|(?:will be|is) (?:calling|ringing|phoning)|expect (?:her|his|a|their) call"
CONDITION = r"if|unless|whether|when|once|in case|could you|can you|would you|please|shall i"
SPANS = {"quarter of an hour": 900, "half an hour": 1800, "half hour": 1800, "an hour": 3600, "three quarters of an hour": 2700, "a minute": 60, "half a minute": 30}
# what a label nobody has listed is about, by its words; the first that fits
LIKELY = (
    ("ringing", r"wait|queue|\bring|rang\b|hold"), ("length", r"durat|length|talk"), ("time", r"\btime|\bdate|receiv|start|\bleft\b"), ("name", r"\bname\b"),
    ("line", r"mailbox|extension|\bline\b|agent|\buser\b|answered by"), ("called", r"\bto\b|called|destin|dial"), ("caller", r"caller|calling|\bfrom\b|number|phone"), ("outcome", r"status|result"),
    ("direction", r"direction"),
)
