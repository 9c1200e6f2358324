"""PostgreSQL is reached by TLS where the address asks for it, and only the server that its certificate names."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.memory.tables import SCHEMA
from bot.stores.server import open_server
from retrieval.errors import IbidError
from tests.common.databases import PostgresServer
from tests.common.tls import Authority

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def address(authority: Authority) -> Iterator[str]:
    """Of a database whose server's certificate is that of `localhost`."""
    with PostgresServer(certificate=authority.issue()) as server:
        yield f"{server.address}/postgres?sslmode=verify-full".replace("127.0.0.1", "localhost")


def test_what_is_kept_goes_encrypted_to_the_server_that_the_certificate_names(
    address: str, authority: Authority
) -> None:
    engine = open_server(f"{address}&sslrootcert={authority.file}", (SCHEMA,))
    with engine.connect() as connection:
        how = connection.execute(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).scalar()
    engine.dispose()
    assert how is True


def test_another_server_is_refused_in_one_sentence(address: str, authority: Authority, tmp_path: Path) -> None:
    """One whose authority is unknown, and one that goes by another name than its certificate."""
    with pytest.raises(IbidError, match="certificate verify failed") as caught:
        open_server(f"{address}&sslrootcert={Authority(tmp_path).file}", (SCHEMA,))
    assert "\n" not in str(caught.value)
    elsewhere = address.replace("localhost", "127.0.0.1")
    with pytest.raises(IbidError, match=r'"localhost".* does not match host name "127.0.0.1"'):
        open_server(f"{elsewhere}&sslrootcert={authority.file}", (SCHEMA,))
