"""Django's description of a database, from its URL."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

# What libpq calls it, and where Django wants it.
NAMES = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}

# Statements are planned once a connection: that halves PostgreSQL's work on a hold. Behind
# PgBouncer this needs 1.21 or newer, which follows prepared statements.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


def database(url: str) -> dict[str, Any]:
    """Return an entry of DATABASES; what Django has no name for goes to libpq as it is.

    >>> database("postgresql://bob@/places?host=/run/pg&sslmode=require")["OPTIONS"]["sslmode"]
    'require'
    """
    parts = conninfo_to_dict(url)
    entry: dict[str, Any] = {NAMES[part]: parts.pop(part) for part in NAMES if part in parts}
    return {
        "ENGINE": "voltbay.server.postgres.backend",
        **entry,
        "OPTIONS": {**parts, **PREPARED},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
