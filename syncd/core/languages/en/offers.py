"""English words of offers, orders and invoices. Tables only: what they mean is in `syncd.core.offers`.

Patterns are searched in text folded to lower case; each begins at the beginning of a word, and ends where it is written to end.
"""

from __future__ import annotations

# ── sums ──
CURRENCIES = {
    "EUR": r"euros?\b",
    "USD": r"us dollars?\b|dollars?\b|bucks?\b",
    "GBP": r"p\b(?! ?(?:&|m\b))|pounds?\b(?! of\b)(?! sterling silver)|quid\b",
}
SCALES = {1_000: r"k\b|thousand\b|grand\b", 1_000_000: r"mn\b|mln\b|million\b"}
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
HUNDREDS = {"hundred": 100}
BETWEEN = r"to|and|or"  # two ends of a range
RANGE_OPENS = r"between"
AT = r"at|for|is|was|are|be|of|around|about|roughly|approx\.?|circa|just|only|under|now|to|from|say|call it"
PRICE = (
    r"prices?|pricing|priced|costs?|costing|quot(?:e|ed|ation)|totals?|subtotal|sum|amount|fees?|charges?|rates?|fixed price|comes? to|came to|works? out|coming in|"
    r"balance|deposit|come in|all[- ]in|net|gross|due|paid|pay|each|another|(?:i|we) can do|do (?:it|them|that|this|you)"
)
VAT = r"vat|gst|sales tax|tax"
VAT_BESIDE = r"with|without|plus|inc|incl|including|includes|inclusive of|ex|excl|excluding|exclusive of|no|before|after|net of|and|add|zero|of"
EACH = r"each|ea|per|a|an|p/?m|pcm|pa|apiece|pp|net|gross|all[- ]in|inclusive|excl|incl|inc|ex|plus|fully|fitted|delivered|installed|supplied|total|in total|tops|flat|or thereabouts|and|or|but|if|with|from|for|instead|is|as|on|by|until|till|this|when|which|that|so|to|less|down|today|straight"
UNITS = (
    r"%|per ?cent|percent|pcs?|pieces?|units?|boxes|box|bags?|pallets?|sets?|pairs?|rolls?|tons?|tonnes?|kgs?|g|mm|cm|m|km|miles?|sq|sqm|m2|m3|ft|feet|inch|inches|l|"
    r"litres?|lit(?:er)?s?|w|kw|kva|v|amps?|hrs?|hours?|mins?|minutes?|days?|weeks?|wks?|months?|mths?|years?|yrs?|working|people|guests?|pax|staff|users?|seats?|"
    r"visits?|doors?|windows?|rooms?|floors?|st|nd|rd|th|am|pm|o'clock|x|off|points?|lines?|copies|bottles?|cases?|tins?|mths|payments?|instal\w+|in total pieces|gb|mb|tb|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|of them"
)

# ── what a sum is, by the words before it and after it ──
OLD_BEFORE = (
    r"used to (?:charge|be|cost)|instead of|rather than|was|were|previously|formerly|used to be|old (?:price|rate)(?: of| was)?|list(?: price)?(?: is| of| was)?|catalogue(?: price)?(?: is| of| was)?|rrp(?: is| of)?|normally|usually|"
    r"usual(?:ly)?(?: price)?(?: is| of)?|regular(?: price)?|standard price(?: is| of)?|full price(?: is| of)?|reduced from|(?:brought |come |came )?down from|against|last year(?:'s)?(?: price)?(?: was| of)?|as opposed to|compared (?:to|with)|up from|not the|you (?:paid|were paying|pay)|we charged|(?:it|that|this) cost (?:us|me|you)|retails? (?:at|for)|would have been|originally|original(?: price| quote)?(?: was| of)?|before it was"
)
OLD = r"catalogue|brochure|rrp|list price|used to|previously|normally|usual(?:ly)?|last (?:year|season|spring|winter|summer|autumn|month)|old price|before the sale|originally|formerly|sticker|ticket price|shop price|full price|standard price|regular price|new ones?|in the shops|down from"  # anywhere before the sum in its clause
OLD_AFTER = r"list(?: price)?|rrp|before|last year|in the catalogue|previously|as it was|normally|list,"
DISCOUNT_BEFORE = r"discount(?: of| is|:)?(?: a further| another)?|saving(?: of| you)?|saves?(?: you)?|knock(?:ed|ing)?(?: off)?|take|taken|taking|less|minus|cheaper by|reduction of|rebate(?: of)?|knock (?:a further|another)|(?:reduced|lower|drop(?:ped)?|down) by"
DISCOUNT_AFTER = r"off|discount|cheaper|less than|saving|rebate|reduction|lower|credit\b"
NOT_ASKED_BEFORE = (
    r"under|below|beyond|up to|value of|budget(?:ed)?(?: is| of| was| for this is)?(?: about| around| roughly| up to)?|salary(?: of| is)?|(?<!\d )(?<!invoice )(?<!bill )over|above|orders? (?:over|above|of|from)|more than|exceed(?:s|ing)?|worth(?: of)?|turnover(?: of)?|revenue(?: of)?|"
    r"refund(?:ed)?(?: of| you)?|credit(?:ed)?(?: note)?(?: of| for| you)?|reimburse(?:d)?(?: you)?(?: for)?|compensat\w+(?: of)?|fined|penalty of|insured for|insurance of|excess of|grant of|loan of|"
    r"minimum order(?: of| is)?|limit(?: of| is)?|cover(?: of)?|max(?:imum)?(?: of)?|raised|overcharged|short by|minimum spend(?: of| is)?"
)
NOT_ASKED_AFTER = r"budget|salary|overdue|outstanding|refund|credit note|turnover|minimum order|or (?:more|over)|threshold|worth of|a year salary"
OTHERS = (
    r"competitors?|another (?:firm|company|supplier|quote)|other (?:firms?|companies|suppliers?|people)|someone else|somebody else|elsewhere|neighbou?rs?|next door|amazon|ebay|online for|my (?:brother|mate|cousin|friend|previous|last|old)|"
    r"(?:our|my) (?:old|current|previous|existing|last) (?:supplier|firm|provider|company|people)|a (?:local )?(?:firm|chap|bloke|lad|guy) (?:in|from|down)|down the road|the other (?:lot|firm|company|quote)|others? (?:quoted|offered|charge)|rival|they (?:quoted|charged?|offered|want)|quoted us|charged us|the council|the manufacturer"
)
DISPUTED = (
    r"overcharg\w+|wrong again|too much\b|went on twice|you've charged|you have charged|cancel and reissue|reissue|charged (?:us |me )?twice|double[- ]charged|(?:wrong|incorrect) (?:invoice|amount|price|total|bill)|(?:invoice|bill|total|amount) (?:is|was|looks|seems) (?:wrong|incorrect)|agreed (?:price )?(?:was|on)|(?:should|supposed to) (?:be|have been)|"
    r"where (?:does|did) the|why (?:am|are|is|was|were|have|has|did|does)|mistake|billed (?:us |me )?for|dispute|never ordered|did not order|didn't order|not what we agreed|query (?:on|about|re)|on the invoice (?:it|you)|refund"
)
DUNNING = r"overdue|outstanding (?:invoice|balance|amount|payment|sum)|(?:balance|invoice|amount|still|remains?|is) outstanding|past due|remains? unpaid|still unpaid|not (?:yet )?(?:been )?(?:paid|received payment)|arrears|final (?:notice|reminder|demand)|payment reminder|reminder (?:that|of|for) (?:your |the )?(?:invoice|payment|account)|(?:friendly|gentle|second|third|first) reminder|late payment|unpaid|haven't (?:been paid|received (?:payment|the money))|not received (?:your )?payment|you owe|owing"
PRIVATE = r"salary|salaries|wages?|bonus(?:es)?|turnover|revenues?|profits?|share price|stock price|(?:my|our|your|a|the) budget(?: is| of| was)?(?! \w*(?:option|model|range|version))|mortgage|loan|charity|donat\w+|lottery|fine of|per barrel|/bbl|mmbtu|mwh|megawatt|market cap|mkt cap|billion|dividends?|forecast|earnings|net worth|house price|insurance claim|lawsuit|eps|price target|market call|nasdaq|trading at|consensus|pledg\w+|year end|p/b|p/mcf|fundrais\w+|losses|headcount|venture capital|per share"

MISTAKE = r"overcharg\w+|in error|by mistake|mistakenly|refund\w*|reimburs\w+|compensat\w+|credit(?:ed)? you|our goal|goal is|raising|dollars raised|at the door|check (?:for|in)|pre-?registration|we(?:'ll| will) (?:transfer|pay|wire)"  # ours give back, collect, or speak of somebody else's money

# ── how far a thing has come ──
INVOICED = r"(?:attach\w*|enclos\w*|send\w*|sent|rais(?:e|ed|ing)|issu(?:e|ed|ing)|find|here(?: is|'s)|(?:pro[- ]?forma )?invoice[sd]?(?: no\.?| number| #| ref)?\b)[^?!]{0,60}?(?:\binvoice\b|\bbill\b|inv[- ]?\d)|invoice (?:no\.?|number|#|ref)?\s?\S*\d|invoiced? (?:is |has been )?(?:attached|enclosed|raised|issued|sent|below)|(?:we have|i have|we've|i've|have now|been) invoiced|final invoice|pro[- ]?forma|amount due|invoice (?:for|total)|total due"
PAID_OURS = r"(?:received|thanks? (?:you )?for)(?: with thanks)?(?: (?:your|the))? (?:\w+ )?payment|payment (?:of \S+ )?(?:has been |was )?(?:received|arrived|cleared|landed|came in)|your (?:payment|deposit)[^?!]{0,30}(?:received|arrived|cleared|landed|safely)|receipted|paid in full|payment received|(?:receipt|remittance) (?:of|for)|deposit (?:received|safely)"
HEADS_ORDER = r"(?:my |our |the |new |repeat |another |weekly )?order\b|order for\b|shopping list"
PAID_THEIRS = r"(?:i've|we've|i have|we have|i|we) (?:just )?(?:handed|gave|given|cleared|dropped|popped|bunged|pinged)\b|(?:i|we|i've|we've|have|has|was|been|wife|husband|office|accounts|just|already) (?:have |has |just |now |already |been )?(?:paid|transferred|sent (?:the )?(?:payment|money|deposit)|settled|wired|remitted)|paid (?:in full|yesterday|today|this morning|the|your|by|on)|payment (?:of \S+ )?(?:has been |was |has )?(?:made|sent|gone|left|went)|(?:bank )?transfer(?:red)? (?:of|today|yesterday|this|made|sent|done)|deposit (?:has been |was )?(?:paid|sent)|paid\b|(?:sent|put|popped) (?:the |you |over )*[€£$]\S+|cheque (?:is )?in the post|settled|remitted|(?:went|gone|going) (?:over|across|through|off) to you|(?:should be|is now|will be|is) (?:with you|in your account)|bacs\w*|on its way to (?:you|your)|payment[^.;?!]{0,40} (?:has gone|gone out|went out|was made|made|done|released|on its way|processed|has left)|(?:money|funds|sum)(?: \w+)? (?:sent|gone|transferred)|(?:is|are) on (?:its|the|their) way|left (?:our|my|the) (?:account|bank)|(?:was|were|been) wired|wired\b|accounts (?:have |has )?(?:processed|released|sent|paid)|remittance\b|(?:we|i|we've|i've|we have|i have) (?:just )?(?:remitted|released|initiated|wired|made (?:a|the) (?:bank )?(?:transfer|payment))|should have (?=[€£$]?\d)|(?:went|gone|put) through\b|cheque[^.;?!]{0,25} (?:posted|sent|in the post)|(?:our|my|the) bank (?:has )?sent"
ORDERED_THEIRS = (
    r"(?:please |do |happy to |let's |lets |like to |want to |ready to |we can |can you |you can |good to |we're |i'm |we'll |i'll |to )go(?:ing)? (?:ahead|with|for)\b|go ahead\b|proceed\b|"
    r"(?:we|i)(?:'ll|ll| will| would like to|'d like to| want to| wish to| are going to|'d love to) (?:take|have|order|buy|book|accept|confirm|reserve)\b|(?:we|i) (?:take|order|accept|confirm)\b|il (?:take|have)\b|"
    r"please (?:order|supply|book|confirm|deliver|send (?:me |us |over |through )?(?:\d|one|two|three|four|five|six|the)|put (?:me|us) down|reserve|get (?:it|them|the)|add|arrange|crack on)|"
    r"(?:our|my|the|a|purchase|this) (?:order|po)\b(?: no| number| is| for|:)|order (?:for )?(?:confirmed|as follows|below)|(?:quote|offer|price|estimate|option \w+|order) (?:is |are )?(?:accepted|approved|agreed|confirmed)|"
    r"accept(?:ed)? (?:the|your)\b|approve[ds]? (?:the|your)\b|(?:you have|you've got|got) (?:the|yourself) (?:job|a deal|green light)|it's a (?:yes|deal)|yes (?:please )?to\b|yes please|green light|let's do\b|lets do\b|lets have|let's have|"
    r"purchase order|placing (?:an|the) order|place an order|count (?:us|me) in\b|(?:would|'d|d) like (?:to (?:order|have|go (?:ahead|for|with)|take|book|proceed|buy)|\d|one|two|three|four|five|six|ten)\b|happy with (?:the|that|your)\b|"
    r"(?:can|could|may) (?:i|we) (?:have|order|get|take|book)\b|agreed\b|confirming\b|(?:put|mark|stick) (?:me|us) down|crack on|(?:i|we) (?:need|want) (?:\d|one|two|three|four|five|six|ten)\b|book (?:it|me|us|in)\b|"
    r"send (?:me |us )?(?:\d|one|two|three|four|five|six)\b|order(?:ing)?(?: |:)(?:\d|one|two|three|four|five|six|the)\b|the job is yours|yes,? (?:for|to|on) (?:the|your)\b|- yes\b|: yes\b|(?:can you |could you )(?:supply|drop off|bring|deliver|do|add|send)\b|"
    r"(?:have|got) a deal\b|you're on\b|fine by (?:me|us)\b|works for (?:me|us)\b|that'?ll do\b|i'm having|we're having|(?:are|we're|i'm) going for|let (?:me|us) have\b|ship (?:me|us|the|\d)|invoice (?:me|us)\b|"
    r"send (?:me |us |over |through )?(?:the|an|your) invoice|raise (?:the|an) invoice|make it (?:\d|two|three|four|five|six)\b|gets? the (?:nod|go-ahead|ok)|(?:have |we've |i've )?(?:chosen|opted for|decided (?:on|to (?:go|have|take)))\b|stick(?:ing)? with (?:the|your)\b|plump\w*"
    r"|works? for (?:me|us)\b|(?:like|love|want|glad|going|decided|i'll|we'll|we will|i will|let's|lets|let us) (?:to )?go (?:with|for)\b|(?:we're|we are|i'm|i am) going (?:with|for)\b|consider (?:the |it |this )|(?:is|are|was|been|has) (?:now )?approved\b|accepted\b|approved (?:by|on|at)\b|have the green light|sign (?:me|us) up\b|(?:put|ink) (?:me|us)\b|please (?:arrange|schedule|process|prepare|start|install|go)\b|kindly (?:process|proceed|arrange|supply|deliver|book)\b|(?:that's|it's|its) a (?:yes|go)\b|happy to (?:confirm|proceed|take|accept|order)|(?:we|i) (?:can )?confirm\b|good to go\b|signed (?:it |this )?off\b|(?:our|the|attached|a) po\b|po (?:to follow|follows|attached|number|no)|glad to (?:take|have|accept|confirm|order)|sold!|let's (?:get|book|take|order)\b|give (?:me|us) (?:the|\d|one|two|three)|all agreed|(?:it is|it's a deal)(?=\W*$)|^do the|please do the"
)
ORDERED_OURS = r"(?:confirm\w*|acknowledg\w*|receipt of|received|thank you for|thanks for) (?:\w+ ){0,3}(?:order|booking|purchase)\b|(?:your )?order (?:\S+ )?(?:is |has been |was |now )?(?:confirmed|placed|booked|accepted|in|received)|(?:as|you(?:'ve| have)?) ordered|order confirmation|booked you in|order (?:no\.?|number|#)"
# what stands right before a word of ordering or paying that is not done: "if we order", "not yet paid"
UNDONE = r"not|never|cannot|can't|couldn't|won't|haven't|hasn't|didn't|might|perhaps|maybe|if|before|unless|until|once|whether|should"
CONDITIONAL_ORDER = r"if you (?:can |could |would )?(?:drop|lower|reduce|knock|come down|match)|should you"
# says nothing of a thing: the words of a mail with a price in it
VAGUE = r"where|when|ballpark|units?|updated?|revised|corrected|final|latest|new|best|quot\w+|offers?|prices?|pricing|invoices?|estimates?|proposals?|figures?|costs?|same|total|attached|promised|pieces?|pcs|items?|approximate\w*|rough\w*|budget\w*|indicative|special|made|deposit|payments?|transfer|half|letter|advice|faster|card|bank|ok|okay|sure|details?"
OFFERING = r"(?:can|could|would like to|'d like to|happy to|pleased to|we|i) (?:offer|supply|propose|quote)(?: you)?(?: for)?"
POLITE = r"please|pls|plz|thanks|for (?:me|us)\b"
BUYS = r"(?:please |to |will |'ll |my |our |the |an )?order|go(?:ing)? ahead|yes please|(?:we|i)(?:'ll| will|ll) take|il take|book (?:it|us|me)|accept|happy with|can i have|can we have|proceed"  # of the words above, the plainest
TAKES = r"please (?:order|supply|book|deliver|send|put)|can you|could you|order|ordering|(?:i|we)(?:'ll|ll| will| would like to|'d like to| want to) (?:take|have|order|buy|book)|(?:i|we) (?:need|want|take|order)|il |send|(?:would|'d|d) like|can i|can we|could i|could we|may we|book|purchase|ship|let (?:me|us) have"  # of the words above, those that take a thing
PLAINLY = r"orders?\b|ordering\b|go(?:ing)? ahead\b|(?:i|we)(?:'ll|ll| will) (?:take|have)\b|il take\b|yes please|purchase order|invoice\b|(?:you|your|the) quote\b|\bpaid\b|transferred|deal\b|please supply|drop off|settled|deposit\b|turn(?:ed|ing)? (?:it |that )?down|too (?:dear|expensive|steep|rich|much for)|not this (?:year|time)|pass on|no,? thank|skip the|decided|happy with|(?:[€£]\d)"
REJECTED = (
    r"not? (?:needed|required|interested|for us|this time|thanks|thank you|going (?:ahead|with)|proceed\w*|take|taking|want(?:ed)?|be (?:taking|needing|requiring|going|proceeding))\b|(?:don't|do not|doesn't|won't|will not|didn't|wouldn't) (?:need|want|require|be (?:needing|taking|requiring|going|proceeding))|(?:we'll|i'll|we will|i will|have to|going to|i'd|we'd) (?:pass|leave|skip|decline|give \S+ a miss|say no|drop|forget)|pass on|decided (?:against|not to)|"
    r"gone (?:with|for) (?:someone|somebody|another|a|the)|(?:went|going) (?:with|to) (?:someone|somebody|another)|(?:too|bit|way too|rather|little) (?:expensive|dear|steep|much|rich|pricey)|out of (?:our|my) (?:budget|range|reach)|can(?:'t|not) (?:afford|justify|stretch)|declin\w+|cancel\w*|leave (?:out|off)|take (?:out|off)|drop the|scrap|forget (?:the|about)|no need for|can do without|give (?:the|it|that|this)[^?!,]{0,30} a miss|hold off|not at that price|no longer (?:need|want|require)|^not the\b|not this (?:year|time|month|season|round)|not for now|not bothered|(?:turn(?:ed|ing)?|knock(?:ed|ing)?) (?:it |that |this |the \w+ |them )?(?:down|back)|turn down|rul(?:e|ed|ing) out|off the table|shelv\w+|park (?:the|that|it)|bin (?:the|that|it)|don't bother|say no|saying no|no to\b|no,? thank\w*|skip\w*|do without|can't run to|won't run to|beyond (?:us|our)|gone elsewhere|going elsewhere|found (?:it |one |them |a )?(?:\w+ )?cheaper|too (?:much for|rich)|we are out|count (?:me|us) out"
)
TOLD = r"(?:i|we|have|has|'ve) (?:quoted|offered|invoiced|sold)|quoted (?:him|her|them)|our (?:quote|offer)|offered (?:him|her|them)|customer (?:ordered|paid|wants|accepted)"  # to a colleague, of an offer to a customer
REJECTED_OURS = r"you (?:decided (?:against|not to)|declined|turned down|did(?:n't| not) want|no longer (?:need|want))|(?:was|were) declined|withdrawn"

# ── terms ──
VALID = r"valid|firm (?:to|until|till)|appl(?:y|ies) (?:until|till|to)|hold|holds|held|stands?|good (?:for|until|till|through|to)|expires?|expiry|open (?:for|until|till)|honou?r(?:ed)?|fixed (?:until|till|for)|keep (?:the|this|that|these) price|prices? (?:until|till|to|for|go(?:es)? up|from)|offer (?:ends?|runs?|closes?|until)|only today|today only|until then|acceptance (?:by|within|before)|runs? (?:to|until|till)|if (?:you )?(?:can )?(?:order(?:ed)?|confirm(?:ed)?|accept(?:ed)?|signed?|book(?:ed)?) (?:by|before|this|within)|guaranteed (?:until|till|for)|locked"
ONE_PRICE = r"(?:the|this|that) price|price (?:is|holds|stands)|it\b"
TODAY = r"today only|only today|only good today|(?:price|offer|deal)[^.]{0,20}today"
DAYS = ((1, r"(?:calendar )?days?"), (7, r"weeks?"), (30, r"months?"), (14, r"fortnights?"))
DISCOUNT = r"discount\w*|off\b|cheaper|less\b|knock|reduction|rebate|reduced|deduct|loyalty|saving"
ENDED = r"used to|no longer|in the past|last year|no discounts?"  # a discount of the past, or none
NO_DISCOUNT = r"any ?more|vat|deposit|up ?front|interest|instal\w+|balance|apr|tax|commission|penalty|late|increase|rise|up by|efficien\w+|humidity|no discount|can't (?:do|give|offer)|unable to|would you|any chance|could you|full|savings on|on completion|on order|in advance"
WHOLE = r"(?:the )?(?:whole|lot|everything|all|full|total|entire|both|order|set|invoice|above|package)"

# ── things ──
FEES = r"fees?|charges?|delivery|carriage|shipping|postage|p&p|call[- ]?out|surcharge|set-?up|admin(?:istration)?|labou?r|fitting|installation|instal\w+|deposit|disposal|removal of the old|commissioning|handling|parking|travel|mileage|insurance|activation|connection|monthly|month|months|year|annual|weekly|per|payments?|instalments?|upfront|finance|arrangement|booking"
CONDITIONS = r"if|when|provided|assuming|should you|together with|with both|for \d+ or more|over \d+|orders? of"
OPTIONS = r"options?|variants?|alternativ\w+|choice"
OFFERS = r"quot(?:e|es|ation|ed)|offers?|estimates?|proposals?|prices?|pricing|costs?|tenders?"
DOCUMENTS = {
    "invoiced": r"(?:tax |vat |proforma |pro[- ]forma )?invoice|bill|statement of work done",
    "ordered": r"purchase order|order confirmation|sales order|order acknowledgement|order|po",
    "offered": r"quotation|quote|estimate|offer|proposal|price list|tender",
    "paid": r"receipt|remittance advice",
}
NUMBER_BEFORE = r"(?:invoice|inv|order|quote|quotation|offer|estimate|po(?= ?(?:no|number|#|:|\w*-))|purchase order|proforma|pro-forma|ref(?:erence)?|proposal)"
NUMBER_SIGN = r"no\.?|number|nr\.?|#|ref\.?|num\.?"
CLOSINGS = r"(?:kind |best |warm |many |kindest )*(?:regards|wishes|thanks)|cheers|yours|sincerely|best|thanks|ta|rgds|br|sent from my"
SELLS = r"we offer|we can offer|our (?:prices|products|range|company|services|team|new range)|special offer|visit our|we (?:supply|provide|make|print|sell|manufacture|stock|specialise)|unsubscribe|dear (?:sir|customer|partner|business)|can i interest|may i introduce|introduc(?:e|ing) (?:myself|our)|first order|partnership|wholesale|would you be interested|boost your|free quote"
TOTALS = r"(?:grand |sub-?|order |invoice |net |gross )?totals?|amount due|balance due|total due|sum total|to pay|net amount|total amount"
COLUMNS = {
    "product": r"items?|description|products?|goods|services?|article|details|part",
    "count": r"qty|quantity|units?|no\.?|pcs|count|hours|hrs",
    "price": r"price|unit price|rate|each|unit cost|cost|price each|per unit",
    "total": r"total|amount|sum|line total|value|net|gross|subtotal",
    "vat": r"vat|tax|vat %",
}
NOTHING = (
    "the a an and or but with without for from at in on of to by per each all our your my this that these those it is are was were be been will would can could do does did have has had we i you they he she me us "
    "plus inc incl including ex excl vat net gross total only just also then so as if when please price prices priced cost costs costing quote quoted quotation offer offers offered estimate fixed fee charge rate amount sum "
    "about around roughly approx up come comes came works work out say call make it there here new following below above attached now still again one two three option come go going get take let know want like need thanks thank hi hello dear "
    "instead month monthly year annual annually week day days months weeks payments payment off discount less should could may might not no yes either both any some his her their which who what where there's that's it's i'd i'll we'd we'll you'd he'd they'd "
    "deal anyway though this time drop bring deliver  paid pay transfer transferred bank settled sent send today yesterday tomorrow morning afternoon evening tonight week either way add another further used charge attached invoice bill ordering done happy stand hold firm good lot whole thing things case "
    "afraid sorry hope find regarding following discussed promised requested note either supplying final full balance remaining rest "
    "supply provide include includes confirm pleased happy able offer offering ordered order orders otherwise alternatively total subtotal inclusive exclusive straight reg re fwd fw via ref pcs ea pp pm pcm been being such same for"
)
LEADING = r"(?:and|but|so|also|then|plus|or|however|finally|ok(?:ay)?|yes|right|well|now)\b[ ,]*"
HEADINGS = r"re|fwd?|aw|wg|ref"
ASKED = r"how much|ballpark|rough (?:idea|price|cost)|what (?:would|is|are|does|do|will|'s)|could you (?:quote|let me|give)|can you (?:quote|give)|do you (?:do|have|offer|charge)|is it possible|any chance"
