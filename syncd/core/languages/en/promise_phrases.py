"""What the whole English predicate promises, stronger than its verb. Tables only."""

from __future__ import annotations

# what the whole predicate says, stronger than its verb: first match wins
# parts of patterns, joined to the MACROS of `promises`
THINGS = {
    # what is written or drawn, and so sent
    "D": (
        r"(?:(?:re)?quotes?|quotations?|offers?|contracts?|agreements?|leases?|reports?|certificates?|drawings?|plans?|letters?|cop(?:y|ies)|statements?|"
        r"proofs?|translations?|files?|documents?|docs?|documentation|papers?|paperwork|glossary|minutes|photos?|photographs|pictures|pics|images|lists?|"
        r"forms?|policy|policies|brochures?|catalogue|catalog|estimates?|proposals?|pdfs?|drafts?|links?|details|numbers|figures|prices?|pricing|info|information|"
        r"specs?|specification|sheets?|schedule|menu|summary|breakdown|deck|slides|presentation|itinerary|tickets|vouchers?|confirmation|receipts?|logins?|"
        r"passwords?|credentials|template|questionnaire|logs?|scans?|originals?|results?|apology|notes?|emails?|e-mails?|messages?|pack|bundle|memo|data|"
        r"samples|artwork|layouts?|mock-?ups?|directions|address|cvs?|references|engrossment|counterpart|transcript|cheque book|rates?|number|side-by-side|recipe|"
        r"declarations?|endorsement|invitation|resume|manual|guide|instructions|code|book|cheque|check|video|recording|affidavit|deed|title|survey|bill of lading|cmr|pod|po)"
    ),
    # what is carried
    "G": (
        r"(?:parts?|crates?|pallets?|goods|parcels?|packages?|box(?:es)?|keys?|chairs?|tables?|bench(?:es)?|sofa|marquee|tent|glasses|kegs|cases|bottles|units?|"
        r"machines?|pumps?|remote|tiles?|ladder|reader|equipment|stuff|furniture|order|delivery|load|consignment|replacement|van|lorry|container|skip|bags?|tubs?|"
        r"tools?|spares?|bike|car|laptops?|phone|printer|toner|fridge|tank|trestles?|crockery|linen|flowers|cake|wine|beer|ladders|scaffold|doors?|windows?|"
        r"panels?|boards?|timber|sand|gravel|bricks|slates|epipens|waistcoat|coat|dress|suit|shoes|shipment|truck|kit|cartons?|barrels?|drums?|cylinders?|boiler|motor)"
    ),
    # what is owed
    "M": (
        r"(?:refunds?|payments?|repayment|money|deposits?|difference|balance|overpayment|instal?lment|funds|retention|compensation|reimbursement|cash|"
        r"commission|cashback|royalties|rebate|excess|[£$€] ?[\d.,]+|[\d.,]+ ?(?:euros?|pounds|dollars|eur|gbp|usd))"
    ),
    # what is broken
    "F": (
        r"(?:problem|issue|fault|bug|error|mistake|leak|outage|glitch|connection|line|login|heating|boiler|power|internet|wifi|phones?|server|site|website|mailbox|"
        r"email|printer|lift|alarm|system|damage|defect|discrepancy|typo|snag|snags|crash|lights?|water|pump|machine)s?"
    ),
    # verbs that say only that a thing is moved
    "P": (
        r"(?:get|have|put|drop|pop|stick|bang|whizz|whip|shoot|fire|fling|zap|ping|sling|chuck|push|pull|pass|slide|rush|move|slip|zip|bung|lob|squirt|swing|"
        r"let|leave|turn|knock|run|take|bring|shove|email|getting|shooting|passing|firing|having)"
    ),
    # to whom
    "T": r"(?:you|him|her|them|u|ya|everyone|everybody|mr|mrs|ms|your \w+|the \w+)",
}

PHRASES = (
    ("answer", "line|note|word", r"^(?:drop|send|shoot|write) (?:(?:\S+ ){1,4}?an? (?:quick |short )?line|(?:an? )?(?:quick |short )?line to)(?!\w)"),
    ("send", "with her|with him|with them|over to", r"^have (?:it|them|that|this) (?:with|over to) (?:her|him|them)(?!\w)"),
    ("send", "over|across|back|form", r"^get (?:\S+ ){1,4}?{D}(?: \S+){0,3}? (?:over|across|off|back|out) to(?!\w)"),
    ("send", "with|list|revert", r"^revert (?:\S+ ){0,6}?with (?:the |an? |our |your |all |full )*(?:\S+ ){0,3}?{D}(?!\w)"),
    ("call", "get with|get onto|get on to|chase|speak|pick up the phone|walk", r"^get (?:with|onto|on to) (?!(?:it|that|this|the (?:job|case))(?!\w))|^chase (?:(?:up )?(?:the |our |your |his |her )?(?:insurer|supplier|carrier|courier|client|customer|solicitor|bank|builder|council|him|her|them)(?!\w))|^pick up the phone|^walk (?:you|him|her|them) through .{0,50}(?:on|over) the phone"),
    ("check", "confirm with|clear|past", r"^confirm (?:\S+ ){0,2}?with (?!you(?!\w))|^run (?:\S+ ){1,3}?past (?!you(?!\w))"),
    ("do", "let", r"^let (?:your|the|his|her|their|our) (?:\S+ ){1,3}?in(?!\w)|^save (?:you|him|her|them) an?(?!\w)"),
    ("visit", "your", r"^yours?(?: [a-z]+){0,2}$|^your(?=[ ,])|^(?:be )?on ?site(?!\w)|^(?:back |over |out |straight )with you (?=(?:mon|tue|wed|thu|fri|sat|sun|tomorrow|tonight|this|on|at|by|\d))|^round (?:to )?yours"),
    ("send", "to you|post", r"^(?:on (?:its|their) way (?:over )?to you|going (?:out |off |back |over |in the post )to you)|(?<!\w){D}(?: \S+){0,3}? comes? to you(?!\w)"),
    ("send", "with you|with u", r"(?<!\w){D}(?: \S+){0,3}? (?:be |back )?with (?:you|u)(?!\w)"),
    ("pay", "statement|account|card", r"^see .{0,30}(?:on|in) your (?:statement|account|card)"),
    ("invoice", "proforma|pro forma|pro-forma", r"(?<!\w)pro[ -]?forma.{0,25}(?:reach|be with|follow|be sent)"),
    ("deliver", "dock|ramp|doorstep|bay|yard", r"^have (?:it|them) (?:on|at|in) your (?:dock|ramp|doorstep|bay|yard)"),
    ("deliver", "expected", r"^(?:is|are) expected (?:at|with|on|to reach) you"),
    ("send", "comment|feedback|thought|remark|answer", r"(?<!\w)(?:comments|feedback|thoughts|remarks|answers?)(?: \S+){0,4}? (?:will|'ll|should|shall) be with you"),
    ("check", "look into", r"^(?:have|get) \S+ (?:to )?look into"),
    ("fix", "hotfix|patch|fix", r"(?<!\w)(?:hotfix|patch|fix|bugfix) (?:goes|is going|will go|gets) (?:out|live|in)(?!\w)"),
    ("do", "", r"^submit (?:\S+ ){0,4}?(?:return|application|claim|appeal|tax|permit|planning|objection|tender|bid|accounts|visa|complaint|registration)s?(?!\w)"),
    ("do", "", r"^transfer (?:\S+ ){0,3}?(?:domain|files?|mailbox|number|ownership|data|account|booking|case|policy|registration|title|licen[cs]es?|shares)(?!\w)"),
    ("do", "", r"^give (?:\S+ ){1,4}?an? (?:second |third |good |quick |full |new |final |proper )?(?:coat|clean|service|polish|wash|trim|paint|once-over|facelift|sweep|tidy|hoover|rinse|service|going-over|scrub)(?!\w)"),
    ("send", "", r"^(?:get|have) (?:\S+ ){0,4}?{D} (?:\w+ ){0,2}and (?:over|across|out|off|back)(?!\w)|^do (?:you|him|her|them) (?:\S+ ){0,3}?{D}(?!\w)|^issue (?:you|your) (?:\S+ )?{D}(?!\w)"),
    ("send", "", r"^(?:reply|respond|answer) (?:to \S+ )?with (?:the |an? |our |your |all |some )*(?:\S+ )?(?:details|documents?|drafts?|cop(?:y|ies)|quotes?|pdf|contract|drawings?|form)(?!\w)"),
    ("deliver", "", r"^return (?:\S+ ){0,3}?{G}(?!\w)"),
    ("visit", "", r"^bring (?:\S+ ){0,2}?(?:surveyor|engineer|electrician|colleague|manager|team|lads|builder|architect|brother|son|specialist|plumber|inspector)(?!\w)|^measure up|^take (?:the |some )?measurements"),
    ("pay", "", r"^sort (?:out )?(?:\S+ ){0,2}?{M}(?!\w)"),
    ("visit", "", r"^(?:plumber|electrician|engineer|fitter|technician|surveyor|driver|crew|team)(?!\w)"),
    ("pay", "payment|deposit|refund|balance", r"(?:payment|deposit|refund|balance)(?: \S+){0,7}? (?:will|shall|to) be (?:made|done|sent|processed|issued|released|transferred|returned|settled)"),
    ("pay", "payment|money|refund|deposit|credit", r"(?:payment|money|refund|deposit|credit)(?: ?[–—,-] (?:it|they|that|this))(?:'ll| will) (?:be|reach|land|arrive)"),
    ("send", "reach|land|it'll|it will|they will|arrive", r"(?<!\w){D}(?: ?[–—,-] (?:it|they|that|this))?(?:'ll| will| should)(?: then)? (?:reach|land with|get to|arrive with|come to|be with) (?:you|him|her|them|your)"),
    ("send", "", r"^see (?:our|my)(?: \S+){0,3} {D}|^see (?:our|my) \S+"),
    ("do", "", r"^see (?:to it )?that"),
    ("call", "", r"^pick up the phone|^follow up (?:\S+ ){0,3}?with a (?:quick )?(?:phone )?call"),
    ("visit", "to come", r"to (?:come|call|pop|drive)(?: out| round| over| by| in)? (?:to|and) (?:you|your|see|look|fix|measure)"),
    ("visit", "", r"^(?:pass|stop|swing|nip|run|call|drop) (?:by|past|round|in at|over to) (?:you|your|the (?:shop|office|site|house|flat))"),
    ("answer", "", r"^expect (?:an? )?(?:reply|answer|response)"),
    ("answer", "expect|out for|count on|rely on|bank on", r"(?<!\w)(?:expect|out for|(?:count|rely|bank) on) (?:\S+ ){0,2}?(?:reply|answer|response|decision)"),
    ("answer", "", r"^(?:get|have|give) (?:an?|the|our|your) (?:final |full )?(?:answer|decision|reply|response) (?:for|to|out of)"),
    ("send", "eta", r"eta (?:\S+ ){0,3}?{D}"),
    ("deliver", "", r"^(?:run|rush|nip|drive|walk) (?:it|them|that|those|these|one)(?: \w+)? (?:over|round|across|down|up|out)(?!\w)"),
    ("answer", "", r"^let \S+(?: \S+)? know"),
    ("send", "get it|get them|get one|get that|have it|send it|drop it", r"(?<!\w){D}(?!\w).{0,50}(?<!\w)(?:get|have|send|drop|pop) (?:it|them|that|one) (?:over|across|out|off|to)(?!\w)"),
    ("visit", "", r"^get (?:there|over|round|out there|down there|over there) (?:by|at|to|before|for|tomorrow|today|this|on)"),
    (
        "visit", "",
        r"^(?:have|get) (?:\S+ ){0,4}?(?:guys|lads|men|people|fitters|engineers|someone|somebody|crew|team)(?: \S+)? (?:with|at|over|out|there|on site|round|to you)(?!\w)",
    ),
    (
        "send", "with|your|coming|to you",
        r"(?<!\w){D}(?: (?:will|should|shall|is|are|to|be|being|for|the|your|of|all|an?|both|now|w/|[a-z]+ly|prices|\S+)){0,2}?(?: (?:will|should|shall|is|are|to)(?: be)?)?(?: ?[–—:-])? ?(?:with you|in your (?:inbox|hands|post)|to you|coming (?:your way|over|across|to you))(?!\w)"
        r"(?=(?: (?:by|on|in|this|tomorrow|today|tonight|first|before|next|within|mon|tue|wed|thu|fri|sat|sun|at|asap|later|around|about|\d|tmrw|tmw|shortly|soon|"
        r"no later)\w*|\W*$))",
    ),
    (
        "deliver", "with|your|yours|to you",
        r"(?<!\w){G}(?: \S+){0,4}?(?: ?[–—:-])? ?(?:with you|at yours?|to you|to your \w+)(?!\w)"
        r"(?= ?(?:by|on|in|this|tomorrow|today|tonight|first|before|next|within|mon|tue|wed|thu|fri|sat|sun|at|later|around|about|\d|\W*$))",
    ),
    ("pay", "with you|reach|land|arrive|goes out|go out|hits", r"{M}(?: \S+){0,3}? (?:(?:will|'ll|should) (?:be with|reach|land|arrive)|goe?s? out|reaches|lands|arrives|hits)(?!\w)"),
    ("send", "coming", r"(?<!\w){D} (?:is |are )?coming(?!\w)"),
    ("send", "", r"^be issued to (?:you|him|her|them)|^(?:is|are) going (?:out|off|over) (?:to|in|by)"),
    ("pay", "card|account", r"{M}(?: \S+){0,6}? ?(?:on|to|in|into) (?:your|the|her|his|their) (?:card|account)"),
    ("call", "expect|out for|count on|rely on|bank on", r"(?<!\w)(?:expect|out for|(?:count|rely|bank) on) (?:\S+ ){0,3}?(?:call|ring)(?!\w)"),
    ("send", "expect|out for|count on|rely on|bank on", r"(?<!\w)(?:expect|out for|(?:count|rely|bank) on) (?:\S+ ){0,4}?{D}(?!\w)"),
    ("deliver", "expect|out for|count on|rely on|bank on", r"(?<!\w)(?:expect|out for|(?:count|rely|bank) on) (?:\S+ ){0,4}?(?:delivery|{G})(?!\w)"),
    (
        "visit", "expect|out for|count on|rely on|bank on",
        r"(?<!\w)(?:expect|out for|(?:count|rely|bank) on) (?:us|me|him|her|them|our|the|an?)(?: \S+)? (?:engineer|technician|team|crew|fitters?|driver|surveyor|on|at|around|about|between|tomorrow|today|\w+day)",
    ),
    ("do", "register|lodge|file", r"^(?:register|lodge|file) "),
    ("do", "", r"^see to (?:it|the|your|that)|^look after|^take care of (?!(?:the|this|that) (?:problem|issue|fault|bug|leak))|^(?:work|write|draw|make|type) (?:\S+ ){0,4}?up(?!\w)(?! (?:and|with))"),
    ("invoice", "invoice|credit note|bill|pro forma|proforma|credit-note", r"^(?!(?:pay|settle|clear|approve|check|include|cancel|put|review|look|query|knock|take|add|set|chase|be|have it)(?!\w))[a-z-]+ (?:\S+ ){0,5}?(?:credit[ -]notes?|invoices?|pro[ -]?forma|bill)(?!\w)(?! (?:number|details|address|copies|within|will be (?:paid|settled)|of lading))(?<!copy of the invoice)(?<!copy of the bill)"),
    ("invoice", "invoice|credit", r"(?<!\w)(?:credit note|invoice|final bill)(?: (?:for|of|to) [^,;.]{2,40}?)?(?: ?[:–—-])? (?:to follow|follows|comes?|will (?:follow|come)|(?:is|are) to follow|with you)"),
    ("invoice", "credit-note", r"^credit-note"),
    ("pay", "payment run|pay run|batch", r"(?:payment|pay|bacs|cheque|friday's|next) (?:run|batch)"),
    ("pay", "", r"^(?:reverse|release|clear|make good|process|put through|drop|initiate|authori[sz]e|issue|send|get|have|put|knock|push|return|give|hand|transfer|settle|chase) (?:\S+ ){0,5}?{M}(?!\w)(?! (?:slip|form|details|receipt|request|link|terms|note|schedule|plan))"),
    ("pay", "charge|duplicate|fee|double", r"(?:reverse|refund|be reversed|be refunded|knock|take) (?:\S+ ){0,4}?(?:charges?|duplicate|fees?|off your bill)|(?:charges?|duplicate|fee)s? (?:\S+ ){0,3}?(?:will|to) be (?:reversed|refunded|credited)"),
    ("pay", "card|account", r"^(?:get|have|put|be back) (?:\S+ ){0,6}?(?:back )?(?:on|to|into) (?:your|the|her|his|their) (?:card|account)|^hit your account"),
    ("fix", "", r"^(?:put|set|make) (?:it|this|that|them|things|everything|the \S+|matters) right|^make good (?:the|any|all) (?!difference|loss|balance)|^(?:roll|push) (?:back|out) |^push (?:a|the|out) (?:\S+ )?(?:fix|patch|hotfix|update)|^(?:get|have|bring) (?:\S+ ){1,4}?(?:working|running|going|back on(?!to)|back up|back online|fixed|repaired|squashed|mended|cured|corrected|amended|restored|unblocked|cleared|rectified|resolved|replaced|up and running|fitted)(?!\w)(?! (?:your|the) (?:card|account))|^sort (?:\S+ ){1,3}?{F}(?: out)?(?!\w)|^be back on ?line"),
    ("fix", "", r"^(?:install|deploy|apply|release|roll out) (?:\S+ ){0,3}?(?:fix|patch|hotfix|update|correction|security)(?!\w)"),
    ("do", "upgrade", r"upgrade (?:you|your (?:plan|room|package|seat|ticket|transfer|contract|booking|subscription|airport))(?!\w)"),
    ("do", "", r"^(?:ask|get|have|tell|instruct) (?:\S+ ){1,4}?to (?:arrange|prepare|draft|book|move|order)(?!\w)"),
    ("call", "", r"^(?:have|get|ask|tell) (?:\S+ ){1,5}?(?:to )?(?:call|ring|phone|buzz)(?!\w)"),
    ("call", "", r"^chase (?:up )?(?:him|her|them|[a-z]+ (?:again|up|about|for|on|tomorrow|today|this|first|if)|the (?:[a-z]+er|[a-z]+or|depot|courier|bank|agent|office|team|garage|factory|council)s?)(?!\w)"),
    ("call", "", r"^(?:be )?on to (?:you|him|her|them)(?!\w)|^try (?:you|him|her|them)(?: again)?(?= |$)|^speak (?:to|with) you|^talk to you(?= (?:on|at|tomorrow|by|later))|^give (?:\S+ ){1,4}?an? (?:\w+ )?(?:call|ring|bell|buzz|shout|tinkle|buzz|toot)|^(?:contact|be contacting|be contacted|reach out to|get hold of|catch|grab) (?:you|him|her|them) (?:by|on|over) (?:the |your )?(?:phone|telephone|mobile)|^be contacted|^reach out (?:to \S+ )?(?:by|on|over) (?:the )?phone|^dial in"),
    ("call", "schedul|phone call", r"^be in (?:touch|contact) .{0,30}?(?:to (?:schedule|arrange|set up) (?:an? )?(?:\S+ )?(?:call|time)|by phone)"),
    ("send", "detail|quote|price|info|number|result|document|draft|copy", r"^(?:contact|be in touch|get in touch|come back|get back|be back|write|revert|return)(?: \S+){0,4}? with (?:the |an? |our |your |all |some |more |those |these )*(?:\S+ )?(?:details|documents?|drafts?|cop(?:y|ies)|quotes?|pdf|contract|drawings?)(?!\w)"),
    ("send", "in writing|letter", r"^(?:be (?:informed|notified|told|advised)|inform|notify|advise) .{0,60}?in writing"),
    ("answer", "", r"^(?:get|come|be|feed|write|report|circle) (?:straight |right )?back(?= to|,|\.| with| on | by| \w+day|$| as| asap| soon| shortly| first| before| once| tomorrow| today| this| next| at| later| when| within| in )(?! (?:on ?line|to normal|in service|to your (?:card|account)|in (?:the|your)|on (?:your|the|site)|with (?:it|them|the \w+s?)(?!\w)))"),
    ("answer", "decision|answer|verdict|thoughts|comments|feedback|position|view|opinion", r"^(?:give|send|let|get|have|provide|tell|hear|be provided|share)(?: \S+){0,5}? (?:decision|answers?|verdict|thoughts|comments|feedback|response|reply|position|view|opinion)(?!\w)(?! (?:form|sheet))"),
    ("answer", "response|answer|reply|decision", r"(?:response|answer|reply|decision|feedback)(?: \S+){0,8}? (?:will|to) (?:be (?:provided|given|sent|issued|made|communicated|with you)|follow|reach)"),
    ("answer", "", r"^hear (?:back )?from (?:me|us|our)|^break (?:it|the news)|^shout(?!\w)|^give (?:\S+ ){1,2}(?:an update|a status|a heads)|^(?:pin|nail) .{0,30}down"),
    ("deliver", "", r"^(?:get|have|put|run|take|bring|drop|leave|lug|cart|tip|send|swing|move|ferry|carry|bung|lend over) (?:\S+ ){0,5}?{G}(?: \S+){0,3}? (?:over|across|round|out|down|up|along|to (?:you|your|the|yours|hull|site|\w+)|at (?:your|yours|the)|with (?:you|the|your|him|her|them|my|our)|in|off|on (?:site|your))(?!\w)(?! (?:post|mail|touch|full|case|order|stock))"),
    ("deliver", "", r"^(?!take (?:over|on|care|the lead|a look|up|it up|it from|this up|that up))(?:bring|carry|lug|cart|tip|take|drop off|haul) (?:it|them|that|this|those|the|your|an?|two|three|some|all|over|along|\d+)(?!\w)(?!.{0,40}(?:the post|up with|forward(?!\w)|under control|to court|into account|off your|care of|down to zero|to the attention))(?=(?: \S+){0,4})(?!(?: \S+){0,3} (?:look|time|minute|while|note|back(?! to)|lead|charge off))"),
    ("deliver", "", r"^drop (?!(?:you|him|her|them|in|by|round|over|me|us|everyone|a line|an email|a note|the link|the price|it in the (?:chat|post|mail))(?!\w))(?:\S+ ){0,4}?(?:off|at|with|round|over|to)(?!\w)|^drop (?:two|three|\d+|some|those|the) \S+|^be (?:on|at) (?:your|the|my|his|her) (?:dock|gate|door|doorstep|yard|site|warehouse|depot|loading)|^(?:tips?|lands?|docks?|unloads?) at (?:yours|your)|^leave (?:it|them|the \S+|your \S+) (?:with|at|in) (?:your|the) (?!hands)"),
    ("deliver", "travel|run|released|yard|gate|dock|doorstep", r"(?:be released|travel with|go (?:out )?(?:with|on) the (?:\w+ )?(?:run|van|lorry|truck))|^be on your (?:dock|doorstep)"),
    ("send", "", r"^{P} (?:\S+ ){0,6}?{D}(?: \S+){0,4}? (?:over|across|off|out|round|along|back|through|to|in|into|by (?:email|post|mail)|with|your way|for)(?!\w)(?! (?:the (?:diary|calendar)|place|ready|approved|signed|stock|touch|printed))(?<!up and)"),
    ("send", "", r"^(?:get|have|give|let|drop|shoot|ping|fire|bang|pop|turn|send|fling|sling|zap|issue|serve|hand|provide|supply|leave|let) {T} (?:have )?(?:\S+ ){0,4}?{D}(?!\w)(?! (?:printed|signed|drawn|ready|approved|sorted|booked|done|made|filed|registered))"),
    ("send", "", r"^(?:shoot|bang|whizz|fire|ping|sling|zap|fling|whip|bung|rattle|chuck) (?:\S+ ){0,4}?(?:over|across|off|out|through|your way|to (?:you|him|her|them|the))(?!\w)|^(?:stick|put|pop|drop|bung|chuck|slip) (?:\S+ ){0,5}?(?:in|into|through|on) (?:the |your |his |her )?(?:post|mail|chat|inbox|letterbox|portal|folder|share|bag|envelope|dropbox|drive)(?!\w)|^loop (?:you|him|her|them) in|^(?:cc|copy) (?:you|him|her|them)(?: in)?|^take (?:\S+ ){1,5}?to the post|^land in (?:your|his|her|their) (?:inbox|mailbox)|^(?:turn|knock) (?:\S+ ){0,4}?(?:around|out|up) (?:for|to) (?:you|him|her|them)"),
    ("send", "", r"^(?:receive|get|have|be getting|be receiving|be sent) (?:\S+ ){0,5}?{D}(?!\w)(?! (?:printed|signed|drawn|ready|approved|sorted|booked|done|made|filed|registered|back up))(?=.{0,60}(?:from|by|in your|this|on|tomorrow|today|tonight|next|over|within|with|first|before|shortly|soon|for you|right|at|$))"),
    ("send", "", r"^(?:come|coming|heading|on (?:its|their)|come home) (?:your way|home in)|^(?:have|get|be getting|be receiving) (?:it|them|that|those|these|everything|the rest|\d\S*)(?: all| back| in)?(?: from (?:me|us)| right away| straight away| by| tomorrow| today| tonight| on| first| before| this| next| within| once|$)"),
    ("visit", "", r"^walk (?:the|your|round|around|through) (?:site|\w+)|^(?:nip|head|pop|swing|drive|shoot|run|be|come|get|call|drop) (?:over|round|by|past|down|up|along|in|out)(?!\w)(?= (?:to (?:you|your|yours|the|see)|tomorrow|today|tonight|on|at|around|after|before|this|next|in|first|and|between|for|with \w+ (?:to|and)|yours|your|\w+day|mon|tue|wed|thu|fri|sat|sun|\d)|$|,|\.)(?! (?:touch|with the))|^(?:go|come) and see|^go to (?:your|the|his|her|their) (?:site|office|house|flat|shop)|^attend(?! the (?:meeting|conference|call))|^call (?:round|in(?!\w))"),
    ("meet", "", r"^see (?:you|him|her|them) (?:at|on|there|in (?:the|your|our)|by|for|outside|next|tomorrow)|^come (?:\S+ ){0,4}to meet|^show (?:you|him|her|them) (?:round|around|the (?:flat|house|property|premises))"),
    ("check", "", r"^(?:run|put|get|clear|take) (?:\S+ ){1,3}?(?:past|by|with|to) (?:our|the|my|legal|accounts|head office) ?(?:lawyers?|legal|boss|director|team|accountants?|solicitors?|manager|board)?|^have (?:a|another) (?:quick |proper |good )?(?:word|look|dig|rummage|check|chat with)|^talk to (?!you)|^have (?:\S+ ){1,3}?(?:look|check)"),
    ("call", "", r"^schedule (?:a|the|our|this|that) (?:\S+ ){0,2}?call(?!\w)"),
    ("do", "", r"^(?:set up|arrange|organi[sz]e|book|line up|put in) (?:a|the|our|this|that) (?:\S+ ){0,2}?call(?!\w)"),
        ("do", "", r"^(?:have|get) (?:\S+ ){0,6}?(?:ready|booked|lodged|printed|signed|drawn up|approved|made|done|cut|finished|completed|filed|set up|registered|sorted for|started|built|packed|in place)(?!\w)(?! (?:off )?(?:and|&) (?:send|sent|post|email|mail))"),
    ("visit", "", r"^(?:be )?(?:there|round|over|at yours|with you)(?!\w)(?= (?:in|at|about|around|before|just|by|\d|tomorrow|tmrw|tonight|today))(?!.*(?:quote|invoice|copy))"),
    ("do", "", r"^(?:provide|supply)(?!.*(?:cop(?:y|ies)|list|report|document|certificate|quote|details|information|drawings?|letter|figures|form|data|samples?|file|price))"),
    ("send", "", r"^have (?:\S+ ){1,4}(?:send|email|mail|forward|post)(?!\w)|^go in the (?:post|mail)"),
    ("visit", "", r"^see (?:the [a-z]+s|mr|mrs|ms|dr|him|her|them)(?!\w)"),
    ("send", "", r"^make sure .{0,40}(?:gets?|receives?|has|have) (?:their|the|his|her|an?|our)(?!\w)"),
    ("do", "", r"^have .{0,60}(?<!\w)ready(?!\w)"),
    ("send", "with|there|your", r"(?<!\w){D}(?: \S+){0,8}? (?:will|'ll|should|shall|to) be (?:\w+ly )?(?:with (?:you|him|her|them)|there|in your|on your desk|yours|waiting)(?!\w)"),
    ("deliver", "with|there|your", r"(?<!\w){G}(?: \S+){0,4}? (?:will|'ll|should|shall|to) be (?:\w+ly )?(?:with (?:you|him|her|them)|there|at your|at yours)(?!\w)"),
    (
        "deliver", "crate|pallet|goods|parcel|boxes|truck|lorry|tractor|container|consignment|load|sofa|furniture|drop|delivery|cases|kegs|van",
        r"(?<!\w)(?:crates?|pallets?|goods|parcels?|boxes|truck|lorry|tractor|container|consignment|load|sofa|furniture|drop|delivery|"
        r"cases|kegs|van)(?!\w).{0,40}?(?:go(?:es)? out|going (?:out|on)|be (?:with|at|there|on)|arrive|is coming|is on its way|"
        r"leaves?(?!\w))",
    ),
    (
        "send", "",
        r"^get (?!in touch|back)\S+ (?:\S+ )?(?:an?|the|that|your|this|those|some) (?:\S+ ){0,2}?(?:contract|quote|offer|report|"
        r"drawings?|plans?|letter|copy|copies|statement|proofs?|translation|files?|documents?|papers?|glossary|minutes|photos?|list|"
        r"sheet|agreement|form|brochure|schedule|estimate|proposal|spec|details|numbers|figures|draft|price|prices|pricing|link|pdf|"
        r"info|information)(?!\w)",
    ),
    ("visit", "", r"^(?:back )?(?:with you|at yours?|round to you|on site)(?!\w)"),
    ("pay", "", r"^in your account|^on your card|^hits? your account"),
    ("send", "", r"^in your inbox|^on your desk|^in the post|^goe?s? (?:out |off |back )?to you(?!\w)|^reach(?:es)? you(?!\w)|^lands? (?:with you|in your)|^back (?:to|with) you|^yours(?!\w)"),
    (
        "invoice", "credit|invoice|bill",
        r"(?:credit note|invoice|bill)(?!\w)(?=[^.]*(?:raised|issued|with you|made out|drawn up|done))|(?:raise|issue|make out|draw up|"
        r"do|reissue|re-issue|prepare|correct)\w* (?:(?:you|the|an?|your|this|that|new|corrected|revised|final|updated|proforma|pro "
        r"forma|separate|january|monthly) )*(?:credit note|invoice|bill)",
    ),
    ("invoice", "", r"^have (?:an? |the )?(?:corrected |new )?(?:invoice|credit note)"),
    (
        "call", "",
        r"(?:^give \S+ (?:\S+ )?(?:a )?(?:quick )?(?:call|ring|bell|buzz|shout|tinkle)|^(?:get|be) on the phone|^phone|^ring|^(?:get|"
        r"pick|be|jump) (?:up )?(?:on )?(?:a|the) (?:quick )?call|^call(?! (?:round|in(?!\w)|by|at your|over|on (?:you|him|her|them)))|"
        r"^be calling|^have (?:\S+ ){1,5}(?:call|ring|phone) )",
    ),
    (
        "call", "",
        r"^(?:contact|be contacting|reach out|be reaching out|be in contact|reach (?:you|him|her|them|out)|make contact|touch base) "
        r"(?!.*(?:with (?:the )?(?:details|quote|price|answer|update|result|info|number)))",
    ),
    (
        "answer", "",
        r"^(?:get|be|come|circle|write|report) back(?! (?:up|on ?line|to normal|in service|working|running))|^(?:be|get|stay|keep) in "
        r"touch|^let \S+(?: \S+)? know|^keep \S+ (?:posted|updated|informed|in the loop)|^(?:hear|have (?:an?|the|our|your|my)(?: \S+)? "
        r"(?:answer|decision|reply|response|update|news))|^(?:give|send|get|have) (?:you|him|her|them) (?:an? |the |our |my )?(?:\S+ "
        r")?(?:update|answer|decision|heads up|heads-up|reply|response|shout|status)|^follow up|^know|^drop (?:you )?(?:an? )?line|^get "
        r"(?:you )?(?:an|the) answer|^revert",
    ),
    ("answer", "", r"^(?:have|receive|get) (?:an?|our|the|my) (?:final |full |written )?(?:answer|decision|reply|response|feedback|comments)"),
    (
        "pay", "refund|payment|money|credit|compensation|deposit|transfer|cashback",
        r"(?:refund|payment|money|credit|compensation|deposit|transfer|cashback) (?:\S+ ){0,4}?(?:reach|arrive|be (?:on|in|with|back|"
        r"returned|refunded|paid|made|credited|processed|issued)|show|go(?:es)? (?:out|through|back)|land|hit)",
    ),
    ("pay", "", r"^(?:release|pay out|hand over|send|wire) (?:\S+ ){0,3}?(?:sum|money|funds|amount|balance)(?!\w)"),
    (
        "pay", "deposit|money|payment|refund|balance|invoice|funds|transfer|reimbursement",
        r"(?:have|get) (?:the |your |a )?(?:\S+ )?(?:deposit|money|payment|refund|balance|invoice|funds) (?:wired|paid|transferred|sent|"
        r"settled|cleared|processed)|^(?:make|release|arrange|process|issue|initiate|send|do) (?:the |a |your |full |this |that |an? "
        r")*(?:bank )?(?:payment|refund|transfer|deposit|reimbursement)",
    ),
    (
        "visit", "",
        r"^(?:be (?:with|at|on site|onsite|over|round|there|in your|out|by|back (?:on site|at your))|come (?:by|over|out|round|to|and|"
        r"in|back|on)|swing by|stop by|pop (?:in|over|by|round)|drop (?:by|in)(?!\w)|call on (?:you|him|her|them)|call round|call in|"
        r"send (?:\S+ ){0,3}(?:engineer|technician|fitter|electrician|plumber|someone|somebody|surveyor|driver|crew|team|mechanic|tech|"
        r"man|guy)|have (?:\S+ ){0,3}(?:engineer|technician|fitter|someone|somebody|surveyor|crew|tech|electrician|plumber) (?:with|out|"
        r"there|come|at|over|visit|call round)|get (?:\S+ ){0,3}(?:engineer|technician|fitter|someone|somebody|tech|crew) (?:out|over|"
        r"to come|there|round|to you)|visit|drive|take a look at it on site|collect|pick (?:it|them|\S+ \S+|the \S+) up|pick up)",
    ),
    (
        "visit", "engineer|technician|fitter|electrician|plumber|surveyor|crew|mechanic|trainer|tech|adjuster|inspector",
        r"(?:engineer|technician|fitter|electrician|plumber|surveyor|crew|mechanic|trainer|tech|adjuster|inspector)s?\b.{0,40}(?:be "
        r"(?:with|at|in|there|on site)|coming|come|arrive|attend|call round|be round|be out|booked|scheduled|due)",
    ),
    (
        "deliver", "",
        r"^drop (?:\S+ ){0,3}?(?:crates?|pallets?|boxes|cases|bags|kegs|bottles|goods|order|parcels?)|^(?:be (?:at your|on the van|"
        r"delivered|dropped|unloaded|brought)|arrive|reach (?:you|your)|get (?:it|them|the (?:goods|order|parts?|pallets?|truck|"
        r"replacement)) (?:over|out|there|delivered|to you|across)|drop (?:it|them|the|off|\S+ off|your)|go(?:ing)? on the (?:van|truck|"
        r"lorry)|going on the van|is going on|are going on)",
    ),
    (
        "send", "",
        r"^(?:get|have|shoot) (?:it |them |that |this |those )?(?:back |over |out |across |right |straight )*(?:to )?(?:you|him|her|"
        r"them|in the post|in the mail|off to|over to|across to)(?! (?:know|back|have))|^(?:get|shoot|have) (?:(?:you|him|her|them) "
        r")?(?:a|an|the|that|your|those|some|our|my|this|all|\S+) .{0,60}?(?:to you|over to|out to|across|sent|in the post|mailed|"
        r"emailed|by (?:email|post|mail)|with you|over)(?!\w)|^land in|^be in (?:your|the) (?:inbox|post|mail)|^be (?:shipped|"
        r"dispatched|posted|emailed|mailed|sent|couriered|forwarded|despatched)|^(?:let|leave) you (?:have|with)|^(?:leaves?(?! (?:the|an?|it|them|your|my) )|go(?:es)? "
        r"out|follow|to follow|ships?|be on its way|land|be with you)|^(?:make|take) a copy|^put (?:it|them|that|one|a \S+) (?:in the "
        r"(?:post|mail)|through)|^turn (?:it|this|that|them|the \S+) around",
    ),
    (
        "meet", "",
        r"^(?:meet|see you (?:at|on|there)|sit down|have a (?:chat|meeting|call)|get together|set up (?:a|the|our) (?:\S+ )?(?:meeting|"
        r"call|time)|schedule (?:a|the|our|some) (?:\S+ )?(?:meeting|call|time|visit)|put (?:a|something|some time|time) (?:\S+ "
        r"){0,3}(?:in|on) (?:the|your|our) (?:diary|diaries|calendar))",
    ),
    (
        "check", "",
        r"^(?:look (?:into|at|over|it up|through|for)|find out|take a (?:closer )?look|have a look|dig (?:into|out|up)|run (?:it|this|"
        r"that|the \S+|some|a) (?:by|past|test|check|diagnos)|give (?:\S+ ){1,4}a (?:try|go|look|read|test)|talk to|speak (?:to|with)|"
        r"have \S+ (?:look|check)|see (?:if|what|whether)|go (?:over|through)|chase|check)",
    ),
    (
        "fix", "",
        r"^(?:sort (?:it|this|that|them|out (?:the|this|that|your) (?:problem|issue|fault|error|bug|mistake|leak|heating|connection|"
        r"line))|have (?:it|this|that|them|you|everything|the \S+) (?:fixed|sorted|back|working|repaired|up)|get (?:it|this|that|them|"
        r"everything|the \S+|you) (?:fixed|sorted|back up|working|repaired|resolved|back online|up and running)|be (?:back (?:up|on|"
        r"online|to normal|in service|working)|fixed|restored|resolved|repaired|working|sorted|replaced)|take care of (?:the|this|that) "
        r"(?:problem|issue|fault|bug|leak))",
    ),
)  # fmt: skip
