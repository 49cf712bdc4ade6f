"""English promises said in the present tense, or with no verb at all: rows of HEADS. Tables only.

Most of them count only beside a term ("we plaster on Monday", "with you by Friday"): `syncd.core.promises.compose` sees to it.
"""

from __future__ import annotations

_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|today|next week|this week|morning|afternoon|tmrw|next month"
# verbs that say what one thinks, has or is used to, and past forms
_NO_PLAN = (
    r"(?:am|are|is|was|were|be|have|has|had|do|does|did|don't|didn't|can|can't|cannot|could|will|would|won't|shall|should|may|might|must|need|want|think|hope|"
    r"know|see|feel|believe|like|love|prefer|expect|wish|understand|guess|suppose|mean|seem|appreciate|remember|agree|live|stay|leave|fly|travel|work|open|"
    r"intend|plan|depend|owe|require|ask|suggest|propose|recommend|note|notice|refer|regret|apologi[sz]e|thank|enclose|attach|wait|look|hear|meet|go|get|gather|"
    r"trust|assume|doubt|fear|worry|realise|realize|forget|play|eat|sleep|celebrate|not|both|all|also|just|really|still|usually|normally|always|never|often|only|"
    r"already|actually|even|aim|try|tend|used|sent|got|gave|took|came|went|made|paid|met|told|said|saw|brought|bought|found|left|kept|held|built|wrote|spoke|"
    r"heard|read|put|cut|let|set|hit|shut|lent|spent|lost|sold|felt|meant|began|ran|drew|drove|knew|thought|understood|ourselves|myself|too|currently|now|who|"
    r"that|which|in|on|at|of|for|and|or|as|to|with|by|from|[a-z]+(?<!e)ed)(?![\w'])"
)

PLANS = (
    ("present", f"you get|you receive & {_DAYS}", r"(?:^|[,;:.!–—-] ?|(?<!\w)(?:and|but|so|then) )you(?: then| also)? (?P<verb>get|receive)(?= (?:the|our|your|my|an?|it|them|these|this|that)(?!\w))"),
    ("present", "you're getting|you are getting|you're receiving|you are receiving", r"(?<!\w)you(?:'re| are) (?P<verb>getting|receiving)(?= (?:the|our|your|my|an?|it|them|these|this|that)(?!\w))"),
    ("present", "with you|at yours|round to you", r"(?<=[a-z])(?:'s| is| are|'re) (?P<verb>with you|at yours|round to you|back with you|on site)(?= )"),
    (
        "present", "in your|on your|in the post|reaches|hits|lands",
        r"(?<=[a-z])(?:(?:'s| is| are|'re) (?P<verb>in your (?:account|inbox)|on your (?:card|desk|doorstep)|in the post))(?= )",
    ),
    ("present", "reaches you|reach you|hits your|lands with you|lands in|goes to you|go to you|off to you", r"(?<=\w) (?P<verb>reach(?:es)? you|hits? your|lands? (?:with you|in your)|goe?s? (?:out |off |back )?to you)(?!\w)"),
    (
        "present", "gets|get",
        r"(?<=[a-z]) gets? (?P<verb>delivered|shipped|sent|posted|installed|fixed|replaced|repaired|paid|refunded|done|collected|finished|printed|painted|cleaned|serviced)(?!\w)",
    ),
    (
        "bare", "done|paid|sorted|fixed|repaired|finished|completed|shipped|sent|posted|delivered|installed|ready|back to you|back with you|yours",
        r"^(?:(?!(?:will|be|is|are|was|were|should|to|being)(?!\w))[a-z'-]+[,:]? ){0,4}?(?P<verb>done|sorted|fixed|repaired|finished|completed|shipped|sent|posted|paid|delivered|installed|back (?:to|with) you|yours)"
        r"(?= (?:in the post |in your inbox |on your desk )?(?:by|before|no later|within|first thing)(?!\w))",
    ),
    ("bare", "ready", r"^(?:(?!(?:will|be|is|are|was|were|should|to|being)(?!\w))[a-z'-]+[,:]? ){0,4}?(?P<verb>ready)(?= (?:on|for|by|from|before|tomorrow|tonight|this|next|mon|tue|wed|thu|fri|sat|sun))"),
    (
        "booked", "scheduled|planned| set|confirmed|arranged| down|fixed| on |diary|booked|stays|remains",
        r"(?<!\w)(?:order|delivery|installation|visit|survey|works?|collection|launch|release|go-live|shipment|pick-?up|handover|inspection|job|fitting|start|repair|"
        r"move|training|session|lesson|engineer|technician|driver|team|crew|switch-?over|migration|viewing|tasting|completion|appointment|operation|scan) (?:\w+ ){0,4}?(?P<verb>"
        r"(?:is|are|has been|have been|stays?|remains?)(?: now| all| still)? (?:scheduled|planned|set|confirmed|arranged|down|fixed|on|in the diary|booked)(?= (?:for|on|in)(?!\w)))",
    ),
    (
        "booked", "aside|free|blocked|blocking|set",
        r"{S1}(?:'ve| have|'m| am|'re| are)? (?P<verb>set|put|blocked?|keeping|kept|blocking|setting) (?=(?:\w+ ){1,4}?(?:aside|free|out|off) for (?:you|your)(?!\w))",
    ),
    ("booked", "list for|list tomorrow|agenda for", r"(?<!\w)(?:first|top|next|high|up|\w+) (?P<verb>on (?:my|our|the) (?:to-?do )?list)(?= (?:for|on|tomorrow|today|next|this))"),
    (
        "booked", "look out for|watch out for|eye out for|count on|rely on|bank on",
        r"(?<!\w)(?:(?:look|watch) out for|keep an eye out for|you (?:can|may) (?:count|rely|bank) on) (?P<verb>us|me|him|her|it|an?|the|our|my|his|your|delivery)(?= )",
    ),
    (
        "first", "track to|course to|schedule to|target to|due to|set to|scheduled to|ready to",
        r"{S1}(?:'m|'re| am| are)(?: still| now| all)? (?:on (?:track|course|schedule|target)|due|all set|set|scheduled|booked) to{A} (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "third", "due to|set to|scheduled to|booked to|track to|course to",
        r" (?:is|are)(?: now| still| currently)? (?:due|set|scheduled|booked|on track|on course) to (?P<verb>(?!be(?!\w))[a-z][a-z'-]+)",
    ),
    ("present", "with you|due on|due at", r"{S1}(?:'m|'re| am| are) due (?P<verb>with you|at yours|at your \w+|on site|round)(?!\w)"),
    ("present", "at yours|at your", r"(?:^|[–—:,;-] ?|\d(?:am|pm)? |day )(?P<verb>at yours?(?: (?:place|office|site|house|shop|gate|flat|yard|premises))?)(?=$|[ ,.])"),
    (
        "planned", f"{_DAYS} & i |we ",
        r"(?:^|[,;:.!–—-] ?|(?<!\w)(?:and|but|so|then|because) )(?:(?:i|we)(?: both| all| then)?|(?:\w+ )?(?:\w+day|tomorrow|tonight) (?:i|we)) (?P<verb>(?!" + _NO_PLAN + r")[a-z]{3,})(?= )",
    ),
    (
        "planned", f"{_DAYS} & he |she |our |my ",
        r"(?:^|[,;:.!–—-] ?|(?<!\w)(?:and|but|so|then) )(?:he|she|(?:our|my) [a-z]+(?: [a-z]+)?) "
        r"(?P<verb>(?!(?:{D}|{G})(?!\w))(?!(?:is|was|has|does|says|needs|wants|works|plays|"
        r"turns|goes|reaches|opens|closes|ends|covers|includes|shows|reads|looks|asks|reports|stays|starts|begins|leaves|arrives|runs|holds|keeps|takes|stands|means|suits)(?!\w))[a-z]{2,}s)(?= )",
    ),
)  # fmt: skip
