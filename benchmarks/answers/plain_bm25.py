"""What rank-bm25 alone makes of a question set, beside Ibid.

`python -m benchmarks.answers.plain_bm25 ARTICLES.jsonl QUESTIONS.jsonl` prints the share of questions whose right
sentence is first and among the first three: for rank_bm25 as it comes, over words of sentences cut at white space; for
rank_bm25 over Ibid's terms, which takes the best passage, then its sentences by their own scores; and for `evaluate`.
"""

import argparse
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi
from rich.console import Console
from rich.table import Table

from bot.shell.reports import ask_set
from retrieval.evaluation.evaluation import GoldQuestion, figures, read_questions
from retrieval.index.analysts import terms_of
from retrieval.language.analysis import is_stop_word, terms, tokens, word_terms
from retrieval.language.language import detect_language
from retrieval.library.library import Library
from retrieval.reading.files import read_articles
from retrieval.types import Citation


def plain(library: Library, questions: Sequence[GoldQuestion]) -> tuple[float, float]:
    """The shares for rank_bm25 over the lower-cased words of our sentences, cut at white space."""
    sentences = [Citation(passage, sentence) for _, passage in library.living() for sentence in passage.sentences]
    index = BM25Okapi([citation.text.lower().split() for citation in sentences])
    found = []
    for question in questions:
        best = np.argsort(-index.get_scores(question.text.lower().split()), kind="stable")[:3]
        found.append([sentences[number] for number in best])
    return shares(questions, found)


def passage_then_sentence(library: Library, questions: Sequence[GoldQuestion]) -> tuple[float, float]:
    """The shares for the sentences of the best passage by rank_bm25, in the order of their own BM25 scores."""
    passages = [passage for _, passage in library.living()]
    sentences = [[Citation(passage, sentence) for sentence in passage.sentences] for passage in passages]
    flat = [citation for some in sentences for citation in some]
    starts = np.cumsum([0, *map(len, sentences)])
    of_passages = BM25Okapi([terms_of(p) for p in passages])
    of_sentences = BM25Okapi([terms(citation.text, citation.article.lang) for citation in flat])
    found = []
    for question in questions:
        asked = question_terms(question.text, library.languages)
        passage = int(of_passages.get_scores(asked).argmax())
        own = of_sentences.get_scores(asked)[starts[passage] : starts[passage + 1]]
        found.append([sentences[passage][number] for number in np.argsort(-own, kind="stable")[:3]])
    return shares(questions, found)


def question_terms(text: str, languages: Collection[str]) -> list[str]:
    """The terms of a question's words that are no stop words, as Ibid makes them."""
    lang = detect_language(text, among=languages)
    kept = [token for token in tokens(text) if not is_stop_word(token, lang)] or tokens(text)
    return [term for token in kept for term in word_terms(token, lang)]


def shares(questions: Sequence[GoldQuestion], found: Sequence[Sequence[Citation]]) -> tuple[float, float]:
    """How many questions have a right sentence first, and among those `found`."""
    right = [[q.stands_in(citation) for citation in some] for q, some in zip(questions, found, strict=True)]
    return sum(some[0] for some in right) / len(right), sum(any(some) for some in right) / len(right)


def main() -> None:
    """Prints both, side by side."""
    parser = argparse.ArgumentParser(description="Plain rank-bm25 over sentences, beside Ibid.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    given = parser.parse_args()
    library = Library(read_articles([given.articles]).articles)
    answerable = [question for question in read_questions(given.questions) if question.answerable]
    ours = figures(ask_set(given.articles, given.questions).outcomes)
    table = Table("", "sentence_at_1", "sentence_at_3")
    peers = {"plain rank_bm25 over sentences": plain, "rank_bm25, passage then sentence": passage_then_sentence}
    for name, peer in peers.items():
        first, among_three = peer(library, answerable)
        table.add_row(name, f"{first:.3f}", f"{among_three:.3f}")
    table.add_row("Ibid", f"{ours['sentence_at_1']:.3f}", f"{ours['sentence_at_3']:.3f}")
    Console().print(table)


if __name__ == "__main__":
    main()
