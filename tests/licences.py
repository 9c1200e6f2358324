"""The licences of all that Ibid runs with: `python -m tests.licences > docs/licences.md` lists them."""

import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

# SPDX's names for licences that allow Ibid, under Apache-2.0, to use a library as it is: those that ask for a notice,
# and those that ask that changes to the library itself stay free (MPL, LGPL), of which there are none.
ALLOWED = frozenset((
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python",
    "ISC", "LGPL-2.1-or-later", "LGPL-3.0-only", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib",
))  # fmt: skip
# What packages write that give no SPDX expression.
WRITTEN = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd-3-clause, apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "mit license": "MIT",
    "mit, bsd": "MIT AND BSD-3-Clause",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "the bsd 2-clause license": "BSD-2-Clause",
}
HEAD = """# Licences

What Ibid runs with, all extras included, and under which licence (`python -m tests.licences`). A test holds that each
allows its use in a program under Apache-2.0: python-telegram-bot and psycopg are under the LGPL, certifi, tqdm and (of
three to choose from) tld under the MPL or the LGPL; they are used as they are, installed beside Ibid and replaceable.

| Package | Licence |
|---|---|
"""


def dependencies(name: str = "ibid", extras: frozenset[str] = frozenset(("all",))) -> dict[str, Distribution]:
    """All that is installed because of a package with these extras, itself left out, in alphabetical order."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(canonicalize_name(name), extras)]
    while waiting:
        wanted = waiting.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        try:
            one = distribution(wanted[0])
        except PackageNotFoundError:  # of another system: it is listed where it is installed
            continue
        found[wanted[0]] = one
        waiting += _required(one, wanted[1])
    del found[canonicalize_name(name)]
    return dict(sorted(found.items()))


def _required(one: Distribution, extras: frozenset[str]) -> Iterator[tuple[NormalizedName, frozenset[str]]]:
    for line in one.requires or ():
        needed = Requirement(line)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield canonicalize_name(needed.name), frozenset(needed.extras)


def licence(one: Distribution) -> str:
    """What a package says of its licence, as an SPDX expression where we know how to say it so."""
    about = one.metadata
    said = str(next(iter(about.get_all("License-Expression") or about.get_all("License") or [""])))
    if not said or len(said) > 80 or said.lower() == "dual license":
        named = [line for line in about.get_all("Classifier") or () if line.startswith("License :: ")]
        said = " OR ".join(line.rpartition(" :: ")[2] for line in named)
    return WRITTEN.get(said.lower(), said)


def allowed(expression: str) -> bool:
    """Whether an SPDX expression lets us: all parts of an AND, any of an OR."""
    plain = re.sub(r"[()]", "", expression)
    return any(all(part in ALLOWED for part in re.split(r" AND ", choice)) for choice in re.split(r" OR ", plain))


def listing() -> str:
    return HEAD + "".join(f"| {name} | {licence(one)} |\n" for name, one in dependencies().items())


if __name__ == "__main__":
    sys.stdout.write(listing())
