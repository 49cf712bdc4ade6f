"""What Lithuanian words tell of a customer, and what only looks as if it did."""

from __future__ import annotations

import pytest

from tests.core.test_facts import COLLEAGUE, CUSTOMER, OURS, brief, told

OWN_WORDS = [
    # family
    ("Mūsų jauniausioji šiemet baigia mokyklą.", "family", "a child by her age alone"),
    ("Su žmona renkamės plyteles jau trečią savaitę.", "family", "a wife beside the writer"),
    ("Vyras sako, kad reikia dviejų kamerų.", "family", "a husband who has a say"),
    ("Žmona nori šviesesnių durų.", "family", "a wife who has a say"),
    ("Trečiadienį negalėsiu, vežu sūnų į stovyklą.", "family", "a child in passing"),
    ("Vaikai dar maži, todėl svarbu saugūs kampai.", "family", "children"),
    ("Prieš mėnesį susilaukėme dukrytės.", "family", "a birth"),
    ("Vyras Tomas atvyks šeštą.", "family", "a husband by name"),
    ("Liepos 4 d. tuokiuosi, tad kostiumo reikia anksčiau.", "family", "a wedding of one's own"),
    ("Esu keturių vaikų mama.", "family", "a mother of four"),
    ("Auginu sūnų viena.", "family", "a single mother"),
    ("Vakar gimė anūkė Elžbieta!", "family", "a grandchild"),
    ("Esu išsiskyręs, todėl sutartį pasirašysiu vienas.", "family", "divorced"),
    # birthdays
    ("Gruodžio 3 d. man bus šešiasdešimt.", "birthday", "an age to come"),
    ("Esu gimęs 1975 m. balandžio 9 d.", "birthday", "born"),
    ("Kitą penktadienį švenčiu gimtadienį, torto reikia dešimčiai žmonių.", "birthday", "a feast next week"),
    ("Mano gimimo diena – 1982-04-17.", "birthday", "in numbers"),
    # cities
    ("Prieš metus persikėliau gyventi į Palangą.", "city", "moved"),
    ("Pati esu iš Rokiškio, tad žinau tuos kelius.", "city", "comes from"),
    ("Nuo pavasario gyvename Biržuose.", "city", "since spring"),
    ("Šeima įsikūrė Kretingoje.", "city", "the family settled"),
    ("Esu panevėžietis.", "city", "named after the city"),
    ("Grįžome gyventi į Telšius.", "city", "came back"),
    ("Apsigyvenome Anykščiuose.", "city", "settled"),
    # hobbies
    ("Laisvalaikiu fotografuoju paukščius.", "hobby", "leisure"),
    ("Pensijoje pagaliau turiu laiko žvejybai.", "hobby", "time for it"),
    ("Kasmet bėgu Vilniaus maratoną.", "hobby", "running"),
    ("Vakarais neriu staltieses.", "hobby", "needlework"),
    ("Antradieniais lankau keramikos būrelį.", "hobby", "a circle"),
    ("Savaitgalį išvažiuojam į žygį baidarėmis.", "hobby", "a trip"),
    ("Šokame tautinius šokius jau dešimt metų.", "hobby", "dances"),
    ("Grojame kaimo kapeloje.", "hobby", "a band"),
    ("Rudenį dingstu miške, grybauju.", "hobby", "mushrooms"),
    ("Kiekvieną rytą plaukiu kilometrą.", "hobby", "swimming"),
    ("Mano silpnybė – senų motociklų restauravimas.", "hobby", "a weakness for what one does"),
    ("Jaučiuosi savas sode: auginu rožes.", "hobby", "a garden"),
    ("Mezgu megztinius visai giminei.", "hobby", "knitting"),
    ("Kolekcionuoju senus atvirukus.", "hobby", "a collection"),
    ("Važinėju motociklu, tad parkuosiuosi kieme.", "hobby", "a motorcycle"),
    ("Esu aistringas buriuotojas.", "hobby", "keen"),
    ("Užsiimu joga.", "hobby", "yoga"),
    ("Ruošiuosi triatlonui.", "hobby", "training"),
    ("Kuriu papuošalus iš gintaro.", "hobby", "made by hand"),
    ("Mano sodas – mano fitnesas.", "hobby", "what one calls one's rest"),
    # interests
    ("Mano silpnybė – juodas šokoladas.", "interest", "a weakness for a taste"),
    ("Vakarais skaitau Agatą Christie.", "interest", "reading"),
    ("Esu ištikimas „Ryto“ sirgalius.", "interest", "a team"),
    ("Labai mėgstu skandinaviškus detektyvus.", "interest", "reading"),
    ("Klausau tik senojo roko.", "interest", "music"),
    ("Be kavos nė žingsnio, geriu tik juodą.", "interest", "a taste"),
    ("Domiuosi architektūros istorija.", "interest", "history"),
    ("Palaikau Kauno „Žalgirį“.", "interest", "a team"),
    ("Mano mėgstamiausia rašytoja – Jurga Ivanauskaitė.", "interest", "an author"),
    # style
    ("Rašykite el. paštu, telefonu nekalbu.", "style", "by mail"),
    ("Nemėgstu ilgų laiškų, užtenka trijų eilučių.", "style", "briefly"),
    ("Greitai nesprendžiu, man reikia savaitės.", "style", "slowly"),
    ("Visada palyginu bent tris pasiūlymus.", "style", "compares"),
    ("Patogiausia mane pasiekti po penkių vakaro.", "style", "when"),
    ("Skambinkite tik po pietų, rytais ragelio nekeliu.", "style", "when"),
    ("Be vyro pritarimo nieko neperku.", "style", "together"),
    ("Man svarbu viską turėti raštu.", "style", "in writing"),
    ("Susisiekti geriausia per „WhatsApp“.", "style", "by what"),
    ("Prieš pirkdama viską noriu pačiupinėti.", "style", "by touch"),
    ("Geriausiai mane rasite telefonu po šešių.", "style", "when"),
    ("Esu skaičių žmogus, rodykite lentelę.", "style", "by numbers"),
    # jobs
    ("Dirbu slaugytoja Santaros klinikose.", "job", "a nurse"),
    ("Nuo sausio vadovauju pardavimų skyriui.", "job", "leads"),
    ("Esu matematikos mokytojas.", "job", "a teacher"),
    ("Tapau bendrovės „Lina“ direktore.", "job", "became"),
    ("Jau dveji metai esu pensininkė.", "job", "retired"),
    ("Pagal profesiją esu geodezininkas.", "job", "by profession"),
    ("Keičiu darbą, nuo kovo manęs čia nebebus.", "job", "a change"),
    ("Palieku įmonę gruodžio pabaigoje.", "job", "leaves"),
    ("Man pasiūlė skyriaus vadovės pareigas.", "job", "a post"),
    ("Turiu nedidelę kepyklą Ukmergėje.", "job", "an owner"),
    ("Dėstau ekonomiką universitete.", "job", "lectures"),
    # other
    ("Turime vokiečių aviganį, bet jis geras.", "other", "a dog"),
    ("Mūsų katinas Pūkis bijo svetimų.", "other", "a cat"),
    ("Esu kairiarankė.", "other", "left-handed"),
    ("Namie laksto du šunys.", "other", "dogs"),
    ("Nevalgau mėsos.", "other", "what one eats"),
    ("Kalbu lenkiškai, galite siųsti ir originalą.", "other", "a tongue"),
]

NOTHING = [
    ("Tarpusavyje susikalbėjome tik po Jūsų laiško.", "what was once"),
    ("Į du mūsų skambučius niekas neatsakė.", "who did not answer"),
    ("Kaip ką tik kalbėjome telefonu, Sergejus užsuko iš karto.", "a call that was"),
    ("Mano kolegė gyvena Alytuje.", "somebody else"),
    ("Kaimynas laiko bites.", "somebody else"),
    ("Mūsų direktorius serga už „Žalgirį“.", "somebody else"),
    ("Brolis dirba policijoje.", "somebody else"),
    ("Ar turite vaikų?", "a question"),
    ("Ar mėgstate operą?", "a question"),
    ("Kada Jūsų gimtadienis?", "a question"),
    ("Sergu gripu, dirbsiu nuo pirmadienio.", "health"),
    ("Laukiuosi, tad terminas svarbus.", "health"),
    ("Sekmadieniais dainuoju bažnyčios chore.", "religion"),
    ("Esu partijos narys nuo 2001 metų.", "politics"),
    ("Profsąjungos pirmininkė esu jau ketverius metus.", "union"),
    ("Mūsų įmonei sukanka dvidešimt metų.", "a firm"),
    ("Persikėlėme į naują biurą Kaune.", "a firm"),
    ("Esame šeimos verslas.", "a firm"),
    ("Norėčiau gyventi prie jūros, bet kas mokės.", "a wish"),
    ("Dirbame iki penktos.", "hours"),
    ("Dirbu prie pasiūlymo, atsiųsiu rytoj.", "a task"),
    ("Dirbame su tiekėjais iš Lenkijos.", "a firm's dealings"),
    ("Žaidžiate su ugnimi.", "a figure of speech"),
    ("Šitas projektas – mūsų vaikas.", "a figure of speech"),
    ("Gyvename šiandiena.", "a figure of speech"),
    ("Esu septintame danguje.", "a figure of speech"),
    ("Siuntą paimsiu iš Vilniaus.", "a place of business"),
    ("Susitikime Klaipėdoje.", "a place of meeting"),
    ("Sandėlis yra Šiauliuose.", "a building"),
    ("Objektas Palangoje dar nebaigtas.", "a building"),
    ("Skaitau sutartį ir turiu klausimų.", "work"),
    ("Klausau Jūsų pasiūlymų.", "work"),
    ("Renku pasiūlymus iki penktadienio.", "work"),
    ("Statau tvorą, reikia 40 m tinklo.", "a purchase"),
    ("Ant puodelio užrašykite „Geriausiai mamai“.", "to be printed"),
    ("Mėgstu, kai viskas padaryta laiku.", "a remark"),
    ("Dėkojame už dviračius, viskas gerai.", "goods"),
    ("Reikia dviejų futbolo kamuolių.", "goods"),
    ("Vaikų kambariui reikia šviestuvo.", "a room"),
    ("Vaikų žaidimo aikštelei trūksta sertifikato.", "a place"),
    ("Sprendžiame klausimą su vadovybe.", "work"),
    ("Prašau atsiųsti pasiūlymą raštu.", "a request"),
    ("Esu iš pirkimų skyriaus.", "a department"),
    ("Palaikau Jūsų nuomonę dėl termino.", "a figure of speech"),
]


@pytest.mark.parametrize(("text", "kind", "reason"), OWN_WORDS)
def test_a_customer_tells_it_of_themselves(text: str, kind: str, reason: str) -> None:
    """One fact of the kind, however it is put."""
    assert kind in [k for k, _ in brief(told(text, "lt"))], (reason, told(text, "lt"))


@pytest.mark.parametrize(("text", "reason"), NOTHING)
def test_what_only_looks_like_one_tells_nothing(text: str, reason: str) -> None:
    """Others, firms, work, goods, figures of speech and what law protects."""
    assert told(text, "lt") == (), reason


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Klientas Brown gyvena Kėdainiuose.", "city", "Kėdainiai"),
        ("Kalbėjau su klientu ponu Brown: sprendžia lėtai, pirmiausia lygina kainas.", "style", "sprendžia lėtai, pirmiausia lygina kainas"),
        ("Klientė Kazlauskienė augina tris vaikus.", "family", "tris vaikus"),
        ("Užrašai: klientas Petras Gudas, ketvirtadieniais žaidžia tenisą.", "hobby", "tenisą"),
        ("Klientas Petras Gudas neseniai tapo gamybos vadovu.", "job", "gamybos vadovu"),
    ],
)
def test_a_colleague_notes_it_of_a_customer(text: str, kind: str, value: str) -> None:
    """In the third person, about whom the note names."""
    assert (kind, value) in brief(told(text, "lt", sender=OURS, to=(COLLEAGUE,))), told(text, "lt", sender=OURS, to=(COLLEAGUE,))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mielas Petrai, sveikinu gimus sūnui!", "family"),
        ("Sveikiname su penkiasdešimtmečiu!", "birthday"),
        ("Sveikiname pradėjus eiti direktoriaus pareigas!", "job"),
        ("Sveikinu tapus seneliu!", "family"),
        ("Linkime sėkmės naujose pareigose!", "job"),
        ("Linkime daug pagautų lydekų, juk žvejojate kas savaitgalį.", "hobby"),
    ],
)
def test_we_congratulate_a_customer(text: str, kind: str) -> None:
    """What the congratulation is for."""
    assert kind in [k for k, _ in brief(told(text, "lt", sender=OURS, to=(CUSTOMER,)))], told(text, "lt", sender=OURS, to=(CUSTOMER,))
