"""The class that Django looks for in a database's ENGINE."""

import select

from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks `SELECT 1` of a kept connection only if there is a reason to doubt it.

    A server that went away has closed its end, and then there is something to read: the end of
    the stream, or why. A quiet line is good; asking anyway would cost every request a statement.
    """

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
