"""Words of neighbouring languages, so that their mail is cut at the right place and not taken for ours: tables only."""

from __future__ import annotations

HEADERS = {
    "von": "from", "gesendet": "date", "datum": "date", "an": "to", "betreff": "subject",  # German
    "de": "from", "envoyé": "date", "à": "to", "objet": "subject",  # French
    "od": "from", "wysłano": "date", "do": "to", "dw": "to", "temat": "subject",  # Polish
    "da": "from", "inviato": "date", "oggetto": "subject",  # Italian
    "enviado": "date", "para": "to", "asunto": "subject", "assunto": "subject",  # Spanish, Portuguese
    "nosūtīts": "date", "kam": "to", "temats": "subject", "tēma": "subject",  # Latvian
    "від": "from", "надіслано": "date", "кому": "to", "тема": "subject",  # Ukrainian
    "van": "from", "verzonden": "date", "aan": "to", "onderwerp": "subject",  # Dutch
    "från": "from", "skickat": "date", "till": "to", "ämne": "subject",  # Swedish
}  # fmt: skip

WROTE = (
    "schrieb", "a écrit", "ha scritto", "escribió", "escreveu", "napisał", "napisał(a)", "napisała", "geschreven", "skrev",
    "kirjoitti", "kirjutas", "rakstīja", "пише", "написав",
)  # fmt: skip

ORIGINAL = (
    "ursprüngliche nachricht", "message d'origine", "wiadomość oryginalna", "mensaje original", "messaggio originale",
    "oorspronkelijk bericht",
)  # fmt: skip
FORWARDED = (
    "weitergeleitete nachricht", "message transféré", "wiadomość przekazana", "mensaje reenviado", "messaggio inoltrato",
    "doorgestuurd bericht",
)  # fmt: skip

# frequent words by which a text is known to be none of ours, parted by spaces
STOP_WORDS = (
    "und der das nicht ist ich wir sie mit für auf ein eine werden haben bitte wird den dem auch noch sehr danke "  # German
    "oder zum zur über "
    "les des est pas vous nous pour dans une avec sur votre merci bonjour je qui que ce cette sont mais "  # French
    "się nie jest dla oraz proszę przez dzień dobry że jak czy już tylko pana pani będzie będę dziękuję "  # Polish
    "los las por con una para que del está gracias usted como pero il che non per sono della grazie buongiorno di "  # Spanish, Italian
    "gli anche "
    "het een van niet voor met zijn wij u dank er och att det som inte för är vi tack ei ja on ole se mutta "  # Dutch, Swedish, Finnish
    "un ir ar par uz kas nav lai vai jums mēs paldies lūdzu es būs "  # Latvian
)
