"""Why a database does not take us, by what libpq says: no code of an error comes with it.

The words themselves name accounts and addresses, so only what they mean is told.
"""

import re

from voltbay.server.said import say

UNKNOWN = "database_unknown"
# What a person has to mend comes first: of several hosts that are named each says its own. The
# server speaks the language of its own settings, English and Chinese here. Source: PostgreSQL,
# auth.c, postinit.c, fe-connect.c with their zh_CN.po; PgBouncer, client.c.
MEANS = {
    "database_password": r"password authentication failed|no password supplied|Password 认证失败",
    "database_missing": r'database ".*" does not exist|数据库 ".*" 不存在|no such database',
    "database_role": r'role ".*" (does not exist|is not permitted)|角色 ".*" 不存在|no such user',
    "database_barred": r"pg_hba\.conf|permission denied for database|not currently accepting",
    "database_tls": r"certificate|SSL|GSSAPI",
    "database_crowded": r"too many (clients|connections)|connection slots",
    "database_starts": r"is starting up|is shutting down|in recovery mode",
    "database_standby": r"session is read-only|hot standby mode",
    "database_host": r"failed to resolve host|could not translate host name",
    "database_nobody": r"Connection refused|No such file or directory|No route to host",
    "database_late": r"timeout expired|timed out|did not answer in time",
    UNKNOWN: r"",
}


def why_silent(failed: BaseException) -> str:
    """Return why there is no connection, as a word of `words/silence.toml`.

    >>> why_silent(OSError('FATAL:  password authentication failed for user "bob"'))
    'database_password'
    >>> why_silent(OSError("the sky fell down"))
    'database_unknown'
    """
    words = str(failed)
    return next(code for code, said in MEANS.items() if re.search(said, words))


def why(failed: BaseException, language: str) -> str:
    """Say why there is no connection, and what to look at."""
    return say("silence", why_silent(failed), language)
