#!/usr/bin/env bash
# What building costs. usage: bench/build.sh [first|edit|all] [FOLDER]
#   first  CPU-seconds of what the README's first command builds, from an empty target folder
#   edit   seconds until `cargo build -p hilir` is done after one page of a room was edited
# CPU-seconds hold on a busy machine too; the seconds of `edit` are of a wall clock, so the machine
# should be quiet. FOLDER (target/bench-build) is emptied by `first`.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
folder=${2:-target/bench-build}
first_max=1200
edit_max=5

# measure COMMAND…: wall, user and system seconds of it and all its children
measure() {
    local log; log=$(mktemp)
    ( TIMEFORMAT='%R %U %S'; time "$@" >"$log.out" 2>&1 ) 2>"$log" || { cat "$log.out"; exit 1; }
    tail -1 "$log"; rm -f "$log" "$log.out"
}

first() {
    rm -rf "$folder"
    cargo fetch --locked >/dev/null 2>&1 || true # the network's speed is not ours to measure
    read -r wall user system < <(CARGO_TARGET_DIR=$folder measure cargo build --release -p hilir)
    awk -v w="$wall" -v u="$user" -v s="$system" -v max=$first_max -v n="$(nproc)" 'BEGIN {
        printf "first build: %.0f CPU-seconds (user %.0f, system %.0f), %.0f s on %d cores; at most %d: %s\n",
            u + s, u, s, w, n, max, (u + s <= max) ? "held" : "MISSED" }'
}

edit() {
    cargo build -q -p hilir
    local page=rooms/sales/src/pages/list.rs
    for _ in 1 2 3; do
        touch "$page"
        read -r wall user system < <(measure cargo build -p hilir)
        awk -v w="$wall" -v u="$user" -v s="$system" -v max=$edit_max -v load="$(cut -d' ' -f1 /proc/loadavg)" 'BEGIN {
            printf "edit to built: %.1f s (%.1f CPU-seconds, load %s); under %d s: %s\n",
                w, u + s, load, max, (w < max) ? "held" : "MISSED" }'
    done
}

case $what in
first) first ;;
edit) edit ;;
all) first; edit ;;
*) sed -n 2,6p "$0"; exit 1 ;;
esac
