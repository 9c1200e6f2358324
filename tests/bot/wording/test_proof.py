"""The proof of a citation: its paragraph, its neighbours, the whole article, a link at the sentence, what is copied."""

from urllib.parse import unquote

import pytest

from bot.wording.messages import COPIED, MESSAGE, Reply, utf16
from bot.wording.naming import attribution
from bot.wording.proof import page_link, render_copy, render_source
from bot.wording.wholes import MOST_MESSAGES, render_article
from retrieval.language.segmentation import split_passages
from retrieval.types import Citation
from tests.bot_api.text import check_text, utf16_slice
from tests.common.replies import assert_sendable, cite, covered
from tests.common.stories import BRIDGE, article

STORY = article(BRIDGE)
PASSAGES = split_passages(STORY)
MIDDLE = Citation(PASSAGES[1], PASSAGES[1].sentences[1])


def labels(reply: Reply) -> list[list[str]]:
    return [[button.label for button in row] for row in reply.rows]


def test_a_source_has_buttons_to_the_paragraphs_around_it_to_the_article_to_copy_and_to_its_reference() -> None:
    reply = render_source(MIDDLE, PASSAGES, "fr", "ibid_bot")
    assert labels(reply) == [
        ["◀ Précédent", "Suivant ▶"],
        ["Article entier", "Copier la citation"],
        ["Référence…"],
    ]
    assert [button.data for button in reply.rows[0]] == [f"w:0:{MIDDLE.id}", f"w:2:{MIDDLE.id}"]
    assert max(len(button.data.encode()) for button in reply.buttons) <= 64


@pytest.mark.parametrize(("at", "ways"), [(0, ["Next ▶"]), (2, ["◀ Previous"]), (99, ["◀ Previous"])])
def test_another_paragraph_is_shown_without_bold_and_with_the_way_back(at: int, ways: list[str]) -> None:
    reply = render_source(MIDDLE, PASSAGES, "en", "ibid_bot", at)
    assert covered(reply, "expandable_blockquote") == [PASSAGES[min(at, 2)].text]
    assert covered(reply, "bold") == [STORY.title]
    assert labels(reply)[:2] == [ways, ["↩ Back to the cited sentence"]]
    assert reply.rows[1][0].data == f"w:1:{MIDDLE.id}"
    assert_sendable(reply)


def test_what_is_copied_is_the_sentence_with_where_it_is_from() -> None:
    citation = cite(url="https://quai.example/a")
    (copied,) = {button.copy for button in render_source(citation, [citation.passage], "fr").buttons if button.copy}
    assert copied == f"« {citation.text} » — Le phare s'éteint — Le Quai, 4 mai 2019\nhttps://quai.example/a"


@pytest.mark.parametrize("sentence", ["mot " * 100 + "fin.", "🗼" * 9000])
def test_what_no_button_can_copy_is_a_message_that_a_tap_copies(sentence: str) -> None:
    citation = cite(sentence, f"Avant. {sentence} Après.")
    button = render_source(citation, [citation.passage], "fr").rows[-2][-1]
    assert (button.copy, button.data) == ("", f"c:{citation.id}")
    reply = render_copy(citation, "fr")
    assert COPIED < utf16(reply.text) <= MESSAGE
    assert covered(reply, "pre") == [reply.text]
    assert sentence[:400] in reply.text
    assert_sendable(reply)


def test_a_link_opens_the_page_at_the_sentence() -> None:
    short = cite("Bien-être, 5 % & plus.", "Bien-être, 5 % & plus.", url="https://q.example/a#top")
    assert page_link(short) == "https://q.example/a#top:~:text=Bien%2D%C3%AAtre%2C%205%20%25%20%26%20plus."
    words = " ".join(f"mot{number}" for number in range(40))
    long = page_link(cite(words, words, url="https://q.example/a"))
    assert unquote(long.partition("#")[2]) == (
        ":~:text=mot0 mot1 mot2 mot3 mot4 mot5,mot34 mot35 mot36 mot37 mot38 mot39"
    )
    endless = cite("é" * 3000, "é" * 3000, url="https://q.example/a")
    assert page_link(endless) == "https://q.example/a"


def test_a_short_article_is_told_whole_with_its_title_in_bold() -> None:
    (reply,) = render_article(STORY, PASSAGES, "fr")
    assert reply.text.endswith(BRIDGE.partition("\n\n")[2])
    assert covered(reply, "bold") == ["Le viaduc de Kerlan rouvre au trafic"]
    assert_sendable(reply)


@pytest.mark.parametrize("sentences", [60, 150])
def test_a_longer_article_is_split_between_sentences(sentences: int) -> None:
    lines = [
        f"La phrase numéro {number} parle du viaduc, de sa pile et de son tablier 🌉." for number in range(sentences)
    ]
    made = article("Titre\n\n" + "\n\n".join(" ".join(lines[i : i + 5]) for i in range(0, sentences, 5)))
    replies = render_article(made, split_passages(made), "fr")
    assert 1 < len(replies) <= MOST_MESSAGES
    assert " ".join(" ".join(reply.text for reply in replies).split()).endswith(" ".join(lines))
    for reply in replies:
        assert reply.text.rstrip().endswith("🌉.")
        assert_sendable(reply)


def test_a_very_long_article_is_one_file_with_all_of_its_text() -> None:
    text = "Titre / étrange ?\n\n" + "\n\n".join(f"Le paragraphe {number} ne dit rien. " * 8 for number in range(90))
    made = article(text, url="https://q.example/a", source="Le Quai")
    (reply,) = render_article(made, split_passages(made), "fr")
    assert reply.document is not None
    assert reply.document.name == "Titre-étrange.txt"
    assert text in reply.document.content.decode()
    assert "Le Quai" in reply.document.content.decode()
    check_text(reply.text, (), caption=True)


def test_headings_in_a_whole_article_are_in_italics() -> None:
    text = "Titre\n\nUn premier paragraphe, assez long.\n\n- Le sauvetage -\n\nUn autre paragraphe, lui aussi."
    made = article(text)
    (reply,) = render_article(made, split_passages(made), "fr")
    italics = [utf16_slice(reply.text, one.offset, one.length) for one in reply.entities if one.kind == "italic"]
    assert italics == ["- Le sauvetage -"]


def test_an_article_in_another_language_than_the_readers_is_said_to_be_in_it() -> None:
    assert attribution(cite(), "en") == "Le phare s'éteint — Le Quai, May 4, 2019 (in French)"
    assert attribution(cite(), "fr") == "Le phare s'éteint — Le Quai, 4 mai 2019"
