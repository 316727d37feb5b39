#!/usr/bin/python3
"""Snow, ponds and air that changes: what falls is in the pile, on it, in the air or has run off; the same on 1, 2, 3 ranks, and bit by
bit in a run that goes on in mid-winter and in one that goes on beside a pond; snow keeps gas and frost off."""
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
CASE = HERE / "snowing.toml"
CLOSED = 1e-10
MM = 1000 / 0.018015 * 0.6 * 1e-3  # mol in a millimetre on the section


def talus(output, *words, ranks=1):
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    subprocess.run([*mpirun, os.environ["TALUS_PROGRAM"], "run", str(CASE), "-q", "--force", "-o", output, *words], check=True)
    return output


def require(what, good):
    print(f"{'ok  ' if good else 'FAIL'} {what}")
    if not good:
        sys.exit(1)


def check_balances(path):
    with h5py.File(path) as file:
        series = {name: values[...] for name, values in file["series"].items()}
        for name, values in series.items():
            if name.startswith("closure_"):
                worst = np.max(np.abs(values))
                require(f"{name}: {worst:.1e}", worst <= (1e-8 if name == "closure_energy" else CLOSED))
        fell = np.genfromtxt(HERE / "snowing.csv", delimiter=",", skip_header=2, usecols=1).sum() + 2
        now = {name: series[f"{name}_top"][-1] / MM for name in ("snow", "sublimated", "rain", "runoff", "ponded", "pond_evaporated")}
        require(f"{fell:.2f} mm: " + ", ".join(f"{name} {value:.3f}" for name, value in now.items()),
                abs(now["snow"] + now["sublimated"] + now["rain"] - fell) < 1e-9 * fell)
        entered = (file["patches/top/inflow_H2O"][-1].sum() - file["patches/top/outflow_H2O"][-1].sum()) / MM
        require(f"{entered:.3f} mm entered", abs(now["rain"] - entered - now["runoff"] - now["ponded"] - now["pond_evaporated"]) < 1e-5 * fell)  # with the water that solutes bind
        lies = np.concatenate([[1], series["snow_top"]])  # 2 mm at the start
        under_snow = np.diff(series["evaporated_top"], prepend=0)[(lies[1:] > 0) & (lies[:-1] > 0)]
        require("nothing evaporates from under snow", len(under_snow) > 10 and np.max(np.abs(under_snow)) == 0)
        require("snow came and went", series["snow_top"].max() > 5 * MM and series["snow_top"].min() == 0)
        require(f"up to {series['ponded_top'].max() / MM:.2f} mm stood, no more than 8",
                0.5 < series["ponded_top"].max() / MM < 8 * (1 + 1e-9))
        require("rain ran off, snow and a pond evaporated", min(now["runoff"], now["sublimated"], now["pond_evaporated"]) > 1e-3)


def same_end(one, other):
    with h5py.File(one) as a, h5py.File(other) as b:
        fields = all(np.array_equal(a["fields"][name][-1], b["fields"][name][-1]) for name in a["fields"])
        faces = all(np.array_equal(a["patches/top"][name][-1], b["patches/top"][name][-1]) for name in a["patches/top"]
                    if a["patches/top"][name].ndim == 2)
        count = len(b["series/time"])
        steps = all(np.array_equal(a["series"][name][-count:], b["series"][name][...]) for name in b["series"] if name != "step")
        return fields and faces and steps


def last(path, field):
    with h5py.File(path) as file:
        return file["fields"][field][-1], file["series/snow_top"][-1]


def check_lift(folder):
    """What stood on the surface stands on the lift that buries it, and enters it."""
    lift = 'lifts=[{ placed = "6.2 d", thickness = "10 cm", material = "tailings", temperature = "2 degC" }]'
    with h5py.File(talus(f"{folder}/lift.h5", "--set", lift)) as file:
        worst = max(np.max(np.abs(values[...])) for name, values in file["series"].items() if name.startswith("closure_"))
        require(f"a lift over a pond: closures {worst:.1e}", worst < CLOSED)
        ponded, after = file["series/ponded_top"][...] / MM, np.searchsorted(file["series/time"][...], 6.2 * 86400, side="right")
        require(f"{ponded[after - 1]:.2f} mm stood, {ponded[after]:.2f} mm after it", 0.8 * ponded[after - 1] < ponded[after] < ponded[after - 1])


def main():
    with tempfile.TemporaryDirectory() as folder:
        whole = talus(f"{folder}/1.h5")
        check_balances(whole)
        check_lift(folder)
        for ranks in (2, 3):
            other = talus(f"{folder}/{ranks}.h5", ranks=ranks)
            subprocess.run([sys.executable, HERE / "compare_runs.py", whole, other, "1e-10"], check=True)
        for day, where in (("2 d", "under snow"), ("6 d", "beside a pond")):
            rest = talus(f"{folder}/rest.h5", "--restart", whole, "--at", day)
            require(f"a run that goes on {where} has the same bits", same_end(whole, rest))
        subprocess.run([os.environ["TALUS_PROGRAM"], "report", whole, "--out", f"{folder}/report"], check=True, capture_output=True)
        text = "".join(path.read_text() for path in pathlib.Path(f"{folder}/report").glob("*.csv"))
        for words in ("snow on the ground at most", "water ponded at the end", "water that ran off"):
            require(f"the report says '{words}'", words in text)


if __name__ == "__main__":
    main()
