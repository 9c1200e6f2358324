"""A question gets the sentences that answer it, letter for letter, or silence."""

import pytest

from retrieval.answering.answering import answer, search
from retrieval.answering.features import FEATURES
from retrieval.answering.weights import read_weights
from retrieval.errors import UnknownCitation
from retrieval.index.index import build_index
from retrieval.library.library import Library
from retrieval.types import Answer, Citation
from tests.common.stories import BRIDGE, LIGHTHOUSE, article, library


def ask(question: str, *texts: str) -> Answer:
    return answer(question, *library(*(article(text) for text in texts)))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Quand le viaduc de Kerlan a-t-il été fermé ?", "mars 2021"),
        ("Quelle est la longueur du viaduc ?", "412 mètres"),
        ("Pourquoi la mairie avait-elle ordonné la fermeture ?", "deux piliers"),
        ("combien ont couté les travaux", "8,4 millions"),
        ("Qui est Solange Prigent ?", "présidente de l'association"),
        ("Qu'est-ce que la CCPK ?", "Communauté de communes"),
        ("When was the Skarn lighthouse switched off?", "4 May 2019"),
        ("Who was the last keeper?", "Morag Sinclair"),
    ],
)
def test_the_best_sentence_answers(question: str, words: str) -> None:
    """Of two articles in two languages, the sentence with the answer is ranked first."""
    _, ranking = search(question, *library())
    assert ranking is not None
    assert words in ranking.sentences[0].citation.text


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le produit intérieur brut du Pérou ?",
        "Who won the football World Cup in 2022?",
        "bonjour",
        "",
        "🙂",
        "?",
    ],
)
def test_the_articles_silence_is_said(question: str) -> None:
    """Where nothing answers there is no citation at all, only what came nearest."""
    found = answer(question, *library())
    assert found.confidence == "none"
    assert found.citations == ()
    assert found.probability < 0.5


def test_silence_names_the_words_that_no_article_holds() -> None:
    """The person learns which words the articles lack, as they were typed."""
    found = answer("Le maire de Quimper aime le viaduc de Kerlan ?", *library())
    assert "Quimper" in found.unknown
    assert "viaduc" not in found.unknown


def test_every_quotation_stands_in_its_article() -> None:
    """A citation is a slice of the article, never a copy that was cleaned."""
    found = ask("Quelle est la longueur du viaduc de Kerlan ?", BRIDGE, LIGHTHOUSE)
    assert found.citations
    for citation in found.citations:
        assert citation.article.text[citation.sentence.start : citation.sentence.end] == citation.text
        assert citation.text in BRIDGE


def test_at_most_three_sentences_and_no_two_alike() -> None:
    """A story that several articles carry is quoted once."""
    copies = [article(BRIDGE, id=f"copy {number}") for number in range(5)]
    found = answer("Quelle est la longueur du viaduc de Kerlan ?", *library(*copies))
    texts = [citation.text for citation in found.citations]
    assert 1 <= len(texts) <= 3
    assert len(texts) == len(set(texts))


def test_no_sentence_is_quoted_twice() -> None:
    """What is quoted before a sentence that leans on it is not cited again, nor offered as another answer."""
    text = "Le viaduc de Kerlan relie les deux rives du Trieux. Il mesure 412 mètres de long, le viaduc de Kerlan."
    found = ask("Quelle est la longueur du viaduc de Kerlan ?", text)
    leads = [(citation.passage, citation.lead) for citation in found.citations if citation.lead]
    quoted = [(citation.passage, citation.sentence) for citation in (*found.citations, *found.further)]
    assert leads
    assert len({*leads, *quoted}) == len(leads) + len(quoted)


def test_no_library_no_answer() -> None:
    """An empty library is silent, not broken."""
    empty = Library(())
    assert answer("Kerlan ?", empty, build_index(empty)).confidence == "none"


def test_an_article_of_one_sentence_is_answered_from() -> None:
    """The smallest library there is still answers, and still keeps quiet."""
    only = "Le viaduc de Kerlan mesure 412 mètres de long."
    assert [c.text for c in ask("Combien mesure le viaduc de Kerlan ?", only).citations] == [only]
    assert ask("Qui a peint la Joconde ?", only).citations == ()


def test_a_citation_is_found_again_by_its_id() -> None:
    """The id that was given out leads back to the very sentence, also in a library made anew."""
    found = ask("Quelle est la longueur du viaduc de Kerlan ?", BRIDGE)
    again, _ = library(article(BRIDGE), article(LIGHTHOUSE, "en"))
    for citation in found.citations:
        assert again.citation(citation.id).text == citation.text


@pytest.mark.parametrize("change", ["start", "half", "version", "nonsense", "empty"])
def test_a_forged_id_quotes_nothing(change: str) -> None:
    """Half a sentence, another article or plain nonsense has no id."""
    made, _ = library()
    _, passage = next(made.living())
    citation = made.citation(_id(made))
    version, start, length = citation.id.split("-")
    forged = {
        "start": f"{version}-{int(start, 36) + 1}-{length}",
        "half": f"{version}-{start}-9",
        "version": f"{'z' * 12}-{start}-{length}",
        "nonsense": "' OR 1=1 --",
        "empty": "",
    }[change]
    assert passage.sentences
    with pytest.raises(UnknownCitation):
        made.citation(forged)


def _id(made: Library) -> str:
    _, passage = next(made.living())
    return Citation(passage, passage.sentences[0]).id


def test_a_citation_id_fits_in_a_button_and_in_a_link() -> None:
    """64 bytes of callback data, and the letters that a deep link allows."""
    made, _ = library()
    assert len(_id(made)) <= 33
    assert set(_id(made)) <= set("0123456789abcdefghijklmnopqrstuvwxyz-")


def test_a_corrected_article_has_other_ids() -> None:
    """An id stands for the text that was quoted; another text under the same name is another version."""
    assert article(BRIDGE).version != article(BRIDGE + " Fin.").version
    assert article(BRIDGE).version == article(BRIDGE).version


def test_each_feature_has_a_weight_and_says_why() -> None:
    """No feature is computed for nothing, and each can be explained."""
    assert set(read_weights().ranking) == set(FEATURES)
    assert all(function.__doc__ for function in FEATURES.values())
