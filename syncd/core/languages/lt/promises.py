"""Lithuanian words and patterns of promises. Tables only: what they mean is in `syncd.core.promises`.

Patterns are searched in text folded to lower case without diacritics, so mail typed without them is read the same way.
"""

from __future__ import annotations

from syncd.core.languages.lt.names import NAMES as NAMES
from syncd.core.languages.lt.promise_acts import IRREGULAR as IRREGULAR
from syncd.core.languages.lt.promise_acts import NOUNS as NOUNS
from syncd.core.languages.lt.promise_acts import PHRASES as PHRASES
from syncd.core.languages.lt.promise_acts import PRESENT_A, PRESENT_O
from syncd.core.languages.lt.promise_acts import STEMS as STEMS

# ── sentences ──
_TITLES = (
    "p nr gerb š.m s.m t.y t.t pvz g pr al a.k vad dir doc prof dr el tel mob kt žr zr pan kun šv k"
)
TITLES = _TITLES.split()
_ENDERS = (
    "d val min sek m tūkst tukst mln mlrd vnt proc ir.t.t t.t pan eur ct h kg km cm mm r rytas apsk raj a.s prieš.piet"
)
ENDERS = _ENDERS.split()
CLOCK_OF = r"\s+[^\W\d_]+ laiku\b"  # whose clock is meant stands behind the hour: "15 val. Maskvos laiku"

# parts of patterns
_PRESENT_A, _PRESENT_O = " ".join(PRESENT_A.values()).split(), " ".join(PRESENT_O.values()).split()
MACROS = {
    "W": r"(?:[^\s?!;]+ )",
    "PRESENT_A": "|".join(_PRESENT_A),
    "PRESENT_O": "|".join(_PRESENT_O),
}

HEADS = (
    (
        "soft", "steng|band|megin|tik|plan|ketin|norim|turet|turec|galbut|vili|dedame|viska|numat|zad",
        r"(?<!\w)(?:pa(?:si)?steng(?:siu|sime|siame|iuosi|iames)|steng(?:siuosi|simes)|pa(?:si)?steng(?:siu|sime)|pabandy(?:siu|sime)|"
        r"bandy(?:siu|sime)|megin(?:siu|sime)|pamegin(?:siu|sime)|tiki(?:uosi|mes)|tikimes|planuoju|planuojame|planuojam|ketinu|ketiname|"
        r"turetume|tureciau|galbut|viliuosi|viliames|keti(?:nu|name)|dedame visas pastangas|padarysi(?:u|me) viska, kad|numatome|"
        r"zadu pabandyti) (?:{W}){0,6}?(?P<verb>(?!(?:su)?speti|galeti|pajegti)[a-z]{2,}ti(?:s)?)(?!\w)",
    ),
    (
        "performative", "zad|garant|isipareig|apsiim",
        r"(?<!\w)(?:pazadu|pazadame|zadame|zadam|zadu|garantuoju|garantuojame|isipareigoju|isipareigojame|apsiimu|apsiimame),? (?:kad "
        r")?(?:{W}){0,5}?(?P<verb>[a-z]{2,}(?:ti|tis|siu|sime))(?!\w)",
    ),
    (
        "first", "spesi|galesi",
        r"(?<!\w)(?:(?:su)?spesi(?:u|me|m)|galesi(?:u|me|m)) (?:{W}){0,5}?(?P<verb>(?!susitik|pasikalb|aptart|bendrad|diskut|sutart)[a-z]{2,}tis?)(?!\w)",
    ),
    ("first", "si", r"(?<!\w)(?P<verb>(?!kriausiu|likusiu|buvusiu|esusiu|\S{0,12}iausiu)[a-z]{4,}+(?:(?<=siu)|(?<=sim)|(?<=sime)|(?<=siuosi)|(?<=simes)|(?<=sims)))(?!\w)"),
    ("you", "ite|it |te |te.|turesi|gausi|rasi|sulauksi|suzinosi", r"(?<!\w)(?P<verb>(?:tures(?=\S+ (?!(?:\S+ ){0,3}?[a-z]+tis?(?!\w)))|gaus|sulauks|galesi|ras|suzinos|isgirs|atsiims|pasiims)(?:ite|it|te)|(?:turesi(?= (?!(?:\S+ ){0,3}?[a-z]+tis?(?!\w)))|gausi|rasi|sulauksi|suzinosi))(?!\w)"),
    ("first", "numat|suplanav|itrauk|uzsiras", r"(?<!\w)(?:esu|esame|esam) (?:numate|numaciusi|numates|suplanave|suplanavusi|suplanaves) (?:{W}){0,5}?(?P<verb>[a-z]{3,}tis?)(?!\w)"),
    ("booked", "itrauk|iras", r"(?<!\w)(?:esu|esame|esam) (?P<verb>itrauk(?:e|es|usi)|iras(?:e|es|iusi))(?= (?:jus|tave))"),
    (
        "you", "laukit|tiketis|tikek",
        r"(?<!\w)(?:laukite?|galite? tiketis|tikekites) (?:{W}){0,4}?(?P<verb>(?:skambuc|laisk|meistr|technik|montuotoj|brigad|siunt|kurjer|atsakym|pasiulym|saskait)[a-z]*)(?!\w)",
    ),
    ("passive", "busit", r"(?<!\w)busi(?:te|t) (?:{W}){0,3}?(?P<verb>(?!malon)[a-z]{4,}t(?:i|as|a|os))(?!\w)"),
    ("passive", "bus ", r"(?<!\w)bus (?:{W}){0,3}?[a-z]{3,}t(?:as|a|i|os) ir (?:{W}){0,2}?(?P<verb>[a-z]{3,}t(?:as|a|i|os))(?!\w)"),
    ("passive", "bus ", r"(?<!\w)bus (?:{W}){0,4}?(?P<verb>(?!salt|silt|karst|svent|rimt|balt|tirst|slapt|kiet|saulet|debesuot|sniegot|zvaigzdet)[a-z]{3,}(?:tas|ta|ti|tos|toms|tiems|ama|amas|ami|amos))(?!\w)"),
    ("passive", "bus", r"(?<!\w)(?P<verb>(?!salt|silt|karst|svent|rimt|balt|tirst|slapt|kiet|saulet|debesuot|sniegot|zvaigzdet)[a-z]{3,}(?:tas|ta|ti|tos)) bus(?!\w)"),
    ("result", "bus", r"(?<!\w)(?P<verb>bus)(?!\w)"),
    (
        "result", "veiks",
        r"(?<!\w)(?:viskas|rysys|rysio|internet\w+|svetain\w+|sistem\w+|server\w+|program\w+|prieig\w+|sildymas|vanduo|elektra|katilas|siurblys|liftas|lift\w+) (?:{W}){0,3}?(?P<verb>veiks)(?!\w)",
    ),
    (
        "present", "|".join((*_PRESENT_A, *_PRESENT_O)),
        r"(?<!\w)(?P<verb>(?!(?:per|is|i|prie)mok[au](?!\w)|nesu(?!\w)|israso )(?:at|is|nu|per|pri|pa|uz|su|ap|i|par)?(?:(?:{PRESENT_A})(?:u|a|ame|am|amas|ama|ami|amos)|(?:{PRESENT_O})(?:au|o|ome|om|omas|oma|omi|omos)))(?!\w)",
    ),
    (
        "present", "imas|ymas",
        r"(?<!\w)(?P<verb>(?!mokej|apmokej|atsiskait|bendrad|klausim|sprendim|susirink|susitik|posed|pasitar|terminas|pasiulym|tvarkaras|uzsiem|montavim|irengim|matavim|aptarnavim|surinkim|pristatym|atvezim|issiuntim)[a-z]{3,}(?:(?<=imas)|(?<=ymas)))(?= (?:[^\s,;:]+ ){0,4}?[–—-] )",
    ),
    ("booked", "jusu & laik|vizit|eil|apziur|procedur|pamok", r"(?<!\w)jusu (?P<verb>laikas|vizitas|eile|apziura|procedura|pamoka)(?= ?[–—:-])"),
    (
        "present", "uojam|inam|uojame|iname",
        r"(?<!\w)(?P<verb>(?!primen|inform|rekomend|garant|planuo|konsult|prekiau|akcent|patvirtin|konstat|vadov|bendra|vaziu|dalyvau|gyven)[a-z]{3,}(?:(?<=uojam)|(?<=uojame)|(?<=inam)|(?<=iname)))(?!\w)",
    ),
    ("present", "rasau", r"(?<!\w)(?P<verb>i?rasau(?= (?:jus|tave)))(?!\w)"),
    ("present", "iskeliau", r"(?<!\w)(?P<verb>iskeliaus)(?!\w)"),
    ("result", "busi", r"(?<!\w)(?P<verb>busi(?:u|me|m))(?= (?:mazdaug |gal |kokia |jau )?(?:uz|po|apie|jau|ryt|siandien|vakar|\d|pas (?:jus|tave)|vietoje))"),
    (
        "booked", "jums|jus|jusu|tau|tave|tavo|bat",
        r"(?<!\w)(?P<verb>(?:uz|i|pri)?registruot(?:as|a|i|os)|(?:uz)?rezervuot(?:as|a|i|os)|uzsakyt(?:as|a|i|os)|atidet(?:as|a|i|os)|"
        r"palik(?:tas|ta|ti|tos)|palaikyt(?:as|a|i|os)|irasyt(?:as|a)|uzrasyt(?:as|a)|laikau|laikome|laikom|palieku|paliekame|paliekam|palaikome|palaikau|rezervuojame|rezervuoju|atidejome|atidejau|"
        r"rezervavome|rezervavau|uzregistravome|uzregistravau|irasem|irasiau|uzrasem|galioja)(?!\w)",
    ),
    (
        "booked", "stal|sale|kambar|vizit|vieta|laikas",
        r"(?<!\w)(?:stal\S*|sale|kambar\S*|vizit\S*|vieta|laikas)(?: \S+){0,3}? (?P<verb>(?:uz)?rezervuot(?:as|a|i)|uzsakyt(?:as|a|i)|paskirt(?:as|a|i))(?!\w)",
    ),
    ("booked", "mes", r"(?<!\w)mes (?P<verb>pas)(?= (?:jus|tave))"),
    (
        "booked", "kelia|kele|stum",
        r"(?<!\w)(?P<verb>perkeliu|perkeliame|perkeleme|perkeliau|perkelt(?:as|a|i)|persikelia|nukeliame|nukeliu|nukelem|nukeleme|nukelt(?:as|a|i)|"
        r"paankstiname|paankstinome)(?!\w)",
    ),
    (
        "result", "numat|planuoj|suplanuot|paskirt|itraukt",
        r"(?<!\w)(?:priemim|valym|pristatym|atvezim|montavim|irengim|apziur|vizit|matavim|darb|mokym|paleidim|isvezim|keitim|remont|surinkim)\S*(?: \S+){0,4}? "
        r"(?P<verb>numatyt(?:as|a|i|os)|suplanuot(?:as|a|i|os)|planuojam(?:as|a|i|os|e)?|paskirt(?:as|a|i|os)|numatom(?:as|a|i|os|e)?|itraukt(?:as|a|i|os)(?= i (?:\S+ )?(?:grafik|plan|sarasa)))(?!\w)",
    ),
    ("third", "s", r"(?<!\w)(?P<verb>[a-z]{3,}+(?<=s))(?!\w)"),
)  # fmt: skip

PREFIXES = r"^(?:at|is|nu|per|pri|pa|uz|su|ap|i|par|pra|ati|api)?"
# a third-person future that stands in no list: by its prefix and ending
UNLISTED = r"(?:at|is|nu|per|pri|pa|uz|su|ap|i)[a-z]{2,}(?:uos|aus|ois|[dtzlnrsgpk]ys|[bdgklmnprtvz]s)"
ENDINGS = (
    r"(?:siuosi|simes|siu|sime|sim|sis|s|tumete|tumet|tumei|tum|tu|si|tis|ti|kites|kis|kite|kit|k|tas|ta|ti|tos|tomis|site|amas|ama|ami|amos|omas|oma|omi|omos|imas|ymas|ame|am|ome|om|au|[uao])$"
)
_NEVER = (
    "pasirasys gris patiks "
    "abu aciu ar astuonis dalis devynis dienas dokumentus du dvi garsiu gavus geras is jis jos jums jus kainas kas keturis kitas "
    "kitus klaidas klausiu klientas klientus labas laikas linkejimai lygus menesis menesius mes metas mus nes pas penkis prasiu "
    "prekes rytas saskaitas savaites savas sekmes septynis sesis sias sis sutartis sveikas sviesiu tais tas tiesiu tokias tos tris "
    "uz vakaras valandas vis visas visiems visos visus vos yra zmones "
)
NEVER = frozenset(_NEVER.split())

# ── not a promise ──
REFUSALS = (
    ("question", "sentence", "?", r"\?[\"“”»)\]]*$"),
    (
        "a question inside", "before", "k",
        r"(?<!\w)(?:(?<!kol )kas(?! nors)|kiek(?! veliau| anksciau)|koks|kokia|kokie|kuris|kuri|kelint\w+)(?: [^\s,]+){0,2} ?$",
    ),
    (
        "terms", "sentence", "vykdy|uzsak|tiek|pirk|pardav|rangov|nuom|draud|salys|bank",
        r"^(?:\d[\d.)]* ?)?(?:vykdytojas|uzsakovas|tiekejas|pirkejas|pardavejas|rangovas|nuomotojas|nuomininkas|draudikas|draudejas|salys|paslaugu "
        r"teikejas|klientas) (?:[^,.;]{1,60} )?[a-z]+(?:s|a|o)(?!\w)",
    ),
    (
        "a slogan", "sentence", "–|—|nuolaid|dovan|gausi|visiems",
        r"^[^.?!]{2,60}[–—|] (?:\S+ ){0,4}?[a-z]+(?:sime|ame)(?: \S+){0,4}!$|gausi(?:te|t) (?:\S+ ){0,3}?(?:nuolaid|dovan)\S*(?: \S+){0,3}? (?:uzsisak|isigij|perk|uzsak)|(?:prenumeruok|registruok|uzsisakyk|pirk|atsisiusk)\S* (?:\S+ ){0,6}?ir gausi|visiems (?:pirkejams|klientams)",
    ),
    ("a slogan", "sentence", "", r"\|"),
    ("a request", "before", "pras", r"(?<!\w)pras(?:au|ome|om|yciau|ytume) (?:\S+ ){0,3}?[a-z]+tis? (?:\S+ )?$"),
    (
        "sent with this mail", "all", "siunc",
        r"^(?!.*(?:ryt|adien|savait|menes|valand|min\.|vakar|\d|iki |per |siandien.*siunc)).*?(?<!\w)(?:per|at)?siunc(?:iu|iame|iam)(?!\w)|"
        r"siunc(?:iu|iame|iam)(?=.*(?:pried|pridet|prisegt|http|zemiau|nuorod))",
    ),
    ("news", "all", "informuoj", r"informuoja?(?:u|m|me),? (?:jus )?,?kad"),
    ("habit", "third object", " per ", r"^[a-z]*(?:[aou]|[ao]m(?:e|as|a|i|os)?) (?:\S+ ){0,4}?per (?:\d|vien|dvi|tris|par)"),
    (
        "somebody outside", "third", "kaimyn|savivald|bank|vmi|sodr|minister|teism|draudik|valstyb|notar|antstol|regitr|registru|klient|pirkej|tiekej|uzsakov|inspekc|muitin|policij",
        r"(?<!\w)(?:kaimynas|kaimynai|muitine|policij|savivaldyb|bankas|vmi|sodra|ministerij|teism|draudik|valstyb|notar|antstol|regitra|registru centr|klientas|klientai|kliente|pirkejas|tiekejas|tiekejai|uzsakovas|inspekcij)\S*(?! (?:pas jus|jums|jus))",
    ),
    (
        "news", "all", "iseis|vyks|baigsis|prasid|isigalio|keisis|pabrangs|pasikeis",
        r"(?:seminar|konferenc|rengin|parod|muge|svent|koncert|rinkim|rungtyn|posed)\S* (?:\S+ ){0,4}?i?vyks|i?vyks (?:\S+ ){0,4}?(?:seminar|konferenc|rengin|parod|muge|svent|koncert)|"
        r"(?:akcij|nuolaid|sutart|galiojim|termin|registracij|sezon|atostog|moksl)\S* (?:\S+ ){0,3}?(?:baigsis|prasides|isigalios|keisis|pasikeis)|pabrangs|^(?!.*(?:siunt|prek|krovin|uzsakym|laisk|dokument)).*(?<!\w)iseis(?!\w)",
    ),
    ("negated", "near", "", r"(?<!\w)(?:nebe|ne|nieko|niekas|niekada|negaliu|negalime|vargu|nei)(?: (?:[^\s,]+ ){0,2})$"),
    ("negated", "after", "", r"^ne(?!si(?:u|m|me)(?!\w)|same?(?!\w)|sv|sk?(?:it|ite)?(?!\w))"),
    (
        "reported", "before", "girdej|skaiciau|zad|sak|ras|teig|tvirtin|tikin|minej|prane|planav|norej|kalbej|anot|pasak|mano|galvoj|manau|tikiuosi|turbut|gal|gero|greiciaus|matyt|atrod",
        r"(?<!\w)(?:girdejau|girdejome|skaiciau|zadejo(?:te|me)?|pazadejo(?:te|me)?|sake(?:te|me)?|sako|rase(?:te)?|raso|teige|teigia|tvirtino|tvirtina|tikino|"
        r"minejo(?:te)?|pranese|planavo|norejo|kalbejo|pasake(?:te)?|anot|pasak|mano,? kad|galvoja|manau|tikiuosi, (?:kad )?jus|turbut|"
        r"gal|galbut|ko gero|greiciausiai|matyt|atrode)(?!\w)",
    ),
    (
        "conditional mood", "all", "buc|butu",
        r"(?<!\w)(?:jei(?:gu)? buc|butume|buciau galej|bu(?:ciau|tume|tu) [a-z]+(?:es|ejes|e|ges|kes|ves|ziaves))(?!\w)",
    ),
    ("proposal", "before", "siul|gal ", r"(?<!\w)(?:siulau|siulome|gal galetume)(?!\w)"),
    (
        "not promising", "sentence", "zad",
        r"(?:ne|nie\S+ )(?:pa)?zad(?:u|ame|ejome|ame)|pazadeti (?:\S+ )?negal|negaliu (?:\S+ )?pazadet|nieko nezad",
    ),
    (
        "terms", "sentence", "vykdyt|uzsakov|tiekej|pirkej|pardav|rangov|nuomot|nuominink|bank|draudik|salys|draudej|klient|pagal|galioja|termin|nuo |skaiciuojam|konfid|asmens",
        r"(?<!\w)(?:vykdytojas|uzsakovas|tiekejas|pirkejas|pardavejas|rangovas|nuomotojas|nuomininkas|bankas|draudikas|salys|draudejas|"
        r"klientas) (?:\S+ ){0,2}?(?:isipareigoja|privalo|turi|moka|salina|pasalina|pradeda|pateikia|garantuoja)|pagal (?:sutart|"
        r"taisykl|istatym|\d)\S* (?:\S+ ){0,3}?(?:p\.|punkt|str)|(?:pasiulymas|kain\S+|akcija) galioja|(?:pristatymo|gamybos|vykdymo|"
        r"tiekimo|standartin\S+) terminas(?= ?(?:[:–—-]|yra|iki \d|nuo \d|\d))|(?:skaiciuojama|nuo) (?:uzsakymo|apmokejimo|pranesimo|"
        r"gavimo) (?:dienos|momento)|konfidencial|asmens duomen|pagal taisykl",
    ),
    (
        "habit", "all", "paprastai|visada|dazniausiai|kaskart|kiekvien|iprast|vidutin",
        r"(?<!\w)(?:paprastai|visada|dazniausiai|kaskart|kiekvien(?:a|am|us|ai)|kiekvieno menesio|kiekvieno ketvircio|kas menesi|iprastai|vidutiniskai|iprasta)(?!\w)",
    ),
    (
        "courtesy", "sentence", "jei|kilus|iskilus|atsiradus|mielai|visada|malonumu|kreipk",
        r"(?:jei(?:gu)?|kilus|iskilus|atsiradus) (?:\S+ ){0,6}?(?:klausim\S*|neaiskum\S*|problem\S*|pagalb\S*|pastebejim\S*)(?! (?:\S+ "
        r")?(?:atsak|prane))|(?:mielai|visada|su malonumu) (?:\S+ ){0,2}?(?:pades|atsak|pakalb|konsult|patar|aptar|suteik)|kreipkites",
    ),
    (
        "phatic", "after", "",
        r"^(?:nenuvil|bus (?:jau )?(?:naktis|rytas|vakaras|diena|oras|svente|savaitgalis|grazus|sunku|gerai|smagu|malonu)|lauksi(?:u|me|m)(?! "
        r"(?:jusu|taves) (?:\S+ ){0,3}?(?:prie|adres|biure|ofise|stend|kavin|salon|\d|iejim|vestib|stoty|oro uost))|sves(?:iu|ime)|busi(?:u|me) (?!pas jus|pas tave|vietoje \d|jusu|po (?:pus)?(?:val|min|\d)|uz |apie \d)|ture(?:siu|"
        r"sime)|gale(?:siu|sime)|nore(?:siu|sime)|zino(?:siu|sime)|maty(?:siu|sime|simes)|pasimaty|atostogau|dirb(?:siu|sime)|gris(?:iu|"
        r"ime)(?! (?:su|pas jus|prie jusu))|gri(?:siu|sime)(?! (?:su|pas jus|prie jusu))|dziaug|tike(?:siu|simes)|ilse|pailse|likesi|liksi(?:u|me)|gyven|svek|jau(?:siu|simes)|moky|"
        r"skris|skrisi|dalyvau(?:siu|sime)(?! jusu)|prasi(?:u|me)|klausiu|ziuresi(?:u|me), (?:kas|kaip)|pamaty(?:siu|sime)|nemany|pasiilg|rinksi(?:uosi|mes)|rekomenduosi|pirksi(?:u|me|m)(?!\w)|reikalausi|sulauksi(?:u|me|m)|skusi(?:uosi|u|mes)|uzsakysi(?:u|me|m) kitur|rasysi(?:u|me) (?:\S+ )?atsiliepim|issikviesi\S* kit|supra|prisimin|pasveik|vargsi|juoksi|kumsc|melsi|valgysi|gersi|miegosi|grosi|zaisi|keliausi|sportuo|poilsiau|bendradarb|nepamirsi|uzmirsi|vartysi|padesi(?:u|me) (?:jums )?(?:sutaupyt|issirinkt|rasti|surasti)|ziuresi(?:u|me) (?:futbol|film|rungtyn|krepsin)|pabres|pridurs(?:iu|ime)|paminesi|trumpai|svarstysi|pagalvosi|isgersi|nuspresi(?:u|me)(?! iki)|nemeluo|kalbesi(?:u|me) apie|vaziuosi(?:u|me) i (?!jus|objekt)|susisieksi(?:me|m)[.!]*$|susideliosi(?:u|me) mint|imsi(?:u|me)(?!\w)|"
        r"many(?:siu|sime)|kelia(?:usiu|usime)|susitiksime (?:ryt|kit|vakar)?\S*$|eisi(?:u|me)|vaziuosi(?:u|me) (?:i )?(?:atostog|namo|"
        r"kaim|prie juros)|pasakysi(?:u|me) (?:atvirai|tiesiai)|priminsi(?:u|me),? kad|pakartosi)",
    ),
    (
        "a detail of another promise", "all", "dien|data|laika|valand|tiksl|smulkm|detales",
        r"(?:^|[ ,])(?:diena|data|laika|valanda|tiksl\S+ (?:laika|valanda|data)|smulkmenas|detales) (?:\w+ ){0,2}?(?:suderin|parink|"
        r"patikslin|pasakys|sutars|aptars|derins)",
    ),
    (
        "courtesy", "sentence", "kita|ateity|siol|visada|niekada",
        r"(?:^|[,.;:–—] )(?:o |tik |bet )?(?:kita karta|kitasyk|kitakart|ateityje|nuo siol|visada|niekada) (?:\S+ ){0,3}?(?!tik|juk|kiek|tiek|siek|truput)[a-z]{3,}(?:kite|kit|k)(?!\w)",
    ),
    (
        "a detail of another promise", "all", "suderin|sutars|susitars",
        r"^(?!.*(?:ryt|\d|adien|siandien|savait)).*(?<!\w)(?:suderins|sutars|susitars)\S* (?:\S+ )?del (?:\S+ )?(?:laiko|valandos|dienos|datos)(?!\w)",
    ),
    (
        "courtesy", "sentence", "ziniaras|savo |svies|atsinesk|uzsiregistruok",  # chores of one's own and of the house
        r"(?<!\w)(?:atsinesk|uzsiregistruok)(?!\w)|darbo laiko ziniaras|(?<!\w)savo (?:stal|atostog|darbo viet|kalendor|slaptazod)|(?<!\w)isjunk(?:it|ite)? (?:\S+ )?svies|(?<!\w)svies\S* isjunk",
    ),
    ("a warning", "all", "kitaip|priesingu", r"(?<!\w)(?:kitaip|priesingu atveju)(?!\w)"),
    ("a warning", "sentence", "jei", r"(?<!\w)jei(?:gu)? (?:\S+ ){0,4}?ne[a-z]{3,}(?:site|sit)(?!\w).*(?:stabdy|nutrauk|kreip|delspin|baud|atjung|isjung|teism|antstol|iskelsi)"),
    ("a warning", "all", "delspin|baud|palukan", r"(?:skaiciuo|taiky|priskaiciuo)\S* (?:\S+ )?(?:delspin|baud|palukan)"),
    ("terms", "all", " bus |bus ", r"(?<!\w)bus (?:\S+ )?(?:laikom|apmokestin|skaiciuojam|taikom|nutraukt|nagrinejam|vertinam)"),
    ("an announcement", "sentence", "siame|seminar|webinar|straipsn|kursuose|metu|programoje", r"(?<!\w)(?:programoje|(?:keliones|renginio|kursu|mokymu) metu|siame (?:laisk|straipsn|naujienl)|seminar|webinar|straipsnyje|kursuose)"),
    (
        "one's own whereabouts", "all", "namie|namuose|darbe|ofise|biure",
        r"(?<!\w)(?:namie|namuose|darbe|ofise|biure) (?:\S+ )?busi(?:u|me|m)(?!\w)|(?<!\w)busi(?:u|me|m) (?:[^\s,]+ ){0,2}?(?:namie|namuose|darbe|ofise|biure)(?!\w)",
    ),
    ("a threat", "all", "televizij|atsiliepim", r"(?:skambinsi|kreipsi|rasysi)\S* (?:\S+ )?(?:i )?televizij|atsiliepim\S* (?:\S+ )?(?:paliksi|rasysi|parasysi)|(?:paliksi|parasysi)\S* (?:\S+ )?atsiliepim"),
    ("a threat", "all", "kreip|skus|teism", r"(?<!\w)(?:kreipsi\S*|skusi\S*) (?:\S+ ){0,2}?(?:i |del)?(?:\S+ )?(?:vvtat|vert|teism|advokat|televizij|tarnyb|vadov|policij|antstol)"),
    ("figure of speech", "sentence", "pamatys|parodys|sakoma|ziuresim", r"pamatysime,? (?:kas?|ka|kaip)|laikas parodys|kaip sakoma|ziuresime?(?:[.!…]|$|, (?:kaip|kas|ka)(?!\w))"),
)  # fmt: skip

CONDITIONS = r"(?<!\w)(?:jei|jeigu|jei tik|su salyga|esant|kitaip|priesingu atveju|tuo atveju|tik tada)(?!\w)"
# a head in the same clause behind one of these is a condition, not a promise
SUBORDINATE = r"(?<!\w)(?:jei(?:gu)?|kai|vos|kol(?! kas)|kuomet|kada)(?!\w)(?!.*(?<!\w)(?:tai|tada|tuomet|tad)(?!\w))"
EVENTS = (
    r"(?<!\w)(?:kai(?! kur| kuri| kas)|kai tik|vos tik|vos|po (?:apmokejimo|uzsakymo|sutarties|patvirtinimo|avanso|svenciu|"
    r"pasirasymo|gavimo|suderinimo|susitikimo|apziuros|atostogu|jusu)|gav(?:e|us|usi|es)|sulauk(?:e|us|usi|es)|iskart po|is karto "
    r"po|suderin(?:e|us|usi|es)|patvirtin(?:us)|grizus(?:i)?|griz(?:e|es)|pasiras(?:e|ius)|apmokej(?:us)|atvykus|paaiskejus|"
    r"baig(?:us|e|usi)|pateikus|atlikus|issiuntus|atsiuntus|ivykdzius|uzsakius|pradelsus|pasibaigus|prireikus|atejus|pagaminus)(?!\w)"
)

REQUESTS = (
    (
        "ask", "pra|nepamirsk|malonek|pavedu|liepiu",
        r"(?<!\w)(?:pavedu|liepiu|prasau|prasome|prasom|prasyciau|prasytume|labai prasau|praseciau|nepamirsk|nepamirskit|nepamirskite|malonek|malonekit|malonekite)(?!\w)(?:,? "
        r"(?:{W}){0,7}?)(?P<verb>[a-z]{2,}ti(?:s)?)(?!\w)",
    ),
    ("need", "skubiai|skubu|butinai", r"^(?:skubiai|skubu|butinai):? (?:{W}){0,4}?(?P<verb>[a-z]{3,}tis?)(?!\w)"),
    (
        "need", "gerai|ok|prasau & saskait|samat|pasiulym|sutart|akta|ataskait",
        r"^[a-z]+, (?:{W}){0,3}?(?P<verb>saskaita|samata|pasiulyma|sutarti|akta|ataskaita)(?!\w)(?=[^.?!]*, (?:gerai|ok|prasau)\W*$)",
    ),
    ("need", "is taves|is jusu", r"(?<!\w)is (?:taves|jusu) ?[–—:-] ?(?P<verb>[a-z]+)(?!\w)"),
    ("need", "tau", r"^(?:{W}){0,5}?(?P<verb>[a-z]{3,}tis?)(?!\w)(?=.*(?<!\w)tau(?!\w))"),
    ("owed", "tavo|jusu", r"(?<!\w)(?:tavo|jusu) (?P<verb>darbas|uzduotis|eile)(?= ?[–—:-])"),
    (
        "need", "reik|butina|prival|tur|batina|teks",
        r"(?<!\w)(?:reikia:?|reiketu|reikes|teks|tektu|butina|privalai|privalote|turi|turite|turetum|turetumete|batina)(?!\w)(?: "
        r"(?:{W}){0,7}?)(?P<verb>[a-z]{2,}ti(?:s)?)(?!\w)",
    ),
    (
        "polite", "gal|spe|imsi|nors",
        r"(?<!\w)(?:ar )?(?:gal(?:i|ite|etum|etumete|etumet|etumei)|(?:su)?spetum(?:ete|et|ei)?|paimsi|apsiimsi|imsiesi|galesi|kas(?: nors)?(?: is jusu)? (?:galetu|gali|galit)|galit|(?:su)?spesi(?:te|t)?|gal galit?e?|ar galit?e?)(?!\w)(?: "
        r"(?:{W}){0,8}?)(?P<verb>[a-z]{2,}ti(?:s)?)(?!\w)",
    ),
    (
        "relay", "perduok|pasakyk|paprasyk|paprasykit",
        r"(?<!\w)(?:perduok|pasakyk|paprasyk)(?:ite|it)? (?:{W}){1,3}?(?P<verb>[a-z]{3,}tis?)(?!\w)",
    ),
    (
        "relay", "perduok|pasakyk|paprasyk & kad",
        r"(?<!\w)(?:perduok|pasakyk|paprasyk)(?:ite|it)? (?:{W}){1,3}?kad (?:{W}){0,5}?(?P<verb>[a-z]{3,}tu)(?!\w)",
    ),
    ("need", "kad", r"(?<!\w)(?:nore(?:ciau|tume)|noriu|norim|reikia|reiketu|svarbu|butu (?:gerai|puiku)|praso(?:me)?|prasau|prasyciau),? kad (?:{W}){0,5}?(?P<verb>[a-z]{3,}(?:tum(?:ei|ete|et)?|tu))(?!\w)"),
    ("polite", "tum", r"(?<!\w)(?:ar|gal) (?:{W}){0,4}?(?P<verb>(?!gale|nore|ture|bu|spe|suspe)[a-z]{3,}tum(?:ei|ete|et)?)(?!\w)"),
    ("imperative", "k", r"(?<!\w)(?P<verb>(?!buk(?:ite|it)? (?:ger|mand|sveik|tikr|ram|atsarg|pasir|kantr|malon|drau))[a-z]{2,}(?:kite|kites|kime|kit|k|kis))(?!\w)"),
    ("ask", "teg", r"(?<!\w)(?:tegul|tegu) (?:{W}){0,6}?(?P<verb>(?:at|is|nu|per|pri|pa|uz|su|ap|i|par)?(?:(?:{PRESENT_A})a|(?:{PRESENT_O})o))(?!\w)"),
    ("permissive", "teg", r"(?<!\w)(?P<verb>tegul|tegu)(?!\w)"),
    ("future question", "si?|site?|? & si", r"(?<!\w)(?P<verb>(?!ne)[a-z]{3,}(?:(?<=si)(?<!uosi)|(?<=site)))(?!\w)(?=[^?]*\?$)"),
    (
        "future order", "vaziuoji|skambini|siunti|vezi|israsai|padarai|paruosi|perduodi|atsakai|uzsakai",
        r"^[a-z]+, (?:{W}){0,6}?(?P<verb>(?:nu|uz)?vaziuoji|(?:pa|per)?skambini|(?:is|nu|per)?siunti|(?:nu|at)?vezi|israsai|padarai|paruosi|perduodi|atsakai|uzsakai)(?!\w)",
    ),
    ("future order", "tu |jus ", r"(?<!\w)(?<!kad )(?:tu|jus) (?:{W}){0,4}?(?P<verb>(?!ne)[a-z]{3,}(?:(?<=si)|(?<=site)))(?!\w)"),
)  # fmt: skip
IMPERATIVES = ()

NOTE_NAME = (
    r"^(?P<ai>(?i:užduotis|uzduotis|todo|ai|veiksmas|pavedimas)\s*[:—–-]\s*)?(?P<who>[A-ZĄČĘĖĮŠŲŪŽ][\w.-]+(?: [A-ZĄČĘĖĮŠŲŪŽ][\w.-]+)?|"
    r"Aš|Mes)(?:\s*\([^)]*\))?(?(ai)(?:\s*[:—–-]+\s*|\s+)(?:[^\s?!;:]+ ){0,6}?|\s*[:—–-]+\s*)(?P<verb>[a-ząčęėįšųūž]{2,}(?:tis?|[ao]|s))(?!\w)"
)
NOTE_TASK = r"^(?i:užduotis|uzduotis|todo|ai|veiksmas|pavedimas)\s*[:—–-]\s*(?P<verb>[A-Za-ząčęėįšųūž]{2,}tis?)(?!\w)"

YES = "padary|padaro|sutvarko|sutvarky|atlik|imuosi|imames|pasirupin|priim|apsiimu|suorganizuo"  # one of them is in every short yes
ACCEPTANCES = (
    r"^(?:(?:[a-z]+(?= ?[,.!–—-])|taip|gerai|ok|okay|zinoma|aisku|sutarta|supratau|be abejo|be problemu|laba diena|labas|sveiki|butinai|aciu|"
    r"dekui|as|mes|tai|tada|tuomet|suprantu|sutinku|puiku|o|ir)[\s,.!—–-]+){0,4}(?P<yes>(?:butinai |taip ir |viska |tuoj |iskart )*(?:padarysi(?:u|me|m)|padarom|sutvarkom|sutvarkysi(?:u|me|m)|bus "
    r"padaryta|atliksi(?:u|me)|bus atlikta|imuosi|imames|pasirupinsi(?:u|me)|priimta|priimame|apsiimu|suorganizuosi(?:u|me)))"
    r"(?=[^\w ]|$| (?:iki|siandien|ryt\w*|poryt|per|po|tuoj|iskart|nedelsiant|laiku|butinai|kaip|tai|viska|uz|dar|greit\w*|\w+adien\w*|artim\w+|kuo|kai|jums)(?!\w))"
)
ASKED = r"pras(?:au|ome|yciau|ytume)|gal(?:ite|etumete|i|etum)|reik|butu (?:gerai|puiku)|lauki|\?|[a-z]{3,}kite(?!\w)|[a-z]{4,}k(?!\w)"

ROLES = (
    "inzinierius", "technikas", "meistras", "montuotojas", "montuotojai", "elektrikas", "santechnikas", "vairuotojas", "kurjeris",
    "ekspeditorius", "vadybininkas", "vadybininke", "buhaltere", "buhalteris", "buhalterija", "apskaita", "serviso skyrius", "servisas",
    "pardavimu skyrius", "pagalbos tarnyba",
    "sandelis", "sandelininkas", "dispeceris", "dispecere", "dispeceriai", "logistas", "logistika", "vertintojas", "ekspertas",
    "matuotojas", "teisininkas", "teisininke", "juristas", "teises skyrius", "specialistas", "specialiste", "programuotojas",
    "programuotojai", "dizaineris", "dizainere", "redaktore", "redaktorius", "vertejas", "verteja", "korektore",
    "treneris", "brigada", "brigadininkas", "kolega", "kolege", "kolegos", "sekretore", "asistente", "asistentas", "padejejas",
    "padejeja", "administratore", "administratorius", "direktorius", "direktore", "vadovas", "vadove", "virsininkas", "apsauga",
    "finansu skyrius", "finansininke", "konsultantas", "konsultante", "gydytojas", "gydytoja", "agentas", "brokeris", "surinkejas",
    "surinkejai", "mechanikas", "saltkalvis", "samatininkas", "architektas", "analitikas", "operatorius", "remontininkas", "gamyba",
    "cechas", "laboratorija", "atstovas", "atstove", "darbuotojas", "darbuotoja", "vedejas", "vedeja", "virejas", "floriste",
    "fotografas", "brolis", "vyras", "zmona", "sunus", "vaikinai", "komanda", "skyrius", "tiekimas", "pirkimai", "personalo skyrius",
    "it skyrius", "registratura", "slaugytoja", "mokytoja", "kuratore", "darbu vadovas", "zalu skyrius", "ziniu skyrius",
    "vyrai", "kas nors", "kaminkretys", "notaras", "notare", "stogdengys", "pedagoge", "psichologas", "psichologe", "logopede",
    "odontologas", "odontologe", "veterinaras", "veterinare", "kosmetologe", "architekte", "agronomas", "auditorius", "auditore", "advokatas", "advokate", "barmenas",
    "kapitonas", "operatore", "kontroliere", "ukvedys", "komendantas", "laborante", "konditere", "fotografe", "videografas", "dizaineriai", "analitike", "chirurgas",
    "pediatre", "kardiologe", "zentas", "anukas", "sesute", "pusbrolis", "zmones",
)  # fmt: skip
HOUSES = ("skyri", "komand", "grup", "tarnyb", "brigad", "padalin")  # houses of people, by how the word begins
OUTSIDE = r"(?<!\w)(?:klient\S*|uzsakov\S*|pirkej\S*|jam|jai|ja|ji|jiems|juos|joms|pas juos|svec\S*|pacient\S*|nuominink\S*)(?!\w)"
OWN_SIDE = r"(?<!\w)(?:pas mus|pas mane|mums|man|i (?:musu )?(?:studija|sandeli|dirbtuv\w+|parduotuv\w+))(?!\w)"
YOU = r"(?<!\w)(?:jums|jus|jusu|jumis|jumyse|tau|tave|tavo|tavimi)(?!\w)"
AGENT = (
    r"(?<!\w)(?:(?:musu|mano) (?P<own>[a-z]{2,}(?:jas|ja|kas|ke|stas|ste|ius|ore|ogas|oge|tute|yte)|zmones|merginos|kolegos)|"
    r"(?:[a-z]{2,}(?:tojas|toja|toji|ininkas|ininke|istas|iste|ejas|eja)|mokykla|klinika|dirbtuve|agentura|"
    r"spaustuve|sesuo|sesute|dukra|dukte|sunus|anukas|anuke|pusbrolis|pussesere|zentas|marti|tetis|mama|redaktore|korektore))(?!\w)"
)
SAME_DAY = r"ta pacia diena"
OURS = r"(?<!\w)(?:musu|mano)(?!\w)"
PRONOUNS = r"^(?:ji|ja|juos|jas|tai|viska)(?!\w)"
COMES = r""
DONE = r""
ADVERTS = "atsisakyti naujienlaiskio|atsisakyti prenumeratos|skubek|tik iki|tik siandien|spauskite cia|uzsisakykite dabar|akcija|!!!"
