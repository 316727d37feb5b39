#!/usr/bin/python3
"""Runs what README.md and the PAGES of docs show, by the marks of their code fences:

    ```sh run             the lines run in a copy of the project, and must end with 0 (or with exit=N)
    ```text output        these lines stand in the output of the commands before
    ```toml same-as=FILE  the text is that of FILE
    ```cpp file=FILE      a new file of the copy; append=FILE: added at its end
    ```diff apply         a change to files of the copy: '--- FILE', '@@' between places, which must be found once

Then the changed sources must compile, the derivative of the rate law that the page adds must be right, and the links of
all pages must lead somewhere."""
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
PROGRAM = pathlib.Path(os.environ["TALUS_PROGRAM"])
PAGES = ["README.md", "docs/clusters.md", "docs/speciation.md", "docs/react.md", "docs/scenarios.md", "docs/study.md", "docs/claim.md", "docs/sizing.md", "docs/waste.md", "docs/measured.md",
         "docs/developing.md"]
COPIED = ["inputs", "base", "mesh", "chemistry", "solver", "case", "tests/examples"]
COMPILED = ["chemistry/system.cpp", "chemistry/database/database.cpp", "case/build.cpp", "solver/output/fields.cpp",
            "solver/coupling/jacobian.cpp", "solver/coupling/stage.cpp"]
LEAST = {"run": 5, "output": 3, "same-as": 1, "file": 2, "append": 1, "apply": 7}  # so that no mark gets lost

CHECK_LAW = """
#include <cmath>
#include "base/dual.h"
#include "chemistry/rates/rates.h"
using namespace talus;
int main() {
  BirthAndSpread law;
  law.mechanisms.resize(1);
  law.mechanisms[0].log_k = -14.28;
  law.barrier = 4.2;
  const RateConstants ln_k = constants_of(RateLaw(law), 288.15, {}, {});
  const std::vector<Dual> lambda(3, Dual(0.0));
  const std::vector<Pack> wide(3, Pack(0.0));
  if (rate_law_named("birth and spread").index() == 0) return 4;
  for (const double ln_omega : {-2.0, -1e-9, 0.3, 0.7, 6.0}) {
    Rate<Dual> dual;
    rate(law, std::span<const double>(ln_k), std::span<const Dual>(lambda), Dual(ln_omega, 1.0), dual);
    Rate<Pack> pack;
    rate(law, std::span<const double>(ln_k), std::span<const Pack>(wide), Pack(ln_omega), pack);
    if (std::abs(pack.d_ln_omega.get(0) - dual.value.d) > 1e-12 * std::abs(dual.value.d)) return 1;
    if (std::abs(pack.value.get(0) - dual.value.v) > 1e-12 * std::abs(dual.value.v)) return 2;
    if ((dual.value.v < 0) != (ln_omega > 0)) return 3;
  }
}
"""


def fences(page):
    """(line, language, marks, text) of every fence of a page; marks as {"run": "", "exit": "2"}."""
    text = (ROOT / page).read_text()
    for match in re.finditer(r"^```(\w+)([^\n]*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        marks = dict((word + "=").split("=")[:2] for word in match[2].split())
        yield text.count("\n", 0, match.start()) + 1, match[1], marks, match[3]


def apply(diff, copy):
    for change in re.split(r"^--- ", diff, flags=re.MULTILINE)[1:]:
        name, _, body = change.partition("\n")
        path = copy / name.strip()
        text = path.read_text()
        for place in re.split(r"^@@\n", body, flags=re.MULTILINE):
            lines = place.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] in " -")
            new = "".join(line[1:] for line in lines if line[0] in " +")
            if text.count(old) != 1:
                yield f"{name}: found {text.count(old)} times:\n{old}"
            text = text.replace(old, new, 1)
        path.write_text(text)


def compiled(copy):
    """Compiles the changed sources of the copy as the build compiles them, and runs the check of the law."""
    commands = json.loads((PROGRAM.parent / "compile_commands.json").read_text())
    running = []
    (copy / "check_law.cpp").write_text(CHECK_LAW)
    for name in [*COMPILED, "check_law.cpp"]:
        like = name if name in COMPILED else COMPILED[0]
        command = next(c for c in commands if c["file"] == str(ROOT / like))
        text = re.sub(r" -include \S+cmake_pch\.hxx", "", command["command"])  # which is compiled with -O3
        words = shlex.split(text.replace(f"-I{ROOT} ", f"-I{copy} ").replace(" -O3", " -O0"))
        words = words[: words.index("-o")] + ["-Wno-invalid-pch", "-I", str(copy), str(copy / name)]
        words += ["-o", str(copy / "check_law")] if name not in COMPILED else ["-fsyntax-only"]
        running.append((name, subprocess.Popen(words, cwd=command["directory"], stderr=subprocess.PIPE, text=True)))
        if len(running) % 2 == 0:
            running[-2][1].wait()
    for name, process in running:
        error = process.communicate()[1]
        if process.returncode != 0:
            yield f"{name} with the changes of the page does not compile:\n{error[:3000]}"
    if (copy / "check_law").exists():
        code = subprocess.run([copy / "check_law"], check=False).returncode
        if code != 0:
            yield f"the rate law of the page has another derivative than dual numbers say ({code})"


def follow(page, copy, counted):
    output = ""
    for line, _, marks, text in fences(page):
        place = f"{page}:{line}"
        for mark in marks:
            counted[mark] = counted.get(mark, 0) + 1
        if "run" in marks:
            result = subprocess.run(["bash", "-euc", text], cwd=copy, capture_output=True, text=True, check=False)
            output = result.stdout + result.stderr
            if result.returncode != int(marks.get("exit", "0")):
                yield f"{place}: ended with {result.returncode}:\n{text}{output[-2000:]}"
        elif "output" in marks:
            yield from (f"{place}: not in the output: {wanted}" for wanted in text.splitlines()
                        if wanted not in output.splitlines())
        elif "same-as" in marks:
            if (ROOT / marks["same-as"]).read_text() != text:
                yield f"{place}: is not the text of {marks['same-as']}"
        elif "file" in marks:
            (copy / marks["file"]).write_text(text)
        elif "append" in marks:
            with open(copy / marks["append"], "a", encoding="utf-8") as file:
                file.write("\n" + text)
        elif "apply" in marks:
            yield from (f"{place}: {problem}" for problem in apply(text, copy))


def dead_links():
    """Every page's links to files and to headings of pages."""
    pages = [page for page in ROOT.rglob("*.md") if not {"build", "node_modules", ".git"} & set(page.relative_to(ROOT).parts)]
    for page in pages:
        for target, heading in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", page.read_text()):
            path = page.parent / target if target else page
            if not path.exists():
                yield f"{page.relative_to(ROOT)}: no such file: {target}"
            elif heading and heading not in {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-")
                                             for h in re.findall(r"^#+ (.*)$", path.read_text(), re.MULTILINE)}:
                yield f"{page.relative_to(ROOT)}: no such heading: {target}#{heading}"


def main():
    problems, counted = [], {}
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("*.h5", "*.xdmf", "*.log", "*_report"))
        (copy / "build/release").mkdir(parents=True)
        (copy / "build/release/talus").symlink_to(PROGRAM)
        for page in PAGES:
            problems += follow(page, copy, counted)
        problems += [f"only {counted.get(mark, 0)} fences are marked '{mark}'" for mark, least in LEAST.items()
                     if counted.get(mark, 0) < least]
        problems += compiled(copy)
    problems += dead_links()
    print("\n".join(problems) if problems else f"as the pages say: {counted}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
