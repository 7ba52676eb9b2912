#!/bin/sh
# Prints the Chromium that the browser tests use: $CHROMIUM, else one on PATH, else a new one from
# the system's packages (Debian-like, as root). The one without windows needs half the processor.
set -eu
playwright=$(dirname "$0")/../.venv/bin/playwright

browser() {
    for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome \
        google-chrome-stable "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        # asked for its version, Ubuntu's stand-in that only points to a snap fails
        if [ -n "$name" ] && "$name" --version >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    return 1
}

driver() {  # Playwright's own needs libatomic, which a bare Debian lacks
    [ ! -x "$playwright" ] || "$playwright" --version >/dev/null 2>&1
}

if [ -n "${CHROMIUM:-}" ] && ! "$CHROMIUM" --version >/dev/null 2>&1; then
    echo "CHROMIUM=$CHROMIUM does not start." >&2
    exit 1
fi

missing=
browser >/dev/null || missing="chromium-headless-shell fonts-liberation"
driver || missing="$missing libatomic1"
if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >&2
    apt-get install -q -y --no-install-recommends $missing >&2
fi
if ! browser >/dev/null || ! driver; then
    echo "The browser tests need this installed:$(printf ' %s' $missing)." >&2
    echo "(A Chromium elsewhere can be named in CHROMIUM.)" >&2
    exit 1
fi
browser
