#!/usr/bin/env bash
# Locks the requirements with hashes for every platform: packaging/requirements.txt (to run the program) and
# packaging/requirements-dev.txt (that, and the tools to check and test it), packaging/requirements-build.txt (that, and
# what makes the installed build). The files name no registry: the hashes decide what is installed, wherever it comes
# from.  usage: lock.sh [--upgrade]
set -euo pipefail
cd "$(dirname "$0")/.."

tools=build/lock-tools
[ -x "$tools/bin/uv" ] || .venv/bin/python -m pip install --quiet --target "$tools" "uv>=0.9"

lock() {
    local out=$1
    shift
    "$tools/bin/uv" pip compile pyproject.toml --group build "$@" --output-file "$out" --quiet \
        --universal --python-version 3.11 --generate-hashes --no-config --no-header --no-annotate --no-emit-index-url \
        --no-emit-find-links
}

lock packaging/requirements.txt "$@"
lock packaging/requirements-dev.txt --extra dev --constraint packaging/requirements.txt "$@"
lock packaging/requirements-build.txt --group freeze --constraint packaging/requirements.txt "$@"
if grep -nE '://|^--(extra-)?index|^--find-links' packaging/requirements*.txt; then
    echo "A lock file names where a package comes from." >&2
    exit 1
fi
