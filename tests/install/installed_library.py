#!/usr/bin/python3
"""An installed copy of Talus, moved to another place, serves others: its headers stand alone and need neither PETSc nor
toml++, none of its files names the folder of the build, and the examples run, found by CMake, by pkg-config, and (configured
only) taken in with add_subdirectory(), which leaves the flags of the other project alone. The Python module of the copy,
where it was built, does what tests/install/python_module.py and docs/python.md ask of it.

    installed_library.py BUILD_FOLDER CMAKE cpp|python"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD, CMAKE, WHAT = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
FLAGS = ["-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Werror"]
HEADERS = {"database", "errors", "quantity", "reactor", "session", "simulation", "speciated_water", "speciation", "talus"}


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def check(good, sentence):
    if not good:
        sys.exit(sentence)


def installed(folder):
    """The copy, moved after it was installed."""
    run(CMAKE, "--install", BUILD, "--prefix", folder / "first")
    (folder / "first").rename(folder / "copy")
    return folder / "copy"


def check_no_place_is_named(copy):
    looked_at = 0
    for path in copy.rglob("*"):
        if path.suffix in {".cmake", ".pc", ".h", ".pyi", ".py"}:
            text = path.read_text()
            looked_at += 1
            for place in (BUILD, ROOT, copy.parent):
                check(str(place) not in text, f"{path} names {place}")
    check(looked_at > 12, f"only {looked_at} files were looked at")


def check_headers(copy):
    include = copy / "include"
    found = {path.stem for path in include.glob("talus/*.h")}
    check(found == HEADERS, f"installed headers: {sorted(found)}")
    for header in sorted(found):  # with nothing else to include
        run("g++", *FLAGS, "-fsyntax-only", "-I", include, "-x", "c++", "-", input=f"#include <talus/{header}.h>\n")


def pkg_config(copy, *words):
    folder = next(copy.rglob("talus.pc")).parent
    paths = os.pathsep.join(filter(None, [str(folder), os.environ.get("PKG_CONFIG_PATH")]))
    return run("pkg-config", *words, "talus", env={**os.environ, "PKG_CONFIG_PATH": paths}).split()


def check_examples(copy, folder):
    """Found by CMake; what they print."""
    sources = next(copy.rglob("examples"))
    run(CMAKE, "-S", sources, "-B", folder / "examples", f"-DCMAKE_PREFIX_PATH={copy}")
    run(CMAKE, "--build", folder / "examples", "--parallel", "2", "--target", "batch", "pile")
    lines = run(folder / "examples/batch", sources / "batch.toml").splitlines()[1:]
    values = [[float(word) for word in line.split()] for line in lines]
    check(len(values) == 3 and values[0][1] > values[1][1] > values[2][1], f"batch: more CO2, lower pH: {values}")
    check(all(abs(row[4]) < 1e-9 for row in values), f"batch: mass balances: {values}")
    run_file = folder / "pile.h5"
    text = run(folder / "examples/pile", sources / "pile.toml", run_file)
    stored = [float(found) for found in re.findall(r"stored ([-0-9.e+]+) mol", text)]
    check(len(stored) >= 6 and stored == sorted(stored) and stored[-1] > stored[0], f"pile: CO2 stored {stored}")
    closure = re.search(r"mass balance closed to (\S+)", text)
    check(closure and float(closure[1]) < 1e-8, f"pile: {text}")
    for ending in (".h5", ".xdmf", ".log"):
        check(run_file.with_suffix(ending).is_file(), f"pile: no {run_file.with_suffix(ending)}")
    report = run(copy / "bin/talus", "report", run_file, "--out", folder / "report")
    check("CO2" in report, report)
    wrong = subprocess.run([str(folder / "examples/pile"), str(sources / "batch.toml")], capture_output=True, text=True,
                           check=False)
    check(wrong.returncode == 2 and "batch.toml:8:2: error: this is the case of a batch" in wrong.stderr, wrong.stderr)


def check_page(copy, folder):
    """What docs/library.md shows in C++ compiles."""
    page = next(copy.rglob("docs/library.md")).read_text()
    source = "#include <talus/talus.h>\n"
    for number, block in enumerate(re.findall(r"^```cpp\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)):
        lines = "".join(line for line in block.splitlines(keepends=True) if not line.startswith("#include"))
        source += lines if "int main(" in lines else f"void block_{number}() {{\n{lines}}}\n"
    check(source.count("block_") == 2 and "int main(" in source, source)
    (folder / "page.cpp").write_text(source)
    run("g++", "-std=c++20", "-fsyntax-only", "-I", copy / "include", folder / "page.cpp")


def check_pkg_config(copy, folder):
    program = folder / "speciation"
    source = next(copy.rglob("examples")) / "speciation.cpp"
    run("g++", "-std=c++20", source, *pkg_config(copy, "--cflags"), "-o", program, *pkg_config(copy, "--libs"))
    words = [line.split() for line in run(program).splitlines() if "note" not in line]
    pH = [float(line[1]) for line in words[1:]]
    check(len(pH) == 3 and pH[0] > pH[1] > pH[2], f"speciation: pH {pH} of 5, 15 and 25 degC")
    check(pkg_config(copy, "--modversion") == [run(copy / "bin/talus", "--version").split()[1]], "version of talus.pc")


def check_subdirectory(copy, folder):
    """Configured only: a build would take as long as that of Talus."""
    project = folder / "other"
    project.mkdir()
    shutil.copy(next(copy.rglob("examples")) / "speciation.cpp", project)
    (project / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.25)\nproject(other LANGUAGES C CXX)\n"
        f'set(TALUS_REPORT_CHARTS OFF)\nadd_subdirectory("{ROOT}" talus)\n'
        "add_executable(other speciation.cpp)\ntarget_link_libraries(other PRIVATE Talus::talus)\n"
        f'get_directory_property(tests DIRECTORY "{ROOT}" TESTS)\n'
        'if(tests)\n  message(FATAL_ERROR "tests: ${tests}")\nendif()\n')
    run(CMAKE, "-S", project, "-B", project / "build", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON")
    entries = json.loads((project / "build/compile_commands.json").read_text())
    command = next(entry["command"] for entry in entries if entry["file"].endswith("other/speciation.cpp"))
    for flag in ("-march", "-Wconversion", "-D", "petsc", f"-I{ROOT} "):
        check(flag not in command, f"{flag} reaches the project that takes Talus in: {command}")
    check("api/public" in command, command)


def check_python(copy, folder):
    module = next(copy.glob("lib/python3*/*-packages/talus"))
    shutil.copytree(next(copy.rglob("examples")), folder / "work/examples")
    here = pathlib.Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": str(module.parent)}
    for script, *words in ((here / "python_module.py", copy / "bin/talus", module / "__init__.pyi"),
                           (here / "run_python_page.py", next(copy.rglob("docs/python.md")))):
        print(run("/usr/bin/python3", "-B", script, *words, cwd=folder / "work", env=environment), end="")


def main():
    with tempfile.TemporaryDirectory(dir=BUILD / "tests") as name:
        folder = pathlib.Path(name)
        copy = installed(folder)
        if WHAT == "python":
            check_python(copy, folder)
            return
        check_no_place_is_named(copy)
        check_headers(copy)
        check_examples(copy, folder)
        check_page(copy, folder)
        check_pkg_config(copy, folder)
        check_subdirectory(copy, folder)


main()
