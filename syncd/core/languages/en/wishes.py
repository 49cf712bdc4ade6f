"""English words by which somebody asks not to be contacted. Tables only: what they mean is in `syncd.core.wishes`.

Patterns are searched in text folded to lower case; each begins at the beginning of a word.
"""

from __future__ import annotations

CUES = (
    "be removed", "get removed", "be taken off", "be deleted", "t take", "t accept", "t answer", "t welcome", "t appreciate", "taken off", "removed",
    "t call", "t phone", "t ring", "t telephone", "t write", "t email", "t e-mail", "t mail", "t message", "t text", "t send", "t contact", "t disturb", "t bother", "t approach", "t reach", "t get in", "t chase", "t spam", "t keep", "t want", "t wish", "t like", "t need", "t use my", "t use this", "t use our", "t consent", "t agree",
    "not be called", "not be contacted", "not to be", "not to call", "not to contact", "not to email", "not to send", "not to write", "not receive", "not to receive", "never ", "no longer", "no more", "no further", "stop ", "quit ", "cease", "refrain", "unsubscri", "unsubcri", "opt out", "opting out", "opt-out", "opt me", "opt us", "remove", "delete", "take me", "take us", "take my", "take our", "strike ", "cross ", "scratch ", "knock ", "not contacted", "not called", "erase", "leave me", "leave us", "lose my", "lose our", "lose this", "forget my", "forget this", "withdraw", "revoke", "object to", "not interested in", "rather not", "prefer not", "enough", "do-not", "don't you dare", "neither", "nobody", "no one", "noone", "none of you", "not one of", " not ring", " not call", " not phone", " not contact", " not write", " not email", " not send", "mind not", "n't call", "n't ring", "n't phone", "n't write", "n't email", "n't contact", "mail only", "writing only", "only by", "only via", "only in writing", "no calls", "no phone", "no cold", "no sales", "off your", "out of your", "off the list", "you didn't", "you did not",
)  # fmt: skip

_NOT = r"(?:do not|don'?t|dont|do n't|never|not to|must not|may not|should not|shouldn'?t|would not|need not|no need to|(?:ask|beg|urge) you not to|neither|(?:would|could|can|will) you(?: please| kindly)? not|would you mind not|rather (?:you )?(?:didn'?t|did not)|if you(?: would|'d)? (?:didn'?t|did not|not)|(?:want|like|have|need) (?:you|anyone|anybody|your \w+|people)(?: to)? not|(?:do not|don'?t|never) (?:want|like|need|wish)(?: to have)? (?:you|anyone|anybody|your \w+|people|somebody)(?: from your \w+)?(?: to)?)(?: you| ever| please| even| just| again| dare(?: to)?| bother(?: to| with)?| keep| try(?: to| and)?| either)*"
CALL = rf"{_NOT} (?:(?:cold[- ]?)?call(?:ing)?|phone|phoning|ring(?:ing)?|telephon(?:e|ing)|dial)\b(?! for| off| it|-)"
MAIL = rf"{_NOT} (?:writ(?:e|ing)|e-?mail(?:ing)?|mail(?:ing)?|messag(?:e|ing)|text(?:ing)?|spam(?:ming)?)\b"
SEND = rf"{_NOT} (?:send(?:ing)?|post(?:ing)?|forward(?:ing)?)\b"
ANY = rf"{_NOT} (?:contact(?:ing)?|disturb(?:ing)?|approach(?:ing)?|solicit(?:ing)?|harass(?:ing)?|pester(?:ing)?|chas(?:e|ing)|bother(?:ing)? (?:me|us)|get(?:ting)? in (?:touch|contact)|reach(?:ing)? out|follow(?:ing)? up with (?:me|us)|(?:be )?in touch)\b"

_GOODS = r"(?:calls?|e-?mails?|mails?|mailings?|mailshots?|letters?|messages?|texts?|sms|offers?|quotes?|newsletters?|ads?|adverts?|advertis\w+|marketing|promotion\w*|communications?|correspondence|catalogues?|brochures?|leaflets?|anything|info(?:rmation)?|spam|contact|sales \w+|phone calls?|solicitation\w*|invitations?)"
STRONG = {
    "be off": r"(?:(?:like|want|wish|ask|asked|asking|prefer) to (?:be|get)|have (?:me|us|my \w+|our \w+)|want (?:my|our) \w+) (?:removed|taken off|deleted|unsubscribed|struck off|crossed off|erased)\b",
    "not taken": r"(?:do not|don'?t|no longer) (?:take|accept|answer|welcome|appreciate)(?: any| your| cold| sales| unsolicited| these| such| marketing)* (?:phone )?(?:calls|e-?mails|letters|offers)\b(?= ?(?:[.!,;]|$|from|at all|and|please))",
    "see to it": r"(?:ensure|make sure|see to it)(?: that)?(?: [a-z]+){0,3}? (?:not|never|no longer)(?: be| being)?(?: [a-z]+)? (?:contacted|called|phoned|rung|e-?mailed|mailed|written to|bothered|disturbed)",
    "nobody": r"(?:nobody|no ?one|none of you\w*|not one of you)(?: from| at| of)?(?: your| the)?(?: [a-z]+){0,2}? (?:is to |should |may |must |ever )*(?:call|phone|ring|contact|write|e-?mail|visit|bother|disturb)s? (?:me|us|here|again)",
    "never again": r"(?:do not|don'?t|no longer|never) (?:wish|want|care) to (?:ever )?(?:hear|have (?:anything|any dealings))(?: \w+)?? (?:from|to do with|with) (?:you|your)|no wish to hear from",
    "only by": r"(?:by )?(?:e-?mail|writing|letter) only|only (?:by|via|in|through) (?:e-?mail|writing|letter)|no (?:phone |cold |sales |telephone )*calls\b(?= ?(?:[.!,;]|$| please| at all| ever))",
    "keep off": r"keep (?:me|us|my \w+|our \w+)(?: \w+)? (?:off|out of)\b(?: [a-z'-]+){0,3}? (?:lists?|mailings?|databases?|records)",
    "strike": r"(?:cross|strike|scratch|knock) (?:me|us|my name|our name|our company) (?:off|out)",
    "stop": r"(?:stop|quit|cease|refrain from|desist from)(?: with)?(?: all| any)?(?: the| your| these| this| those)?(?: [a-z-]+)?? ?(?:calling|calls|phoning|phone calls|ringing|contact(?:ing)?|writing|e-?mail(?:s|ing)?|mail(?:s|ing|ings)?|messag(?:es|ing)|text(?:s|ing)|sending|spam(?:ming)?|bothering|harassing|pestering|chasing|disturbing|soliciting|newsletters?|offers)\b",
    "no more": rf"no (?:more|further)(?: [a-z-]+)?? {_GOODS}\b",
    "list": r"(?:remov|delet|tak|strik|cross|drop|exclud|eras|wip|scrub)(?:e|ing|ed)?\b(?: [a-z-]+){0,2}? (?:me|us|my|our|(?:this|that|the)(?= (?:[a-z-]+ )?(?:number|address|e-?mail|phone|name|company|mailbox)))\b(?: [a-z-]+){0,4}?(?: off| out)? ?(?:from|off|of|out of)\b(?: [a-z'-]+){0,4}? (?:lists?|databases?|mailings?|records|systems?|crm|newsletters?|contacts|distribution|address ?books?|files)\b",
    "off": r"take (?:me|us|my name|our name)(?: right)? off\b(?= ?(?:[.!,;]|$| please| it| at once| immediately))",
    "delete": r"(?:delete|erase|remove|lose|forget|bin|scrap)(?: all)?(?: of)? (?:my|our|this)(?: [a-z-]+){0,2}? (?:number|phone number|e-?mail address|contact details|details|contact data|personal data|data|contacts|contact information)\b",
    "unsubscribe": r"un-?subs?cri(?:be|ption|bed|bing)\b(?! (?:link|button|here|by|from (?:this|these) (?:list|email|mail)s?,? (?:click|visit|reply)))|opt(?:ing)?[ -](?:me |us )?out\b",
    "unwanted": r"(?:(?:do not|don'?t|dont|no longer|not|never) (?:really |actually )?(?:wish|want|like|care|need|agree|consent)(?: for)?|rather not|prefer not|(?:would|should) (?:not )?(?:like|prefer)(?: not)?)(?: to)?(?: ever)? (?:be |getting |being )?(?:contacted|called|phoned|rung|telephoned|e-?mailed|mailed|bothered|disturbed|approached|written to|messaged|texted|hear(?:ing)? (?:any ?(?:thing|more)|from)|solicited|chased|on your (?:\w+ )?list)",
    "no goods": rf"(?:(?:do not|don'?t|dont|no longer|not|never) (?:really |actually )?(?:wish|want|like|care|need)(?: to| for)?|rather not|prefer not to|(?:would|should) (?:not )?(?:like|prefer)(?: not)?(?: to)?)(?: ever)?(?: be)?(?: (?:get|receiv|hav|accept|see)\w*)?(?: any| more| these| those| such| your| further| of| all| the| this| sort| kind| a| single| other| unsolicited| marketing| sales| commercial| from you| again)+ ?{_GOODS}\b",
    "not interested": rf"not interested in (?:any |your |receiving |getting |further |more |future |hearing |being )+(?:{_GOODS}|contacted|called|from you)\b",
    "alone": r"leave (?:me|us|my \w+|our \w+)(?: \w+)? (?:alone|in peace|be)\b(?= ?(?:[.!,;]|$|from))|leave (?:me|us) (?:alone|in peace)",
    "consent": r"(?:withdraw|revok)\w*(?: \w+){0,2} consent|object to (?:the |any |further |your )*(?:processing|direct marketing|marketing|contact|calls)",
    "do-not-call": r"do[- ]not[- ](?:call|contact|mail|disturb)[- ](?:list|register|me)|don'?t you dare (?:call|write|contact)",
    "use": r"(?:do not|don'?t|never|stop) us(?:e|ing) (?:my|our|this) (?:\w+ )?(?:number|phone|mobile|e-?mail|address)(?= ?(?:again|any ?more|any longer|for (?:advert|market|sales|offers)|ever))",
    "enough": r"(?:i|we)(?:'ve| have) had enough of (?:your|these|the) (?:\w+ )?(?:calls|e-?mails|letters|messages|offers)",
    "consider": r"consider (?:this|our|my)(?: \w+){0,4} (?:relationship|correspondence|conversation|contact)s? (?:over|closed|ended|at an end)",
}
PERMANENT = r"again|any ?more|any longer|ever|in (?:the )?future|never|from now on|from here on|going forward|at all|under any circumstances|once and for all|permanently|for good|no longer|further|already asked|asked (?:you )?(?:twice|before|already)|last time"
LIMITED = r"before|after|until|till|today|tonight|tomorrow|this (?:morning|afternoon|evening|week|month)|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|evenings?|mornings?|during|between|while|at night|nights|lunch\w*|so late|late at|so early|too early|late|early|yet|if|unless|in case|when|right now|just now|at the moment|now|for now|for the time being|without|except|other than|next week|past|outside|out of (?:hours|office)|working hours|in a hurry|just for this|about (?:the|this|that|it)|regarding (?:the|this|that)|just because|on holiday|on leave|only"
FOR_LONG = r"until (?:further notice|i (?:call|contact|write)|we (?:call|contact|write)|(?:the )?(?:next )?(?:spring|summer|autumn|winter|year|season|january|february|march|april|may|june|july|august|september|october|november|december|20\d\d))|this year|if (?:it is|it's|you have) (?:only |just )?(?:to sell|about (?:sales|offers|adverts)|an(?:other)? offer)"
ALREADY = r"only (?:write|e-?mail|by|in writing|via|through|use e-?mail|contact me by)|(?:e-?mail|mail|writing) only|if you(?: would|'d)? (?:didn'?t|did not|not|stopped|stop)|if you (?:call|write|contact|email|do not stop|don'?t stop)|or (?:i|we) (?:will|shall|'ll)|otherwise"
OWN_MOVE = r"(?:i|we)(?:'ll| will| shall| can)(?: \w+)? (?:call|ring|phone|be in touch|contact|get back|let you know|come back|write|get in touch|reach out)"
CALLED = r"(?:call|ring|phone|reach|text) (?:me|us|my|our|the|him|her|them|on|instead)"
WRITTEN = r"(?:write|e-?mail|mail|send|contact)(?: \w+)? (?:to (?:me|us|my|our|the|this|[\w.]+@)|me at|us at)"
OTHERS = r" (?:him|her|them|my (?!mobile|phone|cell|number|home|office|work|e-?mail|direct|personal|private|company|inbox|account|landline|house)\w+|our (?!mobile|phone|number|office|e-?mail|company|inbox|main|house|home|firm|landline|switchboard)\w+|the (?!office|house|number|company|home|above)\w+|it\b|a \w+|an \w+|your \w+)"
NEW_PLACE = r"new (?:e-?mail|address|number|phone|mobile)|(?:address|number|e-?mail) (?:has changed|is changing|is no longer)|changed my (?:number|address|e-?mail)|no longer (?:work|with|in use|valid|active)|left the company|leaving the company|my (?:replacement|successor|colleague)|instead of me|wrong (?:person|address|number|department)"
REQUEST = r""
GENERIC = r"offers?|adverts?|ads|advertising|newsletters?|e-?mails?|mails?|mailings?|letters?|messages?|sms|texts?|promotions?|promotional|catalogues?|price ?lists?|brochures?|anything|information|marketing|spam|proposals?|invitations?|leaflets?|junk|nonsense|stuff|flyers?|rubbish|communications?|quotes|discounts"
SPECIFIC = r"invoices?|reminders?|reports?|drawings?|contracts?|acts?|samples?|goods|parcels?|technicians?|fitters?|engineers?|payment|money|files?|photos?|documents?|attachments?|paper|hard cop\w+|originals?|order|team|anyone|somebody|copies|bill|keys?|unit|parts?|the quote|the offer|deposit|courier"
FILLERS = r"me|us|any|more|again|anymore|please|your|these|those|such|from|to|this|that|address|e-?mail|number|of|them|at|all|and|or|kind|sort|anything|ever|in|future|here|the|our|my|you|further|stupid|endless|unsolicited|by|post|inbox|office|company|so|longer"
CALL_WORDS = r"calls?|calling|called|phon\w+|ring(?:ing)?|rung|telephon\w+|number|mobile|dial\w*|cold[- ]call\w*"
MAIL_WORDS = r"e-?mail\w*|mail\w*|letters?|newsletters?|messag\w+|inbox|writ\w+|sms|text(?:s|ing|ed)?|send\w*|catalogues?|brochures?|marketing|un-?subs?cri\w+|offers?|adverts?|promotion\w*|spam\w*|subscri\w+|leaflets?|opt\w* out"
ALSO_CALL = r"(?:,| or| and| nor|/| neither)+ (?:to )?(?:please )?(?:call|phone|ring|telephone)(?:ing)?"
ALSO_MAIL = r"(?:,| or| and| nor|/| neither)+ (?:to )?(?:please )?(?:write|writing|e-?mail(?:ing)?|mail(?:ing)?|send(?:ing)?|messag(?:e|ing)|text(?:ing)?)"
EVERY_WAY = r"(?:in )?any (?:way|form|channel|means)|by (?:phone|telephone) (?:or|and|nor) (?:e-?mail|mail|letter|post)|by (?:e-?mail|mail) (?:or|and|nor) (?:phone|telephone)|(?:calls?|phone calls?)(?:,? (?:or|and|nor)|,) (?:e-?mails?|mails?|letters?|messages?)|(?:e-?mails?|mails?|letters?|messages?)(?:,? (?:or|and|nor)|,) (?:phone )?calls?"
WISHED = r"want|like|need|wish|rather|prefer|would|could|can|will"
POLITE = r"(?:please|could|can|would|will|may i|kindly|might)"
SPOKEN_OF = r"(?:(?<!would )(?<!could )(?<!can )(?<!will )you|they|we|he|she|why|people|i)(?: \w+)?$|(?:why|how come|he said|she said|told (?:him|her|them))(?: \w+){0,3}$"
NOT_OURS = r"click|link|spam folder|to unsubscribe|unsubscribe (?:here|at|below)|by mistake|accidentally|unsubscribed? (?:one of|some|our|\d)|cc|thread|chain|loop"
SUBJECTS = r"(?:please )?(?:un-?subs?cribe|remove(?: me)?|stop|opt[ -]out|do not (?:contact|call|mail)(?: me)?|take me off)(?: please| me)?"
