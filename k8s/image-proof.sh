#!/usr/bin/env bash
# Builds the image twice (the digests must agree), once more with the start cache, and runs that under podman: 1 CPU, 768 MiB,
# read-only root, no capabilities, against a broker and a schema registry in processes of their own; then the pod of the rendered
# overlay cpu under `podman play kube` (ImageProof). Needs root, memory control groups, and Debian's mmdebstrap, jq, podman, runc.
# BUNDLE=DIR serves that bundle instead of the shipped one; SENTENCES=N another number than 10,000; QUIET=1, on a machine
# with nothing else to do, holds the exits to their 5 seconds. Exit code 3: this machine cannot run it.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "found user $(id -un), expected root" >&2; exit 3; }
[ -e /sys/fs/cgroup/memory/memory.limit_in_bytes ] || grep -qw memory /sys/fs/cgroup/cgroup.controllers 2> /dev/null \
  || { echo "found no memory control group under /sys/fs/cgroup" >&2; exit 3; }
tools=(mmdebstrap jq podman runc catatonit)
missing=()
for tool in "${tools[@]}"; do command -v "$tool" > /dev/null || missing+=("$tool"); done
if [ ${#missing[@]} -gt 0 ]; then
  { apt-get -qq update && apt-get -qq -y install --no-install-recommends "${tools[@]}"; } > /dev/null 2>&1 \
    || { echo "not found, nor to be had by apt-get: ${missing[*]}" >&2; exit 3; }
fi
k8s/kubectl.sh > /dev/null || { echo "found no kubectl, which renders the overlay" >&2; exit 3; }
work=$PWD/k8s/target/image
mkdir -p "$work"
[ -f "$work/base.tar" ] || k8s/base-image.sh "$work/base.tar" || { echo "found no way to make a base of Debian's packages" >&2; exit 3; }
contained() {
  export CONTAINERS_CONF=$PWD/k8s/containers.conf
  local podman=(podman --root "$work/trial/root" --runroot "$work/trial/run" --storage-driver overlay)
  "${podman[@]}" load -q -i "$work/base.tar" \
    && "${podman[@]}" run --rm --network=host --cpus=1 --memory=64m --memory-swap=64m --read-only --cap-drop=all --security-opt=no-new-privileges \
      localhost/dragoman-base:bookworm /lib64/ld-linux-x86-64.so.2 --version
}
contained > "$work/trial.log" 2>&1 || { tail -n 5 "$work/trial.log" >&2; echo "found no way to start a container, the base alone" >&2; exit 3; }
if [ ! -d "$work/apicurio/app" ]; then
  mvn -q -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    -Dartifact=io.apicurio:apicurio-registry-app:3.3.3:tar.gz:all -DoutputDirectory="$work/apicurio" \
    || { echo "found no Apicurio registry in the Maven repositories" >&2; exit 3; }
  tar -xzf "$work"/apicurio/*.tar.gz -C "$work/apicurio"
fi
target=processor/stream/target
build() { mvn -q -B -ntp "-Pimage$1" package -DskipTests -pl processor/stream -am -Dimage.base="tar://$work/base.tar"; }
layers() { tar -xOf $target/dragoman-image.tar config.json | jq -r '.rootfs.diff_ids[]'; }
clean() { rm -rf $target/{image,jib-cache,classes,dragoman.jar}; }
clean # what other builds left there is no part of the comparison
build ""
first=$(cat $target/dragoman-image.digest)
clean
build ""
second=$(cat $target/dragoman-image.digest)
[ "$first" = "$second" ] || { echo "two builds differ: $first, $second" >&2; exit 1; }
echo "PROOF image: two builds, one digest: $first ($(du -h $target/dragoman-image.tar | cut -f1))"
plain=$(layers)
build ,start-cache
same=$(comm -12 <(sort <<< "$plain") <(layers | sort) | wc -l)
echo "PROOF image: with the start cache $same of $(layers | wc -l) layers are the same ($(du -h $target/dragoman-image.tar | cut -f1))"
[ "$same" -ge $(($(wc -l <<< "$plain") - 1)) ] || { echo "more layers differ than the one of the files, which names the cache, and the cache's own" >&2; exit 1; }
mvn -q -B -ntp -Pproofs test -pl k8s -am -Dtest=ImageProof -Dsurefire.failIfNoSpecifiedTests=false -Ddragoman.apicurio="$work/apicurio" \
  -Ddragoman.sentences="${SENTENCES:-10000}" ${QUIET:+-Ddragoman.quiet=true} ${BUNDLE:+-Ddragoman.bundle="$BUNDLE"}
