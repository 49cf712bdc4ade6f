"""Lithuanian words by which somebody asks not to be contacted. Tables only: what they mean is in `syncd.core.wishes`.

Patterns are searched in text folded to lower case without diacritics; each begins at the beginning of a word.
"""

from __future__ import annotations

CUES = (
    "joki", "tik rastu", "tik el",
    "neskambin", "nebeskambin", "nerasy", "neberasy", "nerasin", "neberasin", "nesiusk", "nebesiusk", "nesiust", "nebesiust", "nesiunt", "nebesiunt", "neatsiusk", "nebeatsiusk", "neatsiunt", "netrukd", "nebetrukd", "nesusisiek", "nebesusisiek", "nesikreip", "nebesikreip", "nekontakt", "nebekontakt", "nelisk", "nelysk", "nebelisk", "nebelysk", "nesiuly", "nebesiuly", "netrikd", "nevargin", "nebevargin", "nekamuo", "nebekamuo", "nebombard", "nespam", "nei skamb", "nei rasy", "neieskok", "nebeieskok",
    "isbrauk", "istrin", "pasalin", "ismesk", "isimk", "isregist", "israsyk", "atsisak", "atsakau", "nenor", "nebenor", "nepageid", "nebepageid", "ramyb", "sutikim", "liauk", "nustok", "baikit", "baikim", "pabaik", "uzteks", "uztenka", "gana ", "pakaks", "pakanka", "susilaik", "pamirsk", "uzmirsk", "nutrauk", "nebereik", "nereik", "nenaudok", "nebenaudok", "prenumerat", "nesutink", "nebesutink", "nustot",
    "advokat", "teisinink", "bendrav", "bendrau", "susirasin", "ragel", "atstok", "atsto", "nesirod", "neprenumer", "nepriim", "neskambint", "nerasyt", "netrukdyt", "nebera pras", "jokiu kont", "prasau liau", "prasau nutrauk", "prasau baig", "nekvies", "nesiulyt", "nereikaling", "nusibodo", "atsibodo", "igriso", "nera prasmes", "nera reikalo", "neverta", "beprasm", "apsieis", "pasilaik", "apie mane", "apie mus", "buti pamirst", "blokuo", "juodaji saras", "juodajame saras", "turi baigtis", "turi liautis", "turi nustoti", "metas baigti", "laikas baigti", "atleiskite nuo", "sunaikin", "isimtinai",
    "mieliau", "nebendrau", "nebebendrau", "tik seim", "ne pardav", "tik draug", "tik artim", "tik asmen", "nekenciu", "nemegstu telef", "nemegstu skamb", "telefonu nekalb", "nekalbu telef", "apsiribo", "viska rastu", "kite rastu", "kit rastu", "siol rastu", "atleiskit", "nepriima", "nelaukiam", "nebelaukiam", "isimti is", "i siuksl", "i makul", "nebeters", "neters", "neuzvers", "nebeuzvers", "issiregistr", "slamst", "nebera ko", "nera ko", "pazinti", "jokiu reik", "nei laisk", "priestarauj", "savo registr", "jusu registr", "is registr", "liks ne", "draudziu", "draudziame", "nebesiuntin", "pasizym",
)  # fmt: skip

_IN_VAIN = r"(?:ne(?:be)?ra (?:jokios? )?(?:prasmes|reikalo|ko)|neverta|beprasmiska) (?:man |mums |daugiau |cia |su mumis |su manimi |i mus )*"
CALL = rf"{_IN_VAIN}skambinti\b|ne(?:be)?(?:pa)?skambin(?:k|ki|kit|kite|ekit\w*|ti|t|ek|eti|tumet\w*)\b|ne(?:be)?skambinet\w*|nei (?:man |mums )?skambin(?:ti|kit\w*|k)"
MAIL = rf"{_IN_VAIN}rasyti\b|ne(?:be)?(?:pa)?ras(?:yk|ykit|ykite|yki|yti|yt|inek|inekit\w*|ineti|ytumet\w*)\b|nei (?:man |mums )?ras(?:yti|ykit\w*|ineti)|ne(?:be)?(?:spamin|bombarduo)\w*"
SEND = r"ne(?:be)?(?:at)?siu(?:sk|ski|skit|skite|sti|st|stumet\w*|ntinek|ntinekit\w*|ntineti)\b"
ANY = rf"{_IN_VAIN}(?:kreiptis|susisiekti|trukdyti|siulyti)\b|ne(?:be)?trukdy(?:k|ki|kit|kite|ti|t|tumet\w*)\b|ne(?:be)?susisiek(?:it|ite|ti|t|itumet\w*)?\b|ne(?:be)?sikrei(?:pk\w*|pti)\b|ne(?:be)?kontaktuo(?:k\w*|ti)\b|ne(?:be)?l[iy]sk(?:it\w*)?\b|ne(?:be)?siuly(?:k|kit|kite|ti)\b|ne(?:be)?vargin(?:k\w*|ti)\b|ne(?:be)?kamuo(?:k\w*|ti)\b|ne(?:be)?ieskok(?:it\w*)?\b"

_GOODS = r"(?:laisk\w+|skambuc\w+|pasiulym\w+|reklam\w+|naujienlaisk\w+|zinu\w+|zinut\w+|informacij\w+|nieko|pranesim\w+|el\. ?laisk\w+|elektronin\w+ laisk\w+|siunt\w+|sms|katalog\w+|akcij\w+|kvietim\w+|is jusu\b(?= ?(?:[.!,;]|$)))"
STRONG = {
    "end": r"(?:nutrauk|baig|baik|uzbaig|stabd|sustabd)\w*(?: \w+){0,2}? (?:bendravim|susirasinejim|kontakt|rysi)\w*",
    "lawyer": r"(?:bendravim|bendrauk|kontakt|klausim|susirasinejim|susisiekit|kreipk|rasykit|kalbekit)\w*\b[^.;!?]{0,60}? (?:per|(?:su|i) (?:mano|musu)) (?:mano |musu )?(?:advokat|teisinink)\w*|(?:tik|vien) per (?:mano |musu )?(?:advokat|teisinink)\w*",
    "by mail alone": r"(?:bendra(?!m\b)\w+|susisiek\w*|kreip\w*|komunikuo\w+|kontakt\w*)\b[^.,;]{0,40}? (?:tik|vien|isimtinai) (?:rastu|el\.? ?pastu|elektroniniu pastu|laisk\w+)|(?:tik|vien|isimtinai) (?:rastu|el\.? ?pastu|elektroniniu pastu) (?:\w+ )?(?:bendra|susisiek|kreip)\w*",
    "not taken": r"(?:skambuci\w+)(?: \w+){0,2}? ne(?:be)?priim(?:u|ame|am)\b|ne(?:be)?priim(?:u|ame|am)(?: \w+){0,2}? skambuci\w+",
    "off yours": r"(?:isbrauk|pasalin|isim|istrin|ismes)\w* (?:ja|ji|juos|jas|mane|mus|musu \w+)(?: prasau)? (?:is|nuo) (?:jusu |savo |sio )?(?:\w+ )?(?:saras\w+|baz\w+|naujienlaisk\w+|crm|prenumerat\w+)|(?:isim|isbrauk)(?:kit|k)\w* mane\b(?= ?(?:[.!,;]|$))|(?:is|nuo) (?:\w+ )?(?:skambinam|skambinim|reklam)\w+ (?:saras)\w+",
    "pray end": r"(?:skambuci|laisk|pasiulym|reklam|naujienlaisk|zinut)\w*[^.;!?]{0,50}?(?:prasau|prasom\w*|laikas|metas|reikalauj\w+) (?:tai |juos |visa tai )?(?:liautis|nutraukti|baigti|nustoti|sustabdyti)(?= ?(?:[.!,;]|$))",
    "send no more": r"(?:nutrauk|sustabd|baik)\w*(?: \w+){0,2}? siuntim\w+(?= ?(?:[.!,;]|$|si\w+ adres|man|mums))",
    "never asked": r"ne(?:uz)?(?:si)?prenumerav\w+|nedav\w+(?: \w+){0,2}? sutikim\w+(?= ?(?:[.!,;]|$|gauti|del reklam|rinkodar|(?:man |mums )?skambin))",
    "go away": r"atsto(?:kite|kit|k|tumet\w*|site)\b|daugiau (?:pas mus |cia )?nesirodyki\w*",
    "in vain": r"(?:bendravim|susirasinejim|kontakt)\w*(?: \w+)?? (?:laikau|laikome) (?:\w+ )?(?:nereikaling|baigt|beprasm)\w+",
    "no one": r"kad[^.;!?]{0,40}? ne(?:be)?(?:skambintu|skambintumet\w*|rasytu|rasytumet\w*|siustu|trukdytu|trukdytumet\w*|susisiektu|kreiptusi|siuntinetu)\b",
    "not invited": r"(?:prasau|prasom\w*|norec\w+)(?: \w+){0,3}? (?:daugiau )?ne(?:be)?(?:kviesti|siulyti|varginti|trukdyti|trikdyti)\b(?= ?(?:[.!,;]|$|ir|daugiau))",
    "weary": r"(?:jusu|sie|tie)(?: \w+){0,2}? (?:laisk|skambuci|pasiulym|reklam|naujienlaisk|zinut)\w*(?: \w+){0,3}? (?:nereikaling\w*|neidom\w*|nusibodo|atsibodo|igriso)|(?:nusibodo|atsibodo|igriso)(?: man| mums| jau)* (?:jusu|sie|tie)(?: \w+)?? (?:laisk|skambuci|pasiulym|reklam|naujienlaisk|zinut)\w*",
    "must end": r"(?:laiskai|skambuciai|pasiulymai|reklamos?|naujienlaiskiai|zinutes)(?: \w+){0,2}? (?:turi|turetu|privalo) (?:\w+ )?(?:baigtis|liautis|nustoti|sustoti)|(?:metas|laikas) (?:baigti|nustoti|liautis) (?:\w+ )?(?:skambin|rasi|rasy|siunt|siunc|spam)\w*",
    "forget": r"(?:pamirsk|uzmirsk)(?:it|ite)? (?:apie )?(?:mus|mane|musu \w+|si adres\w+)\b(?= ?(?:[.!,;]|$|ir\b|prasau|visam))",
    "spare": r"(?:pasilaik|apsieisi|apsieit)\w*(?: \w+){0,2}? (?:be )?(?:jusu |savo |siu |tu )?(?:\w+ )?(?:pasiulym|laisk|skambuc|reklam|naujienlaisk|akcij|nuolaid|lapel|biuleten|lankstinuk|kainorasc|katalog)\w*(?= ?(?:[.!,;]|$|sau\b|ir\b))|atleiskite (?:mane|mus) nuo (?:\w+ )?(?:pasiulym|laisk|skambuc|reklam|naujienlaisk)\w*",
    "data": r"(?:istrin|pasalin|sunaikin|panaikin)\w*(?: \w+){0,4}? (?:duomen\w+|informacij\w+|viska)(?: \w+){0,4}? apie (?:mane|mus|musu \w+)|teis\w+ buti pamirst\w+",
    "blocked": r"(?:uz)?blokuo(?:siu|sime|sim|ju|jame|jam)\b(?: \w+){0,2}? (?:jus|jusu|si|numer)\w*|(?:jus|jusu)(?: \w+){0,2}? (?:uz)?blokuo(?:siu|sime|sim|ju|jau|jame)\b|i juodaji saras\w+",
    "hear": r"ne(?:be)?nor(?:iu|im|ime)\b (?:daugiau |nieko |apie jus |is jusu |jusu |ne )+(?:girdeti|zinoti|matyti)",
    "more unneeded": r"(?:laisk|skambuci|pasiulym|reklam|naujienlaisk|zinuci)\w*(?: \w+)?? daugiau(?: man| mums)? nereik\w*(?= ?(?:[.!,;]|$|aciu|prasau))|daugiau(?: man| mums)? (?:jusu )?(?:laisk|skambuci|pasiulym|reklam|naujienlaisk|zinuci)\w* nereik\w*(?= ?(?:[.!,;]|$|aciu|prasau))|nereik\w*(?: man| mums)? daugiau (?:jusu )?(?:laisk|skambuci|pasiulym|reklam|naujienlaisk|zinuci)\w*",
    "no longer": r"nebereik\w*(?: man| mums| daugiau| mus)*(?: \w+)?? (?:siusti|rasyti|skambinti|siuntineti|skambineti)",
    "none": r"joki\w+ (?:daugiau |telefono |reklamini\w+ )*(?:skambuci\w+|laisk\w+|reklam\w+|pasiulym\w+|kontakt\w+)(?= ?(?:[.!,;]|$|daugiau|prasau|joki|su jumis|su jusu|is jusu|nenor|nebenor))",
    "only by": r"tik (?:rastu|el\.? ?pastu|laisk\w+)(?= ?(?:[.!,;]|$|prasau|o ne|ne ))",
    "delete first": r"(?:mano|musu|si)(?: \w+){0,2}? (?:numer\w+|adres\w+|kontakt\w+|duomen\w+|telefon\w+|el\.? ?past\w+)(?: \w+)?? (?:isbrauk|istrin|pasalin|pamirs|ismes)\w*",
    "stop": r"(?:liauk|nusto|baik|pabaik|susilaik|nutrauk)\w*(?: jau| pagaliau| man| mums| mane| mus| nuo| su| tuos| savo| jusu| sitas| tas| tais| visus| toki| bet kok\w+| prasau| bent| \w+)?? (?:be ?)?(?:skambin|rasy|rasin|siunt|siust|siuntin|trukd|skambuc|laisk|reklam|siul|lind|lis|spam|kamuo|susirasin|kontakt|naujienlaisk|marinti|varginti)\w*",
    "enough": r"(?:uzteks|uztenka|gana|pakaks|pakanka|nebereik\w*|nereik\w*)(?: man| mums| jau| daugiau| tu| jusu| siu| sitokiu| visu)* (?:skambin|rasin|siuntin|skambuc|laisk|reklam|naujienlaisk|jusu (?:pasiulym|laisk|skambuc|reklam))\w*",
    "goods unneeded": r"(?:laisk\w+|skambuc\w+|pasiulym\w+|reklam\w+|naujienlaisk\w+|zinuci\w*)(?: \w+){0,2}? (?:daugiau )?(?:man |mums )?(?:nebereik\w*|nebenor\w*|nepageidau\w*|nebepageidau\w*|nenorim\w*|nenoriu)",
    "list": r"(?:isbrauk|istrin|pasalin|ismes|isim|isregistruo|isras)\w*(?: \w+){0,3}? ?(?:mane|mus|mano|musu|si|sita|numer\w+|adres\w+|kontakt\w+|el)\b.{0,60}? (?:is|nuo)\b.{0,40}?(?:sarasu?|sarasuo?s|saras\w*|baz\w+|naujienlaisk\w+|laisk\w+|siuntim\w+|sistem\w+|prenumerat\w+|kontakt\w+|adresat\w+|gavej\w+|registr\w+|duomen\w+|crm)",
    "list first": r"(?:is|nuo)\b.{0,40}?(?:saras\w*|baz\w+|naujienlaisk\w+|prenumerat\w+|adresyn\w+)\b.{0,30}?(?:isbrauk|istrin|pasalin|ismes|isim|isregistruo|isras)\w*",
    "delete": r"(?:isbrauk|istrin|pasalin|ismes|pamirs|uzmirs)\w*(?: \w+)?? (?:mano|musu|si|sita|savo turim\w+)(?: \w+){0,2}? (?:numer\w+|telefon\w+|kontakt\w+|duomen\w+|el\.? ?pasto? ?\w*|e-?pasta|adres\w+)",
    "unsubscribe": r"(?:atsisak(?:au|ome|om|yti|yciau)|noriu atsisakyti)(?: \w+){0,3}? (?:naujienlaisk\w+|prenumerat\w+|laisk\w+|reklam\w+|skambuc\w+|pasiulym\w+ siunt\w+|zinuc\w+|siuntim\w+|rinkodar\w+)|(?:nutrauk|stabdyk|isjunk|atsaukit\w*|atsaukti|atsaukiu)\w*(?: \w+){0,2}? prenumerat\w+",
    "unwanted": rf"ne(?:be)?nor(?:iu|im|ime|eciau|etume|i)\b(?: \w+){{0,6}}?,? ?(?:{_GOODS}|kad (?:man |mums |su manim? |su mumis )?(?:\w+ )?(?:skambin|rasy|siust|siunt|trukd|susisiek)\w*|skambin\w+|bendrauti|tureti reikalu|gaudyti)",
    "not wished": rf"ne(?:be)?pageidau\w+(?: \w+){{0,6}}?,? ?(?:{_GOODS}|kad (?:man |mums |su manim? |su mumis )?(?:\w+ )?(?:skambin|rasy|siust|siunt|trukd|susisiek|kontakt)\w*|bendrau\w*|kontakt\w*|buti trukd\w+|gauti)",
    "not agreed": r"ne(?:be)?sutink(?:u|ame|am)\b(?: \w+){0,3}? (?:gauti|kad (?:man|mums|mano|musu)|del (?:mano|musu) duomen\w+|buti)(?: \w+){0,3}? ?(?:laisk\w+|skambin\w+|skambuc\w+|reklam\w+|pasiulym\w+|siunt\w+|naujienlaisk\w+|rinkodar\w+|tvark\w+)",
    "alone": r"(?:palik\w*|duok\w*)(?: \w+){0,2}? ?(?:mane|mus|man|mums)?(?: \w+){0,2}? ramyb\w+",
    "consent": r"at(?:saukiu|siimu|saukiame|siimame|saukti)(?: \w+){0,2}? sutikim\w+",
    "use": r"ne(?:be)?naudok\w*(?: \w+)? (?:mano|musu|sio)(?: \w+){0,2}? (?:numeri\w*|adres\w*|pasto|kontakt\w+)(?: \w+)? (?:reklam|rinkodar|pasiulym|skambuc)\w*",
    "rather written": r"(?:mieliau|geriau|patogiau|maloniau)(?: \w+)?,? (?:kad |jei )?(?:man |mums )?(?:ras\w+|susirasi\w+),? (?:o |bet |negu |nei )?(?:ne(?:be)?|ne )?skambin\w*",
    "number kept": r"(?:numer\w+|telefon\w+|mobil\w+) (?:yra )?(?:skirt\w+ )?(?:tik|ne) (?:\w+ )?(?:seimai|artimiesiems|draugams|asmenini\w+|pardavej\w*|reklam\w*)",
    "no phone": r"telefonu ne(?:be)?(?:bendrau|kalb)\w*|ne(?:be)?(?:kalbu|bendrauju) telefonu|(?:nekenciu|nemegstu) (?:telefon|skambuc|kalbeti telefon)\w*|apsiribo\w+ (?:laisk|el\b|elektronin|rast|susirasi)\w*|(?:viska|nuo siol) (?:\w+ )?rastu(?= ?(?:[.!,;]|$))",
    "spare first": r"nuo (?:\w+ )?(?:skambuc|laisk|reklam|pasiulym|naujienlaisk)\w+ (?:\w+ )?atleisk\w*",
    "taken by none": r"ne(?:be)?priima(?: \w+){0,2}? (?:skambuci|pasiulym)\w+",
    "unwelcome": r"(?:jusu|tokie|sie) (?:skambuciai|laiskai|pasiulymai|reklamos)(?: \w+){0,2}? ne(?:be)?(?:laukiam|pageidaujam)\w*",
    "me off": r"(?:mane|mus|(?:si|sita|mano|musu) (?:\w+ )?(?:adres|numer|past|telefon|kontakt)\w*)(?: \w+)? (?:isim|isbrauk|pasalin|istrin|ismes|isregistr)\w* (?:is|nuo) (?:\w+ )?(?:saras|baz|registr|gavej|siuntim|naujienlaisk|sistem|adresat)\w*",
    "unlisted": r"(?:isbrauk|pasalin|isim|istrin|isregistr|issiregistr)\w*(?: mane| mus)?(?: \w+)? is (?:visu |jusu |savo |siu )*(?:naujienlaisk|prenumerat|siuntim|gavej|registr)\w*",
    "the bin": r"(?:keliauja|eina|skrenda|lekia|krenta|metu|metame) (?:\w+ )?i (?:siuksl|makulat)\w*",
    "clutter": r"ne(?:be)?(?:ters|uzvers|kims|apkrau)\w*(?: \w+)? (?:past|dezut)\w*",
    "how off": r"kaip (?:man |mums |galiu |galima )*(?:issiregistr|atsisak|issibrauk|isbrauk)\w*(?: \w+){0,3}? (?:saras|naujienlaisk|prenumerat|laisk|siuntim|reklam)\w*",
    "monthly unneeded": r"(?:biuleten|katalog|kainorasc|lapel|lankstinuk|naujien)\w* (?:kas \w+ |daugiau )(?:\w+ )?(?:nebe|ne)reik\w*",
    "as junk": r"(?:pazymesi|nukreipsi|zymesi)\w*(?: \w+){0,2}? (?:kaip|i) (?:slamst|brukal|spam)\w*",
    "read no more": r"daugiau (?:\w+ )?(?:skaityti|girdeti|gauti|matyti) ne(?:be)?nor\w+",
    "nothing here": r"ne(?:be)?ra ko (?:daugiau )?(?:pas mus |cia )?(?:ieskoti|skambinti|rasyti|lankytis)",
    "closed": r"laiky\w*(?: \w+)? (?:pazint|santyk|bendradarbiav|bendravim)\w* (?:\w+ )?(?:baigt|nutrauk|pasibaig)\w*",
    "no dealings": r"ne(?:be)?nor(?:iu|im|ime)(?: \w+){0,2}? tureti (?:jokiu |nieko )(?:reikalu|bendra)",
    "neither": r"^nei (?:jusu )?skambuciu,? nei (?:jusu )?(?:laisku|zinuciu)|^nei (?:laisku|zinuciu),? nei skambuciu",
    "object": r"priestarauj\w+(?: \w+){0,3}? (?:kreipim|skambuc|rinkodar|reklam|kontakt)\w*",
    "list of quiet": r"(?:netrukdy|neskambin)\w*(?: \w+)?,? saras\w*",
    "stays no": r"(?:liks|bus) ne\b(?= ?(?:[.!,;]|$))",
    "forget exist": r"(?:pamirsk|uzmirsk)\w*,? kad (?:mes |as )?(?:esam|esu|egzistuo)\w*",
    "prohibit": r"draudz(?:iu|iame)(?: \w+){0,3}? (?:naudoti|tvarkyti|skambinti|rasyti|siusti)",
}
PERMANENT = r"daugiau|niekada|niekad|nebe\w+|ateity\w*|is viso|isvis|visai|visiskai|jokiu|jokiais|amziams|nuo siol|toliau|paskutin\w+ kart\w*|jau prasiau|jau prasem\w*|kelint\w+ kart\w*|pagaliau|jau saki\w+|nei"
LIMITED = r"iki|po \d|po pietu|po darbo|pries|rytoj|poryt|siandien|sianakt|sivakar|vakar\w+|savaitgal\w*|darbo metu|darbo valand\w+|per piet\w+|anksciau|veliau|kol|dar|jei|jeigu|nebent|be (?:mano|musu|isankst|persp)\w*|nuo \d|tarp|nakti\w*|pirmadien\w*|antradien\w*|treciadien\w*|ketvirtadien\w*|penktadien\w*|sestadien\w*|sekmadien\w*|siuo metu|dabar|sia savait\w*|si menes\w*|rytais|is ryto|anksti|velai|kai|kada|tik|per atostog\w*|atostog\w*|del sio|del to|del sit\w+|apie tai|tokiu metu|svenci\w+"
FOR_LONG = r"iki (?:pavasari|vasar|ruden|ziem|kit\w* (?:met|sezon|pavasar|ruden)|20\d\d|sausi|vasari|kov|baland|geguz|birzel|liep|rugpju|rugsej|spali|lapkri|gruod|atskiro pranes)\w*|kol (?:pat\w+|mes pat\w+) (?:ne)?\w+|siais metais|jei (?:tik )?(?:ketinate|norite) (?:ka nors )?(?:parduoti|siulyti)"
ALREADY = r"kas (?:\w+dien\w*|savait\w*|menes\w*)|jei(?:gu)?(?: \w+){0,2}? ne(?:be)?(?:skambint|rasyt|siust|trukdyt|kreipt)umet\w*|tik (?:uzsakym|saskait|seim|gaist|svaist|eikv)\w*|tik (?:ras\w+|el\w*|laisk\w+|pastu|zinut\w+)|(?:rasyk\w*|rasyti) tik|jei (?:dar|ne(?:si)?liau)\w*|kitaip|kitu atveju|antraip|priesingu atveju"
OWN_MOVE = r"(?:as |mes )?(?:pat\w+|pats|pati)(?: \w+)? (?:\w*skambin\w+|\w*rasy\w+|susisiek\w+|kreip\w+|pranes\w+)|(?:paskambinsi|perskambinsi|susisieksi|parasysi|kreipsi|pranesi|atskambinsi)\w*"
CALLED = r"(?<!ne)(?:pa|per)?skambin(?:kit|kite|k|ti)\b"
WRITTEN = r"(?:pa|ap)?ras(?:ykit|ykite|yk)\b|(?:at)?siu(?:skit|skite|sk)\b|kreip(?:kites|kis)\b"
OTHERS = r" (?:jam|jai|jiems|joms|juo|ja|klient\w+|direktor\w+|zmon(?:ai|a)|vyrui|mamai|tevui|mano (?!numer|telefon|el|asmen|mobil|adres|past)\w+|musu (?!numer|telefon|el|biur|imon|adres|past)\w+|meistr\w+|kolegai|kolegei|buhalter\w+|uzsakov\w+|nuominink\w+|kaimyn\w+|i (?!mano|musu|si|sita)\w+)"
NEW_PLACE = r"senu(?:oju)? (?:adres|numer|past)\w*|stai nauj\w*|turiu mobil\w*|nauj\w+ (?:adres|numer|telefon|el|past)\w*|pasikeite|keiciasi|keiciu|nebedirb\w+|nebegalioj\w*|nebeveik\w*|nebeaktual\w*|isein\w+ is darbo|palieku|vietoj manes|kolegei|kolegai|ne tuo adresu|ne tam|suklydot\w*"
REQUEST = r"pasizym\w+|paprasy\w+|galec\w*|pras(?:au|om|ome|yciau|ytume|ymas|ysiu|em)\w*|prasym\w*|norec\w+|noretume|reikalau\w+|maloniai|malonekit\w*|geriau|butu gerai|gal galite|galetumet\w*|primygtinai|teisin\w+|galit\w*|nereikia|nebereikia|nei|prasmes|reikalo|neverta|beprasmiska"
GENERIC = r"naujien(?:u|os|as)\b|pasiulym\w*|reklam\w*|naujienlaisk\w*|laisk\w*|zinu\w*|sms|akcij\w*|katalog\w*|kainorasc\w*|brosiur\w*|nieko|informacij\w*|spam\w*|sliamst\w*|kvietim\w*|lankstinuk\w*|skrajut\w*|pranesim\w*|nuolaid\w*|siuksli\w*|nesamon\w*"
SPECIFIC = r"saskait\w*|priminim\w*|ataskait\w*|brezin\w*|sutart\w*|akt\w+|pavyzd\w*|prek\w+|siunt(?:os|a|inio|ini)\b|meistr\w*|montuotoj\w*|brigad\w*|technik\w*|pinig\w*|fail\w*|nuotrauk\w*|dokument\w*|pried\w*|popier\w*|original\w*|uzsakym\w*|kopij\w*|rakt\w*|detal\w*|kurjer\w*|mokejim\w*|avans\w*|zmoni\w*|darbuotoj\w*|pvm|kain(?:os|u)\b|dat(?:os|u)\b|pavadinim\w*|kod\w+|saskaitoje"
FILLERS = r"naujienu|man|mums|mane|mus|daugiau|prasau|prasom|jusu|tokiu|sitokiu|siu|situ|tu|jokiu|bet|kokiu|niekada|i|siuo|adresu|el|pasta|pastu|pasto|cia|si|sita|ir|ar|nei|is|savo|numeriu|numeri|telefonu|aciu|jau|visokiu|to|ateityje|nieko|dekui|su|manimi|mumis|imonei|viso|isvis|niekad|pagaliau"
BY_CALL = r"telefonu|skambuciais|mobiliuoju"
BY_MAIL = r"(?:el\.? ?|elektroniniu )pastu|laiskais|zinutemis"
CALL_WORDS = r"mobil\w+|ragel\w+|\w*skamb\w+|telefon\w*|numer\w+|skambuc\w+"
MAIL_WORDS = r"past(?:a|o|as)|rastu|gavej\w*|\w*ras(?:y|in)\w+|laisk\w*|naujienlaisk\w*|\w*siu[sn]\w+|el\.? ?past\w*|e-?past\w*|zinu\w+|sms|prenumerat\w*|reklam\w*|pasiulym\w*|katalog\w*|susirasin\w*|adresat\w*|spam\w*"
ALSO_CALL = r"(?:,| ar| ir| nei| bei| arba|/)+ (?:ne(?:be)?)?skambin\w*"
ALSO_MAIL = r"(?:,| ar| ir| nei| bei| arba|/)+ (?:ne(?:be)?)?(?:ras(?:y|in)|siu[sn])\w*"
EVERY_WAY = r"jokiu budu|jokiais budais|jokia forma|bet kok\w+ (?:budu|kontakt\w+)|nei (?:telefonu|skambuc\w+)(?:,? nei|,)|(?:skambuc\w+|skambinti)(?:,? (?:nei|ir|ar|bei)|,) (?:laisk|zinu|rasy|siust|siunt)\w+|(?:laisk\w+|zinu\w+|rasyti)(?:,? (?:nei|ir|ar|bei)|,) (?:skambuc|skambin)\w+"
WISHED = r""
POLITE = r"(?:ar |gal |prasau |ar gal )*(?:galetu\w*|galec\w*|galit\w*|galima|prasau|prasom\w*)"
SPOKEN_OF = r"(?:kodel|nusprend\w+|nutar\w+|pamirs\w+|negal\w+|galiu|galesiu|stengsi\w*|stengiuosi|prase\b(?: \w+)?|lieps?e|sake|paprase)(?: \w+){0,2}$"
NOT_OURS = r"ne mane|ne mus|konkurent\w*|spauskit\w*|paspausk\w*|nuorod\w*|spustel\w*|noredami atsisakyti|norint atsisakyti|jei norite atsisakyti|per klaida|netycia|brukalo"
SUBJECTS = r"(?:prasau )?(?:atsisak(?:au|yti|ymas)(?: \w+)?|isbraukit\w*(?: mane)?|nebesiuskit\w*|nebeskambinkit\w*|neberasykit\w*|pasalinkit\w*(?: mane)?|istrinkit\w*(?: mane)?)"
