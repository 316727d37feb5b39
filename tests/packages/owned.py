#!/usr/bin/python3
"""Every header that our sources include from outside, every shared library of the built program, and every Python module
of the tests belongs to a package in scripts/packages.txt or to one that such a package depends on.

    owned.py PROGRAM COMPILE_COMMANDS      (the built talus; compile_commands.json of the build)"""

import ast
import collections
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OURS = ["base", "mesh", "chemistry", "solver", "case", "report", "batch", "api", "cli", "python", "tests", "benchmarks", "inputs"]
TESTED = ("tests/", "python/")  # may need the packages of the group "test"


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def dependencies():
    """For each installed package, and for each name that one provides, what it depends on."""
    needs = collections.defaultdict(set)
    form = "${db:Status-Status}\t${Package}\t${Provides}\t${Pre-Depends}, ${Depends}\n"
    for line in output("dpkg-query", "-W", "-f", form).splitlines():
        status, package, provides, depends = line.split("\t")
        if status != "installed":
            continue
        needs[package] |= {re.split(r"[ (:]", name.strip())[0] for name in re.split(r"[,|]", depends)} - {""}
        for name in provides.split(","):
            needs[re.split(r"[ (:]", name.strip())[0]].add(package)
    return needs


def reached_from(packages, needs):
    reached, waiting = set(), list(packages)
    while waiting:
        package = waiting.pop()
        if package not in reached:
            reached.add(package)
            waiting += needs.get(package, ())
    return reached


def search_folders(compile_commands):
    """Where the compiler looks for <...>: what the build tells it, then its own."""
    words = " ".join(entry["command"] for entry in json.loads(pathlib.Path(compile_commands).read_text()))
    folders = re.findall(r"-isystem (\S+)", words)
    own = subprocess.run(["g++", "-std=c++20", "-xc++", "-E", "-v", os.devnull], capture_output=True, text=True,
                         check=False).stderr
    own = own.split("#include <...> search starts here:")[1].split("End of search list.")[0].split()
    return list(dict.fromkeys(folders + own))


def headers(folders):
    """(file, where it is included) of each header from outside; a header that is nowhere stays as it is written."""
    for room in OURS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix not in {".h", ".cpp"}:
                continue
            text = path.read_text()
            optional = set(re.findall(r"__has_include\(<([^>]+)>\)", text))
            for number, line in enumerate(text.splitlines(), 1):
                match = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
                if match is None:
                    continue
                if match[1].startswith("talus/"):
                    continue  # our own public headers
                found = next((f"{f}/{match[1]}" for f in folders if os.path.isfile(f"{f}/{match[1]}")), None)
                if found or match[1] not in optional:
                    yield found or match[1], f"{path.relative_to(ROOT)}:{number}"


def libraries(program):
    for line in output("ldd", program).splitlines():
        match = re.search(r"=> (/\S+)", line) or re.match(r"\s*(/\S+)", line)
        if match:
            yield match[1], program


def optional_imports(tree):
    """Imports that the script can do without, as it says: in a 'try' that expects ImportError."""
    for block in ast.walk(tree):
        if isinstance(block, ast.Try) and any(getattr(h.type, "id", "") == "ImportError" for h in block.handlers):
            yield from block.body


def modules():
    for path in sorted(path for room in OURS for path in (ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text())
        optional = set(optional_imports(tree))
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            for name in names:
                name = name.split(".")[0]
                ours = any(any((ROOT / room).rglob(f"{name}.py")) for room in OURS)
                if name in sys.stdlib_module_names or name == "talus" or ours:
                    continue
                spec = importlib.util.find_spec(name)
                if spec is None and node in optional:
                    continue
                yield spec.origin if spec else name, f"{path.relative_to(ROOT)}:{node.lineno}"


def owners(paths):
    """The packages that own each file. A file under /usr may be known without /usr."""
    spellings = collections.defaultdict(set)
    for path in paths:
        for way in {path, os.path.realpath(path)}:
            spellings[os.path.normpath(way)].add(path)
            if way.startswith("/usr/lib"):
                spellings[os.path.normpath(way[4:])].add(path)
    found = collections.defaultdict(set)
    for line in output("dpkg-query", "-S", *sorted(spellings)).splitlines():
        packages, _, file = line.partition(": ")
        for path in spellings.get(file, ()):
            found[path] |= {package.split(":")[0] for package in packages.split(", ")}
    return found


def main():
    if not shutil.which("dpkg-query"):
        print("skipped: this machine has no Debian packages")
        sys.exit(77)
    program, compile_commands = sys.argv[1:]
    groups = {group: output(ROOT / "scripts/install_packages", "--names", group).split() for group in ("build", "test")}
    needs = dependencies()
    built = reached_from(groups["build"], needs)
    tested = reached_from(groups["build"] + groups["test"], needs)
    asked = [(file, place, tested if place.startswith(TESTED) else built)
             for file, place in [*headers(search_folders(compile_commands)), *libraries(program)]]
    asked += [(*item, tested) for item in modules()]
    found = owners({path for path, _, _ in asked})
    problems = sorted({
        f"{place}: error: {path} belongs to {' or '.join(sorted(found[path])) or 'no package'}"
        for path, place, allowed in asked if not found[path] & allowed
    })
    print("\n".join(problems) or f"{len(found)} files of {len(set().union(*found.values()))} packages")
    if problems:
        print(f"{len(problems)} found. Name the package in scripts/packages.txt.")
    if not found:
        print("nothing was looked at")
    sys.exit(1 if problems or not found else 0)


main()
