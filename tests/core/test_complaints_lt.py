"""Which Lithuanian words complain of our firm, and which only look like it."""

from __future__ import annotations

import pytest

from tests.core.test_complaints import quotes, said

WRONGS = [
    # broken, badly made
    ("Ką tik pirktas lygintuvas jau nebekaista.", "does not heat"),
    ("Po savaitės nuo naujų batų atsiklijavo padai.", "came unglued"),
    ("Jūsų įrengtas latakas laša ant laiptų.", "drips"),
    ("Spyna stringa, raktą tenka sukti dviem rankomis.", "jams"),
    ("Vos sumontavus, stalčius išlūžo.", "broke off"),
    ("Dažai lupasi, nors praėjo vos trys mėnesiai.", "peels"),
    ("Atnaujinus programą, nebeišsaugo dokumentų.", "a program"),
    ("Prisijungti prie paskyros negaliu jau trečia diena.", "no access"),
    ("Po Jūsų aptarnavimo variklis ėmė rūkti.", "worse than before"),
    ("Vanduo iš čiaupo bėga rudas.", "rusty water"),
    ("Mėsa buvo pašvinkusi.", "bad food"),
    ("Kambaryje dvokė pelėsiu, patalynė dėmėta.", "a dirty room"),
    ("Sriuba atėjo šalta, o padavėjas tik gūžtelėjo pečiais.", "cold food"),
    ("Siūlės kreivos, vienas rankogalis ilgesnis.", "badly sewn"),
    # not done, not come, not brought
    ("Meistro kaip nebuvo, taip nėra.", "nobody came"),
    ("Laukiame jau trečią savaitę, o iš Jūsų – nė žodžio.", "silence"),
    ("Pažadėto skambučio nesulaukiau.", "no call"),
    ("Kurjeris taip ir nepasirodė.", "nobody came"),
    ("Šiukšlių neišvežėte jau antrą savaitę.", "not taken away"),
    ("Jokių instrukcijų prie prietaiso neradome.", "nothing enclosed"),
    ("Prekė iki šiol nepristatyta.", "not delivered"),
    ("Pinigų už grąžintą prekę vis dar negavau.", "no refund"),
    ("Į mūsų pretenziją nereaguojate mėnesį.", "no answer"),
    ("Remontas turėjo trukti dvi dienas, baigėsi po dviejų savaičių.", "late"),
    ("Darbai sustojo, nors avansą sumokėjome.", "stopped"),
    ("Siunta turėjo būti vakar.", "late"),
    ("Vėl vėluojate.", "late again"),
    ("Vietoj dviejų darbininkų atsiuntėte vieną.", "fewer than agreed"),
    ("Techninė pagalba ragelio nekelia.", "no answer"),
    ("Dvi valandas kabojau laukimo linijoje.", "kept waiting"),
    # not as agreed
    ("Atsiuntėte kairines duris, o prašiau dešininių.", "not what was ordered"),
    ("Dydis ne tas, nors etiketėje parašyta 42.", "not the size"),
    ("Gavau svetimą užsakymą.", "somebody else's"),
    ("Komplekte trūko varžtų.", "missing"),
    ("Spalva gerokai skiriasi nuo katalogo.", "not as shown"),
    ("Nuotraukoje – ąžuolas, o atvežė klijuotę.", "not as shown"),
    ("Sutarėme dėl 300 eurų, sąskaitoje matau 420.", "a wrong invoice"),
    ("Už tą patį apsilankymą apmokestinote dukart.", "charged twice"),
    ("Į sąskaitą įtraukėte kilimėlius, kurių niekas neprašė.", "not ordered"),
    ("Nuolaidos nepritaikėte, nors žadėjote.", "no discount"),
    ("PVM suskaičiuotas neteisingai.", "a wrong sum"),
    ("Mūsų įmonės pavadinimas parašytas su klaida.", "a wrong name"),
    # rude, careless
    ("Su mumis kalbėjo kaip su vagimis.", "rude"),
    ("Registratorė atkirto, kad neturi laiko.", "rude"),
    ("Jūsų darbuotojas elgėsi įžūliai.", "rude"),
    ("Vadybininkas išsijuokė man į akis.", "rude"),
    ("Montuotojai apibraižė parketą ir nieko nesakė.", "damage"),
    ("Vairuotojas nuvažiavo per mūsų gėlyną.", "damage"),
    ("Po darbų likusias atliekas suvertė prie tvoros.", "left dirty"),
    ("Batų nenusiavė, kilimas purvinas.", "careless"),
    # displeasure, sarcasm, questions
    ("Esame nusivylę Jūsų darbu.", "displeased"),
    ("Tokios kokybės nesitikėjome.", "displeased"),
    ("Aptarnavimas – žemiau kritikos.", "displeased"),
    ("Gražu: sumokėjau už greitą pristatymą, gavau po dviejų savaičių.", "sarcasm"),
    ("Ar Jums atrodo normalu trečią kartą keisti datą?", "a reproach put as a question"),
    ("Kiek kartų reikia prašyti to paties?", "a reproach put as a question"),
    ("Kodėl apie tai sužinau paskutinis?", "a reproach put as a question"),
    ("Tai jau ne pirmas kartas.", "not the first time"),
    ("Tik laiko švaistymas.", "waste of time"),
    ("Apgailėtinas aptarnavimas.", "displeased"),
    ("Mokėjom už keturis vaikus, o į būrelį priėmėt tris.", "paid, but"),
    ("Tortas buvo su riešutais, nors rašiau, kad be.", "although it was said"),
    ("Dėl jūsų tylos praradome užsakovą.", "harm by our doing"),
    ("Paltas po valymo susitraukė.", "worse than before"),
    ("Padangos prastai subalansuotos, vairas dreba.", "badly done"),
    ("Jūsų sistema siunčia mums kitų klientų sąskaitas.", "what is others'"),
    ("Vietą automobiliui pardavėte du kartus.", "twice over"),
    ("Atvažiavo be kopėčių, apsisuko ir išvažiavo.", "came unprepared"),
]

NONE = [
    ("Užsakiau penktadienį, gavau šiandien, ačiū.", "praise"),
    ("Meistras žadėjo atvykti rytoj, tiesa?", "a question"),
    ("Per neapsižiūrėjimą nurodžiau ne tą adresą.", "themselves"),
    ("Kol kas jokių pastabų.", "content"),
    ("Ar turite atsarginių dalių, jei nulūžtų ratukas?", "a general question"),
    ("Kiek laiko trunka pristatymas?", "a question"),
    ("Ar meistras gali atvykti ketvirtadienį?", "a question"),
    ("Mūsų senas katilas sugedo, ieškome naujo.", "nobody's doing"),
    ("Reikia pakeisti sulūžusį langą, kiek kainuotų?", "nobody's doing"),
    ("Skalbimo mašina neįsijungia, ar taisote tokias?", "nobody's doing"),
    ("Ačiū, viskas veikia puikiai.", "praise"),
    ("Meistras atvyko laiku ir viską sutvarkė.", "praise"),
    ("Kitur mums atsakė tik po mėnesio, o Jūs – tą pačią dieną.", "praise"),
    ("Klaidą jau ištaisėte, ačiū.", "settled"),
    ("Dėl vėluojančios siuntos jau susitarėme, viskas gerai.", "settled"),
    ("Vėluosiu dešimt minučių.", "themselves"),
    ("Pamiršau prisegti failą, atsiprašau.", "themselves"),
    ("Vaikas nulaužė rankeną, ar galima užsakyti atskirai?", "themselves"),
    ("Sąskaitos neapmokėjome laiku, atsiprašome.", "themselves"),
    ("Mūsų buhalterė serga, todėl apmokėsime kitą savaitę.", "themselves"),
    ("Vežėjas sugadino dėžę, Jūsų kaltės nėra.", "a third party"),
    ("Kaimynai iš viršaus užliejo lubas, reikia dažytojo.", "a third party"),
    ("Savivaldybė neišdavė leidimo.", "a third party"),
    ("Ankstesnė įmonė darbą paliko nebaigtą.", "a third party"),
    ("Jei iki penktadienio negausime atsakymo, kreipsimės kitur.", "a threat"),
    ("Prašome grąžinti pinigus į tą pačią sąskaitą.", "a request"),
    ("Tikimės, kad ateityje tai nepasikartos.", "a hope"),
    ("Pasiūlymas mums per brangus.", "a negotiation"),
    ("Deja, šiais metais biudžeto neturime.", "a refusal"),
    ("Nespėjome peržiūrėti pasiūlymo, parašysime rytoj.", "themselves"),
    ("Atsakymo iš banko dar negavome.", "a third party"),
    ("Kol kas nieko nereikia, ačiū.", "a refusal"),
    ("Rytoj biure nieko nebus, atvykite trečiadienį.", "a notice"),
    ("Prašome neskambinti po aštuonių.", "a request"),
    ("Nebegaliu dalyvauti ketvirtadienio mokymuose.", "a notice"),
    ("Mums nereikia dviejų egzempliorių, užteks vieno.", "a request"),
    ("Be išankstinio susitarimo nevažiuokite.", "a request"),
    ("Sutartį pratęsime tik kitais metais.", "a notice"),
]


@pytest.mark.parametrize(("text", "reason"), WRONGS)
def test_a_wrong_is_named(text: str, reason: str) -> None:
    """By its words alone."""
    assert quotes(said(text, "lt")), reason


@pytest.mark.parametrize(("text", "reason"), NONE)
def test_no_wrong_of_ours_is_named(text: str, reason: str) -> None:
    """Questions, settled matters, third parties, self-blame, threats, requests and notices."""
    assert quotes(said(text, "lt")) == [], reason
