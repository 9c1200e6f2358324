"""Sentences and passages; the golden files hold one sentence a line and a blank line between paragraphs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.segmentation import LONGEST_PASSAGE, LONGEST_SENTENCE, split_passages, split_sentences
from retrieval.types import Article, Block

GOLDEN = sorted((Path(__file__).parent / "segmentation").glob("*.txt"))
# What stands between two sentences of a golden paragraph, where it is not one space.
JOINTS = {"ja": "", "zh": "", "th": "  "}
BOUNDARIES = {"fr": 130, "en": 80}
QUALITY = {"fr": 0.99, "en": 0.97}

LANGUAGES = st.sampled_from(["fr", "en", "de", "ja", "th", "el", "und"])
# Letters, stops and marks that meet the rules far more often than any Unicode text would.
PROSE = st.text(st.sampled_from("abÀÉM19 .  \n!?…。」「”“«»\"'’()[]—-,;\u202fไけ走ქ\u0301"), max_size=80)
TEXTS = st.one_of(PROSE, st.text(max_size=80), st.lists(PROSE, max_size=6).map("Art. 5 of Mr. X. ".join))


def split(text: str, lang: str = "fr") -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text, lang)]


def article(*parts: str, kinds: str = "", lang: str = "fr") -> Article:
    """An article of blocks, each a body unless `kinds` has an `h` (heading) or a `c` (caption) in its place."""
    blocks, start = [], 0
    for part, kind in zip(parts, kinds.ljust(len(parts), "b"), strict=True):
        end = start + len(part)
        blocks.append(Block(start, end, "heading" if kind == "h" else "caption" if kind == "c" else "body"))
        start = end + 2
    return Article("a", "Titre", "\n\n".join(parts), lang, tuple(blocks))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_boundaries(path: Path) -> None:
    """The boundaries within paragraphs are found as people drew them, language by language."""
    lang, joint = path.stem, JOINTS.get(path.stem, " ")
    drawn: set[tuple[int, int]] = set()
    found: set[tuple[int, int]] = set()
    for number, paragraph in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")):
        sentences = paragraph.split("\n")
        ends = [len(joint.join(sentences[:count])) for count in range(1, len(sentences))]
        drawn.update((number, end) for end in ends)
        text = joint.join(sentences)
        found.update((number, sentence.end) for sentence in split_sentences(text, lang)[:-1])
    right = len(drawn & found)
    precision, recall = right / len(found), right / len(drawn)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{lang}: {len(drawn)} boundaries, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}")
    assert len(drawn) >= BOUNDARIES.get(lang, 4)
    assert f1 >= QUALITY.get(lang, 0.95)


@given(TEXTS, LANGUAGES)
def test_sentences_cover_the_text(text: str, lang: str) -> None:
    """Sentences ascend, do not overlap, carry no white space at their ends, and leave out white space alone."""
    position = 0
    for sentence in split_sentences(text, lang):
        quoted = text[sentence.start : sentence.end]
        assert quoted
        assert quoted == quoted.strip()
        assert not text[position : sentence.start].strip()
        assert position <= sentence.start
        position = sentence.end
    assert not text[position:].strip()


@given(TEXTS, LANGUAGES)
def test_a_sentence_is_one_sentence(text: str, lang: str) -> None:
    """A sentence split again is itself: whether it is one does not depend on what was around it."""
    for sentence in split_sentences(text, lang):
        assert split_sentences(text, lang, sentence.start, sentence.end) == [sentence]


@given(TEXTS, TEXTS, LANGUAGES)
def test_only_the_given_range_is_read(before: str, text: str, lang: str) -> None:
    """The sentences of a range are those of its text alone, shifted to where it stands."""
    start, whole = len(before), f"{before}{text}{before}"
    shifted = [(sentence.start + start, sentence.end + start) for sentence in split_sentences(text, lang)]
    found = split_sentences(whole, lang, start, start + len(text))
    assert [(sentence.start, sentence.end) for sentence in found] == shifted


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Un vers sans point\nUn autre vers.\nUn dernier.", ["Un vers sans point\nUn autre vers.", "Un dernier."]),
        ("Une ligne coupée par M.\nDupont ici.", ["Une ligne coupée par M.\nDupont ici."]),
        ("Un titre\n \nUn texte", ["Un titre", "Un texte"]),
        ("Oui.\u00a0Non.\u202f Si.", ["Oui.", "Non.", "Si."]),
        ("C'est dit.[1] Point final.² Voilà.", ["C'est dit.[1]", "Point final.²", "Voilà."]),
        ("... Et puis il part.", ["... Et puis il part."]),
        ("On joue « Debout ! » (1999) ce soir.", ["On joue « Debout ! » (1999) ce soir."]),
        ("", []),
        (" \n\t\u00a0", []),
        ("…", ["…"]),
    ],
)
def test_lines_and_odd_ends(text: str, sentences: list[str]) -> None:
    """A line end ends no sentence by itself, a blank line does; notes stay with the sentence that they annotate."""
    assert split(text) == sentences


def test_attribution_stays_with_the_last_quoted_sentence() -> None:
    """What tells who spoke is never cut from the last sentence that was said."""
    assert split("« Oui. Non. », a-t-il dit. Il part.") == ["« Oui.", "Non. », a-t-il dit.", "Il part."]
    assert split("« Oui ! » a-t-il dit.") == ["« Oui ! » a-t-il dit."]
    assert split('"Why?" Smith asked.', "en") == ['"Why?" Smith asked.']
    assert split("「走る。休む。」と彼は述べた。次の日。", "ja") == ["「走る。休む。」と彼は述べた。", "次の日。"]


def test_a_quotation_in_several_japanese_sentences() -> None:
    """A quotation that nothing follows is several sentences; a name with a stop is none."""
    assert split("「走る。休む。」", "ja") == ["「走る。", "休む。」"]
    assert split("モーニング娘。は歌う。本当！？", "ja") == ["モーニング娘。は歌う。", "本当！？"]


def test_thai_without_stops() -> None:
    """Thai ends at line ends and wide gaps; at a single space only after a long stretch."""
    word = "กขคงจ"
    assert split(f"{word} {word}  {word}\n{word}", "th") == [f"{word} {word}", word, word]
    assert [len(sentence) for sentence in split(" ".join([word] * 80), "th")] == [203, 203, 71]


def test_region_codes() -> None:
    """The region of a language code changes nothing: pt-BR is Portuguese."""
    text = "O Sr. Silva chegou. Ele saiu."
    assert split(text, "pt-BR") == split(text, "pt") == ["O Sr. Silva chegou.", "Ele saiu."]


@pytest.mark.parametrize("mark", ["\n", ";", ", ", " ", ""])
def test_an_endless_sentence_is_cut_where_it_reads_best(mark: str) -> None:
    """However long a sentence, each piece can be quoted in one message, and is cut behind the best mark there is."""
    text = f"{'mot' if mark.strip() or not mark else 'mot mot'}{mark}" * 2000
    pieces = split(text)
    assert len(pieces) > 1
    assert all(LONGEST_SENTENCE // 2 - 8 <= len(piece) <= LONGEST_SENTENCE for piece in pieces[:-1])
    assert all(piece.endswith(("mot", mark.rstrip())) for piece in pieces[:-1] if mark)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("cluster", "size"),
    [("e\u0301\u0302", 3), ("👩‍👩‍👧", 5), ("\ud83d\ude00", 2), ("🇫🇷", 2), ("\u1100\u1161\u11a8", 3)],
    ids=["accents", "family", "surrogates", "flag", "hangul"],
)
def test_no_character_is_cut_in_two(cluster: str, size: int) -> None:
    """Where nothing else is left, the cut falls between what readers take for characters."""
    assert len(cluster) == size
    pieces = split(cluster * 1500)
    assert all(len(piece) % size == 0 for piece in pieces)
    assert all(len(piece.encode("utf-16-le", "surrogatepass")) // 2 <= 3500 for piece in pieces)


def test_accents_without_end_are_cut_at_last() -> None:
    """A letter with thousands of accents is quotable all the same, in pieces."""
    text = "e" + "\u0301" * 9000
    assert "".join(split(text)) == text
    assert max(map(len, split(text))) == LONGEST_SENTENCE


@pytest.mark.parametrize("lang", ["fr", "en", "ja", "th"])
@pytest.mark.parametrize(
    "pattern",
    [
        ". ",
        ".",
        "A! ",
        "« A. ",
        '"A. ',
        "(",
        "「あ。",
        "A. ",
        "1. ",
        ' ?"',
        " ",
        "\n \n",
        "— .",
        "é\u0301",
        "[1]",
        "ไ  ",
    ],
)
def test_pathological_texts_are_split(pattern: str, lang: str) -> None:
    """A hundred thousand characters of anything are split, with nothing lost (a quadratic rule would not end)."""
    text = pattern * (100_000 // len(pattern))
    sentences = split_sentences(text, lang)
    assert sum(len(text[sentence.start : sentence.end].split()) for sentence in sentences) >= len(text.split())
    assert all(sentence.end - sentence.start <= LONGEST_SENTENCE for sentence in sentences)


def test_passages_are_paragraphs_under_their_heading() -> None:
    """Headings are no passages: each names those below it, and paragraphs are counted without them."""
    passages = split_passages(
        article("Un. Deux.", "Partie A", "Photo", "Trois.", "Partie B", "Quatre.", kinds="bhcbhb")
    )
    assert [(passage.paragraph, passage.kind, passage.heading, passage.text) for passage in passages] == [
        (1, "body", "", "Un. Deux."),
        (2, "caption", "Partie A", "Photo"),
        (3, "body", "Partie A", "Trois."),
        (4, "body", "Partie B", "Quatre."),
    ]
    assert [len(passage.sentences) for passage in passages] == [2, 1, 1, 1]


def test_an_empty_block_is_counted_but_no_passage() -> None:
    """A block of white space keeps its number, so that paragraphs are numbered as the reader found them."""
    assert [passage.paragraph for passage in split_passages(article("Un.", " \n ", "Deux."))] == [1, 3]


@pytest.mark.parametrize(("sentence", "lang"), [("Il y a six mots ici. ", "fr"), ("彼は昨日東京に着いた。", "ja")])
def test_long_blocks_become_passages_of_similar_size(sentence: str, lang: str) -> None:
    """A block of very many sentences is split between them, into parts of similar size with one paragraph number."""
    source = article("Début.", (sentence * 100).strip(), lang=lang)
    passages = split_passages(source)[1:]
    sizes = [len(passage.sentences) for passage in passages]
    assert sum(sizes) == 100
    assert max(sizes) - min(sizes) <= 1
    assert len(passages) == 3
    assert {passage.paragraph for passage in passages} == {2}
    assert passages[0].start == source.blocks[1].start
    assert passages[-1].end == source.blocks[1].end


def test_a_long_sentence_is_one_passage() -> None:
    """A sentence longer than a passage is not torn apart to fit."""
    text = " ".join(["mot"] * (LONGEST_PASSAGE + 50)) + "."
    (passage,) = split_passages(article(text))
    assert passage.text == text
    assert len(passage.sentences) == 1
