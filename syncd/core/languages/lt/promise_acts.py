"""What Lithuanian promises are about: verbs, phrases and nouns by act. Tables only."""

from __future__ import annotations

from syncd.core.languages.lt.names import NAMES

# ── what is promised: future, infinitive and imperative roots by act, without prefixes and endings, folded; a root with its
# prefix comes before the bare one (perskaityti is to check, skaityti to pay) ──
_ROOTS = {
    "call": (
        "skambin susisiek susisiekt susisie zvangtel brinktel skambtel skambtele brinktele zvaktel zvaktele zvangtele susiskambin apskambin "
        "pasirinkt prisiskambin"
    ),
    "send": (
        "sukel sukels ekspedijuo prikabin issiunt isvary siu sius perduo pateik imesi ikel imes mesi perme mes mest mestel mestele sume numes permes numest atiduo duo parupin persiu isius teik dalin pasidalin spausdin "
        "skenuo nukreip siunt isduo prisegs priseg pridurs fotografuo nufotografuo publikuo paskelb nuskenuo forvardin"
    ),
    "answer": (
        "brukstel brukstele cinktel cinktele ivardin ivardy atsaky prane pranes paran informuo parasy patvirtin aiskin paaiskin papasako pasaky suteik pakomentuo atrasy "
        "isdesty atsiliep konsultuo pakonsultuo nurody ispe perspe ispet perspet nuramin pataria patar "
        "atsaki reaguo sureaguo"
    ),
    "visit": (
        "nule uzle atle isle atsok atsoks sumatuo atbeg privaziuo vyk vaziuo suk atei uzei nuei uzeis lanky uzbeg uzlek atlek nulek islek isvyk apziure apziureti pamatuo ismatuo atmatuo pasiim "
        "atsiim isvaziuo diagnozuo instaliuo nuvaz atvaz apsilanky uzsuk apmatuo pasirody prisistaty uzsuks uzeit nueit ateit uzsok uzsoks uzver"
    ),
    "deliver": (
        "iteik pakrau ine ines pervez perne pernes pasiek ide idet konteinery vez ve atve nuve nes ne atne atnes nune isgaben gaben prigaben isveziuo uzve uzvez "
        "pristaty atvary nuvary privary atplukdy atkeliau atsive isve parsive parsivez parve parvez pargaben priduo issandeliuo atrid pasikrau iskeliau "
        "isnesio atgaben uzne uznes isdaly nuleid nulei"
    ),
    "pay": (
        "primoke damoke pamoke moke grazin kompensuo perve perves skaity iskaity atlygin padeng deng pinig sumoke ismoke apmoke uzmoke atsiskaity anuliuo "
        "atskaiciuo iskaiciuo avansuo"
    ),
    "invoice": "israsy fakturuo",
    "fix": (
        "taisy sutaisy pataisy istaisy remontuo suremontuo tvarky sutvarky atkur pakei pakeis keis kei salin pasalin ispre ispres atstaty atnaujin "
        "sureguliuo pakoreguo perrink patais sprend gydy perdary perkrau plau praplau praplaus isplau virin suvirin privirin lopy sulopy uzlopy "
        "uztaisy uzsandarin sandarin uzkimst atkims atkimst atblokuo priverz priver uzverz uzver suverz prikel pripildy atgaivin itemp itempt perprogramuo perded perde apgydy restartuo reanimuo prizver patempt patemp pritempt pritemp sutep patep subalansuo isbalansuo sulipdy prikal pakal gelbe isgelbe perinstaliuo derustuo uzglaisty reguliuo kalibruo sukalibruo "
        "stabilizuo likviduo"
    ),
    "meet": "susiti susitik susitikt susitiks aptar pristatys parody susiei pasitik pasitiks pasitikt aprody",
    "check": (
        "pasiaiskin permasty apmasty pasizvalgy pasiskait tikrin patikrin ziure perziure paziure suzino issiaiskin paklau paklaus pasitikslin tikslin isnagrine nagrine ivertin istir "
        "tir pasidome dome surask sura suras ras paiesko iesko pasiteirau perskaity pakalbe isbandy testuo istestuo pasiskaiciuo "
        "permaty zvilgtel zvilgtele analizuo isanalizuo pasitar tar susira susiras susirast prasuk sulygin lygin palygin sutikrin "
        "pasvarsty svarsty apsvarsty apklaus apklau pratestuo pertikrin prasiaiskin apgalvo pagalvo stebe matuo seks pasek diagnozuo "
        "isklausy perklausy sekuo audituo"
    ),
    "do": (
        "valy isvaly nuvaly iskrau krau spartin greitin dary padary paruo paruos ruos ruo pareng reng atlik lik susitvarky uzsaky saky perskaiciuo suskaiciuo paskaiciuo skaiciuo rezervuo "
        "organizuo suorganizuo surengs sureng pratesi pratest prates prate atidary uzbaig baig prade prades pradest idieg dieg ijung isjung "
        "prijung jung perkel kel taiky pritaiky nuim skir paskir laiky palaiky islaiky atideda atide atides isleid isleis "
        "paleid paleis registruo uzregistruo iregistruo pervers isvers vers isverst parink padidin sumazin mazin surink rink sudary "
        "pasirasy derin pasirupin rupin padet pade uztikrin pasamdy iforminti ifor iformin inicijuo perrasy sukur kur isim "
        "idar ideg sukompl komplektuo supakuo pakuo nupirk pirk gauk palik testi imsi pasistum pastum uzfiksuo fiksuo itrauk "
        "apdoro koreguo islais pratys iteik suderin sutar pagamin gamin atspausdin isspausdin perspausdin montuo sumontuo irengs ireng imontuo sumontuot "
        "pastaty uzdary pasiuly atsauk siuly priskaiciuo paduo pristabdy uzpildy atrakin rakin moky apmoky ismoky aptarnau konfiguruo "
        "sukonfiguruo nustaty sudelio delio sukvies sukvie pakvies pakvie kvies kvie filmuo nufilmuo dazy nudazy perdazy kas iskas sodin pasodin kep "
        "iskep kirp apkirp kir nukir kirs nukirs gal isgal pagala gala galas klijuo siuv pasiu susiu nuobl sliuo slifuo "
        "nuplau isplaus pradeg suve suves sumaketuo maketuo piesi nupies nupie redaguo suredaguo sutrumpin trumpin prailgin siaurin susiaurin "
        "pajung pajungt atjung demontuo ismontuo ardy isardy griau nugriau betonuo isbetonuo kloj paklo klo iskl asfaltuo tinkuo uztepi "
        "pritvirtin tvirtin sutvirtin optimizuo ikur steig isteig iforminsi atstovau uzpra kreip nukelt perimti perim "
        "pridet pride prides iterp itera papildy apskaiciuo apraso sukelt suprogramuo programuo aktyvuo deaktyvuo blokuo uzblokuo "
        "priskir atlais iskvies iskvie sukviest pakviest leis leid uztikrint atleis pakel pavers sertifikuo isplet pleti isnuomo nuomo "
        "parduo perpildy papuos puos issluo sluo issivezy sutraukt patrauk trauk paspartin spartint pagreitin praves pravest prave "
        "apsaugo saugo rasy surasy irasy uzrasy prirasy nurasy aprasy parduot paimti paim perskirst skirst grafikuo planuo suplanuo "
        "issuk prisuk pjau nupjau sude ipil uzpil pil apdrau atlaisvin isblizgin blizgin pavaduo palyde inventorizuo"
    ),
}  # fmt: skip
IRREGULAR = {
    "mesiu": "send", "mesime": "send", "mesim": "send", "numesiu": "send", "numesime": "send", "imesiu": "send", "bus": "do", "turesite": "send", "gausite": "send", "matysite": "do",
    "sulauksite": "do", "suzinosite": "answer", "isgirsite": "answer", "turesi": "send", "turesit": "send", "gausi": "send", "gausit": "send", "rasite": "send", "rasit": "send", "rasi": "send", "lauks": "meet", "galesite": "do", "galesit": "do", "atsuksim": "do", "atsuksime": "do", "atsuksiu": "do", "iseis": "send", "vaziuoji": "visit", "nuvaziuoji": "visit", "uzvaziuoji": "visit", "skambini": "call", "paskambini": "call", "perskambini": "call", "siunti": "send",
    "issiunti": "send", "nusiunti": "send", "vezi": "deliver", "nuvezi": "deliver", "israsai": "invoice", "padarai": "do", "paruosi": "do", "perduodi": "send", "atsakai": "answer",
    "uzsakai": "do", "atsiimsite": "do", "lauksiu": "meet", "lauksime": "meet",
    "pervesiu": "pay", "pervesime": "pay", "perves": "pay", "pervesti": "pay", "pervesta": "pay", "atvesiu": "deliver",
    "atvesime": "deliver", "duosiu": "do", "duosime": "do", "duos": "do", "duosim": "do", "iskeliaus": "deliver", "duok": "do", "duoti": "do",
    "parasyk": "send", "parasykit": "send", "parasykite": "send", "parasys": "answer", "parasyti": "answer",
    "isvyksta": "deliver", "isvaziuoja": "deliver", "paruosta": "do", "paruostas": "do", "paruosti": "do", "paruostos": "do",
    "atsakysiu": "answer", "parasysiu": "answer", "pazvelgsiu": "check", "pasiziuresiu": "check", "perkelsiu": "do",
    "issiaiskinsiu": "check", "issiaiskinsime": "check", "issiaiskins": "check", "issiaiskinti": "check", "paaiskinsiu": "answer",
    "paaiskinsime": "answer", "pasakysiu": "answer", "pasakysime": "answer", "uzsakysiu": "do", "uzsakysime": "do", "uzsakys": "do",
    "uzsakyti": "do", "uzsakyk": "do", "paziuresiu": "check", "apziures": "visit", "apziuresime": "visit", "apziuresiu": "visit",
    "pasidalinsiu": "send", "pasidalinsime": "send", "buk": "visit", "bukit": "visit", "bukite": "visit", "isduoti": "send",
    "atspausdinti": "do", "pasiskaiciuok": "check", "issiaiskink": "check", "issiaiskinkite": "check", "pasidomek": "check",
    "vyks": "do", "ivyks": "do", "numatytas": "do", "sutarsiu": "answer", "sutarsime": "answer",
}  # fmt: skip

# ── roots of the present tense, which tells a plan where a term stands beside it: those with -u, -a, -ame and those with -au, -o, -ome ──
PRESENT_A = {
    "call": "skambin susisieki",
    "send": "siunci perduod atiduod pateiki ikeli numet permet",
    "answer": "pranes informuoj patvirtin paaiskin",
    "visit": "leki vykst vaziuoj uzsuk uzein atein nuein",
    "deliver": "vez nes keliauj gaben",
    "pay": "mok grazin perved kompensuoj atlygin padengi",
    "invoice": "",
    "fix": "keici remontuoj salin atnaujin atkuri",
    "meet": "susitink",
    "check": "tikrin",
    "do": (
        "kraun praded baigi rengi ruosi atliek rezervuoj organizuoj registruoj jungi paleidzi nukeli iskeli gamin spausdin koreguoj skiri atided "
        "montuoj pasirupin diegi isleidzi koreguoj formin versci ivedam derin pratesi perkeli prijungi"
    ),
}  # fmt: skip
PRESENT_O = {
    "call": "", "send": "", "answer": "atsak atras", "visit": "apsilank", "deliver": "pristat atvar", "pay": "iskait nuskait", "invoice": "isras",
    "fix": "tais tvark val atstat", "meet": "", "check": "",
    "do": "uzsak pasiras dar sudar atidar daz stat",
}  # fmt: skip
STEMS = {act: f"{words} {PRESENT_A[act]} {PRESENT_O[act]}" for act, words in _ROOTS.items()}

# what is handed over as a paper or a file, and what goes on wheels
_PAPER = (
    r"(?:sutart|pasiulym|samat|ataskait|dokument|fail|vertim|kainorast|kainyn|brezin|projekt|maket|nuorod|akt(?:a|us|as|ai|u|o)(?!\w)|saras|polis|original|"
    r"pazym|korektur|nuotrauk|katalog|instrukcij|aprasym|sertifikat|isras(?:a|as|us)(?!\w)|kopij|lentel|eskiz|sablon|tekst|puslap|rankrast|anket|igaliojim|"
    r"protokol|skaiciuokl|prezentacij|slaptazod|prisijungim|rekvizit|duomen|grafik|forma(?!\w)|specifikacij|recept|redakcij|versij|nuostat|varianta|pried(?:a|as|us|ai|u)(?!\w))"
)
_GOODS = (
    r"(?:prek|siunt|krovin|uzsakym|daikt|bald|medziag|irang|vilkik|dal(?:is|ys|i)(?!\w)|detal|dez|palet|konteiner|malk|plyt|gaminiai|gamin|filtr|bateri|rakt|"
    r"masin|automobil)"
)
_MONEY = (
    r"(?:pinig|rankpinig|avans|likut|likuc|sum|permok|uzstat|skirtum|islaid|kompensacij|mokejim|imok|depozit|skol|ismok|honorar|atlyginim|draudimo|"
    r"zal|nuostol|mokest|baud|delspinig|\d+ ?(?:eur|€))"
)
_PERSONS = (
    r"(?:inzinier|meistr|technik|specialist|elektrik|santechnik|brigad|montuotoj|ekspert|zmog|darbuotoj|zmon|surinkej|darbinink|inspektor|"
    r"matuotoj|geodezinink|kaminkret|ekip|saltkalv|mechanik|slaugyt|notaras|vertintoj)"
)
_PHRASES = (
    (
        "send", "graz",
        r"(?:tekst|vertim|korektur|dokument|rankrast|maket|egzempliori|sutart|akta|aktas)\S* (?:\S+ ){0,3}?(?:grazins|bus grazint)|^grazins\S* (?:\S+ ){0,3}?(?:tekst|vertim|korektur|dokument|rankrast|maket)",
    ),
    ("visit", "busi", r"^busi(?:u|me|m) (?:\S+ ){0,2}?(?:uz|po|apie|ryt|\d|vietoje)"),
    (
        "answer", "duos|duok|duot|suteik|pateik|atsakym|prane|grisi|pasiulysi",
        r"^(?:duosi(?:u|me|m)|duos|duok|duoti|suteik|pateik)\S* (?:\S+ ){0,3}?(?:zinia|zinoti|atsakym|informacij|isvad|zodi(?!\w)|paaiskinim|komentar|nuomon)|atsakym\S* (?:\S+ "
        r"){0,4}?(?:duosi|duos|pateik|atsiusi|issiusi|turesi|gausi|parengsi|suteik|bus)|^(?:turesi|gausi)\S* (?:\S+ ){0,3}?atsakym|apie "
        r"(?:\S+ ){1,4}?prane|^(?:grisi(?:u|me|m)) (?:\S+ ){0,3}?(?:su |pas jus)|^pasiulysi\S* (?:\S+ ){0,3}?(?:laik|dat|dien|termin)|"
        r"(?:zinia|zodi|atsakyma) (?:\S+ ){0,2}?(?:duosi|suteik)|(?:laika|data|dienas?|termina|laikus|datas) (?:\S+ ){0,2}?pasiulysi",
    ),
    ("call", "susis", r"^susiskambin|^susisiek|^susisieks|(?:meistr|technik|inzinieri|vadybinink)\S* (?:\S+ ){0,3}?susisieks"),
    ("invoice", "saskait", r"^saskait[a-z]*(?=.*(?:gerai|ok|prasau)\W*$)"),
    ("send", "samat|pasiulym|sutart|akta|ataskait", r"^(?:samata|pasiulyma|pasiulymas|sutarti|sutartis|akta|aktas|ataskaita)(?!\w)(?=.*(?:gerai|ok|prasau)\W*$)"),
    ("call", "laukit|tiketis", r"^skambuc"),
    ("answer", "laukit|tiketis", r"^atsakym"),
    ("invoice", "laukit|tiketis", r"^saskait"),
    ("send", "laukit|tiketis", r"^(?:laisk|pasiulym)"),
    ("visit", "laukit|tiketis", r"^(?:meistr|technik|montuotoj|brigad)"),
    ("deliver", "laukit|tiketis", r"^(?:siunt|kurjer)"),
    ("visit", "keliau", r"^keliauja\S* pas (?:jus|tave)"),
    ("send", "atkeliau", r"{PAPER}\S* (?:\S+ ){0,3}?atkeliau"),
    ("fix", "uzdary|uzbaig", r"(?:uzklaus|tiket|biliet|incident)\S* (?:[^\s,]+ ){0,5}?(?:uzdary|uzbaig)|^(?:uzdary|uzbaig)\S* (?:\S+ ){0,3}?(?:uzklaus|tiket|incident)"),
    ("call", "telefonu|skambut", r"^(?:pa)?kalbe\S* (?:\S+ ){0,4}?telefonu|telefonu (?:\S+ ){0,3}?(?:pa)?kalbe|skambut\S* (?:\S+ ){0,2}?(?:padary|brukste)|^brukst\S* (?:\S+ ){0,2}?skambut"),
    (
        "send", "saskait|faktur",
        r"(?:pataisyt|kopij|nuskenuot|dublikat|isras(?:a|as|us)(?!\w))\S* (?:\S+ ){0,3}?(?:atsius|issius|persius|nusius|ikels|perduos|gausi|turesi)|"
        r"^(?:atsius|issius|persius|nusius|ikels|perduos|gausi|turesi)\S* (?:\S+ ){0,3}?(?:pataisyt|kopij|nuskenuot|dublikat|isras(?:a|as|us)(?!\w))",
    ),
    (
        "invoice", "saskait|s/f|faktur|proform|kreditin",
        r"^(?:israsy|isras[ao]|perdary|perrasy|parengs|paruos|suformuo|pateik|padary|atsius|issius|nusius|persius|atsiu|issiu|nusiu|siusi|siunc|issiunc|gausi|turesi|isduo|imes|numes)\S* "
        r"(?:\S+ ){0,6}?(?<!\bi )(?<!jusu )(?<!i musu )(?:saskait(?:a|as|eles|ele)|s/f|faktur\S*|proform\S*|kreditin\S*)(?!\w)|"
        r"(?<!\bi )(?<!\bi jusu )(?:saskait(?:a|as|eles|ele)|s/f|faktur\S*|proform\S*|kreditin\S*)(?! numer)(?:,? \S+){0,7}? (?:israsy|isras[ao]|perdary|perrasy|suformuo|pareng|paruos|pateik|atsius|"
        r"issius|nusius|issiunc|gausi|turesi|padary|ismes|bus (?:is|at|nu)siu|bus israsy)|^ismes\S* (?:\S+ ){0,2}?saskait|(?<!\w)saskaita (?:\S+ ){0,3}?bus(?! (?:\S+ )?apmok)",
    ),
    (
        "do", "israsy",
        r"^israsy\S*(?!.*(?:saskait|s/f|kreditin|faktur))(?=.*(?:igaliojim|paz|kuit|leidim|akt|recept|garant))|(?:igaliojim|pazym|"
        r"leidim|garantij|recept)\S* (?:[^\s,]+ ){0,5}?israsy",
    ),
    (
        "pay", "pinig|avans|likut|likuc|sum|permok|uzstat|skirtum|islaid|kompens|mokej|imok|depozit|skol|ismok|honorar|atlygin|draudimo|zal|nuostol|mokest|baud|delspin|eur|€|paved|grazin|kortel",
        r"(?<!\w){MONEY}\S* (?:\S+ ){0,5}?(?:grazin|perves|pervest|iskait|ismok|sumok|apmok|atskait|permesi|permes|bus grazin|bus (?:\S+ ){0,2}?saskaitoj|gausi|anuliuo|"
        r"nukreip|atliks|padary|deng|padeng)|^(?:grazin|nukreip|anuliuo|atliks|padary|padaro|darom|gausi)\S* (?:\S+ ){0,3}?(?<!\w)(?:{MONEY}|paved)|"
        r"(?:mokejim|pavedim|grazinim)\S* (?:\S+ ){0,3}?(?:atliksi|padarysi|bus)|^(?:su)?grazins\S* (?:\S+ ){0,4}?i (?:\S+ )?(?:saskait|kortel)",
    ),
    ("pay", "atiduos|isleis", r"(?:pirm|antr|trec|likus|puse|dali)\S* (?:\S+ )?(?:dali|dalis|puse|suma)\S* (?:\S+ ){0,3}?atiduos|rankpinig\S* (?:\S+ ){0,6}?isleis"),
    ("send", "past|kurjer|laisk", r"(?:pastu|kurjeriu) (?:\S+ ){0,3}?isleis|^isleis\S* (?:\S+ ){0,3}?(?:pastu|kurjeriu)|^nubek\S* (?:\S+ ){0,3}?i past|laisk\S* (?:\S+ ){0,3}?parasys|^parasysi\S* (?:\S+ ){0,2}?(?:draudik|klient|savivaldyb|tiekej|bank|gamintoj|gamykl|institucij|inspekcij)|^parasys\S* (?:\S+ ){0,3}?laisk"),
    ("call", "kalbe", r"su (?:juo|ja|jais|jumis|tavimi|klient\S*) (?:\S+ ){0,3}?(?:pa|pasi)?kalbesi|^(?:pa|pasi)kalbesi\S* (?:\S+ ){0,3}?su (?:juo|ja|jais|jumis|tavimi|klient)"),
    (
        "deliver", "perves|perduo|paliks",
        r"(?:daikt|bald|krovin|prek|irang|keleiv)\S* (?:\S+ ){0,3}?perves|^perves\S* (?:\S+ ){0,2}?(?:daikt|bald|krovin|prek|irang|keleiv)|rakt\S* (?:\S+ ){0,3}?(?:perduos|paliks)|"
        r"^(?:perduos|paliks)\S* (?:\S+ ){0,2}?(?:rakt|dokument|siunt|pas |registrat|budetoj|apsaug)|is ranku i rankas",
    ),
    ("meet", "sureng", r"^sureng\S* (?:\S+ ){0,3}?(?:susitikim|pokalb|skambut)|(?:susitikim|pokalb)\S* (?:\S+ ){0,2}?sureng"),
    ("do", "parodys", r"{PAPER}\S* (?:\S+ ){0,4}?parodysi|^parodysi\S* (?:\S+ ){0,2}?{PAPER}"),
    ("visit", "paims", r"^paims\S* (?:jus|tave|megin|matmen)|(?:megin|matmen)\S* (?:\S+ ){0,2}?paims"),
    ("send", "nurody", r"(?:rekvizit|saskaitos numer|adres)\S* (?:\S+ ){0,2}?nurodysi|^nurodysi\S* (?:\S+ ){0,2}?(?:rekvizit|saskaitos numer)"),
    ("pay", "imok|paved", r"(?:imok|pavedim)\S* (?:\S+ ){0,3}?(?:inesi|suvesi)|^(?:inesi|suvesi)\S* (?:\S+ ){0,2}?(?:imok|paved)"),
    ("deliver", "grazins", r"(?<!mokesti )(?<!\w)(?:su)?grazinsi(?:u|me|m)(?!\w)(?!.*(?:eur|€|kortel))"),
    (
        "visit", "inzinier|meistr|technik|specialist|elektrik|santechn|brigad|montuoj|montuot|ekspert|zmog|darbuotoj|zmon|surinkej|darbinink|inspektor|matuotoj|geodez|kaminkr|ekip|saltkalv|mechanik|slaugyt|notaras|vertintoj|kurjer|vairuot|pas |objekt|atvyk|atvaz|uzsuk|uzei|atei|krovin|siunt|jusu|matav|apziur|diagn",
        r"^(?:nusius|atsius|issius|pasius|atsiu|nusiu|issiu|pasiu|siunc|siusi|atsiunc|issiunc|pasiunc)\S*(?: \S+){0,4}? {PERSONS}\S*|{PERSONS}[^\s,]*,? (?:kaip [^,]{2,25}, )?(?:[^\s,]+ ){0,6}?(?:bus|patikrin|apziur|pakeis|sutvark|sutais|"
        r"sumontuo|imontuo)|(?:kurjer|vairuotoj)\S* (?:\S+ ){0,4}?(?:paims|pasiims|atsiims)|"
        r"^busi\S* (?:\S+ ){0,3}?(?:pas (?:jus|tave)|objekte)(?! (?:\S+ )?(?:ramp|sandel))|(?:montuotoj|meistr|brigad|surinkej|"
        r"darbinink)\S* (?:\S+ ){0,4}?(?:prades|pradeda|baigs)|^(?:atvyk|atvaziuo|uzsuk|uzei|atei)|^(?:pasiims|paims|pasiimsi|paimsi)\S* (?:\S+ ){0,3}?(?:pas jus|is jusu|krovin|siunt)|"
        r"(?:matavim|apziur|diagnostik)\S* (?:\S+ ){0,2}?atliks\S* (?:\S+ ){0,2}?(?:pas jus|vietoje|objekte)",
    ),
    (
        "deliver", "bus|kur|pasikrau|atkel|atvyk|pasiek|ramp|nuleis",
        r"{GOODS}\S* (?:\S+ ){0,6}?(?:bus (?:\S+ )?(?:pas jus|pristat|atvez|vietoje)|atvyks|atkeliaus|pasieks)|{GOODS}\S* (?:\S+ ){0,3}?pas jus (?:\S+ ){0,2}?bus|"
        r"pas jus (?:\S+ ){0,2}?(?:ramp|sandel)\S* (?:\S+ ){0,4}?bus|^nuleisi\S* (?:\S+ ){0,2}?(?:per kurjer|pastomat)|vilkik\S* (?:\S+ ){0,5}?pas jus",
    ),
    ("deliver", "jusu", r"(?<!\w)bus (?:\S+ )?jusu (?:ramp|prieplauk|sandel|kiem|aikstel|parduotuv|biure|pasto dez)"),
    ("fix", "remont", r"remont\S* (?:\S+ ){0,4}?(?:pa(?:si)?dary|atlik|uzbaig)|^(?:pa(?:si)?dary|atlik|uzbaig)\S* (?:\S+ ){0,2}?remont"),
    ("fix", "veiks", r"(?<!\w)veiks(?!\w)"),
    ("check", "aptar", r"^aptarsi?\S* (?:\S+ ){0,2}?su (?!jumis|tavimi)"),
    ("do", "sutars", r"^sutarsi\S* (?:\S+ ){0,2}?su (?!jumis|tavimi)"),
    ("deliver", "pasiimsi", r"^pasiimsi\S* (?:kartu|su savimi)(?!\w)"),
    ("send", "parasysi", r"(?:slaptazod|adres|koda|numer|duomen|rekvizit|prisijungim)\S* (?:\S+ ){0,2}?parasysi|(?:draudik|viesbuc|savivaldyb|tiekej|bank|gamintoj|gamykl|inspekcij)\S*(?:ui|ei|ai|ams|ems) (?:\S+ ){0,4}?parasysi"),
    ("answer", "patikslin", r"(?<!\w)(?:suma|kaina|kieki|termina)\w* (?:\S+ ){0,2}?patikslinsi|^patikslinsi\S* (?:\S+ ){0,2}?(?:suma|kaina|kieki|termina)(?!\w)"),
    ("deliver", "paliks", r"^paliksi\S* (?:\S+ ){0,2}?prie "),
    ("visit", "mes", r"(?<!\w)mes pas (?:jus|tave)"),
    ("visit", "pas jus|pas tave", r"pas (?:jus|tave) (?:\S+ )?bus (?:{NAMES})(?!\w)"),
    ("fix", "darba", r"(?:server|sistem|irang|stakl|linij)\S* (?:\S+ ){0,2}?grazinsi\S* i darba"),
    ("do", "pakei|keisi", r"^(?:pa)?keis?k?\S* (?:\S+ ){0,3}?(?:telefon|tekst|adres|data|laika|kain|pavadin|numer)|(?:telefona|teksta|adresa|data|laika|kaina|kainas|pavadinima|numeri) (?:\S+ ){0,2}?pakei"),
    ("do", "numes|skirs", r"(?:procent|nuolaid|%)\S* (?:\S+ ){0,3}?numes|^numes\S* (?:\S+ ){0,4}?(?:procent|nuolaid|%|\d+ ?%)"),
    ("deliver", "krau", r"^kraun\S* (?:\S+ ){0,2}?(?:jums|tau)"),
    ("visit", "pas jus|pas tave", r"(?<!\w)(?:jis|ji|jie) (?:\S+ ){0,2}?bus (?:\S+ )?pas|(?<!\w)(?:jis|ji) pas (?:jus|tave)"),
    ("visit", "pas jus|pas tave", r"(?<!\w)(?:vaikinai|vyrai|koleg[aeo]s?|komanda|ekipa|zmones|padejej\w*|direktor\w*|vadov\w*|[a-z]+(?:ininkas|ininke|tojas|toja|istas|iste|ologas|ologe|ejas|eja)|{NAMES}) (?:\S+ ){0,4}?(?:bus|pas (?:jus|tave))(?!\w)"),
    ("deliver", "pas jus|pas tave", r"pas (?:jus|tave) (?:\S+ ){0,4}?bus(?!\w)|(?<!\w)bus (?:\S+ )?pas (?:jus|tave)"),
    ("deliver", "atvaz|atvyks|ateis|atkel", r"(?<!\w)[a-z]{3,}(?:os|es) (?:\S+ ){0,2}?(?:atvaziuos|atvyks|atkeliaus|ateis)"),
    ("deliver", "paka|pastat|nustat|paliks", r"(?:konteiner|palet|dez|masin)\S* (?:\S+ ){0,5}?(?:pastaty|paliks)|^(?:pastaty|paliks)(?!\S* viet)\S* (?:\S+ ){0,3}?(?:konteiner|palet|dez|masin)"),
    ("send", "duosi|duos|ides|ised|prides|atiduo|ismes", r"^(?:duos|ides|prides|atiduos|ismes)\S* (?:\S+ ){0,3}?{PAPER}|{PAPER}\S* (?:\S+ ){0,4}?(?:duos|ides|prides|atiduos|ismes)|(?:foto|nuotrauk)\S* (?:\S+ ){0,2}?ismes"),
    ("do", "atiduo", r"(?:masin|automobil|busiuk|rakt|irank|prietais|bald|telefon|kompiuter|irang)\S* (?:\S+ ){0,4}?atiduos|^atiduos\S* (?:\S+ ){0,3}?(?:masin|automobil|busiuk|rakt|irank|prietais|bald|telefon|kompiuter|irang)"),
    ("do", "paduo|pateik", r"(?:ieskin|skund|deklaracij|prasym|paraisk)\S* (?:\S+ ){0,4}?(?:teismui|vmi|sodrai|savivaldyb|regitr|registr)|^(?:paduo|pateik)\S* (?:\S+ ){0,2}?(?:ieskin|skund|deklaracij|paraisk|prasym)|(?:prasym|paraisk)\S* (?:\S+ ){0,2}?(?:paduos|pateiks)"),
    (
        "do", "perduo|suderin|patvirtin|palik",
        r"^perduos\S* (?:\S+ ){0,2}?(?:gamyb|vykdy|darb)|uzsakym\S* (?:\S+ ){0,2}?perduos\S* (?:gamyb|vykdy)|^suderin[ks]\S* (?:\S+ ){0,2}?(?:su |vizit|dat|laik|grafik|susitikim|"
        r"pristatym|transport)|(?:vizit|dat|laik|grafik|susitikim|pristatym)\S* (?:\S+ ){0,3}?suderins|^patvirtins\S* (?:\S+ )?(?:atostog|sutart|uzsakym|rezervacij|samat|maket)",
    ),
    (
        "meet", "pristaty|sukvies|prisijung|lauksi|pasimaty",
        r"^pristatysi\S* (?:\S+ ){0,4}?(?:projekt|plan|pasiulym|rezultat|koncepcij|demo|sprendim|sistem)|(?:projekt|plan|rezultat|koncepcij|sprendim)\S* (?:\S+ ){0,3}?pristatysi|^sukviesi\S* (?:\S+ "
        r"){0,2}?(?:susitikim|pasitarim|posed)|^prisijungsi\S* (?:\S+ ){0,4}?(?:susitikim|skambuc|teams|zoom|pokalb)",
    ),
    (
        "send", " bus ",
        r"{PAPER}\S* (?:\S+ ){0,5}?bus(?! (?:\S+ ){0,3}?(?:pasiras|pareng|paruos|uzbaig|baig|sudar|pakei|atnauj|suder|tais|istais|patais|sukur|perkel))",
    ),
    (
        "do", "tvarky",
        r"(?:dokument|popier|formalum|reikal|uzsakym|rezervacij|leidim|viz|kambar|kiem|aplink|sklyp)\S* (?:\S+ ){0,3}?(?:su)?tvarky|(?:su)?tvarky\S* (?:\S+ ){0,2}?(?:dokument|popier|formalum|reikal|uzsakym|"
        r"rezervacij|leidim|viz|kambar|kiem|aplink|sklyp)",
    ),
    (
        "visit", "numat|planuoj|suplanuot|paskirt|vyks",
        r"(?:montavim|irengim|apziur|vizit|matavim|surinkim)\S* (?:\S+ ){0,4}?(?:i?vyks|numat|planuoj|suplanuot|paskirt)",
    ),
    ("deliver", "numat|planuoj|suplanuot|paskirt|vyks", r"(?:pristatym|atvezim|isvezim)\S* (?:\S+ ){0,4}?(?:i?vyks|numat|planuoj|suplanuot|paskirt)"),
    (
        "fix", "drenaz|kanaliz|nuotek|vamzd|filtr|ilaj|latak|trap|sifon|kriaukl|pataisy|atnaujin|pataisa|pataisos|istaisy|klaid|brok|defekt|gedim|triksi|triuksm|skyl|itruk|prakiur|tvarky|patiksl|pakoreg",
        r"(?:drenaz|kanaliz|nuotek|vamzd|filtr|ilaj|latak|trap|sifon|kriaukl)\S* (?:\S+ ){0,3}?(?:is|pra|pri)?(?:valy|plau)|^(?:is|pra)(?:valy|plau)\S* (?:\S+ ){0,2}?(?:drenaz|kanaliz|nuotek|vamzd|filtr|ilaj|latak|"
        r"trap|sifon|kriaukl)|(?:pataisym|atnaujinim|pataisa|pataisos|pataisyt\S*|istaisyt\S*|klaid\S* taisym)\S* (?:\S+ ){0,6}?(?:idieg|paleis|iras|ikels)|^(?:idieg|paleis|iras|ikels)\S* (?:\S+ "
        r"){0,2}?(?:pataisym|atnaujinim|pataisa|pataisyt|istaisyt)|(?:klaid|broka|defekt|gedim|nuotek|triksi|triuksm|skyl|itruk|prakiurim)\S* (?:\S+ ){0,4}?(?:tvarky|sutvarky|patiksl|perspausdin|perdary|uzdary|ismont|"
        r"ispres|pakoreg)|^(?:su)?tvarky\S* (?:\S+ ){0,3}?(?:klaid|broka|defekt|gedim|nuotek|skyl|dur|vart|langa|siurbl|katil|kompiuter|server|ryl|internet|sistem|cia|cesn|variklin)|"
        r"^(?:patiksl|pakoreguo)\S* (?:\S+ ){0,2}?(?:deklaracij|ataskait|saskait|klaid|sutart|duomen)|(?:deklaracij|ataskait|saskait)\S* (?:\S+ ){0,2}?(?:patikslins|pakoreguos)",
    ),
    (
        "fix", "rys|internet|svetain|server|prieig|gedim|sistema|klaid|pasalin",
        r"(?:rysys|rysi|internet\S*|svetain\S*|server\S*|prieig\S*(?! (?:\S+ ){0,3}?(?:suteik|sukur))|gedim\S*|sistema|klaid\S*) (?:\S+ ){0,4}?(?:atkur|veik|sutvark|"
        r"pasalin|istais|bus)|^pasalin\S*",
    ),
)  # fmt: skip
PHRASES: tuple[tuple[str, str, str], ...] = tuple(
    (act, cue, pattern.replace("{PAPER}", _PAPER).replace("{GOODS}", _GOODS).replace("{MONEY}", _MONEY).replace("{PERSONS}", _PERSONS).replace("{NAMES}", "|".join(sorted(NAMES))))
    for act, cue, pattern in _PHRASES
)

NOUNS = (
    ("deliver", r"(?:pristatymas|atvezimas|tiekimas|siunta|krovinys|uzsakymas|eta)"),
    (
        "send",
        r"(?:issiuntimas|pasiulymas|sutartis|samata|dokumentai|ataskaita|vertimas|failas|failai|isvada|isvados|priedas|priedai|atspaudas|kopija|kopijos|nuotraukos|isklotine|pazyma|eskizas|eskizai|brezinys|breziniai|sertifikatas|instrukcija|rezultatai|prisijungimai|projektas|protokolas|originalai|likusi dalis|likusios|visas|"
        r"visa|kita dalis|brezniai|maketas|aktas)",
    ),
    (
        "visit",
        r"(?:montavimas|irengimas|apziura|meistras|meistro vizitas|inzinierius|technikas|vizitas|matavimas|brigada|aptarnavimas|"
        r"surinkimas)",
    ),
    ("answer", r"(?:atsakymas)"),
    ("pay", r"(?:avansas|mokejimas|apmokejimas|grazinimas|ismoka|pavedimas|kompensacija)"),
    ("invoice", r"(?:saskaita|saskaita faktura)"),
    ("fix", r"(?:remontas|pakeitimas|gedimo salinimas|atnaujinimas)"),
    ("meet", r"(?:pamoka|uzsiemimas|konsultacija)"),
    ("do", r"(?:paleidimas|pradzia|darbu pradzia|prijungimas|mokymai)"),
)  # fmt: skip
