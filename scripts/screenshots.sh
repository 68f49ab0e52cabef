#!/usr/bin/env bash
# Takes the pictures in docs/: the demo's window while a call rings and a name is searched, light and dark, on a
# desktop of its own. Needs what `make test` sets up.  usage: screenshots.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${TEST_DESKTOP:-}" ]; then
    exec scripts/desktop.sh "$0" "$@"
fi

folder=${1:-docs}
who="Sanne de Vries"
dialer=
work=$(mktemp -d)
finish() {
    [ -z "$dialer" ] || kill "$dialer" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

until_true() {
    for _ in $(seq 200); do
        ! "$@" || return 0
        sleep 0.05
    done
    echo "This did not come about: $*" >&2
    exit 1
}
run() { .venv/bin/dialer --home "$home" --json "$@"; }
can_read() { echo "$dialer" | /usr/bin/python3 tests/e2e/accessible_tree.py 2>/dev/null | grep -qF "$1"; }
has_keys() { [ "$(xdotool getactivewindow getwindowpid 2>/dev/null)" = "$dialer" ]; }
is() { run status | grep -qF "\"$1\""; }

take() {
    local theme=$1
    home=$work/$theme
    mkdir -m 700 "$home"
    echo "{\"version\": 1, \"theme\": \"$theme\", \"language\": \"en\"}" >"$home/settings.json"
    .venv/bin/dialer --demo --home "$home" &
    dialer=$!
    xdotool mousemove 0 0
    until_true has_keys
    until_true can_read "Call $who"
    # An earlier call, for the card to tell about.
    run call "$who" --hang-up-after 9 >/dev/null 2>&1 || true
    xdotool type "sa v"
    until_true can_read "\"list item\", \"name\": \"$who"
    run call "$who" >/dev/null 2>&1 &
    until_true is destination_ringing
    until_true can_read "Ringing $who"
    xdotool key End # the cursor is shown for a while after each key
    import -window "$(xdotool getactivewindow)" -strip "$folder/screenshot-$theme.png"
    run hang-up >/dev/null
    kill "$dialer"
    wait
    dialer=
}

# The drawings' font where there is one; as anywhere else, the window takes what the desktop says.
cat >"$work/fonts.conf" <<'FONTS'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>
FONTS
# Whenever this runs, it is nine in the morning at the demo's office (a zone's name says how far behind UTC it is).
TZ=Demo$(($(date -u +%-H) - 9))
export TZ FONTCONFIG_FILE=$work/fonts.conf QT_LOGGING_RULES="qt.accessibility.atspi=false"
mkdir -p "$folder"
for theme in light dark; do
    take "$theme"
done
