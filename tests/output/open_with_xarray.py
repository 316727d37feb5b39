#!/usr/bin/python3
"""Opens a run file with xarray as docs/outputs.md says, and checks that coordinates and units are found.

    open_with_xarray.py RUN.h5

Ends with a sentence and status 1 at the first thing that is wrong.
"""

import sys

import numpy
import xarray


def require(condition, sentence):
    if not condition:
        sys.exit(f"{sys.argv[1]}: {sentence}")


def open_group(group, dimensions, coordinates):
    data = xarray.open_dataset(sys.argv[1], group=group, engine="h5netcdf")
    found = set(data.sizes)
    require(found == set(dimensions), f"group {group} has the dimensions {sorted(found)}, not {sorted(dimensions)}")
    require(set(data.coords) == set(coordinates),
            f"group {group} has the coordinates {sorted(data.coords)}, not {sorted(coordinates)}")
    require(data.data_vars, f"group {group} has no variables")
    for name, variable in data.variables.items():
        if variable.dims:
            require("units" in variable.attrs, f"{name} of group {group} has no units")
            require("long_name" in variable.attrs, f"{name} of group {group} has no long_name")
    return data


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    root = open_group(None, ["time"], ["time"])
    cell = open_group("cell", ["cell"], ["cell"])
    fields = open_group("fields", ["time", "cell"], ["time", "cell"])
    series = open_group("series", ["step"], ["step", "time"])
    faces = open_group("faces", ["face"], [])
    external = open_group("external", ["time"], ["time"])
    system = open_group("system", ["components", "elements", "gases", "minerals"],
                        ["components", "elements", "gases", "minerals"])
    for data in (fields, external):
        require((data.time.values == root.time.values).all(), "the times of fields and of external terms differ")
    require((fields.cell.values == cell.cell.values).all(), "the numbers of the cells differ")

    # What a user does first: a profile at the end, an integral over the cells, a look into the system by name.
    water = fields["water"]
    require(water.dims == ("time", "cell"), f"water has the dimensions {water.dims}")
    require(water.attrs["units"] == "kg/m3", f"water has the units {water.attrs['units']}")
    profile = water.isel(time=-1).assign_coords(depth=("cell", cell.depth.values)).sortby("depth")
    require((numpy.diff(profile.depth.values) >= 0).all(), "a profile cannot be sorted by depth")
    total = (water * cell.volume).sum("cell")
    require(total.dims == ("time",) and numpy.isfinite(total.values).all(), "water cannot be summed over the cells")
    require(system.component_elements.sel(components="H2O", elements="O").item() == 1, "H2O has not one O")
    require((numpy.diff(series.time.values) > 0).all(), "the times of the steps do not grow")
    require(set(faces.left.values) | set(faces.right.values) <= set(cell.cell.values), "a face has an unknown cell")
    print(f"{sys.argv[1]}: {len(fields.data_vars)} fields, {len(series.data_vars)} series, coordinates found")


if __name__ == "__main__":
    main()
