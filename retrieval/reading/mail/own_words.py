"""What somebody wrote in a mail: without the mails that it answers, and without the signature."""

import re

from retrieval.reading.pages import Element

# "On 3 May 2024, Ana Roy <ana@…> wrote:", in the languages of the usual programs, on one line or two.
ANSWERS = re.compile(
    r"^[ \t]*(?:On|Le|Am|El|Il|Em|Op|Den|Dne|W dniu|On the|Il giorno)\b[^\n]{0,200}(?:\n[^\n]{0,200})?"
    r"(?:wrote|a écrit|schrieb[^\n:]{0,80}|escribió|ha scritto|escreveu|schreef|skrev"
    r"|napsal[^\n:]{0,9}|napisał[^\n:]{0,9})"
    r"\s?:[ \t]*$",
    re.M,
)
# Outlook puts the mail that is answered below such a line, without any sign in front of its own lines.
BELOW = re.compile(
    r"^-{3,} ?(?:Original Message|Message d'origine|Ursprüngliche Nachricht|Mensaje original|Messaggio originale|"
    r"Mensagem original|Oorspronkelijk bericht) ?-{3,}$"
    r"|^_{20,}\s*\n(?:From|De|Von|Da|Van) ?:"
    r"|^(?:From|De|Von|Da|Van) ?: [^\n]+\n(?:Sent|Envoyé|Gesendet|Enviado|Inviato|Verzonden) ?:",
    re.M | re.I,
)
SIGNATURE = re.compile(r"^-- ?$", re.M)
QUOTED = re.compile(r"^[ \t]*>.*(?:\n|\Z)", re.M)
# How the programs mark the same in HTML.
MARKED = (
    "//blockquote[@type='cite'] | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    " | //*[contains(concat(' ', @class, ' '), ' gmail_signature ')] | //*[contains(@class, 'moz-cite-prefix')]"
    " | //*[contains(@class, 'moz-signature')] | //*[contains(@class, 'yahoo_quoted')] | //*[@id='appendonsend']"
    " | //*[@id='divRplyFwdMsg'] | //*[@id='divRplyFwdMsg']/following-sibling::*"
)
FORWARDED = re.compile(r"(?<!-)-{3,} ?(?:forwarded|weitergeleitet|message transf|mensaje reenv|messaggio inol)", re.I)


def own_words(text: str) -> str:
    """The text of a mail without what it answers; all of it, where nothing else would be left."""
    own = SIGNATURE.split(text, maxsplit=1)[0]
    if not FORWARDED.search(own):
        own = BELOW.split(own, maxsplit=1)[0]
    own = QUOTED.sub("", ANSWERS.sub("", own)).strip()
    return own or text


def keep_own_words(tree: Element) -> None:
    """The same for the tree of an HTML mail; what is forwarded is what it says."""
    whole = "".join(tree.itertext()).strip()
    marked = [one for one in tree.xpath(MARKED) if not FORWARDED.search("".join(one.itertext())[:400])]
    if len("".join("".join(one.itertext()) for one in marked).strip()) < len(whole):
        for one in marked:
            if one.getparent() is not None:
                one.drop_tree()
