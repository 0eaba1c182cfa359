#!/usr/bin/env bash
# Puts Debian's prometheus and promtool into k8s/target/prometheus, for the tests; nothing is installed or started. Needs
# apt-get and dpkg-deb. Exits 1 where that cannot be had; the tests then skip, and say so.
set -euo pipefail
cd "$(dirname "$0")"
command -v prometheus promtool && exit 0
mkdir -p target/prometheus
cd target/prometheus
[ -x usr/bin/promtool ] && exit 0
apt-get download prometheus || { apt-get update -q && apt-get download prometheus; }
dpkg-deb --extract prometheus_*.deb .
rm prometheus_*.deb
usr/bin/promtool --version
