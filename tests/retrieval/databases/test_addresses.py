"""The address of a database: which driver it means, and what is shown of it."""

import pytest
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from retrieval.databases.addresses import is_server, read_address, shown_address


@pytest.mark.parametrize("written", ["postgresql://ibid@db/ibid", "postgres://ibid@db/ibid"])
def test_a_server_is_reached_by_the_driver_that_is_installed(written: str) -> None:
    address = read_address(written)
    assert (address.drivername, address.host, is_server(address)) == ("postgresql+psycopg", "db", True)
    assert not is_server(read_address("sqlite:///ibid.sqlite"))


def test_what_is_no_address_of_a_database_of_ours_is_refused() -> None:
    with pytest.raises(NoSuchModuleError, match="mysql"):
        read_address("mysql://ibid@db/ibid")
    with pytest.raises(ArgumentError):
        read_address("ibid.sqlite")


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://ibid:s3cret@db:5432/ibid",
        "postgresql://ibid@db:5432/ibid?password=s3cret",
        "postgresql://ibid@db:5432/ibid?sslpassword=s3cret&sslmode=require",
    ],
)
def test_a_password_is_not_shown_wherever_it_stands(written: str) -> None:
    shown = shown_address(read_address(written))
    assert "s3cret" not in shown
    assert "@db:5432/ibid" in shown
    assert ("sslmode=require" in shown) == ("sslmode" in written)
