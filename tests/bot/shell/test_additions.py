"""What `ibid add` says of many files, and that it can be stopped and goes on."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.shell.additions import stoppable, tell_summary
from retrieval.errors import ReadError
from retrieval.intake import Summary, take_in
from retrieval.library import Library

pytestmark = pytest.mark.process  # each photo is read by one of its own
TEXT = "Le pont de Kerlan numéro {} a été ouvert aux voitures en 1931 par le maire du bourg."


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Articles, pictures, empty files and README files."""
    folder = tmp_path / "mixed"
    for number in range(40):
        inside = folder / f"part{number % 4}"
        inside.mkdir(parents=True, exist_ok=True)
        (inside / f"bridge{number:02}.txt").write_text(TEXT.format(number), encoding="utf-8")
        (inside / f"photo{number:02}.png").write_bytes(b"\x89PNG")
        (inside / f"empty{number:02}.txt").write_text("", encoding="utf-8")
    (folder / "README.md").write_text("About this folder.", encoding="utf-8")
    return folder


def said(summary: Summary, capsys: pytest.CaptureFixture[str], *, verbose: bool = False) -> tuple[list[str], str]:
    """The lines about faults, and all else."""
    tell_summary(summary, verbose=verbose)
    out, err = capsys.readouterr()
    return err.splitlines(), out


def test_many_faults_are_told_by_reason(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of each reason the first three files are named and the rest counted; the README file is counted too."""
    lines, figures = said(take_in(Library(), [str(mixed)]), capsys)
    assert len(lines) == 8
    assert sum(line.startswith("ibid: 37 more: ") and "--verbose" in line for line in lines) == 2
    assert sum("photo" in line for line in lines) == 3
    assert "40 added" in figures
    assert "80 skipped" in figures
    assert "README files passed over: 1." in figures


def test_all_faults_are_named_where_that_is_asked_for(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--verbose` names each file."""
    lines, _ = said(take_in(Library(), [str(mixed)]), capsys, verbose=True)
    assert len(lines) == 80


def test_reasons_that_differ_in_a_name_are_one(capsys: pytest.CaptureFixture[str]) -> None:
    """ "Another article has the id …" is one reason, whatever the id."""
    faults = [ReadError(f"{n}.txt", f'another article has the id "{n}"; give each its own') for n in range(9)]
    lines, _ = said(Summary(skipped=faults), capsys)
    assert len(lines) == 4
    assert lines[-1].startswith('ibid: 6 more: another article has the id "…"')


def test_articles_are_counted_while_they_are_read(mixed: Path) -> None:
    """The bar does not wait for the library: the first article counts when it has been read."""
    counted: list[int] = []
    take_in(Library(), [str(mixed)], lambda _, summary: counted.append(summary.read))
    assert [number for number in dict.fromkeys(counted) if number] == list(range(1, 41))


def stop_after(number: int) -> Callable[[], bool]:
    """Says to stop when it has been asked so often."""
    asked = iter(range(10_000))
    return lambda: next(asked) >= number


def test_what_was_read_before_a_stop_is_kept_and_not_read_again(
    mixed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so; the next time the files that were read are passed over, and after that all are read as ever."""
    old = 1_600_000_000
    for file in mixed.rglob("*.txt"):
        os.utime(file, (old, old))
    library = Library(address=f"sqlite:///{tmp_path / 'library.db'}")
    first = take_in(library, [str(mixed)], stop=stop_after(30))
    assert first.stopped
    assert 0 < first.added < 40
    assert len(library) == first.added
    assert "goes on from there" in said(first, capsys)[1]
    opened: list[str] = []
    was = Path.open

    def noting(file: Path, *arguments: object, **named: object) -> object:
        opened.append(file.name)
        return was(file, *arguments, **named)  # type: ignore[call-overload]  # passed on as it came

    monkeypatch.setattr(Path, "open", noting)
    second = take_in(library, [str(mixed)])
    assert (second.added, second.unchanged, second.stopped) == (40 - first.added, first.added, False)
    assert len([name for name in opened if name.startswith("bridge")]) == 40 - first.added
    opened.clear()
    assert take_in(library, [str(mixed)]).unchanged == 40
    assert len([name for name in opened if name.startswith("bridge")]) == 40


def test_the_first_interrupt_only_asks_to_stop() -> None:
    """The second one is an interrupt as ever, and so is one after that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    with stoppable() as stop:
        assert not stop()
        os.kill(os.getpid(), signal.SIGINT)
        assert stop()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_a_deleted_file_is_said_to_stay(mixed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what follows folders follows deletions, and that is said."""
    library = Library()
    take_in(library, [str(mixed)])
    (mixed / "part0" / "bridge00.txt").unlink()
    summary = take_in(library, [str(mixed)])
    assert (summary.deleted, len(library)) == (1, 40)
    assert "only --watch and IBID_ARTICLES follow deletions" in said(summary, capsys)[1]
