#!/usr/bin/python3
"""A pipe half way down a column of Gardner's soil above a water table, steady: below it K = q + (K_s - q) exp(-alpha z), above it
water hangs at rest. The heads tend to these with order one, and the books have what the pipe gave, also where it changes in time."""
import os
import pathlib
import sys
import tempfile

import numpy as np

BENCHMARKS = pathlib.Path(os.environ["TALUS_ROOT"]) / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
import flow_tools  # noqa: E402
from tools import finish, order, require, require_at_least, run  # noqa: E402

CASE = BENCHMARKS / "srivastava_yeh_1991/case.toml"
FULL, ALPHA, RATE, PIPE = 0.01 / 3600, 10.0, 1e-6, 0.5  # m/s, 1/m, m3/s on 1 m2, m above the base
WITH_PIPE = ("boundaries.top={}", "sources=[{{ name = 'pipe', depth = ['{} m', '{} m'], rate = '1e-6 m3/s' }}]")


def exact(heights):
    at_pipe = RATE + (FULL - RATE) * np.exp(-ALPHA * PIPE)
    below = RATE + (FULL - RATE) * np.exp(-ALPHA * heights)
    return np.log(np.where(heights < PIPE, below, at_pipe * np.exp(-ALPHA * (heights - PIPE))) / FULL) / ALPHA


def check_profile():
    errors = []
    for count in (50, 100, 200):  # the pipe in the two cells on either side of its height
        box = WITH_PIPE[1].format(PIPE - 1 / count, PIPE + 1 / count)
        heights, head = flow_tools.head(run(CASE, f"mesh.cells.count={count}", WITH_PIPE[0], box, "run.length=1 h", "run.output_every=1 h"))
        errors.append(float(np.max(np.abs(head - exact(heights)))))
    print("largest errors of the head with 50, 100, 200 cells, m:", " ".join(f"{e:.2e}" for e in errors))
    require("the last of them, m", errors[-1], 0, 0.005)
    require_at_least("order in space", order(errors)[-1], 0.8)


def check_amounts():
    """0 until 2 h, 3 L/h until 5 h, then 1 L/h."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "pipe.csv"
        file.write_text("time [h], rate [L/h]\n0, 0\n2, 3\n5, 1\n")
        sets = ("mesh.cells.count=20", WITH_PIPE[0], f"sources=[{{ name = 'pipe', depth = ['0.4 m', '0.6 m'], rate_file = '{file}' }}]")
        with flow_tools.opened(CASE, *sets) as found:
            given = np.sum(found["patches/pipe/entered_H2O"][...], axis=1) * flow_tools.PER_MOLE * 1000
            hours = found["time"][...] / 3600
    require("litres from the pipe", given[-1], 24, 1e-4, relative=True)  # whatever digits the molar mass of water has
    for hour, litres in ((1, 0), (2, 0), (4, 6), (5, 9), (10, 14)):
        require(f"share until {hour} h", float(np.interp(hour, hours, given / given[-1])), litres / 24, 1e-12)


check_profile()
check_amounts()
finish()
