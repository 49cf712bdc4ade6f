"""Lithuanian words by which a firm says sorry and a customer that it is well again. Tables only, see `syncd.core.settling_words`.

Patterns are searched in a sentence folded to lower case without diacritics.
"""

from __future__ import annotations

APOLOGY = (
    r"\b(?:mums|man) (?:labai |nuosirdziai |tikrai |be galo )*(?:gaila|nesmagu|nemalonu|nejauku|geda)\b(?!,? bet)|\b(?:labai|tikrai) (?:nesmagu|nemalonu|nejauku|gaila) del\b|\bkalte (?:musu|mano|visiskai)\b|\b(?:mes|as|esame|esam|esu) kalt(?:i|as|a)\b|\bprisii?m\w* (?:visa |pilna )?(?:atsakomybe|kalte)|\b(?<!jei )(?<!jeigu )(?:suklydo|apsiriko)m\w*|\btur[e]jo(?:me|m) (?:jums |jus |anksciau )*(?:paskambinti|perspeti|ispeti|pranesti|atvykti|patikrinti|atsakyti|parasyti)\b|\b(?:suklydau|apsirikau)\b|\bdovanokit\w*|\bmusu (?:apsirikim|aplaidum|neatidum|zioplyst|rikt)\w*|\bmano (?:kalte|klaida)\b|\bnuvylem\w* jus|\bpavedem\w* jus|"
    r"\batsipras(?:au|ome|om|ysime|yti|ymo|yma|ymus|inejame)\w*|\bapgailestau(?:ju|jame|jam)\b|\b(?:labai )?gaila,? kad\b|\bmusu (?:kalte|klaida|broko|neapsiziurejimas)\b|\bdel musu (?:kaltes|klaidos)\b|\bprasom\w* (?:mums )?atleisti\b|\batleiskite\b"
)
SETTLED = (
    r"\b(?:viskas|jau|dabar|vel|problema|gedimas|klausimas|pagaliau|tai)(?: \w+){0,2} (?:veikia|sutvarkyt\w*|sutvarke|isspresta?s?|isprest\w*|istaisyt\w*|istaise|pataisyt\w*|pataise|pakeist\w*|pakeite|pasalint\w*|gerai|puiku|puikiai|tvarkoje|tvarkingai|issiaiskinta|grazinta|grazino|atvyko|gauta)\b|\bveikia (?:puikiai|gerai|kaip|be|vel)\b|\bsutvarkyta\b|\bsuveike\b|\b(?:aciu|dekoju|dekui|dekojame)(?: \w+){0,3},? (?:uz (?:\w+ )?(?:sutvarkym|pakeitim|remont|operatyv|greit|grazinim|pagalb|sprendim|isspre)\w*|kad (?:\w+ )?(?:sutvark|istais|pakeit|atvaz|ispren|isspren|patais|sutais|grazin|greitai)\w*|sutvarkyt\w*|viskas (?:\w+ )?(?:veikia|gerai|gavom\w*|gavau|tvarkoj\w*|puiku))|\bpretenziju (?:\w+ )?(?:neturi\w*|nebeturi\w*|nera)\b|\bnebe(?:las|varv|trukst|burzg|girgzd|strin|ges|dvok|bega|kliuv)\w*|\bklausimas (?:uzdarytas|isspresta?s?|isprestas)\b|\bgalite uzdaryti\b|\besam\w* patenkint\w*|\bpatenkint[aiu]s? (?:rezult|aptarn|darb|sprend)\w*"
)
UNSETTLED = r"\bne(?:veik|suveik|sutvark|istais|patais|pakeit|isspr|ispr|grazin|gav|patenk)|\biki siol\b|\bvis dar\b|\bjei\b|\bjeigu\b|\bkai\b|\bkol\b|\bkad (?:sutvarkytu|veiktu|istaisytu|pakeistu)\b|\bbeveik\b|\bar \b|\?"
