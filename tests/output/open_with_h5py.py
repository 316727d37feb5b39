#!/usr/bin/python3
"""Opens a run file with h5py and checks that it is as docs/outputs.md says.

    open_with_h5py.py RUN.h5

Groups, shapes, units that udunits2 knows, long names, dimension scales, and whether cells, faces, patches and
geometry fit together. Ends with a sentence and status 1 at the first thing that is wrong.
"""

import ctypes
import json
import sys
import zlib

import h5py
import numpy

CROSSINGS = ("entered_", "gas_", "inflow_", "outflow_")
PROVENANCE = ["case_file", "case_text", "case_echo", "command", "version", "commit", "petsc", "hdf5",
              "instruction_set", "ranks", "database", "database_hash", "started", "status"]
ONLY_A_DIMENSION = "This is a netCDF dimension but not a netCDF variable."


def require(condition, sentence):
    if not condition:
        sys.exit(f"{sys.argv[1]}: {sentence}")


class Units:
    """udunits2, which decides what a unit is."""

    def __init__(self):
        self.library = ctypes.CDLL("libudunits2.so.0")
        for name in ("ut_read_xml", "ut_parse"):
            getattr(self.library, name).restype = ctypes.c_void_p
        self.library.ut_parse.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
        self.library.ut_set_error_message_handler(self.library.ut_ignore)
        self.system = self.library.ut_read_xml(None)

    def knows(self, text):
        return bool(text) and bool(self.library.ut_parse(self.system, text.encode(), 0))


def attribute(item, name):
    value = item.attrs.get(name, "")
    return value.decode() if isinstance(value, bytes) else value


def names(file, path):
    return [name.decode() for name in file[path][:]]


def is_scale(data):
    return h5py.h5ds.is_scale(data.id)


def is_only_a_dimension(data):
    return attribute(data, "NAME").startswith(ONLY_A_DIMENSION)


def dimension_names(data):
    """The names of the dimensions: of the scales that are attached, or a scale's own name."""
    if is_scale(data):
        return [attribute(data, "NAME")]
    return [scales[0].name.split("/")[-1] if len(scales) else None for scales in data.dims]


def check_description(path, data, units):
    if data.shape == () or is_only_a_dimension(data):
        return
    require(units.knows(attribute(data, "units")), f"{path} has the units {attribute(data, 'units')!r}")
    require(attribute(data, "long_name"), f"{path} has no long_name")
    if is_scale(data):
        return
    for axis, scales in enumerate(data.dims):
        require(len(scales) == 1, f"dimension {axis} of {path} has {len(scales)} scales, not one")
        require(scales[0].shape == (data.shape[axis],),
                f"dimension {axis} of {path} has {data.shape[axis]} places, its scale {scales[0].shape}")


def check_dimensions(file, folder, expected, where=lambda name: True):
    for name, data in file[folder].items():
        if isinstance(data, h5py.Dataset) and not is_scale(data) and where(name):
            found = dimension_names(data)
            require(found == expected, f"{folder}/{name} has the dimensions {found}, not {expected}")


def check_times(file):
    time, moment = file["time"][:], file["moment"][:]
    require(len(time) > 0 and time[0] == 0, "the first output is not the start")
    require(set(moment) <= {0, 1, 2, 3}, "a moment is none of 0, 1, 2 and 3")
    gave_up = attribute(file["provenance"], "status").startswith("gave up")  # the last good state may stand twice
    for row in range(1, len(time)):
        twice = moment[row - 1] == 1 and moment[row] == 2
        if gave_up and row == len(time) - 1 and time[row] == time[row - 1]:
            continue
        require(time[row] == time[row - 1] if twice else time[row] > time[row - 1],
                f"the times {time[row - 1]} and {time[row]} follow each other with moments {moment[row - 1]}, {moment[row]}")
    require(len(file["series"]) >= 2, "there are no series")
    step = file["series/step"][:]
    require((step == numpy.arange(1, len(step) + 1)).all(), "steps are not numbered 1, 2, 3, ...")
    require((numpy.diff(file["series/time"][:]) > 0).all(), "the times of the steps do not grow")


def check_cells(file):
    number, volume = file["cell/id"][:], file["cell/volume"][:]
    count = len(number)
    require(count > 0 and (number == numpy.arange(count)).all(), "cells are not numbered 0, 1, 2, ...")
    require((volume > 0).all(), "a cell has no volume")
    material = file["cell/material"]
    require(len(attribute(material, "flag_meanings").split()) == len(material.attrs["flag_values"]),
            "materials and their names do not match")
    require(set(material[:]) <= set(material.attrs["flag_values"]), "a cell has a material without a name")
    corners = file["geometry/points"][:][file["geometry/connectivity"][:]]
    require(corners.shape == (count, 8, 3), "the geometry has other cells")
    low, high = corners.min(axis=1), corners.max(axis=1)
    centre = numpy.stack([file["cell/" + axis][:] for axis in "xyz"], axis=1)
    require(((low <= centre) & (centre <= high)).all(), "the centre of a cell stands outside of its corners")
    box = (high - low).prod(axis=1)
    require(numpy.allclose(box, volume, rtol=1e-9, atol=0), "a cell has another volume than its corners span")


def check_faces(file):
    count = len(file["cell/id"])
    pairs = list(zip(file["faces/left"][:], file["faces/right"][:]))
    require(pairs == sorted(set(pairs)), "faces are not sorted by their cells, or one stands twice")
    require(all(0 <= cell < count for pair in pairs for cell in pair), "a face has a cell that does not exist")
    for name, patch in file["patches"].items():
        require(((patch["cell"][:] >= 0) & (patch["cell"][:] < count)).all(), f"patch {name} has an unknown cell")
        require((patch["area"][:] > 0).all(), f"patch {name} has a face without area")
        require((patch["distance"][:] > 0).all(), f"patch {name} has a face at the centre of its cell")


def check_system(file):
    components, elements = names(file, "system/components"), names(file, "system/elements")
    gases, minerals = names(file, "system/gases"), names(file, "system/minerals")
    require(components and components[-1] == "H2O", "H2O is not the last component")
    for name, shape in (("component_elements", (len(components), len(elements))),
                        ("component_charge", (len(components),)),
                        ("gas_components", (len(gases), len(components))),
                        ("mineral_components", (len(minerals), len(components))),
                        ("mineral_molar_mass", (len(minerals),)), ("mineral_molar_volume", (len(minerals),))):
        require(file["system/" + name].shape == shape, f"system/{name} is not {shape}")
    for component in components:
        require(component in file["external"], f"nothing says how much {component} came from elsewhere than through patches")
        for name, patch in file["patches"].items():
            require("entered_" + component in patch, f"nothing says how much {component} entered through {name}")


def check_provenance(file):
    require(int(file.attrs["schema_version"]) == 2, "another version of the layout")
    for name in PROVENANCE:
        require(name in file["provenance"].attrs, f"provenance has no {name}")
    for path in ("provenance/records", "published"):
        json.loads(file[path][()])


def crc32(values, kind="<f8"):
    return zlib.crc32(numpy.ascontiguousarray(values).astype(kind).tobytes())


def check_commit(file):
    """The marks as docs/outputs.md describes them: every state is whole."""
    commit = file["commit"]
    datasets, constants = names(file, "commit/datasets"), names(file, "commit/constants")
    require(len(commit["mark"]) == len(file["time"]), "there is a state without a mark")
    for path, checksum in zip(constants, commit["constant_crc32"][:]):
        require(crc32(file[path][...]) == checksum, f"{path} is not as it was written")
    for state, (mark, steps) in enumerate(zip(commit["mark"][:], commit["steps"][:])):
        numbers = numpy.concatenate([[state, steps], commit["crc32"][state], commit["constant_crc32"][:]])
        require(mark == 2**32 + crc32(numbers, "<i8"), f"the mark of state {state} is not right")
        for path, checksum in zip(datasets, commit["crc32"][state]):
            values = file[path][:steps] if path.startswith("/series/") else file[path][state]
            require(crc32(values) == checksum, f"{path} of state {state} is not as it was written")
    grow = []
    file.visititems(lambda path, item: grow.append("/" + path) if getattr(item, "maxshape", [1])[:1] == (None,) else None)
    unmarked = [path for path in grow if path not in datasets and not path.startswith("/commit/")
                and not (path.endswith("/time") and path != "/series/time")]
    require(not unmarked, f"no mark covers {unmarked}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with h5py.File(sys.argv[1], "r") as file:
        check_provenance(file)
        check_commit(file)
        units, datasets = Units(), []
        file.visititems(lambda path, item: datasets.append((path, item)) if isinstance(item, h5py.Dataset) else None)
        for path, data in datasets:
            check_description(path, data, units)
        check_dimensions(file, "fields", ["time", "cell"])
        check_dimensions(file, "cell", ["cell"])
        check_dimensions(file, "external", ["time"])
        check_dimensions(file, "series", ["step"])
        check_dimensions(file, "faces", ["face"])
        for name in file["patches"]:
            check_dimensions(file, "patches/" + name, ["time", "face"], lambda name: name.startswith(CROSSINGS))
            check_dimensions(file, "patches/" + name, ["face"], lambda name: not name.startswith(CROSSINGS))
        check_times(file)
        check_cells(file)
        check_faces(file)
        check_system(file)
        for name, data in file["fields"].items():
            require(numpy.isfinite(data[...]).all(), f"the field {name} has values that are not numbers")
        print(f"{sys.argv[1]}: {len(datasets)} datasets, {len(file['time'])} states of {len(file['cell/id'])} cells")


if __name__ == "__main__":
    main()
