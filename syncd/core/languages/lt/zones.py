"""Lithuanian words that mark the zones and the class of a mail: tables only, no logic. See the English table for their meaning."""

from __future__ import annotations

HEADERS = {
    "nuo": "from",
    "siuntėjas": "from",
    "siuntejas": "from",
    "išsiųsta": "date",
    "issiusta": "date",
    "siųsta": "date",
    "data": "date",
    "kada": "date",
    "kam": "to",
    "gavėjas": "to",
    "gavejas": "to",
    "kopija": "to",
    "tema": "subject",
    "svarba": "other",
    "priedai": "other",
}

WROTE = (
    "rašė", "rase", "rašo", "raso", "parašė", "parase", "rašė (-ė)", "rašėte", "rasete", "parašė (-ė)", "rašė(-ė)", "jūs rašėte",
    "rašė (‑ė)",
)  # fmt: skip

ORIGINAL = (
    "pradinis laiškas", "pradinis pranešimas", "pirminis laiškas", "pirminis pranešimas", "originalus laiškas", "originalus pranešimas",
    "originali žinutė", "pradinis laiskas", "originalus laiskas", "pradine zinute", "pradinė žinutė", "pradinis susitikimas",
)  # fmt: skip
FORWARDED = (
    "persiųstas laiškas", "persiųstas pranešimas", "persiunčiamas laiškas", "persiunčiamas pranešimas", "persiusta zinute",
    "persiųsta žinutė",
    "peradresuotas laiškas", "peradresuotas pranešimas", "persiustas laiskas", "pradėti persiųstą laišką",
    "persiųstas laiškas prasideda",
    "persiųsto laiško pradžia", "persiunčiamo laiško pradžia", "pradedamas persiunčiamas laiškas", "persiunciamas laiskas",
    "toliau pateikiamas persiųstas laiškas",
)  # fmt: skip
FORWARD_ENDS = ("persiųsto laiško pabaiga", "persiunčiamo laiško pabaiga", "persiųsto pranešimo pabaiga")

CLOSINGS = (
    "pagarbiai", "su pagarba", "nuoširdžiai", "nuosirdziai", "geriausi linkėjimai", "su geriausiais linkėjimais",
    "geriausių linkėjimų", "linkėjimai",
    "su linkėjimais", "linkėdama", "linkėdamas", "iš anksto dėkoju", "iš anksto ačiū", "dėkoju", "dekoju", "dėkojame", "ačiū", "aciu",
    "geros dienos", "gražios dienos",
    "grazios dienos", "iki pasimatymo", "iki greito", "sėkmės", "pagarbiai jūsų", "su geriausiais linkejimais",
    "geriausi linkejimai", "puikios dienos",
)  # fmt: skip

PHONE_PATTERNS = (
    r"(?:iš|is)?(?:siųsta|siusta) (?:iš|is) "
    r"(?:mano|manojo|„|\"|samsung|outlook|iphone|ipad|android|yahoo|gmail|mobilaus|mobiliojo|telefono|huawei|xiaomi|„samsung|windows)",
    r"(?:siunčiama|išsiunčiau) (?:iš|is) (?:mano|telefono|mobiliojo|„)",
    r"gauti „?outlook",
    r"gaukite „?outlook",
    r"nusiųsta iš (?:mano|„|telefono|mobiliojo|iphone)",
)

SPEECH_PATTERNS = (
    r"\b(?:[Aa]š|[Mm]es|[Jj]ūs|[Jj]ums|[Jj]us|[Mm]an|[Pp]rašau|[Pp]rašome|[Bb]us|[Rr]ytoj|[Šš]iandien|[Ss]iandien|[Pp]rasau)\b",
    r"\b[A-Za-ząčęėįšųūžĄČĘĖĮŠŲŪŽ][a-ząčęėįšųūž]{2,}(?:siu|sime|čiau|kite|ciau)\b",
    r"\b(?:[Pp]oryt|(?:pirm|antr|treči|treci|ketvirt|penkt|šešt|sekm)adien(?:į|i|io|iui))\b",
)
# a person speaks in this paragraph: it is no notice
FIRST_PERSON_PATTERN = r"\b(?:[Aa]š|[Mm]an)\b|\b[A-Za-ząčęėįšųūžŠŽĮ][a-ząčęėįšųūž]{2,}siu\b"

DISCLAIMERS = (
    "konfidenciali informacija", "konfidencialios informacijos", "konfidencialią informaciją", "konfidencialios ir",
    "konfidencialumo pranešimas",
    "konfidencialumo pastaba", "skirta tik adresatui", "skirtas tik adresatui", "skirti tik adresatui", "skirta tik gavėjui",
    "skirtas tik gavėjui", "skirtas tik jame nurodytam",
    "jei šį laišką gavote per klaidą", "jeigu šį laišką gavote per klaidą", "jei gavote šį laišką per klaidą", "jei gavote per klaidą",
    "gavote šį laišką per klaidą",
    "laišką gavote per klaidą", "pranešimą gavote per klaidą", "gavote šį pranešimą per klaidą", "gavote šį el. laišką per klaidą",
    "jei nesate adresatas", "jeigu nesate adresatas", "jei jūs nesate", "nesate šio laiško",
    "tausokite gamtą", "tausokime gamtą", "saugokime gamtą", "pagalvokite apie gamtą", "prieš spausdindami",
    "ar tikrai būtina spausdinti", "ar būtina spausdinti", "spausdinti šį laišką", "spausdinti šį el. laišką",
    "nėra viešas pasiūlymas", "nėra laikoma pasiūlymu", "nesukuria įsipareigojim", "nelaikytina įsipareigojim",
    "nėra laikomas įsipareigojim",
    "patikrinta nuo virusų", "patikrintas nuo virusų", "virusų nerasta", "be virusų", "patikrino antivirusinė", "antivirusinė programa",
    "išorinis siuntėjas", "išorinis laiškas", "laiškas gautas iš išorės", "nespauskite nuorodų",
    "informuokite siuntėją", "praneškite siuntėjui", "pranešti siuntėjui", "ištrinkite šį", "griežtai draudžiama", "neatsako už",
    "šiame laiške pateikta informacija", "šiame laiške esanti informacija", "informacija, esanti šiame", "elektroninis laiškas ir jo",
    "skirta tik asmen", "adresuota tik", "yra konfidencialus", "yra konfidencialūs", "yra konfidenciali", "draudžiama platinti",
    "draudžiama naudoti",
)  # fmt: skip

FOOTERS = (
    "norėdami atsisakyti", "atsisakyti naujienlaišk", "atsisakyti prenumeratos", "šį laišką gavote, nes", "šį laišką gavote todėl",
    "jūs gavote šį laišką", "gavote šį laišką, nes",
    "nebenorite gauti", "nebenorėdami gauti", "atsisakyti prenumeruoti",
)  # fmt: skip

BOILERPLATE = (
    "kiekvieną užklausą", "visas užklausas", "visus klausimus", "per 24 valandas", "per parą", "per 1 darbo dieną",
    "per vieną darbo dieną", "darbo laikas", "darbo valandos", "darbo metu",
    "mūsų svetainė", "apsilankykite", "sekite mus", "šis pranešimas", "šis laiškas", "šis el. laiškas", "visos teisės saugomos",
    "pagal taisykl", "pagal taisyklių", "vadovaujantis", "eilės tvarka",
    "visada pasirengę", "asmens duomenų", "privatumo politik", "nėra viešas", "bendrosios sąlygos", "visada", "kiekvienam klientui",
)  # fmt: skip
