#!/usr/bin/python3
"""Opens report.html in a browser without a network: every chart must be drawn, nothing may be fetched or refused.

The program is the one that TALUS_PROGRAM names. Exit code 77 (skipped) without Chromium."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")


def show(page, scratch):
    """The page as it stands after its scripts have run, and what the browser had to say."""
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={scratch}/browser", "--enable-logging=stderr", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=120, check=True)
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def problems_of(page, scratch):
    wanted = page.read_text(encoding="utf-8").count('<div class="chart')
    drawn, complaints = show(page, scratch)
    if wanted == 0:  # a build without charts
        return complaints
    charts = re.findall(r'<div class="chart[^"]*" id="([^"]+)"[^>]*>(.{0,400})', drawn, re.S)
    empty = [name for name, inside in charts if "<svg" not in inside]
    problems = complaints + [f"chart '{name}' is not drawn" for name in empty]
    if len(charts) != wanted:
        problems.append(f"{len(charts)} charts on the page, {wanted} in the file")
    return problems


def main():
    if BROWSER is None:
        print("skipped: there is no Chromium")
        return 77
    program = os.environ["TALUS_PROGRAM"]
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        runs = [scratch / "known.h5", scratch / "slower.h5"]
        for run, conversion in zip(runs, ("0.25", "0.1")):
            subprocess.run([HERE / "make_run.py", run, "--conversion", conversion], check=True)
        problems = []
        for number in (1, 2):
            out = scratch / f"report{number}"
            subprocess.run([program, "report", *runs[:number], "--out", out], check=True, stdout=subprocess.DEVNULL)
            problems += problems_of(out / "report.html", scratch)
    print("\n".join(problems) or "every chart is drawn")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
