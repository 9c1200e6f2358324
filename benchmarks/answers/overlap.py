"""How far from the words of their answers a set's questions are: `python -m benchmarks.answers.overlap SET…`.

A SET is a folder with `articles.jsonl` and `questions.jsonl`, or `ARTICLES,QUESTIONS`. Of each answerable question in
the language of its article, the share of its content words (no stop words, no fillers) that the gold sentence with most
of them holds, in any inflection. Questions asked by people who had the paragraph before them have .5 to .65 of them in
common with their answers, those asked by people who want to know something about .36.
"""

import sys
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from benchmarks.answers.asking import QuestionSet
from retrieval.evaluation.evaluation import GoldQuestion, locate, read_questions
from retrieval.language import detect_language, is_filler, is_stop_word, split_passages, tokens, word_terms
from retrieval.reading import read_articles
from retrieval.types import Article


def main() -> None:
    """Prints a table with a row a set."""
    table = Table("", "questions", "share in the best gold sentence", "none in common", "other language", "no answer")
    for name in sys.argv[1:]:
        given = QuestionSet.named(name)
        articles = {article.id: article for article in read_articles([given.articles]).articles}
        questions = read_questions(given.questions)
        answerable = [locate(q, articles[q.article_id].text) for q in questions if q.answerable]
        same = [q for q in answerable if _language(q, articles) == articles[q.article_id].lang]
        shares = [share for q in same for share in overlap(q, articles[q.article_id])]
        table.add_row(
            given.name,
            str(len(questions)),
            f"{sum(shares) / len(shares):.3f}" if shares else "–",
            f"{sum(share == 0 for share in shares) / len(shares):.3f}" if shares else "–",
            str(len(answerable) - len(same)),
            str(len(questions) - len(answerable)),
        )
    Console().print(table)


def overlap(question: GoldQuestion, article: Article) -> Iterator[float]:
    """The share of the question's content words that the gold sentence with most of them holds; nothing where it has
    none."""
    content = [
        word
        for word in dict.fromkeys(tokens(question.text))
        if not is_stop_word(word, article.lang) and not is_filler(word, article.lang)
    ]
    asked = [set(word_terms(word, article.lang)[:2]) for word in content]
    gold = [
        article.text[sentence.start : sentence.end]
        for passage in split_passages(article)
        for sentence in passage.sentences
        if any(sentence.start <= start < sentence.end for start, _ in question.spans)
    ]
    if asked and gold:
        yield max(sum(bool(one & _terms(text, article.lang)) for one in asked) / len(asked) for text in gold)


def _terms(text: str, lang: str) -> set[str]:
    return {term for word in tokens(text) for term in word_terms(word, lang)[:2]}


def _language(question: GoldQuestion, articles: dict[str, Article]) -> str:
    """The language of a question: as the set says, or else as it is told by its words."""
    return question.lang or detect_language(question.text, among={article.lang for article in articles.values()})


if __name__ == "__main__":
    main()
