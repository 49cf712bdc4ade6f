"""English words and patterns of promises. Tables only: what they mean is in `syncd.core.promises`.

Patterns are searched in text folded to lower case with plain apostrophes. The letters A, V and N in braces stand for the
macros of MACROS.
"""

from __future__ import annotations

from syncd.core.languages.en.promise_acts import ADVERTS as ADVERTS
from syncd.core.languages.en.promise_acts import COMES as COMES
from syncd.core.languages.en.promise_acts import DONE as DONE
from syncd.core.languages.en.promise_acts import IRREGULAR as IRREGULAR
from syncd.core.languages.en.promise_acts import NOUNS as NOUNS
from syncd.core.languages.en.promise_acts import STEMS as STEMS
from syncd.core.languages.en.promise_phrases import PHRASES as PHRASES
from syncd.core.languages.en.promise_phrases import THINGS
from syncd.core.languages.en.promise_plans import NOT_A_THING, PLANS
from syncd.core.languages.en.promise_refusals import REFUSALS as REFUSALS
from syncd.core.languages.en.promise_requests import IMPERATIVES as IMPERATIVES
from syncd.core.languages.en.promise_requests import REQUESTS as REQUESTS

# ── sentences ──
_TITLES = (
    "mr mrs ms dr prof st no nos vs e.g i.e eg ie approx attn re tel ext fig cf sgt capt gen"
)
TITLES = _TITLES.split()
_ENDERS = (
    "a.m p.m am pm inc ltd co corp etc jr sr dept jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu "
    "thur thurs fri sat sun"
)
ENDERS = _ENDERS.split()

# parts of patterns
MACROS = THINGS | {
    # words that may stand between "will" and its verb
    "A": (
        r"(?: (?:also|then|just|now|definitely|certainly|personally|gladly|happily|probably|likely|still|all|both|again|naturally|"
        r"of course|therefore|first|next|quickly|soon|shortly|immediately|obviously|simply|surely|absolutely|myself|ourselves|today|"
        r"tomorrow|always|"
        r"tonight|instead|in turn|gonna|most likely|hopefully|for sure|either|so|have to go and|go ahead and|"
        r"be sure to|make sure to|be able to|be in a position to|be happy to|be glad to|be pleased to|be delighted to|be more than happy to|come back and|"
        r"go and|not only|too|once again|at once|straight away|right away|right now|asap|in the meantime|of course also|in due course|on monday|on tuesday|"
        r"on wednesday|on thursday|on friday|this week|next week|this afternoon|this morning|this evening|tonight))*"
    ),
    "S1": r"(?<![\w'])(?:i|we)",
    "NOT_A_THING": NOT_A_THING,
}

# "I" or "we" as the pattern S1 needs it: before a space or an apostrophe, or typed together with what follows
_ME = "i |we |i'|we'|iwill|wewill|ishall|weshall|iam|weam|iare|weare"

# ── heads: where a promise stands. The group `verb` is its verb ──
# (form, words one of which must be there [& others one of which must be], pattern): first = the sender, third = somebody
# or something else (the subject decides), you = what the reader will get
HEADS = (
    (
        "soft", "try|attempt|endeavo|best|every effort|everything",
        r"(?:{S1}|^)(?: ?'ll| ?will| ?shall| ?'m going to| am going to| are going to)?{A} (?:try to|try and|attempt to|endeavou?r to|do "
        r"(?:my|our) (?:very )?(?:best|utmost) to|make every effort to|do everything (?:i|we) can to){A} (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "first", f"will|'ll|shall|going to|gonna|about to & {_ME}",
        r"{S1} ?(?:'ll|will|shall|'m going to|am going to|'re going to|are going to|'m gonna|are gonna|'m about to|(?:'m|am|'re|are) (?:also|now|just|definitely|certainly|actually|therefore|still) (?:going to|gonna|about to))(?:,[^,;.?!]{2,40},)?{A} "
        r"(?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "first", "what'll|what i|what we|plan is|next step is|idea is",
        r"(?:what (?:i|we)(?:'ll| will|'m going to| am going to|'re going to| are going to| can| could| propose to) do(?: now| then| instead| next)? is(?: to)?|"
        r"(?:the|our|my) (?:plan|idea|next step) (?:now )?is(?: now)? to)(?: {A})? (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "first", "ill |well ",
        r"(?:^|[,;:.!?–—-] ?|(?<!\w)(?:and|but|so|then|ok|yes|hi|sure|thanks|holds|works|yep|not|\w+s|that|council|here) )(?:ill|(?<!as )well){A} (?P<verb>(?:be(?= (?:there|over|round|with|back|in touch))|get|send|bring|ring|call|drop|"
        r"come|do|have|pop|text|txt|email|mail|fix|sort|let|pick|start|finish|ship|post|pay|check|look|try|give|make|put|take|swing|deliver|confirm|forward|"
        r"book|order|write|phone|reply|arrange|chase|ask|find|invoice|refund|collect|replace|print|amend|resend|change|update|raise|measure|prepare|draft|explain|speak|organi[sz]e|keep|hold|test|scan|copy|cancel|move|process|transfer|switch|reset|settle|attach|advise|tell)(?!\w))",
    ),
    (
        "first", "be there|be over|be round|be with|be at|be on",
        r"(?:^|[,;:] ?|(?:and|but) )(?:(?:me|us|myself) and \w+|\w+ and (?:me|i|myself)) (?:will )?(?P<verb>be(?= (?:there|over|round|with you|at yours|at your|on site)))",
    ),
    ("first", "both|all|too &  both | all | too ", r"{S1} (?:both|all|too) (?:will|shall){A} (?P<verb>[a-z][a-z'-]+)"),
    (
        "first", "will|shall|gonna|going to",
        r"^(?:(?:hi|hello|dear|ok|okay|yes|yep|sure|thanks|thank you|great|perfect|no problem|sorry|alright|right|"
        r"fine)[^.?!]{0,25}?[,;:!–—-] ?|(?:ok|okay|yes|yep|yup|sure|cool|alright|np|thx|thanks|cheers) |"
        r"[^.?!,]{0,40}(?:yet|now|here|late|it|them|that|both|received|got it|noted|done|back|fine|good|great), |[^.?!]{0,40}[;:!–—] ?|(?:and|but|so|then) )?(?:will|shall|gonna|going to){A} "
        r"(?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "first", f"will|shall & {_ME}",
        r"{S1}(?:'ve|'m|'re|'d| )[^.;?]{3,90}?(?:,| and| but| so| then)(?: then| also)? (?P<from>will|shall){A} (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "soft", f"hope|hoping|aim|intend|expect|plan|trying|ll try|will try|attempt|see if|best|should be able|should have & {_ME}",
        r"{S1} (?:will |shall )?(?:hope|aim|intend|expect|plan|am trying|are trying|am hoping|are hoping|'m hoping|'re hoping|are "
        r"aiming|'m aiming|'re aiming|am planning|are planning|"
             r"'ll try|will try|'ll attempt|will attempt|'ll see if (?:i|we) can|will see if (?:i|we) can|'m trying|'re trying|'ll do my "
             r"best|'m expecting|are expecting|'m going to try|are going to try|should be able|should have)"
             r"(?: (?:to|and))?{A} (?P<verb>(?!(?:you|we|that|it|this|the|i|he|she|they|to|for|a|all|your|my|our|everyone|"
             r"everything)(?!\w))[a-z][a-z'-]+)"),
    (
        "soft", "try|hoping|hope|aiming|should be able",
        r"(?:^|[,;:.!] ?)(?:will )?(?:try|trying|hoping|aiming|hope|should be able) to{A} (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "performative", f"promis|guarantee|commit|undertake|pledge|swear & {_ME}",
        r"{S1}(?: do| can)?(?: (?:hereby|personally))? (?:promise|guarantee|commit|undertake|pledge|swear)(?: you| that| to)*(?: (?:i|"
        r"we|you)(?:'ll| will| shall)?)?{A} (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "soft", "would hope|would expect|would aim|our intention|my intention|our aim|my aim",
        r"(?:{S1}(?:'d| would) (?:hope|expect|aim) to|(?:it is|it's) (?:our|my) (?:intention|aim|goal|hope) to){A} (?P<verb>[a-z][a-z'-]+)",
    ),
    ("first", "a position to", r"{S1}(?:'m|'re| am| are)(?: now)? in a position to{A} (?P<verb>[a-z][a-z'-]+)"),
    ("soft", "should have|should get|should know|should send", r"^should(?: hopefully| then| also)? (?P<verb>have|get|know|send|finish)(?!\w)"),
    ("performative", "my word", r"(?<!\w)you (?:have|got) (?P<verb>my word)(?! that)(?!,)"),
    (
        "letme", "let me|lemme|allow me",
        r"(?:^|[,;:!.–—-] ?|(?<!\w)(?:and|but|so|ok|okay|yes|sure|first|then) )(?:let me|lemme|allow me to){A} (?P<verb>(?!have|know|be|"
        r"explain|say|tell|start|begin|introduce|give|share|add|remind|express|clarify|put|use|take|show|mention|describe|apologi|thank|"
        r"assure|congrat)[a-z][a-z'-]+)",
    ),
    (
        "booked", f"hold|keep|reserv|put aside|set aside|saving & {_ME}",
        r"{S1}(?:'re|'m| are| am|'ve| have)?(?: now| also)? (?P<verb>holding|keeping|reserving|saving|hold|keep|reserved?|kept|held|put aside|set aside) "
        r"(?=(?:[^.;]* )?(?:for (?:you|your)|you|your)(?!\w))",
    ),
    (
        "booked", "reserved|held|booked|fixed|frozen|kept|yours|saved|aside|on hold|locked in|pencilled",
        r"(?<![\w'])(?:is|are|stays?|remains?|'s)(?: now| all| provisionally| still)? (?P<verb>reserved|held|booked|fixed|frozen|kept|yours|saved|set "
        r"aside|put aside|on hold|locked in|pencilled in)(?!\w)(?=(?:[^.;]* )?(?:for|under|until|till|you|in your name|by|on the \d+\w*|on \w+day|from \w+day)(?!\w))",
    ),
    (
        "booked", "booked|confirmed|reserved|pencilled|held",
        r"(?:^|[.;:–—-] )(?:[a-z]+ ){1,3}?(?P<verb>booked(?: in)?|confirmed|reserved|pencilled in) (?:for|on) ",
    ),
    ("booked", "confirmed|booked|reserved", r"[–—-] (?P<verb>confirmed|booked|reserved)\W*$"),
    (
        "booked", "move|resched|rebook|shift|brought|pushed|put back|is now|are now",
        r"(?<!\w)(?:appointment|visit|delivery|lesson|session|fitting|installation|collection|class|call|survey|inspection|course|treatment|deadline|"
        r"pick-up|handover|slot|booking|check-up|service|date|work|job)(?: \w+){0,3}? (?P<verb>moves|is moved|has moved|has been moved|is being moved|"
        r"is rescheduled|has been rescheduled|is now|has been brought forward|is brought forward|has been pushed back|is pushed back|shifts)"
        r"(?= (?:to|on|from|forward|back|for|mon|tue|wed|thu|fri|sat|sun|\d)\w*)",
    ),
    (
        "booked", "moved|moving|resched|rebook|shift|brought|bringing|pushed|pushing",
        r"(?:^|{S1}(?:'ve| have|'re|'m| are| am)? )(?P<verb>moved|moving|rescheduled|rescheduling|rebooked|shifted|shifting|brought|bringing|pushed|pushing) "
        r"(?=(?:your|you|it|the (?:appointment|visit|delivery|lesson|session|fitting|installation|collection|inspection|survey|booking))"
        r"(?: [^.;]*)? (?:to|from|forward|for)(?!\w))",
    ),
    (
        "first", "with you|there|round|over|on my way|at yours",
        r"(?:^|[,;] ?)(?:(?:ok|yes|yep|sorry|hi)[, ]+)?(?P<verb>(?:be )?(?:with you|there|at yours|round|over))(?= (?:in|by|at|about|around|before|for|"
        r"just|\d|tomorrow|tmrw|tonight|today|this|mon|tue|wed|thu|fri|sat|sun|wed|weds|first)(?:\w|\W))",
    ),
    (
        "progressive",
        "coming|dropping|sending|bringing|ringing|posting|popping|delivering|shipping|calling|booking|getting|returning|emailing|forwarding|paying|picking|collecting|phoning|texting|fixing|replacing",
        r"(?:^|, )(?:(?:ok|yes|yep|hi|sorry)[, ]+)?(?:[a-z]+ )?(?P<verb>coming(?! (?:your way|over|across|up))|dropping|sending|bringing|ringing|posting|popping|delivering|shipping|calling|"
        r"booking|getting(?= (?:it|that|this|them|back|you|the \w+ (?:over|to|off|across)))|returning|emailing|forwarding|paying|picking|collecting|phoning|texting|fixing|replacing)(?= )",
    ),
    ("progressive", "i'm|we're|i am|we are", r"{S1}(?:'m| am|'re| are){A} (?P<verb>(?!putting (?!(?:\S+ ){1,4}in the (?:post|mail)))[a-z]+ing)(?!\w)"),
    (
        "can", "i can|we can",
        r"(?<!what )(?<!so )(?<!that )(?<!if )(?<!how )(?<!which )(?<!when )(?<!where )(?<!as ){S1} can{A} (?P<verb>[a-z][a-z'-]+)",
    ),
    ("you",
    "you'll|youll|you will|you shall|you're going|you should|you can|you are to", r"(?<![\w'])you(?:'ll|ll| will| shall|'re going to| are going to| should| can expect to| are to){A} (?P<verb>[a-z][a-z'-]+)"),
    (
        "third", "will|'ll|shall|going to|theyll",
        r"(?:'ll|(?<=they)ll| will| shall| is going to| are going to|(?<=[a-z])'s going to)(?!\w){A} (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "should", "should",
        r" should{A} (?P<verb>be (?:with you|back|ready|there|at your|on site|delivered|fixed|in your|done)|arrive|reach|land|receive|"
        r"ship|come)(?!\w)",
    ),
    (
        "present",
        "monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|today|next week|this week| on the |morning|"
        "afternoon|tmrw|next month & send|ship|deliver|collect|archive|ring|call|come back|get back|come round|bring|drop|post|"
        "return|transfer|pay|install|fit|replace|fix|start|begin|print|lodge|file|email|forward|text|release|move|switch|pick up|"
        "walks|comes|visits|deploy|migrate|hand over|pour|lay|fetch|refund|issue|invoice|swap|service|order|write|give|inform|confirm|tell you|let you|make",
        r"(?:^|[,;:.!–—-] ?|(?<!\w)(?:and|but|so|then|that) )(?:(?:[^,;:.!?]{2,45},? )?(?:i|we|they)(?: both| then| also| now)?) (?P<verb>send|ship|deliver|collect|archive|ring|call|come (?:back|round|over|by|to (?:you|your))|"
        r"get back|bring|drop|post|return|transfer|pay|install|fit|replace|fix|start|begin|print|lodge|file|email|forward|text|release|move|switch|pick (?:it |them |you )?up|deploy|"
        r"migrate|hand over|pour|lay|fetch|refund|issue|invoice|swap|service|order|write|give (?:you|it|them)|inform|confirm|tell you|let you|make (?:you|it|the))(?= )",
    ),
    (
        "present",
        "monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|today|next week|this week| on the |wed|morning|"
        "afternoon & sends|ships|delivers|collects|rings|calls|comes|visits|brings|drops|returns|transfers|pays|installs|fits|"
        "replaces|fixes|starts|begins|prints|emails|walks|tips|forwards|texts|swaps|orders|measures|picks|drives",
        r"(?:(?<=\w)|(?<=,)) (?P<verb>sends|tips|lands|docks|delivers|collects|rings|calls|comes (?:to (?:you|your)|round|over|by|out|back|tomorrow|on|today|next|this)|visits|brings|drops|returns|transfers|pays|installs|fits|replaces|fixes|starts on (?=your|the)|"
        r"prints|emails|walks|tips|forwards|texts|swaps|orders|measures|picks|drives)(?!\w)",
    ),
    (
        "present", "sending|emailing|ringing|calling|delivering|bringing|dropping|posting|coming|visiting|collecting|preparing|replacing|fixing|fitting|installing|swapping|mailing|phoning|popping|couriering|transferring|refunding|fetching|chasing",
        r"(?<!i am)(?<!i'm)(?<!we are)(?<!we're)(?<!you are)(?<!you're) ?(?: is| are|'s|'re) (?P<verb>sending|emailing|ringing|calling|delivering|bringing|dropping|posting|visiting|collecting|replacing|popping|couriering|transferring|refunding|fetching|chasing|"
        r"fixing|fitting|installing|swapping|mailing|phoning|coming (?:out |over |round )?to (?:you|your|fix|look|replace|collect|measure|see))(?!\w)",
    ),
    (
        "present", "starts|begins",
        r"(?:(?<!\w)(?!(?:meeting|evening|morning|building|hearing|wedding|spring|training|viewing|opening|nothing|something|everything|king)(?!\w))[a-z]+ing|(?<!\w)(?:works?|job|repairs?|installation|build|refurb))(?: (?:on|of|at|to) [^,;.:]{2,30})?(?: ?[–—:-])? (?P<verb>starts|begins)(?= (?:on|next|tomorrow|this|mon|tue|wed|thu|fri|sat|sun|at|\d))",
    ),
    (
        "present", "plumber|electrician|engineer|fitter|technician|surveyor|driver|crew|team",
        r"(?::|\s[–—-]) (?P<verb>plumber|electrician|engineer|fitter|technician|surveyor|driver|crew|team)(?= (?:on|at|from|tomorrow|today|this|next|mon|tue|wed|thu|fri|sat|sun|\d))",
    ),
    (
        "present", "post|mail|out for delivery|goes on|go on",
        r"(?P<verb>(?:is|are) in (?:tonight's|today's|tomorrow's|the) (?:post|mail)|goe?s? in (?:tonight's |today's |tomorrow's |the )?(?:post|mail)|(?:is|are) out for delivery|"
        r"goe?s? on (?:tonight's|tomorrow's|\w+day's|the) \w+)(?!\w)",
    ),
    (
        "present", "with you|at yours|on your|to you|your way|coming|at your|in your|heading|dropping",
        r"(?:[–—:-] ?|(?<=[a-z]) (?=coming|heading|dropping))(?P<verb>with you|at yours|on your (?:desk|card|doorstep)|in your (?:inbox|hands)|to you|at your \w+|(?:coming|heading) (?:your way|to you|over|across)|coming(?= (?:mon|tue|wed|thu|fri|sat|sun|tomorrow|tonight|by|on|this|next|first|later))|dropping (?:on|in) your \w+)(?= )",
    ),
    (
        "present", "ships|leaves|goes out|goes back|goes in|goes live|arrives|gets in|is going|are going|is coming|are coming|arriving|is due|shipping|being |is booked|is on |are on |to follow|follows|comes |is dropping|are dropping|is delivering|is bringing|go out|ship |leave |arrive ",
        r"(?<!\w)(?P<verb>ships|leaves|goes out|goes back|goes in|goes live|arrives|gets in|is going(?! to)|are going(?! to)|are coming|is coming|"
        r"is arriving|are arriving|is dropping|are dropping|is delivering|are delivering|is bringing|are bringing|is due (?:to arrive|to be|at your|with you|in on)|is shipping|are shipping|is being (?:shipped|sent|"
        r"delivered|collected|installed)|"
                r"is booked in|is on (?:its|his|her|their) way|are on their way|to follow(?! up)|follows(?= (?:on|by|early|later?|shortly|soon|in|under|within|separately|first|tomorrow|today|this|next|after|once|when|as soon|mon|tue|wed|thu|fri))|comes(?= (?:after|once|when|as soon))|(?<!to )(?:go out|ship|leave|arrive)(?= (?:to you|on |the same day|"
                r"tomorrow|today|this |next |by |first thing|mon|tue|wed|thu|fri|sat|sun)))(?!\w)"),
    ("third", " can be with| can come| can drop| can pop| can call| can swing", r"(?<!you)(?<!i)(?<!we)(?<!that) can (?P<verb>be(?= (?:with you|at yours?|on site|round))|(?:come|drop|pop|call|swing)(?= (?:to you|over|round|out|by|in)(?!\w)))"),
    ("first", "should & would|'d", r"^should (?!you |i |we )[^,;.?!]{3,60}, (?P<from>i|we)(?: would|'d){A} (?P<verb>[a-z][a-z'-]+)"),
    ("third", "should & would|'d", r"^should (?!you |i |we )[^,;.?!]{3,60}, [^,;.?!]{1,40}?(?<=[a-z])(?P<from> would|'d){A} (?P<verb>[a-z][a-z'-]+)"),
    ("you", "you'd have|you would have", r"(?<![\w'])you(?:'d| would) (?P<verb>have)(?= (?:it|them|our|my|the|an?) )"),
    ("first", "i'm |we're |i am |we are & having|getting", r"{S1}(?:'m|'re| am| are){A} (?P<verb>having|getting)(?= (?!you )(?:\S+ ){1,5}?(?:sent|couriered|posted|shipped|delivered|fixed|repaired|replaced|collected|brought|printed|made|done|fitted|installed|moved|returned|refunded)(?!\w))"),
    (
        "third", "is to be|are to be|is due to be|are due to be",
        r" (?:is|are)(?: due)? to (?P<verb>be) (?=(?:[a-z]+ly )?(?:[a-z]+ed|sent|paid|made|built|done|cut|laid|hung|given|brought)(?!\w))",
    ),
    (
        "first", "ready it|done it|ready they|ready she|ready we",
        r"(?<!\w)(?P<verb>ready|done|finished|fixed) (?:it|they|she|he) (?:will|shall) be(?!\w)",
    ),
    (
        "present", "i've|i have|we've|we have & arranged for|booked|asked|instructed|scheduled|organised|organized",
        r"{S1}(?:'ve| have)(?: also| now| just)? (?:arranged for|booked|asked|instructed|scheduled|organi[sz]ed for) [^,.;:?!]{2,40}? to (?P<verb>[a-z]+)",
    ),
    (
        "third", "promised to|agreed to|able to|plans to|offered to",
        r" (?:promised to|has agreed to|have agreed to|is able to|plans to|has offered to){A} (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "booked", "booked you|booked it|booked them|booked him|booked her|squeezed|pencilled|put you|fitted you",
        r"^(?:(?:ok|yes|yep|yup|all|great|done|sorted|hi)[,!]? )*(?P<verb>(?:booked|pencilled|squeezed|fitted|put) (?:you|it|them|him|her)(?: in| down)?)(?= (?:for|on|at) )",
    ),
    (
        "booked", "your appointment|your slot|your booking|your consultation|your scan|your session",
        r"(?<!\w)your (?:next |first )?(?:appointment|slot|booking|consultation|scan|session) (?P<verb>is)(?= (?:on|at|for|with) )",
    ),
    (
        "booked", "expect",
        r"(?:^|[,;:.!–—-] ?|(?<!\w)(?:and|so|please|then|(?<!don't )do|you can|you may|you should) )expect (?P<verb>us|me|him|her|them|it|an?|the|our|my|his|some|delivery)(?= )",
    ),
    (
        "booked", "booked|schedul|pencil|slotted|down for|down on|in for|in on|on the list|on the rota|on the schedule|in the diary",
        r"(?<!\w)(?P<verb>(?:you're|you are|we're|we are|i've got you|we've got you|i have you|we have you|i've put you|i'm putting you|we're putting you|we've put you|"
        r"i've|we've|it's)(?: all)? (?:booked|scheduled|pencilled|penciled|down|slotted|on the (?:list|schedule|rota)|in the diary|in(?= (?:for|on|with \w+ (?:for|on|at)) (?!an? |the|my|your|good|it|him|her|them|free)))(?! to)(?: (?:you|him|her|them|it))?(?: "
        r"in)?)(?!\w)",
    ),
    *PLANS,
)  # fmt: skip

# a second verb on the same "will": "... and send you"
COORDINATED = r"(?:, ?| |, )(?:and|then|&|n)(?: then| also| will|'ll| shall| just)* (?P<verb>[a-z]+)(?!\w)"

# subjects before a third-person head, as the text right before it
SUBJECTS = (
    ("first", r"(?<![\w'])(?:i|we)$"),
    ("you", r"(?<![\w'])you(?: (?:both|all|guys))?$"),
    ("person", r"(?<![\w'])(?:he|she|they)$"),
    ("it", r"(?<![\w'])(?:it|that|this|these|those|which|there)$"),
)

# ── conditions and events ──
CONDITIONS = (
    r"(?<!\w)(?:if(?! (?:not|(?:at all )?possible|you (?:have|need) any|(?:that|this|it)(?:'s| is| all)? (?:suits|works|ok|okay|fine|alright|all right|convenient|helps|any help)(?!\w)))(?! you don't mind)|(?<!be )(?<!been )(?<!is )(?<!are )(?<!was )(?<!were )provided(?! by)|providing|assuming|unless|in case|as long as|so "
    r"long as|(?:(?<=^)|(?<=[,;:.] )|(?<=and )|(?<=but ))should (?:you|the|it|this|that|they|there|he|she|we|i)|say the word|with your (?:approval|ok|okay|permission|blessing|consent|go-ahead)|(?:give|drop) (?:me|us) (?:a |the )?(?:shout|nod|call|ring|line|go-ahead|green light|bell) and|subject to|depending on|were (?:you|it) to|let me know "
    r"and)(?!\w)"
)
# a head right behind one of these is a condition, not a promise
SUBORDINATE = (
    r"(?<!\w)(?:if|when|once|unless|until|till|whenever|whether|as soon as|after|before)(?: (?!and|but|so|then|you|it|he|she|they)\w+)?"
    r"(?: (?!and|but|so|then)\w+)? ?$"
)
EVENTS = (
    r"(?<!\w)(?:when(?!ever)|once|after(?! (?:\d|(?:lunch|noon|hours|work|surgery|school|dinner|tea|breakfast|assembly|closing|close|rounds|class|church|court|service)(?!\w)|the (?:weekend|holidays?|\d)|my (?:\d)|today|tomorrow|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday|next))|as soon as(?! (?:possible|i can|we can|poss))|upon|on receipt of|the "
    r"(?:moment|minute|day)(?! (?:after|before))|following (?:your|the|receipt)|until)(?!\w)"
)

# ── notes ── what stands between a name and an infinitive, or before a task
NOTE_NAME = (
    r"^(?:(?i:ai|action|action item|todo|to do|to-do|task|next step|follow-up|follow up)\s*[:\-–—]\s*|(?P<topic>[A-Z][^:.\n]{1,40}(?::|\s[-–—])\s+))?(?P<who>[A-Z][\w.'’-]+(?: "
    r"[A-Z][\w.'’-]+)?|I|We|we|us|me)(?:\s*\([^)]*\))?(?:\s*[:\-–—>]+\s*(?:to |will )?| to | will )(?P<verb>[a-z][a-z-]+)(?!\w)(?! "
    r"notes?(?!\w))"
)
NOTE_TASK = r"^(?i:ai|action|action item|todo|to do|to-do|next step|task)\s*[:\-–—]\s*(?P<verb>[A-Za-z][a-z-]+)(?!\w)"

# ── a short yes to what was asked ──
# one of them is in every short yes
YES = (
    "will do|shall do|can do|'ll do|get it done|get that done|consider it|got it|on it|leave it|leave that|leave this|will sort|'ll sort|arrange it|see "
    "to it|care of it|be done"
)
ACCEPTANCES = (
    r"^(?:(?:hi|hello|dear|ok|okay|yes|yep|yup|sure|sure thing|of course|no problem|no worries|absolutely|certainly|right|great|"
    r"perfect|fine|good|agreed|noted|thanks|thank you|gladly|with pleasure|understood|got it|np|(?!you|he|she|they|it|who|that|"
    r"which|this|we|there)[a-z0-9-]+)[\s,.!:–—-]+){0,4}(?P<yes>(?:i |we )?(?:will do|shall do|can do|'ll do(?: (?:it|that|so|this))?|"
    r"will do (?:it|that|so|this|asap|today|tomorrow)|'ll get (?:it|that|this) done|will get (?:it|that|this) done|will be done|"
    r"consider it done|you got it|you've got it|on it|am on it|'m on it|are on it|'re on it|leave (?:it|that|this) (?:with|to) (?:me|us)|leave it to "
    r"(?:me|us)|will (?:sort|arrange|see to|take care of) (?:it|that|this)|'ll (?:sort|arrange|see to|take care of) (?:it|that|"
    r"this)|consider it sorted|will get on it|'ll get on it))(?=\s*(?:$|[,.!;:)–—-]|(?:as|by|today|tonight|tomorrow|this|on|first|"
    r"right|now|thanks|thank|for you|before|asap|[a-z]+\W*$|and|when|once|later|shortly|soon|straight|immediately|my|mate|sir|of course|no "
    r"problem)(?!\w)))"
)
ASKED = (
    r"(?:can|could|would|will) you|please|pls|kindly|(?:i|we)(?:'d| would)? (?:need|like|appreciate|want)|let (?:me|us) know|"
    r"grateful if|need (?:it|this|that|the)|\?"
)

# ── people ──
ROLES = (
    "engineer", "engineers", "technician", "technicians", "tech", "fitter", "fitters", "electrician", "plumber", "driver", "drivers",
    "courier", "carrier", "haulier", "manager", "accountant", "accounts department", "accounts team", "accounts", "accounting",
    "bookkeeper", "service department", "service team", "service desk", "sales team", "sales department", "support team", "support",
    "warehouse", "dispatcher", "dispatch", "surveyor", "adjuster", "underwriter", "trainer", "trainers",
    "mechanic", "crew", "team", "colleague", "colleagues", "assistant", "secretary", "lawyer", "attorney", "solicitor", "specialist",
    "developer", "developers", "dev team", "designer", "editor", "translator", "reviser", "installer", "installers", "inspector",
    "foreman", "security team", "security", "finance", "finance team", "finance department", "back office", "logistics",
    "logistics team", "planner", "consultant", "receptionist", "nurse", "doctor", "agent", "broker", "boss", "director", "head chef",
    "chef", "florist", "brother", "sister", "husband", "wife", "son", "partner", "guys", "lads", "it department", "it team",
    "legal team", "legal", "hr", "payroll", "gardener", "painter", "carpenter", "builder", "roofer", "locksmith", "vet", "teacher",
    "tutor", "coach", "guide", "photographer", "caretaker", "concierge", "housekeeping", "reception", "facilities", "billing", "maintenance", "admin", "customer service", "customer services", "customer support",
    "planning", "claims", "claims team", "underwriting", "lettings", "head office", "depot", "yard", "front desk", "loss adjuster", "claims handler",
    "case handler", "handler", "school nurse", "practice manager", "site manager", "foreperson", "conveyancer", "paralegal", "legal department",
    "freight", "transport", "transport team", "shipping", "shipping department", "stores", "production", "quality", "marketing", "credit control", "kitchen", "workshop", "lab",
    "laboratory", "quality team", "purchasing", "procurement", "expert", "analyst", "auditor", "architect", "project manager",
    "account manager", "sales rep", "rep", "representative", "operator", "helpdesk", "help desk", "night shift", "van", "someone",
    "somebody", "engineering",
)  # fmt: skip
HOUSES = ("department", "dept", "team", "desk", "crew", "office", "people")  # houses of people, by how the word begins
OUTSIDE = r"(?<!\w)(?:client|clients|customer|customers|her|him|them|guest|patient|tenant|buyer|(?:mr|mrs|ms|miss|dr|fr)\.? \w+|\w+ (?:ltd|llc|inc|plc|gmbh))(?!\w)"
OWN_SIDE = r"(?<!\w)(?:is|are|coming|comes|come|arriving|arrives|arrive|delivering|delivered|delivers|going) (?:back )?(?:to|with|at) (?:us|our)(?!\w)"
YOU = r"(?<![\w'])(?:you|your|yours|u|ur|ye|yer|ya)(?!\w)"
# who acts, by the end of the noun phrase: a calling or a house of people; things in -er and -or are no callings
AGENT = (
    r"(?<!\w)(?!(?:letter|order|paper|number|computer|container|offer|weather|power|water|trailer|boiler|tractor|motor|door|floor|error|elevator|"
    r"generator|radiator|cover|folder|printer|server|router|matter|filter|timer|heater|quarter|(?:sept|nov|dec)ember|october|plant|river|summer|winter|"
    r"dinner|banner|poster|sticker|flyer|laser|meter|counter|cooler|freezer|layer|corner|border|newsletter|transfer|register|factor|sensor|mirror|"
    r"monitor|refrigerator|remainder|reminder|chapter|adapter|charger|timber|other|another|either|air|color|tutorial|restaurant bill|burner|shower|"
    r"balance|user|answer|tower|theater|dollar|voucher|disorder|center|merger|grant|restructuring|client|customer|buyer|purchaser|tenant|minister|president|senator|governor|anchor|speaker|investor|member|player|reader|partner)s?(?!\w))(?:[a-z]{2,}(?:er|or|ist|ian|ant|yst|eon|"
    r"man|woman|people)s?|registrar|bursar|(?:school|clinic|college|studio|surgery|practice|hospital|nursery|garage|bakery|insurer|crew|team|nurse|coach|guide|chef|"
    r"judge|cook|vet|agency|branch|lab|laboratory|workshop|warehouse|printers|lads?|boys|guys?|blokes?|chaps?|girls?|trainee|temp|office|yard|depot|wife|husband|brother|sister|son|daughter|mate|mechanic|"
    r"apprentice|advocate|associate|colleague|delegate|desk|department|office)s?)$"
)
SAME_DAY = r"(?:the )?(?<!\w)same day(?!\w)"
OURS = r"(?<!\w)(?:our|my|one of our|one of my|two of our|the)(?!\w)"
PRONOUNS = r"^(?:it|them|that|this|everything|one|those|both|all)(?!\w)"
