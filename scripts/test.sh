#!/usr/bin/env bash
# Runs the tests: the end-to-end ones beside all others, each on a desktop of its own, so that two cores have work.
# usage: test.sh [PYTEST ARGUMENT …]      with arguments: one run of what they name
set -euo pipefail
cd "$(dirname "$0")/.."

on_desktop() { scripts/desktop.sh .venv/bin/python -m pytest "$@"; }

if [ $# -gt 0 ]; then
    on_desktop "$@"
    exit
fi

log=$(mktemp)
on_desktop tests/e2e >"$log" 2>&1 &
end_to_end=$!
trap 'kill "$end_to_end" 2>/dev/null || true; rm -f "$log"' EXIT
status=0
on_desktop --ignore tests/e2e || status=$?
echo "The end-to-end tests, which ran meanwhile:"
wait "$end_to_end" || status=$?
cat "$log"
exit "$status"
