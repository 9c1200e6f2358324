"""A library is opened, made, migrated or refused with a sentence that says what to do."""

import sqlite3
import stat
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from retrieval.answering.answering import answer
from retrieval.errors import LibraryError
from retrieval.index.index import build_index
from retrieval.language.segmentation import split_passages
from retrieval.library.database import MIGRATIONS, open_database
from retrieval.library.library import Library
from retrieval.library.records import digest, pack_passages
from retrieval.library.schema import METADATA, REVISIONS
from retrieval.packing import FIELDS, pack_blocks
from tests.common.stories import BRIDGE, LIGHTHOUSE, article


def test_a_new_library_has_the_tables_that_the_program_knows(tmp_path: Path) -> None:
    """The migrations, from the first to the last, make what schema.py describes, down to the indexes."""
    engine = open_database(f"sqlite:///{tmp_path / 'ibid.sqlite'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    engine.dispose()


def test_every_revision_is_named_once_in_its_order() -> None:
    """What the program takes for its newest schema is what the migrations lead to."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert [revision.revision for revision in script.walk_revisions()][::-1] == list(REVISIONS)


def old_library(address: str, revision: str) -> None:
    """What an earlier Ibid left behind: three articles, one of them removed, under the schema of a revision."""
    engine = create_engine(address)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(MIGRATIONS))
        command.upgrade(config, revision)
        connection.execute(text("INSERT INTO library VALUES ('an-old-one')"))
        left = [(BRIDGE, "living"), (LIGHTHOUSE, "removed"), (f"{BRIDGE} C'est ainsi.", "living")]
        for number, (story, state) in enumerate(left, 1):
            given = article(story, id=f"story {number}", date=f"202{number}")
            row = {field: getattr(given, field) for field in FIELDS} | {"number": number, "state": state}
            row |= {"version": given.version, "digest": digest(given), "blocks": pack_blocks(given.blocks)}
            passages = split_passages(given)
            row |= {"layout": pack_passages(passages), "passages": len(passages), "first": (number - 1) * 10}
            connection.execute(
                text(
                    "INSERT INTO articles"
                    " (number, origin, id, file, followed, state, version, lang, first, passages, sought) VALUES"
                    " (:number, :id, :id, :id, :followed, :state, :number, :lang, :first, :passages, :id)"
                ),
                row | {"followed": False} | ({} if state == "living" else {"lang": None, "first": None}),
            )
            connection.execute(
                text(
                    "INSERT INTO versions (number, article, version, digest, title, text, lang, date, blocks, layout)"
                    " VALUES (:number, :number, :version, :digest, :title, :text, :lang, :date, :blocks, :layout)"
                ),
                row,
            )
            for place in range(len(passages) if state == "living" else 0):
                living = {"n": row["first"] + place, "version": number, "place": place}
                connection.execute(text("INSERT INTO passages VALUES (:n, :version, :place)"), living)
            ends = {"n": number, "from": row["first"], "to": row["first"] + len(passages)}
            connection.execute(text("INSERT INTO changes VALUES (:n, :n, :n, 'added', 0, 0, 0, :from, :to)"), ends)
            if state != "living":
                went = ends | {"n": number + 100, "of": number, "free": 10 * len(left)}
                connection.execute(
                    text("INSERT INTO changes VALUES (:n, :of, :of, 'removed', 0, :from, :to, :free, :free)"), went
                )
    engine.dispose()


def test_an_older_library_is_brought_to_this_version_when_it_is_opened(tmp_path: Path) -> None:
    """It has the tables of a new one; its articles answer, are listed by date, know their copies, can be restored."""
    address = f"sqlite:///{tmp_path / 'ibid.sqlite'}"
    old_library(address, REVISIONS[0])
    library = Library(address=address)
    with library.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    assert library.name == "an-old-one"
    asked = "Quelle est la longueur du viaduc de Kerlan ?"
    assert answer(asked, library, build_index(library)).citations[0].text == "Il mesure 412 mètres de long."
    assert library.dates() == ("2021", "2023")
    assert library.stories({"story 1", "story 2", "story 3"}).keys() == {"story 1", "story 3"}
    assert library.restore(2)
    assert [entry.id for entry in library.page().entries] == ["story 3", "story 2", "story 1"]
    library.close()


def test_a_library_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    """An older program would not know what it breaks."""
    address = f"sqlite:///{tmp_path / 'ibid.sqlite'}"
    engine = open_database(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    before = (tmp_path / "ibid.sqlite").read_bytes()
    with pytest.raises(LibraryError, match=r"ibid\.sqlite: was made by a newer Ibid .* update Ibid"):
        open_database(address)
    assert (tmp_path / "ibid.sqlite").read_bytes() == before


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    """Its tables are not ours to change."""
    file = tmp_path / "other.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(LibraryError, match="holds something else"):
        open_database(f"sqlite:///{file}")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "no database address"),
        ("postgresql:Secret", "^postgresql:…: is no database address"),
        ("mysql://localhost/x", "no database address"),
        ("sqlite://", "write sqlite:///FILE"),
        ("postgresql://somebody:secret@127.0.0.1:1/x", "can't be used as a library"),
    ],
)
def test_an_address_that_leads_nowhere_is_named_without_its_password(address: str, said: str) -> None:
    """One sentence that says what is wrong."""
    with pytest.raises(LibraryError, match=said) as raised:
        open_database(address)
    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    """Somebody's notes under the name of the library."""
    file = tmp_path / "ibid.sqlite"
    file.write_text("These are my notes, not a database.\n" * 40)
    with pytest.raises(LibraryError, match="can't be used as a library"):
        open_database(f"sqlite:///{file}")
    assert file.read_text().startswith("These are my notes")


def test_only_its_owner_can_read_a_library(tmp_path: Path) -> None:
    """The file, what SQLite puts beside it, and the folder that was made for it."""
    folder = tmp_path / "made"
    library = Library(address=f"sqlite:///{folder / 'ibid.sqlite'}")
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    library.close()


def test_a_library_that_is_not_kept_leaves_no_file() -> None:
    """What `--articles` answers from is gone with the process, or when it is closed."""
    library = Library()
    file = Path(str(library.engine.url.database))
    assert file.exists()
    library.close()
    assert not file.parent.exists()
