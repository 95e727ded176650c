#!/bin/sh
# Install the release that this file came with, beside those that are there: an environment of its
# own under /usr/local/lib/voltbay, the units, the account. Nothing is started or restarted, and
# `current` is not moved: docs/operations.md says when. As root; may be run again.
set -eu
cd "$(dirname "$0")/.."
sha256sum --check --quiet SHA256SUMS
wheel=$(echo voltbay-*.whl)
version=$(echo "$wheel" | cut -d- -f2)
home=/usr/local/lib/voltbay
if [ ! -e "$home/$version/complete" ]; then
	mkdir -p "$home"
	python3 -m venv --clear "$home/$version"
	"$home/$version/bin/pip" install --quiet --require-hashes -r requirements.txt
	"$home/$version/bin/pip" install --quiet --no-deps "$wheel"
	touch "$home/$version/complete"
fi
install -D -m 644 deploy/systemd/voltbay.sysusers.conf /usr/lib/sysusers.d/voltbay.conf
systemd-sysusers voltbay.conf
install -d -m 700 -o voltbay -g voltbay /var/lib/voltbay
install -d -m 750 -g voltbay /etc/voltbay
install -d -m 700 -o voltbay -g voltbay /etc/voltbay/keys
install -m 755 deploy/voltbay.sh /usr/local/sbin/voltbay
for unit in deploy/systemd/*.socket deploy/systemd/*.service deploy/systemd/*.timer; do
	install -m 644 "$unit" /etc/systemd/system/
done
systemctl daemon-reload
echo "$version"
