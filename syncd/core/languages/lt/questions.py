"""Lithuanian words that ask for something, and those that only look so. Tables only: see the English table for their meaning.

Without diacritics, as folded texts are: many write so.
"""

from __future__ import annotations

CUES = (
    "prasa", "praso", "prasy", "galet", "galit", "gali ", "galim", "siusk", "rasyk", "sakyk", "skambin", "tvirtin", "informuo", "pranesk", "aiskin", "tikslin", "tikrin", "ruosk", "skaiciuo", "patark", "nurodyk", "duok", "pateik", "siulyk",
    "norec", "noret", "norej", "noriu", "norim", "klausim", "domina", "idomu", "lauki", "lauks", " ar ", "kiek", "kada", "koki", "koks", "kaip", " gal ", "kur ", "reiketu", "reikia", "reikal", "atvaz", "suderin", "pakeisk", "istaisyk", "perziurek", "paziurek", "uzsak",
)  # fmt: skip
_DO = (
    r"(?:at|per|nu|is|pri)?siusk(?:ite?)?|(?:pa|at|uz|i|su|ap)?rasyk(?:ite?)?|(?:pa|at)?sakyk(?:ite?)?|(?:pa|per|at)?skambink(?:ite?)?|patvirtink(?:ite?)?|informuok(?:ite?)?|pranesk(?:ite?)?|(?:pa|is)?aiskink(?:ite?)?|patikslink(?:ite?)?|patikrink(?:ite?)?|"
    r"(?:pa)?ruosk(?:ite?)?|(?:pa|su|ap|per)?skaiciuok(?:ite?)?|patark(?:ite?)?|nurodyk(?:ite?)?|israsyk(?:ite?)?|duok(?:ite?)? (?:man |mums )?zin\w+|pateik(?:ite?)?|pasiulyk(?:ite?)?|atvaz(?:iuok|yk)\w*|suderink(?:ite?)?|pakeisk(?:ite?)?|istaisyk(?:ite?)?|(?:per|pa)?ziurek(?:ite?)?|"
    r"uzsakyk(?:ite?)?|rezervuok(?:ite?)?|atidek(?:ite?)?|parodyk(?:ite?)?|ivertink(?:ite?)?|padek(?:ite?)?|atsiliepk(?:ite?)?"
)
REQUESTS = (
    r"(?:prasau|prasom|prasome|prasyciau|prasytume|noreciau paprasyti|turiu prasyma)(?: [^\s.?!]+){0,4} (?!ne)[a-z]{2,}ti(?!\w)|"
    rf"(?<!ne)(?:{_DO})(?!\w)|(?:gal |ar )?galetu(?:m|mei|met|mete|te)(?!\w)|(?:gal|ar) (?:galit|galite|gali|galima|turit|turite|turi|zinot|zinote|zinai)(?!\w)|"
    r"nore(?:ciau|tume|tumem|tusi|jau|jome)(?: [^\s.?!]+){0,2} (?:suzinoti|paklausti|pasiteirauti|pasitikslinti|patikslinti|gauti|uzsakyti|uzsisakyti|suprasti|susitarti|uzsiregistruoti)|noriu (?:suzinoti|paklausti|pasiteirauti|pasitikslinti|uzsakyti|gauti)|"
    r"(?:turiu|turime|turim|kilo|iskilo|yra) (?:vien\w+ |dar |toki\w* |keli\w* |por\w* )?klausim(?!o)\w*|domina(?:,| [^\s.?!]+){0,2} (?:kain|ar(?!\w)|kiek|kada|galimyb|koki|terminai)|idomu,? (?:ar|kiek|kada|kaip|kok)|lauk(?:iu|siu|iame|sime|iam|sim)(?: [^\s.?!]+){0,3} (?:atsakym|pasiulym|samat|kain|saskait|patvirtinim|zini|skambuc|informacij|is jusu)|reiketu (?:jusu )?(?:atsakym|pasiulym|samat|saskait|pagalb|informacij)"
)
ASKING = (
    r"(?:(?:sveik\w+|labas?|laba diena|sveiki visi|hey|labuk\w+)[ ,!]+(?:\w+[ ,!]+)?)?(?:o |tai |ir |bei |dar )?(?:ar|kiek (?!supr|zin|prisim|atsim|many|gird)|kada|koks|kokia|kokie|kokios|kokiu|kur (?!kas)|kodel|gal (?:galit|galite|gali|zinot|turit|yra)|kaip (?:su|del|man|mums|cia|sekasi su))(?!\w)"
)
FIGURES = (
    r"kas (?:gal[ei]jo|butu|galetu|gi galejo) (?:pagalvo|paman|tike|zino|patike|numan)\w+|kas (?:ten )?zino(?!\w)|kas be ko|kas gi (?:ne|to)|(?:ar )?(?:gali|galit|galite|galima) (?:sau )?(?:isivaizduoti|patiketi)|isivaizduo\w+\?|ka (?:cia|cia ir|dar) (?:be|bepridur|besak|bepasak|pridur|pasak|sak)\w*|"
    r"kodel gi ne|kodel ne\?|argi (?:ne|tai ne|gali)|kur (?:jau )?geriau|na ir kas|ir ka\?|kaip (?:gi )?be (?:jusu|taves)|ka (?:mes )?(?:be jusu|be taves) darytu\w+|kas galetu (?:pras|skus|nenor)\w+|ar ne (?:nuostabu|puiku|grazu)|kur dingsta laikas|ar ne ironiska"
)
COURTESIES = (
    r"kaip (?:sekasi|gyven\w+|gyvuo\w+|laikot\w*|laikai\w*|laikais|reikalai|einasi|sveikata|vasara|savaitgalis|atostogos|nuotaika|praejo \w+|jus|tu|jauciat\w*)|kas (?:naujo|gero|girdeti)|ar ne\?|tiesa\?|ar ne tiesa|(?:gerai|ok|tinka|aisku|rimtai|tikrai|sutarta)\?|ar (?:viskas )?gerai (?:laik|jauc|gyv)\w+"
)
OFFHAND = (
    r"(?:jei|jeigu|kilus|iskilus|tur[ei]dami)(?: [^\s.?!]+){0,4} (?:klausim|neaisk|pastab|papildom)\w*|(?:turit|turite|turesi|turesite|kils|kiltu) (?:\w+ )?(?:klausim|neaisk)\w*|(?:perduok|padekok|pasveikin|linkek)\w*|prasau (?:perduoti|priimti|atleisti|nepykti)|nedvejo\w+|drasiai|atsiprasau|prasom(?=[.!,]|$)|prasau(?=[.!]|$)"
)
BECAUSE = r"nes(?!\w)|todel|nagi todel|todel kad|atsakymas (?:paprastas|aiskus)|pasirod[eo]"
# a customer's no to what was offered, where no price is named
DECLINED = (
    r"viska jau (?:padare|sutvark|atliko|sumontav)\w*|projekt\w+ (?:padej|atidej|uzsald|nukel)\w* i (?:stalciu|sali)|(?:radome|radom|radau) (?:\w+ ){0,4}?pigiau|(?:klausima|tema|byla) galima uzdaryti|(?:parduotuve|imone|biura|veikla) uzdarome|(?:montuoti|daryti|pirkti|irengti) nebe(?:bus|ra|liko)|is musu puses [-–—] ne(?!\w)|"
    r"persigalvo\w+|apsistojo\w* (?:ties|prie) (?:kit|konkurent)\w*|apsieisi\w+|(?:liekame|liksime|liekam|pasiliekame) (?:prie|su) (?:sen|esam|dabartin)\w+|biudzet\w* (?:nepatvirt|sumazin|nera|apkarp|isald)\w*|uzdaryki\w* (?:uzklaus|prasym|uzsak|byl)\w*|(?:pardave|parduod)\w* (?:nama|buta|pastat|patalp|parduotuv)\w*|konkurs\w+ laimejo kit\w*|kit\w+ (?:laimejo|pasirinko\w*)|pasirinko\w* (?:kit|konkurent|pigesn)\w*|"
    r"atsisak\w+|(?:nusprend\w+|apsisprend\w+) (?:ne\w+|kitaip|palikti|pasirinkti)|ne(?:be)?(?:domin|aktual|imsi|pirksi|uzsakysi|darysi|reik(?:ia|s|es|alinga))\w*|pasirink\w+ (?:kit\w+|konkurent\w*)|kit(?:a|us|o|as) (?:tiekej|imon|rangov|meistr|pasiulym)\w*|per ?brang\w+|"
    r"netin(?:ka|ko|ks)(?!\w)|ne(?:priim|sutink)\w+|(?:dekui|aciu),? (?:bet )?ne(?!\w)|pasidary\w+ pat\w+|projekt\w+ (?:atsauk|sustabd|nutrauk|atidet)\w+|deja,? ne(?!\w)|pasiulym\w* (?:ne|atmet)\w*"
)
# a customer tells that an invoice is paid, and what shows that not all of it is
PAID = (
    r"(?<!ne)(?:ap|su)mokej(?:au|om|ome|o)\b|(?:ap|su)moket(?:a|as|i|os)\b|perved(?:ziau|em|eme|e)\b|pervest(?:a|i)\b|atsiskaic?i?(?:au|em|eme|te)\w*|atsiskaitem\w*|mokejim(?:as|a) (?:jau )?(?:atlikt|padaryt|isejo|ivykdyt)\w*|atlik\w+ mokejima|"
    r"pinigai (?:\w+ )?(?:isejo|iskeliavo|pervesti|issiusti)|pavedim(?:as|a) (?:\w+ )?(?:padaryt|atlikt|isejo|padar)\w*"
)
PAID_NOT = r"ne(?:ap|su)mok\w*|neperv\w*|neatsisk\w*|puse\b|dal(?:i|is|imi|inai)\b|avans\w*|likus\w*|likut\w*|jei\w*|kai\b|stovejim\w*"
WITHDRAWN = (
    r"(?:jau )?nebe ?(?:reikia|reik|reikes|aktual\w*|svarbu|reikaling\w*|butina|verta|klausiu|idomu)|neb(?:e)?reik\w*|jau (?:viskas |viska |pats |pati |patys )?(?:radau|radom|radome|susiradau|susiradom\w*|issiaiskin\w+|susitvark\w+|aisku|sutvark\w+|veikia|gerai)|issisprend\w+|(?:pats|pati|patys|pacios)(?: jau)? (?:radau|radom\w*|issiaiskin\w+|susitvark\w+|susirad\w+|sutvark\w+)|"
    r"ne(?:be)?kreip\w+ demesio|klausimas (?:jau )?(?:atkrito|atkrenta|issispr\w+|uzdarytas|nebeaktual\w+)|atsauki\w+ (?:savo )?(?:klausim|prasym)\w*|(?:pamirsk|uzmirsk|ignoruok)\w*|viska radau|radau (?:pats|pati|atsakym|instrukcij|pas save)\w*|nebesivargin\w+|vel veikia|problema (?:dingo|issispr\w+)|nereikia (?:jau|atsakyti)|jau nereikia|ne(?:be)?atsak(?:ykit|inek)\w*"
)
