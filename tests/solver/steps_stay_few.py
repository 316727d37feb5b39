#!/usr/bin/python3
"""Minerals that can only dissolve, or only form, hover at equilibrium while the temperature changes: steps stay few. Where they
do stay short, the log and the run file say which cell and which mineral."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py

HERE = pathlib.Path(__file__).resolve().parent


def run(*sets):
    """Steps, attempts that were thrown away, and what to beware of."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/run.h5"
        words = [word for s in sets for word in ("--set", s)]
        subprocess.run([os.environ["TALUS_PROGRAM"], "run", str(HERE / "warming.toml"), "-q", "-o", path, *words], check=True)
        with h5py.File(path) as file:
            return (len(file["series/time"]), int(file["series/cuts"][...].sum()),
                    str(file["provenance"].attrs.get("warnings", "")))


def require(what, good):
    print(f"{'ok  ' if good else 'FAIL'} {what}")
    if not good:
        sys.exit(1)


def main():
    cooling, _, _ = run("temperature.file=cooling.csv")
    for what, *sets in (("warming",), ("warming twice as fast", "run.length=30 d"),
                        ("with forsterite and serpentine", 'chemistry.dissolve=["Brucite", "Lizardite", "Forsterite"]',
                         'materials.tailings.minerals={ Brucite = "2 wt%", Lizardite = "75 wt%", Forsterite = "10 wt%", inert = "rest" }',
                         'materials.tailings.surface={ Brucite = "1 m2/g", Lizardite = "5 m2/g", Forsterite = "1 m2/g" }')):
        steps, cuts, warnings = run(*sets)
        require(f"{what}: {steps} steps and {cuts} cuts, {cooling} steps where it cools", steps <= 2 * cooling and cuts <= cooling)
        require(f"{what}: nothing is said of short steps", "steps are short" not in warnings)
    _, _, warnings = run("steps.tolerance=1e-7", "run.length=10 d", "run.output_every=10 d")
    require(f"tight steps are explained: {warnings}", "steps are short" in warnings and "steps.tolerance" in warnings)


if __name__ == "__main__":
    main()
