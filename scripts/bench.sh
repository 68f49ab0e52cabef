#!/usr/bin/env bash
# Runs the benchmarks: every tests/benchmarks/bench_*.py, each on a desktop of its own. To add one, add a file.
# usage: bench.sh [FILE …]
set -euo pipefail
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- tests/benchmarks/bench_*.py
status=0
for file in "$@"; do
    module=${file%.py}
    scripts/desktop.sh .venv/bin/python -m "${module//\//.}" || status=1
done
exit "$status"
