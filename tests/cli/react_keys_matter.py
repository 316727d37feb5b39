#!/usr/bin/python3
"""Another value of a key gives another table of `talus react`, for each key that `talus manual react` describes."""
import csv
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
PROGRAM = os.environ["TALUS_PROGRAM"]
ROUNDING = 1e-7

NAMES = {"title": "a text"}
# Keys whose other value must be refused.
ENDS = {"chemistry.pH_scale", "steps.limit", "waters.<name>.temperature", "waters.<name>.pe", "waters.<name>.redox",
        "waters.<name>.exchange"}
GROUND = "vessel.material=ground"  # changes the answer alone: what is compared is the base with it
BARE = ("chemistry.passivation={Brucite={by='blocking coat',coat=['Magnesite','Hydromagnesite'],thickness='1e-6 um',exponent=2}}",)
# key: (case, values of --set)
CHANGES = {
    "saturation": ("tank", 'saturation=["Hydromagnesite"]'),
    "run.length": ("tank", "run.length=5 h"),
    "run.output_every": ("tank", "run.output_every=3 h"),
    "run.output_at": ("tank", 'run.output_at=["0.5 h"]'),
    "path.add": ("path", "path.add.Brucite=20 mmol"),
    "path.steps": ("path", "path.steps=5"),
    "path.parts": ("path", "path={add={Brucite='10 mmol'},parts=[0,0.3,1]}"),
    "path.net_charge": ("path", "path={add={'Na+'='1 mmol'},steps=2,net_charge=true}"),
    "path.concentrations": ("path", "path={concentrations=[1,2,4]}"),
    "vessel.water": ("tank", "vessel.water=2 kg"),
    "vessel.composition": ("tank", "vessel.composition=brine"),
    "vessel.solids": ("tank", "vessel.solids=70 g"),
    "vessel.material": ("tank", "vessel.material=other",
                        "materials.other={minerals={Brucite='30 wt%',inert='rest'},surface={Brucite='5 m2/g'}}"),
    "vessel.minerals": ("tank", "vessel.minerals.Brucite=60 mmol"),
    "vessel.surface": ("tank", "vessel.surface.Brucite=20 m2"),
    "vessel.exchangers": ("tank", "vessel.exchangers.X=20 mmol"),
    "materials.<name>.minerals": ("tank", "materials.rock.minerals.Brucite=10 wt%"),
    "materials.<name>.surface": ("tank", "materials.rock.surface.Brucite=2 m2/g"),
    "materials.<name>.activation": ("tank", "materials.rock.activation={Lizardite=3}"),
    "materials.<name>.amorphous": ("tank", "materials.rock.amorphous.Lizardite=10 wt%"),
    "materials.<name>.grains.<name>.diameter": ("tank", GROUND, 'materials.ground.grains.Brucite.diameter=["3 um","20 um"]'),
    "materials.<name>.grains.<name>.share": ("tank", GROUND, "materials.ground.grains.Brucite.share=[0.4,0.6]"),
    "materials.<name>.grains.<name>.roughness": ("tank", GROUND, "materials.ground.grains.Brucite.roughness=4"),
    "materials.<name>.grains.<name>.liberation": ("tank", GROUND, "materials.ground.grains.Brucite.liberation=1"),
    "chemistry.amorphous_factor": ("tank", "chemistry.amorphous_factor.Lizardite=10"),
    "chemistry.passivation.<name>.by": ("tank", "chemistry.passivation.Lizardite={by='blocking coat',coat=['Magnesite'],thickness='0.1 um'}"),
    "chemistry.passivation.<name>.coat": ("tank", "chemistry.passivation.Brucite.coat=['Hydromagnesite']"),
    "chemistry.passivation.<name>.thickness": ("tank", "chemistry.passivation.Brucite.thickness=2e-6 um"),
    "chemistry.passivation.<name>.exponent": ("tank", "chemistry.passivation.Brucite.exponent=1"),
    "chemistry.passivation.<name>.diffusivity": ("tank", "chemistry.passivation.Lizardite.diffusivity=1e-21 m2/s"),
    "chemistry.passivation.<name>.concentration": ("tank", "chemistry.passivation.Lizardite.concentration=1 mol/m3"),
    "materials.<name>.from": ("tank", "materials={rock={from='written.toml'}}"),
    "gas.air": ("tank", 'gas.air."CO2(g)"=0.2 atm'),
    "gas.volume": ("tank", "gas.volume=0.5 L"),
    "gas.transfer": ("tank", "gas.transfer=2 1/h"),
    "gas.supply": ("tank", "gas.supply=10 mL/min"),
    "gas.pressure": ("tank", "gas.pressure=0.9 atm"),
    "train.tanks": ("tank", "train.tanks=3"),
    "train.residence": ("tank", "train.residence=2 h"),
    "train.exchange": ("tank", "train.exchange=1 h"),
    "temperature.constant": ("tank", "temperature.constant=15 degC"),
    "temperature.file": ("tank", "temperature={file='warming.csv'}"),
    "chemistry.database": ("tank", 'chemistry.database=["talus","clay.dat","overlay.toml"]'),
    "chemistry.components": ("tank", 'chemistry.components=["H+","HCO3-","Mg+2","Na+","Cl-","SiO2(aq)","Ca+2"]'),
    "chemistry.gases": ("tank", 'chemistry.gases=["CO2(g)","H2O(g)"]',
                        'gas={air={"CO2(g)"="0.5 atm","H2O(g)"="0.02 atm"},volume="0.2 L"}'),
    "chemistry.leave_out": ("tank", 'chemistry.leave_out=["MgCO3(aq)"]'),
    "chemistry.rates": ("tank", "chemistry.rates=Hermanska"),
    "chemistry.slow_reactions": ("tank", 'chemistry.slow_reactions=["oxidation of Fe+2"]',
                                 'chemistry.components=["H+","HCO3-","Mg+2","Na+","Cl-","SiO2(aq)","O2(aq)","Fe+2","Fe+3"]'),
    "chemistry.passivation.<name>.driven_by": ("tank", "chemistry.passivation.Lizardite={by='shrinking core',diffusivity='1e-20 m2/s',driven_by='H+'}",
                                               'chemistry.database=["talus","by_acid.toml"]', 'chemistry.rates_of.Lizardite="by acid"'),
    "chemistry.rates_of": ("tank", 'chemistry.rates_of.Brucite="Hermanska"'),
    "chemistry.co2_hydration": ("tank", "chemistry.co2_hydration=kinetic"),
    "chemistry.activity": ("tank", "chemistry.activity=Davies"),
    "chemistry.water_activity": ("tank", "chemistry.water_activity=unity"),
    "chemistry.fugacity": ("tank", "chemistry.fugacity=Peng-Robinson"),
    "chemistry.pH_scale": ("tank", "chemistry.pH_scale=MacInnes"),
    "chemistry.dissolve": ("tank", 'chemistry.dissolve=["Brucite"]', "materials.rock.surface={Brucite='5 m2/g'}", *BARE,
                           "materials.rock.amorphous={}", "materials.ground.surface={}", "chemistry.amorphous_factor={}"),
    "chemistry.precipitate.<name>.seed": ("tank", "chemistry.precipitate.Magnesite.seed=1000 m2/m3"),
    "chemistry.precipitate.<name>.specific_surface": ("tank", "chemistry.precipitate.Magnesite.specific_surface=9999 m2/g"),
    "chemistry.surface_exponents": ("tank", "chemistry.surface_exponents={Brucite=1}"),
    "chemistry.precipitate.<name>.grows_on": ("tank", 'chemistry.dissolve=["Brucite","Lizardite","Magnesite"]',
                                              'chemistry.precipitate.Magnesite.grows_on="grains"', "chemistry.passivation={}"),
    "chemistry.passivation.<name>.rim": ("tank", 'chemistry.passivation.Lizardite.rim="0.01 um"'),
    "chemistry.surface_exponent": ("tank", "chemistry.surface_exponent=0.5", *BARE),
    "chemistry.exchange_convention": ("tank", "chemistry.exchange_convention=Gapon"),
    "chemistry.equilibrium": ("tank", 'chemistry.equilibrium=["SiO2(am)","Nesquehonite"]'),
    "waters.<name>.pH": ("tank", "waters.water.pH=8"),
    "waters.<name>.total": ("tank", 'waters.water.total."Na+"=9 mmol/kgw'),
    "waters.<name>.equilibrium": ("tank", 'waters.water={pH=9,total={"Mg+2"="1 mmol/kgw"},equilibrium={"CO2(g)"="1e-5 atm"},charge="Cl"}'),
    "waters.<name>.saturated": ("tank", 'waters.water={pH=9,total={"Na+"="5 mmol/kgw","HCO3-"="4 mmol/kgw"},saturated=["Magnesite"],charge="Cl"}'),
    "waters.<name>.charge": ("tank", 'waters.water={total={"Na+"="5 mmol/kgw","Mg+2"="1 mmol/kgw"},charge="pH"}'),
    "waters.<name>.balance": ("tank", 'waters.water={total={"Na+"="5 mmol/kgw","Mg+2"="1 mmol/kgw"},balance="H+"}'),
    "waters.<name>.density": ("tank", "waters.water.density=0.9 kg/L", 'waters.water.total."Na+"=9 mmol/L'),
    "waters.<name>.units": ("tank", "waters.water.units=mg/kgw", 'waters.water.total."Na+"="300"'),
    "waters.<name>.temperature": ("tank", "waters.water.temperature=21 degC"),
    "waters.<name>.pe": ("tank", "waters.water.pe=4"),
    "waters.<name>.redox": ("tank", "waters.water.redox=O(0)/O(-2)"),
    "waters.<name>.exchange": ("tank", 'waters.water.exchange={X="1 mmol/kgw"}'),
    "operations.kind": ("tank", "operations[0]={kind='add',first='4 h',add={H2O='-10 mol'}}"),
    "operations.first": ("tank", "operations[0].first=3 h"),
    "operations.every": ("tank", "operations[1].every=1 h"),
    "operations.part": ("tank", "operations[0].part=20 %"),
    "operations.composition": ("tank", "operations[0].composition=water"),
    "operations.add": ("tank", 'operations[1].add={"Na+"="2 mmol","Cl-"="2 mmol"}'),
    "operations.net_charge": ("tank", 'operations[1].add."Na+"=2 mmol', "operations[1].net_charge=true"),
    "steps.tolerance": ("tank", "steps.tolerance=1e-3"),
    "steps.limit": ("tank", "steps.limit=1"),
}


def schema():
    text = subprocess.run([PROGRAM, "manual", "react"], check=True, capture_output=True, text=True).stdout
    keys, table = [], ""
    for line in text.splitlines():
        if line.startswith("## "):
            found = re.fullmatch(r"## `\[+(.+?)\]+`", line)
            table = found[1] + "." if found else ""
        elif found := re.match(r"\| `([^`]+)` \|", line):
            keys.append(table + found[1])
    return keys


def run(folder, case, *sets):
    """(exit code, heading and rows, what it said)."""
    words = [word for s in sets for word in ("--set", s)]
    done = subprocess.run([PROGRAM, "react", str(folder / f"react_{case}.toml"), "-q", "--force", "-o", str(folder / "out"), *words],
                          check=False, capture_output=True, text=True)
    if done.returncode != 0:
        return done.returncode, [], done.stderr
    with open(folder / "out.csv") as file:
        return 0, list(csv.reader(file)), ""


def changed(before, after):
    if len(before) != len(after) or before[0] != after[0]:
        return True
    return any(abs(float(a) - float(b)) > ROUNDING * abs(float(a)) for x, y in zip(before[1:], after[1:]) for a, b in zip(x, y))


def main():
    keys = [key for key in schema() if key not in NAMES]
    problems = [f"{key}: a new key? say in CHANGES which value of it gives another answer" for key in keys if key not in CHANGES]
    problems += [f"{key}: no such key" for key in CHANGES if key not in keys]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for case in ("tank", "path"):
            shutil.copy(HERE / f"react_{case}.toml", folder)
        (folder / "warming.csv").write_text("time [h], temperature [degC]\n0, 15\n6, 35\n")
        (folder / "overlay.toml").write_text(
            '[aqueous."MgCO3(aq)"]\nreaction = "Mg+2 + HCO3- = MgCO3(aq) + H+"\nlog_k = -7\n'
            'source = "a test"\nstatus = "assumed"\nactivity = { neutral = "ideal", source = "a test", status = "assumed" }\n')
        (folder / "clay.dat").write_text(
            "EXCHANGE_MASTER_SPECIES\nX X-\nEXCHANGE_SPECIES\nX- = X-\nNa+ + X- = NaX; -log_k 0\nMg+2 + 2 X- = MgX2; -log_k 0.6\n")
        (folder / "by_acid.toml").write_text(
            '[[minerals.Lizardite.rates]]\nset = "by acid"\nlaw = "transition state"\ndirection = "dissolution"\nsource = "a test"\n'
            'status = "assumed"\nmechanisms = [{ log_k = -3, activation_energy = "0 kJ/mol", catalysts = { "H+" = 1 } }]\n')
        written = folder / "written.toml"
        subprocess.run([PROGRAM, "react", str(folder / "react_tank.toml"), "-q", "-o", str(folder / "first"), "--write-material",
                        str(written), "--set", "vessel.exchangers={}"], check=True)
        bases = {case: run(folder, case) for case in ("tank", "path")}
        problems += [f"react_{case}.toml: {said}" for case, (code, _, said) in bases.items() if code != 0]
        for key, (case, *sets) in CHANGES.items():
            base = bases[case][1] if GROUND not in sets else run(folder, case, GROUND)[1]
            code, table, said = run(folder, case, *sets)
            if key in ENDS:
                problems += [] if code == 2 else [f"{key}: exit code {code}, not 2"]
            elif code != 0:
                problems.append(f"{key}: exit code {code}\n{said}")
            elif not changed(base, table):
                problems.append(f"{key}: nothing changes with {sets}")
    print(f"{len(CHANGES)} keys change the answer" if not problems else "")
    return "\n".join(problems) or 0


if __name__ == "__main__":
    sys.exit(main())
