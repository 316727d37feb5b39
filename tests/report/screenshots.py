#!/usr/bin/python3
"""Takes the pictures of the report in docs/pictures: of one run, two and a hundred, on a laptop, a phone and paper, and prints how many
pages a hundred take. The program is the one that TALUS_PROGRAM names; needs Chromium.

    TALUS_PROGRAM=build/release/talus tests/report/screenshots.py [--out docs/pictures] [--pages]

--pages only counts the pages of a hundred runs, and fails where they are ten or more."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import make_run

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
SIZES = {"laptop": (1280, 800), "phone": (390, 844), "paper": (688, 1009)}  # CSS pixels; A4 without its margins
DIFFERENT = 10  # runs; more are copies of these
NUMBERS = {"one": 1, "two": 2, "hundred": 100}


def browser(scratch, *words):
    subprocess.run([BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={scratch}/browser",
                    *words], check=True, capture_output=True, timeout=300)


def report(scratch, number):
    runs = []
    for i in range(number):
        runs.append(scratch / f"run{i + 1}.h5")
        if i >= DIFFERENT:
            shutil.copy(runs[i % DIFFERENT], runs[-1])
        elif not runs[-1].exists():
            make_run.write(argparse.Namespace(file=str(runs[-1]), conversion=0.25 - 0.02 * i, title="Tailings of one cell", days=24,
                                              broken=0, status="done"))
    out = scratch / f"report{number}"
    subprocess.run([os.environ["TALUS_PROGRAM"], "report", *runs, "--out", out, "--force"], check=True, stdout=subprocess.DEVNULL)
    return out / "report.html"


def pages(scratch, page):
    browser(scratch, "--no-pdf-header-footer", f"--print-to-pdf={scratch}/report.pdf", page.as_uri())
    return len(re.findall(rb"/Type\s*/Page\b", (scratch / "report.pdf").read_bytes()))


def picture(scratch, page, medium, file):
    width, height = SIZES[medium]
    if medium == "paper":  # a screen that follows the rules of print
        paper = page.with_name("paper.html")
        paper.write_text(page.read_text(encoding="utf-8").replace("@media print", "@media screen"), encoding="utf-8")
        page = paper
    browser(scratch, f"--window-size={width},{height}", "--virtual-time-budget=5000", f"--screenshot={file}", page.as_uri())
    print(f"{file}: {file.stat().st_size // 1000} kB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path(os.environ.get("TALUS_ROOT", ".")) / "docs/pictures")
    parser.add_argument("--pages", action="store_true")
    given = parser.parse_args()
    if BROWSER is None:
        print("skipped: there is no Chromium")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        count = pages(scratch, report(scratch, 100))
        print(f"a hundred runs print to {count} pages")
        if given.pages:
            return 0 if 0 < count < 10 else 1
        for name, number in NUMBERS.items():
            for medium in SIZES:
                picture(scratch, report(scratch, number) if medium == "laptop" else scratch / f"report{number}/report.html", medium,
                        given.out.resolve() / f"report_{name}_{medium}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
