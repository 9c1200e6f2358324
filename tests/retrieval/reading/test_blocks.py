import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reading import blocks
from retrieval.reading.blocks import compose, is_caption, split_blocks
from retrieval.types import Block

PARAGRAPH = (
    "Le musée a reçu l'an dernier plus de visiteurs que jamais, et il a dû refuser du monde pendant les trois semaines "
    "que durait l'exposition du printemps."
)


def kinds(text: str) -> list[str]:
    return [block.kind for block in split_blocks(text)]


def test_examples_in_docstrings_hold() -> None:
    """The worked example of split_blocks is what it returns."""
    assert doctest.testmod(blocks).failed == 0


@given(st.text(st.characters(codec="utf-8") | st.sampled_from(list(" \n\r\t\x0b\x1c\u2028()-*#©/:AP"))))
def test_blocks_leave_out_nothing_but_white_space(text: str) -> None:
    """Blocks are ordered, don't overlap, are trimmed, and all that is outside of them is white space."""
    end = 0
    for block in split_blocks(text):
        inside = text[block.start : block.end]
        assert block.start >= end
        assert inside == inside.strip() != ""
        assert not text[end : block.start].strip()
        end = block.end
    assert not text[end:].strip()


def test_every_line_is_a_block_whatever_ends_it() -> None:
    """LF, CRLF and CR end a block, and the offsets are those of the text as it was."""
    text = "  Un.\r\nDeux.\r\rTrois.\n"
    assert [text[block.start : block.end] for block in split_blocks(text)] == ["Un.", "Deux.", "Trois."]


@pytest.mark.parametrize(
    "line",
    [
        "La façade en mai ( POOL / Ana ROY )",
        "La façade en mai ( OCEAN NEWS VIA MER / STR )",
        "La façade en mai ( AFP / )",
        "La façade en mai ( AFP )",
        "La façade en mai ( AFP/Ana Roy ).",
        "La façade en mai (Photo by Ana Roy / AFP)",
        "La façade en mai (Photo : Ana Roy)",
        "La façade en mai (Crédit photo : Ana Roy)",
        "La façade en mai (© Ana Roy)",
        "The front in May (REUTERS/Ana Roy)",
        "The front in May (Ana Roy/Getty Images via AFP)",
        "La façade en mai. © Ana Roy",
        "© Ana Roy / Le Courrier",
        "La façade en mai. Crédit : Ana Roy",
        "Crédits photo : A. Roy",
        "La façade en mai. Photo : Ana Roy",
        "The front in May. Photo credit: Ana Roy",
    ],
)
def test_a_line_with_a_credit_is_a_caption(line: str) -> None:
    """Every usual way to name the photographer at the end of a line marks it as a caption."""
    assert kinds(line) == ["caption"]


@pytest.mark.parametrize(
    "line",
    [
        "La RPDC (République populaire démocratique de Corée)",
        "Il roulait à 80 (km/h)",
        "Les deux organisations (ONU/OMS)",
        "Les deux organisations (UE/Unesco)",
        "Le phénomène est connu (voir la photo de famille)",
        "Le phénomène est connu (image 3)",
        "Le prix a été remis à Marie (photo)",
        "Le taux du crédit : 3 %",
        "Il a obtenu un crédit : Paris le lui a accordé",
        "L'agence AFP / Paris l'a confirmé.",
        "Le signe © existe depuis 1909. Il est facultatif dans la plupart des pays.",
        "(AFP)",
        "Fin (Le Monde/Paris) de l'accord.",
    ],
)
def test_a_line_that_only_resembles_a_caption_is_body(line: str) -> None:
    """Parentheses, strokes and the word credit in a sentence do not make it a caption."""
    assert kinds(line) == ["body"]


def test_a_very_long_line_is_no_caption() -> None:
    """A page of text in one line stays quotable even if a credit ends it."""
    assert not is_caption("Il pleut. " * 200 + "( AFP / Ana Roy )")


@pytest.mark.parametrize(
    "line",
    [
        "## Horaires",
        "- Démonstration de force -",
        "-- Horaires --",
        "— Horaires —",
        "*** À suivre ! ***",
        "== Horaires ==",
    ],
)
def test_a_line_between_marks_is_a_heading(line: str) -> None:
    """The marks of agencies, wikis and Markdown make a heading wherever the line stands."""
    assert kinds(f"{line}\n\nIl pleut.\n\n{line}") == ["heading", "body", "heading"]


@pytest.mark.parametrize("line", ["HORAIRES D'ÉTÉ", "Une année record", "Les élections de 2017", "The 1906 earthquake"])
def test_a_short_line_above_a_paragraph_is_a_heading(line: str) -> None:
    """Few words without punctuation between two paragraphs are a heading."""
    assert kinds(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}") == ["body", "heading", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "— Venez, dit-il. —",
        "- Une seule pomme",
        "1. Une pomme",
        "Qui êtes-vous ?",
        "Il pleut.",
        "Trois choses comptent :",
        "Durée : deux heures",
        "Population 12 500",
        "« Une fête »",
        "Paris\tLyon",
        "Paris | Lyon",
        "et ainsi de suite",
        "#1 des ventes",
        "***",
        "Une ligne qui a bien plus de dix mots n'est jamais prise pour un titre",
    ],
)
def test_what_may_be_quoted_is_no_heading(line: str) -> None:
    """Speech, list items, rows, figures, questions and sentences stay body even above a paragraph."""
    assert kinds(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}") == ["body", "body", "body"]


def test_the_lines_of_a_list_without_bullets_are_body() -> None:
    """Short lines one after the other are a list: not even the last, above a paragraph, is a heading."""
    assert kinds(f"{PARAGRAPH}\nPommes\nPoires\nPrunes\n{PARAGRAPH}").count("heading") == 0


def test_capitals_are_a_heading_only_above_longer_text() -> None:
    """A list in capitals is body, and so is a signature at the end."""
    assert kinds("PARIS\nLYON\nNICE") == ["body", "body", "body"]
    assert kinds(f"{PARAGRAPH}\n\nANA ROY") == ["body", "body"]


def test_compose_joins_parts_with_an_empty_line() -> None:
    """The text made of parts has them as its blocks, trimmed; empty parts are left out."""
    text, made = compose([(" Titre ", "heading"), ("", "body"), ("Il pleut.", "body"), ("Le quai © Roy", "body")])
    assert text == "Titre\n\nIl pleut.\n\nLe quai © Roy"
    assert made == (Block(0, 5, "heading"), Block(7, 16, "body"), Block(18, 31, "caption"))
