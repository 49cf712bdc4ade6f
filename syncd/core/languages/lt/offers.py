"""Lithuanian words of offers, orders and invoices. Tables only: what they mean is in `syncd.core.offers`.

Patterns are searched in text folded to lower case without diacritics; each begins at the beginning of a word, and ends where
it is written to end.
"""

from __future__ import annotations

# ── sums ──
CURRENCIES = {
    "EUR": r"eur(?:u|ai|as|o|ams|ais|us|ui|uose)?\b\.?|e(?:\.|(?!\w))(?= |$|,|/)",
    "USD": r"dol(?:\.|eri\w+)",
    "GBP": r"svar(?:u|ai|ais|us|as)\b",
    "LTL": r"lt\b\.?|lit(?:u|ai|ais|us|as)\b",
}
SCALES = {1_000: r"tukst(?:\.|anci\w+|antis)?(?!\w)|t\.(?= ?eur)", 1_000_000: r"mln\b\.?|milijon\w+"}
NUMBERS = {
    "pusantro": 1.5, "pusantros": 1.5, "pustrecio": 2.5, "pusketvirto": 3.5, "puspenkto": 4.5, "vienas": 1, "vieno": 1, "viena": 1, "du": 2, "dvi": 2, "dvieju": 2, "trys": 3, "tris": 3, "triju": 3,
    "keturi": 4, "keturis": 4, "keturiu": 4, "penki": 5, "penkis": 5, "penkiu": 5, "sesi": 6, "sesis": 6, "sesiu": 6, "septyni": 7, "septynis": 7, "septyniu": 7, "astuoni": 8, "astuonis": 8, "astuoniu": 8,
    "devyni": 9, "devynis": 9, "devyniu": 9, "desimt": 10, "desimties": 10, "vienuolika": 11, "dvylika": 12, "penkiolika": 15, "penkiolikos": 15, "dvidesimt": 20, "dvidesimties": 20, "trisdesimt": 30,
    "keturiasdesimt": 40, "penkiasdesimt": 50, "sesiasdesimt": 60, "septyniasdesimt": 70, "astuoniasdesimt": 80, "devyniasdesimt": 90,
}  # fmt: skip
HUNDREDS = {"simtas": 100, "simta": 100, "simtai": 100, "simtus": 100, "simtu": 100, "simto": 100}
BETWEEN = r"iki|ir"
RANGE_OPENS = r"tarp"
AT = r"po|uz|apie|tik|dar|nuo|del|sudaro|bus|butu|yra|su|ties|gal|iseina|gaunasi|iseitu"
PRICE = r"kain(?:a|os|ai|u|uoja|uos|uotu|avo|as|oje)|atsieina|atsieis|viso|is viso|suma|sumos|sumai|bendra|mokestis|tarifas|ikainis|ikainiai|vertes|sumoke\w+|apmoke\w+|perved\w+|atiduo\w+|parduo\w+|samata"
VAT = r"pvm"
VAT_BESIDE = r"su|be|plius|plus|iskaitant|iskaitytas|ir|isk|iskaiciuotas|neiskaiciuotas|neiskaitant|skaiciuojant|iskaiciavus|\+"
EACH = r"uz|su|be|plius|ir|arba|bet|o|nes|jei|kai|kaip|iskaitant|vnt|vieneta|kiekvien\w+|per|men|metams|menesiui|imant|viskas|viso|is viso|pvm|abu|abi|vietoj|jau|iki|kaina|po|tai|ta|i|visas|visa|visi|kartu|vienam|vienai|tinka"
UNITS = (
    r"%|proc\w*\.?|vnt\.?|vienet\w+|dez\w+|kub\w*|m2|m3|kv|kg|t|g|mm|cm|m|km|l|litr\w+|ton\w+|w|kw|v|val\w*\.?|h|min\.?|minu\w+|d|dien\w*|sav\w*|men\w*\.?|metu|metai|metams|m\.|d\.|darbo|zmon\w+|asmen\w+|sveci\w+|kart\w*|vet\w*|"
    r"langu|langai|duru|kambari\w+|aukst\w+|stikl\w+|rul\w+|komplekt\w+|porc\w+|puslapi\w+|bals\w*|eil\w*|ratu|vietu|vietos|nr|klas\w+|taisykl\w+|gb|sausio|vasario|kovo|balandzio|geguzes|birzelio|liepos|rugpjucio|rugsejo|spalio|lapkricio|gruodzio|ryto|vakaro|valand\w+|imok\w+|mokejim\w+"
)

# ── what a sum is, by the words before it and after it ──
OLD_BEFORE = r"vietoj|vietoje|buvo|buvusi(?: katalogo)?(?: kaina)?|katalogo kaina|katalogine kaina|kataloge|iprasta kaina|iprastai|iprastine kaina|anksciau|ankstesne kaina|sena kaina|senoji kaina|standartine kaina|pilna kaina|sumazinta nuo|mazin\w+ nuo|numust\w+ nuo|nuleid\w+ nuo|pernai(?: buvo)?|paprastai|kainininke|kainorastyje|o ne|ne|kainavo|mokejot\w*|anksciau mokejo\w*|savikaina|mums kainuoja|butu kainav\w+"
OLD = r"katalog\w*|anksciau|seniau|buvusi\w*|buvus\w+|sen(?:a|oji) kaina|iprast\w+ kain\w*|iprastai|pernai|paprastai|rinkoje|parduotuve\w*|nukainot\w+ nuo|ankstesn\w+|praeit\w+ (?:met\w*|sezon\w*)|pilna kaina|iki akcijos|pries akcija|kainavo|kainorast\w+|kainynas|kainininke"
OLD_AFTER = r"buvo anksciau|pernai|kataloge|anksciau|pagal kataloga|buvusi"
DISCOUNT_BEFORE = r"nuolaida|nuolaidos|nuolaidai|nuolaida -|nuolaidos -|minus|atimu|numetu|numesiu|numesim|nuleidziu|nuleisiu|nuleisim|pigiau|sutaupot(?:e)?|sutaupysit(?:e)?|mazin\w+|nurasau|nuimu|atskaitau"
DISCOUNT_AFTER = r"nuolaid\w+|pigiau|maziau|nuimu|numetu|numesiu|nuleisiu"
NOT_ASKED_BEFORE = r"biudzet\w+(?: yra| iki| apie| -)*|turim iki|turime iki|neturim daugiau nei|atlyginim\w+|alga|algos|virs|daugiau kaip|daugiau nei|nuo \d+ vnt|uzsakym\w+ nuo|uzsakymams nuo|perkant uz|virsija|grazin\w+|grazinsim|kompensuo\w+|kompensacij\w+(?: butu)?(?: apie)?|paskol\w+|skol\w+|bauda|baudos|delspinigi\w+|apyvart\w+|draudim\w+ suma|subsidij\w+|parama|paramos|limit\w+|minimal\w+ (?:uzsakym\w+|suma|krepsel\w+)|maksimal\w+|permok\w+"
NOT_ASKED_AFTER = r"biudzet\w+|atlyginim\w+|skol\w+|permok\w+|grazin\w+|baud\w+|paskol\w+|kompensacij\w+|ir daugiau|rastume|rastumem"
OTHERS = r"konkurent\w+|kit(?:a|i|u|oj|oje|ur|oms|iems|as) (?:imon\w+|firm\w+|tiekej\w+|meistr\w+|bendrov\w+|siul\w+|pasiul\w+)|kitur|kitiems|kiti|kaimyn\w+|pazistam\w+ (?:moke\w+|pastate|dare)|draug\w+ (?:moke\w+|dare)|is kito|pas kitus|kitas tiekejas|internete|senuve\w*|kazkoks|brolis|svogeris|giminaitis|dabartin\w+ tiekej\w+|ankstesn\w+ tiekej\w+|latviam\w*|lenk\w+ siul\w+"
DISPUTED = r"neteising\w+|klaid\w+ saskait\w+|saskait\w+ klaid\w+|nors sutar\w+|nors susitar\w+|buvo sutarta|buvom sutar\w+|turejo buti|kodel|nebuvo|neuzsak\w+|anuliuo\w+|perskaiciuo\w+|du kartus|dukart|antra karta|be reikalo|nepagrist\w+|permoke\w+|ginc\w+|nesutink\w+|is kur|nemokes\w+|papildomai priskaic\w+"
DUNNING = r"pradels\w+|skol(?:a|os|ai|oje|ingi|ininka\w*)\b|iskol\w+|neapmoke\w+|nesumoke\w+|nera apmoke\w+|negavom(?:e)? (?:apmokejim\w+|mokejim\w+)|veluoja\w* (?:mokejim\w*|apmok\w*)|priminim\w+ del (?:skol\w+|apmok\w+|mokej\w+|saskait\w+)|delspinig\w+|liko (?:neapmok\w+|nesumok\w+)|iki siol negav\w+"
PRIVATE = r"atlyginim\w+|algos|alga|apyvart\w+|pelnas|pelno|biudzet(?:as|o|ui|a|e|u)(?!\w)|paskol\w+|akcij(?:u|os) kain\w+|param(?:a|os|ai)|labdar\w+|bauda|baudos|aukoj\w+|premij\w+|subsidij\w+|dividend\w+|milijard\w+"

MISTAKE = r"nepagrist\w+|klaiding\w+|per klaida|grazin\w+|kompensuo\w+|permok\w+|perves(?:im\w*|iu)\b|sumokesi(?:m\w*|u)\b|apmokesi(?:m\w*|u)\b"

# ── how far a thing has come ──
INVOICED = r"(?:prised\w*|prisegu|siunci\w*|isiunci\w*|pridedu|pridedam\w*|isras\w+|isstat\w+|issiunci\w*|atsiunci\w*|pateiki\w*|teikiam\w*|isankstin\w+)[^?!]{0,40}?saskait\w*|saskait\w*[^?!]{0,40}?(?:prised\w*|prisegt\w*|israsyt\w*|priede\w*|isiust\w*|issiust\w*|pridedam\w*|pridet\w+|laisk\w+ priede)|saskait\w* ?(?:faktur\w+ )?(?:serija )?(?:[a-z]{1,4} )?(?:nr\.?|uz) ?\S+|(?:pvm )?saskait\w*[- ]faktur\w*|isankstin\w+ saskait\w*|saskait\w*\W{1,3}(?=\S*\d)|\bsf\b|apmoketi iki|moketina suma|moketi is viso|is viso apmoketi|suma apmokejimui"
PAID_OURS = r"(?:gavom\w*|gavau|gauta\w*|gautas|atejo|iplauke|uzskaityt\w*|uzskaite\w*|matau|matom\w*)[^?!]{0,30}?(?:apmokejim\w*|mokejim\w*|pavedim\w*|avans\w*|pinig\w*|suma\w*)|(?:apmokejim\w*|mokejim\w*|pavedim\w*|avans\w*|pinigai|saskait\w*)[^?!]{0,30}?(?:gaut\w*|gavom\w*|atejo|iplauke|iskrito|pasieke|uzskaityt\w*|apmoket\w*)|dekoj\w+ uz (?:apmokejim\w+|mokejim\w+|avans\w+)|aciu uz (?:apmokejim\w+|mokejim\w+|avans\w+)|apmokejot\w*|sumokejot\w*"
HEADS_ORDER = r"(?:mano |musu |naujas )?uzsakym(?:as|a|o|ai)\b"
PAID_THEIRS = r"atsiskait(?:em\w*|iau)|atidav(?:iau|em\w*)|ines(?:iau|em\w*)|padeng(?:iau|em\w*)|issiunt(?:iau|em\w*)|imokejo\w*|imokej\w+|apmoket(?:a|as|i|os)|sumoket(?:a|as|i|os)|(?:su|ap)moke(?:jau|jom\w*|jo|ta|tas|tos|ti|jome)(?!\w)|perved\w+|pervest\w+|paved(?:em\w*|ziau|e)|pavest\w+|padar(?:em\w*|iau) pavedim\w*|pavedim\w* (?:padar\w+|atlik\w+|isej\w+)|islei(?:dau|dom\w*) pavedim\w*|atlik(?:au|om\w*) (?:apmokejim\w*|mokejim\w*|pavedim\w*)|mokejim\w+ (?:atlikt\w+|isej\w+|padaryt\w+)|pinig\w+ (?:pervest\w+|issiust\w+|isej\w+)"
ORDERED_THEIRS = r"(?:uz)?sak(?:om|ome|au|ysiu|ysim|ysime)(?!\w)|norim\w* uzsakyti|noreci\w+ uzsakyti|noretume uzsakyti|prasom\w* (?:uzsakyti|pristatyti|rezervuoti|israsyti)|im(?:am|ame|u|siu|sim|sime|tume)(?!\w)|paim(?:am|ame|u|sim|siu|sime)(?!\w)|perk(?:am|ame|u)(?!\w)|pirk(?:sim|siu|sime)(?!\w)|nupirk\w+|(?:uzsakym|pirkim)(?:as|a|ui)(?= ?:| toks| -| –)|tvirtin(?:am|ame|u)(?!\w)|patvirtin(?:am|ame|u)(?!\w)|sutink(?:am|ame|u)(?!\w)|sutinkam|tinka\b|tiks\b|(?:ok|gerai|taip|tada),? (?:darom\w*|dar(?:yki\w*|ykit\w*)|vezki\w*|imam)|darom\w*(?!\w)|darykit\w*|dedam\w*(?!\w)|pradekit\w*|montuokit\w*|vezkit\w*|vezki|rasyki\w* saskait\w*|israsykit\w*|isstatykit\w*|siuskit\w* saskait\w*|prasau saskait\w*|laukiam\w* saskait\w*|uzrasykit\w*|rezervuo(?:kit\w*|jam\w*|ju)|pasiras(?:om\w*|em\w*|au)|sutarta\b|susitarem|renk(?:ames|uosi|amos)|pasirenk(?:am\w*|u)|pasirinkom\w*|issirink\w+|priimam\w*|statykit\w*|norim\w*(?= \S+ (?:po|uz))|reikes|reikia(?= \d)|noreci\w*(?= \d)|vienbalsiai|imkim\w*|imkit\w*|priimtin\w*|sutikt\w*|patvirtint\w*|liekam\w* prie|apsistoj\w+ ties|einam\w* su|eisim\w* su|varom\w*|varykit\w*|galit\w* (?:pradeti|vezti|daryti|montuoti|israsyti)|kei(?:ciam|skit)\w*|prasau (?:pristatyti|atvezti|paruosti|rezervuoti|uzsakyti|pridet\w*)|atvez(?:kit\w*|ki)\b|tegul bus|fiksuoj\w+|priimta\b|palikit\w* (?:man|mums)|atidekit\w*|pakraukit\w*|registruok\w*|judam\w*|vaziuojam\b|nusprendem\w*|apsisprend\w+|pasiimsi\w*|pasiimam\w*|pasiimu|norime (?:isigyti|pirkti)|isigy\w+|prasyci\w*|duokit\w*|dekit\w*|idekit\w*|paruoskit\w*|supakuokit\w*|siuskit\w*|atsiuskit\w*"
UNDONE = r"ne|dar ne|jei|jeigu|galbut|kai|kol|pries|vargu ar|ar"
CONDITIONAL_ORDER = r"jei(?:gu)? (?:nuleis\w*|padary\w*|duos\w*|numes\w*|sumazin\w*|atpigin\w*)"
VAGUE = r"atnaujint\w+|patikslint\w+|pataisyt\w+|galutin\w+|preliminar\w+|orientac\w+|pasiulym\w+|saskait\w+|isankstin\w+|kain\w+|sum\w+|samat\w+|vienet\w*|vnt|israsyk\w*|prasau|prasom|atsius\w+|jam|jai|nauj\w{1,3}|vien\w{1,3}|pried\w+|kur|kada|pirmadien\w*|antradien\w*|treciadien\w*|ketvirtadien\w*|penktadien\w*|sestadien\w*|sekmadien\w*|pervesi\w+|sumokesi\w+|apmokesi\w+|avans\w*"
OFFERING = r"(?:noreciau |noretume |galiu |galim\w* )?(?:siul(?:au|ome|om|yciau|ytume)|pasiulyti)(?: (?:jums|jum))?"
POLITE = r"prasau|prasom\w*|prasyci\w*|mums|man\b"
ORDERED_OURS = r"(?:patvirtin\w+|priem\w+|priim\w+|gavom\w*|gavau|dekoj\w+ uz|aciu uz|uzregistr\w+|fiksuoj\w+)[^?!]{0,25}?uzsakym\w*|uzsakym\w*[^?!]{0,25}?(?:patvirtin\w*|priimt\w*|gautas|uzregistruot\w*)|kaip uzsak\w+|jusu uzsakym\w*|jus(?:u)? uzsake\w*|uzsakete"
PLAINLY = r"(?:uz)?sak(?:om|ome|au|ysi)|uzsaky|imam|imu|perkam|perku|pirksi|moke(?:jau|jom)|perved|paved|atsisakom|tvirtin|darykit|vezkit|pasiulym|saskait|nereik|eur|pristatyti|prasom|tinka"
BUYS = r"(?:uz)?sak|im(?:am|u|s|k)|paim|perk|pirk|tvirtin|tinka|sutink|daryk|darom|vezk|pristat|prasau"
TAKES = r"(?:uz)?sak|norim\w* uzsak|nore\w* uzsak|im(?:am|u|s|k|t)|paim|perk|pirk|nupirk|reik|norim|noreci|prasom|uzsakym|rezerv|uzrasyk"
REJECTED = r"atsisak(?:om|ome|au|ysim|ysiu|ysime|em|eme)(?!\w)|nereik(?:ia|es|alin\w*|tu)?(?!\w)|neim(?:am|ame|u|sim|siu|sime)(?!\w)|neperk\w*|nepirk\w*|neuzsak(?:om\w*|au|ysim\w*|ysiu)|nedom\w+|nebedom\w+|nebereik\w*|per brang\w+|brangoka|brangok\w+|nepatempsim\w*|nepatemp\w+|neistempsim\w*|neiperk\w*|nepersik\w*|atidedam\w*|atide(?:sim\w*|jom\w*)|kol kas ne\b|sikart ne\b|siemet ne\b|isbrauk\w+|ismesk\w*|isimk\w*|apsieisim\w*|apsieinam\w*|pasirinkom\w* kit\w+|radom\w* pigiau|nusprendem\w* ne\w*|ne,? aciu|nenorim\w*|nenoriu|netinka\b|nebus reikaling\w*|uzsakem\w* kitur|neverta|be (?:\w+ ){1,2}apsieis\w*|nutar(?:em\w*|iau) ne\w*|stabdom\w*|neplanuojam\w*|nedaryt\w*|nedarys\w*|nedarom\w*|paliekam\w* be|be (?:sito|jo|jos|ju)\b|per daug\b|nupirkom\w* (?:kitur|pigiau)|radom\w* (?:kit|pigiau)\w*|kol kas palauk\w*|palauksim\w*|neaktual\w+|nebeaktual\w+|nebeim\w*|nebenor\w*|atmet\w*|neisigys\w*|neuzsakys\w*|nepirks\w*|apsisprendem\w* ne\w*|su\w* ne,|ne siemet|paliekam\w* (?:kit\w+|velesn\w+)|nebeturim\w*|neturim\w* (?:tam )?(?:pinig\w*|lesu)"
TOLD = r"pasiul(?:iau|em\w*)|isras(?:iau|em\w*)|uzsak[eė]\b|klientas (?:uzsake|sumokejo|atsisake)|samata klientui|siulyt\w* kaina"
REJECTED_OURS = r"(?:jus|jums)? ?(?:atsisak(?:et\w*|yt\w*)|nepriemet\w*)"

# ── terms ──
VALID = r"nesikei\w*|nekei\w*|garantuoj\w* kain\w*|kain\w* garantuoj\w*|galioj\w*|galios\b|galiojim\w+|laik(?:om\w*|ysim\w*|ysiu|yti|au|oma|omos|omas)(?!\w)|islaik\w+|garantuojam\w* kain\w*|kain(?:a|os|u|ai)[^.]{0,20} iki|pasiulym\w+[^.]{0,20} iki|tik siandien|siandienos kaina|fiksuo\w+|iki kada"
ONE_PRICE = r"kaina\b|kaina "
TODAY = r"tik siandien|siandien kaina|siandienos kaina|kaina siandienai|(?:galioja|kaina|pasiulymas)[^.]{0,12}siandien(?!\w)"
DAYS = ((1, r"(?:kalendorin\w+ )?d(?:\.|ien\w*)"), (7, r"sav(?:\.|ait\w*)"), (30, r"men(?:\.|es\w*)"))
DISCOUNT = r"nuolaid\w*|numus\w+|nukain\w+|atlaid\w+|nuo visko|mazin(?:u|am|ame|siu|sim)\w*|atim(?:u|siu|am)\w*|atskait\w+|nurasy\w+|pritaik\w+|pigiau|numes\w+|numet\w+|nuleis\w+|nuleidz\w+|minus|atpigin\w+|maziau|nuims\w+|nukaint\w+"
ENDED = r"anksciau|nebe\w*|pernai|nuolaid\w* (?:nebus|netaikom\w*|nedarom\w*)|(?:netaikom\w*|nedarom\w*) nuolaid\w*|be nuolaid\w*"
NO_DISCOUNT = r"pvm|avans\w*|palukan\w*|iskart|pradini\w+|brang\w+|didin\w+|marz\w*|delspin\w*|efektyv\w+|dregm\w+|negaliu|negalim\w*|be nuolaid\w*|nuolaid\w* ne\w+|ar (?:bus|butu|galit\w*|galetu\w*|yra)|kokia nuolaid\w*|kokiu nuolaid\w*"
WHOLE = r"visk(?:am|as|a)|vis(?:a|am|ai|us|iems|oms|as|ą)\b|komplekt\w+|bendr\w+|abiem|abu|uzsakym\w+|saskait\w+"

# ── things ──
FEES = r"mokest\w+|pristatym\w*|atvezim\w*|siuntim\w*|transport\w*|iskvietim\w*|darb(?:as|ai|u|o|us)|montavim\w*|imok\w+|avans\w*|mokejim\w+|administravim\w*|skubos|aktyvavim\w*|prijungim\w*|isvezim\w*|utilizavim\w*|menesi\w*|men|metams|metin\w*|siurbl(?:ys|io)|sutart\w+|uznesim\w*|krovim\w*|laukim\w*|pakav\w*|draudim\w*|pasleug\w*|kelion\w*|kuras"
CONDITIONS = r"jei|jeigu|imant|perkant|uzsakant|kartu su|nuo \d+ ?vnt"
OPTIONS = r"variant\w*|alternatyv\w*|opcij\w*"
OFFERS = r"pasiulym\w*|kain\w*|samat\w*|skaiciavim\w*|ikaini\w*|komercin\w*"
DOCUMENTS = {
    "invoiced": r"(?:pvm |isankstine |isankstinio apmokejimo )?saskaita|proforma",
    "ordered": r"uzsakym(?:as|o patvirtinimas)|pirkimo uzsakymas",
    "offered": r"(?:komercinis |kainu )?pasiulymas|samata|kainorastis|kainininkas",
    "paid": r"kvitas|pinigu priemimo kvitas",
}
NUMBER_BEFORE = r"(?:saskait\w*(?:[- ]faktur\w*)?(?: serija)?|sf|uzsakym\w*|pasiulym\w*|samat\w*|sutart\w*)"
NUMBER_SIGN = r"nr\.?|numeris|numeriu|no\.?|#"
CLOSINGS = r"pagarbiai|su pagarba|geros|grazios|grazaus|sekmes|linkejimai|iki|aciu|dekoju|su geriausiais"
SELLS = r"siulome|siulom|galime pasiulyti|norime pasiulyti|musu (?:imone|kainos|produkt\\w+|paslaug\\w+|komanda|asortiment\\w+|gamin\\w+)|specialus pasiulymas|apsilankykite|gerbiamas kliente|atsisakyti naujienlaisk\\w+|tiekiame|gaminame|parduodame|prekiaujam\\w*|bendradarbia\\w+|pirmam uzsakymui|ispardavim\\w+|kvieciame"
TOTALS = r"(?:is )?viso(?: apmoketi| su pvm| be pvm| moketi)?|bendra suma|suma (?:su|be) pvm|moketi|moketina suma|is viso apmoketi|suma apmokejimui|galutine suma|tarpine suma|bendra kaina"
COLUMNS = {
    "product": r"prek\w*|pavadinim\w*|paslaug\w*|aprasym\w*|gaminys|darb\w*|produkt\w*",
    "count": r"kiek\w*|vnt\.?|mato\w*|mat\.?|vien\w*",
    "price": r"kain\w*|vnt\.? kain\w*|vieneto kain\w*|ikain\w*",
    "total": r"sum\w*|viso|is viso|bendr\w*|verte",
    "vat": r"pvm|pvm ?%|pvm tarifas",
}
NOTHING = (
    "galetume galetum galeciau padaryti padarytume dekoju dekojame gavome gavau mokejima apmokejima apmokejimas apmokejom apmokejome apmokejau sumokejau sumokejom pervedziau pervedem pavedima vakar siandien rytoj vakare ryte pries savaite aciu prisegta prisegame avansa avansas likusi likuti papildomai atskirai atsieitu kainavo sumokejome visu "
    "pagal musu jusu susitarima susitarem kaip kalbejom kalbejome sutarem sutareme pridedu pridedame "
    "ir arba bet o su be uz po nuo iki del kad kaip jei jeigu tai ta tas tie tos si sis sios sie yra bus butu buvo kaina kainos kainu kainuos kainuotu kainuoja eur euru eurai pvm vnt viso is iš suma sumai plius plus "
    "dar tik jau gal apie maziau daugiau siulom siulome siulau siulyciau galim galime galiu taip ne cia toks tokia kuri kuris kurie jums jusu jus mums musu man as mes tu jis ji labas laba diena sveiki sveikas aciu dekoju "
    "variantas pirmas antras atiduosim atiduosiu atiduodam atiduosime parduosim imam imame imu perkam uzsakom uzsakome uzsakau atsisakom nereikia neimam prisegu siunciu siunciame saskaita saskaita faktura nr men metams menesi menesiui "
    "mokejimai mokejimu imokos is anksto iskart pasiulymas kainos galioja nuolaida bendra vienas viena du dvi abu kartu visa visas viska viskas atsieis atsieitu iseitu gaunasi sudaro toki tokio tada todel nes irgi o jo jos ju esu esame "
    "darom tinka sutinkam tvirtinam prasom prasau vezkit norim noriu kol kas per brangu brangoka gerai aisku na pas mus jeigu imsit imsite pirksit kiekviena"
)
LEADING = r"(?:ir|bet|o|taip pat|tada|todel|arba|dar|gerai|taip|ok|na|tai|tad)\b[ ,]*"
HEADINGS = r"re|fwd?|ats|ats\.|persiusta|per"
ASKED = r"kiek (?:kainuo\\w*|atsieit\\w*|butu|maz\\w*|kain\\w*)|kokia (?:kaina|butu|suma)"
