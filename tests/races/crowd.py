"""Many clients doing one thing at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import psycopg
from django.db import connection

T = TypeVar("T")


def all_at_once(clients: int, act: Callable[[int], T]) -> list[T]:
    """Let every client act at the same moment and return what each got."""
    start = Barrier(clients, timeout=30)

    def go(number: int) -> T:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(clients) as crowd:
        return list(crowd.map(go, range(clients)))


def own_connection() -> psycopg.Connection:
    """Open a connection to the test database that Django does not share."""
    parameters = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port")
    return psycopg.connect(**{name: parameters[name] for name in wanted if parameters.get(name)})
