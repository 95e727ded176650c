#!/bin/sh
# Print /etc/patroni/environment of the machine it runs on: patroni.sh PASSWORDS, a file with those
# that all three have in common.
set -eu
name=$(hostname)
address=$(awk -v me="$name" '$2 == me && $1 !~ /^127/ { print $1; exit }' /etc/hosts)
. "$1"
cat <<END
PATRONI_NAME=$name
PATRONI_RESTAPI_LISTEN=$address:8008
PATRONI_RESTAPI_CONNECT_ADDRESS=$name:8008
PATRONI_POSTGRESQL_LISTEN=$address:5432
PATRONI_POSTGRESQL_CONNECT_ADDRESS=$name:5432
PATRONI_SUPERUSER_PASSWORD=$superuser
PATRONI_REPLICATION_PASSWORD=$replicator
PATRONI_REWIND_PASSWORD=$rewinder
END
