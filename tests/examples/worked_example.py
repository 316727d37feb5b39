#!/usr/bin/python3
"""Builds the solver with the operation, the array of the state and the flux that docs/developing.md adds, and runs it: the fences
of the page that are marked worked=1 (run_docs.py says what a fence does). What the changes do not reach comes from the libraries
of the build. Nightly, as an array of the state reaches most of the solver."""
import json
import os
import pathlib
import re
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


# What most of those sources include; parsed once for all of them.
COMMON = ["case/case.h", "solver/simulation.h", "solver/coupling/residual.h", "solver/output/run_layout.h", "solver/output/restart.h",
          "solver/state/arrays.h", "base/hdf5.h"]
INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)


def affected(copy, changed):
    """The sources of solver and case that include a changed file, however far away."""
    known = {}

    def is_affected(name):
        if name not in known:
            known[name] = name in changed
            path = copy / name
            if path.exists():
                known[name] = known[name] or any([is_affected(one) for one in INCLUDE.findall(path.read_text())])
        return known[name]

    return [path for room in ("solver", "case") for path in sorted((copy / room).rglob("*.cpp"))
            if is_affected(str(path.relative_to(copy)))]


def commands(copy, sources):
    """How each source is compiled in the copy: as the build does, without optimisation."""
    wanted = {str(path.relative_to(copy)) for path in sources}
    for command in json.loads((BUILD / "compile_commands.json").read_text()):
        name = str(pathlib.Path(command["file"]).relative_to(ROOT)) if command["file"].startswith(str(ROOT)) else ""
        if name not in wanted or not any(f"talus_{room}.dir" in command["command"] for room in ("solver", "case")):
            continue
        words = shlex.split(re.sub(r" -include \S+cmake_pch\.hxx", "", command["command"]).replace(f"-I{ROOT} ", f"-I{copy} "))
        words = words[words.index(next(word for word in words if word.endswith("c++"))):words.index("-o")]
        words = [word for word in words if not word.startswith(("-M", "-O", "-W")) and not word.endswith((".d", ".o"))]
        yield [*words, "-O0", "-w", "-include", str(copy / "common.h")], copy / name


def compiled(words, source):
    target = source.with_suffix(".o")
    done = subprocess.run([*words, "-c", str(source), "-o", str(target)], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else f"{source.name} does not compile:\n{done.stderr[:3000]}"


def build(copy, changed):
    """Compiles what the changes reach, and links it with the libraries of the build for all else."""
    sources = affected(copy, changed)
    todo = list(commands(copy, sources))
    if len(todo) != len(sources):
        return [f"the build has commands for {len(todo)} of {len(sources)} sources"]
    words = todo[0][0]
    (copy / "common.h").write_text("".join(f'#include "{name}"\n' for name in COMMON))
    subprocess.run([*words[:-2], "-x", "c++-header", str(copy / "common.h"), "-o", str(copy / "common.h.gch")], check=True)
    (copy / "check.cpp").write_text(CHECK)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [problem for problem in pool.map(lambda one: compiled(*one), [*todo, (words, copy / "check.cpp")]) if problem]
    if problems:
        return problems
    print(f"compiled {len(todo)} sources")
    objects = [str(source.with_suffix(".o")) for _, source in todo]
    linked = subprocess.run(["c++", "-o", str(copy / "check"), str(copy / "check.o"), *objects, *libraries()], cwd=BUILD,
                            capture_output=True, text=True, check=False)
    return [] if linked.returncode == 0 else [linked.stderr[:3000]]


def libraries():
    """What the program talus is linked with, by Ninja or by Make."""
    if (BUILD / "build.ninja").exists():
        link = (BUILD / "build.ninja").read_text().split("build talus: CXX_EXECUTABLE_LINKER")[1]
        words = shlex.split(next(line for line in link.splitlines() if "LINK_LIBRARIES =" in line).split("=", 1)[1])
    else:
        words = shlex.split((BUILD / "CMakeFiles/talus.dir/link.txt").read_text())
        words = words[words.index("talus") + 1:]  # after -o talus
    ours = ["libtalus_study.a", "libtalus_files.a", "libtalus_api.a", "libtalus_batch.a", "libtalus_report.a"]
    return [word for word in words if not any(word.endswith(name) for name in ours)]


def main():
    problems, begin = [], time.time()
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name)
        count, changed = 0, set()
        for _, _, marks, text in fences("docs/developing.md"):
            if "worked" not in marks:
                continue
            count += 1
            changed |= {marks["file"]} if "file" in marks else set(re.findall(r"^--- (\S+)", text, re.MULTILINE))
            if "file" in marks:
                (copy / marks["file"]).write_text(text)
            else:
                problems += apply(text, copy)
        if count < 4:
            problems.append(f"only {count} fences are marked worked")
        problems = problems or build(copy, changed)
        print(f"built in {time.time() - begin:.0f} s")
        if not problems:
            code = subprocess.run([copy / "check"], cwd=copy, check=False).returncode
            problems += [f"{code} of the checks above fail"] if code else []
    print("\n".join(problems) if problems else "as the page says")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
