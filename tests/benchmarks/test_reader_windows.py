"""Windows that the reader learns from: around right and wrong sentences, and each sentence in them with its mark."""

import json
import random
from pathlib import Path

import pytest

from benchmarks.answers.reader.articles import Articles, Labels
from benchmarks.answers.reader.asked import Asked, Candidate, TaughtSet
from benchmarks.answers.reader.groups import RIGHT, UNSURE, WRONG, Group
from benchmarks.answers.reader.mixture import Draw, Line
from benchmarks.answers.reader.pairs import BEFORE_WINDOW, Pairs
from benchmarks.answers.reader.windows import WINDOWS, WindowTeacher, around
from retrieval.answering.reader.reader import SHIPPED

tokenizers = pytest.importorskip("tokenizers")

# An article of twelve paragraphs with two sentences each; the first of the fifth answers, and the last has the
# answer's words, too.
SENTENCES = [
    f"Le viaduc de Kerlan compte {number} arches de granit rose taillé." if number % 2 else "Il enjambe l'Odet."
    for number in range(24)
]
SENTENCES[8] = "Il mesure cent douze mètres de long."
SENTENCES[22] = "Un autre pont mesure cent douze mètres de long."
TEXT = "\n\n".join(f"{one} {other}" for one, other in zip(SENTENCES[::2], SENTENCES[1::2], strict=True))


@pytest.fixture
def articles(tmp_path: Path) -> Articles:
    start = TEXT.index("cent douze")
    question = {"id": "1", "article_id": "kerlan", "answerable": True, "spans": [[start, start + 10]]}
    question |= {"question": "Quelle longueur ?", "answers": ["cent douze mètres"]}
    article = {"id": "kerlan", "title": "Le viaduc de Kerlan", "text": TEXT, "lang": "fr"}
    for name, row in (("articles", article), ("questions", question)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    return Articles({"fr_piaf": TaughtSet.named(str(tmp_path))[1]})


def asked(articles: Articles) -> Asked:
    text = articles.text("fr_piaf", "kerlan")
    candidates = tuple(
        Candidate("Kerlan", "", text.said(at), ("kerlan", text.passages[at]), at == 8, at == 22, at == 0, -at)
        for at in range(24)
    )
    return Asked("1", "Quelle longueur ?", "fr_piaf", "kerlan", True, candidates)


def groups(articles: Articles) -> list[Group]:
    chance, pairs = random.Random(0), Pairs(SHIPPED / "tokenizer.json")
    made = WindowTeacher(Draw({Line(1, "fr_piaf"): [asked(articles)]}, chance), pairs, chance, articles)
    return [made.group() for _ in range(200)]


def test_the_sentences_that_answer_are_known_and_those_that_may(articles: Articles) -> None:
    one, text = asked(articles), articles.text("fr_piaf", "kerlan")
    assert articles.labels(one) == Labels(frozenset({8}), frozenset({22}))
    assert [text.place(candidate) for candidate in one.candidates] == list(range(24))


def test_a_candidate_of_another_splitting_is_named(articles: Articles) -> None:
    """With what is to be done about it."""
    text = articles.text("fr_piaf", "kerlan")
    gone = Candidate("Kerlan", "", "Il mesure.", ("kerlan", text.passages[8]), True, False, False, 0)
    with pytest.raises(LookupError, match=r"kerlan has no sentence 'Il mesure\.'; delete the candidates"):
        text.place(gone)


def test_each_sentence_of_the_windows_has_its_mark(articles: Articles) -> None:
    made = groups(articles)
    for group in made:
        assert len(group.texts) <= WINDOWS
        assert len(group.marks) == sum(len(one.sentences) for one in group.texts)
        assert group.marks.count(RIGHT) <= 1
        assert set(group.marks) <= {RIGHT, WRONG, UNSURE}
    assert any(len(group.texts[0].sentences) > 3 for group in made)


def test_sometimes_what_answers_is_taken_away(articles: Articles) -> None:
    """Then what may answer is not shown either: what remains is on the subject and does not answer."""
    made = groups(articles)
    without = [group for group in made if RIGHT not in group.marks]
    assert 0.05 < len(without) / len(made) < 0.16
    assert all(UNSURE not in group.marks and not group.alone for group in without)


def test_a_window_grows_on_both_sides_as_far_as_it_is_wide(articles: Articles) -> None:
    """Never over what is kept apart."""
    text = articles.text("fr_piaf", "kerlan")
    width = sum(len(text.said(at)) for at in (7, 8, 9, 10))
    found = [around(text, 8, width, set(), random.Random(seed)) for seed in range(20)]
    assert all(places == list(range(places[0], places[-1] + 1)) and 8 in places for places in found)
    assert all(sum(len(text.said(at)) for at in places) <= width for places in found)
    assert len({places[0] for places in found}) > 1
    assert around(text, 8, width, {7}, random.Random(0)) == [8, 9, 10]
    assert around(text, 8, 1, set(), random.Random(0)) == [8]


def test_a_window_is_cut_into_question_title_what_is_before_and_sentences() -> None:
    """`<s> question </s></s> title, before </s> sentence </s> sentence </s>`; what is before loses its beginning."""
    pairs = Pairs(SHIPPED / "tokenizer.json")
    known = tokenizers.Tokenizer.from_file(str(SHIPPED / "tokenizer.json"))

    def ids(text: str) -> list[int]:
        return list(known.encode(text, add_special_tokens=False).ids)

    question, title, before, first, second = "Quelle longueur ?", "Kerlan", TEXT[:300], *SENTENCES[8:10]
    found = pairs.window(question, title, before, [first, second])
    led = ids(before)[-BEFORE_WINDOW:]
    assert found.ids == [0, *ids(question), 2, 2, *ids(title), *led, 2, *ids(first), 2, *ids(second), 2]
    assert found.question == (1, 1 + len(ids(question)))
    assert [found.ids[start:stop] for start, stop in found.sentences] == [ids(first), ids(second)]
