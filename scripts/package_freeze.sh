#!/usr/bin/env bash
# Makes build/package/dist/dialer: the committed program, Python and Qt in one folder, that needs neither. The same
# commit gives the same files. Needs what "scripts/bootstrap.sh package" sees to.  usage: package_freeze.sh
set -euo pipefail
cd "$(dirname "$0")/.."

work=$PWD/build/package
commit=$(git rev-parse --verify "${DIALER_COMMIT:-HEAD}^{commit}")
venv=$work/venv
python=${PYTHON:-/usr/bin/python3.11}
say() { echo "package: $*" >&2; }

# Nothing but the commit goes in, with its time.
take_source() {
    rm -rf "$work/source"
    mkdir -p "$work/source"
    git archive "$commit" | tar -x -C "$work/source"
}

# What is hashed in the lock, and the program as it is installed for everybody: not editable.
make_environment() {
    local lock=$work/source/packaging/requirements-build.txt
    if [ "$(cat "$venv/.lock" 2>/dev/null)" != "$(cksum <"$lock")" ]; then
        say "environment with $("$python" --version)"
        "$python" -m venv --clear "$venv"
        "$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock"
        cksum <"$lock" >"$venv/.lock"
    fi
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation \
        --force-reinstall "$work/source"
}

# The place that this system's packages come from, for the next Debian: images of Debian have it in one form of file,
# what Debian's installer has set up in the other.
name_source() {
    local found=/etc/apt/sources.list.d/debian.sources
    rm -rf "$apt/sources"
    mkdir -p "$apt/sources"
    if [ -e "$found" ]; then
        awk -v RS= '/\nSuites: bookworm[ \n]/ { sub(/Suites: [^\n]*/, "Suites: trixie"); print }' "$found" \
            >"$apt/sources/trixie.sources"
    else
        sed -nE '/^deb( \[[^]]*\])? +[a-z]+:\/[^ ]+ +bookworm / { s/ bookworm .*/ trixie main/p; q }' \
            /etc/apt/sources.list >"$apt/sources/trixie.list"
    fi
}

# Debian 12 mends its expat 2.5 and keeps that number. The build takes the one of the next Debian, by its hash, from
# the same place that this system's packages come from. SAFETY asks for 2.7.2 at least; self-test looks.
get_expat() {
    local sums=$work/source/packaging/expat.sums apt=$work/apt file
    file=$(awk '{ print $2 }' "$sums")
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    if ! (cd "$apt" && sha256sum --status --check "$sums" 2>/dev/null); then
        name_source
        local options=(-qq -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$apt/sources"
            -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root)
        apt-get "${options[@]}" update
        (cd "$apt" && apt-get "${options[@]}" download "libexpat1=$(cut -d_ -f2 <<<"$file")")
        (cd "$apt" && sha256sum --quiet --check "$sums") || {
            say "the expat in packaging/expat.sums is not to be had any more: write down the new one, and look at it"
            exit 1
        }
    fi
    rm -rf "$apt/expat"
    dpkg-deb --extract "$apt/$file" "$apt/expat"
    DIALER_EXPAT=$(readlink -f "$apt"/expat/usr/lib/*/libexpat.so.1)
    export DIALER_EXPAT
}

freeze() {
    rm -rf "$work/dist" "$work/pyinstaller"
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$commit") PYTHONHASHSEED=0 LC_ALL=C.UTF-8 PYINSTALLER_CONFIG_DIR=$work/cache \
        "$venv/bin/pyinstaller" --log-level WARN --noconfirm --distpath "$work/dist" \
        --workpath "$work/pyinstaller" "$work/source/packaging/dialer.spec"
}

take_source
make_environment
get_expat
freeze
say "$(du -sm "$work/dist/dialer" | cut -f1) MB in build/package/dist/dialer"
