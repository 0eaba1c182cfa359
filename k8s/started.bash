# Sourced by start-cache.sh and start-time.sh: the image's Java and jars laid out in TARGET/start-cache, the demo as their
# cluster, and the application started beside it. Expects `target`, set -euo pipefail, and JDK >= 25 in TARGET/image/java.
image=$target/image
work=$target/start-cache
cache=$image/cache/dragoman.aot
main=io.dragoman.stream.app.Dragoman
# The demo's own bundle, or else the first: its sentences are English.
bundle=$({ find "$image/files/opt/dragoman/models" -name bundle.json -printf '%h\n' 2> /dev/null || true; } | sort | awk 'NR == 1 || /\/tatoeba-en-fr$/ { found = $0 } END { print found }')
export ORT_DISABLE_TELEMETRY=1 MALLOC_ARENA_MAX=2
unset JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS
children=()

fail() { echo "$0: $1" >&2; exit 1; }
end_children() { for child in "${children[@]}"; do kill "$child" 2> /dev/null || true; done; wait; }
trap end_children EXIT

# The options of the image, its libraries where they are here, and a heap as in the container.
options() {
  sed "s#/opt/dragoman/native#$image/native#g; s#^-Djava.io.tmpdir=.*#-Djava.io.tmpdir=$work#; /AOTCache/d" "$image/files/opt/dragoman/jvm.options"
  echo -Xmx230m
}

# shown LOG PATTERN PROCESS: waits until the process has printed the pattern.
shown() {
  for ((i = 0; i < 6000; i++)); do
    grep -q "$2" "$1" && return 0
    kill -0 "$3" 2> /dev/null || break
    sleep 0.1
  done
  tail -n 20 "$1" >&2
  fail "did not see '$2' in $1"
}

free_port() { local p; while p=$((20000 + RANDOM % 10000)); (: < "/dev/tcp/127.0.0.1/$p") 2> /dev/null; do :; done; echo "$p"; }

# The demo's broker and registry, with its sentences in the topic, at ports that are free; and a configuration that names them.
open_cluster() {
  local broker registry
  broker=$(free_port)
  registry=$(free_port)
  rm -rf "$work/typed" "$work/state"
  mkfifo "$work/typed"
  : > "$work/demo.log"
  "$@" "$image/java/bin/java" "@$work/jvm.options" -cp "$(cat "$work/classpath")" $main demo --bundle "$bundle" --port "$broker" --registry-port "$registry" \
    --rate 0 --no-color < "$work/typed" > "$work/demo.log" 2>&1 &
  children+=($!)
  exec {typed}> "$work/typed" # an open standard input
  shown "$work/demo.log" 'Type a sentence' $!
  cat > "$work/application.yaml" << YAML
kafka: { bootstrap.servers: "127.0.0.1:$broker", application.id: start, state.dir: "$work/state", auto.offset.reset: earliest }
schema-registry: { url: "http://127.0.0.1:$registry" }
input: { topics: [sentences] }
output: { topic: translations }
dead-letters: { topic: dead-letters }
models: [{ bundle: "$bundle" }]
topics: { create: true }
management: { host: 127.0.0.1, port: 0 }
YAML
}

# start COMMAND...: the application with more options in the end of COMMAND; its process in `run`.
start() {
  : > "$work/run.log"
  "$@" -cp "$(cat "$work/classpath")" $main run --config "$work/application.yaml" > "$work/run.log" 2>&1 &
  run=$!
  children+=("$run")
}

# get PATH: the first line of the management port's answer, nothing while there is none.
get() {
  local management
  management=$(sed -n 's#.* at http://127.0.0.1:\([0-9]*\)/.*#\1#p' "$work/run.log")
  [ -n "$management" ] || return 0
  { exec {http}<> "/dev/tcp/127.0.0.1/$management"; } 2> /dev/null || return 0
  printf 'GET %s HTTP/1.0\r\n\r\n' "$1" >&"$http"
  head -n 1 <&"$http" || true
  exec {http}>&-
}

await_ready() {
  for ((i = 0; i < 9000; i++)); do
    case $(get /health/ready) in *" 200"*) return 0 ;; esac
    kill -0 "$run" 2> /dev/null || break
    sleep 0.02
  done
  tail -n 20 "$work/run.log" >&2
  fail "the application did not become ready"
}

stop() {
  kill -TERM "$run"
  wait "$run" || { tail -n 20 "$work/run.log" >&2; fail "the application ended with another exit code than 0"; }
}
