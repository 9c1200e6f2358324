"""The engines that are compared, each behind the same four calls. Peers are imported when they are run."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from retrieval.index.bm25 import open_index
from retrieval.index.kernel.compiled import load

K1, B = 0.9, 0.4
Passages = Iterable[list[str]]


class Engine(Protocol):
    """An engine over the files of a folder, which it opens where they exist."""

    def build(self, passages: Passages) -> None: ...

    def ask(self, terms: Sequence[str], k: int) -> list[int]: ...

    def add(self, passages: Sequence[list[str]]) -> bool:
        """Makes passages searchable; False where only building anew does."""


class Ibid:
    def __init__(self, folder: Path) -> None:
        self.index = open_index(folder, K1, B)

    def build(self, passages: Passages) -> None:
        self.index.apply(1, enumerate(passages), ())
        self.index.compact()
        self.index.save()
        load()  # otherwise it would be loaded while the first questions are answered without it

    def ask(self, terms: Sequence[str], k: int) -> list[int]:
        return [number for number, _ in self.index.top(terms, k)]

    def add(self, passages: Sequence[list[str]]) -> bool:
        begin = 10**9
        self.index.apply(self.index.change + 1, enumerate(passages, begin), ())
        return True


class RankBM25:
    def __init__(self, folder: Path) -> None:
        self.index: Any = None

    def build(self, passages: Passages) -> None:
        from rank_bm25 import BM25Okapi

        self.index = BM25Okapi(passages, k1=K1, b=B)

    def ask(self, terms: Sequence[str], k: int) -> list[int]:
        import numpy as np

        scores = self.index.get_scores(terms)
        best = np.argpartition(scores, -k)[-k:]
        return [int(number) for number in best[np.argsort(-scores[best])]]

    def add(self, passages: Sequence[list[str]]) -> bool:
        return False


class Bm25s:
    def __init__(self, folder: Path, backend: str) -> None:
        import bm25s

        self.folder, self.backend = folder, backend
        if (folder / "params.index.json").exists():
            self.index: Any = bm25s.BM25.load(str(folder), mmap=True)
            self._activate()

    def _activate(self) -> None:
        self.index.backend = self.backend
        if self.backend == "numba":
            self.index.activate_numba_scorer()

    def build(self, passages: Passages) -> None:
        import bm25s
        from bm25s.tokenization import Tokenized

        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms] for terms in passages]
        self.index = bm25s.BM25(method="lucene", k1=K1, b=B, backend=self.backend)
        self.index.index(Tokenized(ids, vocabulary), show_progress=False)
        self.index.save(str(self.folder))
        self._activate()

    def ask(self, terms: Sequence[str], k: int) -> list[int]:
        numbers, _ = self.index.retrieve([list(terms)], k=k, show_progress=False)
        return [int(number) for number in numbers[0]]

    def add(self, passages: Sequence[list[str]]) -> bool:
        return False


class Tantivy:
    def __init__(self, folder: Path) -> None:
        import tantivy

        self.tantivy: Any = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("body", stored=False, tokenizer_name="whitespace", index_option="freq")
        schema.add_integer_field("number", stored=True, fast=True)
        self.index = tantivy.Index(schema.build(), path=str(folder))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self.index.register_tokenizer("whitespace", analyzer)
        self.index.reload()
        self.searcher = self.index.searcher()

    def build(self, passages: Passages) -> None:
        writer = self.index.writer(heap_size=256 << 20, num_threads=1)
        for number, terms in enumerate(passages):
            writer.add_document(self.tantivy.Document(body=" ".join(terms), number=number))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, terms: Sequence[str], k: int) -> list[int]:
        query, should = self.tantivy.Query, self.tantivy.Occur.Should
        clauses = [(should, query.term_query(self.index.schema, "body", term)) for term in terms]
        found = self.searcher.search(query.boolean_query(clauses), k, count=False)
        return [address.doc for _, address in found.hits]

    def add(self, passages: Sequence[list[str]]) -> bool:
        self.build(passages)
        return True


class Fts5:
    def __init__(self, folder: Path) -> None:
        self.database = sqlite3.connect(folder / "fts5.sqlite")
        self.database.execute("PRAGMA synchronous = OFF")
        self.database.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS passages USING fts5("
            "body, content = '', detail = 'column', tokenize = \"unicode61 remove_diacritics 0 tokenchars ':'\")"
        )

    def build(self, passages: Passages) -> None:
        with self.database:
            self.database.executemany(
                "INSERT INTO passages (body) VALUES (?)", ((" ".join(terms),) for terms in passages)
            )

    def ask(self, terms: Sequence[str], k: int) -> list[int]:
        match = " OR ".join(f'"{term}"' for term in terms)
        rows = self.database.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?", (match, k)
        )
        return [number - 1 for (number,) in rows]

    def add(self, passages: Sequence[list[str]]) -> bool:
        self.build(passages)
        return True


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "Ibid": Ibid,
    "tantivy": Tantivy,
    "bm25s (numba)": lambda folder: Bm25s(folder, "numba"),
    "bm25s (numpy)": lambda folder: Bm25s(folder, "numpy"),
    "SQLite FTS5": Fts5,
    "rank-bm25": RankBM25,
}
