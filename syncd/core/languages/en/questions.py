"""English words that ask for something, and those that only look so. Tables only: what they mean is in `syncd.core.questions`.

Patterns are searched in a folded text (lower case, one blank for a line end) and begin at the beginning of a word.
"""

from __future__ import annotations

# pieces of words of which one must stand in a text without a question mark, for it to ask anything
CUES = (
    "please", "could you", "can you", "would you", "let me know", "let us know", "to know", "to ask", "wonder", "waiting for", "need a", "need the", "need your", "need you", "send ", "call me", "ring me", "tell me",
    "how much", "how many", "how long", "when can", "when will", "do you", "are you", "is it possible", "can i", "can we", "could i", "could we", "look forward", "looking forward", "advise", "confirm", "quote", "question",
)  # fmt: skip
_DO = (
    r"(?:re)?send|forward|tell|let (?:me|us) know|confirm|advise|call|ring|phone|check|explain|clarify|provide|quote|prepare|arrange|book|schedule|reschedule|update|reply|answer|respond|share|give|suggest|"
    r"look (?:in(?:to)?|at)|come|issue|re-?issue|correct|remind|get back|e-?mail|write|order|reserve|offer|calculate|recalculate|have (?:somebody|someone|a|the|your)|cancel|change|put|add|find out|ask|deliver|fix|repair|see (?:if|whether)|keep (?:me|us) (?:posted|informed|updated)|specify|indicate|state"
)
REQUESTS = (
    rf"(?:could|can|would|will) you (?:please |kindly |also |perhaps |possibly |maybe |just )?(?:{_DO}|be so kind|make|do|help)(?!\w)|please,? (?:also |kindly |just |then )?(?:{_DO})(?!\w)|(?:{_DO})(?: [^.,;]{{1,50}})?,? please(?!\w)|"
    r"let (?:me|us) know (?:what|when|how|if|whether|which|who|the|your|about|by|as soon|asap|please)|(?:i|we)(?:'d| would) (?:also )?like (?:you )?to (?:know|ask|understand|find out|hear|get|have|receive|order|book|see)|"
    r"(?:i|we)(?:'ve| have)? (?:got |have )?(?:a|one|another|two|some|a few|a couple of) (?:\w+ )?questions?(?!\w)|(?:i|we) (?:want|need|wanted|wish)(?:ed)? to (?:know|ask|understand|find out)|(?:i|we)(?: a|')?(?:m|re)? (?:was |were |am |are )?wondering (?:if|whether|when|how|what)|i wonder (?:if|whether|when)|"
    r"(?:i|we) (?:still |also |urgently )?need (?:you to|your (?:answer|reply|confirmation|quote|offer|invoice|help)|an? (?:answer|reply|quote|offer|price|invoice|copy|confirmation)|the (?:invoice|quote|offer|price|copy|certificate|documents?|manual|drawings?))|"
    r"waiting for (?:your|the|an?) (?:reply|answer|offer|quote|response|confirmation|invoice|call|price)|look(?:ing)? forward to (?:your (?:reply|answer|offer|quote|response|confirmation|call)|hearing from you)|"
    r"(?:send|tell|call|ring|give|forward|resend|email) (?:me|us) (?!a (?:line|shout|bell) if)"
)
ASKING = (
    r"(?:(?:hi|hello|hey|dear|good \w+)[ ,!]+(?:\w+[ ,!]+)?)?(?:and |so |also |but )?(?:how (?:much|many|long|soon|do|can|about)|when (?:can|will|could|do|are|is)|what (?:is the|are the|would|time|does|do)|do you|does (?:it|the|your)|are you|is (?:it|there|the)|"
    r"can (?:i|we)|could (?:i|we)|may (?:i|we)|where (?:is|are|can|do)|who (?:is|can|do|will)|any (?:news|update|chance))(?!\w)"
)
# a question by its form alone
FIGURES = (
    r"who would(?:'ve| have)? (?:have )?(?:thought|guessed|believed|known)|who (?:knew|cares|knows|doesn't love|wouldn't)|what (?:can|else can|more can|could) (?:i|we|one) (?:say|ask|want)|(?:can|could|would) you (?:believe|imagine)|guess what|(?:do )?you know what|"
    r"need i say|how (?:cool|great|nice|good|lucky) (?:is|are|was)|isn't (?:it|that|life) (?:\w+ )?(?:great|wonderful|lovely|nice|funny|beautiful|amazing|something)|what(?:'s| is) not to (?:like|love)|where (?:would|did) (?:we|i) be without|what would (?:we|i) do without|are you (?:kidding|joking|serious)|"
    r"what are the (?:odds|chances)|where does the time go|why on earth|how (?:could|can) (?:anyone|anybody|one|i|we) (?:not|forget|refuse|resist|complain)|who am i to|what's the world"
)
COURTESIES = (
    r"how (?:are|have|'s|is) (?:you|things|everything|life|it|the (?:family|weather|kids|summer))|how do you do|how was your (?:week|holiday|weekend|trip|summer)|(?:all|everything) (?:well|good|ok|fine)(?: with you| there)?\?|(?:are )?you (?:keeping )?well|what's up|(?:ok|okay|yes|no|really|deal|agreed|why not|so what|remember|see)\?"
)
# what asks in form only: "call if you have questions"
OFFHAND = (
    r"(?:if|should) (?:you|there) (?:\w+ )?(?:have|need|want|require|are|is|be|wish) (?:\w+ ){0,3}(?:questions?|anything|further|more|help|queries|doubts|concerns|clarification|information)|(?:any|further|more) questions|don't hesitate|do not hesitate|feel free|please (?:find|note|see|be (?:informed|advised)|accept|excuse|forgive|ignore|disregard|say hello|pass on|thank|enjoy)|"
    r"please (?:do not|don't|stop|never|remove|unsubscribe)|please give (?:my|our) (?:regards|best|thanks)|tell (?:\w+ )?(?:thanks|thank you)"
)
BECAUSE = r"because|simply because|since (?:we|i|it)|the answer is|it turns? out|simple:|easy:|well, (?:because|i)"
# a customer's no to what was offered, where no price is named
DECLINED = (
    r"(?:had|have|got) (?:it|this|that|everything) (?:done|made|fixed|built|fitted) (?:by|through|elsewhere)|(?:it's|it is|that's|that is) a no\b|put (?:the \w+ |it )?(?:to sleep|on hold for good|to bed)|nothing (?:left )?to (?:install|build|fit|buy|order|do) (?:any ?more|now|left)|(?:found|got) (?:it|the same\b[^.!?]{0,20}) (?:for half|cheaper|for less)|closing down\b|(?:are|am) not going to (?:buy|order|take|go|proceed)|"
    r"chang(?:ed|ing) (?:our|my) minds?|(?:stick|stay|stuck|stayed|staying|sticking)(?:ing)? with (?:the|our|what|my)|(?:awarded|given|gave|going|gone|went) (?:the (?:contract|job|work|order) )?to (?:another|a different|somebody else|someone else|a competitor|your competitor)|budget (?:was|has been|is|got) (?:cut|frozen|withdrawn|refused|gone)|not in (?:the|our|this year's) budget|close (?:the|our|my|this) (?:file|enquiry|inquiry|request|case)|(?:sold|selling) the (?:house|flat|building|premises|shop)|(?:offer|quote|bid|tender) (?:was|is|has) not (?:been )?(?:chosen|accepted|successful|selected)|"
    r"no,? thank(?:s| you)|but no(?: thanks?)?(?=[.,!;]|$)|(?:decided|chosen|chose|opted) (?:not|against|to (?:go|stay|buy|order|keep))|not (?:to )?(?:go|going|be going|proceed|proceeding) (?:ahead|forward|any further|for it|with)|"
    r"(?:won't|will not|not) (?:be )?(?:tak\w+|go\w*|proceed\w*|need\w*|order\w*|buy\w*|pursu\w*)|declin\w+|turn(?:ed|ing)? (?:it|you|this|the offer|your offer) down|pass on (?:this|it|your|the)|too (?:dear|expensive|steep|much for|pricey)|"
    r"(?:went|gone|going|go|signed|ordered|bought|found) (?:with |from |it |one )?(?:another|someone else|somebody else|elsewhere|a different|a competitor|other)|(?:no longer|not) (?:need\w*|interested|planning|looking)|(?:project|plan|job|work) (?:is |was |has been |'s )?(?:been )?(?:cancelled|canceled|dropped|off|shelved|on ice)"
)
# a customer tells that an invoice is paid, and what shows that not all of it is
PAID = (
    r"(?:is|was|has been|have been|been|got|already|just|we|i|we've|i've|we have|i have) (?:now |just |already |duly |fully |also )*(?:paid|settled|transferred|wired|remitted)\b(?! (?:for|at|on the day|by the hour))|^paid\b|payment (?:has been |was |is )?(?:made|sent|done|on its way|completed|executed)|"
    r"(?:money|amount|sum|payment|transfer) (?:has |have )?(?:left|gone out|went out|been sent|been transferred)|squared up\b|all square\b|(?:made|sent|completed|executed) (?:the |a |your |our )?(?:payment|transfer)"
)
PAID_NOT = r"not\b|n't\b|half\b|part\b|partly|partial\w*|deposit|advance|rest\b|remainder|instal\w*|if\b|when\b|once\b|after\b|until\b|parking|should\b|will\b|'ll\b"
WITHDRAWN = (
    r"never ?-?mind|(?:please )?(?:ignore|disregard|forget|scrap) (?:my|the|this|that|about|it)(?: (?:last|previous|earlier|question|e?-?mail|message|request|it|that|one))?|no longer (?:need|needed|necessary|relevant|required|an issue)|(?:not|isn't|n't) (?:needed|need(?: it| this| that)?|necessary|relevant) any ?(?:more|longer)|"
    r"(?:have |'ve |just |already |now )?(?:found|sorted|figured|worked|solved|fixed|cracked|got) (?:it|them|that|this|the (?:answer|problem|cause))(?: (?:all |now )?(?:out|myself|ourselves|already|now|after all|in|on|under|behind|thanks|sorted))|found (?:it|them|the answer)(?=[.,!;]|$)|(?:all|it is|it's|that's|now|is) sorted|sorted (?:myself|ourselves|now|thanks)|problem (?:is )?(?:solved|gone|sorted)|"
    r"(?:it|that|this)(?:'s| is| has) (?:been )?(?:solved|resolved|clear now|gone now|working (?:again|now)|fixed itself)|no need (?:to (?:answer|reply|respond|bother|send|check|look|call|come)|any ?more|after all|now)|(?:consider|call) (?:it|this|the question) (?:closed|answered|sorted)|withdraw (?:my|the) (?:question|request)|works (?:again|now)|we've managed|managed (?:it )?(?:myself|ourselves|on (?:my|our) own)"
)
