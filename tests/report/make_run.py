#!/usr/bin/python3
"""Makes a run file whose every answer is known, in the layout of docs/outputs.md.

A column of tailings takes up CO2 at a constant rate: brucite turns into nesquehonite,

    Mg(OH)2 + CO2(g) + 2 H2O = MgCO3:3H2O

mole for mole, faster near the surface, until a share X of the brucite is gone; the minerals are churned every day.
The pore gas loses a little CO2 to the water, which turns it into bicarbonate with NaOH from elsewhere. So every line
of the ledger closes to rounding.

    make_run.py FILE.h5 [--conversion X] [--title TEXT] [--days N] [--break RELATIVE] [--status TEXT]

--break scales the CO2 that entered through the top, so that the ledger cannot close.
"""

import argparse
import json
import zlib

import h5py
import numpy

COMPONENTS = ["H+", "HCO3-", "Mg+2", "Na+", "Cl-", "SiO2(aq)", "H2O"]
ELEMENTS = ["C", "Cl", "H", "Mg", "Na", "O", "Si"]
CHARGE = [1, -1, 2, 1, -1, 0, 0]
ATOMS = {"H+": {"H": 1}, "HCO3-": {"H": 1, "C": 1, "O": 3}, "Mg+2": {"Mg": 1}, "Na+": {"Na": 1}, "Cl-": {"Cl": 1},
         "SiO2(aq)": {"Si": 1, "O": 2}, "H2O": {"H": 2, "O": 1}}
GASES = {"CO2(g)": {"HCO3-": 1, "H+": 1, "H2O": -1}}
MINERALS = {  # composition, kg/mol, m3/mol
    "Brucite": ({"Mg+2": 1, "H+": -2, "H2O": 2}, 0.0583197, 24.63e-6),
    "Lizardite": ({"Mg+2": 3, "SiO2(aq)": 2, "H+": -6, "H2O": 5}, 0.2771124, 107.5e-6),
    "Nesquehonite": ({"Mg+2": 1, "HCO3-": 1, "H+": -1, "H2O": 3}, 0.1383600, 74.79e-6),
}
DAY = 86400.0
AREA, DEPTH, CELLS = 0.193, 0.12, 24
DRY_DENSITY, POROSITY = 1600.0, 1 - 1600.0 / 2800.0
BRUCITE_SHARE, LIZARDITE_SHARE, WATER_SHARE = 0.015, 0.85, 0.15


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--conversion", type=float, default=0.25, help="of brucite at the end of the run")
    parser.add_argument("--title", default="A column with known answers")
    parser.add_argument("--days", type=float, default=24)
    parser.add_argument("--break", dest="broken", type=float, default=0, help="relative error of what entered")
    parser.add_argument("--status", default="done")
    return parser.parse_args()


def output_times(days):
    """Times (s) and moments: daily before and after the churn; the start and the end once."""
    times, moments = [0.0], [0]
    for day in range(1, int(days)):
        times += [day * DAY] * 2
        moments += [1, 2]
    return numpy.array(times + [days * DAY]), numpy.array(moments + [0])


def weights(composition):
    return numpy.array([composition.get(name, 0.0) for name in COMPONENTS])


def states(arguments):
    """Fields (time, cell) of amounts per bulk volume, what entered, and external terms (time, component; mol)."""
    time, moment = output_times(arguments.days)
    faces = DEPTH * numpy.linspace(0, 1, CELLS + 1) ** 0.7          # finer at the surface; from the base up
    thickness, z = numpy.diff(faces), 0.5 * (faces[1:] + faces[:-1])
    depth, volume = DEPTH - z, AREA * thickness
    brucite_start = BRUCITE_SHARE * DRY_DENSITY / MINERALS["Brucite"][1]
    lizardite = LIZARDITE_SHARE * DRY_DENSITY / MINERALS["Lizardite"][1]
    water_start = WATER_SHARE * DRY_DENSITY                           # kg/m3

    share = 1 + numpy.cos(numpy.pi * depth / DEPTH)
    share /= (share * volume).sum() / volume.sum()                    # mean 1: more reacts near the surface
    rows = len(time)
    reacted = numpy.zeros((rows, CELLS))                              # mol/m3 of brucite gone
    for row in range(1, rows):
        if moment[row] == 2:
            reacted[row] = (reacted[row - 1] * volume).sum() / volume.sum()
        else:
            grown = arguments.conversion * brucite_start * (time[row] - time[row - 1]) / time[-1]
            reacted[row] = reacted[row - 1] + grown * share
    progress = (time / time[-1])[:, None]

    gas_start, sodium_start, bicarbonate_start = 8e-3, 0.48, 0.24     # mol/m3
    gas = gas_start * (1 - 0.5 * progress * (depth / DEPTH))
    moved = gas_start - gas                    # from the pore gas into the water, as bicarbonate, with external NaOH
    aqueous = {
        "H+": 1e-5 + 0 * moved,
        "HCO3-": bicarbonate_start + moved,
        "Mg+2": 0.48 + 0 * moved,
        "Na+": sodium_start + moved,
        "Cl-": sodium_start + 2 * 0.48 - bicarbonate_start + 1e-5 + 0 * moved,
        "SiO2(aq)": 1e-3 + 0 * moved,
        "H2O": water_start / 0.01801528 - 2 * reacted,
    }
    minerals = {
        "Brucite": brucite_start - reacted,
        "Lizardite": lizardite + 0 * reacted,
        "Nesquehonite": reacted.copy(),
    }
    entered = numpy.outer((reacted * volume).sum(axis=1), weights(GASES["CO2(g)"]))
    sodium_hydroxide = weights({"Na+": 1, "H2O": 1, "H+": -1})
    external = numpy.outer((moved * volume).sum(axis=1), sodium_hydroxide)
    entered *= 1 + arguments.broken
    water = aqueous["H2O"] * 0.01801528
    fields = {
        "water": (water, "kg/m3", "liquid water per bulk volume"),
        "saturation": (water / 999.1 / POROSITY, "1", "part of the pores filled with water"),
        "temperature": (numpy.full_like(gas, 288.15), "K", "temperature"),
        "pH": (9.3 + 0.5 * depth / DEPTH * numpy.minimum(1, 10 * progress), "1", "pH"),
        "ionic_strength": (aqueous["Na+"] / water, "mol/kg", "ionic strength"),
        "water_activity": (numpy.full_like(gas, 0.999), "1", "activity of water"),
        "partial_pressure_CO2(g)": (gas * 8.314462618 * 288.15 / (POROSITY - water / 999.1), "Pa",
                                    "partial pressure of CO2(g)"),
        "gaseous_CO2(g)": (gas, "mol/m3", "CO2(g) in the pores per bulk volume"),
    }
    for name, values in aqueous.items():
        fields["aqueous_" + name] = (values, "mol/m3", f"total of {name} in the water per bulk volume")
    for name, values in minerals.items():
        fields["mineral_" + name] = (values, "mol/m3", f"{name} per bulk volume")
        fields["initial_" + name] = (numpy.repeat(values[:1], rows, axis=0), "mol/m3", f"{name} at the start")
        fields["saturation_index_" + name] = (0 * values - 0.5, "1", f"log10 of the saturation ratio of {name}")
    cells = {"x": 0 * z, "y": 0 * z, "z": z, "depth": depth, "volume": volume, "porosity": 0 * z + POROSITY,
             "dry_density": 0 * z + DRY_DENSITY}
    return time, moment, cells, fields, entered, external


class Writer:
    def __init__(self, path):
        self.file = h5py.File(path, "w")
        self.file.attrs["schema_version"] = numpy.int32(2)

    def put(self, path, values, units="1", long_name=""):
        data = self.file.create_dataset(path, data=values)
        data.attrs["units"], data.attrs["long_name"] = units, long_name or path
        return data

    def names(self, path, values):
        self.file.create_dataset(path, data=numpy.array(values, dtype=object), dtype=h5py.string_dtype())


RECORDS = [
    {"kind": "mineral", "name": "Brucite", "quantity": "log10 K at 25 degC", "value": 17.11, "unit": "1",
     "status": "measured", "source": "Xiong 2008", "note": ""},
    {"kind": "rate", "name": "Lizardite", "quantity": "power of the affinity", "value": 1, "unit": "1",
     "status": "assumed", "source": "common practice", "note": "No measurement near equilibrium is known."},
]
PUBLISHED = [
    {"quantity": "CO2 uptake", "value": "2.0 g/kg", "source": "a field experiment"},
    {"quantity": "Brucite conversion", "range": ["15 %", "30 %"], "source": "a field experiment"},
]


def write(arguments):
    time, moment, cells, fields, entered, external = states(arguments)
    out = Writer(arguments.file)
    out.file.attrs["title"] = arguments.title
    out.put("time", time, "s", "time since the start")
    out.put("moment", moment.astype("i4"), "1", "0 plain, 1 before an operation, 2 after it")
    out.put("cell/id", numpy.arange(CELLS), "1", "global number of the cell")
    for name, values in cells.items():
        unit = {"volume": "m3", "porosity": "1", "dry_density": "kg/m3"}.get(name, "m")
        out.put("cell/" + name, values, unit)
    material = out.put("cell/material", numpy.zeros(CELLS, "i4"))
    material.attrs["flag_values"], material.attrs["flag_meanings"] = numpy.array([0], "i4"), "tailings"
    for name, (values, unit, sentence) in fields.items():
        out.put("fields/" + name, values, unit, sentence)
    for patch, cell in (("base", 0), ("top", CELLS - 1)):
        out.put(f"patches/{patch}/cell", numpy.array([cell]))
        out.put(f"patches/{patch}/area", numpy.array([AREA]), "m2")
        out.put(f"patches/{patch}/distance", numpy.array([1e-3]), "m")
        out.put(f"patches/{patch}/nz", numpy.array([1.0 if patch == "top" else -1.0]))
        for j, name in enumerate(COMPONENTS):
            flows = entered[:, j : j + 1] if patch == "top" else 0 * entered[:, j : j + 1]
            out.put(f"patches/{patch}/entered_{name}", flows, "mol", f"{name} that has come in")
        if patch == "top":
            out.put("patches/top/gas_CO2(g)", entered[:, 1:2], "mol", "CO2(g) that has come in as gas")
    for j, name in enumerate(COMPONENTS):
        out.put("external/" + name, external[:, j], "mol", f"{name} by external terms")
    write_series(out, time, moment, cells, fields, entered)
    write_system(out)
    provenance = out.file.create_group("provenance")
    provenance.attrs.update({
        "case_file": "known.toml",
        "case_text": f'title = "{arguments.title}"\n\n[run]\nlength = "{arguments.days:g} d"\n',
        "case_echo": "", "command": "talus run known.toml", "version": "0.1.0", "commit": "0000000", "petsc": "3.18.5",
        "hdf5": "1.10.8", "instruction_set": "AVX2", "ranks": numpy.int32(1), "database": "talus",
        "database_hash": "0" * 64, "started": "2024-05-01T10:00:00Z", "finished": "2024-05-01T10:00:04Z",
        "wall_seconds": 4.2, "status": arguments.status})
    provenance.create_dataset("records", data=json.dumps(RECORDS), dtype=h5py.string_dtype())
    out.file.create_dataset("published", data=json.dumps(PUBLISHED), dtype=h5py.string_dtype())
    commit(out, time)


def crc32(values, kind="<f8"):
    return zlib.crc32(numpy.ascontiguousarray(values).astype(kind).tobytes())


def commit(out, time):
    """The commit marks of all states (docs/outputs.md, "Committed states")."""
    file, growing, constants = out.file, ["/time", "/moment"], []
    for group in ("fields", "external", "series"):
        growing += [f"/{group}/{name}" for name in file[group]]
    for patch in file["patches"]:
        for name in file["patches"][patch]:
            once = name in ("cell", "area", "distance", "nz")
            (constants if once else growing).append(f"/patches/{patch}/{name}")
    constants += [f"/cell/{name}" for name in file["cell"]]
    steps = numpy.searchsorted(file["series/time"][...], time * (1 + 1e-9), side="right")
    sums = numpy.array([[crc32(file[name][:steps[state]] if name.startswith("/series/") else file[name][state])
                         for name in growing] for state in range(len(time))], dtype="i8")
    constant_sums = numpy.array([crc32(file[name][...]) for name in constants], dtype="i8")
    marks = [2**32 + crc32(numpy.concatenate([[state, steps[state]], sums[state], constant_sums]), "<i8")
             for state in range(len(time))]
    out.names("commit/datasets", growing)
    out.names("commit/constants", constants)
    for name, values in {"crc32": sums, "steps": steps, "constant_crc32": constant_sums, "mark": marks}.items():
        file.create_dataset("commit/" + name, data=numpy.array(values, dtype="i8"))


def write_series(out, time, moment, cells, fields, entered):
    """A step at each tenth of a day; what is stored grows linearly."""
    steps = int(round(time[-1] / DAY * 10))
    at = numpy.arange(1, steps + 1) * DAY / 10
    carbon = lambda row: ((fields["mineral_Nesquehonite"][0] + fields["gaseous_CO2(g)"][0]
                           + fields["aqueous_HCO3-"][0])[row] * cells["volume"]).sum()
    out.put("series/time", at, "s", "time since the start")
    out.put("series/step_length", numpy.full(steps, DAY / 10), "s", "length of the step")
    out.put("series/stored_CO2", (carbon(-1) - carbon(0)) * at / time[-1], "mol", "CO2 stored since the start")
    out.put("series/from_air_CO2", at / time[-1] * entered[-1, 1], "mol", "carbon that came in as gas")
    out.put("series/time_error_CO2", 1e-4 * at / time[-1], "mol", "estimate of the error of stored_CO2")
    for name in MINERALS:
        start, end = ((fields["mineral_" + name][0][row] * cells["volume"]).sum() for row in (0, -1))
        out.put("series/mineral_" + name, start + (end - start) * at / time[-1], "mol", name)


def write_system(out):
    out.names("system/components", COMPONENTS)
    out.names("system/elements", ELEMENTS)
    out.names("system/gases", list(GASES))
    out.names("system/minerals", list(MINERALS))
    out.put("system/component_elements", numpy.array([[ATOMS[c].get(e, 0.0) for e in ELEMENTS] for c in COMPONENTS]))
    out.put("system/component_charge", numpy.array(CHARGE, float))
    out.put("system/gas_components", numpy.array([weights(c) for c in GASES.values()]))
    out.put("system/mineral_components", numpy.array([weights(c) for c, _, _ in MINERALS.values()]))
    out.put("system/mineral_molar_mass", numpy.array([m for _, m, _ in MINERALS.values()]), "kg/mol")
    out.put("system/mineral_molar_volume", numpy.array([v for _, _, v in MINERALS.values()]), "m3/mol")


if __name__ == "__main__":
    write(parse_arguments())
