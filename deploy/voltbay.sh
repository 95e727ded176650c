#!/bin/sh
# `voltbay …` as its own account with the site's settings: what operators type, installed as
# /usr/local/sbin/voltbay. VOLTBAY_VERSION=0.2.0 in front runs another version than the current one.
set -eu
version="${VOLTBAY_VERSION:-current}"
set -a
. /etc/voltbay/environment
. /etc/voltbay/secrets
set +a
export HOME=/var/lib/voltbay
cd "$HOME"
exec setpriv --reuid=voltbay --regid=voltbay --init-groups \
	"/usr/local/lib/voltbay/$version/bin/voltbay" "$@"
