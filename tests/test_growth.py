"""No text, however it is made, takes longer than in proportion to its length: every regular expression is tried as it
is used, on characters and pairs of characters repeated."""

import ast
import importlib
import itertools
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import regex

from tests.common import ROOT

SOURCES = sorted(path for package in ("bot", "retrieval") for path in (ROOT / package).rglob("*.py"))
CHARACTERS = " \nabA0.,:?-_\"'(*#<&/é\u0301"
UNITS = [*CHARACTERS, *map("".join, itertools.permutations(CHARACTERS, 2))]
# Whether a whole text fits, whether its beginning does, and every place where it does.
METHODS = {"fullmatch": "fullmatch", "match": "match"} | dict.fromkeys(
    ("search", "finditer", "findall", "sub", "subn", "split"), "finditer"
)
SHORT, LONG = 250, 2_000
# Seconds of the processor for LONG characters under which nothing is wrong: fifty times what a line takes.
HARMLESS = 0.005
# Linear is 8 times as long, quadratic 64 times.
SUSPECT = 24

Pattern = Any  # re's and regex's have no type in common


def expressions() -> Iterator[tuple[str, Pattern, str]]:
    """Each compiled expression with the way in which the code uses it: its place, itself, `fullmatch` and so on."""
    for source in SOURCES:
        if "migrations" in source.parts:
            continue
        tree = ast.parse(source.read_text(encoding="utf-8"))
        module = importlib.import_module(".".join(source.relative_to(ROOT).with_suffix("").parts))
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS):
                continue
            held, place = node.func.value, f"{source.name}:{node.lineno}"
            if not isinstance(held, ast.Name):
                continue
            known = getattr(module, held.id, None)
            if known in (re, regex) and node.args and isinstance(node.args[0], ast.Constant):
                yield place, known.compile(str(node.args[0].value)), METHODS[node.func.attr]
            elif isinstance(known, re.Pattern | regex.Pattern):
                yield place, known, METHODS[node.func.attr]


def cost(expression: Pattern, method: str, text: str) -> float:
    """Seconds of the processor, the least of three times."""
    return min(_once(expression, method, text) for _ in range(3))


def _once(expression: Pattern, method: str, text: str) -> float:
    given = text.encode("latin-1", "replace") if isinstance(expression.pattern, bytes) else text
    use: Callable[[str | bytes], object] = getattr(expression, method)
    begun = time.process_time()
    found = use(given)
    if method == "finditer":
        for _ in found:  # type: ignore[attr-defined]  # only finditer returns something to walk
            pass
    return time.process_time() - begun


def grows(expression: Pattern, method: str, unit: str) -> bool:
    # A mark at the end that no expression knows makes a match fail that has come so far.
    text = unit * (LONG // len(unit)) + "\x01"
    if _once(expression, method, text) < HARMLESS:
        return False
    return cost(expression, method, text) > max(HARMLESS, SUSPECT * cost(expression, method, text[-SHORT:]))


def test_every_expression_is_linear_as_it_is_used() -> None:
    found = {(expression.pattern, method): (place, expression, method) for place, expression, method in expressions()}
    assert len(found) > 40
    assert [
        (place, expression.pattern, unit)
        for place, expression, method in found.values()
        for unit in next(([unit] for unit in UNITS if grows(expression, method, unit)), [])
    ] == []
