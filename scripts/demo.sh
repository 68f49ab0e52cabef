#!/usr/bin/env bash
# Starts the demo: the window where there is a display, else one normal call in the terminal, state by state.
set -euo pipefail
cd "$(dirname "$0")/.."

# The sandbox answers this number as a person would: both phones ring and are picked up.
normal_call="+31 20 555 9009"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; then
    exec .venv/bin/dialer --demo
fi
echo "No display here: the demo plays one call in the terminal." >&2
exec .venv/bin/dialer --demo call "$normal_call" --hang-up-after 12
