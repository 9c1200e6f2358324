"""Any cross-encoder in a folder can read; what is none is refused with a sentence."""

import shutil
from pathlib import Path

import pytest

from retrieval.answering.reader.network import Network
from retrieval.answering.reader.pairs import Pair
from retrieval.answering.reader.reader import Reader, open_reader
from retrieval.errors import ReaderError

# Models of a few bytes that count how often the word "answer" stands in a pair, and give one, two or three numbers.
TINY = Path(__file__).with_name("tiny")


def folder_with(tmp_path: Path, model: str, tokenizer: bool = True) -> Path:
    shutil.copy(TINY / model, tmp_path / "model.onnx")
    if tokenizer:
        shutil.copy(TINY / "tokenizer.json", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("model", "number"), [("one.onnx", 2.0), ("two.onnx", 4.0)])
def test_a_cross_encoder_of_another_make_gives_its_number(tmp_path: Path, model: str, number: float) -> None:
    """One number is taken as it is; of two, the second less the first. It reads title, sentence before and sentence."""
    network = Network(folder_with(tmp_path, model))
    assert network.number(Pair("question", "answer", "title", "answer")) == number
    assert network.vector("question") is None


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((), "has no tokenizer.json"),
        (("tokenizer.json",), "has no model.onnx"),
        (("model.onnx", "tokenizer.json"), "model.onnx can't be used"),
    ],
)
def test_a_folder_that_holds_no_reader_is_refused_with_what_to_do(
    tmp_path: Path, files: tuple[str, ...], said: str
) -> None:
    """The sentence names the folder, the file and what is wrong with it."""
    for name in files:
        (tmp_path / name).write_bytes((TINY / name).read_bytes() if name == "tokenizer.json" else b"no model")
    with pytest.raises(ReaderError, match=said) as fault:
        Reader(tmp_path).load()
    assert str(tmp_path) in str(fault.value)


def test_a_tokenizer_that_is_none_is_refused(tmp_path: Path) -> None:
    """Not JSON, or another program's."""
    (folder_with(tmp_path, "one.onnx", tokenizer=False) / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReaderError, match=r"tokenizer.json can't be used"):
        Reader(tmp_path).load()


def test_a_model_with_as_many_numbers_as_classes_is_no_cross_encoder(tmp_path: Path) -> None:
    """It is refused when it is loaded, not at the first question."""
    with pytest.raises(ReaderError, match="gives 3 numbers"):
        Reader(folder_with(tmp_path, "three.onnx")).load()


def test_a_setting_names_the_shipped_reader_none_or_a_folder(tmp_path: Path) -> None:
    """What is none of these is refused."""
    assert open_reader("none") is None
    assert open_reader("shipped") is not None
    found = open_reader(str(folder_with(tmp_path, "one.onnx")))
    assert found is not None
    assert found.folder == tmp_path
    with pytest.raises(ReaderError, match="is no folder"):
        open_reader(str(tmp_path / "nowhere"))
