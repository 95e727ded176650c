"""A worker's own connection to the queue: one that does not answer is given up."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from psycopg import AsyncConnection, Notify, OperationalError
from psycopg.errors import _WaitTimeout

from voltbay.server.postgres.backend.base import UNANSWERED

LONGEST_ANSWER = 30.0  # seconds; a worker's questions take milliseconds


class QueueConnection(AsyncConnection[Any]):
    """Closes itself if there is no answer in time, so that its worker begins anew.

    A server whose processes stand still while its kernel goes on acknowledges all that is sent, so
    that TCP never gives up: see `backend.base`, which does the same for Django's connections.
    """

    _listens = False

    async def wait(self, gen: Any, *how: Any, **named: Any) -> Any:
        """Wait as psycopg does, but no longer than that for an answer. Raises OperationalError."""
        if self._listens or how or named.get("timeout") is not None:
            return await super().wait(gen, *how, **named)
        try:
            return await super().wait(gen, **named | {"timeout": LONGEST_ANSWER})
        except _WaitTimeout:
            self.pgconn.finish()  # closing it politely would wait for an answer, too
            raise OperationalError(UNANSWERED) from None

    async def notifies(self, **given: Any) -> AsyncGenerator[Notify, None]:
        """Listen as psycopg does: that nobody calls is no silence."""
        self._listens = True
        try:
            async with aclosing(super().notifies(**given)) as heard:
                async for each in heard:
                    yield each
        finally:
            self._listens = False
