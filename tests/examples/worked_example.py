#!/usr/bin/python3
"""Builds the solver with the operation, the array of the state and the flux that docs/developing.md adds, and runs it: the fences
of the page that are marked worked=1 (run_docs.py says what a fence does). Nightly, as it compiles the solver once more."""
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from run_docs import ROOT, apply, fences

BUILD = pathlib.Path(os.environ["TALUS_PROGRAM"]).parent
COPIED = ["base", "mesh", "chemistry", "solver", "case"]

CHECK = r"""
#include <cmath>
#include <cstdio>
#include <random>
#include "base/hdf5.h"
#include "base/petsc.h"
#include "case/set_up.h"
using namespace talus;

namespace {

const char* const rip = "operations=[{ kind = 'rip', depth = '10 cm', share = 0.2, every = '20 d', first = '1 d' }]";

Input input_of(const std::vector<std::string>& sets) {
  std::vector<std::string> all{"run.length=10 d", "run.output_every=5 d",
                               "layers=[{ thickness = '10 cm', material = 'tailings' }, { thickness = '40 cm', material = 'tailings' }]"};
  all.insert(all.end(), sets.begin(), sets.end());
  return read_input(std::string(std::getenv("TALUS_ROOT")) + "/inputs/column.toml", all);
}

/// The largest difference between the Jacobian and dual numbers, of the largest value.
double difference(const Input& input, State state) {
  Simulation simulation(set_up(input, PETSC_COMM_WORLD));
  std::vector<double> v(state.totals.size() * static_cast<std::size_t>(simulation.model().mesh.owned)), a(v), b(v);
  std::mt19937 chance(1);
  for (double& value : v) value = std::uniform_real_distribution<double>(-1, 1)(chance);
  simulation.implicit().test_jacobian(state, 60, v, a);
  simulation.implicit().test_dual(state, 60, v, b);
  double largest = 0, worst = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(b[i]));
    worst = std::max(worst, std::abs(a[i] - b[i]));
  }
  return worst / largest;
}

int failures = 0;
void expect(bool good, const char* what, double value) {
  std::printf("%s: %s (%g)\n", what, good ? "yes" : "NO", value);
  failures += good ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Session session(argc, argv);
  const Input closed = input_of({"operations=[]"}), ripped = input_of({rip});
  Simulation without(set_up(closed, PETSC_COMM_WORLD)), with(set_up(ripped, PETSC_COMM_WORLD));
  const RunOptions quiet{.output = "", .log = "", .command = "", .loudness = Loudness::quiet};
  without.run(quiet);
  with.run({.output = "ripped.h5", .log = "", .command = "", .loudness = Loudness::quiet});
  const double more = with.budget().stored_carbon(with.model().system) / without.budget().stored_carbon(without.model().system);
  expect(more > 1.01, "cracks let more CO2 in", more);
  double worst = 0;
  for (const double closure : with.budget().closure()) worst = std::max(worst, std::abs(closure));
  expect(worst < 1e-10, "balances close", worst);
  const double cracked = with.state().cracks[0].back();
  expect(cracked == 0.2, "the uppermost cell is cracked", cracked);
  const double jacobian = difference(ripped, with.state());
  expect(jacobian < 1e-10, "the Jacobian is that of dual numbers", jacobian);

  hdf5::File file = hdf5::File::open("ripped.h5");
  expect(file.has("/fields/cracks") && file.has("/restart/cracks"), "the run file has the array", 1);
  Simulation again(set_up(ripped, PETSC_COMM_WORLD));
  again.restart("ripped.h5", {.at = 5.0 * 86400});
  again.run(quiet);
  expect(again.budget().stored_carbon(again.model().system) == with.budget().stored_carbon(with.model().system),
         "a restart comes to the same bits", again.state().cracks[0].back());

  State mixed = with.state();
  apply(Operation(Churn{.depth = 0.2, .efficiency = 1}), with.model(), with.implicit(), mixed);
  expect(mixed.cracks[0].back() < 0.2 && mixed.cracks[0].back() > 0, "churning mixes cracks", mixed.cracks[0].back());
  return failures;
}
"""


def commands(copy, objects):
    """How each source of solver and case is compiled in the copy: as the build does, without optimisation."""
    for command in json.loads((BUILD / "compile_commands.json").read_text()):
        name = pathlib.Path(command["file"]).relative_to(ROOT)
        made_for = any(f"talus_{room}.dir" in command["command"] for room in ("solver", "case"))
        if not made_for or name.parts[0] not in COPIED:
            continue
        words = shlex.split(command["command"].replace(f"-I{ROOT} ", f"-I{copy} ").replace(" -O3", " -O0"))
        words = words[words.index(next(word for word in words if word.endswith("c++"))):words.index("-o")]
        words = [word for word in words if not word.startswith("-M") and not word.endswith(".d") and not word.endswith(".o")]
        words[words.index("-include"):words.index("-include") + 2] = ["-include", str(copy / "common.h")]
        yield words, copy / name, objects / (str(name).replace("/", "_") + ".o")


def compiled(words, source, target):
    done = subprocess.run([*words, "-Wno-invalid-pch", "-c", str(source), "-o", str(target)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"{source.name} does not compile:\n{done.stderr[:3000]}"


def build(copy):
    objects = copy / "objects"
    objects.mkdir()
    todo = list(commands(copy, objects))
    words = todo[0][0]
    common = (BUILD / "CMakeFiles/talus_solver.dir/cmake_pch.hxx").read_text()
    (copy / "common.h").write_text(common.replace("#pragma GCC system_header", ""))
    plain = [word for word in words if word not in ("-include", str(copy / "common.h"), "-Winvalid-pch")]
    subprocess.run([*plain, "-x", "c++-header", str(copy / "common.h"), "-o", str(copy / "common.h.gch")], check=True)
    (copy / "check.cpp").write_text(CHECK)
    todo.append((words, copy / "check.cpp", objects / "check.o"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(lambda one: compiled(*one), todo) if problem]
    if problems:
        return problems
    link = (BUILD / "build.ninja").read_text().split("build talus: CXX_EXECUTABLE_LINKER")[1]
    libraries = next(line for line in link.splitlines() if "LINK_LIBRARIES =" in line).split("=", 1)[1]
    ours = ["libtalus_api.a", "libtalus_batch.a", "libtalus_case.a", "libtalus_solver.a", "libtalus_report.a"]
    words = [word for word in shlex.split(libraries) if not any(word.endswith(name) for name in ours)]
    linked = subprocess.run(["c++", "-o", str(copy / "check"), *(str(target) for _, _, target in todo), *words], cwd=BUILD,
                            capture_output=True, text=True, check=False)
    return [] if linked.returncode == 0 else [linked.stderr[:3000]]


def main():
    problems, begin = [], time.time()
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name)
        count = 0
        for _, _, marks, text in fences("docs/developing.md"):
            if "worked" not in marks:
                continue
            count += 1
            if "file" in marks:
                (copy / marks["file"]).write_text(text)
            else:
                problems += apply(text, copy)
        if count < 4:
            problems.append(f"only {count} fences are marked worked")
        problems = problems or build(copy)
        print(f"built in {time.time() - begin:.0f} s")
        if not problems:
            code = subprocess.run([copy / "check"], cwd=copy, check=False).returncode
            problems += [f"{code} of the checks above fail"] if code else []
    print("\n".join(problems) if problems else "as the page says")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
