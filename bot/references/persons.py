"""Who wrote an article: the authors in one line of text, as a family and a given name where that is beyond doubt.

Rather leave a name whole than cut it wrongly: a program shows "Agence France-Presse" as it is, and not as a Mr Presse.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

BETWEEN = re.compile(r" ?; ?| (?:and|et|und|y|e|&) ")
WORDS = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?")
# A name of more words is a phrase.
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Person:
    """An author. Without a given name, `family` is the whole name, of an organisation or of a person."""

    family: str
    given: str = ""

    @property
    def initials(self) -> str:
        """Of the given names: `J.-L. M.`; empty without any."""
        words = (word.split("-") for word in self.given.split())
        return " ".join("-".join(f"{part[0].upper()}." for part in parts if part) for parts in words)


def persons(author: str | None) -> tuple[Person, ...]:
    """The authors that a line names, in its order.

    >>> persons("Anne Le Bris et Jean Dupont")
    (Person(family='Le Bris', given='Anne'), Person(family='Dupont', given='Jean'))
    >>> persons("Agence France-Presse, Dupont (Lille)")
    (Person(family='Agence France-Presse', given=''), Person(family='Dupont (Lille)', given=''))
    """
    found = []
    for part in BETWEEN.split(" ".join((author or "").split())):
        listed = [one.strip() for one in part.split(",") if one.strip()]
        if len(listed) == 2 and _is_turned(*listed):
            found.append(Person(listed[0], listed[1]))
        else:
            found += [_person(one) for one in listed]
    return tuple(dict.fromkeys(found))


def _person(name: str) -> Person:
    first, _, rest = name.partition(" ")
    if first.lower().rstrip(":") in _listed("by") and rest and not rest[0].islower():
        name = rest
    words = name.split()
    if not 2 <= len(words) <= MOST_WORDS or not all(map(_may_be_of_a_name, words)) or _is_of_an_organisation(words):
        return Person(name)
    at = next((n for n, word in enumerate(words[1:-1], 1) if _plain(word) in _listed("particle")), len(words) - 1)
    return Person(" ".join(words[at:]), " ".join(words[:at]))


def _is_turned(family: str, given: str) -> bool:
    """Whether two parts around a comma are one name, family name first: "Le Bris, Anne"."""
    names = family.split()
    one = len(names) == 1 or _plain(names[0]) in _listed("particle")
    sole = len(given.split()) == 1 and not (given.isupper() and len(given.strip(".")) > 1)
    return one and sole and not family.isupper() and _person(f"{given} {family}").given == given


def _may_be_of_a_name(word: str) -> bool:
    return bool(WORDS.fullmatch(word)) and (word[0].isupper() or _plain(word) in _listed("particle"))


def _is_of_an_organisation(words: list[str]) -> bool:
    """Whether one of the words is an organisation's, or the first an article; or all are short and in capitals."""
    shouted = all(word.isupper() for word in words)
    return (
        shouted
        or _plain(words[0]) in _listed("article")
        or any(_plain(part) in _listed("organisation") for word in words for part in word.split("-"))
    )


def _plain(word: str) -> str:
    return re.split("['’]", word.lower())[0].rstrip(".")


@cache
def _listed(kind: str) -> frozenset[str]:
    lines = files(__package__).joinpath("names.txt").read_text(encoding="utf-8").splitlines()
    (words,) = [line.partition(":")[2] for line in lines if line.startswith(f"{kind}:")]
    return frozenset(word.strip() for word in words.split(","))
