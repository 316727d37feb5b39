#!/usr/bin/python3
"""Makes a run file of many cells, state by state, compressed, to see what a report of it costs:

    make_large_run.py FILE.h5 [--cells 1000000] [--states 20]
    /usr/bin/time -v talus report FILE.h5

Columns of 100 cells in which brucite turns into nesquehonite by CO2 from the top; water, saturation, gas, minerals and the
totals of the components are fields. The balances close."""
import argparse
import json

import h5py
import numpy

from make_run import DAY, crc32

COMPONENTS = ["H+", "HCO3-", "Mg+2", "H2O"]
ELEMENTS = ["C", "H", "Mg", "O"]
ATOMS = [[0, 1, 0, 0], [1, 1, 0, 3], [0, 0, 1, 0], [0, 2, 0, 1]]
GAS = [1, 1, 0, -1]                                  # CO2(g) in components
BRUCITE, NESQUEHONITE = [-2, 0, 1, 2], [-1, 1, 1, 3]
LAYERS, HEIGHT, POROSITY, DENSITY = 100, 0.01, 0.4, 1600.0
GROWTH = 1e-3 * DAY                                  # mol/m3 from state to state, in the mean


class LargeRun:
    def __init__(self, path, cells, states):
        self.file = h5py.File(path, "w")
        self.columns, self.states = cells // LAYERS, states
        self.cells = self.columns * LAYERS
        self.random = numpy.random.default_rng(1)
        self.sums = {}                               # of each growing dataset: a checksum for each state

    def put(self, path, values, units="1"):
        data = self.file.create_dataset(path, data=values)
        data.attrs["units"] = units
        return data

    def append(self, path, state, values, units="mol/m3"):
        values = numpy.asarray(values)
        if path not in self.file:
            compressed = {"chunks": (1, min(values.size, 1 << 17)), "compression": "gzip", "compression_opts": 1, "shuffle": True}
            data = self.file.create_dataset(path, (self.states, *values.shape), "f8", **(compressed if values.ndim else {}))
            data.attrs["units"] = units
        self.file[path][state] = values
        self.sums.setdefault(path, []).append(crc32(values))

    def texts(self, path, values):
        self.file.create_dataset(path, data=numpy.array(values, dtype=object), dtype=h5py.string_dtype())

    def write(self):
        self.file.attrs["schema_version"], self.file.attrs["title"] = numpy.int32(2), "Many cells"
        depth = numpy.tile((LAYERS - 0.5 - numpy.arange(LAYERS)) * HEIGHT, self.columns)
        for name, values, unit in (("x", 0 * depth, "m"), ("y", 0 * depth, "m"), ("z", LAYERS * HEIGHT - depth, "m"),
                                   ("depth", depth, "m"), ("volume", 0 * depth + HEIGHT, "m3"), ("porosity", 0 * depth + POROSITY, "1"),
                                   ("dry_density", 0 * depth + DENSITY, "kg/m3")):
            self.put("cell/" + name, values, unit)
        material = self.put("cell/material", numpy.zeros(self.cells, "i4"))
        material.attrs["flag_values"], material.attrs["flag_meanings"] = numpy.array([0], "i4"), "tailings"
        for name, value in (("area", 1.0), ("distance", 0.5 * HEIGHT), ("nz", 1.0)):
            self.put("patches/top/" + name, numpy.full(self.columns, value))
        self.write_states(depth)
        self.write_system()
        provenance = self.file.create_group("provenance")
        provenance.attrs.update({"case_text": "", "case_echo": "", "case_file": "large.toml", "status": "done", "database_hash": "0" * 64})
        provenance.create_dataset("records", data=json.dumps([]), dtype=h5py.string_dtype())
        self.commit()

    def write_states(self, depth):
        reacted = numpy.zeros(self.cells)
        shape = numpy.exp(-depth / 0.3)
        time = numpy.arange(self.states) * 10 * DAY
        self.put("time", time, "s")
        self.put("moment", numpy.zeros(self.states, "i4"))
        for state in range(self.states):
            if state > 0:                            # digits as a solver leaves them, not only round ones
                reacted += GROWTH * shape * (1 + 0.01 * self.random.random(self.cells))
            water = 15000.0 - 2 * reacted
            fields = {"water": (0.01801528 * water, "kg/m3"), "saturation": (0.01801528 * water / 1000 / POROSITY, "1"),
                      "gaseous_CO2(g)": (0 * reacted + 0.01, "mol/m3"), "mineral_Brucite": (500 - reacted, "mol/m3"),
                      "mineral_Nesquehonite": (reacted, "mol/m3"), "aqueous_H+": (0 * reacted + 1e-5, "mol/m3"),
                      "aqueous_HCO3-": (0 * reacted + 1.0, "mol/m3"), "aqueous_Mg+2": (0 * reacted + 0.5, "mol/m3"),
                      "aqueous_H2O": (water, "mol/m3")}
            for name, (values, unit) in fields.items():
                self.append("fields/" + name, state, values, unit)
            entered = HEIGHT * reacted.reshape(self.columns, LAYERS).sum(axis=1)
            for share, name in zip(GAS, COMPONENTS):
                self.append("patches/top/entered_" + name, state, share * entered, "mol")
            self.append("patches/top/gas_CO2(g)", state, entered, "mol")
            for name in COMPONENTS:
                self.append("external/" + name, state, 0.0, "mol")

    def write_system(self):
        self.texts("system/components", COMPONENTS)
        self.texts("system/elements", ELEMENTS)
        self.texts("system/gases", ["CO2(g)"])
        self.texts("system/minerals", ["Brucite", "Nesquehonite"])
        for name, values in (("component_elements", ATOMS), ("component_charge", [1, -1, 2, 0]), ("gas_components", [GAS]),
                             ("mineral_components", [BRUCITE, NESQUEHONITE]), ("mineral_molar_mass", [0.0583197, 0.13836]),
                             ("mineral_molar_volume", [24.63e-6, 74.79e-6])):
            self.put("system/" + name, numpy.array(values, float))

    def commit(self):
        for name in ("time", "moment"):
            self.sums[name] = [crc32(value) for value in self.file[name][...]]
        growing = list(self.sums)
        constants = [f"/cell/{name}" for name in self.file["cell"]] + [f"/patches/top/{name}" for name in ("area", "distance", "nz")]
        once = [crc32(self.file[name][...]) for name in constants]
        sums = numpy.array([self.sums[name] for name in growing], "i8").T
        marks = [2**32 + crc32(numpy.concatenate([[state, 0], sums[state], once]), "<i8") for state in range(self.states)]
        self.texts("commit/datasets", ["/" + name for name in growing])
        self.texts("commit/constants", constants)
        for name, values in (("crc32", sums), ("steps", numpy.zeros(self.states)), ("constant_crc32", once), ("mark", marks)):
            self.file.create_dataset("commit/" + name, data=numpy.array(values, dtype="i8"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--cells", type=int, default=1000000)
    parser.add_argument("--states", type=int, default=20)
    given = parser.parse_args()
    LargeRun(given.file, given.cells, given.states).write()


if __name__ == "__main__":
    main()
