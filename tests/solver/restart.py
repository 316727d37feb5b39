#!/usr/bin/python3
"""A run that goes on from a state of another run's file is the run that never stopped: bit by bit on as many ranks, to
1e-10 of each field's largest value on another number; and what cannot be continued is refused with a reason."""
import lzma
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import h5py
import numpy as np

INPUTS = pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs"
OLDER = pathlib.Path(os.environ["TALUS_ROOT"]) / "tests/solver/older_run"  # .toml, and .h5.xz that an older version wrote
GROUPS = ("fields", "patches", "external", "restart")
BY_RANK = "restart/external"


def talus(case, output, *words, ranks=1, exit_code=0):
    """Runs a case of inputs/ and returns what it says on the terminal and, in case of an error, beside it."""
    mpirun = [os.environ["TALUS_MPIRUN"], "--oversubscribe", "--bind-to", "none", "-n", str(ranks)] if ranks > 1 else []
    command = [*mpirun, os.environ["TALUS_PROGRAM"], "run", str(INPUTS / case), "--force", "-o", str(output), *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=output.parent)
    if done.returncode != exit_code:
        sys.exit(f"failed: exit code {done.returncode}, not {exit_code}: {' '.join(command)}\n{done.stderr}")
    return done.stdout + done.stderr


def rows(file):
    return list(zip(file["time"][...], file["moment"][...]))


def datasets_over_time(file):
    names = []
    for group in GROUPS:
        file[group].visititems(lambda name, item, group=group: names.append(f"{group}/{name}")
                               if isinstance(item, h5py.Dataset) and item.maxshape[:1] == (None,) else None)
    return [name for name in names if not name.endswith("/time")]


def differences(whole, part, tolerance):
    """What differs at the states that both have; those of `part` must all be in `whole`."""
    missing = [row for row in rows(part) if row not in rows(whole)]
    if missing:
        yield f"states that the uninterrupted run does not have: {missing}"
        return
    if rows(part)[1:] != rows(whole)[-len(rows(part)) + 1:]:
        yield "states of the uninterrupted run are missing"
    where = [rows(whole).index(row) for row in rows(part)]
    for name in datasets_over_time(part):
        if tolerance > 0 and name == BY_RANK:
            continue
        a, b = whole[name][...][where], part[name][...]
        worst, scale = np.max(np.abs(a - b), initial=0), np.max(np.abs(a), initial=0)
        if worst > tolerance * scale:
            yield f"/{name} differs by {worst:.2e}, {worst / scale:.1e} of its largest value"
    count = len(part["series/time"])
    if tolerance > 0:
        return
    for name in part["series"]:
        if count == 0 or not np.array_equal(whole["series"][name][-count:], part["series"][name][...]):
            yield f"/series/{name} is not the end of that of the uninterrupted run"


def compare(what, whole, part, tolerance=0.0):
    with h5py.File(whole) as a, h5py.File(part) as b:
        found = list(differences(a, b, tolerance))
    print(f"{what}: " + (f"the same to {tolerance:g}" if not found else "\n  ".join(["different", *found])), flush=True)
    return not found


def check_bits(folder):
    """12 = 7 + restart + 5 outputs, also where the first run ended at a time of an operation."""
    good = True
    for case, every, operated in (("column.toml", 2, False), ("section.toml", 1, True)):
        keys = ["-q", "--set", f"run.output_every={every} d", "--set"]
        if operated:
            keys = ["--set", "operations[0].every=3.5 d", *keys]
        for ranks in (1, 2) if operated else (1,):
            files = {name: folder / f"{name}_{ranks}_{case}".replace(".toml", ".h5") for name in ("whole", "first", "second")}
            talus(case, files["whole"], *keys, f"run.length={12 * every} d", ranks=ranks)
            talus(case, files["first"], *keys, f"run.length={7 * every} d", ranks=ranks)
            talus(case, files["second"], *keys, f"run.length={12 * every} d", "--restart", files["first"], ranks=ranks)
            with h5py.File(files["second"]) as second:
                start = rows(second)[0]
            if start != (7 * every * 86400.0, 0):
                print(f"{case} went on from {start}")
                good = False
            # at 7 d = 2 * 3.5 d the whole run churns, the first run ends: its last state is that before churning
            good &= compare_after_operation(f"{case} on {ranks}", files, operated)
    return good


def compare_after_operation(what, files, operated):
    """Like compare(); a plain state at the time of an operation stands for the one before it."""
    if not operated:
        return compare(what, files["whole"], files["second"])
    with h5py.File(files["second"], "r+") as second:
        moments = list(second["moment"][:3])
        if moments != [0, 1, 2]:
            print(f"{what}: moments begin with {moments}, not plain, before, after")
            return False
        for name in datasets_over_time(second):  # the plain state and the one before the operation are the same
            if not np.array_equal(second[name][0], second[name][1]):
                print(f"{what}: /{name} has changed before the operation")
                return False
        second["moment"][0] = 1
    return compare(what, files["whole"], files["second"])


def check_ranks(folder):
    """From an after-churn state, from a plain one, and again from a continued run; on 1, 2, 3 ranks and with idle ones."""
    keys = ["-q", "--set", "run.length=10 d", "--set", "run.output_every=2 d", "--set", "operations[0].every=3 d"]
    case, whole = "section.toml", {1: folder / "whole_1.h5", 2: folder / "whole_2.h5"}
    for ranks, file in whole.items():
        talus(case, file, *keys, ranks=ranks)
    good = True
    for before, after, at, tolerance in ((1, 1, "6 d", 0), (1, 1, "4 d", 0), (2, 2, "6 d", 0), (2, 2, "4 d", 0),
                                         (1, 3, "6 d", 1e-10), (2, 1, "4 d", 1e-10), (1, 11, "4 d", 1e-10)):
        part = folder / "part.h5"
        talus(case, part, *keys, "--restart", whole[before], "--at", at, ranks=after)
        good &= compare(f"from {at} of a run on {before}, on {after}", whole[before], part, tolerance)
    talus(case, folder / "middle.h5", *keys, "--restart", whole[1], "--at", "2 d")
    talus(case, folder / "end.h5", *keys, "--restart", folder / "middle.h5", "--at", "6 d")
    return good & compare("from 6 d of a run that went on from 2 d", whole[1], folder / "end.h5")


def check_record(folder):
    """What is written about the parent, what is said about changed keys, and that the books stay closed."""
    parent, part = folder / "parent.h5", folder / "part.h5"
    keys = ["--set", "run.length=20 d", "--set", "run.output_every=10 d"]
    talus("column.toml", parent, "-q", *keys)
    said = talus("column.toml", part, *keys, "--set", "temperature.constant=15 degC", "--restart", parent, "--at", "10 d")
    good = "changed: temperature.constant from \"12 degC\" to \"15 degC\"" in said and said.count("changed:") == 1
    with h5py.File(part) as file:
        record = file["provenance"].attrs
        good &= record["parent"] == str(parent) and record["parent_time"] == 864000.0
        good &= len(record["parent_case_sha256"]) == 64
        closure = max(np.max(np.abs(file["series"][name][...])) for name in file["series"] if name.startswith("closure"))
    print(f"record of the parent, changed keys: {good}; closure {closure:.1e}")
    return good and closure < 1e-10


def check_refusals(folder):
    keys = ["-q", "--set", "run.length=4 d", "--set", "run.output_every=2 d"]
    run, other, text = folder / "run.h5", folder / "other.h5", folder / "text.h5"
    talus("column.toml", run, *keys)
    text.write_text("no HDF5")
    with h5py.File(folder / "foreign.h5", "w"):
        pass
    cut = folder / "cut.h5"
    cut.write_bytes(run.read_bytes()[:-5000])
    longer = [*keys, "--set", "run.length=6 d"]
    refusals = (
        ("text", 4, "it is no run file", longer, ["--restart", text]),
        ("another HDF5 file", 4, "is not a run file of Talus", longer, ["--restart", folder / "foreign.h5"]),
        ("a copy that is cut off", 4, "it is cut off, ", longer, ["--restart", cut]),
        ("no file", 4, "cannot open", longer, ["--restart", folder / "nothing.h5"]),
        ("a time that is not there", 2, "no state at 3 d", longer, ["--restart", run, "--at", "3 d"]),
        ("its times", 2, "its states are at 0 d, 2 d, 4 d", longer, ["--restart", run, "--at", "3 d"]),
        ("a time without a unit", 2, "--at", longer, ["--restart", run, "--at", "3"]),
        ("--at alone", 2, "--at needs --restart", longer, ["--at", "3 d"]),
        ("the end", 2, "not before the end of the run", keys, ["--restart", run]),
        ("more cells", 2, "another mesh", [*longer, "--set", "mesh.cells.growth=1.1"], ["--restart", run]),
        ("other densities", 2, "another dry density", [*longer, "--set", "materials.tailings.porosity=0.5"], ["--restart", run]),
        ("other grains", 2, "another dry density", [*longer, "--set", "materials.tailings.grain_density=2700 kg/m3"],
         ["--restart", run]),
        ("larger cells", 2, "another volume", [*longer, "--set", "mesh.area=2 m2"], ["--restart", run]),
        ("other solids", 2, "other solids", [*longer, "--set", "chemistry.precipitate={Nesquehonite = {seed = \"10 m2/m3\"}}"],
         ["--restart", run]),
        ("other components", 2, "other components",
         [*longer, "--set", "chemistry.components=[\"H+\", \"HCO3-\", \"Mg+2\", \"Na+\", \"Cl-\", \"SiO2(aq)\", \"K+\"]",
          "--set", "waters.pore water.total={\"Mg+2\" = \"0.3 mmol/kgw\", \"Na+\" = \"2 mmol/kgw\", "
          "\"HCO3-\" = \"0.2 mmol/kgw\", \"Cl-\" = \"2 mmol/kgw\", \"K+\" = \"1 mmol/kgw\"}"], ["--restart", run]))
    good = True
    for what, code, reason, words, restart in refusals:
        said = talus("column.toml", other, *words, *restart, exit_code=code)
        good &= reason in said
        print(f"{what}: " + ("refused" if reason in said else f"the reason is not '{reason}':\n{said}"), flush=True)
    before = run.read_bytes()
    said = talus("column.toml", run, *longer, "--restart", run, exit_code=4)
    said += talus("section.toml", other, *longer, "--restart", run, ranks=2, exit_code=2)
    return good and "is the file that is to be continued" in said and run.read_bytes() == before


def check_tables(folder):
    """A table whose text has changed is said, and the cells are at the equilibrium of the new one from the first state on; the
    density of water does not hang on the length of the run."""
    for name in ("warming.toml", "warming.csv"):
        shutil.copy(OLDER.parent / name, folder)
    case, parent, part = folder / "warming.toml", folder / "parent.h5", folder / "part.h5"
    keys = ["--set", "run.output_every=1 d", "--set", "chemistry.water_density=Kell 1975"]
    talus(case, parent, "-q", *keys, "--set", "run.length=2 d")
    longer = [*keys, "--set", "run.length=3 d", "--restart", parent]
    same = talus(case, part, *longer)
    with h5py.File(part) as file, h5py.File(parent) as before:
        good = "SHA-256" not in same and "changed: chemistry" not in same
        good &= all(np.array_equal(file["fields"][name][0], before["fields"][name][-1]) for name in ("pH", "water"))
        plain = file["fields/pH"][0]
    (folder / "warming.csv").write_text("time [d], temperature [degC]\n0, 10\n1, 20\n100, 20\n")
    said = talus(case, part, *longer)
    good &= "changed: SHA-256 of warming.csv from" in said
    with h5py.File(part) as file:
        first, second = file["fields/pH"][0], file["fields/pH"][1]
        good &= abs(np.mean(first) - np.mean(plain)) > 0.05  # by 10 K
        good &= abs(np.mean(first) - np.mean(plain)) > 3 * abs(np.mean(second) - np.mean(first))
    print("changed tables: " + ("said, and followed at once" if good else f"not followed:\n{said}"), flush=True)
    return good


def check_older(folder):
    """A run file of an older version is continued, and comes to the numbers that it had itself; where it lacks an array, that
    is named."""
    older, part, lacking, renamed = (folder / f"{name}.h5" for name in ("older", "part", "lacking", "renamed"))
    older.write_bytes(lzma.decompress(OLDER.with_suffix(".h5.xz").read_bytes()))
    shutil.copy(older, renamed)
    with h5py.File(renamed, "r+") as file:  # what it calls otherwise
        file.move("booked", "external")
        file.move("restart/booked", "restart/external")
    good = True
    for at in ("1 d", "1.5 d", "2 d"):  # before and after churning
        said = talus(OLDER.with_suffix(".toml"), part, "--restart", older, "--at", at)
        with h5py.File(part, "r+") as file:  # the mean of the last step, which a run that has just begun has not
            del file["fields/water_flux_z"]
            for patch in file["patches"].values():  # which older files have not
                patch.pop("runoff_H2O", None)
        # 5e-5: in the older version no CO2 of the air dissolved at the face of the top
        good &= compare(f"from {at} of an older version's run", renamed, part, 1e-4)
        good &= said.count("changed:") == said.count("changed: the text of the database")
    for array, words in (("totals", "what water, gas and exchangers hold"), ("flow", "pressure head in m"), ("amount", "solid per bulk volume")):
        shutil.copy(older, lacking)
        with h5py.File(lacking, "r+") as file:  # as of a version that had neither the array nor commit marks
            del file[f"restart/{array}"]
            del file["commit"]
            file.attrs["schema_version"] = 1
        said = talus(OLDER.with_suffix(".toml"), part, "--set", "run.length=4 d", "--restart", lacking, exit_code=4)
        named = f"it has no /restart/{array} ({words}" in said
        print(f"without {array}: " + ("refused by name" if named else f"not refused by name:\n{said}"), flush=True)
        good &= named
    return good


def main():
    checks = {"bits": check_bits, "ranks": check_ranks, "record": check_record, "refusals": check_refusals, "tables": check_tables,
              "older": check_older}
    with tempfile.TemporaryDirectory() as folder:
        good = [checks[name](pathlib.Path(folder)) for name in sys.argv[1:] or checks]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
