"""First names as they are common in Lithuania, in the nominative, folded: who is named with one can act."""

from __future__ import annotations

_MEN = (
    "denisas germanas hermanas jurijus vadimas igoris maksimas antonas kirilas andrejus pavelas nikolajus michailas dmitrijus aleksejus konstantinas brunas stepanas "
    "adolfas adomas aidas aivaras albertas albinas aleksandras aleksas alfredas alfonsas algimantas algirdas algis aloyzas alvydas andrius antanas "
    "anupras arijus aringas armandas arminas arnas arnoldas arturas arunas arvydas ashotas audrius augustas augustinas aurelijus aurimas azuolas "
    "benas benediktas benjaminas bernardas bronius ceslovas dainius dalius danas danielius darius daumantas davidas deividas deimantas dominykas "
    "domantas domas donatas dovydas edgaras edmundas eduardas edvardas edvinas egidijus eimantas eimis elijus emilis erikas ernestas ervinas eugenijus "
    "evaldas faustas feliksas gabrielius gediminas genadijus genius gerardas giedrius gintaras gintas gintautas gytis grigas gustas gvidas haroldas henrikas "
    "herkus herbertas ignas ilja irmantas ivanas jaroslavas jaunius jeronimas jokubas jonas joris juozapas juozas julius jurgis justas justinas "
    "kajus karolis kasparas kazimieras kazys kestas kestutis kipras kostas kristijonas kristupas ksaveras laimis laimonas laurynas leonardas leonas "
    "linas liudas liudvikas lukas mantas mantvydas marijonas marijus marius markas martynas matas mažvydas mazvydas mecislovas mikas mindaugas modestas "
    "motiejus mykolas narimantas naglis nauris nedas nerijus nikodemas nojus norbertas normantas olegas orestas oskaras osvaldas ovidijus "
    "patrikas paulius petras pijus pilypas povilas pranas pranciskus raimondas raimundas raimis ramunas rapolas regimantas remigijus renatas "
    "ricardas rimantas rimas rimvydas robertas robinas rojus rokas rolandas romanas romas romualdas rytis rustas saulius sergejus sigis sigitas silvestras "
    "simas simonas skirmantas stanislovas stasys stepas steponas svajunas sarunas tadas tautvydas teodoras titas tomas ugnius ukmergas "
    "vaclovas vaidas vaidotas vainius valdas valdemaras valdis valentas valentinas valerijus vidas vidmantas viktoras vilhelmas vilius viljamas vilmantas "
    "vincas vincentas virgilijus virginijus virgis virgintas vygantas vykintas vytas vytautas vytis vladas vladimiras vladislovas voldemaras zenonas zigmas "
    "zigmantas zilvinas zygimantas zydrunas"
)
_WOMEN = (
    "adele agne aida aiste akvile aldona alfreda algimante alina almante alma ana anastasija andzela anzelika antanina arune asta audra audrone ausra "
    "ausrine austeja barbora beata benita birute brigita bronislava ceslova daina daiva dalia danguole danute daiva deimante diana dominyka dona donata "
    "dovile edita egle ela elena elvyra elze emilija emile ema erika ernesta eugenija eva evelina fausta gabija gabriele galina genovaite genute "
    "gerda giedre gintare gita goda grazina greta guoda helena ieva ilona indre inga inesa ingrida irena irma irute izabele jadvyga janina jelena jolanta "
    "jolita jovita judita juja julija jurate jurga jurgita juste justina kamile karina karolina katre kazimiera kotryna kornelija kristina ksenija "
    "laima laura leila lina lijana liepa linda liucija liuda liudmila livija loreta luka lukne marija marina marta marytė maryte meile meda melita miglė "
    "migle milda modesta monika morta natalija neringa nida nijole nomeda nora norma ona oksana olga otilija patricija paulina petronele rasa raimonda "
    "ramune raminta ramute rata regina renata reda rima rimante rita rozalija roberta ruta rugile rusne salomeja samanta sandra saule saulene sigita "
    "silvija simona skaiste skirmante snieguole sofija sonata solveiga stanislava stase sigute svetlana tatjana teklė tekle terese toma teodora ugne ula "
    "urte vaida vaiva valda valerija valentina vanda vera veronika vida vika viktorija vile vilma vilija vilte violeta virginija vita vitalija "
    "vytaute zane zina zita zivile zofija zydre zymante"
)
NAMES = frozenset((_MEN + " " + _WOMEN).replace("ž", "z").replace("ė", "e").split())
# a name one is called by → as it stands in a sentence: Aidai, Sauliau, Algi, Kazy
CALLED = (("iau", "ius"), ("au", "us"), ("ai", "as"), ("i", "is"), ("y", "ys"))
# first names and what their bearers are called: each line is one name, folded
SHORT = (
    "aleksandras sandras", "algimantas algis", "algirdas algis", "antanas antanelis", "audrone aude", "birute birutyte", "danute dana", "dovile dove",
    "edvardas edis", "eugenijus genius", "gabriele gabija", "gediminas gedas", "gintaras gintas", "giedre gieda", "ingrida inga", "jonas jonelis",
    "jurate jura", "kestutis kestas", "konstantinas kostas", "kristina kriste", "laurynas lauris", "marija maryte", "mindaugas mindas", "ona onute",
    "regimantas rimas", "rimantas rimas", "romualdas romas", "saulius saule", "stanislovas stasys", "tadas tadelis", "valentinas valius",
    "vytautas vytas", "virginija virga", "vladislovas vladas", "zigmantas zigmas", "zydrunas zydris",
)  # fmt: skip
TITLES = "ponas ponia gerb dr prof inz adv doc"
