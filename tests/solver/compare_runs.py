#!/usr/bin/python3
"""Compares two run files at equal times: every field may differ by 1e-10 of its largest value, everything that does not
depend on ranks not at all. With a tolerance of 0 every number of the series is compared too.
compare_runs.py A.h5 B.h5 [TOLERANCE]"""
import sys

import h5py
import numpy as np


def differences(a, b, tolerance):
    for group in ("cell", "faces"):
        for name in a[group]:
            if not np.array_equal(a[group][name][...], b[group][name][...]):
                yield f"/{group}/{name} differs"
    if not np.array_equal(a["time"][...], b["time"][...]) or not np.array_equal(a["moment"][...], b["moment"][...]):
        yield f"times differ: {len(a['time'])} and {len(b['time'])}"
        return
    names = [f"fields/{name}" for name in a["fields"]]
    for patch in a["patches"]:
        names += [f"patches/{patch}/{name}" for name in a["patches"][patch] if name.startswith(("entered_", "gas_", "inflow_", "outflow_", "vapour_"))]
    names = [name for name in names if a[name].ndim > 1]
    if tolerance == 0:
        names += [f"series/{name}" for name in a["series"]]
    for name in names:
        if a[name].shape != b[name].shape:
            yield f"/{name} has another shape"
            continue
        x, y = a[name][...], b[name][...]
        worst, scale = np.max(np.abs(x - y), initial=0), np.max(np.abs(x), initial=0)
        if worst > tolerance * scale:
            yield f"/{name} differs by {worst:.2e}, {worst / scale:.1e} of its largest value"


def main():
    tolerance = float(sys.argv[3]) if len(sys.argv) > 3 else 1e-10
    with h5py.File(sys.argv[1]) as a, h5py.File(sys.argv[2]) as b:
        found = list(differences(a, b, tolerance))
    print("\n".join(found) if found else f"the same to {tolerance:g}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
