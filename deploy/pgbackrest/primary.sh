#!/bin/sh
# Run pgbackrest where this machine's PostgreSQL is the primary, installed on each machine as
# /usr/local/sbin/pgbackrest-primary: on a standby it does nothing. `backup` alone is a full one on
# Sundays, and what changed since on other days.
set -eu
as=""
[ "$(id -u)" != 0 ] || as="runuser -u postgres --"
standby=$($as psql -XAt -U postgres -c "SELECT pg_is_in_recovery()" postgres)
if [ "$standby" = t ]; then
	echo "a standby: the primary's machine does it"
	exit 0
fi
if [ "$*" = backup ]; then
	type=diff
	[ "$(date +%u)" != 7 ] || type=full
	set -- --type="$type" backup
fi
exec $as pgbackrest --stanza=voltbay "$@"
