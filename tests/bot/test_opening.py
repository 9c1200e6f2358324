"""What answers, as the commands open it: the reader reads beside, and leaves off when the conversation ends."""

import threading
import time
from pathlib import Path

from bot.opening import opened
from bot.settings import Settings
from retrieval.index import KeptIndex
from retrieval.library import Library
from tests.common.stories import article

EIFFEL = article("La tour\n\nElle mesure 330 mètres. Elle pèse 10 100 tonnes.", "fr")


def reading() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "vectors"]


def test_the_reader_has_left_off_when_the_conversation_ends(tmp_path: Path) -> None:
    """However soon: onnxruntime aborts a process that goes while it loads or reads."""
    library = Library([EIFFEL])
    here = opened(library, KeptIndex(library, tmp_path), Settings(ibid_data=tmp_path))
    with here.reading_behind():
        assert reading()
    assert not reading()


def test_what_is_read_beside_the_conversation_is_there_after_it(tmp_path: Path) -> None:
    """Its vectors serve the next conversation."""
    library = Library([EIFFEL])
    here = opened(library, KeptIndex(library, tmp_path), Settings(ibid_data=tmp_path))
    assert here.dense
    with here.reading_behind():
        while not here.dense.size:
            time.sleep(0.01)
    assert here.dense.size == 3
