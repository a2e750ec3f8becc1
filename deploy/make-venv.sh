#!/usr/bin/env bash
# Create the virtual environment named by $1 with the first Python from 3.11 to 3.13 that is found.
set -euo pipefail

venv=$1
fits='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

# Keep one that works; other tools make them without pip.
if "$venv/bin/python" -c "$fits" 2>/dev/null &&
  { "$venv/bin/python" -m pip --version || "$venv/bin/python" -m ensurepip; } >/dev/null 2>&1; then
  exit 0
fi
python=
for name in python3 python3.13 python3.12 python3.11; do
  if "$name" -c "$fits" 2>/dev/null; then
    python=$name
    break
  fi
done
if [ -z "$python" ]; then
  echo "需要 Python 3.11、3.12 或 3.13 / Python 3.11, 3.12 or 3.13 is needed" >&2
  exit 1
fi
# Debian ships ensurepip apart from Python.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  "$(dirname "$0")/apt-install.sh" "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
"$python" -m venv --clear "$venv"
