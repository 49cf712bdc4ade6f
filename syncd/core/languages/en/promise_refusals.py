"""What a sentence that looks like an English promise must not hold: questions, denials, reports, courtesies. Tables only."""

from __future__ import annotations

# ── not a promise ── (reason, scope, pattern); scope: sentence, before the verb, after (from the verb on), all = clause
REFUSALS = (
    (
        "a forecast", "third", "said|says|announc|report|expect|estimat|believe|predict|think|hope",
        r"(?<!\w)(?:said|says|announced|reported|expects?|estimates?|believes?|predicts?|thinks?|hopes?)(?!\w)[^.;]*$",
    ),
    ("to me", "third object", "", r"^[^,;]{0,80}(?<!\w)(?:to|for|with) (?:me|us)(?!\w)"),
    (
        "a state", "first", "",
        r"^be(?! (?:\w+ly |right |back )?(?:in (?:touch|contact)|to you|in touch|with you|at your|round|over|on site|onsite|there (?:at|about|from|for|with|mon|tue|wed|thu|fri|sat|sun|\d|"
        r"on|by|tomorrow|today|this|next|first|early|around|before|within|in)|able|out to|replying|sending|calling|phoning|ringing|"
        r"emailing|posting|shipping|forwarding|visiting you|visiting your|contacting|getting|reaching|issuing|crediting|refunding|(?!going|having|looking|seeing|being|trying|using|coming|working|taking|getting|attending|leaving|flying|travelling|traveling|visiting|meeting|"
        r"staying|moving|thinking|asking|writing|talking|watching|waiting|holding|hosting|showing|playing|doing|making|giving (?:a |the )?(?:talk|speech|presentation))"
        r"[a-z]+ing (?:you|your|the|out|it|them|this|that|an?|on|off|up|over|back)(?!\w)|"
        r"paying|providing|submitting|delivering|dropping|bringing|coming (?:to|round|over|by|out)|scheduling|following|responding|"
        r"updating|confirming|circulating|distributing|mailing|faxing|preparing|arranging|doing this|making (?:a|the)|giving you|"
        r"checking|reviewing|testing|fixing|processing|setting up|adding|filing|raising|replacing|installing|meeting (?:with )?you|"
        r"discussing))",
    ),
    (
        "a state", "progressive", "",
        r"^(?:looking (?:forward|to|for)|having|hoping|trying|writing|going|thinking|getting (?!you|it|the|this|that|back to you|them)|doing|working|"
        r"using|running|wondering|asking|telling|saying|dropping you|attaching|finding|keeping|making (?!(?:a|the) (?:reservation|"
        r"booking|payment|appointment))|taking|starting|holding|meeting|seeing|reading|providing|supporting|helping|covering|dealing|"
        r"handling|enclosing|confirming|giving|buying|finishing|changing|showing|beginning|moving|coming(?! (?:(?:to|by|over|round|out to) (?:you|see)|mon|tue|wed|thu|fri|sat|sun|tomorrow|tonight|at \d|on \w+day)))",
    ),
    (
        "not for the reader", "you", "",
        r"^(?!(?:have|receive|get|see (?:our|my|the (?:money|refund|payment|credit|funds)|it (?:in|on) your)|know(?= by|$|[.,!])|be on the list|hear from|be able to (?:pick|collect|download)|be (?:contacted|sent|called|emailed|credited|refunded|"
        r"paid|visited|invoiced|notified|informed|updated|hearing from|receiving|getting|reimbursed|charged)) ?)",
    ),
    (
        "not for the reader", "you", "",
        r"^(?:have (?:to|a (?:framework|chance|choice|great|good|better)|the (?:opportunity|chance|option|ability)|access|an "
        r"opportunity|no|fun|more|received(?! (?:our|my|your))|noticed|seen|heard|been|any|had|it all)|get (?:to|a (?:chance|sense|feel|better|free)|used|"
        r"better|the (?:most|best|chance|idea|same)|free|more|rid|lost))",
    ),
    (
        "our own side", "third object", "",
        r"^(?:arrive|come|reach|land|be|be delivered|get)(?: back)? (?:to us|here|with us|at our|to our|in our|into our|into stock|in stock)(?!\w)",
    ),
    (
        "a thing spoken of", "first", "",
        r"^(?:miss you|talk (?:soon|then|next|again|later)|speak (?:soon|then|again)|catch up (?:soon|then)|leave (?:on|at|in|for|tomorrow|today|next)(?!\w)|"
        r"get (?:my|our|his|her|their) (?!\w+ (?:to|over|back|round|out))|visit (?:him|her|them|my|our|friends|family|relatives)(?!\w)|copy (?!you|him|her|them|the|it|that|this|over|your|my|a |our)|let you go|stop (?:here|there)|leave (?:you|it) (?:to it|there|at that|be))",
    ),
    ("a thing spoken of", "near", "", r"(?<!\w)(?:some|any|every|no)thing (?:that )?(?:i|we)$|(?:some|any|every|no)thing(?: that)? (?:i|we)[ '][^,;]*$"),
    (
        "our own going about", "present", "",
        r"(?:(?<!\w)(?:i|we)|(?:^|the |a |my |our |next |this )(?:train|flight|plane|bus|coach|boat|term|school|meeting|market|board|court|film|show|game|match|season|prices?|rate|sale|committee)) ?$",
    ),
    (
        "an event held", "third", "",
        r"(?<!\w)(?:dinner|lunch|breakfast|coffee|drinks|seminar|talk|lecture|address|speech|session|conference|exhibition|panel|concert|mass|funeral|ceremony) ?$",
    ),
    (
        "negated", "before", "don't|doesn't|not|doubt",
        r"(?:don't|doesn't|didn't|not|doubt)(?: \w+)? (?:think|believe|expect|reckon|suppose|see|know|guess)(?: that)? ?$|doubt(?: if| that| whether)? ?$",
    ),
    (
        "a reply by itself", "sentence", "answered|read|forwarded|replied|dealt",
        r"your (?:message|e-?mail|enquiry|inquiry|request|call|mail) will be (?:answered|read|forwarded|replied|dealt)",
    ),
    ("a decision among others", "sentence", "decided|resolved", r"it (?:was|has been|is) (?:decided|resolved) that"),
    (
        "standing terms", "sentence", "privacy|only if|where|days of",
        r"privacy (?:notice|policy|statement)|(?:will|shall) be (?:made |given |accepted )?only if(?!\w)|^where (?:an?|the) [^,]{3,60}, (?:the|a|our)(?!\w)|"
        r"days of (?:cancellation|receipt of goods|termination)",
    ),
    ("a disclaimer", "sentence", "misdirect|misaddress|unintended|intended recipient|in error", r"misdirected|misaddressed|unintended|intended recipient|received .{0,40}in error"),
    ("an advertisement", "sentence", " now|your money|from $|from £", r"(?:book|order|call|shop|buy|apply|register) now(?!\w)|or your money back|from [$£€]\d"),
    (
        "our own going about", "first", "",
        r"^(?:leave(?! (?:it (?:with|at|under|in|on|by)|you|our|(?:the|your|an?) \w+ (?:at|with|under|in|on|by|open|unlocked|outside)|on))|go(?! (?:over|through|on the|with the|in the (?:post|mail)|by|out(?! of)|ahead|to you|to your|off to you|back to you|"
        r"live|and)))(?!\w)",
    ),
    ("an introduction", "after", "that", r"^(?:confirm|say|report|assure you|advise(?: you)?|inform you|tell you) that(?!\w)"),
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
        r"also )?(?:said|says|told (?:me|us|her|him|them)|promised|claimed|(?<!of )(?<!the )(?<!our )(?<!insurance )claims|mentioned|wrote|writes|assured|was told|were told|"
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
        r"sure|i am sure|i fear|i'm afraid|no doubt|otherwise|in case|unless|so that)(?:,| that| then| maybe)? ?$",
    ),
    (
        "purpose", "before", "",
        r"(?<!\w)(?:so that|in order that|such that|ensure that|so|hope|hoping|hopes|wish|glad|understand|assume|assuming|suppose|sure|aware|"
        r"afraid|(?<=[a-z] )that|because|since|until|till|unless|as long as|whether|the day|the way|(?<=[a-z] )everything|(?<=[a-z] )all|what|which|(?<!first )things?|where|how|"
        r"why|(?<!, )who|whatever|before|than) ?$(?<!so )(?<!that )(?<!sure )(?<!which )|(?:before|until|till|unless|because|since|whatever|"
        r"whichever|than|whoever) $",
    ),
    ("counterfactual", "all",
    "would|could|should have|had |if ", r"would(?:n't)? have|could have|should have(?= (?:been|known|done|gone|sent|told|come|made|seen|had|taken|got|\w+ed)(?!\w))|had i|had you|had we|if i were|if we were|if only"),
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
        r"^(?!be .{0,60}(?:to let you|for your? (?:man|guy|fitter|engineer|driver|team|crew|visit|people))|be (?!sorry|grateful|happy|glad|honest|delighted|pleased|looking|thinking|interesting|the |so |very |of ).{0,40}(?<!\w)for you(?!\w))(?:include|attach|enclose|paste|grab|recommend (?:you|your|this|it)|see you(?! (?:(?:at|on) \d|at (?:the|your|our) |outside|there (?:on|at)))|see(?! (?:if|what|whether|to (?:it|the|your|that|this)|that|you|your|him|her|the (?:money|refund|payment|credit|funds)|it (?:in|on) your))|miss|look forward|be "
        r"looking forward|always|remember|forget|love|appreciate|thank|enjoy|like|regret|admit|say|bet|be (?:sorry|grateful|honest|"
        r"thinking|delighted|happy|glad|pleased|thrilled|forever|very|so|a |an |the |in (?!touch|your|contact|the (?:post|mail))|more|"
        r"much|less|able|interesting|interested|no |some|hard|difficult|easier|great|good|nice|fun|fine|ok|okay|true|too|like|for|from|"
        r"of|as|one|two|three|back$|back (?:in|from|on|home|by|later|at)|here|around|free|available|busy|travell?ing|going|leaving|"
        r"flying|coming$|working (?:from|until|late|on)|using|doing|having|able|based|subject|required|needed|asked|held (?:at|in|on|"
        r"by)(?!.{0,40}for you)|charged|paid a|well|when|where|what|why|on (?!site|your|its|the (?:van|truck|way)))|be$|tell you (?:that|what|how|why|"
        r"something|the truth)|have (?:to|been(?! (?:\w+ly )?(?:\w+ed|sent|done|paid|made|built|set|taken|written|brought)(?!\w))|a (?:great|good|nice|look|baby|problem|hard)|no |some|success|fun|time|more|enough|"
        r"difficulty|had|lunch|access|any|lots|plenty)|need|want|know(?! (?:by|on|more|tomorrow|for)|$|[.,!])|think|hope|feel|believe|expect|"
        r"assume|guess|understand|learn|welcome|hear(?! (?:from (?:us|me)|back))|stay|remain|live|die|fail|win|lose|become|suffer|"
        r"travel|fly|attend(?! (?:on|your|to (?:your|the|it)|site|at your|between|tomorrow|with))|vote|eat|sleep|watch|spend|cost|depend|continue|agree|disagree|settle(?! (?:your|the|this|it|that|up))|use|"
        r"assist you in|wait(?! for you)|be waiting|refrain|grow|gain|benefit|realize|realise|notice|find (?:it|that|this|the|a|"
        r"yourself|an)(?! out)|turn out|happen|occur|exist|require|consist|contain|mean|seem|appear|matter|suffice|sound|help (?:us|me|"
        r"if)|allow|enable|let me|make (?:it|sense|a (?:difference|decision)|sure we)|come (?:to(?! (?:your|you|see|the|pick|fix|look|"
        r"our|meet|\d))|in handy|true|as|back to (?:work|the office))|get (?:there|better|worse|older|used|lost|some sleep|"
        r"home|married|paid|the (?:hang|idea)|away|an?y |to (?:the|a|know|work|see|meet)|more|rid|it$|through)|take (?:place|\w+ "
        r"(?:days|weeks|hours|minutes|months)|(?:an?|another|longer|time|some time|forever|over from|up|part|effect|on|off|you|me|"
        r"us|it$)(?!\w)))(?!\w)",
    ),
    (
        "plan", "after", "",
        r"^(?!be .{0,60}(?:to let you|for your? (?:man|guy|fitter|engineer|driver|team|crew|visit|people)))(?:be (?:in|at|on|out|off|away|back(?! (?:up|online|on line|to normal|in service|working|running))|around|there$|here|home|"
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
