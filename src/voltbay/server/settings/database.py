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
PREPARE_AFTER = 5  # times that a connection runs a statement
# A server that is switched off, or cut off, says nothing: TCP alone would wait for a quarter of an
# hour. Unanswered data gives up after six seconds, a silent line after seven. Whatever the URL says
# goes before. Source: PostgreSQL, libpq, parameter key words.
GIVES_UP = {
    "connect_timeout": "5",  # seconds for each host that is named
    "tcp_user_timeout": "6000",  # milliseconds
    "keepalives_idle": "3",  # seconds
    "keepalives_interval": "2",
    "keepalives_count": "2",
}


def database(url: str, *, prepared: bool = True) -> dict[str, Any]:
    """Return an entry of DATABASES; what Django has no name for goes to libpq as it is.

    Without `prepared` statements are sent whole each time.

    Several hosts stand between commas; with `target_session_attrs=read-write` the primary is found.

    >>> database("postgresql://bob@/places?host=/run/pg&sslmode=require")["OPTIONS"]["sslmode"]
    'require'
    """
    parts = conninfo_to_dict(url)
    entry: dict[str, Any] = {NAMES[part]: parts.pop(part) for part in NAMES if part in parts}
    threshold = PREPARE_AFTER if prepared else None
    planned = {"server_side_binding": True, "prepare_threshold": threshold}
    return {
        "ENGINE": "voltbay.server.postgres.backend",
        **entry,
        "OPTIONS": {**GIVES_UP, **parts, **planned},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
