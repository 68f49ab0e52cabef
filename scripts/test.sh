#!/usr/bin/env bash
# Runs the tests: in five parts at the same time, each on a desktop of its own. Most of them wait for something, so
# that two cores have room for five; whoever drives real windows, and waits for them, comes first. What a part prints
# comes when the parts before it are done.
# usage: test.sh [PYTEST ARGUMENT …]      with arguments: one run of what they name
set -euo pipefail
cd "$(dirname "$0")/.."

# Without the plug-ins that happen to be installed, and by name: what an entry point names is compiled at every start.
plugins="--disable-plugin-autoload -p asyncio -p pytest-qt -p timeout -p hypothesispytest"

parts=()
# shellcheck disable=SC2086 # one word per argument
on_desktop() { nice -n "${#parts[@]}" scripts/desktop.sh .venv/bin/python -m pytest $plugins "$@"; }

# Each test has files of its own, and most have a database that waits for the disk at each change. Where memory has
# room for files, and programs in them may run, they lie there: a power failure is nothing that a test sees.
memory=/dev/shm
room=$(df --output=avail -k "$memory" 2>/dev/null | tail -n 1) || room=0
if [ -w "$memory" ] && [ "${room:-0}" -gt 2000000 ] && ! findmnt -n -o OPTIONS "$memory" | grep -q noexec; then
    export TMPDIR=$memory
fi

if [ $# -gt 0 ]; then
    on_desktop "$@"
    exit
fi

# The real program in a real window; what starts programs and talks to providers; widgets; and all others, wherever
# they are. The first two take longest and wait most, so they share a part that helps: each file is taken once.
programs="tests/cli tests/desktop tests/integrations"
# shellcheck disable=SC2086 # one word per folder
others="tests $(printf -- '--ignore %s ' tests/e2e tests/ui $programs)"

logs=$(mktemp -d)
trap 'kill "${parts[@]}" 2>/dev/null || true; rm -rf "$logs"' EXIT
export TEST_SHARED=$logs/taken
mkdir "$TEST_SHARED"
for part in "tests/e2e" "tests/e2e $programs" "$programs" "tests/ui" "$others"; do
    # shellcheck disable=SC2086 # one word per argument
    on_desktop $part >"$logs/${#parts[@]}" 2>&1 &
    parts+=($!)
done

status=0
for place in "${!parts[@]}"; do
    wait "${parts[$place]}" || status=$?
    cat "$logs/$place"
done
exit "$status"
