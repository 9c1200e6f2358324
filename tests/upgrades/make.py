"""Makes what this version of Ibid keeps, so that later ones can be held to open it: after a version is tagged,
`python -m tests.upgrades.make tests/upgrades/VERSION.zip`, which is then kept for ever."""

import json
import sys
import tempfile
import zipfile
from pathlib import Path

from bot.memory.memory import Memory
from bot.memory.preferences import Choice
from retrieval.answering.answering import answer
from retrieval.index.kept import KeptIndex
from retrieval.library.arrivals import Arrival
from retrieval.library.library import Library
from retrieval.types import Citation
from tests.common.stories import BRIDGE, LIGHTHOUSE, article

ASKED = ("Quelle est la longueur du viaduc de Kerlan ?", "When was the Skarn lighthouse switched off?")
CHAT = 4242


def make(file: Path) -> None:
    """A library with a correction and a withdrawal, its index, a conversation, and what they are to give in `file`."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        expected = _fill(folder)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("expected.json", json.dumps(expected, ensure_ascii=False, indent=1))
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.name != "lock":
                    archive.write(path, Path("data") / path.relative_to(folder))


def _fill(folder: Path) -> dict[str, object]:
    library = Library(address=f"sqlite:///{folder / 'ibid.sqlite'}")
    index = KeptIndex(library, folder)
    mast = "Le mât de Vorgelune\n\nLe mât de Vorgelune mesure 87 mètres de haut."
    texts = (BRIDGE, LIGHTHOUSE, mast, mast.replace("87", "88"), "Le bac\n\nLe bac de Trévanion est gratuit.")
    cited: list[str] = []
    for text in texts:
        one = article(text, "en" if text == LIGHTHOUSE else "fr")
        list(library.add([Arrival(one, origin=one.title, file=one.title)]))
        passage = library.passages_of(one)[-1]
        cited.append(Citation(passage, passage.sentences[-1]).id)
    library.remove(4)
    index.current()
    index.save()
    sources = {one: library.source(one) for one in cited}
    citations = {one: {"text": source.citation.text, "state": source.state} for one, source in sources.items()}
    answers = {asked: [found.id for found in answer(asked, library, index.current()).citations] for asked in ASKED}
    with Memory(folder) as memory:
        memory.conversations.remember(CHAT, 7, answers[ASKED[0]], further=[cited[0]], question_id=6, checksum=5)
        memory.conversations.remember_source(CHAT, 8, cited[0])
        memory.gaps.unanswered(CHAT, 9, CHAT, "Qui a peint le viaduc ?")
        memory.preferences.choose(CHAT, Choice("en", possible=False))
    held = {"articles": len(library), "change": library.change, "citations": citations, "answers": answers}
    library.close()
    return held


if __name__ == "__main__":
    make(Path(sys.argv[1]))
