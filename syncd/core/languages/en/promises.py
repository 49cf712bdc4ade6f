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
from syncd.core.languages.en.promise_acts import PHRASES as PHRASES
from syncd.core.languages.en.promise_acts import STEMS as STEMS

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
MACROS = {
    # words that may stand between "will" and its verb
    "A": (
        r"(?: (?:also|then|just|now|definitely|certainly|personally|gladly|happily|probably|likely|still|all|both|again|naturally|"
        r"of course|therefore|first|next|quickly|soon|shortly|immediately|obviously|simply|surely|absolutely|myself|ourselves|today|"
        r"tomorrow|always|"
        r"tonight|instead|in turn|gonna|most likely|hopefully|for sure|either|so|have to go and|go ahead and|"
        r"be sure to|make sure to|be able to|be happy to|be glad to|be pleased to|be delighted to|be more than happy to|come back and|"
        r"go and))*"
    ),
    "S1": r"(?<![\w'])(?:i|we)",
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
        r"{S1} ?(?:'ll|will|shall|'m going to|am going to|'re going to|are going to|'m gonna|are gonna|'m about to){A} "
        r"(?P<verb>[a-z][a-z'-]+)",
    ),
    ("first", "both|all|too &  both | all | too ", r"{S1} (?:both|all|too) (?:will|shall){A} (?P<verb>[a-z][a-z'-]+)"),
    (
        "first", "will|shall|gonna|going to",
        r"^(?:(?:hi|hello|dear|ok|okay|yes|yep|sure|thanks|thank you|great|perfect|no problem|sorry|alright|right|"
        r"fine)[^.?!]{0,25}?[,;:!–—-] ?|[^.?!]{0,40}[;:!–—] ?|(?:and|but|so|then) )?(?:will|shall|gonna|going to){A} "
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
        r"aside|put aside|on hold|locked in|pencilled in)(?!\w)(?=(?:[^.;]* )?(?:for|under|until|till|you|in your name)(?!\w))",
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
        r"just|\d|tomorrow|tmrw|tonight|today|this|mon|tue|wed|thu|fri|sat|sun)(?:\w|\W))",
    ),
    (
        "progressive", "coming|dropping|sending|bringing|ringing|posting|popping|delivering|shipping",
        r"^(?:(?:ok|yes|yep|hi|sorry)[, ]+)?(?:[a-z]+ )?(?P<verb>coming|dropping|sending|bringing|ringing|posting|popping|delivering|shipping)(?= )",
    ),
    ("progressive", "i'm|we're|i am|we are", r"{S1}(?:'m| am|'re| are){A} (?P<verb>(?!putting)[a-z]+ing)(?!\w)"),
    (
        "can", "i can|we can",
        r"(?<!what )(?<!so )(?<!that )(?<!if )(?<!how )(?<!which )(?<!when )(?<!where )(?<!as ){S1} can{A} (?P<verb>[a-z][a-z'-]+)",
    ),
    ("you",
    "you'll|you will|you shall|you're going|you should|you can", r"(?<![\w'])you(?:'ll| will| shall|'re going to| should| can expect to){A} (?P<verb>[a-z][a-z'-]+)"),
    (
        "third", "will|'ll|shall|going to",
        r"(?:'ll| will| shall| is going to| are going to|(?<=[a-z])'s going to)(?!\w){A} (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "should", "should",
        r" should{A} (?P<verb>be (?:with you|back|ready|there|at your|on site|delivered|fixed|in your|done)|arrive|reach|land|receive|"
        r"ship|come)(?!\w)",
    ),
    (
        "present", "ships|leaves|goes out|goes back|goes in|goes live|arrives|gets in|is going|are going|is coming|are coming|arriving|is due|shipping|being |is booked|is on |are on |to follow|go out|ship |leave |arrive ",
        r"(?<!\w)(?P<verb>ships|leaves|goes out|goes back|goes in|goes live|arrives|gets in|is going(?! to)|are going(?! to)|are coming|is coming|"
        r"is arriving|are arriving|is due (?:to arrive|to be|at your|with you|in on)|is shipping|are shipping|is being (?:shipped|sent|"
        r"delivered|collected|installed)|"
                r"is booked in|is on (?:its|his|her|their) way|are on their way|to follow(?! up)|(?<!to )(?:go out|ship|leave|arrive)(?= (?:to you|on |"
                r"tomorrow|today|this |next |by |first thing|mon|tue|wed|thu|fri|sat|sun)))(?!\w)"),
    (
        "third", "promised to|agreed to|able to|plans to|offered to",
        r" (?:promised to|has agreed to|have agreed to|is able to|plans to|has offered to){A} (?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "booked", "booked|schedul|pencil|slotted|down for|down on",
        r"(?<!\w)(?P<verb>(?:you're|you are|we're|we are|i've got you|we've got you|i have you|we have you|i've put you|i'm putting you|we're putting you|we've put you|"
        r"i've|we've|it's)(?: all)? (?:booked|scheduled|pencilled|penciled|down|slotted)(?! to)(?: (?:you|him|her|them|it))?(?: "
        r"in)?)(?!\w)",
    ),
)  # fmt: skip

# a second verb on the same "will": "... and send you"
COORDINATED = r"(?:, ?| |, )(?:and|then|&)(?: then| also| will|'ll| shall| just)* (?P<verb>[a-z]+)(?!\w)"

# subjects before a third-person head, as the text right before it
SUBJECTS = (
    ("first", r"(?<![\w'])(?:i|we)$"),
    ("you", r"(?<![\w'])you(?: (?:both|all|guys))?$"),
    ("person", r"(?<![\w'])(?:he|she|they)$"),
    ("it", r"(?<![\w'])(?:it|that|this|these|those|which|there)$"),
)

# ── not a promise ── (reason, scope, pattern); scope: sentence, before the verb, after (from the verb on), all = clause
REFUSALS = (
    (
        "a forecast", "third", "said|says|announc|report|expect|estimat|believe|predict|think|hope",
        r"(?<!\w)(?:said|says|announced|reported|expects?|estimates?|believes?|predicts?|thinks?|hopes?)(?!\w)[^.;]*$",
    ),
    ("to me", "third object", "", r"^[^,;]{0,80}(?<!\w)(?:to|for|with) (?:me|us)(?!\w)"),
    (
        "a state", "first", "",
        r"^be(?! (?:\w+ly |right |back )?(?:in (?:touch|contact)|to you|in touch|with you|at your|round|over|on site|onsite|there (?:at|"
        r"on|by|tomorrow|today|this|next|first|early|around|before|within|in)|able|out to|replying|sending|calling|phoning|ringing|"
        r"emailing|posting|shipping|forwarding|visiting you|visiting your|contacting|getting|reaching|issuing|crediting|refunding|"
        r"paying|providing|submitting|delivering|dropping|bringing|coming (?:to|round|over|by|out)|scheduling|following|responding|"
        r"updating|confirming|circulating|distributing|mailing|faxing|preparing|arranging|doing this|making (?:a|the)|giving you|"
        r"checking|reviewing|testing|fixing|processing|setting up|adding|filing|raising|replacing|installing|meeting (?:with )?you|"
        r"discussing))",
    ),
    (
        "a state", "progressive", "",
        r"^(?:looking (?:forward|to|for)|having|hoping|trying|writing|going|thinking|getting (?!you|it|the|this|that)|doing|working|"
        r"using|running|wondering|asking|telling|saying|dropping you|attaching|finding|keeping|making (?!(?:a|the) (?:reservation|"
        r"booking|payment|appointment))|taking|starting|holding|meeting|seeing|reading|providing|supporting|helping|covering|dealing|"
        r"handling|enclosing|confirming|giving|buying|finishing|changing|showing|beginning|moving|coming(?! (?:to|by|over|round|out to) "
        r"(?:you|see)))",
    ),
    (
        "not for the reader", "you", "",
        r"^(?!(?:have|receive|get|hear from|be able to (?:pick|collect|download)|be (?:contacted|sent|called|emailed|credited|refunded|"
        r"paid|visited|invoiced|notified|informed|updated|hearing from|receiving|getting|reimbursed|charged)) ?)",
    ),
    (
        "not for the reader", "you", "",
        r"^(?:have (?:to|a (?:framework|chance|choice|great|good|better)|the (?:opportunity|chance|option|ability)|access|an "
        r"opportunity|no|fun|more|received|noticed|seen|heard|been|any|had|it all)|get (?:to|a (?:chance|sense|feel|better|free)|used|"
        r"better|the (?:most|best|chance|idea|same)|free|more|rid|lost))",
    ),
    (
        "our own side", "third object", "",
        r"^(?:arrive|come|reach|land|be|be delivered|get)(?: back)? (?:to us|here|with us|at our|to our|in our|into our|into stock|in stock)(?!\w)",
    ),
    ("question", "sentence", "?", r"\?[\"')\]]*$"),
    (
        "negated", "near", "",
        r"(?:(?:won't|will not|shan't|shall not|'ll not|not going to|never|cannot|can't|will no longer|not be able|nor will|neither|not "
        r"yet|not|no one|nobody|don't|doesn't|didn't)(?! (?:only|worry|forget|to worry|a problem))\W+(?:\w+\W+){0,2})$",
    ),
    (
        "negated", "after", "",
        r"^(?:never|not(?! only)|no longer|hardly|be unable|refuse|decline|miss out)(?!\w)|^be (?:\w+ )?(?:unable|off|away|closed|late|"
        r"unavailable|out of (?:the )?office|on (?:holiday|leave|vacation|annual)|back (?:in the office|from|at work|in on)|happy to "
        r"(?:help|answer|discuss|assist)|glad to (?:help|answer|discuss|assist))",
    ),
    (
        "reported", "before", "sa|told|promis|claim|mention|wrote|writ|assur|reckon|think|believ|insist|swore|announc|stat|indicat|expect",
        r"(?:(?:he|she|they|you|who|nobody|somebody|someone|customer|client|manager|driver|engineer|[a-z]+) (?:has |had |have |kindly |"
        r"also )?(?:said|says|told (?:me|us|her|him|them)|promised|claimed|claims|mentioned|wrote|writes|assured|was told|were told|"
        r"reckons|thinks|believes|insists|swore|keeps saying|announced|stated|indicated|expects)(?:,| that| me| us| it)*(?: (?:he|she|"
        r"they|you|it|someone|somebody|we|i|nobody|the \w+|\w+))?(?: \w+){0,3}$)",
    ),
    (
        "reported", "before", "wonder|ask|sure|know|see|think",
        r"(?:that|whether|if|when|how|what|why|where|who|which) (?:\w+ ){0,3}$(?<=think )|(?:wonder(?:ing)?|ask(?:ed|ing)?|not sure|"
        r"don't know|unsure|know|see) (?:if|whether|when|how|what|why|where|who|which) (?:\w+ ){0,3}$",
    ),
    (
        "reported", "sentence", "said|says|according|\"|“|``|‘",
        r"[\"”'’,] ?(?:said|says|according to)(?!\w)|(?<!\w)(?:said|says) (?:mr|ms|mrs|dr|the|[a-z]+ [a-z]+,)|^[\"“‘]|^``",
    ),
    ("reported", "before", "said|told|promis|wrote|assur", r"(?:you|he|she|they) (?:said|told|promised|wrote|assured)[^.;]*$"),
    (
        "hypothetical", "before", "",
        r"(?:i think|i guess|i suppose|i assume|i imagine|i doubt|i bet|i figure|maybe|perhaps|possibly|might|i believe|i presume|i'm "
        r"sure|i am sure|i fear|i'm afraid|no doubt|otherwise|in case|unless|so that|so)(?:,| that| then| maybe)? ?$",
    ),
    (
        "purpose", "before", "",
        r"(?<!\w)(?:so that|in order that|such that|ensure that|so|hope|hoping|hopes|wish|glad|understand|assume|assuming|suppose|sure|aware|"
        r"afraid|that|because|since|until|till|unless|as long as|whether|the day|the way|(?<=[a-z] )everything|(?<=[a-z] )all|what|which|things?|where|how|"
        r"why|who|whatever|before|than) ?$(?<!so )(?<!that )(?<!sure )(?<!which )|(?:before|until|till|unless|because|since|whatever|"
        r"whichever|than|whoever) $",
    ),
    ("counterfactual", "all",
    "would|could|should have|had |if ", r"would(?:n't)? have|could have|should have|had i|had you|had we|if i were|if we were|if only"),
    (
        "not promising", "sentence", "promis|guarant|hold me|obligation|subject",
        r"can't promise|cannot promise|can not promise|no promises|not promising|no guarantees? (?:that|it)|don't hold me|can't "
        r"guarantee|cannot guarantee|don't (?:want to )?promise|without (?:any )?obligation|subject to contract",
    ),
    (
        "terms", "sentence",
        "supplier|seller|buyer|purchaser|contract|licens|lessee|lessor|tenant|landlord|borrower|lender|insure|parties|party|undersigned|"
        "subscriber|client|customer|provider|company|user|agreement|hereinafter|invoice|payment|rent|fee|instal|pursuant|statutory|liable|"
        "liability|accordance|conditions|clause|section|article|paragraph|majeure|valid|price|delivery|lead",
        r"(?:the )?(?:supplier|seller|buyer|purchaser|contractor|licensee|licensor|lessee|lessor|tenant|landlord|borrower|lender|"
        r"insured|insurer|parties|party|undersigned|subscriber)s? (?:shall|will|agrees? to|undertakes? to|may|must)(?!\w)|(?:client|"
        r"customer|provider|company|user|agreement|contract)s? (?:shall|agrees? to|undertakes? to|must)(?!\w)|hereinafter|(?:invoice|"
        r"payment|rent|fee|instal+ment)s? (?:is|are|was|were|falls?) (?:now )?(?:due|payable|overdue)|pursuant|statutory|liable|"
        r"liability|in accordance with (?:the|clause|section|article)|terms and conditions|(?:clause|section|article|paragraph) \d|"
        r"force majeure|offer (?:is )?valid|prices? (?:are |is )?(?:valid|subject|exclude|include)|(?:delivery|lead) times? (?:is|are|"
        r"of|:|currently|\d|–|-)",
    ),
    (
        "habit", "all", "usually|normally|typically|generally|as a rule|general|every|each|all |whenever|aim|our ",
        r"(?<!\w)(?:usually|normally|typically|generally|as a rule|in general|every (?:time|e-?mail|message|customer|enquiry|inquiry|"
        r"call)|each (?:time|customer|message)|all (?:enquiries|inquiries|messages|e-?mails|requests|calls|orders)|whenever|we aim to "
        r"(?:answer|reply|respond)|our (?:standard|usual|normal) )",
    ),
    (
        "courtesy", "sentence", "if |should you|shall you|any|in case|thank|happy|glad|pleased|delighted",
        r"(?:if (?:you|there)|should you|shall you|for any|with any|in case) (?:\w+ ){0,8}?(?:questions?|queries|problems?|concerns|"
        r"doubts?|help|assistance|support|trouble|further information|further details|more information|anything else|additional|"
        r"comments|clarification|any other)(?!\w).{0,80}|thank(?:s| you) for (?:contacting|your interest|your enquiry|your inquiry|your "
        r"patience|reaching out|getting in touch|choosing)|(?:happy|glad|pleased|delighted) to (?:help|assist|answer|discuss|hear|"
        r"explain|provide any|talk|chat)",
    ),
    (
        "phatic", "after", "",
        r"^(?:include|attach|enclose|paste|grab|see you(?! (?:at|on) \d)|see(?! (?:if|what|whether|to it|that))|miss|look forward|be "
        r"looking forward|always|remember|forget|love|appreciate|thank|enjoy|like|regret|admit|say|bet|be (?:sorry|grateful|honest|"
        r"thinking|delighted|happy|glad|pleased|thrilled|forever|very|so|a |an |the |in (?!touch|your|contact|the (?:post|mail))|more|"
        r"much|less|able|interesting|interested|no |some|hard|difficult|easier|great|good|nice|fun|fine|ok|okay|true|too|like|for|from|"
        r"of|as|one|two|three|back$|back (?:in|from|on|home|by|later|at)|here|around|free|available|busy|travell?ing|going|leaving|"
        r"flying|coming$|working (?:from|until|late|on)|using|doing|having|able|based|subject|required|needed|asked|held (?:at|in|on|"
        r"by)|charged|paid a|well|when|where|what|why|on (?!site|your|its|the (?:van|truck|way)))|be$|tell you (?:that|what|how|why|"
        r"something|the truth)|have (?:to|been(?! (?:\w+ly )?(?:\w+ed|sent|done|paid|made|built|set|taken|written|brought)(?!\w))|a (?:great|good|nice|look|baby|problem|hard)|no |some|success|fun|time|more|enough|"
        r"difficulty|had|lunch|access|any|lots|plenty)|need|want|know(?! (?:by|on|more|tomorrow|for))|think|hope|feel|believe|expect|"
        r"assume|guess|understand|learn|welcome|hear(?! (?:from (?:us|me)|back))|stay|remain|live|die|fail|win|lose|become|suffer|"
        r"travel|fly|leave(?! (?:it with|you|our|the \w+ (?:at|with)|on))|go(?! (?:over|through|on the|with the|in the (?:post|mail)|by|out(?! of)|ahead|"
        r"live|and))|attend|vote|eat|sleep|watch|spend|cost|depend|continue|agree|disagree|settle(?! (?:your|the|this|it|that|up))|use|"
        r"assist you in|wait(?! for you)|be waiting|refrain|grow|gain|benefit|realize|realise|notice|find (?:it|that|this|the|a|"
        r"yourself|an)(?! out)|turn out|happen|occur|exist|require|consist|contain|mean|seem|appear|matter|suffice|sound|help (?:us|me|"
        r"if)|allow|enable|let me|make (?:it|sense|a (?:difference|decision)|sure we)|come (?:to(?! (?:your|you|see|the|pick|fix|look|"
        r"our|meet|\d))|with|from|in handy|true|as|back to (?:work|the office))|get (?:there|better|worse|older|used|lost|some sleep|"
        r"home|married|paid|the (?:hang|idea)|away|an?y |to (?:the|a|know|work|see|meet)|more|rid|it$|through)|take (?:place|\w+ "
        r"(?:days|weeks|hours|minutes|months)|(?:the|a|an|another|longer|time|some time|forever|over from|up|part|effect|on|off|you|me|"
        r"us|it$)(?!\w)))(?!\w)",
    ),
    (
        "plan", "after", "",
        r"^(?:be (?:in|at|on|out|off|away|back(?! (?:up|online|on line|to normal|in service|working|running))|around|there$|here|home|"
        r"gone|late|over$|attending|starting at|traveling|travelling|visiting (?:the|my|our)|taking|moving|leaving|flying|staying))(?! "
        r"(?:your|you|touch|site|its|the (?:van|truck|post|mail|way to you)|contact|with you|to you))(?!\w)",
    ),
    ("their side", "before", "you", r"(?:hope|expect|trust|assume|understand|sure|glad|great) (?:that )?you$"),
    ("a warning", "all", "otherwise|or else|failing", r"(?<!\w)(?:otherwise|or else|failing which)(?!\w)"),
    (
        "figure of speech", "all", "say|see|as i will|tell|us part|as you|you will|will be",
        r"i will say|i'll say|as i will|we'll see|we will see|time will tell|will do us part|as you will (?:see|note|recall|remember)|"
        r"you will (?:find|see|note|notice|recall|remember|need|have to|be able|also|want|enjoy|love|agree|not)|will be (?:fun|great|"
        r"good|nice|fine|ok|interesting)",
    ),
)  # fmt: skip

# ── conditions and events ──
CONDITIONS = (
    r"(?<!\w)(?:if(?! (?:not|you (?:have|need) any))(?! you don't mind)|provided|providing|assuming|unless|in case|as long as|so "
    r"long as|should (?:you|the|it|this|that|they|there|he|she|we|i) |subject to|depending on|were (?:you|it) to|let me know "
    r"and)(?!\w)"
)
# a head right behind one of these is a condition, not a promise
SUBORDINATE = r"(?<!\w)(?:if|when|once|unless|until|till|whenever|whether|as soon as|after|before)(?: \w+)?(?: \w+)? ?$"
EVENTS = (
    r"(?<!\w)(?:when(?!ever)|once|after(?! (?:\d|lunch|noon|hours|work|the (?:weekend|holidays?|\d)|my (?:\d)|today|tomorrow|monday|"
    r"tuesday|wednesday|thursday|friday|saturday|sunday|next))|as soon as(?! (?:possible|i can|we can|poss))|upon|on receipt of|the "
    r"(?:moment|minute|day)(?! (?:after|before))|following (?:your|the|receipt)|until)(?!\w)"
)

# ── requests inside the house: hand-offs ── the group `verb` is what is asked
REQUESTS = (
    (
        "polite", "can you|could you|would you|will you|someone|anyone|somebody|one of you|either of you",
        r"(?<!\w)(?:can|could|would|will) (?:you|someone|somebody|anyone|one of you|you guys|either of you)(?: (?:please|pls|also|maybe|"
        r"possibly|kindly|just|two|both|all|guys|then|perhaps|mind|in your team|from your team|at your end|quickly))* (?:be so kind "
        r"(?:as )?to )?(?:(?:go|come)(?: and)? )?(?P<verb>[a-z][a-z'-]+)",
    ),
    (
        "polite", "please|pls|plz|kindly",
        r"(?<!\w)(?:please|pls|plz|kindly)(?: (?:also|can you|could you|then|make sure (?:that )?(?:you|to)|be sure to|ensure (?:that "
        r")?you|just|do))* (?P<verb>[a-z][a-z'-]+)",
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
        "need", "to be|must be",
        r"(?<!\w)(?<!i )(?<!we )(?:needs to be|must be|has to be|have to be|need to be) (?P<verb>[a-z]+ed|sent|done|paid|made)(?!\w)",
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
    "give take put add set raise issue chase order schedule organise organize ship dispatch reply tell update let sort "
    "look pick collect drop follow contact get please pls remind cancel move ensure print quote speak talk"
)
IMPERATIVES = _IMPERATIVES.split()

# ── notes ── what stands between a name and an infinitive, or before a task
NOTE_NAME = (
    r"^(?:(?i:ai|action|action item|todo|to do|to-do|task|next step|follow-up|follow up)\s*[:\-–—]\s*|(?P<topic>[A-Z][^:.\n]{1,40}:\s+))?(?P<who>[A-Z][\w.'’-]+(?: "
    r"[A-Z][\w.'’-]+)?|I|We|we|us|me)(?:\s*\([^)]*\))?(?:\s*[:\-–—>]+\s*(?:to |will )?| to | will )(?P<verb>[a-z][a-z-]+)(?!\w)(?! "
    r"notes?(?!\w))"
)
NOTE_TASK = r"^(?i:ai|action|action item|todo|to do|to-do|next step|task)\s*[:\-–—]\s*(?P<verb>[A-Za-z][a-z-]+)(?!\w)"

# ── a short yes to what was asked ──
# one of them is in every short yes
YES = (
    "will do|shall do|can do|'ll do|get it done|get that done|consider it|got it|on it|leave it|will sort|'ll sort|arrange it|see "
    "to it|care of it|be done"
)
ACCEPTANCES = (
    r"^(?:(?:hi|hello|dear|ok|okay|yes|yep|yup|sure|sure thing|of course|no problem|no worries|absolutely|certainly|right|great|"
    r"perfect|fine|good|agreed|noted|thanks|thank you|gladly|with pleasure|understood|got it|np|(?!you|he|she|they|it|who|that|"
    r"which|this|we|there)[a-z]+)[\s,.!:–—-]+){0,4}(?P<yes>(?:i |we )?(?:will do|shall do|can do|'ll do(?: (?:it|that|so|this))?|"
    r"will do (?:it|that|so|this|asap|today|tomorrow)|'ll get (?:it|that|this) done|will get (?:it|that|this) done|will be done|"
    r"consider it done|you got it|you've got it|on it|am on it|'m on it|are on it|'re on it|leave it with (?:me|us)|leave it to "
    r"(?:me|us)|will (?:sort|arrange|see to|take care of) (?:it|that|this)|'ll (?:sort|arrange|see to|take care of) (?:it|that|"
    r"this)|consider it sorted|will get on it|'ll get on it))(?=\s*(?:$|[,.!;:)–—-]|(?:as|by|today|tonight|tomorrow|this|on|first|"
    r"right|now|thanks|thank|for you|before|asap|and|when|once|later|shortly|soon|straight|immediately|my|mate|sir|of course|no "
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
    "tutor", "coach", "guide", "photographer", "caretaker", "concierge", "housekeeping", "reception", "kitchen", "workshop", "lab",
    "laboratory", "quality team", "purchasing", "procurement", "expert", "analyst", "auditor", "architect", "project manager",
    "account manager", "sales rep", "rep", "representative", "operator", "helpdesk", "help desk", "night shift", "van", "someone",
    "somebody",
)  # fmt: skip
HOUSES = ("department", "dept", "team", "desk", "crew", "office", "people")  # houses of people, by how the word begins
OUTSIDE = r"(?<!\w)(?:client|clients|customer|customers|her|him|them|guest|patient|tenant|buyer)(?!\w)"
OWN_SIDE = r"(?<!\w)(?:is|are|coming|comes|come|arriving|arrives|arrive|delivering|delivered|delivers|going) (?:back )?(?:to|with|at) (?:us|our)(?!\w)"
YOU = r"(?<![\w'])(?:you|your|yours|u|ur)(?!\w)"
# who acts, by the end of the noun phrase: a calling or a house of people; things in -er and -or are no callings
AGENT = (
    r"(?<!\w)(?!(?:letter|order|paper|number|computer|container|offer|weather|power|water|trailer|boiler|tractor|motor|door|floor|error|elevator|"
    r"generator|radiator|cover|folder|printer|server|router|matter|filter|timer|heater|quarter|(?:sept|nov|dec)ember|october|plant|river|summer|winter|"
    r"dinner|banner|poster|sticker|flyer|laser|meter|counter|cooler|freezer|layer|corner|border|newsletter|transfer|register|factor|sensor|mirror|"
    r"monitor|refrigerator|remainder|reminder|chapter|adapter|charger|timber|other|another|either|air|color|tutorial|restaurant bill|burner|shower|"
    r"balance|user|answer|tower|theater|dollar|voucher|disorder|center|merger|grant|restructuring|client|customer|buyer|purchaser|tenant|minister|president|senator|governor|anchor|speaker|investor|member|player|reader|partner)s?(?!\w))(?:[a-z]{2,}(?:er|or|ist|ian|ant|yst|eon|"
    r"man|woman|people)s?|registrar|bursar|(?:school|clinic|college|studio|surgery|practice|hospital|nursery|garage|bakery|insurer|crew|team|nurse|coach|guide|chef|"
    r"judge|cook|vet|agency|branch|lab|laboratory|workshop|warehouse|printers|lads|boys|wife|husband|brother|sister|son|daughter|mate|mechanic|"
    r"apprentice|advocate|associate|colleague|delegate|desk|department|office)s?)$"
)
SAME_DAY = r"(?:the )?(?<!\w)same day(?!\w)"
OURS = r"(?<!\w)(?:our|my|one of our|one of my|two of our|the)(?!\w)"
PRONOUNS = r"^(?:it|them|that|this|everything|one|those|both|all)(?!\w)"
