#!/usr/bin/env bash
# Install the named Debian packages as root or with sudo -n; else stop with the one line to run.
set -euo pipefail

if [ $# -eq 0 ]; then
  exit 0
fi
install=(apt-get install --yes --no-install-recommends "$@")
if ! command -v apt-get >/dev/null; then
  echo "缺少 $* ;本机没有 apt-get,请用本机的方式装好 / please install: $*" >&2
  exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
  as_root=()
elif sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  echo "请先运行 / please run first:  sudo apt-get update && sudo ${install[*]}" >&2
  exit 1
fi
echo "installing $*"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update --quiet=2 &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" --quiet=2; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "安装失败 / could not install: $*" >&2
  exit 1
fi
