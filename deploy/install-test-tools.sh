#!/usr/bin/env bash
# Install what the tests need from Debian, only what is missing: a browser, a Chinese font, Node for the peers, servers.
set -euo pipefail

missing=()
need() { # need COMMAND PACKAGE
  command -v "$1" >/dev/null || missing+=("$2")
}
need chromium chromium
need node nodejs
need npm npm
need redis-server redis-server
need fc-list fontconfig
# Debian keeps the server's programs out of PATH.
if ! command -v initdb >/dev/null && ! compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; then
  missing+=(postgresql)
fi
if [ -z "$(fc-list :lang=zh-cn 2>/dev/null)" ]; then
  missing+=(fonts-noto-cjk)
fi
exec "$(dirname "$0")/apt-install.sh" "${missing[@]}"
