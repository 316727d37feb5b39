#!/usr/bin/python3
"""The Python module: the numbers of the program, arrays without copies that outlive what gave them, errors with the words of
the program, runs that are stopped and go on, types for checkers.

    python_module.py PROGRAM STUBS      (talus in PYTHONPATH; in a folder that has examples/)"""

import ast
import gc
import inspect
import pathlib
import signal
import subprocess
import sys

import h5py
import numpy
import talus

program, stubs = sys.argv[1], pathlib.Path(sys.argv[2])


def check(good, sentence):
    if not good:
        sys.exit(sentence)


def raised(kind, work):
    try:
        work()
    except kind as error:
        return error
    sys.exit(f"no {kind.__name__}")


# A water, as the program speciates it.
pathlib.Path("waters.toml").write_text(
    '[waters.a]\ntemperature = "15 degC"\npH = 9.3\ntotal = { Mg = "5 mmol/kgw", Cl = "1 mmol/kgw" }\ncharge = "Cl"\n')
printed = subprocess.run([program, "speciate", "waters.toml", "--csv"], capture_output=True, text=True, check=True).stdout
head, row = (line.split(",") for line in printed.splitlines()[:2])
by_program = dict(zip(head, row))
water = talus.speciate({"Mg": "5 mmol/kgw", "Cl": "1 mmol/kgw"}, pH=9.3, temperature="15 degC", charge="Cl", name="a")
from_file, = talus.speciate_file("waters.toml")
for one in (water, from_file):
    for name in ("Mg+2", "MgOH+", "OH-"):
        there = float(by_program[f"molality:{name} [mol/kgw]"])
        check(abs(one.molality[name] / there - 1) < 1e-9, f"{name}: {one.molality[name]} and {there}")
    check(abs(one.saturation_index["Brucite"] - float(by_program["SI:Brucite"])) < 1e-9, "SI of brucite")
check(water.name == "a" and water.pe is None and 288 < water.temperature < 289, repr(water))

# Errors.
error = raised(talus.InputError, lambda: talus.speciate({"Mgg": "5 mmol/kgw"}, pH=7))
check("Mgg" in str(error) and isinstance(error, ValueError) and error.problems, str(error))
error = raised(talus.InputError, lambda: talus.speciate({"Mg": "5 furlong"}, pH=7))
check("furlong" in str(error), str(error))
error = raised(talus.SolveError, lambda: talus.speciate({"Mg": "1 mol/kgw", "Alkalinity": "9000 eq/kgw"}, pH=3))
check(isinstance(error, RuntimeError), str(error))
error = raised(talus.InputError, lambda: talus.Database().reaction("Brucit"))
check("did you mean 'Brucite'?" in str(error), str(error))
error = raised(talus.FileError, lambda: talus.Simulation("nowhere.toml"))
check("nowhere.toml" in str(error) and isinstance(error, OSError), str(error))
error = raised(talus.InputError, lambda: talus.Simulation("examples/pile.toml", set={"mesh.deph": "2 m"}))
check("did you mean 'depth'?" in error.problems[0]["hint"], str(error.problems))
raised(TypeError, lambda: talus.Simulation("examples/pile.toml", set={"mesh.depth": None}))
error = raised(talus.InputError, lambda: talus.Reactor("examples/pile.toml"))
check("this is the case of a pile" in str(error) and error.problems[0]["line"] > 0, str(error))

# A batch.
table = talus.Reactor("examples/batch.toml", set={"vessel.minerals": {"Brucite": "0.1 mol"}, "steps.tolerance": numpy.float64(1e-6)}).run()
brucite = table["Brucite"]
check(brucite[0] == 0.1 and brucite.size == table.rows == 13 and table.unit("Brucite") == "mol", repr(brucite))
check(set(table) == set(table.keys()) and len(table) == len(table.keys()), repr(table))
check(table.csv().splitlines()[0].startswith("time [d],temperature [degC],"), table.csv()[:80])
error = raised(talus.InputError, lambda: table["brucite"])
check("did you mean 'Brucite'?" in str(error), str(error))
first = brucite.copy()
del table
gc.collect()
check((brucite == first).all(), "a column that outlives its table")

# A pile: fields are those of the run file, and look at the numbers of C++.
pile = talus.Simulation("examples/pile.toml", set={"run.length": "40 d", "run.output_every": "20 d"})
pile.write_to("module.h5")
check(pile.time == 0 and pile.length == 40 * 86400 and not pile.done, "before the start")
volume, at_start = pile.cells.volume, pile.fields
check(at_start["pH"] is not at_start["pH"] and
      at_start["pH"].__array_interface__["data"] == pile.fields["pH"].__array_interface__["data"], "fields were copied")
check(not at_start["pH"].flags.writeable and not at_start["pH"].flags.owndata, "fields of their own")
check(at_start.unit("pH") == "1" and at_start.unit("water") == "kg/m3", "units")
before = at_start["mineral_Brucite"].copy()
seen = []
more = pile.run_to("20 d", lambda now: seen.append((now.time, now.fields.time, now.co2_stored)))
check(more and pile.time == 20 * 86400 and len(seen) == pile.steps, f"{pile.time} {len(seen)}")
check(all(time == of_fields for time, of_fields, _ in seen), "the fields of a callback are those of another time")
check((at_start["mineral_Brucite"] == before).all() and (pile.fields["mineral_Brucite"] <= before).all() and
      (pile.fields["mineral_Brucite"] < before).any(), "the first fields changed, or brucite did not")
raised(talus.InputError, lambda: pile.write_to("late.h5"))
raised(talus.InputError, lambda: pile.fields["ph"])
kept = pile.fields["pH"]
value = kept.copy()
while pile.step():
    pass
check(pile.done and not pile.step() and pile.time == pile.length, "the end")
at_end = pile.fields["pH"].copy()
warnings, steps, taken = pile.warnings, pile.steps, pile.co2_from_air
check(pile.mass_balance_error < 1e-9 and isinstance(warnings, list) and "Half a metre" in pile.title, "the end")
del pile
gc.collect()
check((kept == value).all(), "fields that outlive their simulation")
check(volume.size == kept.size and volume.sum() > 0, "cells that outlive their simulation")
with h5py.File("module.h5") as file:
    check((file["fields/pH"][-1] == at_end).all(), "the last fields are not those of the run file")
    check(file["provenance"].attrs["status"] == "done", "status")
    check(abs(file["series/from_air_CO2"][-1] / taken - 1) < 1e-12 and file["series/step"][-1] == steps, "series")

# The program gives the same bits.
subprocess.run([program, "run", "examples/pile.toml", "-o", "program.h5", "-q", "--set", "run.length=40 d", "--set",
                "run.output_every=20 d"], check=True)
with h5py.File("module.h5") as ours, h5py.File("program.h5") as theirs:
    for name in theirs["fields"]:
        check(numpy.array_equal(ours[f"fields/{name}"][:], theirs[f"fields/{name}"][:]), f"{name} is not that of the program")

# Nothing is overwritten; a stop and an exception leave a run file that goes on.
again = talus.Simulation("examples/pile.toml")
error = raised(talus.FileError, lambda: again.write_to("module.h5"))
check("module.h5 exists" in str(error), str(error))
raised(talus.InputError, lambda: again.write_to("module.txt"))


def fail(now):
    if now.time > 10 * 86400:
        raise KeyError("enough")


broken = talus.Simulation("examples/pile.toml", set={"run.length": "40 d", "run.output_every": "20 d"})
broken.write_to("part.h5")
raised(KeyError, lambda: broken.run(fail))
check(broken.done and 10 < broken.time / 86400 < 40, f"stopped at {broken.time / 86400} d")
where = broken.time
rest = talus.Simulation("examples/pile.toml", set={"run.length": "40 d", "run.output_every": "20 d"})
rest.restart("part.h5")
check(rest.time == where, "restart")
rest.write_to("rest.h5")
rest.run(lambda now: now.stop() if now.time > 30 * 86400 else None)
check(rest.done and 30 < rest.time / 86400 < 40, f"stopped at {rest.time / 86400} d")
last = talus.Simulation("examples/pile.toml", set={"run.length": "40 d", "run.output_every": "20 d"})
last.restart("rest.h5")
last.write_to("last.h5")
last.run()

error = raised(talus.InputError, lambda: again.run(lambda now: now.step()))
check("a step of this simulation is under way" in str(error), str(error))

# Ctrl-C ends a run with its state written.
child = subprocess.Popen([sys.executable, "-B", "-c", """
import talus
pile = talus.Simulation("examples/pile.toml", set={"run.length": "100 yr", "run.output_every": "50 yr"})
pile.write_to("long.h5")
pile.run(lambda now: print("go", flush=True) if now.steps == 20 else None)
"""], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
check(child.stdout.readline() == "go\n", "no steps")
child.send_signal(signal.SIGINT)
check("KeyboardInterrupt" in child.communicate(timeout=100)[1], "no KeyboardInterrupt")
run = talus.open("long.h5")
check(run.provenance["status"] == "interrupted" and run.fields.time.size == 2, repr(run))

# Run files, joined.
run, alone = talus.open("last.h5"), talus.open("last.h5", joined=False)
check(run.files == ["part.h5", "rest.h5", "last.h5"] and alone.files == ["last.h5"], str(run.files))
times = run.fields.time.values
check((numpy.diff(times) > 0).all() and times[0] == 0 and times[-1] == 40 * 86400, str(times / 86400))
check((run.fields.moment == 0).all(), "moments")
steps = run.series
check((numpy.diff(steps.step.values) == 1).all() and (numpy.diff(steps.time.values) > 0).all(), "steps of the series")
check(steps.step.values[0] == 1 and abs(steps.step_length.sum().item() / (40 * 86400) - 1) < 1e-12, "steps are missing")
check(run.fields.pH.attrs["units"] == "1" and run.fields.depth.attrs["units"] == "m", "units")
with h5py.File("program.h5") as file:
    there = file["fields/mineral_Brucite"][-1]
check(numpy.allclose(run.fields.mineral_Brucite.isel(time=-1).values, there, rtol=1e-3, atol=1e-3 * there.max()), "brucite")
check("top" in run.patches, str(list(run.patches)))
entered = run.patches["top"]["entered_HCO3-"].sum("face").values
check(entered.size == times.size and abs(entered[-1] / steps.from_air_CO2.values[-1] - 1) < 1e-9, str(entered))
check("Brucite" in run.system.minerals.values and run.provenance["status"] == "done", repr(run))
pathlib.Path("rest.h5").rename("elsewhere.h5")
error = raised(talus.FileError, lambda: talus.open("last.h5"))
check("continues 'rest.h5', which is not there any more" in str(error), str(error))
pathlib.Path("elsewhere.h5").rename("rest.h5")
with h5py.File("rest.h5", "r+") as file:  # another run of the same case
    file["fields/mineral_Brucite"][...] *= 1.5
check("or holds another run" in str(raised(talus.FileError, lambda: talus.open("last.h5"))), "a run that is not continued")
raised(talus.FileError, lambda: talus.open("waters.toml"))
error = raised(talus.FileError, lambda: talus.open("nowhere.h5"))
check(str(error) == "cannot read 'nowhere.h5': No such file or directory", str(error))

# Types for checkers: what the module has, and nothing else; everything has a docstring.
tree = ast.parse(stubs.read_text())
names = {node.name: node for node in tree.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
public = set(talus.__all__) - {"Run", "open"}
check(set(names) == public, f"stubs: {sorted(set(names) ^ public)}")
for name, node in names.items():
    check(bool(inspect.getdoc(getattr(talus, name))), f"{name} has no docstring")
    if isinstance(node, ast.ClassDef) and not issubclass(getattr(talus, name), Exception):
        inside = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
        there = {one for one in vars(getattr(talus, name)) if not one.startswith("_") or one in inside}
        check(inside == there, f"stubs of {name}: {sorted(inside ^ there)}")
print("the module does what it should")
