"""What other processes have written into the journal is told at once, by PostgreSQL's LISTEN and NOTIFY."""

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)

CHANNEL = "ibid_journal"
# Seconds between two looks at whether it is over, and before a connection that was lost is made anew.
TURN, AGAIN = 1.0, 1.0


def tell(connection: Connection, chat_id: int) -> None:
    """Tell the others of this chat, once the transaction is committed."""
    connection.execute(text("SELECT pg_notify(:channel, :chat)"), {"channel": CHANNEL, "chat": str(chat_id)})


def listen(server: Engine, told: Callable[[int], None], over: threading.Event) -> threading.Thread:
    """Call `told` with each chat that something came for, from the thread that is returned, until it is over; with 0
    where something may have been missed."""
    thread = threading.Thread(target=_listen, args=(server, told, over), name="listening", daemon=True)
    thread.start()
    return thread


def _listen(server: Engine, told: Callable[[int], None], over: threading.Event) -> None:
    import psycopg

    while not over.is_set():
        try:
            pooled = server.raw_connection()
            connection = cast("psycopg.Connection[tuple[object, ...]]", pooled.driver_connection)
            pooled.detach()  # it is never given back
            with connection:
                connection.autocommit = True
                connection.execute(f"LISTEN {CHANNEL}".encode())
                told(0)
                while not over.is_set():
                    for notice in connection.notifies(timeout=TURN):
                        told(int(notice.payload))
        except (psycopg.Error, SQLAlchemyError) as error:
            log.warning("What comes is not told at the moment: %s", type(error).__name__)
            over.wait(AGAIN)
