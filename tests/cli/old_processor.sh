#!/usr/bin/env bash
# On a processor without AVX2 the program says so in one sentence and leaves with 4, before it can die by SIGILL.
set -euo pipefail
program="$1"

if ! command -v qemu-x86_64 >/dev/null; then
  echo "skipped: there is no qemu-x86_64 (scripts/install_packages test)"
  exit 77
fi
if "$program" --version | grep -q 'SSE2\|generic'; then
  echo "skipped: this program is built for every processor"
  exit 77
fi

status=0
said="$(qemu-x86_64 -cpu Nehalem "$program" --version 2>&1)" || status=$?
echo "exit code $status: $said"
[[ $status == 4 ]]
[[ $said == "talus: this program was built for a processor with AVX"*"lacks AVX, AVX2, FMA"*"-DTALUS_MARCH=x86-64." ]]
[[ $(wc -l <<<"$said") == 1 ]]
