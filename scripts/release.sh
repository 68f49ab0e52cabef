#!/usr/bin/env bash
# Makes a release; without --do it only shows what that would change.  usage: release.sh VERSION [--do] [--no-build]
set -euo pipefail
cd "$(dirname "$0")/.."
exec python3 packaging/release.py "$@"
