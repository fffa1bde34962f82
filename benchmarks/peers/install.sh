#!/usr/bin/env bash
# Installs the peers that `bench:stdio` compares with, outside the workspace: `benchmarks/peers/install.sh [folder]`.
# One that does not install here is left out with a word, and the benchmark then goes without it.
set -uo pipefail
folder=${1:-${TMPDIR:-/tmp}/ostiary-bench-peers}
mkdir -p "$folder" && cd "$folder" || exit 1

# The first Python of at least this version (such as 3.12), empty where there is none.
python_of() {
  for python in python3.13 python3.12 python3.11 python3; do
    "$python" -c "import sys; sys.exit(sys.version_info < tuple(map(int, '$1'.split('.'))))" 2>/dev/null && echo "$python" && return
  done
}

from_pypi() {
  local name=$1 version=$2 needs=$3 python
  python=$(python_of "$needs")
  [[ -n $python ]] || { echo "skipped $name: it needs Python >= $needs"; return; }
  if "$python" -m venv "$name" && "$name/bin/pip" install -q --disable-pip-version-check "$name==$version"; then
    echo "installed $name $version"
  else
    rm -rf "$name"
    echo "skipped $name: it does not install here"
  fi
}

from_npm() {
  if npm install --silent --no-audit --no-fund --prefix "$1" "$1@$2"; then
    echo "installed $1 $2"
  else
    rm -rf "$1"
    echo "skipped $1: it does not install here"
  fi
}

from_npm mcp-transport-firewall 2.2.5
from_pypi mcp-gate-policy 0.3.1 3.10
from_pypi mcp-egress-guard 1.0.0 3.11
from_pypi mcp-aegis 0.2.0 3.12
echo "the peers are in $folder"
