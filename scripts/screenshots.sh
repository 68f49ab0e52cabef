#!/usr/bin/env bash
# Takes the pictures in docs/ and what the self-test prints there, on a desktop of its own: tests/e2e/pictures.py says of
# what. With --check it writes nothing, and names those that no longer show the program. Needs what `make test` sets up,
# and ImageMagick.  usage: screenshots.sh [--check] [--only NAME] [--theme THEME] [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -z "${TEST_DESKTOP:-}" ]; then
    exec scripts/desktop.sh "$0" "$@"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The drawings' font where there is one; as anywhere else, the window takes what the desktop says.
cat >"$work/fonts.conf" <<'FONTS'
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>
FONTS
TZ=Europe/Amsterdam
export TZ FONTCONFIG_FILE=$work/fonts.conf QT_LOGGING_RULES="qt.accessibility.atspi=false" LANG=C.UTF-8 LANGUAGE=en
xdotool mousemove 0 0
.venv/bin/python -m tests.e2e.pictures "$@"
