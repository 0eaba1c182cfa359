#!/usr/bin/env bash
# start-cache.sh TARGET CLASSPATH: makes TARGET/image/cache/dragoman.aot, Java's start cache (JEP 483, 514, 515), and names it in the image's
# jvm.options. Called by `mvn -Pimage,start-cache package`. The application is laid out as in the image (same jars, order and
# times; Java compares these, and lets the folder before them differ), serves the demo's sentences once, and is told to stop.
set -euo pipefail
target=$(realpath "$1")
cd "$(dirname "$0")"
. ./started.bash
release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$image/java/release")
[ "$release" -ge 25 ] || fail "found a JDK $release, expected >= 25; build with a newer one or without -Pstart-cache"
[ -n "$bundle" ] || fail "found no bundle among image.models, expected one to train the start with"

rm -rf "$work" "$image/cache"
mkdir -p "$work/app/classpath" "$work/app/libs" "$image/cache"
cp "$target/dragoman.jar" "$work/app/classpath/"
cp "$target"/lib/*.jar "$work/app/libs/"
find "$work/app" "$image/java" -type f -exec touch -d @1 {} +
path=$work/app/classpath/dragoman.jar
IFS=: read -ra jars <<< "$2" # Maven's order, which is the image's; the first is the application itself
for jar in "${jars[@]:1}"; do path+=:$work/app/libs/${jar##*/}; done
echo "$path" > "$work/classpath"
options > "$work/jvm.options"

open_cluster
start "$image/java/bin/java" "@$work/jvm.options" "-XX:AOTCacheOutput=$cache"
await_ready
shown "$work/run.log" 'Started: ' "$run"
get /metrics > "$work/metrics"
stop
[ -s "$cache" ] || { tail -n 20 "$work/run.log" >&2; fail "Java wrote no cache"; }
"$image/java/bin/java" "@$work/jvm.options" -XX:AOTMode=on "-XX:AOTCache=$cache" -cp "$path" $main --version > "$work/version"
echo "-XX:AOTCache=/opt/dragoman/cache/dragoman.aot" >> "$image/files/opt/dragoman/jvm.options"
echo "start cache: $(du -h "$cache" | cut -f1)"
