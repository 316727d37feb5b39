# What quickstart and run-tests share; sourced by them, from the project's root.
# shellcheck shell=bash

# As many as there are processors, but no more than one compiler for each 1.5 GB of free memory.
jobs() {
  local processors memory
  processors="$(nproc)"
  memory="$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo)"
  ((memory >= 1)) || memory=1
  echo $((processors < memory ? processors : memory))
}

# quietly LOG COMMAND...: output goes to the log; on a terminal its last line shows that something happens. The end
# of the log is shown when the command fails.
quietly() {
  local log="$1" status=0 watcher=""
  shift
  if [[ -t 1 ]]; then
    while sleep 0.5; do printf '\r\e[K  %.90s' "$(tail -n 1 "$log" | tr -d '\r')"; done &
    watcher=$!
  fi
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [[ -n $watcher ]]; then
    kill "$watcher" || true
    wait "$watcher" 2>/dev/null || true
    printf '\r\e[K'
  fi
  if ((status != 0)); then
    # Compilers say first what is wrong: begin there, if there is such a line.
    { grep -n -m 1 -E '(error|Error|FAILED)[: ]' "$log" | cut -d: -f1 || true; } | {
      read -r first || first=1
      tail -n "+$((first > 2 ? first - 2 : 1))" "$log" | head -n 40 >&2
    }
    echo "It failed; all of its output is in $log" >&2
  fi
  return "$status"
}

# build PRESET TARGET [CMake option...]: configures where needed and builds, in build/PRESET.
build() {
  local preset="$1" target="$2" started=$SECONDS
  shift 2
  mkdir -p "build/$preset"
  if [[ ! -e build/$preset/CMakeCache.txt ]] && command -v ninja >/dev/null; then
    export CMAKE_GENERATOR=Ninja
  fi
  echo "Building $preset ($(jobs) at a time, log in build/$preset/build.log)"
  quietly "build/$preset/configure.log" cmake --preset "$preset" -DTALUS_BATCHES=ON "$@"
  quietly "build/$preset/build.log" cmake --build "build/$preset" --target "$target" --parallel "$(jobs)"
  echo "  built in $((SECONDS - started)) s"
}
