#!/usr/bin/env bash
# Makes dist/dialer-VERSION-macos.dmg of dist/Dialer.app, on macOS; notarised where DIALER_SIGN_AS names who signs.
#
# APPLE_API_KEY is the private key of App Store Connect (.p8) and goes through a file; APPLE_API_KEY_ID and
# APPLE_API_ISSUER name it and are no secrets.
set -euo pipefail
cd "$(dirname "$0")/../.."

app=dist/Dialer.app
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' src/dialer/__init__.py)
image=dist/dialer-$version-macos.dmg
umask 077
work=$(mktemp -d "${RUNNER_TEMP:-/tmp}/image.XXXXXX")
trap 'rm -rf "$work"' EXIT

codesign --verify --deep --strict "$app"
mkdir "$work/Dialer"
cp -R "$app" "$work/Dialer/"
ln -s /Applications "$work/Dialer/Applications"
chmod -R go=u,go-w "$work/Dialer" # for whoever opens the image, too
hdiutil create -volname Dialer -srcfolder "$work/Dialer" -format UDZO -ov "$image"

if [ -z "${DIALER_SIGN_AS:-}" ]; then
    echo "image: not signed and not notarised; macOS will not open it on another Mac" >&2
    exit 0
fi
printf '%s\n' "${APPLE_API_KEY:?the key of App Store Connect}" >"$work/key.p8"
codesign --sign "$DIALER_SIGN_AS" --timestamp "$image"
# Apple looks through the image and everything in it; the ticket is stapled on, for Macs that are offline.
xcrun notarytool submit "$image" --key "$work/key.p8" --key-id "${APPLE_API_KEY_ID:?}" --issuer "${APPLE_API_ISSUER:?}" \
    --wait --timeout 45m --output-format json | tee "$work/answer.json"
grep -q '"status" *: *"Accepted"' "$work/answer.json"
xcrun stapler staple "$image"
spctl --assess --type open --context context:primary-signature --verbose "$image"
