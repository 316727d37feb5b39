#!/usr/bin/python3
"""Scripts of bash are clean by shellcheck, stop at the first error, and say what they do."""

import shutil
import subprocess
import sys

from sources import ROOT, lines, report, scripts

problems = []
found = scripts("bash")
for path in found:
    text = lines(path)
    if path.suffix != ".sh" and "set -euo pipefail" not in text:
        problems.append(f"{path}:2: error: no 'set -euo pipefail'")
    if len(text) < 2 or not any(line.startswith("# ") for line in text[:2]):
        problems.append(f"{path}:2: error: no comment that says what it does")

program = shutil.which("shellcheck")
if program is None and not problems:
    print("skipped: there is no shellcheck (scripts/install_packages test)")
    sys.exit(77)
if program is not None:
    names = [str(path) for path in found]
    result = subprocess.run([program, "--external-sources", "--format=gcc", *names], cwd=ROOT, capture_output=True,
                            text=True, check=False)
    problems += result.stdout.splitlines()
report(problems, "The wiki of shellcheck explains each number.")
