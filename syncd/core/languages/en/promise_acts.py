"""What English promises are about: verbs, phrases and nouns by act. Tables only."""

from __future__ import annotations

# ── what is promised: verbs by act (base form, prefix of the inflected ones) ──
STEMS = {
    "call": "call phone ring telephone dial",
    "send": (
        "send email e-mail mail post forward fax text txt courier ship dispatch resend share transmit upload submit circulate fedex "
        "overnight provide supply cc copy attach ping drop distribute despatch return give message whatsapp sending mailing shipping"
    ),
    "answer": "let answer reply respond confirm advise inform notify update tell clarify explain report revert acknowledge write",
    "visit": "visit inspect survey come attend swing pop install fit measure collect pick",
    "deliver": "deliver bring hand transport haul unload redeliver carry",
    "pay": "pay refund credit reimburse compensate wire transfer settle remit repay discount",
    "invoice": "invoice bill",
    "fix": (
        "stop restart reboot reconnect unclog clean fix repair mend  replace deploy restore resolve correct patch rectify solve debug "
        "troubleshoot reset rework amend remedy swap redo reinstall reinstate unblock upgrade close"
    ),
    "meet": "meet discuss present demo",
    "check": (
        "check verify investigate review examine look ask find test track chase inquire enquire double-check recheck trace research "
        "explore study read validate see monitor analyze analyse audit consult"
    ),
    "do": (
        "do sort arrange book prepare draft make set schedule organise organize waive cancel change move keep hold reserve put add "
        "remove extend start begin run freeze migrate finish complete order process file sign print build create work handle take "
        "issue register renew activate close open switch escalate approve include apply configure implement release publish reschedule "
        "postpone proceed finalise finalize submit request assign introduce help assist support ensure guarantee cover honour honor "
        "offer show train host raise lower reduce adjust revise rewrite translate pull compile gather collect get log place cut dig "
        "follow circle touch reach keep coordinate match plan pass relay speak talk contact connect pursue push turn update deal proof "
        "store pack unpack load label service set-up buy purchase secure recommend withdraw stay handle"
    ),
}  # fmt: skip

IRREGULAR = {
    "sent": "send", "brought": "deliver", "paid": "pay", "met": "meet", "done": "do", "made": "do", "held": "do", "kept": "do", "put": "do",
    "shipped": "send", "taken": "do", "given": "send", "written": "answer", "told": "answer", "built": "do", "refunded": "pay",
    "credited": "pay",
    "raised": "do", "issued": "do", "collected": "visit", "replaced": "fix", "sorted": "fix", "resolved": "fix", "back": "fix",
    "ready": "do",
    "available": "do", "live": "do", "complete": "do", "finished": "do", "couriered": "send", "visiting": "visit",
}  # fmt: skip

# what the whole predicate says, stronger than its verb: first match wins
PHRASES = (
    ("do", "", r"^see to it"),
    ("visit", "", r"^(?:be )?(?:there|round|over|at yours|with you)(?!\w)(?= (?:in|at|about|around|before|just|by|\d|tomorrow|tmrw|tonight|today))(?!.*(?:quote|invoice|copy))"),
    ("do", "", r"^(?:provide|supply)(?!.*(?:cop(?:y|ies)|list|report|document|certificate|quote|details|information|drawings?|letter|figures|form|data|samples?|file|price))"),
    ("send", "", r"^have (?:\S+ ){1,4}(?:send|email|mail|forward|post)(?!\w)|^go in the (?:post|mail)"),
    ("visit", "", r"^see (?:the [a-z]+s|mr|mrs|ms|dr|him|her|them)(?!\w)"),
    ("send", "", r"^make sure .{0,40}(?:gets?|receives?|has|have) (?:their|the|his|her|an?|our)(?!\w)"),
    ("do", "", r"^have .{0,60}(?<!\w)ready(?!\w)"),
    (
        "send", "with|there|your",
        r"(?<!\w)(?:proofs?|quotes?|quotation|contracts?|offer|reports?|certificate|drawings?|plans?|letter|cop(?:y|ies)|statement|"
        r"translations?|files?|documents?|papers?|paperwork|glossary|minutes|photos?|list|agreement|forms?|policy|brochure|estimate|"
        r"proposal|pdfs?|draft|login|link|results?) (?:\S+ ){0,8}?(?:will|'ll|should) be (?:with you|there|in your|on your desk|yours)",
    ),
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
        r"dispatched|posted|emailed|mailed|sent|couriered|forwarded|despatched)|^(?:let|leave) you (?:have|with)|^(?:leaves?|go(?:es)? "
        r"out|follow|to follow|ships?|be on its way|land|be with you)|^(?:make|take) a copy|^put (?:it|them|that|one|a \S+) (?:in the "
        r"(?:post|mail)|through)|^turn (?:it|this|that|them|the \S+) around",
    ),
    ("call", "", r"^(?:schedule|set up|arrange|book|organi[sz]e) (?:a|the|our|this|that) (?:\S+ ){0,2}?call(?!\w)"),
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

# ── promises without a verb: a thing, and a term ── act by the noun
NOUNS = (
    ("deliver", r"(?:delivery|redelivery|drop-off|drop off)"),
    ("send", r"(?:shipment|shipping|dispatch|quote|quotation|offer|report|contract|draft|proofs?|translation|files?|documents?|drawings?|photos|pics|pictures|certificate)"),
    (
        "visit",
        r"(?:installation|fitting|site visit|visit|engineer(?: visit)?|technician|survey|service visit|inspection|fitter|assembly|"
        r"collection|pick-up|pickup)",
    ),
    ("pay", r"(?:refund|payment)"),
    ("invoice", r"(?:invoice|credit note)"),
    ("fix", r"(?:repair|fix|replacement)"),
)  # fmt: skip

# what a thing has to do in the third person, to be more than news
COMES = (
    r"(?:have (?:\S+ ){0,6}?(?:ready|done|fixed|sorted)|have been (?:\w+ly |all )?(?:\w+ed|sent|done|paid|made|brought|built|put|set)|arrive|land|reach|ship|follow|come|go|leave|get|drop|hit|be (?:\w+ly |all "
    r")?(?:\w+ed|sent|done|paid|made|brought|held|kept|set|left|built|ready|there|here|with you|at your|in your|back|on (?:its|the|"
    r"site|your)|up|available|live|complete|put|over|out)(?!\w))"
)

DONE = (
    r"(?:ready|finish|complet|done|prepar|process|cancel|chang|moved|updat|regist|activat|translat|issued|raised|set up|arrang|book|"
    r"reserv|sign|extend|renew|adjust|correct|closed|removed|added|credited)"
)

# words of advertising: a text with several of them promises nothing, whoever sent it
ADVERTS = (
    "click here|unsubscribe|opt-out|opt out|remove me|removed from|this is not spam|money back|money-back|act now|order now|sign up|signup|"
    "for free|% free|free trial|limited time|special offer|no obligation|risk free|guaranteed|per day|viagra|mortgage|mlm|make money|"
    "classified ad|webmaster|www.|.com/|!!!|$$$|dear friend|dear sir/madam|extra income|work from home|subscribers|newsletter|this program|this system|prospects|annually"
)
