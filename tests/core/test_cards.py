"""Cards of address books are read as they come, and told apart as the people they stand for."""

from __future__ import annotations

import itertools
import random
import time
from pathlib import Path

import pytest

from syncd.core.cards.people import BOOK, DESK, DIFFERENT, SEVERAL, Entry, may_be_one, tell_apart
from syncd.core.cards.read import normalised, read_cards
from syncd.core.derive import derive
from syncd.core.derived import Arrival, DerivedCards, Setting
from syncd.core.model import Card

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "vcard"


def one(text: str | bytes) -> Card:
    """The only card of an object, its lines between BEGIN and END."""
    lines = text if isinstance(text, bytes) else text.encode()
    (found,) = read_cards(b"BEGIN:VCARD\r\n" + lines + b"\r\nEND:VCARD\r\n").cards
    return found


# lines of a card → what is read (attribute, value), why
READ: list[tuple[str | bytes, str, object, str]] = [
    ("FN:Ona Kazlauskienė", "name", "Ona Kazlauskienė", "as it stands"),
    ("N:Kazlauskienė;Ona;Marija;Ponia;dr.", "name", "Ona Marija Kazlauskienė", "no FN: made of N, without titles"),
    ("FN:Kazlauskienė\\, Ona\r\nN:Kazlauskienė;Ona;;;", "name", "Ona Kazlauskienė", "FN written family name first"),
    ("FN:ona@x.lt\r\nN:;;;;\r\nEMAIL:ona@x.lt", "name", "", "an address is no name"),
    ("N:;;;;\r\nNICKNAME:Onutė,Onytė", "name", "Onutė", "a nickname when there is nothing else"),
    ("NICKNAME:Onutė,Onytė\r\nFN:Ona", "nicknames", ("Onutė", "Onytė"), "several in one line"),
    ("ORG:UAB Baltas;Pardavimai", "name", "UAB Baltas", "a company's card"),
    ("FN:X\r\nORG:UAB Baltas\\; ir Ko;Pardavimai", "organisation", "UAB Baltas; ir Ko", "the company without its department"),
    ("FN:Ona Kaz\r\n lauskienė", "name", "Ona Kazlauskienė", "folded (RFC 6350 section 3.2)"),
    ("FN:Ona\r\n\tKaz", "name", "OnaKaz", "folded with a tab"),
    ("FN:Žydr".encode() + b"\xc5\r\n \xabnas", "name", "Žydrūnas", "folded in the middle of a letter"),
    ("item1.FN:Ona\r\nitem1.X-ABLabel:x", "name", "Ona", "a group before the name"),
    ("fn:ona\r\nemail;type=internet:ONA@X.lt", "addresses", ("ona@x.lt",), "small letters"),
    ("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=BDydr=C5=ABn=\r\nas", "name", "Žydrūnas", "vCard 2.1: quoted-printable, broken"),
    ("FN;QUOTED-PRINTABLE;CHARSET=windows-1251:=CE=EB=FC=E3=E0", "name", "Ольга", "vCard 2.1: bare encoding, a code page"),
    (b"FN;CHARSET=windows-1251:" + "Ольга Иванова".encode("cp1251"), "name", "Ольга Иванова", "a code page, the bytes as they are"),
    (b"FN;CHARSET=windows-1252:" + "John Doë".encode("cp1252"), "name", "John Doë", "a short name in the page it names"),
    (b"FN:" + "Ольга Иванова\r\nTITLE:Главный бухгалтер".encode("cp1251"), "name", "Ольга Иванова", "no code page named, not UTF-8"),
    (b"FN:" + "Žydrūnas Šeškevičius".encode("cp1257"), "name", "Žydrūnas Šeškevičius", "the Baltic one"),
    ("FN;ENCODING=b:T25h", "name", "Ona", "base64"),
    ("FN:Ona\r\nEMAIL;TYPE=HOME:a@x.lt\r\nEMAIL;TYPE=INTERNET,PREF:b@x.lt", "addresses", ("b@x.lt", "a@x.lt"), "the preferred first (3.0)"),
    ("FN:Ona\r\nEMAIL;PREF=2:a@x.lt\r\nEMAIL;PREF=1:b@x.lt", "addresses", ("b@x.lt", "a@x.lt"), "the preferred first (4.0)"),
    ("FN:Ona\r\nEMAIL;PREF;INTERNET:b@x.lt", "addresses", ("b@x.lt",), "bare types (2.1)"),
    ("FN:Ona\r\nEMAIL:mailto:Ona@XN--BEA.lt\r\nEMAIL:Ona <ona@č.lt>", "addresses", ("ona@č.lt",), "canonical, each once"),
    ("FN:Ona\r\nEMAIL:nera\r\nEMAIL:", "addresses", (), "what is no address"),
    ("FN:Ona\r\nBDAY:19800321", "birthday", "1980-03-21", "without hyphens"),
    ("FN:Ona\r\nBDAY;VALUE=date:1980-03-21T00:00:00Z", "birthday", "1980-03-21", "with a time"),
    ("FN:Ona\r\nBDAY:--0321", "birthday", "--03-21", "no year (4.0)"),
    ("FN:Ona\r\nBDAY:circa 1800", "birthday", "", "no day at all"),
    ("FN:Ona\r\nCATEGORIES:VIP,Asmeniška\\, kita", "categories", ("VIP", "Asmeniška", "kita"), "every label that may exclude"),
    ("FN:Ona\r\nCLASS:private", "private", True, "private"),
    ("FN:Ona\r\nCLASS:CONFIDENTIAL", "private", True, "confidential"),
    ("FN:Ona\r\nCLASS:PUBLIC", "private", False, "public"),
    ("FN:Ona\r\nURL:http\\://x.lt/ona", "urls", ("http://x.lt/ona",), "an address in the web"),
    ("FN:Ona\r\nTITLE:Direktorė", "title", "Direktorė", "what she is"),
    ("FN:Ona\r\nPHOTO;ENCODING=BASE64:\r\n  /9j/4AAQ\r\n  BEGIN\r\n\r\nTITLE:X", "title", "X", "a picture is passed over"),
    ("FN:Ona\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Sekretorė\r\nEND:VCARD\r\nTITLE:X", "title", "X", "a card in a card (2.1) is not read"),
    ("FN:X\r\nRELATED;TYPE=spouse;VALUE=text:Jonas\r\nX-SPOUSE:Jonas", "family", ("spouse: Jonas",), "kin, said twice"),
    ("FN:X\r\nRELATED;TYPE=friend:Jonas\r\nRELATED;TYPE=child:urn:uuid:f81d4fae\r\nRELATED:Ona", "family", (), "no kin, and kin without a name"),
    ("FN:X\r\nANNIVERSARY:20100605", "family", ("anniversary: 2010-06-05",), "a wedding (4.0)"),
    ("FN:X\r\nX-ANNIVERSARY:2010-06-05", "family", ("anniversary: 2010-06-05",), "a wedding, before it had a name"),
    ("FN:A\u202eB\x00\tC", "name", "A B C", "signs that turn or hide a text"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "attribute", "value", "why"), READ, ids=[row[-1] for row in READ])
def test_a_card_is_read_as_it_comes(lines: str | bytes, attribute: str, value: object, why: str) -> None:
    """Every version of the format, and what programs make of it."""
    assert getattr(one(lines), attribute) == value


TELEPHONES = [
    ("+370 612 34567", "+37061234567", "international"),
    ("00370 (5) 234-56-78", "+37052345678", "00 for +"),
    ("8 612 34567", "861234567", "as dialled at home: nothing says where home is"),
    ("+49 (0) 89 1234567", "+49891234567", "a (0) that is not dialled from abroad"),
    ("tel:+1-418-656-9254;ext=102", "+14186569254", "a URI; the extension is not the number"),
    ("(8-5) 231 2345 vid. 12", "852312345", "an extension in Lithuanian"),
    ("112", "", "too short to be somebody's"),
    ("1.800 E L E P H A N T", "", "letters"),
    ("1234567890123456", "", "longer than any number (E.164)"),
    ("ask Jenny", "", "no number"),
]


@pytest.mark.parametrize(("written", "number", "why"), TELEPHONES, ids=[row[-1] for row in TELEPHONES])
def test_telephones_are_compared_by_their_digits(written: str, number: str, why: str) -> None:
    """As written and as digits; fax machines and pagers are nobody's telephone."""
    assert normalised(written.removeprefix("tel:")) == number
    read = one(f"FN:Ona\r\nTEL;TYPE=CELL:{written}\r\nTEL;TYPE=FAX:+37052222222\r\nTEL;HOME;PAGER:+37052222223")
    assert [t.number for t in read.telephones] == ([number] if number else [])
    assert bool(number) == (not read.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_line_ends_and_unicode_of_every_kind(encoding: str, end: str) -> None:
    """Windows, Unix, old Macintosh, and files through a careless copy; UTF-16 with and without its mark."""
    raw = end.join(["BEGIN:VCARD", "VERSION:3.0", "FN:Žydrūnas Ёлкин", "EMAIL:z@x.lt", "END:VCARD", "BEGIN:VCARD", "FN:Kita", "END:VCARD", ""]).encode(encoding)
    assert [(c.name, c.addresses) for c in read_cards(raw).cards] == [("Žydrūnas Ёлкин", ("z@x.lt",)), ("Kita", ())]


@pytest.mark.parametrize(
    ("raw", "codes", "cards", "why"),
    [
        (b"", ["no-card"], 0, "nothing at all"),
        (b"FN:Ona\r\n", ["no-card"], 0, "lines outside of a card"),
        (b"BEGIN:VCARD\r\nEND:VCARD\r\n", ["names-nobody"], 0, "an empty card"),
        (b"BEGIN:VCARD\r\nKIND:group\r\nFN:Visi\r\nEND:VCARD\r\n", ["not-a-person"], 0, "F74: a list"),
        (b"BEGIN:VCARD\r\nKIND:location\r\nFN:Sale\r\nEND:VCARD\r\n", ["not-a-person"], 0, "F74: a room"),
        (b"BEGIN:VCARD\r\nFN:A\r\nBEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\n", ["not-closed"], 2, "the first is not closed"),
        (b"BEGIN:VCARD\r\nFN:A\r\n", ["not-closed"], 1, "it breaks off"),
        (b"BEGIN:VCARD\r\nFN;ENCODING=QUOTED-PRINTABLE:=C5=\r\nEND:VCARD\r\n", [], 1, "a value that never ends"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_what_cannot_be_read_is_named(raw: bytes, codes: list[str], cards: int, why: str) -> None:
    """Never an exception, never silence."""
    read = read_cards(raw)
    said = [p.code for p in read.problems] + [p.code for c in read.cards for p in c.problems]
    assert (set(said) - {"no-name"}, len(read.cards)) == (set(codes), cards)


def test_cards_of_the_corpus_give_a_person_or_a_named_problem() -> None:
    """104 files of other people's programs: at least 95 % of the cards give somebody, the rest say why not (four do not)."""
    if not CORPUS.is_dir():
        pytest.skip(f"THE CORPUS IS ABSENT ({CORPUS}): reading of real cards was NOT tested")
    there = found = 0
    for path in sorted(p for p in CORPUS.rglob("*") if p.is_file()):
        read = read_cards(path.read_bytes())
        there, found = there + read.there, found + len(read.cards)
        assert read.problems or len(read.cards) == read.there > 0, path
        assert all(c.name or c.addresses or c.telephones for c in read.cards), path
    assert (there, found) == (110, 106)


def test_damaged_cards_never_raise() -> None:
    """500 mutants of a card, through the whole derivation."""
    dice = random.Random(7)
    good = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=BDu;Ona\r\nitem1.TEL;TYPE=\"a,b\":+370 61234567\r\nEMAIL:o@x.lt\r\nEND:VCARD\r\n"
    for _ in range(500):
        raw = bytearray(good)
        for _ in range(dice.randint(1, 8)):
            raw[dice.randrange(len(raw))] = dice.choice(b'\x00\xff:;="\\,\r\n=\tB')
        derive(Arrival(raw=bytes(raw), media_type="text/vcard"), Setting())


@pytest.mark.slow
def test_huge_cards_are_read_in_time() -> None:
    """10 MB of picture, of one line, of quotation marks, folds, broken lines or addresses take seconds at most."""
    size = 10_000_000
    huge = [
        b"BEGIN:VCARD\nFN:Ona\nPHOTO:" + b"\n ".join([b"A" * 74] * (size // 76)) + b"\nEND:VCARD",
        b"BEGIN:VCARD\nFN:" + b"A" * size + b"\nEND:VCARD",
        b"BEGIN:VCARD\nFN;X=" + b'"' * size + b":Ona\nNICKNAME:O\nEND:VCARD",
        b"BEGIN:VCARD\nFN:Ona\n" + b"EMAIL:o@x.lt\n" * (size // 100) + b"END:VCARD",
        b"BEGIN:VCARD\n" * (size // 200),
        b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:=\n" + b"=\n" * (size // 2),
        b"BEGIN:VCARD\nFN:" + b"\n a" * (size // 3),
    ]
    for raw in huge:
        begin = time.thread_time()
        read_cards(raw)
        assert time.thread_time() - begin < 5, raw[:40]


# ── whom cards stand for ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("x", "y", "same", "why"),
    [
        ("Ona Kazlauskienė", "Kazlauskienė Ona", True, "the other way round"),
        ("Ona Kazlauskienė", "O. Kazlauskienė", True, "an initial"),
        ("Ona Kazlauskienė", "Ona", True, "a part of it"),
        ("Mr. John Smith", "John A. Smith", True, "titles and middle names"),
        ("Ольга Иванова", "Olga Ivanova", True, "another script"),
        ("Ona Kazlauskienė", "Ona Petraitė", False, "two people called Ona"),
        ("John Smith", "Mary Smith", False, "a couple"),
        ("Ona", "Jonas", False, "clearly different"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_names_that_can_be_one_persons(x: str, y: str, same: bool, why: str) -> None:
    """In either order."""
    assert may_be_one(x, y) is may_be_one(y, x) is same


def _entry(*addresses: str, phones: tuple[str, ...] = (), name: str = "") -> Entry:
    return Entry(addresses=addresses, phones=phones, name=name, organisation="")


PEOPLE = [
    ([_entry("a@x", "b@y", name="Ona")], [{"a@x", "b@y"}], "one card is one person"),
    ([_entry("a@x", "b@y", name="Ona"), _entry("b@y", "c@z", name="Ona K")], [{"a@x", "b@y", "c@z"}], "over two cards"),
    ([_entry("a@x", "b@y", name="Ona"), _entry("b@y", "c@z", name="Jonas")], [{"a@x"}, {"b@y"}, {"c@z"}], "cards that contradict each other"),
    ([_entry("a@x", "info@x", name="Ona")], [{"a@x"}, {"info@x"}], "a desk beside a person"),
    ([_entry("info@x", "sales@x", phones=("+3705",), name="UAB X")], [{"info@x", "+3705"}, {"sales@x", "+3705"}], "a company's desks"),
    ([_entry("a@x", name="Ona"), _entry("b@y", name="Ona")], [{"a@x"}, {"b@y"}], "the same name alone joins nobody"),
    ([_entry("a@x", phones=("+3706",), name="Ona K"), _entry("b@y", phones=("+3706",), name="K Ona")], [{"a@x", "b@y", "+3706"}], "name and telephone"),
    ([_entry("a@x", phones=("+3706",), name="Ona"), _entry("b@y", phones=("+3706",), name="Jonas")], [{"a@x", "+3706"}, {"b@y", "+3706"}], "a shared telephone"),
    ([_entry("a@x", phones=("+3706",), name="Ona"), _entry(phones=("+3706", "+3707"), name="Ona")], [{"a@x", "+3706", "+3707"}], "a card without address"),
    ([_entry("a@x", name="Ona"), _entry("a@x", phones=("+3706",), name="Jonas")], [{"a@x"}, {"+3706"}], "of a contested address the telephone is somebody's"),
    ([_entry(phones=("+3706",)), _entry()], [], "a number without a name is nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "expected", "why"), PEOPLE, ids=[row[-1] for row in PEOPLE])
def test_cards_are_told_apart_in_any_order(entries: list[Entry], expected: list[set[str]], why: str) -> None:
    """T33: what is not certain is not joined; the same people whatever the order of the cards."""
    for order in itertools.permutations(entries):
        found = tell_apart(order)
        assert sorted(sorted(i.value for i in p.identifiers) for p in found) == sorted(sorted(e) for e in expected)
        assert sorted(tell_apart(order), key=repr) == sorted(tell_apart(entries), key=repr)


def test_every_identifier_says_why_and_how_surely() -> None:
    """T33: the reason is kept with the doubt; a contested address keeps none of the names."""
    entries = [_entry("a@x", "info@x", "b@y", phones=("+3705", "+3706"), name="Ona"), _entry("b@y", "c@z", phones=("+3705",), name="Jonas")]
    found = {(i.value, i.reason, i.doubt, p.name) for p in tell_apart(entries) for i in p.identifiers}
    assert found == {
        ("a@x", BOOK, 0.1, "Ona"), ("info@x", DESK, 0.5, ""), ("b@y", DIFFERENT, 0.5, ""), ("c@z", BOOK, 0.1, "Jonas"),
        ("+3705", SEVERAL, 0.5, "Ona"), ("+3705", SEVERAL, 0.5, "Jonas"), ("+3706", BOOK, 0.2, "Ona"),
    }  # fmt: skip


def test_a_card_derives_without_its_note_or_picture() -> None:
    """What a derivation gives is what somebody is known by, and nothing of the rest."""
    raw = b"BEGIN:VCARD\r\nFN:Ona\r\nEMAIL:o@x.lt\r\nNOTE:diagnosis\r\nPHOTO;ENCODING=b:AAAA\r\nADR:;;Gatve 1;;;;\r\nEND:VCARD\r\n"
    derived = derive(Arrival(raw=raw, media_type="text/vcard"), Setting())
    assert isinstance(derived, DerivedCards) and not {"diagnosis", "Gatve"} & set(repr(derived).replace("'", " ").split())
