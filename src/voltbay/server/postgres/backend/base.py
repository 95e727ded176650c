"""The class that Django looks for in a database's ENGINE."""

import select
import threading
from collections.abc import Generator
from functools import partial
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError
from psycopg.errors import _WaitTimeout
from psycopg.pq import TransactionStatus

from voltbay.server.postgres.backend.schema import SchemaEditor

UNANSWERED = "the database did not answer in time"

_patience = threading.local()


def give_up_after(seconds: float | None) -> None:
    """Set how long this thread waits for an answer of the database; None, as at first: for ever.

    A server whose processes stand still while its kernel goes on acknowledges all that is sent, so
    that TCP never gives up; and a commit waits for standbys as long as there is none.
    """
    _patience.seconds = seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks `SELECT 1` of a kept connection only if there is a reason to doubt it.

    A server that went away has closed its end, and then there is something to read: the end of
    the stream, or why. A quiet line is good; asking anyway would cost every request a statement.
    And gives a connection up that does not answer for as long as its thread waits.
    """

    SchemaEditorClass = SchemaEditor

    def get_new_connection(self, conn_params: dict[str, Any]) -> "Connection[Any]":
        """Connect, and have every wait for an answer end in time."""
        connection: Connection[Any] = super().get_new_connection(conn_params)
        wait = partial(_wait, connection, connection.wait)
        connection.wait = wait  # type: ignore[method-assign]  # of this connection
        return connection

    def is_usable(self) -> bool:
        """Tell whether the connection may be used for another request."""
        return is_idle(self.connection) or super().is_usable()


def is_idle(connection: "Connection[object]") -> bool:
    """Tell whether nothing is under way, and nothing, not even the end, waits to be read."""
    if connection.closed or connection.info.transaction_status != TransactionStatus.IDLE:
        return False
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN)
    return not poll.poll(0)


def _wait(
    connection: "Connection[Any]", wait: Any, given: "Generator[Any, Any, Any]", **how: Any
) -> Any:
    """Wait as psycopg does, and close the connection if there is no answer in time."""
    if how.get("timeout") is not None:  # whoever set it knows what it means
        return wait(given, **how)
    try:
        return wait(given, **how | {"timeout": getattr(_patience, "seconds", None)})
    except _WaitTimeout:
        connection.close()
        raise OperationalError(UNANSWERED) from None
