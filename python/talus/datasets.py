"""Groups of an HDF5 file as Datasets of xarray. Numbers are read when they are asked for, and no file stays open, so that a run
may go on writing. (xarray's own engine h5netcdf reads these files too, but takes a second for each group: it asks for the
lengths of the dimensions of all groups, over and over.)"""

import h5py
import xarray
from xarray.backends import BackendArray
from xarray.core import indexing

OF_HDF5 = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "coordinates"}  # attributes that are no words for people
WITHOUT_NUMBERS = b"This is a netCDF dimension but not a netCDF variable"


def plain(value):
    """An attribute as text, a number or an array."""
    if isinstance(value, bytes):
        return value.decode()
    return value.item() if getattr(value, "size", 2) == 1 and hasattr(value, "item") else value


class Numbers(BackendArray):
    """A dataset of a file, read in parts."""

    def __init__(self, path, dataset):
        self.path, self.name, self.shape, self.dtype = path, dataset.name, dataset.shape, dataset.dtype

    def __getitem__(self, key):
        return indexing.explicit_indexing_adapter(key, self.shape, indexing.IndexingSupport.OUTER_1VECTOR, self._read)

    def _read(self, key):
        with h5py.File(self.path, "r") as file:
            return file[self.name][key]


def variable(path, name, dataset):
    """Named dimensions, numbers and attributes of a dataset."""
    if dataset.attrs.get("CLASS") == b"DIMENSION_SCALE":
        dimensions = [name]
    else:
        dimensions = [dimension[0].name.rsplit("/", 1)[-1] for dimension in dataset.dims]
    numbers = dataset.asstr()[...] if dataset.dtype == object else indexing.LazilyIndexedArray(Numbers(path, dataset))
    attributes = {key: plain(value) for key, value in dataset.attrs.items()
                  if key not in OF_HDF5 and not key.startswith("_")}
    return xarray.Variable(dimensions, numbers, attributes)


def dataset(path, group):
    """A group of a file: datasets with named dimensions; those of the name of a dimension are its coordinate."""
    with h5py.File(path, "r") as file:
        variables = {
            name: variable(path, name, one) for name, one in file[group].items()
            if isinstance(one, h5py.Dataset) and one.ndim > 0
            and not bytes(one.attrs.get("NAME", b"")).startswith(WITHOUT_NUMBERS)}
    data = xarray.Dataset(variables)
    return data.set_coords([name for name in ("time",) if name in data and name not in data.dims])
