#!/usr/bin/env bash
# Runs a command on a desktop of its own, which ends with it: a screen, a window manager, a session bus, an unlocked
# key ring, an accessibility bus and an empty home. Touches nothing of the user's.  usage: desktop.sh COMMAND …
set -euo pipefail

if [ "${1:-}" != --inside ]; then
    work=$(mktemp -d)
    screen=
    # shellcheck disable=SC2329 # called by the trap
    finish() {
        [ -z "$screen" ] || kill "$screen" 2>/dev/null || true
        rm -rf "$work"
    }
    trap finish EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM

    # Without -noreset the screen starts afresh, and drops the window manager, when the first little client leaves.
    Xvfb -displayfd 3 -noreset -screen 0 1920x1200x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
    screen=$!
    for _ in $(seq 100); do
        [ ! -s "$work/display" ] || break
        sleep 0.1
    done
    [ -s "$work/display" ] || {
        echo "The virtual screen (Xvfb) did not start." >&2
        exit 1
    }
    mkdir -m 700 "$work/home" "$work/runtime"
    # Debian's key ring was seen to crash while ten programs asked it at the same time. The bus starts another one then;
    # by this it has the same password, where the system's own file would begin a locked one that waits for a person.
    services=$work/runtime/dbus-1/services
    mkdir -p "$services"
    printf '[D-BUS Service]\nName=org.freedesktop.secrets\nExec=%s --foreground\n' "$work/keyring" \
        >"$services/org.freedesktop.secrets.service"
    DISPLAY=:$(cat "$work/display")
    HOME=$work/home XDG_RUNTIME_DIR=$work/runtime
    QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
    TEST_DESKTOP=1 # tests may type and click here
    export TEST_DESKTOP DISPLAY HOME XDG_RUNTIME_DIR QT_LINUX_ACCESSIBILITY_ALWAYS_ON
    unset WAYLAND_DISPLAY QT_QPA_PLATFORM XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME
    status=0
    # The bus says on standard error which service it starts; nobody needs to read that.
    dbus-run-session -- "$0" --inside "$work" "$@" \
        2> >(grep --line-buffered -vE '^dbus-daemon\[|SpiRegistry' >&2) || status=$?
    exit "$status"
fi

work=$2
shift 2
{
    # In a container the kernel may refuse the daemon because of the memory-locking right that its file asks for;
    # a copy asks for none.
    keyring=$(command -v gnome-keyring-daemon)
    "$keyring" --version || { cp "$keyring" "$work/gnome-keyring-daemon" && keyring=$work/gnome-keyring-daemon; }
    printf '#!/bin/sh\nprintf test | "%s" --unlock --components=secrets "$@"\n' "$keyring" >"$work/keyring"
    chmod +x "$work/keyring"
    "$work/keyring"
} >/dev/null 2>&1 || echo "The key ring did not start." >&2
helpers=()
for bus in /usr/libexec/at-spi-bus-launcher /usr/lib/at-spi2-core/at-spi-bus-launcher; do
    if [ -x "$bus" ]; then
        "$bus" --launch-immediately >/dev/null 2>&1 &
        helpers+=($!)
        break
    fi
done
openbox >/dev/null 2>&1 &
helpers+=($!)
# The window manager is there once the root window names it.
has_manager() { [[ $(xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null) == *"window id"* ]]; }
for _ in $(seq 100); do
    ! has_manager || break
    sleep 0.1
done
has_manager || echo "The window manager (openbox) did not start." >&2
status=0
"$@" || status=$?
kill "${helpers[@]}" 2>/dev/null || true
exit "$status"
