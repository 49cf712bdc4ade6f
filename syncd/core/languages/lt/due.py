"""Lithuanian words of time: each meaning with the forms that carry it. `_` joins the words of a phrase.

Read by `syncd.core.due.lexicon`, which documents the meanings and reads every form with and without its diacritics. Tables only.
"""

from __future__ import annotations

from typing import Final

HALF_BEFORE: Final = True  # „pusę trijų" is 2:30

MEANINGS: Final[dict[str, str]] = {
    "weekday 0": "pirmadienis pirmadienį pirmadieniui pirmadieniu pirmadienyje pirmadieny pirmad pirm pirmdienį",
    "weekday 1": "antradienis antradienį antradieniui antradieniu antradienyje antradieny antrad antr",
    "weekday 2": "trečiadienis trečiadienį trečiadieniui trečiadieniu trečiadienyje trečiadieny trečiad treč treciadienį",
    "weekday 3": "ketvirtadienis ketvirtadienį ketvirtadieniui ketvirtadieniu ketvirtadienyje ketvirtadieny ketvirtad ketvirtadinį",
    "weekday 4": "penktadienis penktadienį penktadieniui penktadieniu penktadienyje penktadieny penktad penkt penktadinį",
    "weekday 5": "šeštadienis šeštadienį šeštadieniui šeštadieniu šeštadienyje šeštadieny šeštad šešt",
    "weekday 6": "sekmadienis sekmadienį sekmadieniui sekmadieniu sekmadienyje sekmadieny sekmad sekm",
    "weekday_of 0": "pirmadienio",
    "weekday_of 1": "antradienio",
    "weekday_of 2": "trečiadienio",
    "weekday_of 3": "ketvirtadienio",
    "weekday_of 4": "penktadienio",
    "weekday_of 5": "šeštadienio",
    "weekday_of 6": "sekmadienio",
    "month 1": "sausis sausio saus",
    "month 2": "vasaris vasario vas",
    "month 3": "kovas kovo kov",
    "month 4": "balandis balandžio bal",
    "month 5": "gegužės geg",
    "month 6": "birželis birželio birž",
    "month 7": "liepos liep",
    "month 8": "rugpjūtis rugpjūčio rugp",
    "month 9": "rugsėjis rugsėjo rugs",
    "month 10": "spalis spalio spal",
    "month 11": "lapkritis lapkričio lapkr",
    "month 12": "gruodis gruodžio gruod",
    "month_in 1": "sausį sausyje sausio_mėnesį sausio_mėn",
    "month_in 2": "vasarį vasario_mėnesį vasario_mėn",
    "month_in 3": "kovą kovo_mėnesį kovo_mėn",
    "month_in 4": "balandį balandyje balandžio_mėnesį balandžio_mėn",
    "month_in 5": "gegužę gegužėje gegužės_mėnesį gegužės_mėn",
    "month_in 6": "birželį birželyje birželio_mėnesį birželio_mėn",
    "month_in 7": "liepą liepoje liepos_mėnesį liepos_mėn",
    "month_in 8": "rugpjūtį rugpjūtyje rugpjūčio_mėnesį rugpjūčio_mėn",
    "month_in 9": "rugsėjį rugsėjyje rugsėjo_mėnesį rugsėjo_mėn",
    "month_in 10": "spalį spalyje spalio_mėnesį spalio_mėn",
    "month_in 11": "lapkritį lapkrityje lapkričio_mėnesį lapkričio_mėn",
    "month_in 12": "gruodį gruodyje gruodžio_mėnesį gruodžio_mėn",
    "roman 6": "vi",
    "roman 7": "vii",
    "roman 8": "viii",
    "roman 9": "ix",
    "roman 11": "xi",
    "roman 12": "xii",
    "number 1.5": "pusantros pusantro pusantrą pusantrų",
    "number 1": "vienas viena vieną vieno vienos vienai",
    "number 2": "du dvi dviejų dvejų dviem dvejus dvejas porą poros pora",
    "number 3": "trys tris trijų trejų trims trejus",
    "number 4": "keturi keturios keturis keturias keturių ketverių keturioms",
    "number 5": "penki penkios penkis penkias penkių penkerių penkioms",
    "number 6": "šeši šešios šešis šešias šešių šešerių",
    "number 7": "septyni septynios septynis septynias septynių",
    "number 8": "aštuoni aštuonios aštuonis aštuonias aštuonių",
    "number 9": "devyni devynios devynis devynias devynių",
    "number 10": "dešimt dešimties dešimtį dešimtis",
    "number 11": "vienuolika vienuolikos vienuoliką",
    "number 12": "dvylika dvylikos dvyliką",
    "number 13": "trylika trylikos",
    "number 14": "keturiolika keturiolikos keturiolikai",
    "number 15": "penkiolika penkiolikos",
    "number 16": "šešiolika šešiolikos",
    "number 17": "septyniolika septyniolikos",
    "number 18": "aštuoniolika aštuoniolikos",
    "number 19": "devyniolika devyniolikos",
    "number 20": "dvidešimt dvidešimties dvidešimčiai",
    "number 30": "trisdešimt trisdešimties",
    "number 40": "keturiasdešimt keturiasdešimties",
    "number 45": "keturiasdešimt_penkių keturiasdešimt_penkias",
    "number 50": "penkiasdešimt",
    "number 60": "šešiasdešimt",
    "number 90": "devyniasdešimt",
    "few 3": "kelias kelių keletą kelis keletos keleto",
    "ordinal 1": "pirmo pirmą pirmos pirmoji pirmąją pirmosios pirmoje pirmąjį pirmojo pirmai pirmajai",
    "ordinal 2": "antro antrą antros antroji antrąją antrosios antroje antrąjį antrojo antrai antrajai",
    "ordinal 3": "trečio trečią trečios trečioji trečiąją trečiosios trečioje trečiąjį trečiojo trečiai trečiajai",
    "ordinal 4": "ketvirto ketvirtą ketvirtos ketvirtoji ketvirtąją ketvirtosios ketvirtoje ketvirtąjį ketvirtojo ketvirtai ketvirtajai",
    "ordinal 5": "penktą penktos penktoji penktąją penktosios penktoje penktai penktajai",
    "ordinal 6": "šeštą šeštos šeštoji šeštąją šeštosios šeštai šeštajai",
    "ordinal 7": "septintą septintos septintoji septintąją septintosios septintai septintajai",
    "ordinal 8": "aštuntą aštuntos aštuntoji aštuntąją aštuntosios aštuntai aštuntajai",
    "ordinal 9": "devintą devintos devintoji devintąją devintosios devintai devintajai",
    "ordinal 10": "dešimtą dešimtos dešimtoji dešimtąją dešimtosios dešimtai dešimtajai",
    "ordinal 11": "vienuoliktą vienuoliktos vienuoliktoji vienuoliktąją vienuoliktosios",
    "ordinal 12": "dvyliktą dvyliktos dvyliktoji dvyliktąją dvyliktosios",
    "ordinal 13": "tryliktą tryliktos tryliktoji tryliktąją tryliktosios",
    "ordinal 14": "keturioliktą keturioliktos keturioliktoji keturioliktąją keturioliktosios",
    "ordinal 15": "penkioliktą penkioliktos penkioliktoji penkioliktąją penkioliktosios",
    "ordinal 16": "šešioliktą šešioliktos šešioliktoji šešioliktąją šešioliktosios",
    "ordinal 17": "septynioliktą septynioliktos septynioliktoji septynioliktąją septynioliktosios",
    "ordinal 18": "aštuonioliktą aštuonioliktos aštuonioliktoji aštuonioliktąją aštuonioliktosios",
    "ordinal 19": "devynioliktą devynioliktos devynioliktoji devynioliktąją devynioliktosios",
    "ordinal 20": "dvidešimtą dvidešimtos dvidešimtoji dvidešimtąją dvidešimtosios",
    "ordinal 30": "trisdešimtą trisdešimtos trisdešimtoji trisdešimtąją trisdešimtosios",
    "unit second": "sekundę sekundės sekundžių sek",
    "unit minute": "minutę minutės minučių minutes min minutėlę minutėlės",
    "unit halfhour": "pusvalandį pusvalandžio pusvalanduką pusę_valandos pusės_valandos puse_valandos",
    "unit quarterhour": "ketvirtį_valandos ketvirčio_valandos",
    "unit hour": "valandą valandai valandos valandų valandas valanda val h valandėlę valandėlės",
    "unit day": "diena dieną dienos dienų dienas d dienai paros parą parų paras dienom dienomis dienelę",
    "unit workday": "d.d",
    "unit week": "savaitė savaitę savaitės savaičių savaites sav savaitėje savaitei savaitėlę",
    "unit month": "mėnuo mėnesį mėnesio mėnesių mėnesius mėn mėnesiui mėnesyje",
    "unit quarter": "ketvirtis ketvirtį ketvirčio ketvirtyje ketv",
    "unit halfyear": "pusmetis pusmetį pusmečio",
    "unit year": "metai metus metų metams metais",
    "working": "darbo darbinę darbinės darbines darbinių darb",
    "calendar": "kalendorines kalendorinių kalendorinę kalendorinės kalendoriniu",
    "relative 0": "darbo_dienos_bėgyje dienos_bėgyje šios_dienos_bėgyje šiandien šiandieną šiandienos šiandienai siandien siandie",
    "relative 1": "rytoj rytojaus rytojui rytdienos rytdieną rytdienai ryt rytoi",
    "relative 2": "poryt porytojaus porytdienos poryt_dienos",
    "relative 3": "užporyt už_poryt",
    "relative -1": "vakar užvakar vakarykštis vakarykščio vakarykštį vakarykštės vakarykštę vakardienos",
    "tonight": "šįvakar šiąnakt",
    "next_day": "kitą_dieną sekančią_dieną kitos_dienos",
    "same_day": "tą_pačią_dieną tą_pat_dieną tos_pačios_dienos tą_dieną",
    "part morning": (
        "ryte šįryt rytą ryto iš_ryto anksti_ryte nuo_ryto nuo_pat_ryto pirmoje_dienos_pusėje pirmą_dienos_pusę pirmoj_dienos_pusėj "
        "priešpiet prieš_pietus iki_pietų_laiko rytui pirmos_dienos_pusės"
    ),
    "part lunch": "pietų pietus pietums per_pietus per_pietų_pertrauką pietus_per",
    "part afternoon": (
        "popiet po_pietų popietę popietės antroje_dienos_pusėje antrą_dienos_pusę antroj_dienos_pusėj dieną_po_pietų pavakarę "
        "į_pavakarę pavakary antros_dienos_pusės"
    ),
    "part evening": "vakare vakarą vakaro vakarop vakarui iš_vakaro į_vakarą vėlai_vakare vėlų_vakarą",
    "part night": "naktį nakties naktis nakčia",
    "part any": (
        "dienos_pabaigos dienos_galo darbo_dienos_pabaigos darbo_dienos_galo dienos_pabaigoje dienos_gale darbo_dienos_pabaigoje "
        "savo_darbo_dienos_pabaigos mūsų_darbo_dienos_pabaigos jūsų_darbo_dienos_pabaigos darbo_pabaigos dienos_pabaigai "
        "dienos_pabaigą darbo_dienos_gale darbo_valandų_pabaigos d.d_pabaigos darbo_d_pabaigos pamainos_pabaigos"
    ),
    "clock 12:00": "vidurdienį vidurdienio vidurdienis pusiaudienį vidurdieniui",
    "clock 24:00": "vidurnaktį vidurnakčio vidurnaktis",
    "modifier next": "kitą kitos kitas kito kitame kitoje kitais sekančią sekančios sekantį sekančio sekantis kitam kitų",
    "modifier after_next": "dar_kitą aną už_kitos už_kitą",
    "modifier this": (
        "šią šios šį šio šis ši šiame šių šiais šiam einamąją einamosios einamąjį einamojo šitą šitos šito šiuos dabartinės"
    ),
    "modifier coming": (
        "ateinantį ateinančią ateinančios ateinančio ateinančiam artimiausią artimiausios artimiausio artimiausių artimiausias "
        "artimiausius ateinančias ateinančius ateinančių būsimą artėjantį artėjančią artėjančios artimiausiam artimiausiąją "
        "artėjančio artėjančiu artimiausiu ateinančiomis artimiausiomis"
    ),
    "modifier past": (
        "praeitą praėjusią praėjusios praeitos praėjusį praėjusio praeito pereitą pereitos praeitais praėjusiais paskutinę paskutinį "
        "paskutinės paskutinio paskutinėmis praėjusiam"
    ),
    "edge start": "pradžioje pradžios pradžiai pradžią pradžia pradžioj pačioje_pradžioje pirmomis_dienomis",
    "edge middle": "viduryje vidurio viduriui vidurį vidury vidurys",
    "edge end": "pabaigoje pabaigos pabaigai pabaigą pabaiga gale galo galui galą galas pabaigoj pačioje_pabaigoje",
    "edge first_half": "pirmoje_pusėje pirmą_pusę pirmos_pusės pirmoj_pusėj",
    "edge second_half": "antroje_pusėje antrą_pusę antros_pusės antroj_pusėj",
    "weekend": "savaitgalį savaitgalio savaitgalis savaitgaliui savaitgalyje",
    "upto": (
        "iki ligi ne_vėliau_kaip ne_vėliau_nei ne_vėliau ne_vėliau_kaip_iki ne_vėliau_nei_iki ne_ilgiau_kaip_iki vėliausiai "
        "vėliausiai_iki terminas ne_veliau_kaip_iki terminas_iki daugiausia_iki maksimum_iki"
    ),
    "before": "prieš",
    "within": (
        "per ne_vėliau_kaip_per ne_vėliau_kaip_po ne_ilgiau_kaip_per ne_daugiau_kaip_per ne_vėliau_nei_per laike bėgyje "
        "ne_vėliau_nei_po ne_ilgiau_nei_per vėliausiai_per vėliausiai_po maksimum_per daugiausia_per ne_daugiau_nei_per"
    ),
    "in": "už praėjus po",
    "from": "nuo nuo_pat ne_anksčiau_kaip ne_anksčiau_nei pradedant",
    "at on": "į ties",
    "between": "tarp",
    "to_hour": "be",
    "half": "pusę pusė pusės puse pusėje pusei",
    "ago": "prieš_tai atgal",
    "latest": "imtinai įskaitytinai vėliausiai ne_vėliau maksimum",
    "year_mark": "m metų_m",
    "and": "ir ar arba bei",
    "skip about": "kokių apie maždaug apytiksliai apytikriai",
    "skip": (
        "dar jau pat tik tiksliai lygiai preliminariai turbūt greičiausiai tikriausiai "
        "mano_laiku jūsų_laiku vietos_laiku mūsų_laiku kažkur būtinai tiesiog anksti galbūt orientaciniai "
        "orientacinis jau_nuo pirmu_taikymu visų_pirma"
    ),
    "allowed 7": "savaitės_bėgyje",
    "vague 7": (
        "netrukus greitai artimiausiu_metu kuo_greičiau kuo_skubiau kaip_galima_greičiau greitu_laiku artimiausioje_ateityje "
        "pirmai_progai_pasitaikius kuo_operatyviau kai_tik_galėsiu kai_tik_galėsime greit trumpu_laiku artimu_metu artimiausiu_laiku "
        "kiek_įmanoma_greičiau kaip_įmanoma_greičiau įmanomai_greičiau kuo_anksčiau per_trumpą_laiką kuo_sparčiau "
        "pirmai_progai_esant neužilgo ilgai_netrukus per_artimiausią_laiką greičiausiu_laiku per_įmanomai_trumpiausią_laiką"
    ),
    "vague 3": (
        "artimiausiomis_dienomis per_artimiausias_dienas per_kelias_dienas per_keletą_dienų po_kelių_dienų už_kelių_dienų "
        "per_artimiausias_kelias_dienas artimiausiom_dienom ateinančiomis_dienomis šiomis_dienomis per_ateinančias_dienas "
        "dienos_kitos_bėgyje po_keleto_dienų per_artimiausią_keletą_dienų"
    ),
    "vague 0": (
        "nedelsiant tuojau tuoj tučtuojau iškart tuojau_pat tuoj_pat dabar iš_karto skubiai nedelsdami nedelsdamas nedelsdama "
        "po_minutėlės už_minutėlės šiuo_metu dabar_pat operatyviai artimiausiomis_valandomis per_artimiausias_valandas "
        "be_atidėliojimo po_truputėlio betarpiškai"
    ),
    "holiday 12-25": "kalėdos kalėdų kalėdas kalėdoms šv_kalėdų šv_kalėdas kalėdom",
    "holiday 12-24": "kūčios kūčių kūčias kūčioms",
    "holiday 12-31": "naujametę_naktį",
    "holiday 01-01": "naujieji_metai naujuosius_metus naujųjų_metų naujieji naujųjų naujuosius naujiems_metams",
    "holiday 06-24": "joninės joninių jonines joninėms rasos rasų",
    "holiday 08-15": "žolinė žolinės žolinę",
    "holiday 11-01": "visų_šventųjų vėlinės vėlinių vėlines",
    "holiday 02-16": "vasario_šešioliktoji vasario_šešioliktąją vasario_šešioliktosios",
    "holiday 03-11": "kovo_vienuoliktoji kovo_vienuoliktąją kovo_vienuoliktosios",
    "holiday easter 0": "velykos velykų velykas velykoms",
    "holiday easter 1": "antroji_velykų_diena antrąją_velykų_dieną",
    "season 3": "pavasarį pavasario pavasaris",
    "season 6": "vasarą vasaros vasara",
    "season 9": "rudenį rudens ruduo",
    "season 12": "žiemą žiemos žiema",
    "event": (
        "kai kai_tik jei jeigu gavę gavus gavęs gavusi po_to_kai vos vos_tik kuomet apmokėjus sumokėjus pasirašius atvykus grįžus "
        "gavimo sulaukę sulaukus patvirtinus atėjus suderinus suderinę atlikus tada tik_po iškart_kai po_apmokėjimo po_švenčių "
        "po_atostogų po_gavimo po_pasirašymo po_susitikimo po_patvirtinimo po_sumokėjimo po_avanso kada nuo_apmokėjimo nuo_gavimo "
        "nuo_užsakymo nuo_pasirašymo nuo_sutarties nuo_avanso nuo_sumokėjimo nuo_patvirtinimo grįžęs grįžusi pasirodžius atsiradus "
        "baigus užbaigus sutvarkius gavusios įvykdžius įvykus priklausomai esant"
    ),
    "not": "ne vietoj vietoje užuot nebe",
    "quarter_name 1": "i_ketvirtį i_ketvirčio i_ketv i_ketvirtyje",
    "quarter_name 2": "ii",
    "quarter_name 3": "iii",
    "quarter_name 4": "iv",
    "rather": "tad tiksliau geriau tai_yra atsiprašau pataisau",
    "zone UTC": "gmt utc",
    "zone Europe/London": "londono_laiku",
    "zone Europe/Berlin": "cet cest berlyno_laiku vokietijos_laiku",
    "zone Europe/Vilnius": "eet eest lietuvos_laiku vilniaus_laiku",
    "zone Europe/Warsaw": "varšuvos_laiku lenkijos_laiku",
    "zone Europe/Riga": "rygos_laiku latvijos_laiku",
    "zone Europe/Moscow": "msk maskvos_laiku",
    "other": (
        "kas_nors bet_kas kažkas kai_kurie kai_kas kai_kuriuos kai_kurios kai_kuriais kai_kada jei_kas labas_rytas labą_rytą laba_diena labas_vakaras labą_vakarą laba_vakara gero_savaitgalio gražaus_savaitgalio gražios_dienos "
        "geros_dienos gero_vakaro gražaus_vakaro smagaus_savaitgalio ilgojo_savaitgalio su_naujaisiais su_naujaisiais_metais "
        "su_šventom_kalėdom su_kalėdomis kiekvieną_dieną kasdien kiekvieną_savaitę kas_savaitę kas_mėnesį kartą_per_savaitę "
        "kartą_per_mėnesį kartą_per_dieną kartą_per_metus per_savaitę_kartą per_dieną_kartą labos_nakties pirmą_kartą antrą_kartą "
        "kitą_kartą šį_kartą paskutinį_kartą pastaruoju_metu visą_laiką darbo_dienomis gerų_metų"
    ),
    "determiner": "jūsų mūsų mano jų jo savo tavo",
    "origin": "pagal",
    "origin every": "kiekvieną kiekvieno kiekvienos kas",
    "pronoun": (
        "aš mes jūs jis ji jie jos jums mums man tau ir bet kad jus mus meistras meistrai technikas vadybininkas vadybininkė "
        "kurjeris pas pas_jus į_jus atvyksta inžinierius brigada komanda vairuotojas kolega kolegė pristatymas montavimas "
        "susitikimas darbai pasiūlymą iš su dėl prie ant tai galėsite gausite galėsime bus specialistas"
    ),
    "paper": (
        "gatvė gatvės gatvėje g susitarimas susitarimą susitarimo sąskaita sąskaitą sąskaitos faktūra faktūrą aktas aktą akto sutartis sutartį sutarties laiškas laišką laiško laiške "
        "užsakymas užsakymo užsakymą važtaraštis važtaraštį užklausa užklausą užklausos skambutis skambučio ataskaita ataskaitos "
        "protokolas protokolo žinutė žinutę pranešimas sąmata sąmatos sąmatą pasiūlymas pasiūlymo susitikimo pokalbio pokalbis "
        "posėdžio mokėjimas mokėjimo"
    ),
    "warranty": "garantija garantiją garantijos garantinis garantinį patirtis patirtį galioja patirties garantinio",
    "lasting": (
        "trunka truks užtrunka užtruks užtruko truko reikia reikės prireiks užims užima trukmė trunkantis laukiame laukėme "
        "gamybos_terminas pristatymo_terminas užtrukti trukti"
    ),
    "hours": (
        "dirbame dirba dirbam darbo_laikas darbo_valandos atidaryta atidarytas atidaryti dirbu darbo_laiku dirbate veikia "
        "darbo_grafikas pasiekiami prieinami i-v priimame"
    ),
    "price": (
        "mastelis mastelio santykis versija versiją versijos punktas punkte punktą eur euro eurų eurai eurą procentų procentai procentus vnt vienetų vienetai vienetus kg mm cm km proc tūkst aukšte aukštas "
        "aukšto kartus kartų žmonių žmonės kab kabinetas kambarys etapais dėžės dėžių vietų pozicijų kampu laipsnių puslapių lapų "
        "bar"
    ),
}

ORDINAL_ENDINGS: Final = "oji ąją osios oje ajai ojo ąjį asis ą a tą ta tos os ojoje toji tąją tosios iosios iąją ioji"
CARDINAL_ENDINGS: Final = "jų ių ejų erių ų"
VERB_ENDINGS: Final[tuple[str, ...]] = ("siu", "sime", "siu", "sim", "site", "šiu", "šime", "šim", "siuos", "simės", "sis", "išiu", "žiu", "čiau", "kit", "kite", "ti")
MARKED_SHORT: Final = (
    "d m val min sav mėn ketv sek d.d g pirm antr treč šešt sekm pirmad antrad trečiad ketvirtad penktad penkt "
    "šeštad sekmad saus vas kov bal geg birž liep rugp rugs spal lapkr gruod darb kt"
)

# How the past is told: see `syncd.core.due.lexicon.Past`.
PAST: Final[dict[str, str]] = {
    "endings": "au ėme vome jome binome jo ėjo vo ėjote vote ėte o ė",
    "opening": "jau vau pau kau nau tau ėme vome jome binome",
    "kept": (
        "tarė sutar susitar numat paskyr užraš įraš rezerv suplan planav perkel nukel žad norė galė nutar nusprend pažad užregistr suder norėčiau galėčiau"
    ),
    "nouns": (
        "daugiau geriau vėliau anksčiau toliau labiau greičiau mažiau seniau aukščiau žemiau plačiau arčiau jau kito šito pačio vieno visko daikto prašome "
        "galėtumėme norėtumėme būtumėme"
    ),
    "subjects": "aš mes jūs jis ji jie jos tu",
    "relatives": "kiek kodėl kaip kur kuris kuri kurie kurios kurį kurią kuriuos kurias kurio kuriam kuriai kuriame kurioje ką kas",
    "ahead": "kad jei jeigu",
}
