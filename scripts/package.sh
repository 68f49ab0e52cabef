#!/usr/bin/env bash
# Makes what a helpdesk rolls out on Linux, in dist/: a .deb, a tarball that needs no installing, the list of what they
# are made of (CycloneDX), and checksums. What is committed is built (the environment's DIALER_COMMIT, else HEAD); the same
# commit gives the same files.  usage: package.sh [--check]      with --check: builds twice, and compares byte by byte
set -euo pipefail
cd "$(dirname "$0")/.."

work=$PWD/build/package
out=$PWD/dist
say() { echo "package: $*" >&2; }

# One commit from here to the end, whatever is committed meanwhile.
DIALER_COMMIT=$(git rev-parse --verify "${DIALER_COMMIT:-HEAD}^{commit}")
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$DIALER_COMMIT")
export DIALER_COMMIT SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
umask 022

# Version, day and processor stand in one place each.
version=$(git show "$DIALER_COMMIT:src/dialer/__init__.py" | sed -n 's/^__version__ = "\(.*\)"$/\1/p')
day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)
moment=$(date -uR -d "@$SOURCE_DATE_EPOCH")
architecture=$(dpkg --print-architecture)

fill_in() { # the template $1, to standard output
    sed -e "s/@VERSION@/$version/" -e "s/@DATE@/$day/" -e "s/@MOMENT@/$moment/" -e "s/@ARCHITECTURE@/$architecture/" \
        -e "s/@SIZE@/${size:-}/" -e "s/@SHA256@/${sha256:-}/" "$1"
}

# The build is tried before it is packed, where a key ring and a screen are: whatever is off ends this. A desk has to
# have one of the two systems for windows, and the build opens them on both.
try() {
    local home off=
    home=$(mktemp -d)
    scripts/desktop.sh env -u PYTHONPATH "$work/dist/dialer/dialer" --home "$home" self-test >"$work/self-test" 2>&1 || off=yes
    grep -q 'xcb, wayland, offscreen$' "$work/self-test" || off=yes
    if [ -n "$off" ]; then
        cat "$work/self-test" >&2
        rm -rf "$home"
        say "the build's self-test found something that is off"
        exit 1
    fi
    HOME=$home "$work/venv/bin/python" "$work/source/packaging/bill.py" "$work/dist/dialer" \
        "$work/source/packaging/requirements-build.txt" >"$work/sbom.cdx.json"
    rm -rf "$home"
}

# The package's tree, as it will be below /.
lay_out() {
    local source=$work/source/packaging/linux root=$work/root
    local doc=$root/usr/share/doc/dialer
    rm -rf "$root"
    mkdir -p "$root/opt" "$root/usr/bin" "$root/usr/share/applications" "$root/usr/share/metainfo" \
        "$root/usr/share/man/man1" "$doc"
    cp -r "$work/dist/dialer" "$root/opt/dialer"
    find "$root/opt" -type f ! -path "$root/opt/dialer/dialer" -exec chmod a-x {} +
    ln -s /opt/dialer/dialer "$root/usr/bin/dialer" # absolute, as Debian's policy wants it between folders of the root
    cp "$source/dialer.desktop" "$source/dialer-links.desktop" "$root/usr/share/applications"
    QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" "$source/icons.py" "$root/usr/share/icons/hicolor"
    fill_in "$source/dialer.metainfo.xml.in" >"$root/usr/share/metainfo/dialer.metainfo.xml"
    fill_in "$source/dialer.1.in" | gzip -9n >"$root/usr/share/man/man1/dialer.1.gz"
    fill_in "$source/changelog.in" | gzip -9n >"$doc/changelog.gz"
    gzip -9nc "$work/source/CHANGELOG.md" >"$doc/NEWS.gz"
    cp "$source/copyright" "$work/sbom.cdx.json" "$doc"
    size=$(du -sk --apparent-size "$root/opt" | cut -f1)
    mkdir "$root/DEBIAN"
    # A field is one line in a package, unlike in its source.
    fill_in "$source/control.in" | sed -e ':more' -e '/,$/{N;s/\n//;bmore' -e '}' >"$root/DEBIAN/control"
    (cd "$root" && find opt usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
    chmod -R u=rwX,go=rX "$root"
    find "$root" -print0 | xargs -0 touch --no-dereference --date="@$SOURCE_DATE_EPOCH"
}

pack() {
    rm -rf "$out"
    mkdir -p "$out"
    # Both are packed at the same time, each by one processor: so the files do not depend on how many there are.
    dpkg-deb --root-owner-group -Zxz --threads-max=1 --build "$work/root" "$out/dialer_${version}_$architecture.deb" >/dev/null &
    # The tarball is the same folder, with what a desktop wants beside it.
    tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --format=gnu \
        --directory "$work/root/opt" --transform "s,^dialer,dialer-$version,SH" dialer |
        xz -T1 >"$out/dialer-$version-linux-$(uname -m).tar.xz"
    wait $!
    cp "$work/sbom.cdx.json" "$out/dialer-$version.cdx.json"
    # Whoever makes a Flatpak of it finds the manifest filled in.
    local manifest=invalid.dialer.Dialer.yml
    sha256=$(sha256sum "$out/dialer_${version}_$architecture.deb" | cut -d' ' -f1)
    mkdir -p "$work/flatpak"
    fill_in "$work/source/packaging/flatpak/$manifest.in" >"$work/flatpak/$manifest"
    (cd "$out" && sha256sum -- * >../build/package/SHA256SUMS && mv ../build/package/SHA256SUMS .)
}

build() {
    scripts/package_freeze.sh
    try
    lay_out
    pack
}

build
if [ "${1:-}" = --check ]; then
    first=$work/first
    rm -rf "$first"
    cp -r "$out" "$first"
    build
    diff -r "$first" "$out" >&2 || {
        say "two builds of one commit differ"
        exit 1
    }
    say "two builds of one commit are the same, byte by byte"
fi
ls -l "$out" >&2
