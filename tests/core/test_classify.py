"""The class of a message: machines never promise anything, and a person is never taken for a machine."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from syncd.core.classify import message_class
from syncd.core.model import Class, Header, Party
from tests.timing import least


@dataclass(frozen=True)
class Mail:
    """A message of the table: its expected class, why, and what it carries."""

    expected: Class
    reason: str
    sender: str = "ona@medis.example"
    subject: str = "Sąmata"
    fields: dict[str, str] = field(default_factory=dict)
    text: str = ""
    answers: bool = False

    def header(self) -> Header:
        ids = ("first@medis.example",) if self.answers else ()
        return Header(
            fields={name.lower(): (value,) for name, value in self.fields.items()},
            subject=self.subject,
            parties=(Party(role="from", address=self.sender), Party(role="to", address="rasa@klimatas.example")),
            message_id="x@medis.example",
            in_reply_to=ids,
            references=ids,
            date=None,
            date_from="",
        )


def mail(expected: Class, reason: str, fields: dict[str, str] | None = None, **rest: str | bool) -> Mail:
    return Mail(expected=expected, reason=reason, fields=fields or {}, **rest)  # type: ignore[arg-type]


DSN = 'multipart/report; report-type=delivery-status; boundary="x"'
TABLE = [
    # ── bounces
    mail("bounce", "RFC 3464 report", {"Content-Type": DSN}, sender="x@mx.example"),
    mail(
        "bounce",
        "a report beats its Auto-Submitted",
        {"Content-Type": DSN, "Auto-Submitted": "auto-replied"},
        sender="mailer-daemon@x.example",
    ),
    mail(
        "bounce",
        "Google and Exim name the failed recipient",
        {"X-Failed-Recipients": "a@b.example"},
        subject="Delivery Status Notification",
    ),
    mail("bounce", "qmail: daemon and subject, no report", sender="mailer-daemon@x.example", subject="failure notice"),
    mail(
        "bounce",
        "Notes: postmaster, null path, no English",
        {"Return-Path": "<>"},
        sender="postmaster@n.example",
        subject="Undeliverable message",
    ),
    mail(
        "bounce",
        "Russian server",
        {"Auto-Submitted": "auto-generated"},
        sender="mailer-daemon@x.example",
        subject="Недоставленное сообщение",
    ),
    mail("bounce", "Lithuanian server", sender="mailer-daemon@x.example", subject="Laiškas nepristatytas"),
    mail("bounce", "known by its text only", sender="mailer-daemon@x.example", subject="Hello", text="User mailbox full: a@b.example"),
    mail(
        "bounce",
        "a server's private address, subject and text agree",
        sender="mail@gw.example",
        subject="Undeliverable Mail",
        text="Unknown user: a@b.example",
    ),
    mail(
        "personal",
        "a postmaster is a person too",
        sender="postmaster@medis.example",
        subject="Re: dėl dėžutės",
        text="Padidinau, veikia.",
        answers=True,
    ),
    mail(
        "personal",
        "a person writing about a bounce",
        subject="Delivery problems",
        text="The pallets were not delivered, I'll call the driver.",
    ),
    # ── receipts and feedback
    mail("auto", "RFC 8098 receipt", {"Content-Type": "multipart/report; report-type=disposition-notification"}),
    mail("auto", "RFC 5965 abuse report", {"Content-Type": "multipart/report; report-type=feedback-report"}),
    mail("auto", "Outlook's receipt with a null path", {"Return-Path": "<>", "X-Mailer": "Microsoft Outlook"}, subject="Read: Sąmata"),
    mail("auto", "null path: RFC 3834 section 3.3", {"Return-Path": "<>"}, subject="Re: Sąmata", answers=True),
    mail("personal", "a server lost the path, a person's program signed", {"Return-Path": "<>", "User-Agent": "Thunderbird"}),
    # ── voicemail
    mail("voicemail", "Asterisk", {"X-Asterisk-VM-Caller-ID-Num": "+37060000011"}, subject="New message 3 in mailbox 201"),
    mail("voicemail", "Exchange UM", {"X-CallingTelephoneNumber": "+37060000011"}),
    mail("voicemail", "RFC 3458", {"Message-Context": "voice-message"}),
    mail("voicemail", "beats the machine's own mark", {"X-VoiceMessageDuration": "12", "Auto-Submitted": "auto-generated"}),
    mail("personal", "one program writes the item's class there", {"X-CallingTelephoneNumber": "IPM.Note"}),
    mail(
        "voicemail",
        "RingCentral, by its subject",
        sender="notify@rc.example",
        subject="New Voice Message from (415) 555-0134 on 05/05/2026",
    ),
    mail("voicemail", "missed call, en", subject="Missed call from +370 600 00011", sender="service@pbx.example"),
    mail("voicemail", "missed call, ru", subject="Пропущенный звонок от +7 343 000-00-11", sender="pbx@ats.example"),
    mail("voicemail", "missed call, lt", subject="Praleistas skambutis nuo +370 600 00011", sender="pbx@ats.example"),
    mail("personal", "a person about a missed call", subject="Re: Missed call from you", answers=True, text="I'll ring back at three."),
    mail("personal", "a person about voice mail", subject="Voicemail system upgrade plans", text="I'll send the quote."),
    # ── auto-replies
    mail("auto", "RFC 3834", {"Auto-Submitted": "auto-replied"}, subject="Re: Sąmata", answers=True),
    mail("auto", "with a comment and a parameter", {"Auto-Submitted": "auto-generated (vacation); owner-email=a@b.example"}),
    mail("personal", "RFC 3834: 'no' says a person sent it", {"Auto-Submitted": "no"}),
    mail("personal", "'no' in capitals, with a comment", {"Auto-Submitted": "No (really)"}, subject="Out of office: plans"),
    mail("auto", "Exchange's own mark, no answer", {"X-Auto-Response-Suppress": "All"}),
    mail("personal", "a person's answer out of a ticket system", {"X-Auto-Response-Suppress": "OOF"}, subject="RE: Sąmata", answers=True),
    mail("auto", "cPanel and mailing robots", {"X-Autoreply": "yes"}),
    mail("auto", "X-Autorespond holds what it answers", {"X-Autorespond": "Sąmata"}),
    mail("auto", "Precedence: auto_reply", {"Precedence": "auto_reply"}),
    mail("auto", "Outlook, en", subject="Automatic reply: storage charges"),
    mail("auto", "Outlook, ru", subject="Автоматический ответ: претензия"),
    mail("auto", "Outlook, lt", subject="Automatinis atsakymas: pretenzija"),
    mail(
        "auto",
        "Lotus",
        subject="Colin Marsh is out of the office",
        text="I am out of the office until Monday. In urgent cases, please contact Tom.",
        answers=True,
    ),
    mail("auto", "Автоответ", subject="Автоответ: счёт 114"),
    mail("auto", "вне офиса", subject="Вне офиса: счёт"),
    mail("auto", "Nebūsiu biure", subject="Nebūsiu biure: sąmata"),
    mail("auto", "Out of Office, answering", subject="Out of Office", answers=True),
    mail("personal", "a person answering an auto-reply", subject="Re: Automatic reply: storage charges", answers=True),
    mail("personal", "a person's own news of a holiday", subject="atostogos", text="Nuo 19 iki 30 d. atostogausiu. Mane pavaduoja Lukas."),
    mail(
        "personal",
        "a person's own news in the text",
        text="I am out of the office on Thursday, so I'll send it on Wednesday. Please contact Tom before that.",
    ),
    mail(
        "auto",
        "absence without headers, ru",
        subject="Re: счёт",
        sender="a@b.example",
        text="Я в отпуске до 12 мая. По срочным вопросам обращайтесь к Ольге.",
    ),
    mail(
        "auto",
        "absence without headers, lt",
        subject="Ats: sąmata",
        text="Šiuo metu atostogauju, grįšiu gegužės 12 d. Skubiais klausimais kreipkitės į Luką.",
    ),
    mail("auto", "no-reply address", sender="no-reply@bank.example", subject="Užklausa 8123"),
    mail("auto", "no-reply address, lt", sender="neatsakyti@bank.example"),
    mail(
        "auto",
        "says so itself, ru",
        sender="lk@bank.example",
        text="Обращение принято. Это письмо отправлено автоматически, отвечать на него не нужно.",
    ),
    mail("auto", "says so itself, lt", sender="lk@bank.example", text="Užklausa gauta. Šis laiškas sugeneruotas automatiškai."),
    # ── lists
    mail("list", "RFC 2919", {"List-Id": "<users.lists.example>"}, answers=True, subject="Re: B205"),
    mail("list", "RFC 2369 List-Post", {"List-Post": "<mailto:users@lists.example>", "List-Unsubscribe": "<x>", "Precedence": "bulk"}),
    mail("list", "Mailman", {"X-BeenThere": "users@lists.example"}),
    mail("list", "Precedence: list", {"Precedence": "list"}),
    mail("auto", "an auto-reply sent to a list", {"List-Id": "<users.lists.example>", "Auto-Submitted": "auto-replied"}),
    mail(
        "list",
        "its foot alone",
        text="Merry Christmas!\n\nTo unsubscribe from this group, send an email to:\nbetas-unsubscribe@groups.example",
    ),
    # ── mass mail
    mail("bulk", "a newsletter's two headers", {"List-Unsubscribe": "<x>", "Precedence": "bulk"}),
    mail("bulk", "a mass mailer with its own List-Id", {"List-Id": "<1.mc.example>", "X-MC-User": "1", "List-Unsubscribe": "<x>"}),
    mail("bulk", "Feedback-ID", {"Feedback-ID": "1:2:3:mailer"}),
    mail("bulk", "by program", {"X-Mailer": "MailChimp Mailer"}),
    mail("bulk", "Precedence alone", {"Precedence": "bulk"}),
    mail("personal", "a person's answer out of a customer system", {"Precedence": "bulk"}, subject="Re: Sąmata", answers=True),
    mail(
        "personal", "the same with a tracking system's unsubscribe", {"List-Unsubscribe": "<x>"}, subject="Atsakymas: Sąmata", answers=True
    ),
    mail("bulk", "the foot of a newsletter, ru", text="Скидки!\n\nЧтобы отписаться, перейдите по ссылке https://x.example/u"),
    mail("bulk", "the foot of a newsletter, lt", text="Nuolaidos!\n\nJei nebenorite gauti naujienų: https://x.example/u"),
    mail("bulk", "sender by name", sender="naujienos@skanuma.example"),
    # ── people
    mail("personal", "a letter"),
    mail(
        "personal",
        "an offer with a commercial foot",
        text="Siunčiu pasiūlymą.\n\nPagarbiai\nNerijus\nwww.spedicija.example – geriausios kainos!",
    ),
    mail("personal", "a person talks of unsubscribing", text="I'll unsubscribe them from the plan on Monday."),
    mail("personal", "an office address", sender="info@medis.example", text="Rytoj atsiųsime."),
    mail("personal", "nothing at all", subject="", sender=""),
]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case.expected}: {case.reason}")
def test_a_message_is_of_the_class_its_signs_say(case: Mail) -> None:
    """F105, F106: headers decide, then the subject, then the text."""
    assert message_class(case.header(), case.text) == case.expected


@pytest.mark.parametrize(
    "value", ["a" * 50_000, "re: " * 12_000, "auto " * 10_000, "[" * 50_000, "no-" * 16_000, "message " * 6_000, "voice mail " * 4_500]
)
def test_hostile_headers_take_no_longer_than_their_length_deserves(value: str) -> None:
    """T26: 50 kB in the subject, the sender or the text cost no more than 50 ms; twice that is allowed to a busy machine."""
    case = Mail(
        "personal", "hostile", sender=value + "@x.example", subject=value, text=value, fields={"Precedence": value, "X-Mailer": value}
    )
    assert least(lambda: message_class(case.header(), case.text), 0.100) < 0.100
