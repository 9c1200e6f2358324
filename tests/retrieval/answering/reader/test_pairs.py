"""What the reader is given of a pair, and where question and sentence stand in it."""

from retrieval.answering.reader.network import Network
from retrieval.answering.reader.pairs import ALL, BEFORE, QUESTION, SENTENCE, TITLE, Pair, Tokenizer, alone, cut
from retrieval.answering.reader.reader import SHIPPED


class Words:
    """A tokenizer whose pieces are words: the number of each is its length."""

    class Pieces:
        def __init__(self, ids: list[int]) -> None:
            self.ids, self.type_ids = ids, [0] * len(ids)

    def encode(self, sequence: str, pair: str | None = None, *, add_special_tokens: bool = True) -> "Words.Pieces":
        assert pair is None
        assert not add_special_tokens
        return self.Pieces([len(word) for word in sequence.split()])


TOKENIZER: Tokenizer = Words()


def test_question_title_sentence_before_and_sentence_follow_one_another() -> None:
    """`<s> question </s></s> title, before </s> sentence </s>`."""
    found = cut(Pair("aaaa bbbbb", "ttt", "cccccc", "ddddddd eeeeeeee"), TOKENIZER)
    assert found.ids == [0, 4, 5, 2, 2, 3, 6, 2, 7, 8, 2]
    assert found.question == (1, 3)
    assert found.sentence == (8, 10)


def test_the_weights_average_the_question_and_the_sentence() -> None:
    """Each sums to 1, over its own pieces."""
    inputs = cut(Pair("aaaa bbbbb", "", "", "ccc"), TOKENIZER).inputs()
    assert inputs["qm"].tolist() == [[0, 0.5, 0.5, 0, 0, 0, 0, 0]]
    assert inputs["sm"].tolist() == [[0, 0, 0, 0, 0, 0, 1, 0]]
    assert {name: value.shape for name, value in inputs.items()} == {
        "ids": (1, 8), "posids": (1, 8), "mask": (1, 1, 1, 8), "qm": (1, 8), "sm": (1, 8),
    }  # fmt: skip


def test_where_there_is_no_room_the_sentence_before_and_the_title_yield() -> None:
    """Question and sentence are cut at their ends, the sentence before at its beginning, and never is all too long."""
    long = " ".join("x" * (number % 7 + 1) for number in range(200))
    found = cut(Pair(long, long, long, long), TOKENIZER)
    assert len(found.ids) <= ALL
    assert found.question == (1, 1 + QUESTION)
    assert found.sentence[1] - found.sentence[0] == SENTENCE
    short = cut(Pair("a", long, long, "b"), TOKENIZER)
    assert len(short.ids) == 5 + 2 + TITLE + BEFORE
    assert short.ids[4 + TITLE : 4 + TITLE + BEFORE] == [number % 7 + 1 for number in range(200)][-BEFORE:]


def test_a_text_by_itself_is_averaged_whole() -> None:
    """For its vector: the marks at both ends count too, as they did when the model was made."""
    found = alone("aaaa bbbbb", TOKENIZER)
    assert (found.ids, found.sentence) == ([0, 4, 5, 2], (0, 4))


def test_letters_that_the_model_was_not_made_for_are_known() -> None:
    """Latin letters are read; Japanese and Russian are left to the words."""
    network = Network(SHIPPED)
    assert network.reads("Combien pèse la tour Eiffel ?")
    assert network.reads("Hvor høy er tårnet?")
    assert not network.reads("エッフェル塔の高さは？")
    assert not network.reads("Какой высоты Эйфелева башня?")
