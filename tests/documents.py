"""Documents made by hand, for tests: what Word, Excel, PowerPoint, LibreOffice and a printer driver would write, as little of it as will do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_O = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'


def packed(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members, in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def docx(*paragraphs: str, table: Sequence[Sequence[str]] = (), more: str = "", members: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document of these paragraphs, then a table; `more` is markup behind them."""
    body = "".join(f'<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">{escape(p)}</w:t></w:r></w:p>' for p in paragraphs)
    rows = "".join("<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{escape(c)}</w:t></w:r></w:p></w:tc>" for c in row) + "</w:tr>" for row in table)
    body += f"<w:tbl>{rows}</w:tbl>" if rows else ""
    return packed({
        "[Content_Types].xml": "<Types/>", **(members or {}),
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}" xmlns:mc="urn:mc"><w:body>{body}{more}</w:body></w:document>',
    })  # fmt: skip


def xlsx(rows: Iterable[Sequence[str | float]], *, shared: bool = True, dates: Mapping[tuple[int, int], float] | None = None) -> bytes:
    """An Excel workbook of one sheet; `dates` are serial numbers shown as days, by (row, column)."""
    strings: dict[str, int] = {}
    lines = []
    for y, row in enumerate(rows):
        cells = []
        for x, value in enumerate(row):
            if dates and (y, x) in dates:
                cells.append(f'<c s="1"><v>{dates[y, x]}</v></c>')
            elif not isinstance(value, str):
                cells.append(f"<c><v>{value!r}</v></c>")
            elif shared:
                cells.append(f'<c t="s"><v>{strings.setdefault(value, len(strings))}</v></c>')
            else:
                cells.append(f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>')
        lines.append(f'<row r="{y + 1}">{"".join(cells)}</row>')
    table = "".join(f"<si><t>{escape(s)}</t></si>" for s in strings)
    return packed({
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{_X}"><sheets><sheet name="Kaina" sheetId="1"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{_X}"><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_X}">{table}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_X}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    })  # fmt: skip


def pptx(*slides: str) -> bytes:
    """A presentation with a text on each slide."""
    return packed({
        "[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>",
        **{f"ppt/slides/slide{n}.xml": f'<s xmlns:a="{_A}"><a:p><a:r><a:t>{escape(t)}</a:t></a:r></a:p></s>' for n, t in enumerate(slides, 1)},
    })  # fmt: skip


def odt(*paragraphs: str) -> bytes:
    """A text of OpenDocument."""
    body = "".join(f"<text:p>{escape(p)}</text:p>" for p in paragraphs)
    return _open("text", f"<office:text>{body}</office:text>")


def ods(rows: Iterable[Sequence[str]]) -> bytes:
    """A table of OpenDocument."""
    lines = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row) + "</table:table-row>" for row in rows
    )
    return _open("spreadsheet", f"<office:spreadsheet><table:table>{lines}</table:table></office:spreadsheet>")


def _open(kind: str, body: str) -> bytes:
    return packed({
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_O}><office:body>{body}</office:body></office:document-content>',
        "META-INF/manifest.xml": "<manifest/>",
    })  # fmt: skip


def pdf(*pages: str, encrypted: bool = False) -> bytes:
    """A PDF with a text on each page, in any letters: a font's code for each letter, and the table that tells which it is (ISO 32000-1 section 9.10.3)."""
    letters = {c: n for n, c in enumerate(sorted(set("".join(pages)) - {"\n"}), 1)}
    assert len(letters) < 256
    cmap = "\n".join(f"<{n:02X}> <{c.encode('utf-16-be').hex()}>" for c, n in letters.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def 1 begincodespacerange <00> <FF> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{cmap}\nendbfchar endcmap end end"
    )
    widths = "[" + " 500" * 256 + "]"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{5 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 /Widths {widths} /ToUnicode 4 0 R >>",
        _stream(cmap),
    ]
    for n, text in enumerate(pages):
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> /Contents {6 + 2 * n} 0 R >>")
        shown = " T* ".join(f"<{''.join(f'{letters[c]:02X}' for c in line)}> Tj" for line in text.split("\n"))
        objects.append(_stream(f"BT /F 10 Tf 14 TL 40 760 Td {shown} ET"))
    trailer = " /Encrypt << /Filter /Standard /V 1 /R 2 /O <" + "00" * 32 + "> /U <" + "11" * 32 + "> /P -4 >> /ID [<00> <00>]" if encrypted else ""
    return written(objects, trailer)


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def written(objects: Sequence[str], trailer: str = "") -> bytes:
    """A PDF file of these objects, the first being its catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
