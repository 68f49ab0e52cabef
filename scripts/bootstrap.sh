#!/usr/bin/env bash
# Sets up everything that "make run" and "make test" need, and is quick when nothing is to be done:
# a virtual environment in .venv with the locked requirements, the project in it, and the system's libraries and tools.
# For "make package", whose environment is its own, only the system's part: all of it, or it ends with what is missing.
# usage: bootstrap.sh run|dev|package
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${1:-run}
lock_file() {
    case $1 in
    run) echo packaging/requirements.txt ;;
    dev) echo packaging/requirements-dev.txt ;;
    package) ;;
    *)
        echo "usage: bootstrap.sh run|dev|package" >&2
        return 2
        ;;
    esac
}
lock=$(lock_file "$profile")

# What Qt's window needs, and what is left out of a Debian without a desktop.
qt_packages="fonts-dejavu-core fonts-inter libdbus-1-3 libegl1 libfontconfig1 libfreetype6 libgl1 libglib2.0-0
libwayland-client0 libwayland-cursor0 libwayland-egl1 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0
libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1
libxkbcommon-x11-0 libxkbcommon0"
# A desktop of its own (scripts/desktop.sh): a screen, a window manager, a session bus, a key ring, an accessibility bus.
desktop_packages="at-spi2-core dbus gnome-keyring openbox x11-utils xvfb"
# What the end-to-end tests need besides; an LDAP server, which they start by themselves.
test_packages="$desktop_packages imagemagick python3-gi slapd xdotool"
# What the installed build is made with besides: Debian 12's own Python, whose library goes into it.
build_packages="binutils ca-certificates git libpython3.11 python3.11-venv xz-utils"
# A browser without a window, for the same tests; a package of its own, because not every system has it.
browser_package=chromium-headless-shell
# Compiles the installer for Windows in a test; 2 MB.
installer_package=nsis

say() { echo "set-up: $*" >&2; }

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_updated=
apt_install() {
    [ -n "$apt_updated" ] || apt-get update -qq >/dev/null
    apt_updated=yes
    (
        # Debian's way to say that a package may start no service of its own, now or at the next start.
        policy=/usr/sbin/policy-rc.d
        if [ ! -e "$policy" ]; then
            trap 'rm -f "$policy"' EXIT
            printf '#!/bin/sh\nexit 101\n' >"$policy"
            chmod +x "$policy"
        fi
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null || exit
        case " $* " in *" slapd "*) update-rc.d slapd disable >/dev/null 2>&1 || true ;; esac
    )
}

missing_packages() {
    local package status
    for package in "$@"; do
        # A package that was renamed in the 64-bit time transition counts under its new name.
        status=$(dpkg-query -W -f '${Status}\n' "$package" "${package}t64" 2>/dev/null) || true
        case $status in
        *"ok installed"*) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

# Installs what is missing; without the right to, prints the command. $1 says what it is for.
need_packages() {
    local what=$1 missing
    shift
    if ! command -v dpkg-query >/dev/null; then
        [ "$(uname)" != Linux ] || say "$what needs, under Debian's names: $*"
        return 0
    fi
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if can_install; then
        say "installing for $what: $missing"
        # shellcheck disable=SC2086 # one word per package
        apt_install $missing || say "they could not be installed"
    else
        say "$what needs packages that are not installed. An administrator installs them with:"
        say "    sudo apt-get install --no-install-recommends $missing"
    fi
}

# For the build, which does not go on without.
need_all() {
    if ! command -v apt-get >/dev/null || ! grep -qx VERSION_CODENAME=bookworm /etc/os-release; then
        say "what is installed on Linux is built on Debian 12: with that one's libraries it runs there and on newer systems"
        exit 1
    fi
    need_packages "the build" "$@"
    [ -z "$(missing_packages "$@")" ] || {
        say "the build does not go on without them"
        exit 1
    }
}

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    local name
    for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3.14 python3; do
        if command -v "$name" >/dev/null && suits "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

make_environment() {
    local python
    python=$(find_python) || {
        say "Python 3.11 or later is needed and was not found."
        exit 1
    }
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        need_packages "the virtual environment" python3-venv
        "$python" -c 'import ensurepip, venv' || {
            say "this Python cannot make a virtual environment."
            exit 1
        }
    fi
    say "virtual environment with $("$python" --version)"
    "$python" -m venv --clear .venv
}

fingerprint() { # of what decides the environment's contents; $1 is the profile
    cat "$(lock_file "$1")" pyproject.toml scripts/bootstrap.sh | cksum
    .venv/bin/python --version
    pwd # an editable install names the folder
}

is_set_up() { [ "$(cat ".venv/.set-up-$1" 2>/dev/null)" = "$(fingerprint "$1")" ]; }

install() {
    say "installing the locked requirements ($lock)"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

# Whether a window can be opened as far as one can tell without opening it.
has_qt() { .venv/bin/python -c 'import PySide6.QtWidgets'; }

if [ "$profile" = package ]; then
    # shellcheck disable=SC2086
    need_all $build_packages $qt_packages $desktop_packages
    exit
fi

suits .venv/bin/python || make_environment

# Python writes no bytecode where PYTHONDONTWRITEBYTECODE is set; without it every start compiles the whole program.
compile_source() { .venv/bin/python -m compileall -q src/dialer; }

# What is set up for development runs, too.
if is_set_up "$profile" || is_set_up dev; then
    compile_source
    exit 0
fi
rm -f .venv/.set-up-*
install
if [ "$(uname)" = Linux ]; then
    # shellcheck disable=SC2086 # one word per package
    need_packages "the window" $qt_packages
    # shellcheck disable=SC2086
    [ "$profile" = run ] || need_packages "the end-to-end tests" $test_packages
    [ "$profile" = run ] || need_packages "the tests of links in a browser" "$browser_package"
    [ "$profile" = run ] || need_packages "the test of the installer for Windows" "$installer_package"
fi
if has_qt; then
    compile_source
fingerprint "$profile" >".venv/.set-up-$profile"
    say "done"
else
    say "Qt cannot be loaded, and so the window cannot be opened. The command line works."
    [ "$profile" = run ]
fi
