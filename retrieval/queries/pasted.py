"""Is a message a quotation that somebody wants looked for? It is one text in quotation marks, and asks nothing."""

from retrieval.language import WORD

# Fewer words are a phrase to search for: `"Port-Gwen"`.
FEWEST_WORDS = 4
# What opens a quotation, and what then closes it.
PAIRS = {"«": "»", "“": "”", "„": "“”", '"': '"', "»": "«", "‹": "›"}
ASKING = ("?", "？", "؟")
SPACES = " \n\t\u00a0\u202f"


def pasted_quotation(message: str) -> str:
    """The text between the marks; empty where a message is something else, or asks.

    >>> pasted_quotation("« La tour de Sarn pèse 4 200 tonnes. »")
    'La tour de Sarn pèse 4 200 tonnes.'
    >>> pasted_quotation('"tour de Sarn"'), pasted_quotation('"Who built the tower?"'), pasted_quotation('"a b" "c d"')
    ('', '', '')
    """
    written = message.strip().rstrip(f".,;{SPACES}")  # the stop of the sentence that the quotation ends
    closing = PAIRS.get(written[:1], "")
    if len(written) < 2 or not closing or written[-1] not in closing:
        return ""
    text = written[1:-1].strip()
    return text if _closes_all(text, written[0], closing) and is_quotable(text) else ""


def is_quotable(text: str) -> bool:
    """Whether a text is long enough to be looked for word for word, and no question."""
    return len(WORD.findall(text)) >= FEWEST_WORDS and not text.rstrip(f"»”\"'’){SPACES}").endswith(ASKING)


def _closes_all(text: str, opening: str, closing: str) -> bool:
    """Whether every mark of this kind within a quotation is one of another that is whole within it."""
    depth = 0
    for character in text:
        depth += -1 if character in closing else character == opening
        if depth < 0:
            return False
    return depth == 0
