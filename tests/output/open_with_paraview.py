#!/usr/bin/python3
"""Opens the XDMF file beside a run file with each of ParaView's XDMF readers and compares with the HDF5 file.

    open_with_paraview.py RUN.h5

Every time must be there once (of an operation the state after it), every field with the numbers of the HDF5 file.
Ends with a sentence and status 1 at the first thing that is wrong.
"""

import os
import sys

import h5py
import numpy
from paraview import servermanager, simple
from vtkmodules.util.numpy_support import vtk_to_numpy

READERS = {
    "what ParaView takes by itself": simple.OpenDataFile,
    "XDMFReader": lambda path: simple.XDMFReader(FileNames=[path]),
    "Xdmf3ReaderS": lambda path: simple.Xdmf3ReaderS(FileName=[path]),
    "Xdmf3ReaderT": lambda path: simple.Xdmf3ReaderT(FileName=[path]),
}


def require(condition, sentence):
    if not condition:
        sys.exit(f"{sys.argv[1]}: {sentence}")


def grid_at(reader, time):
    reader.UpdatePipeline(time)
    data = servermanager.Fetch(reader)
    while data.IsA("vtkMultiBlockDataSet"):
        data = data.GetBlock(0)
    return data


def check_reader(name, path, file, rows):
    """`rows` of the HDF5 file that a reader shows."""
    reader = READERS[name](path)
    require(reader is not None, f"{name} does not open {path}")
    reader.UpdatePipelineInformation()
    times = numpy.array(reader.TimestepValues)
    require(times.shape == (len(rows),) and numpy.allclose(times, file["time"][rows], rtol=1e-12),
            f"{name} finds the times {times}, not {file['time'][rows]}")
    volume = file["cell/volume"][:].sum()
    for time, row in zip(times, rows):
        grid = grid_at(reader, time)
        require(grid.GetNumberOfCells() == len(file["cell/id"]), f"{name} finds {grid.GetNumberOfCells()} cells")
        for field, values in file["fields"].items():
            if h5py.h5ds.is_scale(values.id) or set(field) & set(":|"):
                continue
            found = grid.GetCellData().GetArray(field)
            require(found is not None, f"{name} finds no field {field}")
            require((vtk_to_numpy(found) == values[row]).all(), f"{name} finds other numbers of {field} at {time} s")
    sizes = simple.CellSize(Input=reader)
    found = vtk_to_numpy(grid_at(sizes, times[-1]).GetCellData().GetArray("Volume")).sum()
    require(abs(found - volume) < 1e-9 * volume, f"the cells of {name} have the volume {found} m3, not {volume} m3")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    # XDMF 3 looks for the HDF5 file in the working directory when it is given a bare name.
    path = os.path.abspath(os.path.splitext(sys.argv[1])[0] + ".xdmf")
    with h5py.File(sys.argv[1], "r") as file:
        rows = numpy.flatnonzero(file["moment"][:] != 1)
        for name in READERS:
            check_reader(name, path, file, rows)
        print(f"{path}: {len(rows)} states, read by {len(READERS)} ways of ParaView")


if __name__ == "__main__":
    main()
