"""What the checks of water that flows alone share."""
import contextlib
import pathlib
import subprocess
import tempfile

import h5py
import numpy as np

import tools

PER_MOLE = 0.01801528 / 1000  # m3 of water
GRAVITY, DENSITY = 9.80665, 998.2063  # of water at 20 degC


@contextlib.contextmanager
def opened(case, *sets):
    """The run file of a case with values of --set, for what tools.Run does not read."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "run.h5"
        words = [word for s in sets for word in ("--set", s)]
        subprocess.run([tools.TALUS, "run", str(case), "-q", "-o", str(path), *words], check=True)
        with h5py.File(path) as file:
            yield file


def head(run, time=None):
    """(height above the base, pressure head) in m, from the base up."""
    depth, pressure = run.field("water_pressure", time)
    order = np.argsort(-depth)
    return depth.max() + depth.min() - depth[order], pressure[order] / (DENSITY * GRAVITY)


def saturation(run, time=None):
    """The same of the saturation."""
    depth, values = run.field("saturation", time)
    order = np.argsort(-depth)
    return depth.max() + depth.min() - depth[order], values[order]


def at(where, heights, values):
    return np.interp(where, heights, values)


def entered(run):
    """m3 of water that came in through all patches."""
    return run.series["entered_H2O"][-1] * PER_MOLE


def orders(case, counts, reference, *sets, what):
    """Runs the case on finer and finer grids; the mean differences of its end from those of `reference` cells."""
    fine_heights, fine = what(tools.run(case, f"mesh.cells.count={reference}", *sets))
    errors = []
    for count in counts:
        heights, values = what(tools.run(case, f"mesh.cells.count={count}", *sets))
        errors.append(float(np.mean(np.abs(values - at(heights, fine_heights, fine)))))
    print(f"errors with {counts} cells:", " ".join(f"{e:.3e}" for e in errors))
    return tools.order(errors)
