#!/usr/bin/python3
"""Compares two run files: the same case on other numbers of ranks must give the same file.

    compare_runs.py ONE.h5 OTHER.h5 [--tolerance RELATIVE]

Shapes, texts, integers and attributes must be equal; numbers must be equal too, or agree within the tolerance of the
largest value of their dataset. What depends on the place and the hour of a run (ranks, times, command) is left out.
"""

import argparse
import sys

import h5py
import numpy

OF_THE_HOUR = {"ranks", "started", "finished", "wall_seconds", "command", "case_file"}
REFERENCES = {"DIMENSION_LIST", "REFERENCE_LIST"}


def everything(file):
    items = {"/": file}
    file.visititems(items.__setitem__)
    return items


def differences(path, one, other, tolerance):
    if isinstance(one, h5py.Dataset) and (one.shape != other.shape or one.dtype != other.dtype):
        yield f"{path} is {one.shape} {one.dtype} in one file, {other.shape} {other.dtype} in the other"
    elif isinstance(one, h5py.Dataset):
        a, b = one[...], other[...]
        if a.dtype.kind != "f":
            if not numpy.array_equal(a, b):
                yield f"{path} differs"
        elif a.size:
            scale = numpy.abs(a[numpy.isfinite(a)]).max(initial=0)
            far = ~numpy.isclose(a, b, rtol=0, atol=tolerance * scale, equal_nan=True)
            if far.any():
                yield f"{path} differs in {far.sum()} of {far.size} values, by {numpy.nanmax(numpy.abs(a - b)):g} at most"
    for name in (set(one.attrs) | set(other.attrs)) - OF_THE_HOUR - REFERENCES:
        if name not in one.attrs or name not in other.attrs or not numpy.array_equal(one.attrs[name], other.attrs[name]):
            yield f"the attribute {name} of {path} differs"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("one")
    parser.add_argument("other")
    parser.add_argument("--tolerance", type=float, default=0.0)
    arguments = parser.parse_args()
    with h5py.File(arguments.one, "r") as one, h5py.File(arguments.other, "r") as other:
        here, there = everything(one), everything(other)
        found = [f"{path} is in one file only" for path in sorted(set(here) ^ set(there))]
        for path in sorted(set(here) & set(there)):
            found += differences(path, here[path], there[path], arguments.tolerance)
    if found:
        sys.exit("\n".join(found))
    print(f"{arguments.one} and {arguments.other} are the same")


if __name__ == "__main__":
    main()
