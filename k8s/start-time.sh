#!/usr/bin/env bash
# start-time.sh [ROUNDS] [CPU]: seconds from the JVM's start to ready (/health/ready: model warm, broker and registry reached, Streams
# running), with and without the start cache in turn, on one core (0); the broker has the others. Beside them the
# processor's time, which a busy machine stretches less. After `mvn -Pimage,start-cache package ... -pl processor/stream -am`.
set -euo pipefail
rounds=${1:-5}
cpu=${2:-0}
cd "$(dirname "$0")"
target=$(realpath ../processor/stream/target)
. ./started.bash
[ -s "$cache" ] || fail "found no $cache; expected the one of mvn -Pimage,start-cache package -DskipTests -pl processor/stream -am"
others=$(for ((n = 0; n < $(nproc --all); n++)); do [ "$n" = "$cpu" ] || echo "$n"; done | paste -sd,)
open_cluster taskset -c "${others:-$cpu}"

measure() { # NAME OPTION...
  local name=$1 began
  shift
  began=$(date +%s%N)
  start taskset -c "$cpu" "$image/java/bin/java" "@$work/jvm.options" "$@"
  await_ready
  local wall=$((($(date +%s%N) - began) / 1000000))
  local used
  used=$(awk -v hz="$(getconf CLK_TCK)" '{ printf "%d", ($14 + $15) * 1000 / hz }' "/proc/$run/stat")
  stop
  echo "$name: ready after $wall ms, $used ms of processor time"
  echo "$wall $used" >> "$work/times-$name"
}
rm -f "$work"/times-*
for ((round = 1; round <= rounds; round++)); do
  measure without -XX:AOTMode=off
  measure with -XX:AOTMode=on "-XX:AOTCache=$cache"
done
for name in without with; do
  sort -n "$work/times-$name" | awk -v name="$name" '{ wall[NR] = $1; used[NR] = $2 } END { m = int((NR + 1) / 2);
    printf "PROOF start: %s the start cache, one core: ready after %d ms (median of %d; %d to %d), %d ms of processor time\n", name, wall[m], NR, wall[1], wall[NR], used[m] }'
done
