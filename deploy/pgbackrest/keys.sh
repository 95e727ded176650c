#!/bin/sh
# Print /etc/pgbackrest/conf.d/keys.conf: who pgBackRest is in S3, to be filled in, and a passphrase of
# its own. Keep a copy elsewhere: without the passphrase nothing in the bucket opens.
set -eu
cat <<END
[global]
repo1-s3-key=from-your-S3
repo1-s3-key-secret=from-your-S3
repo1-cipher-pass=$(openssl rand -hex 32)
END
