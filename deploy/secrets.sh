#!/bin/sh
# Make the site's passwords and secrets in a folder, once: what is there is never replaced. Keep a copy
# elsewhere, apart from backups: without VOLTBAY_FINGERPRINT_KEY and the keys nobody is found again.
set -eu
mkdir -p "$1"
cd "$1"
umask 077
if [ ! -e passwords ]; then
	for name in superuser replicator rewinder voltbay; do
		echo "$name=$(openssl rand -hex 24)"
	done >passwords.half
	mv passwords.half passwords
fi
if [ ! -e secrets ]; then
	. ./passwords
	{
		echo "VOLTBAY_SECRET_KEY=$(openssl rand -hex 32)"
		echo "VOLTBAY_FINGERPRINT_KEY=$(openssl rand -base64 32)"
		echo "DATABASE_URL='postgresql://voltbay:$voltbay@volt1,volt2,volt3/voltbay?target_session_attrs=read-write&sslmode=verify-full&sslrootcert=/etc/voltbay/ca.crt'"
	} >secrets.half
	mv secrets.half secrets
fi
if ! grep -q VOLTBAY_METRICS_TOKEN secrets; then # also in what an older version made
	echo "VOLTBAY_METRICS_TOKEN=$(openssl rand -hex 24)" >>secrets
fi
