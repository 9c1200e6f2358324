"""What a reader promises whatever it is given, and good files to damage."""

import io
import json
import zipfile
from collections.abc import Callable

from hypothesis import strategies as st

from retrieval.errors import ReadError
from retrieval.packing import pack_read, unpack_read
from retrieval.reading.readers import SEVERAL, WHOLE, read_stream, read_whole
from retrieval.types import Article
from tests.common import ROOT
from tests.common.exports import EXPORTS
from tests.common.pdf_files import pdf
from tests.common.stories import BRIDGE, LIGHTHOUSE
from tests.common.web_site import PAGE, PARAGRAPHS

MADE = ROOT / "tests" / "retrieval" / "reading" / "documents" / "samples"

Damage = Callable[[bytes], bytes]


def _zip(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return made.getvalue()


_LINES = "\n".join(json.dumps({"id": name, "text": text}) for name, text in (("a", BRIDGE), ("b", LIGHTHOUSE)))
SAMPLES = {
    "a.txt": f"Titre : Le viaduc\nDate : 2023-05-16\n\n{BRIDGE}".encode(),
    "b.jsonl": _LINES.encode(),
    "c.zip": _zip(one_txt=BRIDGE.encode(), two_jsonl=_LINES.encode()),
    "d.md": f"---\ntitle: Le viaduc\ndate: 2023-05-16\n---\n\n# Le viaduc\n\n{BRIDGE}\n\n| a |\n|---|\n".encode(),
    "e.html": PAGE.format(PARAGRAPHS).encode(),
    **EXPORTS,
    "f.pdf": pdf([["Le viaduc de Kerlan mesure 412 mètres.", "Il a rouvert mardi."]], "Le viaduc"),
    "g.csv": b"Mois;Passagers\nMars;4120\nAvril;4310\n",
    "h.vtt": "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ana>Le viaduc mesure 412 mètres.\n".encode(),
    "i.srt": "1\n00:00:01,000 --> 00:00:04,000\nLe viaduc mesure 412 mètres.\n".encode(),
    **{f"j{path.suffix}": path.read_bytes() for path in sorted(MADE.glob("pandoc.*"))},
    "k.xlsx": (MADE / "libreoffice.xlsx").read_bytes(),
}


def damages() -> st.SearchStrategy[Damage]:
    """Up to eight changes: bytes written over, cut out, or put in twice."""
    place = st.floats(min_value=0, max_value=1)
    change = st.tuples(place, st.integers(min_value=0, max_value=40), st.sampled_from(["write", "cut", "twice"]))
    return st.builds(_damage, st.lists(st.tuples(change, st.binary(max_size=8)), max_size=8))


def _damage(changes: list[tuple[tuple[float, int, str], bytes]]) -> Damage:
    def damage(data: bytes) -> bytes:
        for (share, length, kind), new in changes:
            at = int(share * len(data))
            middle = {"write": new, "cut": b"", "twice": data[at : at + length] * 2}[kind]
            data = data[:at] + middle + data[at + (len(new) if kind == "write" else length) :]
        return data

    return damage


def assert_promises(suffix: str, data: bytes) -> None:
    """Reads it in this process, where nothing that is raised can be missed."""
    try:
        here = suffix in WHOLE or suffix in SEVERAL
        reads = list(read_whole(data, suffix, "file") if here else read_stream(io.BytesIO(data), suffix, "file"))
    except ReadError:
        return
    for read in reads:
        assert unpack_read(pack_read(read)) == read or isinstance(read, ReadError)
        if isinstance(read, Article):
            _assert_whole(read)


def _assert_whole(article: Article) -> None:
    """It has a title and a language, and its blocks are in order and leave out nothing but white space."""
    assert article.title
    assert article.title == " ".join(article.title.split())
    assert article.lang
    article.text.encode()
    end = 0
    for block in article.blocks:
        inside = article.text[block.start : block.end]
        assert block.start >= end
        assert inside == inside.strip() != ""
        assert not article.text[end : block.start].strip()
        end = block.end
    assert not article.text[end:].strip()
