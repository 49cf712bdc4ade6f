"""What a folder is for, told by its name: sent, drafts, trash … in the languages mail programs are used in here.

Servers that say it themselves (SPECIAL-USE, well-known names) are believed first; this is for the ones that do not.
Only whole names count: a folder "Not sent" is nobody's sent mail, and a wrong "sent" would lend trust to its mails.
"""

from __future__ import annotations

import re
import unicodedata

from connectors.base import CollectionRole

_NAMES: dict[CollectionRole, str] = {
    "inbox": """
        inbox; in box; gautieji; gauti laiškai; pašto dėžutė; входящие; вхідні; posteingang; iesūtne; sisendkaust; skrzynka odbiorcza;
        odebrane; boîte de réception; bandeja de entrada; posta in arrivo; saapuneet; inkorgen""",
    "sent": """
        sent; sent items; sent mail; sent messages; sentmail; sentitems; sent email; sent emails; sentbox;
        išsiųsta; išsiųsti; išsiųstieji; išsiųsti laiškai; išsiųsti elementai; išsiųsti pranešimai; išsiųsta pašta; išsiųstas paštas;
        отправленные; отправленное; отправленные элементы; отправленные письма; отправленные сообщения; отправлено;
        надіслані; надіслане; відправлені; wysłane; elementy wysłane; gesendet; gesendete objekte; gesendete elemente;
        nosūtītie; nosūtītās ziņas; nosūtītie vienumi; saadetud; saadetud kirjad; saadetud üksused;
        envoyés; messages envoyés; éléments envoyés; courrier envoyé; enviados; elementos enviados; inviata; posta inviata; inviati;
        lähetetyt; skickat; skickade objekt; sendt; verzonden; verzonden items""",
    "drafts": """
        draft; drafts; juodraščiai; juodraštis; черновики; черновик; чернетки; entwürfe; kopie robocze; wersje robocze; szkice;
        melnraksti; mustandid; brouillons; borradores; bozze; luonnokset; utkast; concepten""",
    "trash": """
        trash; deleted; deleted items; deleted messages; bin; wastebasket; šiukšlinė; šiukšliadėžė; šiukšlės; ištrinti;
        ištrinti elementai; ištrinta; panaikinti elementai; корзина; удаленные; удалённые; удаленные элементы; кошик; видалені;
        papierkorb; gelöschte objekte; gelöschte elemente; kosz; elementy usunięte; miskaste; dzēstie vienumi; prügikast;
        kustutatud üksused; corbeille; éléments supprimés; papelera; cestino; roskakori; papperskorgen; prullenbak""",
    "spam": """
        spam; junk; junk mail; junk email; junk e mail; bulk mail; šlamštas; brukalas; nepageidaujami laiškai; nepageidaujamas paštas;
        nepageidaujami; спам; нежелательная почта; небажана пошта; спам пошта; unerwünscht; junk emails; wiadomości śmieci;
        mēstules; surogātpasts; rämpspost; pourriel; courrier indésirable; correo no deseado; posta indesiderata; roskaposti; skräppost""",
    "archive": """
        archive; archives; archived; all mail; archyvas; archyvai; visi laiškai; архив; архивы; вся почта; архів; archiv; archiwum;
        arhīvs; arhiiv; archivo; archivio; arkisto; arkiv; archief""",
}


def plain_name(name: str) -> str:
    """The name without case, accents, punctuation and a final `.mbox`: "_sent_mail" and "Sent-Mail" are one."""
    name = name.strip().removesuffix(".mbox").removesuffix(".sbd")
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(letters).casefold()).split())


_ROLES: dict[str, CollectionRole] = {plain_name(n): role for role, names in _NAMES.items() for n in names.split(";")}


def role_of_name(name: str) -> CollectionRole | None:
    """The role a folder's own name tells ("Išsiųsta" → sent), or None where it tells none."""
    return _ROLES.get(plain_name(name))


def role_of_path(path: str, default: CollectionRole) -> CollectionRole:
    """The role of a folder by its path ("Sent/2024" → sent): the innermost name that tells one, else `default`."""
    for name in reversed(path.split("/")):
        role = role_of_name(name)
        if role:
            return role
    return default
