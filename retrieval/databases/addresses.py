"""From the address of a database to connections."""

from sqlalchemy import create_engine, make_url
from sqlalchemy.engine import URL, Engine
from sqlalchemy.exc import NoSuchModuleError

# Connections of one process, kept and at most. PostgreSQL allows a hundred in all unless told otherwise, and there may
# be several processes with two such pools each.
KEPT, BESIDE = 5, 5
# What libpq is told unless the address says otherwise (all in seconds, and how often): a server that is gone is
# noticed, where the system's own patience is a quarter of an hour.
PATIENCE = {"connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}

# What libpq takes behind the `?` that nobody is shown.
SECRET = ("password", "sslpassword")


def read_address(address: str | URL) -> URL:
    """The address with the driver that is used.

    Raises:
        SQLAlchemyError: it is none, or neither of SQLite nor of PostgreSQL.
    """
    url = make_url(address)
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise NoSuchModuleError(f"{url.get_backend_name()} is neither SQLite nor PostgreSQL")
    return url


def is_server(url: URL) -> bool:
    return url.get_backend_name() == "postgresql"


def shown_address(url: URL) -> str:
    """The file, or the address without its password, wherever that stands."""
    if not is_server(url):
        return url.database or ""
    return url.set(drivername="postgresql").difference_update_query(SECRET).render_as_string()


def server_engine(url: URL) -> Engine:
    """Connections to PostgreSQL, each tried before it is used. Several hosts stand in the address
    (`?host=a:5432&host=b:5432&target_session_attrs=read-write`), and the one that fits is found by libpq."""
    patience = {name: value for name, value in PATIENCE.items() if name not in url.query}
    return create_engine(url, pool_pre_ping=True, pool_size=KEPT, max_overflow=BESIDE, connect_args=patience)
