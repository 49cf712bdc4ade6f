"""English words that mark the zones and the class of a mail: tables only, no logic.

Phrases are lower case. `HEADERS` names the fields of a header block repeated inside a text; the tables whose names end
in `_PATTERNS` hold regular expressions, all others plain words.
"""

from __future__ import annotations

HEADERS = {
    "from": "from",
    "sent": "date",
    "date": "date",
    "sent on": "date",
    "to": "to",
    "cc": "to",
    "bcc": "to",
    "subject": "subject",
    "reply-to": "other",
    "importance": "other",
    "sent by": "other",
    "attachments": "other",
    "when": "other",
    "where": "other",
    "please respond to": "other",
}

# the verb at the end of "On Tuesday Ona Kazlauskienė wrote:"
WROTE = ("wrote", "writes", "you wrote", "has written")

ORIGINAL = (
    "original message",
    "original appointment",
    "reply message",
    "this is a copy of the message",
    "original message follows",
)
FORWARDED = ("forwarded message", "forwarded by", "forwarded letter", "begin forwarded message", "fwd message", "forward message")
FORWARD_ENDS = ("end of forwarded message", "end forwarded message", "end of original message")

CLOSINGS = (
    "best regards", "kind regards", "warm regards", "warmest regards", "kindest regards", "with kind regards", "with best regards",
    "regards", "rgds", "brgds", "best wishes", "all the best", "many thanks", "thanks and regards", "thanks & regards",
    "thank you and regards", "thank you", "thanks", "thanks again", "thanks in advance", "thank you in advance", "thx", "cheers",
    "sincerely", "sincerely yours", "yours sincerely", "yours faithfully", "yours truly", "yours", "respectfully", "cordially",
    "best", "br", "kr", "take care", "with thanks", "thanks so much", "thank you very much",
)  # fmt: skip

# what a phone or a mail program puts under a letter
PHONE_PATTERNS = (
    r"sent from (?:my|mail for|outlook|yahoo|samsung|proton|a mobile|windows mail|mobile|gmail|blackberry|huawei|xiaomi)\b",
    r"get outlook for\b",
    r"sent (?:via|with|using) (?:my|blackberry|samsung|android|iphone|the samsung|proton|spark|superhuman|mail\.ru|k-9|bluemail)\b",
    r"(?:get|download) (?:bluemail|spark|outlook|yahoo mail)\b",
)

# a short line under a closing that holds one of these is speech, not a name or a title
SPEECH_PATTERNS = (
    r"\b(?:I|i|i['’]ll|i['’]m|[Ww]e|we['’]ll|[Yy]ou|[Yy]our|will|[Pp]lease|[Ll]et (?:me|us)|he['’]ll|she['’]ll|[Tt]hey)\b",
    r"\b(?:[Tt]omorrow|[Tt]oday|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
)
# a person speaks in this paragraph: it is no notice
FIRST_PERSON_PATTERN = r"\bI(?:['’](?:ll|m|ve|d))?\b(?!\.)"

# any one of them makes its paragraph a notice
DISCLAIMERS = (
    "intended recipient", "intended only for", "intended solely for", "if you have received this e-mail in error",
    "if you have received this email in error",
    "if you have received this message in error", "received it in error", "received this in error", "message in error, please",
    "e-mail in error, please", "email in error, please", "attorney/client privilege",
    "attorney-client privilege", "attorney client privilege", "may be confidential and", "received this communication in error",
    "this e-mail and any attachment",
    "this email and any attachment",
    "this message and any attachment", "this e-mail is confidential", "this email is confidential", "this message is confidential",
    "this e-mail may contain confidential", "this email may contain confidential", "this message may contain confidential",
    "this email and any files transmitted", "this e-mail and any files transmitted", "this message and its attachments",
    "confidentiality notice", "contains confidential and/or", "confidential or privileged information", "legally privileged",
    "please consider the environment", "consider the environment before", "think before you print", "before printing this",
    "scanned for viruses", "checked for viruses", "virus-free.*", "swept by mimesweeper", "checked by avg",
    "for the presence of computer viruses",
    "originated from outside", "originated outside of", "do not click links or open", "[external]*", "external email:",
    "this message does not constitute", "does not constitute acceptance", "nothing in it shall be construed",
    "nothing in this message shall",
    "not necessarily those of", "does not create a binding", "not a binding offer", "registered in england",
    "privacy policy at", "for how we process personal data",
    "hereby notified that", "notify the sender immediately", "addressee only", "strictly prohibited", "unauthorised use",
    "unauthorized use", "unauthorized review", "information contained in this e-mail", "information contained in this email",
    "information contained in this message", "information in this email is", "contents of this e-mail", "contents of this email",
    "delete this e-mail", "delete this email", "delete it from your system", "views expressed in this", "email is confidential",
    "e-mail is confidential", "message is confidential",
)  # fmt: skip

# the foot a mailing list or a newsletter adds
FOOTERS = (
    "to unsubscribe", "unsubscribe from this group", "mailing list -- ", "mailing list\nhttp",
    "you received this message because you are subscribed",
    "you are receiving this because", "you received this email because", "you are receiving this email because",
    "manage your subscription",
    "manage preferences", "update your preferences", "email preferences",
)  # fmt: skip

# what companies print under a signature; a notice only there, because people say such things too
BOILERPLATE = (
    "outside office hours", "office hours", "order of receipt", "within 24 hours", "within one working day", "within one business day",
    "same day",
    "is not monitored", "terms and conditions", "our terms", "visit our website", "visit us", "follow us", "head office",
    "all enquiries", "every enquiry", "all inquiries", "every inquiry", "every message", "all messages", "any enquiry", "all requests",
    "every request", "all emails",
    "registered office", "regulated by", "company number", "vat no", "we are committed", "we aim to", "we always", "subject to change",
    "e. & o. e", "this message", "this email", "this e-mail", "all rights reserved", "trading as", "part of the", "member of", "24/7",
    "our office will", "our support team",
)  # fmt: skip
