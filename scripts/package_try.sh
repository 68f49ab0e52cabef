#!/usr/bin/env bash
# Tries a .deb as an organisation meets it: installed in a clean root that has neither Python nor Qt, used by an ordinary
# user, installed again under an open window, removed; says what it leaves. Changes nothing outside build/try. Needs an
# administrator's rights and debootstrap; asks the network for Debian's packages.
# usage: package_try.sh [FILE.deb]      without: the one in dist/
set -euo pipefail
cd "$(dirname "$0")/.."

package=$(realpath "${1:-$(ls dist/dialer_*.deb)}")
work=$PWD/build/try
base=$work/base # as Debian makes it; kept for the next time
root=$work/root
say() { echo "package_try: $*" >&2; }
fail() {
    say "$*"
    exit 1
}

make_root() {
    if [ ! -e "$base/.made" ]; then
        rm -rf "$base"
        mkdir -p "$work"
        say "a clean root, which takes a few minutes the first time"
        debootstrap --variant=minbase bookworm "$base" http://deb.debian.org/debian >"$work/debootstrap.log"
        # It asks for packages as this machine does.
        rm -f "$base/etc/apt/sources.list"
        cp /etc/apt/sources.list.d/debian.sources "$base/etc/apt/sources.list.d/"
        cp /etc/apt/apt.conf.d/* "$base/etc/apt/apt.conf.d/"
        touch "$base/.made"
    fi
    rm -rf "$root"
    cp -a "$base" "$root"
    cp /etc/resolv.conf /etc/hosts "$root/etc/"
    # What is started in there ends with it, and a service is not started at all.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
    cp "$package" "$root/root/dialer.deb"
    install -m 755 scripts/desktop.sh "$root/usr/local/bin/desktop.sh"
}

# shellcheck disable=SC2016 # what is between the quotes is for the shell inside
inside() { # a shell command line, as the root's administrator, in processes and mounts of its own
    unshare --mount --pid --fork --kill-child sh -c '
        mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && mount -t tmpfs tmpfs "$0/tmp" && chmod 1777 "$0/tmp" &&
        exec chroot "$0" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive http_proxy="${http_proxy:-}" https_proxy="${https_proxy:-}" sh -euc "$1"' "$root" "$1" </dev/null
}

add() { inside "apt-get install -y -qq --no-install-recommends $* >/dev/null 2>&1"; }

as_user() { inside "runuser -l worker -s /bin/sh -c '$*'"; }

# Every file with its size, but for what Debian itself writes whenever anything is installed.
list_files() {
    (cd "$root" && find . -xdev \( -path ./home -o -path ./root -o -path ./tmp -o -path ./run -o -path ./var/log \
        -o -path ./var/cache/apt -o -path ./var/lib/apt -o -path './var/lib/dpkg/*-old' -o -name .made \) -prune \
        -o -type d -printf '%p/\n' -o -printf '%p %s %l\n' | sort)
}

# A package that depends on all it needs works where nothing else is.
try_bare() {
    inside "apt-get update -qq"
    add /root/dialer.deb
    inside "dialer --version"
    # GTK's look is loaded on a desktop that has GTK.
    # shellcheck disable=SC2016
    inside 'cd /opt/dialer/_internal; export LD_LIBRARY_PATH=$PWD:$PWD/PySide6/Qt/lib
        find . -name "*.so*" ! -name libqgtk3.so -exec ldd {} + | (! grep "not found")' ||
        fail "the package does not depend on these libraries"
    inside "apt-get purge -y -qq dialer >/dev/null"
}

try_desktop() {
    add ca-certificates dbus desktop-file-utils gnome-keyring openbox x11-utils xdg-utils xdotool xvfb
    inside "useradd --create-home worker"
    list_files >"$work/before"
    add /root/dialer.deb
    as_user "desktop.sh dialer self-test" || fail "self-test found something that is off"
    # A link of another program, opened as that program would: the question comes, and nothing has been called.
    as_user "desktop.sh sh -c \"xdg-open tel:+31205550142 & xdotool search --sync --onlyvisible --name \\\"Call this number\\\" >/dev/null\"" ||
        fail "xdg-open did not bring up the question"
    say "xdg-open tel:… brings up the question"
    try_replaced
    try_damaged
    inside "apt-get remove -y -qq dialer >/dev/null"
    list_files >"$work/after"
    diff "$work/before" "$work/after" >&2 || fail "removing it leaves these changes"
    say "removing it leaves nothing"
}

# A package is installed over a window that is open, which goes on and says so.
try_replaced() {
    cat >"$root/usr/local/bin/open_window.sh" <<'END'
dialer &
xdotool search --sync --onlyvisible --name Dialer >/dev/null
until dialer status >/dev/null && touch /tmp/open; do sleep 1; done
until [ -e /tmp/replaced ]; do sleep 0.2; done
dialer link tel:+31205550142
xdotool search --sync --onlyvisible --name "Call this number" >/dev/null
dialer repairs | grep "was replaced"
END
    inside "runuser -l worker -s /bin/sh -c 'desktop.sh sh -eu /usr/local/bin/open_window.sh' & window=\$!
        until [ -e /tmp/open ]; do sleep 0.2; done
        dpkg -i /root/dialer.deb >/dev/null; touch /tmp/replaced; wait \$window" ||
        fail "a window does not go on while a package is installed over it"
    rm "$root/usr/local/bin/open_window.sh"
}

# What is damaged says so.
try_damaged() {
    local part place=$root/opt/dialer/_internal
    for part in dialer/resources/strings/fr/cli.json dialer/integrations/ldap PySide6/Qt/plugins/platforms/libqwayland.so \
        PySide6/Qt/plugins/imageformats/libqjpeg.so; do
        mv "$place/$part" "$work/away"
        ! as_user "desktop.sh dialer self-test >/dev/null 2>&1" || fail "self-test does not miss $part"
        mv "$work/away" "$place/$part"
    done
    say "self-test misses what is gone"
}

make_root
try_bare
try_desktop
