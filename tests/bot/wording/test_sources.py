"""A source says what has become of its article."""

import pytest

from bot.locales import Lang
from bot.wording.messages import MESSAGE, utf16
from bot.wording.naming import attribution
from bot.wording.sources import render_kept
from retrieval.language.segmentation import split_passages
from retrieval.reading.blocks import split_blocks
from retrieval.types import Article, Block, Citation, Passage, Source


def passage(text: str) -> Passage:
    return split_passages(Article("a", "Le viaduc", text, "fr", split_blocks(text)))[0]


OLD = passage("Il mesure 412 mètres de long. Il a rouvert.")
NEW = passage("Il mesure 413 mètres de long. Il a rouvert.")
CITED = Citation(OLD, OLD.sentences[0])


def test_a_corrected_source_shows_what_it_said_and_what_it_says_now() -> None:
    """The old words first, marked as such; both are slices of their texts."""
    reply = render_kept(Source(CITED, "corrected", NEW), [OLD], "fr", show_withdrawn=False)
    assert reply.text.index("corrigé depuis") < reply.text.index("412 mètres") < reply.text.index("413 mètres")
    bold = [entity for entity in reply.entities if entity.kind == "bold"]
    assert CITED.text in [reply.text[one.offset : one.offset + one.length] for one in bold]


def test_a_corrected_source_without_a_like_passage_says_so() -> None:
    """Nothing is put beside it that has nothing to do with it."""
    reply = render_kept(Source(CITED, "corrected"), [OLD], "en", show_withdrawn=False)
    assert "412 mètres" in reply.text
    assert "No passage of the corrected article" in reply.text


def test_a_withdrawn_source_shows_its_words_only_where_the_setting_allows() -> None:
    """Its title is named either way."""
    hidden = render_kept(Source(CITED, "withdrawn"), [OLD], "fr", show_withdrawn=False)
    shown = render_kept(Source(CITED, "withdrawn"), [OLD], "fr", show_withdrawn=True)
    assert "Le viaduc" in hidden.text
    assert "412" not in hidden.text
    assert "retiré" in hidden.text
    assert "retiré" in shown.text
    assert CITED.text in shown.text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_two_long_passages_still_fit_into_one_message(lang: Lang) -> None:
    """Of the new one, what there is room for."""
    long = passage("🗼" * 5000)
    reply = render_kept(
        Source(Citation(long, long.sentences[0]), "corrected", long), [long], lang, show_withdrawn=False
    )
    assert utf16(reply.text) <= MESSAGE
    assert reply.text.endswith("…")


def test_a_source_in_a_pdf_names_its_page() -> None:
    """So that it can be looked up on paper."""
    text = "Il mesure 412 mètres de long."
    (block,) = split_blocks(text)
    paged = Article("a", "Rapport", text, "fr", (type(block)(block.start, block.end, page=12),))
    (one,) = split_passages(paged)
    reply = render_kept(Source(Citation(one, one.sentences[0]), "current"), [one], "fr", show_withdrawn=False)
    assert "page 12" in reply.text


def test_a_source_names_the_page_of_its_sentence_and_the_time_at_which_it_was_said() -> None:
    """Where a paragraph runs over pages, that of the sentence; in subtitles, minutes and seconds."""
    text = "Il mesure 412 mètres. Il a rouvert."
    for block, said in (
        (Block(0, len(text), page=3, turns=((20, 4),)), "page 4"),
        (Block(0, len(text), second=61, turns=((22, 3725),)), "à 1:02:05"),
    ):
        (one,) = split_passages(Article("a", "Rapport", text, "fr", (block,)))
        reply = render_kept(Source(Citation(one, one.sentences[1]), "current"), [one], "fr", show_withdrawn=False)
        assert said in reply.text


def test_what_a_machine_read_off_a_picture_is_called_so() -> None:
    """Under an answer and in its source: it may be misread."""
    text = "Il mesure 412 mètres."
    (one,) = split_passages(Article("a", "Rapport", text, "fr", (Block(0, len(text), recognised=True),)))
    cited = Citation(one, one.sentences[0])
    assert attribution(cited, "fr") == "Rapport (texte reconnu)"
    reply = render_kept(Source(cited, "current"), [one], "fr", show_withdrawn=False)
    assert "reconnu sur une page numérisée" in reply.text
