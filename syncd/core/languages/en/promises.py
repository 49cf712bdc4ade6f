# ruff: noqa: E501 - a pattern is read best on one line
"""English words and patterns of promises. Tables only: what they mean is in `syncd.core.promises`.

Patterns are searched in text folded to lower case with plain apostrophes. The letters A, V and N in braces stand for the
macros of MACROS.
"""

from __future__ import annotations

# ── sentences ──
TITLES = ["mr", "mrs", "ms", "dr", "prof", "st", "no", "nos", "vs", "e.g", "i.e", "eg", "ie", "approx", "attn", "re", "tel", "ext", "fig", "cf", "sgt", "capt", "gen"]
ENDERS = ["a.m", "p.m", "am", "pm", "inc", "ltd", "co", "corp", "etc", "jr", "sr", "dept", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"]

# parts of patterns
MACROS = {
    # words that may stand between "will" and its verb
    "A": (
        r"(?: (?:also|then|just|now|definitely|certainly|personally|gladly|happily|probably|likely|still|all|both|again|naturally|"
        r"of course|therefore|first|next|quickly|soon|shortly|immediately|obviously|simply|surely|absolutely|myself|ourselves|today|tomorrow|always|"
        r"tonight|instead|in turn|gonna|most likely|hopefully|for sure|either|so|have to go and|go ahead and|"
        r"be sure to|make sure to|be able to|be happy to|be glad to|be pleased to|be delighted to|be more than happy to|come back and|go and))*"
    ),
    "S1": r"(?<![\w'])(?:i|we)",
}

# ── heads: where a promise stands. The group `verb` is its verb ──
# (form, pattern): first = the sender, third = somebody or something else (the subject decides), you = what the reader will get
HEADS = (
    ("soft", "try|attempt|endeavo|best|every effort|everything", r"(?:{S1}|^)(?: ?'ll| ?will| ?shall| ?'m going to| am going to| are going to)?{A} (?:try to|try and|attempt to|endeavou?r to|do (?:my|our) (?:very )?(?:best|utmost) to|make every effort to|do everything (?:i|we) can to){A} (?P<verb>[a-z][a-z'-]+)"),
    ("first", "will|'ll|shall|going to|gonna|about to", r"{S1} ?(?:'ll|will|shall|'m going to|am going to|'re going to|are going to|'m gonna|are gonna|'m about to){A} (?P<verb>[a-z][a-z'-]+)"),
    ("first", "both|all|too", r"{S1} (?:both|all|too) (?:will|shall){A} (?P<verb>[a-z][a-z'-]+)"),
    ("first", "will|shall|gonna|going to", r"^(?:(?:hi|hello|dear|ok|okay|yes|yep|sure|thanks|thank you|great|perfect|no problem|sorry|alright|right|fine)[^.?!]{0,25}?[,;:!–—-] ?|[^.?!]{0,40}[;:!–—] ?|(?:and|but|so|then) )?(?:will|shall|gonna|going to){A} (?P<verb>[a-z][a-z'-]+)"),
    ("first", "will|shall", r"{S1}(?:'ve|'m|'re|'d| )[^.;?]{3,90}?(?:,| and| but| so| then)(?: then| also)? (?P<from>will|shall){A} (?P<verb>[a-z][a-z'-]+)"),
    ("soft", "hope|hoping|aim|intend|expect|plan|trying|ll try|will try|attempt|see if|best|should be able|should have", r"{S1} (?:will |shall )?(?:hope|aim|intend|expect|plan|am trying|are trying|am hoping|are hoping|'m hoping|'re hoping|are aiming|'m aiming|'re aiming|am planning|are planning|"
             r"'ll try|will try|'ll attempt|will attempt|'ll see if (?:i|we) can|will see if (?:i|we) can|'m trying|'re trying|'ll do my best|'m expecting|are expecting|'m going to try|are going to try|should be able|should have)"
             r"(?: (?:to|and))?{A} (?P<verb>(?!(?:you|we|that|it|this|the|i|he|she|they|to|for|a|all|your|my|our|everyone|everything)(?!\w))[a-z][a-z'-]+)"),
    ("soft", "try|hoping|hope|aiming|should be able", r"(?:^|[,;:.!] ?)(?:will )?(?:try|trying|hoping|aiming|hope|should be able) to{A} (?P<verb>[a-z][a-z'-]+)"),
    ("performative", "promis|guarantee|commit|undertake|pledge|swear", r"{S1}(?: do| can)?(?: (?:hereby|personally))? (?:promise|guarantee|commit|undertake|pledge|swear)(?: you| that| to)*(?: (?:i|we|you)(?:'ll| will| shall)?)?{A} (?P<verb>[a-z][a-z'-]+)"),
    ("performative", "my word", r"(?<!\w)you (?:have|got) (?P<verb>my word)(?! that)(?!,)"),
    ("letme", "let me|lemme|allow me", r"(?:^|[,;:!.–—-] ?|(?<!\w)(?:and|but|so|ok|okay|yes|sure|first|then) )(?:let me|lemme|allow me to){A} (?P<verb>(?!have|know|be|explain|say|tell|start|begin|introduce|give|share|add|remind|express|clarify|put|use|take|show|mention|describe|apologi|thank|assure|congrat)[a-z][a-z'-]+)"),
    ("progressive", "i'm|we're|i am|we are", r"{S1}(?:'m| am|'re| are){A} (?P<verb>[a-z]+ing)(?!\w)"),
    ("can", "i can|we can", r"(?<!what )(?<!so )(?<!that )(?<!if )(?<!how )(?<!which )(?<!when )(?<!where )(?<!as ){S1} can{A} (?P<verb>[a-z][a-z'-]+)"),
    ("you", "you'll|you will|you shall|you're going|you should|you can", r"(?<![\w'])you(?:'ll| will| shall|'re going to| should| can expect to){A} (?P<verb>[a-z][a-z'-]+)"),
    ("third", "will|'ll|shall|going to", r"(?:'ll| will| shall| is going to| are going to|(?<=[a-z])'s going to)(?!\w){A} (?P<verb>[a-z][a-z'-]+)"),
    ("should", "should", r" should{A} (?P<verb>be (?:with you|back|ready|there|at your|on site|delivered|fixed|in your|done)|arrive|reach|land|receive|ship|come)(?!\w)"),
    ("present", "ships|leaves|goes out|goes in|goes live|arrives|gets in|is going|are going|is coming|are coming|arriving|is due|shipping|being |is booked|is on |are on |to follow|go out|ship |leave |arrive ", r"(?<!\w)(?P<verb>ships|leaves|goes out|goes in|goes live|arrives|gets in|is going(?! to)|are going(?! to)|are coming|is coming|is arriving|are arriving|is due (?:to arrive|to be|at your|with you|in on)|is shipping|are shipping|is being (?:shipped|sent|delivered|collected|installed)|"
                r"is booked in|is on (?:its|his|her|their) way|are on their way|to follow|(?:go out|ship|leave|arrive)(?= (?:to you|on |tomorrow|today|this |next |by |first thing|mon|tue|wed|thu|fri|sat|sun)))(?!\w)"),
    ("third", "promised to|agreed to|able to|plans to|offered to", r" (?:promised to|has agreed to|have agreed to|is able to|plans to|has offered to){A} (?P<verb>[a-z][a-z'-]+)"),
    ("booked", "booked|schedul|pencil|slotted|down for|down on", r"(?<!\w)(?P<verb>(?:you're|you are|we're|we are|i've got you|we've got you|i have you|we have you|i've put you|we've put you|i've|we've|it's)(?: all)? (?:booked|scheduled|pencilled|penciled|down|slotted)(?! to)(?: (?:you|him|her|them|it))?(?: in)?)(?!\w)"),
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

# ── what is promised: verbs by act (base form, prefix of the inflected ones) ──
STEMS = {
    "call": "call phone ring telephone dial",
    "send": "send email e-mail mail post forward fax text txt courier ship dispatch resend share transmit upload submit circulate fedex overnight provide supply cc copy attach ping drop distribute despatch return give message whatsapp sending mailing shipping",
    "answer": "let answer reply respond confirm advise inform notify update tell clarify explain report revert acknowledge write",
    "visit": "visit inspect survey come attend swing stop pop install fit measure collect pick",
    "deliver": "deliver bring hand transport haul unload redeliver carry",
    "pay": "pay refund credit reimburse compensate wire transfer settle remit repay discount",
    "invoice": "invoice bill",
    "fix": "fix repair mend  replace deploy restore resolve correct patch rectify solve debug troubleshoot reset rework amend remedy swap redo reinstall reinstate unblock upgrade close",
    "meet": "meet discuss present demo",
    "check": "check verify investigate review examine look ask find test track chase inquire enquire double-check recheck trace research explore study read validate see monitor analyze analyse audit consult",
    "do": "do sort arrange book prepare draft make set schedule organise organize waive cancel change move keep hold reserve put add remove extend start begin run freeze migrate finish complete order process file sign print build create work handle take issue register renew activate close open switch escalate approve include apply configure implement release publish reschedule postpone proceed finalise finalize submit request assign introduce help assist support ensure guarantee cover honour honor offer show train host raise lower reduce adjust revise rewrite translate pull compile gather collect get log place cut dig follow circle touch reach keep coordinate match plan pass relay speak talk contact connect pursue push turn update deal proof store pack unpack load label clean service set-up buy purchase secure recommend withdraw stay handle",
}  # fmt: skip
IRREGULAR = {
    "sent": "send", "brought": "deliver", "paid": "pay", "met": "meet", "done": "do", "made": "do", "held": "do", "kept": "do", "put": "do",
    "shipped": "send", "taken": "do", "given": "send", "written": "answer", "told": "answer", "built": "do", "refunded": "pay", "credited": "pay",
    "raised": "do", "issued": "do", "collected": "visit", "replaced": "fix", "sorted": "fix", "resolved": "fix", "back": "fix", "ready": "do",
    "available": "do", "live": "do", "complete": "do", "finished": "do", "couriered": "send", "visiting": "visit",
}  # fmt: skip

# what the whole predicate says, stronger than its verb: first match wins
PHRASES = (
    ("visit", r"^see (?:the [a-z]+s|mr|mrs|ms|dr|him|her|them)(?!\w)"),
    ("send", r"^make sure .{0,40}(?:gets?|receives?|has|have) (?:their|the|his|her|an?|our)(?!\w)"),
    ("do", r"^have .{0,60}(?<!\w)ready(?!\w)"),
    ("send", r"(?<!\w)(?:proofs?|quotes?|quotation|contracts?|offer|reports?|certificate|drawings?|plans?|letter|cop(?:y|ies)|statement|translations?|files?|documents?|papers?|paperwork|glossary|minutes|photos?|list|agreement|forms?|policy|brochure|estimate|proposal|pdfs?|draft|login|link|results?) (?:\S+ ){0,8}?(?:will|'ll|should) be (?:with you|there|in your|on your desk|yours)"),
    ("deliver", r"(?<!\w)(?:crates?|pallets?|goods|parcels?|boxes|truck|lorry|tractor|container|consignment|load|sofa|furniture|drop|delivery|cases|kegs|van)(?!\w).{0,40}?(?:go(?:es)? out|going (?:out|on)|be (?:with|at|there|on)|arrive|is coming|is on its way|leaves?(?!\w))"),
    ("send", r"^get (?!in touch|back)\S+ (?:\S+ )?(?:an?|the|that|your|this|those|some) (?:\S+ ){0,2}?(?:contract|quote|offer|report|drawings?|plans?|letter|copy|copies|statement|proofs?|translation|files?|documents?|papers?|glossary|minutes|photos?|list|sheet|agreement|form|brochure|schedule|estimate|proposal|spec|details|numbers|figures|draft|price|prices|pricing|link|pdf|info|information)(?!\w)"),
    ("invoice", r"(?:credit note|invoice|bill)(?!\w)(?=[^.]*(?:raised|issued|with you|made out|drawn up|done))|(?:raise|issue|make out|draw up|do|reissue|re-issue|prepare|correct)\w* (?:(?:you|the|an?|your|this|that|new|corrected|revised|final|updated|proforma|pro forma|separate|january|monthly) )*(?:credit note|invoice|bill)"),
    ("invoice", r"^have (?:an? |the )?(?:corrected |new )?(?:invoice|credit note)"),
    ("call", r"(?:^give \S+ (?:\S+ )?(?:a )?(?:quick )?(?:call|ring|bell|buzz|shout|tinkle)|^(?:get|be) on the phone|^phone|^ring|^(?:get|pick|be|jump) (?:up )?(?:on )?(?:a|the) (?:quick )?call|^call(?! (?:round|in(?!\w)|by|at your|over|on (?:you|him|her|them)))|^be calling|^have (?:\S+ ){1,5}(?:call|ring|phone) )"),
    ("call", r"^(?:contact|be contacting|reach out|be reaching out|be in contact|reach (?:you|him|her|them|out)|make contact|touch base) (?!.*(?:with (?:the )?(?:details|quote|price|answer|update|result|info|number)))"),
    ("answer", r"^(?:get|be|come|circle|write|report) back(?! (?:up|on ?line|to normal|in service|working|running))|^(?:be|get|stay|keep) in touch|^let \S+(?: \S+)? know|^keep \S+ (?:posted|updated|informed|in the loop)|^(?:hear|have (?:an?|the|our|your|my)(?: \S+)? (?:answer|decision|reply|response|update|news))|^(?:give|send|get|have) (?:you|him|her|them) (?:an? |the |our |my )?(?:\S+ )?(?:update|answer|decision|heads up|heads-up|reply|response|shout|status)|^follow up|^know|^drop (?:you )?(?:an? )?line|^get (?:you )?(?:an|the) answer|^revert"),
    ("answer", r"^(?:have|receive|get) (?:an?|our|the|my) (?:final |full |written )?(?:answer|decision|reply|response|feedback|comments)"),
    ("pay", r"(?:refund|payment|money|credit|compensation|deposit|transfer|cashback) (?:\S+ ){0,4}?(?:reach|arrive|be (?:on|in|with|back|returned|refunded|paid|made|credited|processed|issued)|show|go(?:es)? (?:out|through)|land|hit)"),
    ("pay", r"(?:have|get) (?:the |your |a )?(?:\S+ )?(?:deposit|money|payment|refund|balance|invoice|funds) (?:wired|paid|transferred|sent|settled|cleared|processed)|^(?:make|release|arrange|process|issue|initiate|send|do) (?:the |a |your |full |this |that |an? )*(?:bank )?(?:payment|refund|transfer|deposit|reimbursement)"),
    ("visit", r"^(?:be (?:with|at|on site|onsite|over|round|there|in your|out|by|back (?:on site|at your))|come (?:by|over|out|round|to|and|in|back|on)|swing by|stop by|pop (?:in|over|by|round)|drop (?:by|in)(?!\w)|call on (?:you|him|her|them)|call round|call in|send (?:\S+ ){0,3}(?:engineer|technician|fitter|electrician|plumber|someone|somebody|surveyor|driver|crew|team|mechanic|tech|man|guy)|have (?:\S+ ){0,3}(?:engineer|technician|fitter|someone|somebody|surveyor|crew|tech|electrician|plumber) (?:with|out|there|come|at|over|visit|call round)|get (?:\S+ ){0,3}(?:engineer|technician|fitter|someone|somebody|tech|crew) (?:out|over|to come|there|round|to you)|visit|drive|take a look at it on site|collect|pick (?:it|them|\S+ \S+|the \S+) up|pick up)"),
    ("visit", r"(?:engineer|technician|fitter|electrician|plumber|surveyor|crew|mechanic|trainer|tech|adjuster|inspector)s?\b.{0,40}(?:be (?:with|at|in|there|on site)|coming|come|arrive|attend|call round|be round|be out|booked|scheduled|due)"),
    ("deliver", r"^(?:be (?:at your|on the van|delivered|dropped|unloaded|brought)|arrive|reach (?:you|your)|get (?:it|them|the (?:goods|order|parts?|pallets?|truck|replacement)) (?:over|out|there|delivered|to you|across)|drop (?:it|them|the|off|\S+ off|your)|go(?:ing)? on the (?:van|truck|lorry)|going on the van|is going on|are going on)"),
    ("send", r"^(?:get|have|shoot) (?:it |them |that |this |those )?(?:back |over |out |across |right |straight )*(?:to )?(?:you|him|her|them|in the post|in the mail|off to|over to|across to)(?! (?:know|back|have))|^(?:get|shoot|have) (?:(?:you|him|her|them) )?(?:a|an|the|that|your|those|some|our|my|this|all|\S+) .{0,60}?(?:to you|over to|out to|across|sent|in the post|mailed|emailed|by (?:email|post|mail)|with you|over)(?!\w)|^land in|^be in (?:your|the) (?:inbox|post|mail)|^be (?:shipped|dispatched|posted|emailed|mailed|sent|couriered|forwarded|despatched)|^(?:let|leave) you (?:have|with)|^(?:leaves?|go(?:es)? out|follow|to follow|ships?|be on its way|land|be with you)|^(?:make|take) a copy|^put (?:it|them|that|one|a \S+) (?:in the (?:post|mail)|through)|^turn (?:it|this|that|them|the \S+) around"),
    ("call", r"^(?:schedule|set up|arrange|book|organi[sz]e) (?:a|the|our|this|that) (?:\S+ ){0,2}?call(?!\w)"),
    ("meet", r"^(?:meet|see you (?:at|on|there)|sit down|have a (?:chat|meeting|call)|get together|set up (?:a|the|our) (?:\S+ )?(?:meeting|call|time)|schedule (?:a|the|our|some) (?:\S+ )?(?:meeting|call|time|visit)|put (?:a|something|some time|time) (?:\S+ ){0,3}(?:in|on) (?:the|your|our) (?:diary|diaries|calendar))"),
    ("check", r"^(?:look (?:into|at|over|it up|through|for)|find out|take a (?:closer )?look|have a look|dig (?:into|out|up)|run (?:it|this|that|the \S+|some|a) (?:by|past|test|check|diagnos)|give (?:\S+ ){1,4}a (?:try|go|look|read|test)|talk to|speak (?:to|with)|have \S+ (?:look|check)|see (?:if|what|whether)|go (?:over|through)|chase|check)"),
    ("fix", r"^(?:sort (?:it|this|that|them|out (?:the|this|that|your) (?:problem|issue|fault|error|bug|mistake|leak|heating|connection|line))|have (?:it|this|that|them|you|everything|the \S+) (?:fixed|sorted|back|working|repaired|up)|get (?:it|this|that|them|everything|the \S+|you) (?:fixed|sorted|back up|working|repaired|resolved|back online|up and running)|be (?:back (?:up|on|online|to normal|in service|working)|fixed|restored|resolved|repaired|working|sorted|replaced)|take care of (?:the|this|that) (?:problem|issue|fault|bug|leak))"),
)  # fmt: skip

# ── not a promise ── (reason, scope, pattern); scope: sentence, before the verb, after (from the verb on), all = clause
REFUSALS = (
    ("a state", "first", "", r"^be(?! (?:\w+ly |right |back )?(?:in (?:touch|contact)|to you|in touch|with you|at your|round|over|on site|onsite|there (?:at|on|by|tomorrow|today|this|next|first|early|around|before|within|in)|able|out to|replying|sending|calling|phoning|ringing|emailing|posting|shipping|forwarding|visiting you|visiting your|contacting|getting|reaching|issuing|crediting|refunding|paying|providing|submitting|delivering|dropping|bringing|coming (?:to|round|over|by|out)|scheduling|following|responding|updating|confirming|circulating|distributing|mailing|faxing|preparing|arranging|doing this|making (?:a|the)|giving you|checking|reviewing|testing|fixing|processing|setting up|adding|filing|raising|replacing|installing|meeting (?:with )?you|discussing))"),
    ("a state", "progressive", "", r"^(?:looking (?:forward|to|for)|having|hoping|trying|writing|going|thinking|getting (?!you|it|the|this|that)|doing|working|using|running|wondering|asking|telling|saying|dropping you|attaching|finding|keeping|making (?!(?:a|the) (?:reservation|booking|payment|appointment))|taking|starting|holding|meeting|seeing|reading|providing|supporting|helping|covering|dealing|handling|enclosing|confirming|giving|buying|finishing|changing|showing|beginning|moving|coming(?! (?:to|by|over|round|out to) (?:you|see)))"),
    ("not for the reader", "you", "", r"^(?!(?:have|receive|get|hear from|be able to (?:pick|collect|download)|be (?:contacted|sent|called|emailed|credited|refunded|paid|visited|invoiced|notified|informed|updated|hearing from|receiving|getting|reimbursed|charged)) ?)"),
    ("not for the reader", "you", "", r"^(?:have (?:to|a (?:framework|chance|choice|great|good|better)|the (?:opportunity|chance|option|ability)|access|an opportunity|no|fun|more|received|noticed|seen|heard|been|any|had|it all)|get (?:to|a (?:chance|sense|feel|better|free)|used|better|the (?:most|best|chance|idea|same)|free|more|rid|lost))"),
    ("question", "sentence", "?", r"\?[\"')\]]*$"),
    ("negated", "near", "", r"(?:(?:won't|will not|shan't|shall not|'ll not|not going to|never|cannot|can't|will no longer|not be able|nor will|neither|not yet|not|no one|nobody|don't|doesn't|didn't)(?! (?:only|worry|forget|to worry|a problem))\W+(?:\w+\W+){0,2})$"),
    ("negated", "after", "", r"^(?:never|not(?! only)|no longer|hardly|be unable|refuse|decline|miss out)(?!\w)|^be (?:\w+ )?(?:unable|off|away|closed|late|unavailable|out of (?:the )?office|on (?:holiday|leave|vacation|annual)|back (?:in the office|from|at work|in on)|happy to (?:help|answer|discuss|assist)|glad to (?:help|answer|discuss|assist))"),
    ("reported", "before", "sa|told|promis|claim|mention|wrote|writ|assur|reckon|think|believ|insist|swore|announc|stat|indicat|expect", r"(?:(?:he|she|they|you|who|nobody|somebody|someone|customer|client|manager|driver|engineer|[a-z]+) (?:has |had |have |kindly |also )?(?:said|says|told (?:me|us|her|him|them)|promised|claimed|claims|mentioned|wrote|writes|assured|was told|were told|reckons|thinks|believes|insists|swore|keeps saying|announced|stated|indicated|expects)(?:,| that| me| us| it)*(?: (?:he|she|they|you|it|someone|somebody|we|i|nobody|the \w+|\w+))?(?: \w+){0,3}$)"),
    ("reported", "before", "wonder|ask|sure|know|see|think", r"(?:that|whether|if|when|how|what|why|where|who|which) (?:\w+ ){0,3}$(?<=think )|(?:wonder(?:ing)?|ask(?:ed|ing)?|not sure|don't know|unsure|know|see) (?:if|whether|when|how|what|why|where|who|which) (?:\w+ ){0,3}$"),
    ("reported", "sentence", "said|says|according|\"|“|``|‘", r"[\"”'’,] ?(?:said|says|according to)(?!\w)|(?<!\w)(?:said|says) (?:mr|ms|mrs|dr|the|[a-z]+ [a-z]+,)|^[\"“‘]|^``"),
    ("reported", "before", "said|told|promis|wrote|assur", r"(?:you|he|she|they) (?:said|told|promised|wrote|assured)[^.;]*$"),
    ("hypothetical", "before", "", r"(?:i think|i guess|i suppose|i assume|i imagine|i doubt|i bet|i figure|maybe|perhaps|possibly|might|i believe|i presume|i'm sure|i am sure|i fear|i'm afraid|no doubt|otherwise|in case|unless|so that|so)(?:,| that| then| maybe)? ?$"),
    ("purpose", "before", "", r"(?:so that|in order that|such that|ensure that|so|hope|hoping|hopes|wish|glad|understand|assume|assuming|suppose|sure|aware|afraid|that|because|since|until|till|unless|as long as|whether|the day|the way|everything|all|what|which|things?|where|how|why|who|whatever|before|than) ?$(?<!so )(?<!that )(?<!sure )(?<!which )|(?:before|until|till|unless|because|since|whatever|whichever|than|whoever) $"),
    ("counterfactual", "all", "would|could|should have|had |if ", r"would(?:n't)? have|could have|should have|had i|had you|had we|if i were|if we were|if only"),
    ("not promising", "sentence", "promis|guarant|hold me|obligation|subject", r"can't promise|cannot promise|can not promise|no promises|not promising|no guarantees? (?:that|it)|don't hold me|can't guarantee|cannot guarantee|don't (?:want to )?promise|without (?:any )?obligation|subject to contract"),
    ("terms", "sentence", "", r"(?:the )?(?:supplier|seller|buyer|purchaser|contractor|licensee|licensor|lessee|lessor|tenant|landlord|borrower|lender|insured|insurer|parties|party|undersigned|subscriber)s? (?:shall|will|agrees? to|undertakes? to|may|must)(?!\w)|(?:client|customer|provider|company|user|agreement|contract)s? (?:shall|agrees? to|undertakes? to|must)(?!\w)|hereinafter|(?:invoice|payment|rent|fee|instal+ment)s? (?:is|are|was|were|falls?) (?:now )?(?:due|payable|overdue)|pursuant|statutory|liable|liability|in accordance with (?:the|clause|section|article)|terms and conditions|(?:clause|section|article|paragraph) \d|force majeure|offer (?:is )?valid|prices? (?:are |is )?(?:valid|subject|exclude|include)|delivery time|lead time"),
    ("habit", "all", "usually|normally|typically|generally|as a rule|general|every|each|all |whenever|aim|our ", r"(?<!\w)(?:usually|normally|typically|generally|as a rule|in general|every (?:time|e-?mail|message|customer|enquiry|inquiry|call)|each (?:time|customer|message)|all (?:enquiries|inquiries|messages|e-?mails|requests|calls|orders)|whenever|we aim to (?:answer|reply|respond)|our (?:standard|usual|normal) )"),
    ("courtesy", "sentence", "if |should you|shall you|any|in case|thank|happy|glad|pleased|delighted", r"(?:if (?:you|there)|should you|shall you|for any|with any|in case) (?:\w+ ){0,8}?(?:questions?|queries|problems?|concerns|doubts?|help|assistance|support|trouble|further information|further details|more information|anything else|additional|comments|clarification|any other)(?!\w).{0,80}|thank(?:s| you) for (?:contacting|your interest|your enquiry|your inquiry|your patience|reaching out|getting in touch|choosing)|(?:happy|glad|pleased|delighted) to (?:help|assist|answer|discuss|hear|explain|provide any|talk|chat)"),
    ("phatic", "after", "", r"^(?:see you(?! (?:at|on) \d)|see(?! (?:if|what|whether|to it|that))|miss|look forward|be looking forward|always|remember|forget|love|appreciate|thank|enjoy|like|regret|admit|say|bet|be (?:sorry|grateful|honest|thinking|delighted|happy|glad|pleased|thrilled|forever|very|so|a |an |the |in (?!touch|your|contact|the (?:post|mail))|more|much|less|able|interesting|interested|no |some|hard|difficult|easier|great|good|nice|fun|fine|ok|okay|true|too|like|for|from|of|as|one|two|three|back$|back (?:in|from|on|home|by|later|at)|here|around|free|available|busy|travell?ing|going|leaving|flying|coming$|working (?:from|until|late|on)|using|doing|having|able|based|subject|required|needed|asked|held (?:at|in|on|by)|charged|paid a|well|when|where|what|why|on (?!site|your|its|the (?:van|truck|way)))|be$|tell you (?:that|what|how|why|something|the truth)|have (?:to|been|a (?:great|good|nice|look|baby|problem|hard)|no |some|success|fun|time|more|enough|difficulty|had|lunch|access|any|lots|plenty)|need|want|know(?! (?:by|on|more|tomorrow|for))|think|hope|feel|believe|expect|assume|guess|understand|learn|welcome|hear(?! (?:from (?:us|me)|back))|stay|remain|live|die|fail|win|lose|become|suffer|travel|fly|leave(?! (?:it with|you|our|the \w+ (?:at|with)|on))|go(?! (?:over|through|on the|with the|by|out(?! of)|ahead|live|and))|attend|vote|eat|sleep|watch|spend|cost|depend|continue|agree|disagree|settle(?! (?:your|the|this|it|that|up))|use|assist you in|wait(?! for you)|be waiting|refrain|grow|gain|benefit|realize|realise|notice|find (?:it|that|this|the|a|yourself|an)(?! out)|turn out|happen|occur|exist|require|consist|contain|mean|seem|appear|matter|suffice|sound|help (?:us|me|if)|allow|enable|let me|make (?:it|sense|a (?:difference|decision)|sure we)|come (?:to(?! (?:your|you|see|the|pick|fix|look|our|meet|\d))|with|from|in handy|true|as|back to (?:work|the office))|get (?:there|better|worse|older|used|lost|some sleep|home|married|paid|the (?:hang|idea)|away|an?y |to (?:the|a|know|work|see|meet)|more|rid|it$|through)|take (?:place|\w+ (?:days|weeks|hours|minutes|months)|(?:the|a|an|another|longer|time|some time|forever|over from|up|part|effect|on|off|you|me|us|it$)(?!\w)))(?!\w)"),
    ("plan", "after", "", r"^(?:be (?:in|at|on|out|off|away|back(?! (?:up|online|on line|to normal|in service|working|running))|around|there$|here|home|gone|late|over$|attending|starting at|traveling|travelling|visiting (?:the|my|our)|taking|moving|leaving|flying|staying))(?! (?:your|you|touch|site|its|the (?:van|truck|post|mail|way to you)|contact|with you|to you))(?!\w)"),
    ("their side", "before", "you", r"(?:hope|expect|trust|assume|understand|sure|glad|great) (?:that )?you$"),
    ("a warning", "all", "otherwise|or else|failing", r"(?<!\w)(?:otherwise|or else|failing which)(?!\w)"),
    ("figure of speech", "all", "say|see|as i will|tell|us part|as you|you will|will be", r"i will say|i'll say|as i will|we'll see|we will see|time will tell|will do us part|as you will (?:see|note|recall|remember)|you will (?:find|see|note|notice|recall|remember|need|have to|be able|also|want|enjoy|love|agree|not)|will be (?:fun|great|good|nice|fine|ok|interesting)"),
)  # fmt: skip

# ── conditions and events ──
CONDITIONS = r"(?<!\w)(?:if(?! (?:not|you (?:have|need) any))(?! you don't mind)|provided|providing|assuming|unless|in case|as long as|so long as|should (?:you|the|it|this|that|they|there|he|she|we|i) |subject to|depending on|were (?:you|it) to|let me know and)(?!\w)"
# a head right behind one of these is a condition, not a promise
SUBORDINATE = r"(?<!\w)(?:if|when|once|unless|until|till|whenever|whether|as soon as|after|before)(?: \w+)?(?: \w+)? ?$"
EVENTS = r"(?<!\w)(?:when(?!ever)|once|after(?! (?:\d|lunch|noon|hours|work|the (?:weekend|holidays?|\d)|my (?:\d)|today|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|next))|as soon as(?! (?:possible|i can|we can|poss))|upon|on receipt of|the (?:moment|minute|day)(?! (?:after|before))|following (?:your|the|receipt)|until)(?!\w)"

# ── requests inside the house: hand-offs ── the group `verb` is what is asked
REQUESTS = (
    ("polite", "can you|could you|would you|will you|someone|anyone|somebody|one of you|either of you", r"(?<!\w)(?:can|could|would|will) (?:you|someone|somebody|anyone|one of you|you guys|either of you)(?: (?:please|pls|also|maybe|possibly|kindly|just|two|both|all|guys|then|perhaps|mind|in your team|from your team|at your end|quickly))* (?:be so kind (?:as )?to )?(?:(?:go|come)(?: and)? )?(?P<verb>[a-z][a-z'-]+)"),
    ("polite", "please|pls|plz|kindly", r"(?<!\w)(?:please|pls|plz|kindly)(?: (?:also|can you|could you|then|make sure (?:that )?(?:you|to)|be sure to|ensure (?:that )?you|just|do))* (?P<verb>[a-z][a-z'-]+)"),
    ("need", "need|like|want|ask", r"(?:^|(?<!\w)(?:i|we)(?:'d| would)? )(?:need|like|want|'m asking|am asking|ask) (?:you|someone|one of you)(?: (?:both|guys))? to (?P<verb>[a-z][a-z'-]+)"),
    ("need", "need|have to|has to|must|ought", r"(?<!\w)(?:you|somebody|someone) (?:need to|needs to|have to|has to|must|ought to) (?P<verb>[a-z][a-z'-]+)"),
    ("need", "to be|must be", r"(?<!\w)(?:needs to be|must be|has to be|have to be|need to be) (?P<verb>[a-z]+ed|sent|done|paid|made)(?!\w)"),
    ("mind", "mind|ask you|chance|able|possible|grateful|appreciate", r"(?<!\w)(?:would you mind|do you mind|mind|can i ask you to|may i ask you to|could i ask you to|are you able to|is it possible for you to|any chance you (?:can|could)|grateful if you (?:could|would)|appreciate if you (?:could|would)|appreciate it if you (?:could|would)) (?P<verb>[a-z][a-z'-]+)"),
)  # fmt: skip
# after a name and a comma or dash, or at the start of a sentence, these bare verbs are orders
IMPERATIVES = ["call", "phone", "ring", "send", "email", "e-mail", "mail", "post", "forward", "text", "answer", "reply", "respond", "confirm", "visit", "inspect", "deliver", "bring", "pay", "refund", "credit", "invoice", "bill", "fix", "repair", "replace", "meet", "check", "verify", "find", "ask", "book", "arrange", "prepare", "draft", "make", "get", "give", "take", "put", "add", "set", "raise", "issue", "chase", "order", "schedule", "organise", "organize", "ship", "dispatch", "reply", "tell", "update", "let", "sort", "look", "pick", "collect", "drop", "follow", "contact", "get", "please", "pls", "remind", "cancel", "move", "ensure", "print", "quote", "speak", "talk"]

# ── notes ── what stands between a name and an infinitive, or before a task
NOTE_NAME = r"^(?:(?i:ai|action|action item|todo|to do|to-do|task|next step|follow-up|follow up)\s*[:\-–—]\s*)?(?P<who>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?|I|We|we|us|me)(?:\s*\([^)]*\))?(?:\s*[:\-–—>]+\s*(?:to |will )?| to | will )(?P<verb>[a-z][a-z-]+)(?!\w)(?! notes?(?!\w))"
NOTE_TASK = r"^(?i:ai|action|action item|todo|to do|to-do|next step|task)\s*[:\-–—]\s*(?P<verb>[A-Za-z][a-z-]+)(?!\w)"

# ── promises without a verb: a thing, and a term ── act by the noun
NOUNS = (
    ("deliver", r"(?:delivery|redelivery|drop-off|drop off)"),
    ("send", r"(?:shipment|shipping|dispatch|quote|quotation|offer|report|contract|draft|proofs?|translation|files?|documents?|drawings?)"),
    ("visit", r"(?:installation|fitting|site visit|visit|engineer(?: visit)?|technician|survey|service visit|inspection|fitter|assembly|collection|pick-up|pickup)"),
    ("pay", r"(?:refund|payment)"),
    ("invoice", r"(?:invoice|credit note)"),
    ("fix", r"(?:repair|fix|replacement)"),
)  # fmt: skip

# ── a short yes to what was asked ──
YES = "will do|shall do|can do|'ll do|get it done|get that done|consider it|got it|on it|leave it|will sort|'ll sort|arrange it|see to it|care of it|be done"  # one of them is in every short yes
ACCEPTANCES = r"^(?:(?:hi|hello|dear|ok|okay|yes|yep|yup|sure|sure thing|of course|no problem|no worries|absolutely|certainly|right|great|perfect|fine|good|agreed|noted|thanks|thank you|gladly|with pleasure|understood|got it|np|[a-z]+)[\s,.!:–—-]+){0,4}(?P<yes>(?:i |we )?(?:will do|shall do|can do|'ll do(?: (?:it|that|so|this))?|will do (?:it|that|so|this|asap|today|tomorrow)|'ll get (?:it|that|this) done|will get (?:it|that|this) done|will be done|consider it done|you got it|you've got it|on it|am on it|'m on it|are on it|'re on it|leave it with (?:me|us)|leave it to (?:me|us)|will (?:sort|arrange|see to|take care of) (?:it|that|this)|'ll (?:sort|arrange|see to|take care of) (?:it|that|this)|consider it sorted|will get on it|'ll get on it))(?!\w)"
ASKED = r"(?:can|could|would|will) you|please|pls|kindly|(?:i|we)(?:'d| would)? (?:need|like|appreciate|want)|let (?:me|us) know|grateful if|need (?:it|this|that|the)|\?"

# ── people ──
ROLES = (
    "engineer", "engineers", "technician", "technicians", "tech", "fitter", "fitters", "electrician", "plumber", "driver", "drivers", "courier", "carrier", "haulier", "manager", "accountant", "accounts department", "accounts team", "accounts", "accounting",
    "bookkeeper", "service department", "service team", "service desk", "sales team", "sales department", "support team", "support", "warehouse", "dispatcher", "dispatch", "surveyor", "adjuster", "underwriter", "trainer", "trainers",
    "mechanic", "crew", "team", "colleague", "colleagues", "assistant", "secretary", "lawyer", "attorney", "solicitor", "specialist", "developer", "developers", "dev team", "designer", "editor", "translator", "reviser", "installer", "installers", "inspector",
    "foreman", "security team", "security", "finance", "finance team", "finance department", "back office", "logistics", "logistics team", "planner", "consultant", "receptionist", "nurse", "doctor", "agent", "broker", "boss", "director", "head chef", "chef", "florist", "brother", "sister", "husband", "wife", "son", "partner", "guys", "lads", "it department", "it team", "legal team", "legal", "hr", "payroll", "gardener", "painter", "carpenter", "builder", "roofer", "locksmith", "vet", "teacher", "tutor", "coach", "guide", "photographer", "caretaker", "concierge", "housekeeping", "reception", "kitchen", "workshop", "lab", "laboratory", "quality team", "purchasing", "procurement", "expert", "analyst", "auditor", "architect", "project manager", "account manager", "sales rep", "rep", "representative", "operator", "helpdesk", "help desk", "night shift", "van", "someone", "somebody",
)  # fmt: skip
OUTSIDE = r"(?<!\w)(?:client|clients|customer|customers|her|him|them|guest|patient|tenant|buyer)(?!\w)"
YOU = r"(?<![\w'])(?:you|your|yours|u|ur)(?!\w)"
SAME_DAY = r"(?:the )?(?<!\w)same day(?!\w)"
OURS = r"(?<!\w)(?:our|my|one of our|one of my|two of our|the)(?!\w)"
PRONOUNS = r"^(?:it|them|that|this|everything|one|those|both|all)(?!\w)"
# what a thing has to do in the third person, to be more than news
COMES = r"(?:have (?:\S+ ){0,6}?(?:ready|done|fixed|sorted)|arrive|land|reach|ship|follow|come|go|leave|get|drop|hit|be (?:\w+ly |all )?(?:\w+ed|sent|done|paid|made|brought|held|kept|set|left|built|ready|there|here|with you|at your|in your|back|on (?:its|the|site|your)|up|available|live|complete|put|over|out)(?!\w))"
DONE = r"(?:ready|finish|complet|done|prepar|process|cancel|chang|moved|updat|regist|activat|translat|issued|raised|set up|arrang|book|reserv|sign|extend|renew|adjust|correct|closed|removed|added|credited)"
