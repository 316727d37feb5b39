#!/usr/bin/python3
"""Fuzzes the readers of everything that users write, with libFuzzer under sanitizers: builds the preset "fuzz" and runs each target
for a while on a copy of its corpus. Exit code 77: there is no clang 19 with libFuzzer (scripts/install_packages fuzz).

    fuzz.py [--seconds 60] [--target NAME ...] [--keep FOLDER] [--minimise]

--keep FOLDER takes what fails, and what was new, out of the temporary folder; --minimise makes the corpora of the
repository anew from them and from what was found (-merge=1)."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests/fuzz/corpus"
PROGRAM = ROOT / "build/fuzz/talus_fuzz"
ENVIRONMENT = os.environ | {
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "ASAN_OPTIONS": "detect_stack_use_after_return=0:allocator_may_return_null=0",
    "LSAN_OPTIONS": f"suppressions={ROOT}/tests/sanitizers/leaks.supp:print_suppressions=0",
}
LIMITS = ["-timeout=10", "-rss_limit_mb=3000", "-malloc_limit_mb=1500", "-max_len=4000", "-print_final_stats=1"]


def build():
    if shutil.which("clang++-19") is None or not list(Path("/usr/lib").glob("llvm-19/lib/clang/19/lib/**/*fuzzer*.a")):
        print("skipped: there is no clang 19 with libFuzzer (scripts/install_packages fuzz)")
        sys.exit(77)
    for words in (["cmake", "--preset", "fuzz"], ["cmake", "--build", "--preset", "fuzz"]):
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(words)}\n{(done.stdout + done.stderr)[-5000:]}")


def fuzz(target, seconds, folder):
    """Runs one target; a sentence about it, and whether nothing was found."""
    corpus = folder / target
    shutil.copytree(CORPUS / target, corpus, dirs_exist_ok=True)
    words = [PROGRAM, f"--target={target}", f"-max_total_time={seconds}", *LIMITS, f"-artifact_prefix={folder}/{target}-",
             corpus]
    done = subprocess.run(words, capture_output=True, text=True, errors="replace",
                          env=ENVIRONMENT | {"TMPDIR": str(folder)})
    runs = re.search(r"number_of_executed_units: *(\d+)", done.stderr)
    sentence = f"{target}: {runs[1] if runs else 'unknown number of'} executions, {len(list(corpus.iterdir()))} files"
    if done.returncode == 0:
        return sentence, True
    found = [path.name for path in folder.glob(f"{target}-*")]
    return f"{sentence}, found {', '.join(found)}\n{done.stderr[-6000:]}", False


def minimise(target, folder):
    """The corpus of the repository from itself and `folder`: no file that adds nothing."""
    with tempfile.TemporaryDirectory() as merged:
        subprocess.run([PROGRAM, f"--target={target}", "-merge=1", *LIMITS, merged, CORPUS / target, folder / target],
                       check=True, capture_output=True, env=ENVIRONMENT)
        shutil.rmtree(CORPUS / target)
        shutil.copytree(merged, CORPUS / target)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--target", nargs="+", default=sorted(path.name for path in CORPUS.iterdir()))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--minimise", action="store_true")
    given = parser.parse_args()
    build()
    good = True
    with tempfile.TemporaryDirectory(prefix="talus_fuzzing_") as folder:
        folder = given.keep or Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for target in given.target:
            sentence, fine = fuzz(target, given.seconds, folder)
            good = good and fine
            print(sentence, flush=True)
            if given.minimise:
                minimise(target, folder)
    sys.exit(0 if good else 1)


main()
