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

_TERMS = f"{_DAYS}|evening| eod| cob|first thing| mon | tue | wed | thu | fri | mon| tue| wed| thu| fri"
# words that make a sentence or a time of a few words, and no thing
NOT_A_THING = (
    r"(?:i|we|you|he|she|they|it|this|that|these|those|there|who|which|what|when|where|how|why|if|me|us|him|them|am|is|are|was|were|be|been|being|have|has|had|do|does|did|done|will|would|shall|"
    r"should|can|could|may|might|must|need|needs|want|wants|get|gets|got|let|lets|let's|meet|please|pls|thanks|thank|and|or|but|so|then|as|at|on|in|by|to|from|until|till|before|after|since|during|not|no|"
    r"any|yesterday|last|next|today|tomorrow|tonight|morning|afternoon|evening|night|noon|day|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|first|early|late|back|over|"
    r"sent|went|came|left|met|paid|made|spoke|saw|told|said|took|gave|meeting|lunch|dinner|breakfast|party|game|trip|flight|holiday|birthday|exam|interview|hearing|drinks|training|"
    r"hi|hello|dear|see|ask|tell|closed|open|call|calls|shift|happy|good|great|sorry|available|free|off|out|only|just|also|still|again|asap|regarding|re|concerning|about|following|starts|begins|meets|ends|finishes|opens|closes|runs|comes|goes|works)(?![\w'])"
)

PLANS = (
    ("present", f"you get|you receive & {_DAYS}", r"(?:^|[,;:.!–—-] ?|(?<!\w)(?:and|but|so|then) )you(?: then| also)? (?P<verb>get|receive)(?= (?:the|our|your|my|an?|it|them|these|this|that)(?!\w))"),
    ("present", "you're getting|you are getting|you're receiving|you are receiving", r"(?<!\w)you(?:'re| are) (?P<verb>getting|receiving)(?= (?:the|our|your|my|an?|it|them|these|this|that)(?!\w))"),
    ("present", "with you|at yours|round to you", r"(?<=[a-z])(?:'s| is| are|'re) (?P<verb>with you|at yours|round to you|back with you|on site)(?= )"),
    (
        "present", "in your|on your|in the post|reaches|hits|lands",
        r"(?<=[a-z])(?:(?:'s| is| are|'re) (?P<verb>in your (?:account|inbox)|on your (?:card|desk|doorstep)|in the post))(?= )",
    ),
    ("present", "starts with you|start with you|gets to you|gets round|comes to you|come to you|comes over|come over|expected|reaches you|reach you|hits your|lands with you|lands in|goes to you|go to you|off to you", r"(?<=\w) (?P<verb>reach(?:es)? you|(?<!to )comes? to you|(?<!to )starts? with you|(?<!or )(?<!to )gets (?:round )?to you|(?:is|are) expected (?:at|with|on|to reach) you(?:r \w+)?|hits? your|lands? (?:with you|in your)|goe?s? (?:out |off |back )?to you)(?!\w)"),
    (
        "present", "gets|get",
        r"(?<=[a-z]) gets? (?P<verb>delivered|shipped|sent|posted|installed|fixed|replaced|repaired|paid|refunded|done|collected|finished|printed|painted|cleaned|serviced)(?!\w)",
    ),
    (
        "bare", "done|paid|sorted|fixed|repaired|finished|completed|shipped|sent|posted|delivered|installed|ready|back to you|back with you|yours",
        r"^(?:(?!(?:will|be|is|are|was|were|should|to|being|would|need|want|like|get|got|have|has|had|i|we|he|she|they|you|can|could)(?!\w))[a-z'-]+[,:]? ){0,4}?(?P<verb>done|sorted|fixed|repaired|finished|completed|shipped|sent|posted|paid|delivered|installed|back (?:to|with) you|yours)"
        r"(?= (?:in the post |in your inbox |on your desk )?(?:by|before|no later|within|first thing)(?!\w))",
    ),
    ("bare", "ready", r"(?:^|(?:,|;|and|then) )(?:(?!(?:will|be|is|are|was|were|should|to|being)(?!\w))[a-z'-]+[,:]? ){0,4}?(?P<verb>ready)(?: for you| for collection| to go| to collect)?(?= (?:on|for|by|from|before|tomorrow|tonight|this|next|mon|tue|wed|thu|fri|sat|sun))"),
    (  # "tiler back with you Tuesday", "new login on its way to you", "and round yours straight after"
        "present", f"with you|with u|to you|yours|on site|onsite & {_TERMS}|within| by | in |straight",
        r"(?:^|[,;:.–—-] ?|(?<!\w)(?:and|then) )(?:(?!{NOT_A_THING})[a-z'-]+ ){0,5}?(?P<verb>(?:(?:be |back |over |straight |out )?with (?:you|u)|(?<=\w )(?:on ?site|at yours))|on (?:its|their|his|her|the) way (?:over )?to you|going (?:out |off |back |over |in the post )to you|round (?:to )?yours?)(?= )",
    ),
    (  # "our Kev is swinging past with it on Thursday"
        "present", f"{_DAYS}|weekend & our |my |mr |mrs |ms |dr |miss ",
        r"(?:^|[,;:.!–—-] ?|(?<!\w)(?:and|but|so) )(?:our|my|mr|mrs|ms|dr|miss|one of (?:our|my)) [a-z'-]+(?: [a-z'-]+)?(?: is| are|'s) (?P<verb>(?:swing|pop|tak|bring|driv|com|finish|send|post|dropp|hand|fix|fitt|measur|fetch|collect|ring|call|pick|deliver|nipp|runn|lay|paint|draft|prepar|writ|sort|replac)ing)(?= )",
    ),
    ("present", "'s post|'s mail|'s van|'s run|'s drop|'s delivery", r"(?:^|[,;:–—-] |(?<!\w)and )(?:(?!{NOT_A_THING})[a-z'-]+ ){1,4}(?P<verb>(?:in|on) (?:tonight|today|tomorrow|\w+day)'s (?:post|mail|van|run|drop|delivery))(?!\w)"),
    ("present", "you have it|you have them|you have those", r"(?:^|[,;:.–—-] ?|(?<!\w)(?:and|so|then) )you(?: then)? (?P<verb>have)(?= (?:it|them|those) )"),
    ("you", "expect to", r"(?:^|[,;:.–—-] ?|(?<!\w)(?:and|so|please|can|may|should) )expect to (?P<verb>see|have|receive|get)(?= (?:it|them|the|our|your|my|an?|that|this)(?!\w))"),
    (  # "me on your pier, Thursday half two", "me, your office, Monday 10am"
        "present", "me on|me at|me,|us on|us at|us,|me and|me round",
        r"(?:^|[;:.–—-] |, )(?:me|us|(?:me|myself) and [a-z]+)(?:,| (?:on|at|in|outside|round))? (?P<verb>your?s?(?: [a-z]+){0,2}?)(?=,| (?:on )?(?:mon|tue|wed|thu|fri|sat|sun|tomorrow|tonight|today|at \d))",
    ),
    (  # a thing and a term: "Word file this evening by seven", "road test tomorrow first thing"
        "bare", _TERMS,
        r"(?:^|[,;:–—-] |(?<!\w)(?:and|then|so|plus|hi|hello) )(?:(?!{NOT_A_THING})[a-z][a-z'-]* ){0,5}?(?P<verb>(?!{NOT_A_THING}|[a-z]+ed(?!\w))[a-z][a-z-]+)(?: (?:with|to|for) (?:you|your \w+))?(?: in the post| by (?:post|email))?"
        r"(?=,? (?:(?:by|on|before|for|at|from|no later than) )?(?:tomorrow|tmrw|tonight|today|this (?:evening|afternoon|morning|week)|next (?:week|\w+day)|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|first thing|eod|cob)(?!\w))",
    ),
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
