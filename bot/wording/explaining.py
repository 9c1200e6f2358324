"""Why this sentence: the words that were found, those that were not, and what weighed most."""

from collections.abc import Sequence

from bot.locales import Lang, say, say_number, say_share
from bot.wording.messages import inline
from bot.wording.naming import LABEL
from retrieval.types import Answer, Citation

# Words and reasons that are named: more would be a list and no explanation.
WORDS = 8
REASONS = 3
# The families of evidence (`Explanation.reasons`) and what is said of each.
FAMILIES = {
    "words": "why.words",
    "related": "why.related",
    "order": "why.order",
    "letters": "why.letters",
    "names": "why.names",
    "kind": "why.kind",
    "neighbours": "why.neighbours",
    "title": "why.title",
    "passage": "why.passage",
    "shape": "why.shape",
    "likeness": "why.likeness",
    "reading": "why.reading",
}


def render_explanation(answer: Answer, lang: Lang, other: Citation | None = None) -> str:
    """A few lines about the first citation, or the `other` one that came further down; a sentence alone where there is
    no explanation."""
    why = dict(zip(answer.further, answer.explained, strict=False))
    found = why.get(other) if other else answer.explanation
    shown = answer.citations or (answer.nearest[:1] if answer.confidence == "nearest" else ())
    if found is None or not shown:
        return say(lang, "why.nothing")
    lines = [say(lang, "why.heading", sentence=inline((other or shown[0]).text, 2 * LABEL))]
    for identifier, words in (
        ("why.matched", found.matched),
        ("why.nearby", found.nearby),
        ("why.missing", found.missing),
    ):
        if words:
            lines.append(say_number(lang, identifier, len(words), words=quoted(words, lang)))
    told = [(FAMILIES[family], share) for family, share in found.reasons if family in FAMILIES][:REASONS]
    if told:
        reasons = [say(lang, "why.share", reason=say(lang, name), share=say_share(lang, share)) for name, share in told]
        lines.append(say(lang, "why.weighed", reasons=", ".join(reasons)))
    if other:
        first = inline(shown[0].text, 2 * LABEL)
        lines.append(say(lang, "why.further", place=answer.further.index(other) + 2, sentence=first))
    else:
        lines.append(say(lang, "why.probability", probability=say_share(lang, answer.probability)))
    return "\n".join(lines)


def quoted(words: Sequence[str], lang: Lang, most: int = WORDS, length: int = LABEL) -> str:
    """Words in quotation marks, with commas between them, so many and so long at most."""
    return ", ".join(say(lang, "answer.word", word=inline(word, length)) for word in words[:most])
