"""Files that are hard to name, to open or to hold are met without harm to the others."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval.intake import take_in
from retrieval.library import Library
from retrieval.library import sketches as made
from retrieval.library.sketches import sketch

TEXT = "The ferry leaves Vik at nine."


def test_a_link_to_itself_is_named_and_the_others_are_added(tmp_path: Path) -> None:
    """Also one that leads nowhere."""
    (tmp_path / "ok.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "me.txt").symlink_to("me.txt")
    (tmp_path / "lost.txt").symlink_to("nothing.txt")
    summary = take_in(Library(), [str(tmp_path)])
    assert summary.added == 1
    assert [fault.name for fault in summary.skipped] == ["lost.txt", "me.txt"]
    assert all("link" in fault.reason for fault in summary.skipped)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such file names")
def test_a_file_name_that_is_no_utf8_is_no_fault_of_the_text(tmp_path: Path) -> None:
    """It is added under a name that can be shown, and known again; two of them are two."""
    for name in (b"latin\xe9.txt", b"latin\xe8.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(f"{TEXT} {name!r}", encoding="utf-8")
    library = Library()
    summary = take_in(library, [str(tmp_path)])
    assert (summary.added, summary.skipped) == (2, [])
    assert sorted(article.id for article in library.articles()) == ["latin\\xe8.txt", "latin\\xe9.txt"]
    assert take_in(library, [str(tmp_path)]).unchanged == 2


def test_a_sketch_does_not_depend_on_how_much_of_a_text_is_looked_at_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A long text is looked at in parts, so that it takes no more memory, and has the sketch that it always had."""
    text = " ".join(f"word{number % 977}" for number in range(5_000))
    whole = sketch(text)
    monkeypatch.setattr(made, "AT_ONCE", 64)
    assert sketch(text) == whole
    assert np.unique(whole).size > 1


def test_a_large_text_takes_a_dozen_times_its_size_at_most(tmp_path: Path) -> None:
    """Reading, keeping and sketching five megabytes in a process of their own takes less than sixty more."""
    import subprocess

    line = "Line {} of the register says that the boat came in with a load of rye and salt from the north.\n"
    file = tmp_path / "register.txt"
    file.write_text("".join(map(line.format, range(52_000))), encoding="utf-8")
    code = (
        "import resource, sys\n"
        "from retrieval.intake import take_in\n"
        "from retrieval.library import Library\n"
        "library, most = Library(), lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = most()\n"
        "assert take_in(library, sys.argv[1:]).added == 1\n"
        "print(most() - before)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=True)
    assert int(ran.stdout) * 1024 < 12 * file.stat().st_size
