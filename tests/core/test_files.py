"""The words in files that come with mail, in three languages; and the files that have none, each for a reason with a name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from syncd.core.files import MAX_TEXT, FileText, may_be_read, read_file
from syncd.core.files.pdf import MAX_PAGES
from tests import documents

LT, RU, EN = "Šilumos siurblio pasiūlymas Nr. 17", "Коммерческое предложение № 17", "Offer No. 17: heat pump"
PAGES = "\n".join((LT, RU, EN))


@pytest.mark.parametrize(
    ("data", "media_type", "text"),
    [
        pytest.param(documents.docx(LT, RU, EN), "", PAGES, id="Word: a paragraph is a line"),
        pytest.param(documents.xlsx([(LT, RU), (EN, 1250.5)]), "", f"{LT}\t{RU}\n{EN}\t1250.5", id="Excel: a row is a line, cells are parted by tabs"),
        pytest.param(documents.xlsx([(LT, RU)], shared=False), "", f"{LT}\t{RU}", id="Excel with its strings inline, as programs write it"),
        pytest.param(documents.pptx(LT, RU), "", f"{LT}\n\n{RU}", id="PowerPoint: slides in their order"),
        pytest.param(documents.odt(LT, RU, EN), "", PAGES, id="OpenDocument text"),
        pytest.param(documents.ods([(LT, RU), (EN, "5")]), "", f"{LT}\t{RU}\n{EN}\t5", id="OpenDocument table"),
        pytest.param(documents.pdf(f"{LT}\n{RU}", EN), "", f"{LT}\n{RU}\n\n{EN}", id="PDF: pages are parted by an empty line"),
        pytest.param(PAGES.encode("utf-8-sig"), "text/plain", PAGES, id="text with a mark of UTF-8"),
        pytest.param(PAGES.encode("utf-16"), "application/octet-stream", PAGES, id="text in UTF-16, as Notepad saves it"),
        pytest.param(f"{RU}, цена 5 000 рублей\r\n".encode("cp1251"), "text/csv", f"{RU}, цена 5 000 рублей", id="CSV in a code page nobody names"),
        pytest.param(f"{LT}, žiemą".encode("cp1257"), "text/plain; charset=windows-1257", f"{LT}, žiemą", id="text in the code page its label names"),
        pytest.param(f"<html><body><p>{LT}</p><p>{RU}</p></body></html>".encode(), "", f"{LT}\n\n{RU}", id="a page of HTML, its words only"),
        pytest.param(documents.docx(LT), "image/png", LT, id="what its label denies: the content is believed"),
        pytest.param(documents.docx("", LT, "", "", "", RU), "", f"{LT}\n\n{RU}", id="empty paragraphs in a row are one"),
        pytest.param(b"", "", "", id="an empty file is no problem"),
    ],
)
def test_documents_give_their_words(data: bytes, media_type: str, text: str) -> None:
    """What a person would read in the document, in reading order."""
    assert read_file(data, media_type) == FileText(text)


@pytest.mark.parametrize(
    ("markup", "text", "reason"),
    [
        ("<w:p><w:r><w:t>viena</w:t><w:tab/><w:t>du</w:t><w:br/><w:t>trys</w:t></w:r></w:p>", "viena\tdu\ntrys", "tabs and line breaks are seen"),
        ("<w:p><w:del><w:r><w:delText>100</w:delText></w:r></w:del><w:ins><w:r><w:t>90 EUR</w:t></w:r></w:ins></w:p>", "90 EUR", "a deletion under review is not seen"),
        ('<w:p><w:r><w:instrText>HYPERLINK "http://x.example"</w:instrText><w:t>nuoroda</w:t></w:r></w:p>', "nuoroda", "a field shows its result"),
        ("<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>kartą</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>kartą</w:t></w:r></w:p></mc:Fallback>"
         "</mc:AlternateContent>", "kartą", "a text box stands there twice for old programs"),
        ("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Siurblys</w:t></w:r></w:p><w:p><w:r><w:t>X5</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>5 000</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
         "Siurblys X5\t5 000", "paragraphs of one cell stay on the row's line: product and price belong together"),
    ],
)  # fmt: skip
def test_a_word_document_gives_what_is_seen_on_paper(markup: str, text: str, reason: str) -> None:
    """Markup of ECMA-376 that is no text, or text that is not shown."""
    assert read_file(documents.docx(more=markup)).text == text, reason


def test_letterheads_are_read_once() -> None:
    """Word keeps equal headers once a section; footnotes and headers stand behind the text."""
    header = '<w:hdr xmlns:w="x"><w:p><w:r><w:t>UAB „Klimatas“, PVM LT100</w:t></w:r></w:p></w:hdr>'
    found = read_file(documents.docx(LT, members={"word/header1.xml": header, "word/header2.xml": header})).text
    assert found.startswith(LT) and found.count("Klimatas") == 1


@pytest.mark.parametrize(
    ("cell", "shown", "reason"),
    [
        (46000, "2025-12-09", "a day, as the format of its cell says"),
        (46000.5, "2025-12-09 12:00", "a day and its hour"),
        (1e9, "1000000000.0", "beyond the calendar: as it stands"),
    ],
)
def test_a_cell_that_shows_a_day_gives_the_day(cell: float, shown: str, reason: str) -> None:
    """Serial numbers of ECMA-376 part 1, 18.17.4.1, by number format 14; a figure beside it stays a figure."""
    assert read_file(documents.xlsx([("Galioja iki", 0, 46000)], dates={(0, 1): cell})).text == f"Galioja iki\t{shown}\t46000", reason


def test_a_figure_is_shown_as_it_was_typed() -> None:
    """Excel keeps 1219.9 as 1219.8999999999999."""
    assert read_file(documents.xlsx([("Kaina", 1219.8999999999999, 0.1 + 0.2)])).text == "Kaina\t1219.9\t0.3"


def _encrypted_zip() -> bytes:
    data = bytearray(documents.docx(LT))
    info = zipfile.ZipFile(io.BytesIO(data)).getinfo("word/document.xml")
    data[info.header_offset + 6] |= 1
    place = data.rfind(b"PK\x01\x02")  # the directory's entry of the last member, which is the document
    data[place + 8] |= 1
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]><l>&j;</l>"


@pytest.mark.parametrize(
    ("data", "problem", "reason"),
    [
        (documents.pdf("x", encrypted=True), "encrypted", "a PDF that asks for a password"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "a .docx with a password is a sealed container"),
        (documents.packed({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<m:encryption-data/>", "content.xml": b"\x01\x02"}), "encrypted",
         "an OpenDocument with a password"),
        (_encrypted_zip(), "encrypted", "a member of the zip with a password"),
        (documents.pdf("", ""), "scanned", "pages without any text"),
        (documents.pdf("abc")[:200], "damaged", "a PDF cut on its way"),
        (documents.docx(LT)[:-30], "damaged", "a .docx cut on its way"),
        (documents.docx(LT).replace(b"PK\x05\x06", b"PK\x05\x07"), "damaged", "a zip without its directory"),
        (documents.packed({"[Content_Types].xml": "", "word/document.xml": "<w:document><w:p>"}), "damaged", "XML that ends in the middle"),
        (documents.packed({"word/document.xml": LAUGHS}), "damaged", "entities that tell of entities: no DTD is read"),
        (documents.packed({"word/document.xml": '<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>'}), "damaged", "nothing outside of the file is read"),
        (documents.packed({"xl/workbook.xml": "<w/>"}), "damaged", "a workbook without sheets"),
        (documents.packed({"inner.zip": documents.packed({"a.txt": "words"})}), "no_document", "an archive is not opened"),
        (OLE, "no_document", "Word 97"),
        (b"{\\rtf1 words}", "no_document", "rich text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no_document", "a picture"),
        (b"MZ\x90\x00\x03", "no_document", "a program"),
    ],
)  # fmt: skip
def test_a_file_without_words_says_why(data: bytes, problem: str, reason: str) -> None:
    """F98, T28. A named problem and no text; never an exception, and nothing unpacked that is not read."""
    assert read_file(data) == FileText("", problem), reason  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: documents.packed({"word/document.xml": "<d>" + "<a/>" * 5_000_000}), "one member that unpacks a thousandfold"),
        (lambda: b"%PDF-1.7" + bytes(30_000_000), "more bytes than are looked into"),
        (lambda: documents.packed({"word/document.xml": "<a>" * 5000 + "</a>" * 5000}), "elements nested without end"),
        (lambda: documents.packed({f"{n}.xml": "" for n in range(30_000)}, compression=zipfile.ZIP_STORED), "members without number"),
    ],
)
def test_a_file_that_would_cost_too_much_says_so(make: Callable[[], bytes], reason: str) -> None:
    """F98, T28. What is larger than it looks is given up by name."""
    assert read_file(make()) == FileText("", "too_large"), reason


@pytest.mark.slow
def test_no_more_than_is_kept_is_read() -> None:
    """At most 200,000 characters of a file, and of a PDF so many pages."""
    line = "Lorem ipsum dolor sit amet, consectetur. "
    for data in (documents.docx(*[line] * 20_000), documents.xlsx([(line, n) for n in range(20_000)]), (line * 20_000).encode(), documents.odt(*[line] * 20_000)):
        found = read_file(data)
        assert found.problem is None and MAX_TEXT * 0.9 < len(found.text) <= MAX_TEXT
    pages = read_file(documents.pdf(*[f"page {n} of many" for n in range(MAX_PAGES + 100)])).text
    assert f"page {MAX_PAGES - 1} of" in pages and f"page {MAX_PAGES} of" not in pages


def test_what_a_store_cannot_hold_is_replaced() -> None:
    """F99, F100. NUL is shown, a half of a pair is replaced."""
    assert read_file(b"\xff\xfe" + "a\0b".encode("utf-16-le") + b"\x00\xd8c\x00").text.startswith("a\u2400b")


@pytest.mark.parametrize("data", [documents.docx(LT, RU), documents.xlsx([(LT, 5)]), documents.pdf(LT), documents.odt(LT)], ids=["docx", "xlsx", "pdf", "odt"])
def test_a_damaged_document_never_raises(data: bytes) -> None:
    """Any cut, and any byte changed, gives a text or a problem."""
    for place in range(0, len(data), max(1, len(data) // 60)):
        for broken in (data[:place], data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]):
            found = read_file(broken)
            assert found.text == "" or found.problem is None


@pytest.mark.parametrize(
    ("name", "media_type", "wanted", "reason"),
    [
        ("Pasiūlymas.pdf", "application/pdf", True, "a document"),
        ("offer.PDF", "image/jpeg", True, "its name says what it is"),
        ("", "application/octet-stream", True, "only its content tells"),
        ("logo.png", "image/png", False, "the logo of every signature"),
        ("IMG_1.JPG", "application/octet-stream", False, "a picture by its name"),
        ("smime.p7s", "application/pkcs7-signature", False, "a signature"),
        ("invite.ics", "text/calendar", False, "read as a calendar already"),
    ],
)
def test_pictures_and_signatures_are_not_looked_into(name: str, media_type: str, wanted: bool, reason: str) -> None:
    """They come with every second mail and have no words."""
    assert may_be_read(name, media_type) is wanted, reason
