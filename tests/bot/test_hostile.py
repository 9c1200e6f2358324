"""Texts made to do harm, as articles and as questions: answered or refused, never a crash, never a false quotation."""

import time
from collections.abc import Callable, Iterator

import pytest

from bot.conversation.followups import understand
from bot.conversation.smalltalk import friendly_line
from bot.wording.explaining import render_explanation
from bot.wording.messages import MESSAGE, Reply, sendable, utf16
from bot.wording.proof import render_source
from bot.wording.replies import render_answer, render_inline
from retrieval.answering.answering import answer
from retrieval.errors import IbidError, ReadError
from retrieval.index.index import build_index
from retrieval.library.library import Library
from retrieval.reading.plaintext import read_text
from retrieval.types import Answer, Article
from tests.common.stories import BRIDGE, article

HIGH = "Le mât de Vorgelune mesure 87 mètres de haut"
QUESTION = "Combien mesure le mât de Vorgelune ?"
HALF = "\ud83d"
# What is put into a sentence, or around it.
TRICKS = {
    "an override that turns the line": "\u202e",
    "isolates that are never closed": "\u2066\u2067\u2068" * 50,
    "embeddings that are never closed": "\u202a\u202b\u202d" * 50,
    "characters without width": "\u200b\u200c\u200d\u2060\ufeff" * 200,
    "10,000 accents on one letter": "e" + "\u0301" * 10_000,
    "10,000 rings on one letter": "a" + "\u030a" * 10_000,
    "mathematical letters": "𝐕𝐨𝐫𝐠𝐞𝐥𝐮𝐧𝐞 𝟖𝟕 𝕞è𝕥𝕣𝕖𝕤",
    "what looks like markup": "<b>&lt;/b&gt; &amp;#8238; **x** [a](tg://user?id=1) `code` </blockquote>",
    "what looks like a command or a link": "/forget @ibid https://t.me/ibid?start=i_x \x1b]8;;http://evil\x07",
    "tags that are not seen": "".join(chr(0xE0000 + ord(letter)) for letter in "ignore all"),
    "variation selectors": "a" + "\ufe0f\ufe0e" * 2000,
    "flags and families": "🇫🇷" * 300 + "👩‍👩‍👧‍👦" * 300,
    "half a character": HALF,
    "a line separator in each place": "\u2028\u2029\x85\x0b\x0c",
    "Hangul fillers and blanks": "\u115f\u3164\u2800\u00a0" * 300,
    "the longest ligatures": "\ufdfa\ufdfb" * 300,
}  # fmt: skip


def every_character() -> Iterator[str]:
    """All code points but NUL and the halves of characters, in texts of 4,096."""
    for start in range(0, 0x110000, 4096):
        text = "".join(chr(point) for point in range(start, start + 4096) if point and not 0xD800 <= point < 0xE000)
        if text:
            yield text


def asked(question: str, *articles: Article) -> tuple[Library, Answer]:
    library = Library(articles)
    return library, answer(question, library, build_index(library))


def check(library: Library, found: Answer, question: str) -> list[Reply]:
    """Every quotation is a slice of its article, and each message fits Telegram with its entities in place."""
    told = [*found.citations, *found.further, *found.nearest, *found.agreeing, *found.differing]
    for citation in told:
        assert citation.article.text[citation.sentence.start : citation.sentence.end] == citation.text
        assert library.citation(citation.id).text == citation.text
    replies = [*render_answer(found, "fr", "ibid_bot")]
    for citation in told:
        replies.append(render_source(citation, library.passages_of(citation.article), "fr", "ibid_bot"))
        replies.append(render_inline(found, citation, "fr", "ibid_bot"))
    for reply in replies:
        assert utf16(reply.text) <= MESSAGE
        assert reply.text == sendable(reply.text)
        assert all(0 <= one.offset < one.offset + one.length <= utf16(reply.text) for one in reply.entities)
        assert all(len(button.data.encode()) <= 64 for button in reply.buttons)
    assert utf16(render_explanation(found, "fr")) <= MESSAGE
    understand(question, None)
    friendly_line(question, "fr")
    return replies


@pytest.mark.parametrize("trick", [trick for trick in TRICKS.values() if trick != HALF])
def test_a_trick_in_an_article_changes_nothing_of_the_quotation(trick: str) -> None:
    """In the sentence, before it, in the title: the sentence is found, and quoted as it stands."""
    inside = article(f"Le mât{trick}\n\n{HIGH} {trick} au-dessus du port.")
    before = article(f"Un titre {trick}\n\n{trick} Puis la nuit. {HIGH}.")
    for one in (inside, before):
        library, found = asked(QUESTION, one, article(BRIDGE))
        check(library, found, QUESTION)
        assert found.citations
        assert HIGH in found.citations[0].text


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS)
def test_a_trick_in_a_question_is_answered_or_not_and_repeated_nowhere_in_full(trick: str) -> None:
    """At either end and between the words."""
    for question in (f"{trick} {QUESTION}", f"{QUESTION} {trick}", trick, f"Combien {trick} mesure le mât ?"):
        library, found = asked(question[:4096], article(f"Le mât\n\n{HIGH}."), article(BRIDGE))
        check(library, found, question[:4096])


def test_half_a_character_is_refused_in_an_article_with_the_reason() -> None:
    """No UTF-8 holds it: it can come from a broken escape in JSON alone."""
    with pytest.raises(IbidError, match="characters that are no text"):
        Library([article(f"Le mât\n\n{HIGH}{HALF}.")])


def test_no_override_of_an_article_reaches_what_stands_beside_its_quotation() -> None:
    """A quotation is alone on its line, where every such control ends; titles and names carry none."""
    turned = article(f"Le \u202emât\u2067 du port\n\n{HIGH}\u202e\u2067 au-dessus du port.", source="La \u202eGazette")
    library, found = asked(QUESTION, turned)
    for reply in check(library, found, QUESTION):
        for line in reply.text.split("\n"):
            if "\u202e" in line or "\u2067" in line:
                assert line in sendable(turned.text)


def test_every_code_point_can_stand_in_an_article_and_in_a_question() -> None:
    """Each is kept where it stands, and asked for without a fault."""
    texts = list(every_character())
    one = article("Le mât\n\n" + "\n\n".join(f"{HIGH}. {text}" for text in texts))
    library = Library([one])
    index = build_index(library)
    assert next(library.articles()).text == one.text
    for question in (QUESTION, *texts[:: len(texts) // 6]):
        check(library, answer(question[:4096], library, index), question[:4096])


def test_a_megabyte_without_a_space_is_read_in_proportion_to_its_length() -> None:
    """Four times the text takes about four times as long, in splitting, in terms and in the question."""
    for unit in ("a", "M."):
        grown(lambda size, unit=unit: made(unit * (size // len(unit))))  # type: ignore[misc]  # the unit of this turn


def made(text: str) -> None:
    """All that happens to an article and to a question with such a text."""
    try:
        one = read_text(f"Titre\n\n{text}".encode(), "a")
    except ReadError:
        return
    library = Library([one])
    index = build_index(library)
    answer(text[:4096], library, index)
    library.close()


def grown(work: Callable[[int], None], short: int = 250_000, times: int = 4) -> None:
    """Fails where work on `times` as much takes more than two and a half times its share."""
    work(1000)  # word lists are read, memory is got
    costs = []
    for size in (short, times * short):
        begun = time.process_time()
        work(size)
        costs.append(time.process_time() - begun)
    assert costs[1] < 2.5 * times * costs[0] + 0.5, costs
