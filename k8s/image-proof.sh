#!/usr/bin/env bash
# Builds the image twice (the digests must agree) and runs it under podman: 1 CPU, 768 MiB, read-only root, no
# capabilities, against a broker and a schema registry in processes of their own (ImageProof). Needs root, and Debian's
# mmdebstrap, jq, podman and runc. BUNDLE=DIR serves that bundle; else the shipped one, else the tests' untrained one.
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
for tool in mmdebstrap jq podman runc; do command -v "$tool" > /dev/null || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ]; then
  echo "not found: ${missing[*]}; apt-get install --no-install-recommends mmdebstrap jq podman runc catatonit" >&2
  exit 1
fi
work=$PWD/k8s/target/image
mkdir -p "$work"
[ -f "$work/base.tar" ] || k8s/base-image.sh "$work/base.tar"
if [ ! -d "$work/apicurio/app" ]; then
  mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all -DoutputDirectory="$work/apicurio"
  tar -xzf "$work"/apicurio/*.tar.gz -C "$work/apicurio"
fi
build() { mvn -q -B -ntp -Pimage package -DskipTests -pl processor/stream -am -Dimage.base="tar://$work/base.tar" "$@"; }
build
first=$(cat processor/stream/target/dragoman-image.digest)
rm -rf processor/stream/target/{image,jib-cache,classes,dragoman.jar}
build
second=$(cat processor/stream/target/dragoman-image.digest)
[ "$first" = "$second" ] || { echo "two builds differ: $first, $second" >&2; exit 1; }
echo "two builds, one digest: $first ($(du -h processor/stream/target/dragoman-image.tar | cut -f1))"
mvn -q -B -ntp -Pproofs test -pl k8s -am -Dtest=ImageProof -Dsurefire.failIfNoSpecifiedTests=false \
  -Ddragoman.apicurio="$work/apicurio" ${BUNDLE:+-Ddragoman.bundle="$BUNDLE"}
