#!/usr/bin/python3
"""Sources look as clang-format 14 writes them by .clang-format (other versions differ a little)."""

import shutil
import subprocess
import sys

from sources import ROOT, files, report

program = shutil.which("clang-format-14")
if program is None:
    print("skipped: there is no clang-format-14 (scripts/install_packages test)")
    sys.exit(77)
sources = [str(path) for path in files(".h", ".cpp")]
result = subprocess.run([program, "--dry-run", *sources], cwd=ROOT, capture_output=True, text=True, check=False)
wrong = sorted({line.split(":")[0] for line in result.stderr.splitlines() if "-Wclang-format-violations" in line})
if result.returncode != 0 and not wrong:
    wrong = [result.stderr]
report(wrong, "Run: clang-format-14 -i " + " ".join(wrong))
