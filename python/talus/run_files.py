"""Run files as Datasets of xarray, runs that continue each other joined (the layout: docs/outputs.md)."""

from __future__ import annotations

import hashlib
import os
import typing
import zlib

from talus._talus import FileError

if typing.TYPE_CHECKING:
    import xarray

SCHEMAS = {"2"}  # of the layout, that are read here
EARLIER = {"external": "booked"}  # names of groups in files of earlier versions
MOMENT = {"units": "1", "long_name": "0 plain, 1 before an operation of its time, 2 after it"}


def committed_states(file):
    """How many states, and rows of the series, of an open file count: those before the first without a right mark."""
    import numpy

    commit, steps = file["commit"], 0
    for state, mark in enumerate(commit["mark"][:]):
        numbers = numpy.concatenate([[state, commit["steps"][state]], commit["crc32"][state], commit["constant_crc32"][:]])
        if mark != 2**32 + zlib.crc32(numbers.astype("<i8").tobytes()):
            return state, steps
        steps = int(commit["steps"][state])
    return len(commit["mark"]), steps


class Part:
    """One file of a run, and what of it counts."""

    def __init__(self, path):
        import h5py
        from talus.datasets import plain

        self.path, self.place = path, os.path.abspath(path)
        try:
            os.stat(path)
            file = h5py.File(path, "r")
        except OSError as error:
            raise FileError(f"cannot read '{path}': {error.strerror or error}") from None
        with file:
            if str(plain(file.attrs.get("schema_version", ""))) not in SCHEMAS or "commit" not in file:
                raise FileError(f"'{path}' is no run file of this version of Talus")
            self.states, self.steps = committed_states(file)
            if self.states == 0:
                raise FileError(f"'{path}' has no state that was written completely")
            self.provenance = {name: plain(value) for name, value in file["provenance"].attrs.items()}
            self.patches = list(file["patches"]) if "patches" in file else []
            self.times, self.moments = file["time"][: self.states], file["moment"][: self.states]

    def parent(self):
        """The file that this one continues, where it stands now; None when there is none."""
        named = self.provenance.get("parent")
        if not named:
            return None
        checkpoint = named.endswith(".checkpoint.h5")  # which has one state; the others are in the run file
        if checkpoint:
            named = named.removesuffix(".checkpoint.h5") + ".h5"
        beside = os.path.join(os.path.dirname(self.path), os.path.basename(named))
        for path in (beside, named):
            if os.path.exists(path) and not os.path.samefile(path, self.place):
                part = Part(path)
                digest = hashlib.sha256(part.provenance["case_text"].encode()).hexdigest()
                if digest == self.provenance.get("parent_case_sha256", digest) and (checkpoint or self.begins_in(part)):
                    return part
        raise FileError(f"'{self.path}' continues '{named}', which is not there any more, or holds another run: put it "
                        f"back, beside '{self.path}' for instance, or open this part alone with joined=False")

    def has(self, group):
        """Whether the file has a group of this name."""
        import h5py

        with h5py.File(self.place, "r") as file:
            return group in file

    def begins_in(self, parent):
        """Whether the minerals of the first state are those that the parent has at that time, bit by bit."""
        import h5py

        same = [k for k in range(parent.states) if parent.times[k] == self.times[0] and parent.moments[k] == self.moments[0]]
        with h5py.File(parent.place, "r") as before, h5py.File(self.place, "r") as after:
            minerals = [name for name in before["fields"] if name.startswith("mineral_") and name in after["fields"]]
            return bool(same) and all((before["fields"][name][same[-1]] == after["fields"][name][0]).all() for name in minerals)

    def ends_before(self, child):
        """Leaves off what the file that continues this one has again."""
        time, moment = child.times[0], child.moments[0]
        same = [k for k, t in enumerate(self.times) if t == time and self.moments[k] == moment]
        self.states = same[-1] if same else sum(1 for t in self.times if t < time)
        self.end = child.provenance["parent_time"]


class Run:
    """A run: Datasets of xarray with units (`attrs["units"]`) and phrases for people (`attrs["long_name"]`)."""

    def __init__(self, parts):
        self._parts = parts
        self._datasets = {}

    def _part(self, part, name):
        """What counts of a group of one file."""
        from talus.datasets import dataset

        data = dataset(part.place, EARLIER[name] if name in EARLIER and not part.has(name) else name)
        if "time" in data.dims:
            return data.isel(time=slice(part.states))
        if "step" not in data.dims:
            return data
        data = data.isel(step=slice(part.steps))
        return data if part is self._parts[-1] else data.isel(step=data.time.values <= part.end)

    def _group(self, name):
        import xarray

        if name not in self._datasets:
            data = self._part(self._parts[-1], name)
            along = next((d for d in ("time", "step") if d in data.dims), None)
            if along and len(self._parts) > 1:
                data = xarray.concat([*(self._part(part, name) for part in self._parts[:-1]), data], along,
                                     data_vars="minimal", coords="minimal", compat="override", combine_attrs="override")
            self._datasets[name] = data
        return self._datasets[name]

    @property
    def fields(self) -> xarray.Dataset:
        """The state of each cell at each output: time, cell. `moment` says whether a state stands before (1) or after
        (2) an operation of its time; x, y, z, depth and volume of the cells are coordinates."""
        cells = self.cells
        where = {name: cells[name] for name in ("x", "y", "z", "depth", "volume")}
        moments = [moment for part in self._parts for moment in part.moments[: part.states]]
        return self._group("fields").assign_coords(moment=("time", moments, MOMENT), **where)

    @property
    def cells(self) -> xarray.Dataset:
        """Where the cells are, their materials and porosities."""
        return self._group("cell")

    @property
    def series(self) -> xarray.Dataset:
        """Sums over the domain and measures of the solver after each accepted step."""
        return self._group("series")

    @property
    def external(self) -> xarray.Dataset:
        """What operations, make-up water and slow reactions have put into the domain since the start, mol."""
        return self._group("external")

    @property
    def patches(self) -> dict[str, xarray.Dataset]:
        """What has come in through each patch of the boundary since the start, by the names of the patches."""
        return {name: self._group(f"patches/{name}") for name in self._parts[-1].patches}

    @property
    def faces(self) -> xarray.Dataset:
        """The faces between cells."""
        return self._group("faces")

    @property
    def system(self) -> xarray.Dataset:
        """Components, elements, gases and minerals, and what they are made of."""
        return self._group("system")

    @property
    def provenance(self) -> dict[str, typing.Any]:
        """Case, command, versions, database and how the run ended; of the last file."""
        return self._parts[-1].provenance

    @property
    def files(self) -> list[str]:
        """The files that were joined, in the order of time."""
        return [part.path for part in self._parts]

    def __repr__(self):
        part = self._parts[-1]
        return (f"<talus.Run: {', '.join(self.files)}; {part.provenance.get('status')}, "
                f"to {part.times[-1] / 86400:g} d>")


def open(path: str | os.PathLike[str], joined: bool = True) -> Run:
    """Opens a run file. A run that continues others (--restart) comes with all of them, in one series of times, unless
    `joined` is False. States that were not written completely are left out. Raises FileError."""
    parts = [Part(os.fspath(path))]
    while joined and (parent := parts[0].parent()) is not None:
        if any(os.path.samefile(parent.place, part.place) for part in parts):
            raise FileError(f"'{parent.path}' and '{parts[0].path}' continue each other: open a part alone with joined=False")
        parent.ends_before(parts[0])
        parts.insert(0, parent)
    return Run(parts)
