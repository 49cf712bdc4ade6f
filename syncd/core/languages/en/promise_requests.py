"""How an English speaker asks a colleague to act. Tables only."""

from __future__ import annotations

# ── requests inside the house: hand-offs ── the group `verb` is what is asked
REQUESTS = (
    (
        "polite", "can you|could you|would you|will you|someone|anyone|somebody|one of you|either of you",
        r"(?<!\w)(?:can|could|would|will) (?:you|someone|somebody|anyone|one of you|you guys|either of you)(?: (?:please|pls|also|maybe|"
        r"possibly|kindly|just|two|both|all|guys|then|perhaps|mind|in your team|from your team|at your end|quickly))* (?:be (?:an? \w+|so kind|kind enough|"
        r"able|free|ok|okay|happy|good|up for) (?:as )?(?:to|and) |see to it that |ensure that |find (?:the )?time to |manage to )?(?:(?:go|come)(?: and)? )?(?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "polite", "please|pls|plz|kindly",
        r"(?<!\w)(?:please|pls|plz|kindly)(?: (?:also|can you|could you|then|make sure (?:that )?(?:you|to)|be sure to|ensure (?:that "
        r")?you|just|do))* (?P<verb>(?!(?:and|or|but|by|for|as|at|on|in|to|the|an?|if|when|with|before)(?!\w))[a-z][a-z'-]+)",
    ),
    (
        "need", "need|like|want|ask & you|someone",
        r"(?:^|(?<!\w)(?:i|we)(?:'d| would)? )(?:need|like|want|'m asking|am asking|ask) (?:you|someone|one of you)(?: (?:both|guys))? "
        r"to (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "need", "need|have to|has to|must|ought & you|some",
        r"(?<!\w)(?:you(?:'ll)?|you will|somebody|someone) (?:need to|needs to|have to|has to|must|ought to) (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "polite", "you good|you ok|you free|you able|you happy|you around|you available|you up|you all right",
        r"(?<!\w)you (?:good|ok|okay|free|able|happy|all right|alright|up|around|available) to (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "somebody", "one of you|someone|somebody|either of you",
        r"(?:^|[,;:.!?–—-] ?|(?<!\w)(?:so|and|but|then) )(?:can |could )?(?:one of you|someone|somebody|either of you)(?: (?:please|pls|kindly|just))* (?P<verb>[a-z]+)(?!\w)",
    ),
    (
        "order", "forget to|remember to|time to|make sure|be sure to|up to you to|job is to",
        r"(?<!\w)(?:(?:don't|do not) forget to|remember to|(?<![a-z] )time to|be sure to|make sure (?:you|to|that you)|up to you to|your job is to) (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "owed", "forget|remember & want|need|wait|expect|owe",
        r"(?<!\w)(?:don't forget|do not forget|remember)(?: that)? [^.;,]{3,70}? (?P<verb>wants?|needs?|waiting|waits|expects?|owe[ds]?)(?!\w)",
    ),
    (
        "owed", "need|want & please|pls|plz",
        r"(?<!\w)(?<!i )(?<!we )(?P<verb>needs?|wants?) (?:their|her|his|the|an?|that) [^,.;]{2,40}?,? (?:please|pls|plz)\W*$",
    ),
    (
        "polite", "can we|could we|let's get|let's send|let's call|let's ring|let's have|grateful if you'd|appreciate it if you'd",
        r"(?<!\w)(?:(?:can|could) we(?: please| just)? (?=(?:get|send|email|post|call|ring|refund|invoice|deliver|ship|book|chase)(?!\w))|let's (?=(?:get|send|email|post|call|ring|refund|invoice) (?!together|going|started|on|this over))|"
        r"(?:grateful|appreciate it) if you'd )(?P<verb>[a-z]+)(?!\w)",
    ),
    (
        "need", "needs calling|needs ringing|needs sending|needs fixing|needs a call|needs a visit|need calling",
        r"(?<!\w)needs? (?P<verb>calling|ringing|sending|fixing|emailing|invoicing|paying|booking|visiting|replacing|repairing|collecting|delivering)(?!\w)",
    ),
    (
        "need", "to be|must be",
        r"(?<!\w)(?<!i )(?<!we )(?:needs to be|must be|has to be|have to be|need to be) (?P<verb>[a-z]+ed|sent|done|paid|made)(?!\w)",
    ),
    ("polite", "be a |be an |so kind as|good enough", r"(?<!\w)be (?:an? \w+ and|so kind as to|good enough to) (?P<verb>[a-z][a-z'-]+)"),
    (  # "the credit note needs raising this week", "her certificate has to go out today"
        "need", "needs |need |wants ",
        r"(?<!\w)(?:needs?|wants) (?P<verb>(?:call|ring|send|fix|email|invoic|pay|book|visit|replac|repair|collect|deliver|rais|post|chas|order|sort|updat|draft|sign|issu|ship|return|prepar|check|measur|quot|refund|phon|copy|fill|finish|fitt|install|clean)ing)(?!\w)",
    ),
    (
        "need", "has to|needs to|must|have to",
        r"(?<!\w)(?<!i )(?<!we )(?<!you )(?<!they )(?<!he )(?<!she )(?<!it )(?:has to|needs to|must|have to) (?P<verb>go)(?= (?:out|off|over|back|to (?:him|her|them|the (?:client|customer)))(?!\w))",
    ),
    (
        "mind", "mind|ask you|chance|able|possible|grateful|appreciate",
        r"(?<!\w)(?:would you mind|do you mind|mind|can i ask you to|may i ask you to|could i ask you to|are you able to|is it possible "
        r"for you to|any chance you (?:can|could)|grateful if you (?:could|would)|appreciate if you (?:could|would)|appreciate it if "
        r"you (?:could|would)) (?P<verb>[a-z][a-z'-]+)",
    ),
)  # fmt: skip
# after a name and a comma or dash, or at the start of a sentence, these bare verbs are orders
_IMPERATIVES = (
    "call phone ring send email e-mail mail post forward text answer reply respond confirm visit inspect deliver bring "
    "pay refund credit invoice bill fix repair replace meet check verify find ask book arrange prepare draft make get "
    "give take put add set raise issue chase order schedule refer swap refund pop nip ping head have organise organize ship dispatch reply tell update let sort "
    "look pick collect drop follow contact get remind copy pop run grab sign file print fetch fill finish test cancel move ensure print quote speak talk"
)
IMPERATIVES = _IMPERATIVES.split()
