"""English words by which a firm says sorry and a customer that it is well again. Tables only, see `syncd.core.settling_words`.

Patterns are searched in a sentence folded to lower case.
"""

from __future__ import annotations

APOLOGY = (
    r"\bfault (?:is|was|lies) (?:entirely |all )?(?:ours|mine|with us|on our side)\b|\bwe (?:got|did|have got|had) (?:this|that|it) (?:badly |all )?wrong\b|\bwe(?:'ve| have)? (?:really |clearly )?let you down\b|\b(?:is|it's|that's|was) (?:all |entirely )?on us\b|\bfeel (?:terrible|awful|dreadful|bad) (?:about|that)\b|\b(?:we are|i am|we're|i'm) to blame\b|\byou deserved? better\b|\b(?:fell|fallen) short of\b|\b(?:take|accept) (?:full |the )*(?:responsibility|blame)\b|\b(?:oversight|mistake|slip|error|failure) on (?:our|my) (?:part|side|end)\b|\bour (?:oversight|slip|failing)\b|\bmy (?:mistake|fault|oversight)\b|\bmake (?:it|this) up to you\b|\bbeg your pardon\b|\b(?:we|i) (?:really |certainly )?should have (?:called|rung|phoned|told|warned|informed|let you know|come|checked|written|answered|replied|noticed|been)\b|\bmortified\b|\bdropped the ball\b|"
    r"\b(?:i|we|i'm|we're|our|my|am|are|is|very|so|truly|deeply|terribly|sincerely|really|please accept)? ?(?:sorry\b(?! to (?:hear you|bother|chase|trouble|nag))|apologi[sz]e\b|apologies\b)|\bregret (?:the|this|that|any|what)\b|\bforgive us\b|\bshould not have happened\b|\bour (?:mistake|fault|error)\b"
)
SETTLED = (
    r"\b(?:it|that|this|everything|all|which|they|he|she|now|problem|issue|matter|boiler|system|site|line|unit|thing)(?:'s| is| are| has been| was| were| has| have)? (?:all |now |been |since |finally |already |then |fully )*(?:fixed|sorted|resolved|solved|settled|repaired|put right|replaced|working|arrived|back to normal|perfect|in order|fine)\b|\bworks? (?:again|now|fine|perfectly|like a|well|properly)\b|\bworking (?:again|now|fine|perfectly|well)\b|\b(?:thanks|thank you)(?: \w+){0,4} for (?:\w+ )?(?:fixing|sorting|resolving|replacing|solving|coming (?:out|so)|the (?:\w+ )?(?:refund|credit|replacement|repair|fix))|\bproblem solved\b|\ball good\b|\ball is well\b|\bno (?:more|further) complaints?\b|\b(?:you can|please) (?:now )?close\b|\bcase closed\b|\bhappy (?:now|with (?:it|the (?:result|outcome|repair)))\b|\b(?:refund|credit note|replacement|money) (?:has |have |just )?(?:arrived|came|received)\b|\b(?:received|got) the (?:refund|credit|replacement|money)\b"
)
UNSETTLED = r"\bnot\b|n't\b|\bnever\b|\bno longer works\b|\bstill\b|\bif\b|\bwhen\b|\buntil\b|\bonce\b|\bagain not\b|\bwould be\b|\bunless\b|\bbefore\b|\?"
