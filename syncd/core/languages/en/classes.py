"""English words by which automatic mail is known: tables of regular expressions and plain words, no logic.

The subject patterns are matched at the start of a lower-case subject, the text phrases are searched in the lower-case
beginning of a text.
"""

from __future__ import annotations

# an auto-reply says so in its subject, and then names the subject it answers, or nothing
VACATION_SUBJECTS = (
    r"auto(?:matic|mated|matische)?[ -]?(?:reply|response|respond|answer)\b",
    r"autoreply\b",
    r"auto: .{0,80}(?:out of|returning|away|absen|vacation|leave|holiday)",
    r"out[ -]of[ -](?:the )?office(?:$|[:!.]| -|\s+(?:re|auto|reply|notification|response|message|notice|assistant))",
    r"ooo(?:$|:| -| re:)",
    r"(?:on |annual )?(?:vacation|holiday|leave)(?: (?:auto)?(?:-?reply|notice|message|response|notification))",
    r"(?:i am|i'm) (?:currently )?(?:out of (?:the )?office|on (?:vacation|holiday|leave)|away)",
    r"away from (?:my )?(?:mail|e-mail|email|desk|office)",
    r"\[auto[ -]?(?:reply|response)\]",
    r"thank you for (?:contacting|your (?:e-?mail|message|enquiry|inquiry|request) to)\b",
    r"we(?:'ve| have) received your (?:e-?mail|message|request|enquiry|inquiry|ticket)",
)

BOUNCE_SUBJECTS = (
    r"undeliver(?:able|ed)\b",
    r"(?:mail )?deliver(?:y|ed)?[ -](?:status )?(?:notification|failure|failed|problem|report|error|incomplete|system|delayed|has failed)",
    r"returned (?:mail|to sender)",
    r"failure notice",
    r"mail (?:system error|delivery|could not be delivered|returned)",
    r"(?:your )?(?:message|mail|e-mail|email).{0,40}"
    r"(?:could not be delivered|not delivered|undeliverable|delayed|was not delivered|could not be sent|returned)",
    r"warning: (?:could not send|message|e-?mail)",
    r"(?:non[- ]?delivery|ndr|ndn)\b",
    r"rejected (?:mail|posting|message)",
    r"(?:user|recipient) unknown",
    r"message (?:status|rejected|blocked)",
    r"(?:mdaemon|permanent) (?:notification|delivery failure|error)",
    r"nondeliverable mail",
    r"(?:message )?undelivered",
    r"delivery (?:to|of) .{0,60}(?:failed|delayed)",
)

READ_SUBJECTS = (r"read: ", r"read receipt", r"not read: ", r"return receipt", r"disposition notification", r"message read")

VOICEMAIL_SUBJECTS = (
    r"(?:you have )?(?:an? )?(?:new )?(?:voice[ -]?mail|voice message)(?: message)?(?: \(\d+:\d+\))?"
    r"(?: (?:from|received|for you|left by|in mailbox)\b|:|$| \d| -)",
    r"(?:you have |you had )?(?:an? )?(?:new )?missed (?:phone )?(?:call|conversation)(?:s)?(?: (?:from|with)\b|:|$| \d)",
    r"\[pbx\]: new message",
    r"message from .{0,60}\(\d+ secs?\)",
    r"new text (?:message )?from .{0,40}google voice",
)

AUTO_TEXTS = (
    "this is an automated", "this is an automatic", "this is an auto-generated", "this message was generated automatically",
    "this email was generated automatically",
    "automatically generated", "this is a system generated", "this is a system-generated", "do not reply to this",
    "please do not reply to this", "replies to this email are not monitored",
    "this mailbox is not monitored", "this email address is not monitored", "sent automatically", "auto-reply", "autoreply",
    "automated response", "automated reply",
)  # fmt: skip
# absence: one phrase of each row, both near the beginning
ABSENCE_TEXTS = (
    "out of the office", "out of office", "on vacation", "on annual leave", "on holiday", "on leave", "away from the office",
    "away from my desk", "maternity leave", "parental leave",
)  # fmt: skip
ABSENCE_CLUES = (
    "limited access", "no access", "upon my return", "on my return", "when i return", "will return on", "i return on", "for urgent",
    "in urgent", "in case of urgent", "if urgent",
    "if your matter is urgent", "if it is urgent", "if your request is urgent", "urgent matters", "will respond to your",
    "will reply to your", "will not be checking", "back in the office on",
    "please contact", "not be able to read", "will be forwarded",
)  # fmt: skip

BOUNCE_TEXTS = (
    "could not be delivered", "could not deliver", "was not delivered", "undeliverable*", "delivery to the following recipient",
    "delivery has failed", "delivery failed",
    "permanent fatal errors", "permanent error", "recipient address rejected", "user unknown", "unknown user", "invalid user address",
    "mailbox unavailable",
    "mailbox is full", "mailbox full", "mailbox exceeds", "no such user",
    "unable to deliver", "wasn't able to deliver", "was unable to deliver", "returned to sender", "has not yet been delivered",
    "not been delivered", "message was rejected",
    "mail system error", "error transcript", "failure reasons", "unroutable address", "original message follows", "quota exceeded",
    "host not reachable", "may not exist",
)  # fmt: skip

LIST_TEXTS = (
    "unsubscribe from this group", "subscribed to the google groups", "mailing list -- to unsubscribe", "subscribed to this group",
    "posting to this group",
)  # fmt: skip

UNSUBSCRIBE_TEXTS = (
    "unsubscribe*", "opt out of", "opt-out*", "email preferences", "manage preferences", "manage your subscription",
    "to be removed from", "removed from our list",
    "removed from this list", "you are receiving this", "you received this email because", "to stop receiving", "view in browser",
    "view this email in your browser", "to be taken off",
    "remove yourself",
)  # fmt: skip
