#!/bin/sh
# Make an authority of the site's own and a certificate for each machine, by which PostgreSQL, etcd
# and Patroni know each other: certificates.sh FOLDER volt1=10.77.0.11 volt2=10.77.0.12 …
# A machine that is added later gets one of the same authority; what is there stays.
set -eu
folder=$1
shift
umask 077
mkdir -p "$folder"
cd "$folder"
[ -e ca.key ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
	-subj "/CN=Voltbay machines" -addext "keyUsage=critical,keyCertSign,cRLSign" \
	-keyout ca.key -out ca.crt 2>/dev/null
for machine; do
	name=${machine%%=*} address=${machine#*=}
	[ -e "$name.crt" ] && continue
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
		-keyout "$name.key" -out "$name.csr" 2>/dev/null
	printf 'subjectAltName=DNS:%s,IP:%s\nextendedKeyUsage=serverAuth,clientAuth\n' \
		"$name" "$address" >"$name.ext"
	openssl x509 -req -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 1825 \
		-extfile "$name.ext" -out "$name.crt" 2>/dev/null
	rm "$name.csr" "$name.ext"
done
