#!/bin/sh
# Print /etc/default/etcd of the machine it runs on: etcd.sh volt1 volt2 volt3. All that etcd says and
# hears is TLS, and only who has a certificate of our own authority is heard.
set -eu
name=$(hostname)
address=$(awk -v me="$name" '$2 == me && $1 !~ /^127/ { print $1; exit }' /etc/hosts)
for each; do all="${all:+$all,}$each=https://$each:2380"; done
cat <<END
ETCD_NAME=$name
ETCD_DATA_DIR=/var/lib/etcd/voltbay
ETCD_INITIAL_CLUSTER=$all
ETCD_INITIAL_CLUSTER_STATE=new
ETCD_INITIAL_CLUSTER_TOKEN=voltbay
ETCD_LISTEN_PEER_URLS=https://$address:2380
ETCD_INITIAL_ADVERTISE_PEER_URLS=https://$name:2380
ETCD_LISTEN_CLIENT_URLS=https://$address:2379
ETCD_ADVERTISE_CLIENT_URLS=https://$name:2379
ETCD_CERT_FILE=/etc/etcd/machine.crt
ETCD_KEY_FILE=/etc/etcd/machine.key
ETCD_TRUSTED_CA_FILE=/etc/etcd/ca.crt
ETCD_CLIENT_CERT_AUTH=true
ETCD_PEER_CERT_FILE=/etc/etcd/machine.crt
ETCD_PEER_KEY_FILE=/etc/etcd/machine.key
ETCD_PEER_TRUSTED_CA_FILE=/etc/etcd/ca.crt
ETCD_PEER_CLIENT_CERT_AUTH=true
# Patroni writes little; history is kept for an hour, or the disk would fill.
ETCD_AUTO_COMPACTION_MODE=periodic
ETCD_AUTO_COMPACTION_RETENTION=1h
END
