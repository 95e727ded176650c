"""A site's database of its own, which tests migrate on to later releases."""

from collections.abc import Iterator

import psycopg
import pytest

from bench.migrations import build, migrate

BOOKINGS = 5_000
TOWN, AS_BUILT = "voltbay_town", "voltbay_town_as_built"


def drop(name: str) -> str:
    return f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"


@pytest.fixture(scope="module")
def as_built(postgres: str) -> Iterator[str]:
    """Make a database of this release that holds bookings, and yield its name."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {AS_BUILT}")
        url = postgres.replace("/voltbay?", f"/{AS_BUILT}?")
        try:
            made = migrate(url, later=False)
            assert made.returncode == 0, made.stderr
            assert "The database is empty" in made.stdout
            build(url, BOOKINGS)
            yield AS_BUILT
        finally:
            connection.execute(drop(AS_BUILT))


@pytest.fixture
def town(postgres: str, as_built: str) -> Iterator[str]:
    """Yield the URL of a copy of it."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TOWN} TEMPLATE {as_built} STRATEGY file_copy")
        try:
            yield postgres.replace("/voltbay?", f"/{TOWN}?")
        finally:
            connection.execute(drop(TOWN))
