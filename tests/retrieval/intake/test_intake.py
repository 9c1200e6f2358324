"""Files, folders, archives and web pages come into the library, and nothing hostile does harm."""

import io
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from retrieval.answering.answering import answer
from retrieval.errors import ReadError
from retrieval.index.index import build_index
from retrieval.intake import fetching
from retrieval.intake.intake import keep_in_step, take_in, take_in_data
from retrieval.library.library import Library
from retrieval.reading import isolation
from retrieval.reading.isolation import read_isolated
from tests.common.pdf_files import pdf
from tests.common.stories import BRIDGE, LIGHTHOUSE
from tests.common.web_site import web_site


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three articles, which look as if they had been there for a while."""
    made = tmp_path / "articles"
    (made / "sub").mkdir(parents=True)
    (made / "viaduc.txt").write_text(BRIDGE, encoding="utf-8")
    (made / "sub" / "phare.txt").write_text(LIGHTHOUSE, encoding="utf-8")
    lines = [
        {"id": name, "text": f"Le pont de {name} mesure {n} mètres.", "lang": "fr"} for n, name in enumerate("abc")
    ]
    (made / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    age(made)
    return made


def age(folder: Path) -> None:
    for file in folder.rglob("*.*"):
        os.utime(file, (1e9, 1e9 + file.stat().st_size))


def ids(library: Library) -> list[str]:
    return sorted(article.id for article in library.articles())


# Folders


def test_a_folder_is_added_once_and_its_changes_are_versions(library: Library, folder: Path) -> None:
    """The summary counts what was added, updated and unchanged, and names what was skipped, with the reason."""
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 no")
    found = take_in(library, [str(folder)])
    assert (found.added, found.updated, found.unchanged) == (5, 0, 0)
    assert [str(fault) for fault in found.skipped] == ["broken.pdf: is no PDF, or a broken one; save it again"]
    (folder / "viaduc.txt").write_text(BRIDGE.replace("412", "413"), encoding="utf-8")
    found = take_in(library, [str(folder)])
    assert (found.added, found.updated, found.unchanged) == (0, 1, 4)
    assert ids(library) == ["a", "b", "c", "sub/phare.txt", "viaduc.txt"]


def test_a_followed_folder_is_kept_in_step(library: Library, folder: Path) -> None:
    """What is new comes in, what has changed is corrected, what is gone goes and comes back; a removal stays."""
    assert keep_in_step(library, [folder], followed=True).added == 5
    number = next(n for n, article in enumerate(library.articles(), 1) if article.id == "sub/phare.txt")
    assert library.remove(number)
    (folder / "viaduc.txt").unlink()
    (folder / "lines.jsonl").write_text('{"id": "a", "text": "Le pont de a mesure 9 mètres.", "lang": "fr"}')
    (folder / "new.txt").write_text("Un nouvel article est arrivé ce matin.")
    found = keep_in_step(library, [folder], followed=True)
    assert (found.added, found.updated, found.gone, found.skipped) == (1, 1, 3, [])
    assert ids(library) == ["a", "new.txt"]
    (folder / "viaduc.txt").write_text(BRIDGE, encoding="utf-8")
    assert keep_in_step(library, [folder], followed=True).updated == 1
    assert ids(library) == ["a", "new.txt", "viaduc.txt"]


def test_files_that_look_the_same_are_not_read_again(library: Library, folder: Path) -> None:
    """A start does not depend on how much the folders hold; a file that can't be read is named each time."""
    (folder / "broken.txt").write_bytes(b"\0")
    age(folder)
    assert len(keep_in_step(library, [folder], followed=True).skipped) == 1
    status = (folder / "viaduc.txt").stat()
    (folder / "viaduc.txt").write_text(BRIDGE.replace("412", "413"), encoding="utf-8")
    os.utime(folder / "viaduc.txt", ns=(status.st_mtime_ns, status.st_mtime_ns))
    found = keep_in_step(library, [folder], followed=True)
    assert (found.added, found.updated, found.unchanged, found.gone) == (0, 0, 0, 0)
    assert [fault.name for fault in found.skipped] == ["broken.txt"]


def test_another_folder_takes_the_place_of_the_first(library: Library, folder: Path, tmp_path: Path) -> None:
    """What came with the old folders goes with them; what was added by hand stays."""
    (tmp_path / "mine.txt").write_text("Mon propre article dit ceci.")
    take_in(library, [str(tmp_path / "mine.txt")])
    keep_in_step(library, [folder], followed=True)
    other = tmp_path / "other"
    other.mkdir()
    (other / "viaduc.txt").write_text("Un tout autre viaduc, à Morlaix.")
    assert keep_in_step(library, [other], followed=True).gone == 5
    assert ids(library) == sorted(["mine.txt", str(other / "viaduc.txt")])
    assert keep_in_step(library, [folder], followed=True).updated == 5
    assert len(library) == 6


def test_a_moved_folder_keeps_its_articles(library: Library, folder: Path) -> None:
    """The same articles in another place are the same articles, at the next start and at the one after."""
    keep_in_step(library, [folder], followed=True)
    moved = folder.rename(folder.with_name("moved"))
    for _ in range(2):
        found = keep_in_step(library, [moved], followed=True)
        assert (found.added, found.updated, found.gone) == (0, 0, 0)
    assert len(library) == 5


def test_two_copies_of_a_folder_may_take_turns(library: Library, folder: Path) -> None:
    """Whichever of them is configured at a start, its articles are there."""
    age(folder)
    copy = Path(shutil.copytree(folder, folder.with_name("copy")))
    for configured in (folder, copy, folder, copy, folder):
        keep_in_step(library, [configured], followed=True)
        assert len(library) == 5


# Archives


def archive(members: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return made.getvalue()


def test_an_archive_is_read_like_a_folder(library: Library) -> None:
    """Files in it are articles; hidden ones, README files and archives in the archive are not."""
    line = json.dumps({"id": "l", "text": "Une ligne de plus."})
    data = archive({
        "a/viaduc.txt": BRIDGE, "lines.jsonl": line, "README.md": "x", ".hidden/x.txt": "x", "in.zip": archive({}),
    })  # fmt: skip
    found = take_in_data(library, data, ".zip", "news.zip")
    assert found.added == 2
    assert [fault.name for fault in found.skipped] == ["news.zip#in.zip"]
    assert ids(library) == ["l", "news.zip#a/viaduc.txt"]
    assert take_in_data(library, data, ".zip", "news.zip").unchanged == 2


def test_a_file_without_a_name_in_an_archive_is_named_and_the_others_are_read(library: Library) -> None:
    """The standard library's own test for folders does not survive it."""
    data = archive({"good.txt": BRIDGE, "x.txt": "Un texte."}).replace(b"x.txt", b"\0.txt")
    found = take_in_data(library, data, ".zip", "odd.zip")
    assert found.added == 1
    assert "no suffix" in str(found.skipped[0])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (archive({"good.txt": BRIDGE, "../../etc/passwd.txt": "Un texte."}), "points out of it"),
        (archive({"good.txt": BRIDGE, "/etc/passwd.txt": "Un texte."}), "points out of it"),
        (archive({"good.txt": BRIDGE, "bomb.txt": b"a" * 30_000_000}), "unpacks to far more"),
        (archive({"good.txt": BRIDGE})[:-30], "no .zip archive"),
        (b"PK\x03\x04 nothing", "no .zip archive"),
    ],
)
def test_a_hostile_archive_is_refused_whole(library: Library, data: bytes, reason: str) -> None:
    """What it holds besides is not added either."""
    found = take_in_data(library, data, ".zip", "evil.zip")
    assert (found.added, len(library)) == (0, 0)
    assert reason in str(found.skipped[0])


# Hostile files


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".html", b"<!DOCTYPE x [<!ENTITY a 'lol'>" + b"<!ENTITY b '&a;&a;&a;&a;'>" * 99 + b"]><p>&b;</p>"),
        (".html", b"<div>" * 100_000),
        (".md", b"---\na: &a [x]\nb: &b [*a,*a,*a]\ntitle: [*b,*b]\n---\nText."),
        (".pdf", pdf([["Un texte."]])[:-200] + b"\0" * 99),
        (".txt", b"\xff\xfe\x00"),
        (".jsonl", b'{"text": ' + b"[" * 100_000),
        (".txt", b"a\0b"),
        (".exe", b"MZ"),
    ],
)
def test_a_hostile_file_leaves_nothing_or_an_article(library: Library, suffix: str, data: bytes) -> None:
    """It is read for what it is, or refused with a reason; nothing is half there, and the next one is added."""
    found = take_in_data(library, data, suffix, f"evil{suffix}")
    assert found.added + len(found.skipped) == 1
    assert take_in_data(library, BRIDGE.encode(), ".txt", "good.txt").added == 1
    assert answer("Combien mesure le viaduc de Kerlan ?", library, build_index(library)).citations


def test_a_parser_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred kilobytes of Markdown can take minutes: the process that reads them is stopped."""
    monkeypatch.setattr(isolation, "MOST_SECONDS", 1)
    with pytest.raises(ReadError, match="takes more than 1 seconds"):
        read_isolated(b"![a" * 100_000, "evil.md", ".md")


def test_a_parser_has_no_more_memory_than_it_may() -> None:
    """A file that unfolds in memory ends its own process, not the machine."""
    program = "from retrieval.reading.isolation import limit_this_process as l; l(); bytearray(3_000_000_000)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


def test_a_parser_that_crashes_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that reads it ends; ours goes on with a reason."""
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(ReadError, match=r"its parser broke off \(status 1\)"):
        read_isolated(b"x", "x.pdf", ".pdf")


# PDFs


def test_a_pdf_keeps_its_pages(library: Library) -> None:
    """Lines are paragraphs again, what every page repeats is left out, a citation knows its page, and
    the day on which the file was made is not taken for the article's."""
    head = "Annales de Kerlan"
    pages = [
        [head, "Le viaduc de Kerlan a rouvert mardi matin aux voitures et aux camions",
         "de la région, après trois ans.", "La mairie avait ordonné sa fermeture parce que deux", "1"],
        [head, "piliers s'étaient fissurés pendant la crue de février.", "2"],
        [head, "Les travaux ont coûté 8,4 millions d'euros.", "3"],
    ]  # fmt: skip
    found = take_in_data(library, pdf(pages, "Le viaduc de Kerlan", "D:20230516120000"), ".pdf", "viaduc.pdf")
    assert (found.added, found.skipped) == (1, [])
    (article,) = library.articles()
    assert (article.title, article.date, article.lang) == ("Le viaduc de Kerlan", None, "fr")
    assert article.text.split("\n\n") == [
        "Le viaduc de Kerlan a rouvert mardi matin aux voitures et aux camions de la région, après trois ans.",
        "La mairie avait ordonné sa fermeture parce que deux piliers s'étaient fissurés pendant la crue de février.",
        "Les travaux ont coûté 8,4 millions d'euros.",
    ]
    cited = answer("Combien ont coûté les travaux ?", library, build_index(library)).citations[0]
    assert (cited.text, cited.page) == ("Les travaux ont coûté 8,4 millions d'euros.", 3)


def test_a_pdf_without_text_says_what_to_do(library: Library) -> None:
    """Scanned pages are pictures."""
    assert "text recognition" in str(take_in_data(library, pdf([[], []]), ".pdf", "scan.pdf").skipped[0])


# Web pages


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with web_site() as address:
        yield address


def test_a_web_page_is_an_article_whose_id_is_its_address(library: Library, site: str) -> None:
    """Redirects are followed, the declared charset is used, a PDF is read as one; the address is the link."""
    names = [f"{site}{path}" for path in ("/story", "/latin", "/report.pdf")]
    found = take_in(library, names, private=True)
    assert (found.added, found.skipped) == (3, [])
    assert [article.id for article in library.articles()] == [article.url for article in library.articles()] == names
    assert "Le café de Kerlan a fermé." in [article.text for article in library.articles()][1]
    assert take_in(library, names, private=True).unchanged == 3
    assert take_in(library, [f"{site}/moved"], private=True).added == 1


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/none", "answers 404"),
        ("/round", "redirect"),
        ("/file", "can't be fetched"),
        ("/picture", "image/png"),
        ("/huge", "larger than 1 MB"),
    ],
)
def test_a_page_that_is_none_is_skipped_with_the_reason(
    library: Library, site: str, monkeypatch: pytest.MonkeyPatch, path: str, reason: str
) -> None:
    """And nothing of it is added."""
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)
    found = take_in(library, [site + path], private=True)
    assert reason in str(found.skipped[0]).lower().replace("mb", "MB")
    assert len(library) == 0


def test_private_networks_are_not_read_from(library: Library, site: str) -> None:
    """Neither this machine nor its network, however the address is written."""
    port = site.rpartition(":")[2]
    hosts = (
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0.0.0.0",  # noqa: S104 — not listened on
        "169.254.169.254",
        "10.0.0.1",
    )
    found = take_in(library, [f"http://{host}:{port}/story" for host in hosts])
    assert len(found.skipped) == len(hosts)
    assert all("private network" in str(fault) or "can't be fetched" in str(fault) for fault in found.skipped)
    assert len(library) == 0


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses_are_told_from_the_others(address: str, public: bool) -> None:
    """Private, loopback, link-local, shared and multicast ones, also inside of IPv6."""
    assert fetching.is_public(address) is public


def test_a_server_that_drips_is_not_waited_for(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole fetch has one deadline, however busy the server looks."""

    class Drip(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            for _ in range(100):
                self.wfile.write(b"a")
                if stop.wait(0.1):
                    return

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the name of the method's parameter
            """Nothing to standard error."""

    stop = threading.Event()
    monkeypatch.setattr(fetching, "MOST_SECONDS", 0.5)
    with web_site(Drip) as address:
        found = take_in(library, [f"{address}/"], private=True)
        stop.set()
    assert "can't be fetched" in str(found.skipped[0])
