"""English words by which promises are closed: what was sent, done, moved, called off. Tables only, see `syncd.core.fulfil`.

Patterns are searched in a sentence folded to lower case; each begins at the beginning of a word, and ends where it is
written to end.
"""

from __future__ import annotations

# kinds of document a promise may be about → what they are called
THINGS = {
    "offer": r"offers?\b|quot(?:e|es|ation|ations)\b|proposals?\b|estimates?\b|bids?\b",
    "invoice": r"invoices?\b|bills?\b(?! [a-z]+ at)|pro ?forma",
    "contract": r"contracts?\b|agreements?\b|\bnda\b|leases?\b",
    "price_list": r"price ?lists?\b|rate cards?\b|pricing\b",
    "manual": r"manuals?\b|instructions?\b|user guides?\b|guides?\b|handbooks?\b",
    "report": r"reports?\b|test results?\b|findings\b",
    "drawing": r"drawings?\b|blueprints?\b|sketch(?:es)?\b|(?:floor ?|site ?)plans?\b|layouts?\b",
    "catalogue": r"catalog(?:ue)?s?\b|brochures?\b|leaflets?\b",
    "certificate": r"certificates?\b|declarations? of conformity",
    "photo": r"photos?\b|pictures?\b|photographs?\b|images?\b",
    "schedule": r"schedules?\b|timetables?\b|time ?lines?\b|itinerar(?:y|ies)\b|agendas?\b",
    "statement": r"statements?\b|reconciliations?\b|balance sheets?\b",
    "access": r"passwords?\b|log-?ins?\b|user ?names?\b|credentials\b|access (?:codes?|details|data)\b|licen[cs]e keys?\b",
    "link": r"(?:the|a|your|payment|download|meeting|zoom|teams) links?\b",
    "list": r"lists?\b",
    "sample": r"samples?\b|swatch(?:es)?\b",
    "presentation": r"presentations?\b|slides?\b|decks?\b",
    "minutes": r"minutes of|the minutes\b(?! ?of silence)",
    "form": r"(?:the|a|an|application|order|claim) forms?\b|questionnaires?\b",
    "policy": r"polic(?:y|ies)\b",
    "specification": r"specs?\b|specifications?\b|data ?sheets?\b",
    "spreadsheet": r"spreadsheets?\b|worksheets?\b|excel\b",
    "power": r"powers? of attorney|proxy form",
    "invitation": r"invit(?:e|es|ation|ations)\b",
    "document": r"documents?\b|documentation\b|paperwork\b|papers\b|files?\b|attachments?\b|cop(?:y|ies)\b|drafts?\b",
}

# what a sentence says has happened, or asks for
SIGNS = {
    "attached": (
        r"attach(?:ed|ing|ments?)?\b|enclos(?:ed|ing|ures?)\b|herewith\b|here(?: is|'s| are| comes| (?:you|u) (?:go|are)| it is| they are)\b|please find\b|"
        r"(?:i am|i'm|we are|we're)? ?(?:sending|forwarding|passing on)\b|pass (?:\w+ )?on\b|link below\b|below (?:is|are)\b"
    ),
    "sent": (
        r"(?:re-?)?sent\b|emailed\b|mailed\b|faxed\b|shipped\b|posted\b|forwarded\b|dispatched\b|uploaded\b|couriered\b|delivered\b|"
        r"(?:have|has|just|already|'ve) shared\b|handed (?:over|in)\b|dropped (?:it )?off\b"
    ),
    "received": (
        r"(?:safely |duly )?received\b|got (?:it|them|your|the|this)\b|thanks?(?: you)?(?: (?:very|so) much| a lot)? for (?:the|your|sending|this|these|getting)\b|"
        r"(?:has |have )?(?:arrived|come through|came through)\b|came (?:today|yesterday|this morning|in the (?:post|mail)|by (?:post|courier))\b"
    ),
    "done": (
        r"done\b|fixed\b|repaired\b|resolved\b|solved\b|installed\b|completed?\b|finished\b|sorted\b|replaced\b|restored\b|corrected\b|"
        r"updated\b|changed\b|cleaned\b|mounted\b|configured\b|set up\b|activated\b|booked\b|reserved\b|arranged\b|prepared\b|renewed\b|"
        r"(?:all |everything )?(?:is |are )?(?:works?|working|running)(?: (?:again|now|fine|well|perfectly|properly|like a charm))\b|"
        r"everything works\b|up and running\b|back (?:up|online|in service|to normal)\b|in place\b|taken care of\b"
    ),
    "visited": (
        r"(?:technician|engineer|man|chaps?|lads?|bloke|fellas?|guys?|fitters?|plumber|electrician|colleagues?|team|people|boys|he|she|they|mechanic|installers?|courier|adviser|surveyor|"
        r"somebody|someone|we|i)(?: from your (?:company|side|team))? (?:has been|have been|was|were|came|visited|stopped by|dropped by|called round)"
        r"(?! (?:not|supposed|to|unable|meant|late|told|due|expected|never))\b(?= (?:here|there|round|by|on ?site|over|out|in|with us|at|this|today|yesterday|"
        r"on|and|us|you|your))|thank(?:s| you) for (?:coming|the visit|your visit|(?:stopping|dropping|popping|calling) (?:by|in|round))\b"
    ),
    "called": (
        r"(?:following|after|as per|per|further to|thanks for|thank you for|good|nice|great|pleasure|enjoyed)(?: \w+){0,4}? "
        r"(?:phone call|telephone call|call|telephone conversation|phone conversation|conversation|chat|talk|talking(?: to you)?|speaking(?: to| with)?(?: you)?|discussion on the phone)\b|"
        r"as (?:discussed|agreed|we discussed|we agreed|mentioned)(?: just now| earlier| today| yesterday)? (?:by|on|over) the (?:tele)?phone\b|"
        r"thank(?:s| you) for (?:calling|ringing|phoning)(?: (?:me|us|back|today|this|just)\b|[,.!])|glad we (?:spoke|talked)\b|(?:said|told (?:me|us)|explained) on the phone\b|"
        r"(?:we|i)(?:'ve| have)? (?:just |already )?(?:spoke|spoken|talked) (?:on the phone|by phone|to you|with you|today|this morning|yesterday|to (?:him|her))\b"
    ),
    "unreached": (
        r"tried (?:to (?:call|reach|ring|phone)|calling|reaching|ringing)|(?:could not|couldn't|did not|didn't|unable to|can't|cannot) (?:reach|get (?:hold of|through))|"
        r"no answer\b|missed (?:your|you|a) call|voice ?mail\b|went to voice"
    ),
    "met": (
        r"(?:good|nice|great|lovely|pleasure|thanks|thank you|following|after|from|at|in|during|enjoyed)(?: \w+){0,4}? "
        r"(?:meeting(?! (?:room|time|place|point|invite|link|request))|to meet|meet you|to see you|seeing you|our visit)\b|(?:we|i) met (?!with delays)"
    ),
    "paid": (
        r"paid\b|(?:payment|transfer|refund|money)(?: \w+){0,3}? (?:made|sent|gone|left|issued|processed|went out)\b|"
        r"(?:in|into|on|hit|reached) (?:my|our|the) (?:bank )?account\b|transferred\b|wired\b|refunded\b|remitted\b|settled\b|credited\b"
    ),
    "checked": (
        r"(?:i|we)(?:'ve| have)?(?: just| now| already)? (?:checked|looked into|looked at|verified|asked|found out|confirmed|tested|reviewed|(?:spoke|talked) (?:to|with)|"
        r"went through|heard back|investigated)\b|(?:just )?(?:spoke|talked) (?:to|with)\b|(?:confirmed|checked) with\b|the answer is\b|turns out\b|can confirm\b"
    ),
    "promised": r"as (?:promised|agreed|requested|discussed|you asked|asked)\b|here (?:it is|they are)\b|(?:here is|here's|this is) the right one\b",
    "cancelled": (
        r"no longer (?:needs?|needed|wants?|requires?|required|interested|necessary|relevant)\b|"
        r"(?:don't|do not|won't|will not|didn't|does not|doesn't) need (?:\w+ ){0,4}?(?:any ?more|any longer|after all)\b|"
        r"no need (?:\w+ ){0,4}?(?:any ?more|any longer|after all)\b|not (?:needed|necessary|required) (?:any ?more|any longer|after all)\b|"
        r"(?:please |to |must |want to |would like to |have to |need to )?cancel(?:led|ling)?\b|chang(?:ed|ing) (?:our|my) minds?\b|"
        r"decided (?:against|otherwise|differently|not to)\b|(?:decided to go|going|gone|went) with (?:another|someone|somebody|a different|your competitor)|found (?:another|someone|somebody) (?:else|supplier|firm|company)|"
        r"call(?:ed|ing)? (?:it |this |the \w+ )?off\b|never ?mind\b|forget about (?:it|the)\b"
    ),
    "needless": r"no need (?:for|to)\b|(?:don't|do not|won't) (?:need|have) to\b|you needn't\b|not necessary to\b|don't bother\b|please (?:don't|do not)\b",
    "partial": (
        r"(?:first|second|one|other) (?:half|part|batch|instal?ment)\b|half of\b|part of (?:the|it|them|what)\b|(?:rest|remainder|remaining \w+|others) (?:to follow|to come|will|follows?|comes?|later|tomorrow|next|is|are)\b|"
        r"partial\w*|only (?:the )?(?:first|ground|one|half|part)\b|so far\b|incomplete\b|interim\b|preliminary\b"
    ),
    "pending": (
        r"(?:i|we) (?:still |only )?need\b|please (?:send|let|confirm|give|tell)\b|still (?:look\w*|wait\w*|work\w*|check\w*|try\w*|investigat\w*|discuss\w*|ask\w*|chas\w*|in progress|unclear|open|don't|do not|no\b|with|need\w*)|looking into\b|(?:am|are|is|m|re) (?:checking|chasing|waiting|asking|investigating|working)\b|"
        r"no (?:news|answer|reply|feedback|word|response)\b|left (?:him|her|them|word)\b|(?:ll|will) (?:call|ring|write|say|be back|tell)\b|(?:promised|supposed|due) to\b|should (?:know|have|hear)\b|(?:don't|do not|doesn't|does not) (?:know|have (?:an|the|any))\b|not (?:sure|clear|heard|yet)\b|bear with\b|as soon as\b|once (?:i|we|he|she|they)\b|"
        r"(?:ll|will) (?:get back|come back|let you know|update|reply|answer|know|revert|tell|check|ask|find out|look|confirm|have (?:an|the) (?:answer|info\w*))\b|(?:forward|pass|sent|put)(?:ed)? (?:\w+ ){0,4}to (?:our|the|my) \w+"
    ),
    "mistaken": r"wrong (?:file|attachment|version|document|one)\b|forgot(?:ten)? (?:to attach|the (?:attachment|file))|(?:ignore|disregard) (?:the|my|that)\b",
    "limited": (
        r"by (?:courier|post|mail|e-?mail|hand|fax)\b|(?:is|be) (?:fine|enough|ok)\b|enough\b|rush|hurry|before\b|until\b|till\b|today\b|yet\b|right now\b|so early\b|apolog|worry|thank(?:ing)? (?:me|us)\b|immediately\b|urgent|this week\b|tonight\b|"
        r"at (?:this|the) (?:time|moment)|for now\b|separately\b"
    ),
    "missing": (
        r"(?:have not|haven't|has not|hasn't|did not|didn't|not)(?: yet| even| actually)* (?:receiv\w*|got|gotten|get|heard|seen|arrived?|come|came|attached|open|find|found|working|fixed)\b|"
        r"nothing (?:yet|received|attached|has (?:come|arrived))|no attachment|without (?:the|an|any) attachment|(?:forgot|missing)(?: \w+){0,3} (?:attach\w*|file)\b|attachment (?:is )?missing|"
        r"still (?:waiting|not|no|leak\w*|broken|the same|doesn't|does not|dead|down)|where(?:'s| is| are)\b|any news\b|(?:can't|cannot|unable to) open\b|stopped (?:working )?again\b|broken? again\b|again (?:not|broken)"
    ),
    "vowed": r"(?:you|he|she|they)(?:'d| had| have)? (?:promised|said|agreed|assured|told (?:me|us))|(?:was|were) supposed to|promised (?:me|us|to|by|that)\b|(?:was|were|had been) promised",
    "failed": (
        r"(?:i|we)(?: have)? waited\b|nobody\b|no ?-?one\b|never (?:came|arrived|called|showed|sent|happened|got|received)\b|(?:did not|didn't|has not|hasn't|have not|haven't|was not|wasn't) "
        r"(?:come|came|arrive|arrived|show|shown|showed|turn|turned|call|called|send|sent|happen|happened|do|done|deliver|delivered|appear|appeared|receive|received|"
        r"get|got|keep|kept|fix|fixed|be|been)\b|nothing (?:has )?(?:came|come|arrived|happened|was done)\b|no sign of\b"
    ),
    "nobody": r"(?:nobody|no ?-?one)(?: has| have| ever| even)* (?:came|come|called|rang|phoned|showed|shown|arrived|turned|appeared|visited|been)\b|never (?:came|called|rang|showed|arrived|turned)\b",
    "broke": r"broken? (?:your|the|a|another) (?:promise|word)|(?:did not|didn't|don't|do not|failed to|not) (?:keep|kept|honou?r)(?:ed)? (?:your|the|to your|that) (?:promise|word)|failed to (?:keep|deliver|send|call|come|show|turn)",
    "delayed": (
        r"instead\b|postpone\w*|reschedul\w*|delay(?:ed|s)?\b|(?:a )?(?:bit|little|few days) later\b|running late\b|be late\b|not (?:today|tomorrow|\w+day),? but|"
        r"mov(?:e|ed|ing) (?:it|this|the|our)\b|push(?:ed|ing)? (?:it|this|the|back)|sorry\b|apolog\w*|unfortunately\b|unable\b|(?:could not|couldn't|can't|cannot|did not|didn't) (?:manage|make|finish|get)|"
        r"need(?:s)? (?:until|more time|another)|not (?:yet )?ready\b|still (?:waiting|working)\b|not yet\b|only (?:on|by|next)\b"
    ),
}

# words before a sign that take it back, and words that put it into the future
NEGATED = r"\b(?:not|never|no|nobody|cannot|without|nothing|none|neither|nor|hardly|unable to|yet to be|\w+n't)\b(?: \w+){0,3} ?$"
AHEAD = (
    r"\b(?:will|shall|'ll|going to|to be|be|should|can|could|may|might|must|would|once|when|whenever|if|until|till|before|unless|need to|"
    r"needs|want|wants|let me|asap|gets?|getting)\b(?: \w+){0,4} ?$"
)
CONDITION = r"\b(?:if|unless|in case|provided)\b"

# what a sentence that calls something off may name
ACTS = {
    "call": r"call(?:ing|ed)?\b|phoned?\b|r[iau]ng\b", "visit": r"visit(?:s|ed)?\b|c[oa]me\b|coming\b|show(?:ed|n)\b|turned up\b|arrived?\b|technician|engineer|appointment|inspection",
    "meet": r"meet(?:ing)?\b|appointment", "send": r"send(?:ing)?\b", "deliver": r"deliver\w*|shipment", "fix": r"repairs?\b|fix(?:ing)?\b",
    "pay": r"pay(?:ing|ment)?\b", "check": r"check(?:ing)?\b", "answer": r"answer\b|reply\b",
}  # fmt: skip

# words anywhere in the sentence that take a sign back, and words after which praise may turn
UNDONE = r"failed\b|impossible\b|not possible\b|without success|in vain\b"
CONTRAST = r"but\b|while\b|cannot\b|can't\b|however\b|except\b|although\b|though\b|only\b"

# what a colleague answers who was asked to do something
ACCEPTED = (
    r"on it\b|will do\b|(?:i'll|i will) (?:take|do|handle|deal|look|see|sort|call|ring|go|send|check|visit|get)\b|got it\b|no problem\b|leave it (?:to|with) me|"
    r"taking (?:it|this|care)\b|i've got this|ok(?:ay)?\b|sure\b|consider it done|of course\b"
)
DECLINED = (
    r"(?:can't|cannot|can not|won't|will not be able|not able|unable) (?:to )?(?:do|take|make|go|call|come|handle|get|today|this|it)\b|not (?:me|mine|my job)\b|"
    r"ask (?:someone|somebody) else|no time\b|too busy\b|i(?:'m| am) (?:away|on leave|on holiday|ill|sick|off)\b"
)
STARTED = r"on my way\b|(?:just |have )?left for\b|(?:have |just )?started\b|working on it\b|i(?:'m| am) (?:there|on site)\b|under way\b|setting off\b|driving (?:to|there)\b"

# the words of a promise that moves another one to its own term
MOVES = r"(?:postpone|reschedul|mov(?:e|ed|ing) (?:it|this|the visit|the meeting|the appointment|to)|push(?:ed|ing)? (?:it|this|back))"

# what the one it was given to answers when it came, what turns that answer, and what names a thing to be told rather than sent
THANKED = r"thanks?\b|thank you\b|thx\b|cheers\b|ta\b|got (?:it|them)\b|perfect\b|great\b|lovely\b|ok(?:ay)?\b|fine\b|excellent\b|brilliant\b|super\b|noted\b|understood\b|amazing\b|wonderful\b|received\b|(?:we|i)(?:'ll| will) (?:take|have)\b|book (?:us|me|it)\b"
AWAITED = r"but\b|however\b|still\b|wait\w*|await\w*|look(?:ing)? forward|when\b|where\b|not\b|\w+n't\b|wrong\b|missing\b|instead\b|only\b|actually\b|rest\b|in advance"
TOLD = r"(?:prices?|costs?|rates?|numbers?|codes?|address(?:es)?|figures?|dimensions?|measurements?|weights?|sizes?|balance|total|amount|stock|logins?|log-?in details|passwords?|details|dates?)\b"
ANSWERS = r"(?:yes|no|yep|nope)[,.!]? (?:we|it|that|they|you|this|there)(?:'s|'d|'ll)? ?(?:can|could|is|are|does|do|will|would|fits?|works?|should|may)\b|(?:yes|no)[.!]*$|confirmed\b"
# what works or is done, and what is not needed
SUBJECT = r"\b(?:the|your|our|my) (\w+) (?:is|are|was|were|has|have|works?|runs?)\b"
OBJECT = r"\b(?:need|want|requir)\w* (?:the|your|any|that|an?|those|these) (\w+)|\b(?:cancel\w*|mind|forget|forget about) (?:the|our|my|your) (\w+)"
THIRD = r"\b(?:call|ring|phone) (?:the|our|my|your|his|her|their) (\w+)"
WEEKDAYS = (r"mon(?:day)?\b", r"tue(?:s|sday)?\b", r"wed(?:nesday)?\b", r"thu(?:rs?|rsday)?\b", r"fri(?:day)?\b", r"sat(?:urday)\b", r"sun(?:day)\b")

# what is asked for in numbers → its words, and the units of the answer
MEASURES = {
    "time": (r"lead[- ]?times?\b|how long\b|turnaround\b|delivery (?:time|date|term)s?\b|when\b", r"(?:working |business )?(?:days?|weeks?|months?|hours?)\b"),
    "weight": (r"weigh(?:s|t|ts)?\b", r"(?:kg|kilos?|t|tons?|tonnes?|lbs?)\b"),
    "price": (r"prices?\b|costs?\b|how much\b|rates?\b", r"(?:€|eur\b|euros?\b|usd\b|dollars?\b|gbp\b|pounds?\b)"),
    "size": (r"sizes?\b|dimensions?\b|measurements?\b", r"(?:mm|cm|m|in|ft)\b"),
}

# words that say an appointment was not kept: without them a new one beside it is another one
MISSED = (
    r"(?:could|did|was|were|has|have|had)(?: not|n't)\b|unable\b|fail(?:ed|s)?\b|missed\b|forgot\w*|too late\b|instead\b|resched\w*|postpon\w*|mov(?:e|ed|ing) (?:it|this|the)\b|broke(?:n)? down\b|ill\b|sick\b|"
    r"nobody\b|no ?-?one\b|never\b|slipped\b"
)

SIGNED = r"(?:counter-?)?signed\b"
WRONG = r"not?\b|\w+n't\b|wrong\b|missing\b|without\b|half\b|part\b"
LATER = r"tomorrow\b|next (?:week|month)\b|to follow\b"
MODAL = r"(?!)"  # infinitives look like no participle here
MODIFIED = r"(?:updated?|revised|new|corrected|amended|final|second|signed|improved|better)\b"
AGO = r"(?:last (?:week|month|year|time)|(?:two|three|several|\d+) (?:days|weeks|months) ago|before the holidays|the other (?:week|day)|previous)"

# verbs: what stands before a promised one, and how one looks that has happened
FUTURE = r"\b(?:will|'ll|shall|going to) (?:also |then |be |certainly |gladly |definitely |try to |have )*([a-z]{3,})"
MAYBE_FUTURE = r"(?!)"
PAST = r"[a-z]{3,}(?:ed|en|ilt|ept|ade|ent|ought|aught)$"

GENERIC = (
    "this that these those with from have been will would shall should could your yours ours their them they there here what when which about again also "
    "after before then than some sure just only very well week weeks month day days today tomorrow monday tuesday wednesday thursday friday "
    "saturday sunday morning afternoon evening noon lunch hour hours minute minutes soon shortly latest send sent sending email mail call calling called phone back let know get give "
    "please thanks thank hello dear best regards kind promise promised discuss come coming came make made take need want like january february "
    "march april june july august september october november december check pass next early late until within time first last into onto once still "
    "our you the and for are not but can may all any out new was has had his her its too via prepare prepared deliver visit technician meet meeting "
    "answer reply update inform write confirm ask look arrange able hope good great order available find"
)
