"""What is sent says what the articles say, letter for letter, within every limit of Telegram."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.locales import LANGUAGES, Lang
from bot.wording.messages import (
    ISOLATE,
    TURNING,
    Entity,
    Misquotation,
    Piece,
    Reply,
    compose,
    inline,
    room_after,
    room_before,
    sendable,
    utf16,
)
from bot.wording.proof import NoSource, deep_link, pick_source
from bot.wording.proof import render_source as render_source_of
from bot.wording.replies import render_answer, sources_of
from retrieval.answering.answering import answer
from retrieval.types import Citation, Sentence
from tests.common.replies import PARAGRAPH, SENTENCE, answered, assert_sendable, cite, covered
from tests.common.stories import library


def render_source(citation: Citation, lang: Lang) -> Reply:
    """The source of a citation whose article has no other passage."""
    return render_source_of(citation, [citation.passage], lang, "ibid_bot")


def test_an_answer_quotes_the_sentence_and_says_where_it_is_from() -> None:
    citation = cite()
    (reply,) = render_answer(answered(citation), "fr")
    assert reply.text == f"{SENTENCE}\n[1] Le phare s'éteint — Le Quai, 4 mai 2019"
    assert covered(reply, "blockquote") == [SENTENCE]
    assert covered(reply, "bold") == ["[1]"]
    assert [(button.label, button.data) for button in reply.buttons] == [
        ("1 · Le Quai, 4 mai 2019", f"s:{citation.id}"),
        ("👍 Utile", "+"),
        ("👎 Pas utile", "-"),
    ]
    assert_sendable(reply)


def test_the_answers_of_a_real_library_are_its_own_words() -> None:
    articles, index = library()
    found = answer("Quand le viaduc de Kerlan a-t-il été fermé ?", articles, index)
    (reply,) = render_answer(found, "fr")
    assert covered(reply, "blockquote") == [citation.text for citation in found.citations]
    assert all(citation.text in citation.article.text for citation in found.citations)
    assert_sendable(reply)


@pytest.mark.parametrize(
    ("lang", "words"), [("fr", "Ce n’est peut-être pas la réponse"), ("en", "This may not be the answer")]
)
def test_a_possible_answer_says_first_that_it_may_not_be_one(lang: Lang, words: str) -> None:
    (reply,) = render_answer(answered(cite(), confidence="possible"), lang)
    assert reply.text.startswith(words)
    assert covered(reply, "blockquote") == [SENTENCE]
    assert_sendable(reply)


def test_silence_names_the_unknown_words_and_offers_passages_without_quoting_them() -> None:
    near = cite()
    silence = answered(confidence="none", nearest=(near, near), unknown=("Vostochni", "cassoulet"))
    (reply,) = render_answer(silence, "fr")
    assert reply.text == (
        "Les articles ne répondent pas à cette question.\n"
        "Aucun article ne contient ces mots : « Vostochni », « cassoulet ».\n"
        "Les passages les plus proches, qui ne sont pas une réponse :"
    )
    assert SENTENCE not in reply.text
    assert [button.label for button in reply.buttons] == [
        "Passage 1 · § 2 · Le phare s'éteint",
        "Passage 2 · § 2 · Le phare s'éteint",
    ]
    assert_sendable(reply)


def test_what_is_only_near_is_quoted_and_called_so() -> None:
    """One sentence, after a word of doubt, with the button for its source; nothing claims that it answers."""
    near = cite()
    found = answered(confidence="nearest", nearest=(near, near), unknown=("cassoulet",))
    (reply,) = render_answer(found, "fr")
    first, *_ = reply.text.split("\n\n")
    assert first.endswith("Je ne suis pas sûr que les articles répondent à cette question. La phrase la plus proche :")
    assert covered(reply, "blockquote") == [near.text]
    assert reply.buttons[0].data == f"s:{near.id}"
    assert sources_of(found) == (near,)
    assert_sendable(reply)


def test_silence_about_known_words_offers_nothing_that_is_not_there() -> None:
    assert render_answer(answered(confidence="none"), "en") == (Reply("The articles do not answer this question."),)


def test_a_sentence_that_leans_is_quoted_with_the_one_before() -> None:
    """Both letter for letter, the one before in italics."""
    citation = cite()
    start = citation.passage.start
    leaning = replace(citation, lead=Sentence(start, start + len("Le phare 🗼 de Skarn est éteint.")))
    reply = render_answer(answered(leaning), "fr")[0]
    assert covered(reply, "blockquote") == ["Le phare 🗼 de Skarn est éteint. Il a servi 161 ans !"]
    assert covered(reply, "italic") == ["Le phare 🗼 de Skarn est éteint."]
    assert_sendable(reply)


def test_a_caption_is_called_one() -> None:
    citation = cite()
    caption = replace(citation, passage=replace(citation.passage, kind="caption"))
    assert "(légende de photo)" in render_answer(answered(caption), "fr")[0].text
    assert "Légende de photo, paragraphe 2 sur 2" in render_source(caption, "fr").text


def test_three_long_citations_become_several_messages_each_with_its_own_buttons() -> None:
    citations = [cite("mot " * 600 + f"fin {number}.", "mot " * 600 + f"fin {number}.") for number in (1, 2, 3)]
    replies = render_answer(answered(*citations, confidence="possible"), "fr")
    assert [[button.data[0] for button in reply.buttons] for reply in replies] == [["s"], ["s"], ["s", "+", "-"]]
    assert [text for reply in replies for text in covered(reply, "blockquote")] == [c.text for c in citations]
    assert [covered(reply, "bold") for reply in replies] == [["[1]"], ["[2]"], ["[3]"]]
    for reply in replies:
        assert_sendable(reply)


@pytest.mark.parametrize("sentence", ["mot " * 5000 + "fin.", "x" * 50_000, "🗼" * 9000, "e" + "\u0301" * 10_000])
def test_a_sentence_beyond_any_message_is_shown_from_its_beginning(sentence: str) -> None:
    citation = cite(sentence, f"Avant. {sentence} Après.")
    (reply,) = render_answer(answered(citation), "fr")
    (shown,) = covered(reply, "blockquote")
    assert citation.text.startswith(shown)
    assert len(shown) > 1000
    assert f"{shown}\n…\n[1]" in reply.text
    assert_sendable(reply)
    assert_sendable(render_source(citation, "fr"))


def test_a_source_is_the_paragraph_with_the_sentence_in_bold_and_what_is_known_of_the_article() -> None:
    citation = cite(heading="La fin", author="Maëlle Le Bris", url="https://www.lequai.example/phare")
    reply = render_source(citation, "fr")
    assert reply.text == (
        "Le phare s'éteint\nLe Quai · Maëlle Le Bris · 4 mai 2019\n\n"
        f"La fin\n{PARAGRAPH}\n\nParagraphe 2 sur 2 · Lire sur www.lequai.example\nLien vers cette citation"
    )
    assert covered(reply, "expandable_blockquote") == [PARAGRAPH]
    assert covered(reply, "bold") == ["Le phare s'éteint", SENTENCE]
    assert covered(reply, "italic") == ["La fin"]
    page, permanent = (one.url for one in reply.entities if one.kind == "text_link")
    assert page == "https://www.lequai.example/phare#:~:text=Il%20a%20servi%20161%20ans%20%21"
    assert permanent == f"https://t.me/ibid_bot?start=s_{citation.id}"
    assert_sendable(reply)


def test_a_source_of_which_little_is_known_shows_that_little() -> None:
    reply = render_source(cite(source=None, date=None), "en")
    assert reply.text == f"Le phare s'éteint\n\n{PARAGRAPH}\n\nParagraph 2 of 2\nLink to this citation"
    assert_sendable(reply)


def test_a_heading_that_is_the_title_is_not_said_twice() -> None:
    assert render_source(cite(heading="Le phare s'éteint"), "fr").text.count("Le phare s'éteint") == 1


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://user:word@host.example/",
        "http://[::1]/",
        "http://host.example:99999/",
        "http://host.example:0/",
        "http://intranet/page",
        "https://host.example\\page",
        "https://a b.example",
        "archive/p. 4",
        "http://",
        "https://host.example/\u202egnp",
    ],
)
def test_what_is_no_plain_web_address_is_shown_and_not_linked(url: str) -> None:
    reply = render_source(cite(url=url), "fr")
    assert [one.url for one in reply.entities if one.kind == "text_link"] == [deep_link(cite(url=url), "ibid_bot")]
    assert inline(url, 80) in reply.text
    assert_sendable(reply)


def test_a_long_paragraph_is_cut_around_the_sentence_and_the_cuts_stand_outside_the_quotation() -> None:
    paragraph = "avant " * 900 + SENTENCE + " après" * 900
    citation = cite(SENTENCE, paragraph)
    reply = render_source(citation, "fr")
    (shown,) = covered(reply, "expandable_blockquote")
    assert shown in paragraph
    assert shown.startswith("avant ")
    assert shown.endswith(" après")
    assert f"…\n{shown}\n…" in reply.text
    assert SENTENCE in covered(reply, "bold")
    assert shown.count("avant") > 100
    assert shown.count("après") > 100
    assert_sendable(reply)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_widest_everything_still_fits_into_one_message(lang: Lang) -> None:
    wide = "🗼" * 5000
    fields = {"title": wide, "source": wide, "author": wide, "date": wide}
    citation = cite(wide, wide, heading=wide[1:], url=f"https://{'a' * 2000}.example", **fields)
    assert_sendable(render_source(citation, lang))
    for reply in render_answer(answered(citation, confidence="possible", unknown=(wide,) * 9), lang):
        assert_sendable(reply)
    assert_sendable(render_answer(answered(confidence="none", nearest=(citation,) * 3, unknown=(wide,) * 9), lang)[0])


def test_an_article_cannot_turn_the_words_around_its_quotation() -> None:
    turned = "Le \u202eprix\u2066 \u05d0\u05d1 monte."
    citation = cite(turned, turned, title="Titre \u202e\u05d0\u05d1\u05d2", source="Quai\u2066\u202d")
    (reply,) = render_answer(answered(citation), "fr")
    quotation, attribution = reply.text.split("\n")
    assert quotation == sendable(turned)
    assert f"{ISOLATE}Titre \u05d0\u05d1\u05d2\u2069 — Quai," in attribution
    assert not TURNING & set(reply.buttons[0].label)
    assert_sendable(reply)
    assert_sendable(render_source(citation, "fr"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A\u030angstro\u0308m", "\u00c5ngstr\u00f6m"),
        ("tab\there", "tab here"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("e\u0301te\u0301", "e\u0301te\u0301"),
        ("Le prix : 5 €", "Le prix : 5 €"),
    ],
)
def test_only_what_telegram_cannot_carry_is_changed(text: str, shown: str) -> None:
    assert sendable(text) == shown


@pytest.mark.parametrize(("start", "end"), [(-5, 20), (0, 20), (30, 30), (40, 10_000), (10_000, 10_001)])
def test_a_citation_whose_offsets_are_wrong_is_never_sent(start: int, end: int) -> None:
    wrong = replace(cite(), sentence=Sentence(start, end))
    with pytest.raises(Misquotation):
        render_answer(answered(wrong), "fr")
    with pytest.raises(Misquotation):
        render_source(wrong, "fr")


def test_words_that_are_not_the_articles_are_never_sent_as_its_own() -> None:
    article = cite().article
    with pytest.raises(Misquotation, match=r"phare\.txt"):
        compose([Piece("Un premier paragraphe !", ("blockquote",), quotation=(article, 0, 23))])


def test_pieces_side_by_side_share_an_entity_counted_in_utf16() -> None:
    reply = compose([Piece("🗼 "), Piece("a🗼", ("bold",)), Piece("b", ("bold", "italic")), Piece("c")])
    assert reply.text == "🗼 a🗼bc"
    assert reply.entities == (Entity("bold", 3, 4), Entity("italic", 6, 1))


@given(st.text(st.characters(exclude_categories=())), st.integers(0, 50))
def test_what_is_cut_fits_and_is_the_beginning_or_end_of_the_text(text: str, limit: int) -> None:
    after, before = room_after(text, limit), room_before(text, limit)
    assert max(utf16(text[:after]), utf16(text[len(text) - before :])) <= limit


@given(st.text(st.characters(exclude_categories=()), min_size=1), st.text(st.characters(exclude_categories=())))
def test_any_sentence_and_title_make_a_message_that_telegram_takes(words: str, title: str) -> None:
    sentence = f"«{words}»"
    citation = cite(sentence, f"Avant. {sentence} Après.", title=title, source=title, author=title, url=title)
    (reply,) = render_answer(answered(citation), "fr")
    assert covered(reply, "blockquote") == [sendable(sentence)]
    assert_sendable(reply)
    source = render_source(citation, "fr")
    assert sendable(sentence) in covered(source, "bold")
    assert_sendable(source)


@pytest.mark.parametrize(("wanted", "picked"), [("", "a"), ("1", "a"), ("2", "b"), (" 2 ", "b"), ("[2]", "b")])
def test_a_source_is_picked_by_its_number(wanted: str, picked: str) -> None:
    assert pick_source(["a", "b"], wanted, "fr") == picked


@pytest.mark.parametrize(
    ("cited", "wanted", "words"),
    [
        (None, "", "There is no answer yet"),
        ((), "", "That answer cites nothing"),
        (("a",), "2", "That answer has 1 source"),
        (("a", "b"), "0", "a number from 1 to 2"),
        (("a", "b"), "-1", "a number from 1 to 2"),
        (("a", "b"), "²", "a number from 1 to 2"),
        (("a", "b"), "two", "a number from 1 to 2"),
    ],
)
def test_a_source_that_is_not_there_is_answered_with_what_is(
    cited: tuple[str, ...] | None, wanted: str, words: str
) -> None:
    with pytest.raises(NoSource, match=words):
        pick_source(cited, wanted, "en")
