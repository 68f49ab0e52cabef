#!/usr/bin/env bash
# Lays the identity that signs into a key chain of this run's own (macOS), and names it in the file $1 as DIALER_SIGN_AS.
# MACOS_IDENTITY holds certificate and private key as PEM. Without it nothing is signed but ad hoc, which is said.
#
# The key chain's password is made here and dies with it: that one may be an argument. The identity goes through a file.
set -euo pipefail

if [ -z "${MACOS_IDENTITY:-}" ]; then
    echo "keychain: there is no identity to sign with; the build will run on this Mac only" >&2
    exit 0
fi
umask 077
keychain=${RUNNER_TEMP:?}/dialer.keychain-db
password=$(openssl rand -hex 32)
identity=$(mktemp -d "$RUNNER_TEMP/identity.XXXXXX")
trap 'rm -rf "$identity"' EXIT
printf '%s\n' "$MACOS_IDENTITY" >"$identity/identity.pem"

security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 7200 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$identity/identity.pem" -k "$keychain" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
# The log-in key chain stays in the list: the build's self-test writes there.
security list-keychains -d user -s "$keychain" login.keychain-db
name=$(security find-identity -v -p codesigning "$keychain" | sed -n 's/^ *1) [0-9A-F]* "\(.*\)"$/\1/p')
if [ -z "$name" ]; then
    echo "keychain: what MACOS_IDENTITY holds is no identity that may sign programs" >&2
    exit 1
fi
echo "DIALER_SIGN_AS=$name" >>"$1"
