#!/usr/bin/python3
"""Another value of a key gives another answer, for each key of the schema; a key that is not in the tables below fails.

A key that is read but used nowhere would pass every other test. The runs are short and the same to the last bit as long as
nothing changes; a change counts when it is above a millionth of a field or series."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import h5py
import numpy as np

import mesh_keys

HERE = pathlib.Path(__file__).parent
DATABASE = pathlib.Path(os.environ["TALUS_ROOT"]) / "chemistry/data/talus.toml"
PROGRAM = os.environ["TALUS_PROGRAM"]
ROUNDING = 1e-6
PATIENCE = 60  # s; each of these runs takes one or two

# Keys that are no physics, and why they are not in CHANGES.
NAMES = {
    "title": "a text",
    "run.output": "the name of a file", "run.start": "dates of the report (report/dates.py)",
    "run.wall_time": "ends a run early (interruptions.py)", "run.checkpoint_every": "the answer stays (interruptions.py)",
    "sources.name": "a name",
    "scenarios.<name>.remove": "makes another case (test_scenarios.cpp)", "scenarios.<name>.vary.names": "names",
    **{f"instruments.{key}": "reads, and where steps end (output/instruments.py)"
       for key in ("name", "quantities", "depth", "x", "y", "patch", "patch_x", "patch_y", "every", "at")},
    "published.quantity": "only the report knows it", "published.value": "the same", "published.range": "the same",
    "published.source": "the same",
}
# Keys whose other value must end the run: 2 refused as input, 3 the solver gives up.
ENDS = {"boundaries.<name>.outflow": 2, "chemistry.pH_scale": 2, "steps.smallest": 3, "steps.limit": 2, "waters.<name>.temperature": 2,
        "waters.<name>.pe": 2, "waters.<name>.redox": 2, "waters.<name>.exchange": 2}

AIR = 'boundaries.top.air."CO2(g)"'
# What still.toml needs for its water to move without going anywhere.
NO_FLOW = ('flow={ down = "1e-9 mm/yr" }', 'boundaries.top.water={ composition = "pore" }', "boundaries.base={ outflow = true }")
# What raining.toml needs for other laws.
PORE = "composition = 'pore', moves = true"
COARSE = "materials.coarse.retention={ model = 'van Genuchten', residual = 0.1,"
HAVERKAMP = ("materials.coarse.retention={{ model = 'Haverkamp', alpha = '4 1/m', n = 2, permeability_alpha = '{} 1/m', "
             "permeability_n = {} }}")
TABULATED = "materials.coarse.retention={{ model = 'tabulated', file = '{}.csv', permeability_file = '{}.csv' }}"
AERODYNAMIC = ("boundaries.top.evaporation={ method = 'aerodynamic', wind_height = '2 m', roughness = '1 mm', "
               "surface_resistance = 'none' }")
# key: (case, values of --set); where a key cannot change alone, the others that it needs stand after it.
CHANGES = {
    "run.length": ("still", "run.length=1.5 d"), "run.output_every": ("still", "run.output_every=0.4 d"),
    "run.output_at": ("still", 'run.output_at=["0.3 d"]'),
    **mesh_keys.CHANGES,
    "layers.thickness": ("still", "layers[0].thickness=5 cm", "layers[1].thickness=5 cm", "operations[0].depth=5 cm"),
    "layers.material": ("still", 'layers[0].material="dense"'),
    **{f"lifts.{key}": (case, f"lifts[{i}].{key}={value}") for case, key, i, value in (
        ("lifts", "placed", 0, "18 h"), ("lifts", "thickness", 0, "15 cm"), ("lifts", "material", 0, "fine"), ("lifts", "count", 1, 1),
        ("lifts", "every", 1, "10 h"), ("rising", "temperature", 0, "2 degC"))},
    "lifts.production": ("lifts", "lifts=[{ placed = '12 h', thickness = '10 cm', material = 'fine', count = 3, production = '2 kg/min' }]"),
    "regions.x": ("flowing", 'regions[0].x=["0 cm", "20 cm"]'),
    "regions.y": ("flowing", 'regions[0].y=["0 cm", "40 cm"]'),
    "regions.depth": ("flowing", 'regions[0].depth=["5 cm", "10 cm"]'),
    "regions.material": ("flowing", 'regions[0].material="coarse"'),
    "materials.<name>.dry_density": ("still", "materials.dense.dry_density=1600 kg/m3"),
    "materials.<name>.grain_density": ("still", "materials.dense.grain_density=2900 kg/m3"),
    "materials.<name>.porosity": ("still", "materials.loose.porosity=0.4"),
    "materials.<name>.critical_porosity": ("flowing", "materials.coarse.critical_porosity=0.39"),
    "materials.<name>.minerals": ("still", "materials.loose.minerals.Brucite=1 wt%"),
    "materials.<name>.surface": ("still", "materials.loose.surface.Brucite=0.5 m2/g"),
    "materials.<name>.from": ("still", "materials.dense={ from = 'written.toml', dry_density = '1700 kg/m3', grain_density = '2800 kg/m3', "
                              "water = { content = '12 wt%', composition = 'dense', moves = false }, "
                              "gas_diffusion = 'Millington-Quirk 1961' }"),
    "materials.<name>.grains.<name>.diameter": ("still", 'materials.dense.grains.Brucite.diameter=["3 um", "20 um"]'),
    "materials.<name>.grains.<name>.share": ("still", "materials.dense.grains.Brucite.share=[0.4, 0.6]"),
    "materials.<name>.grains.<name>.roughness": ("still", "materials.dense.grains.Brucite.roughness=4"),
    "materials.<name>.grains.<name>.liberation": ("still", "materials.dense.grains.Brucite.liberation=1"),
    "materials.<name>.activation": ("still", "materials.loose.activation={ Lizardite = 3 }"),
    "materials.<name>.amorphous": ("still", "materials.loose.amorphous.Lizardite=10 wt%"),
    "materials.<name>.gas_diffusion": ("flowing", "materials.coarse.gas_diffusion=Millington-Quirk 1960"),
    "materials.<name>.gas_tortuosity": ("still", "materials.loose.gas_tortuosity=0.3"),
    "materials.<name>.solute_diffusion": ("still", "materials.loose.solute_diffusion=Moldrup 2000"),
    "materials.<name>.solute_tortuosity": ("still", "materials.loose.solute_tortuosity=0.3"),
    "materials.<name>.dispersivity": ("flowing", "materials.coarse.dispersivity=3 cm"),
    "materials.<name>.water.content": ("still", "materials.dense.water.content=10 wt%"),
    "materials.<name>.water.of": ("still", "materials.dense.water.of=wet mass"),
    "materials.<name>.water.saturation": ("still", "materials.loose.water.saturation=0.4"),
    "materials.<name>.water.saturation_file": (
        "still", 'materials.loose.water={ saturation_file = "wetness.csv", composition = "pore", moves = false }'),
    "materials.<name>.water.composition": ("still", "materials.loose.water.composition=other"),
    "materials.<name>.water.moves": ("still", "materials.loose.water.moves=true", "materials.dense.water.moves=true", *NO_FLOW),
    "temperature.constant": ("still", "temperature.constant=20 degC"),
    "temperature.file": ("still", 'temperature={ file = "warming.csv" }'),
    "pressure.constant": ("still", "pressure.constant=0.8 atm"),
    "pressure.file": ("still", 'pressure={ file = "falling_pressure.csv" }'),
    "chemistry.database": ("still", 'chemistry.database=["talus", "overlay.toml"]'),
    "chemistry.components": ("still", 'chemistry.components=["H+", "HCO3-", "Mg+2", "Na+", "Cl-", "SiO2(aq)", "K+"]',
                             'waters.pore.total."K+"=9 mmol/kgw'),
    "chemistry.gases": ("still", "chemistry.gases=[]", "boundaries={}"),
    "chemistry.leave_out": ("still", 'chemistry.leave_out=["MgOH+"]'),
    "chemistry.rates": ("still", "chemistry.rates=Hermanska"),
    "chemistry.rates_of": ("still", 'chemistry.rates_of={ Brucite = "Pokrovsky-Schott" }'),
    "chemistry.co2_hydration": ("still", "chemistry.co2_hydration=kinetic"),
    "chemistry.activity": ("still", "chemistry.activity=Davies"),
    "chemistry.water_activity": ("still", "chemistry.water_activity=unity"),
    "chemistry.pH_scale": ("still", "chemistry.pH_scale=MacInnes"),  # for Pitzer's model only
    "chemistry.dissolve": ("still", 'chemistry.dissolve=["Brucite"]', 'materials.loose.surface={ Brucite = "1 m2/g" }',
                           "materials.dense.surface={}", "materials.loose.amorphous={}", "chemistry.amorphous_factor={}",
                           'chemistry.passivation={ Brucite = { by = "blocking coat", coat = ["Nesquehonite"], thickness = "0.1 um" } }'),
    "chemistry.surface_exponent": ("still", "chemistry.surface_exponent=0",
                                   'chemistry.passivation={ Brucite = { by = "blocking coat", coat = ["Nesquehonite"], thickness = "0.1 um" } }'),
    "chemistry.wetted_exponent": ("still", "chemistry.wetted_exponent=0.6"),
    "chemistry.wetted_full": ("still", "chemistry.wetted_full=0.7", "chemistry.wetted_exponent=0.6"),
    "chemistry.amorphous_factor": ("still", "chemistry.amorphous_factor.Lizardite=10"),
    "chemistry.passivation.<name>.by": ("still", "chemistry.passivation.Lizardite.by=diffusion through coat",
                                        'chemistry.passivation.Lizardite.coat=["Nesquehonite"]'),
    "chemistry.passivation.<name>.coat": ("still", 'chemistry.passivation.Brucite.coat=["Hydromagnesite"]'),
    "chemistry.passivation.<name>.thickness": ("still", "chemistry.passivation.Brucite.thickness=0.2 um"),
    "chemistry.passivation.<name>.exponent": ("still", "chemistry.passivation.Brucite.exponent=1"),
    "chemistry.passivation.<name>.diffusivity": ("still", "chemistry.passivation.Lizardite.diffusivity=1e-21 m2/s"),
    "chemistry.passivation.<name>.concentration": ("still", "chemistry.passivation.Lizardite.concentration=1e-2 mol/m3"),
    "chemistry.passivation.<name>.driven_by": (
        "oxidising", 'chemistry.passivation.Pyrite={ by = "shrinking core", diffusivity = "1e-16 m2/s", driven_by = "O2(aq)" }'),
    "materials.<name>.exchangers": ("exchanging", 'materials.clay.exchangers={ X = "10 cmol/kg" }'),
    "chemistry.equilibrium": ("exchanging", 'chemistry.equilibrium=["Calcite", "Gypsum"]'),
    "chemistry.equilibrium_index": ("exchanging", "chemistry.equilibrium_index.Calcite=0.3"),
    "chemistry.exchange_convention": ("exchanging", "chemistry.exchange_convention=Gapon"),
    "chemistry.slow_reactions": ("oxidising", 'chemistry.slow_reactions=["oxidation of Fe+2"]'),
    "chemistry.bound_saturation": ("still", "chemistry.bound_saturation=0.1", "chemistry.wetted_exponent=0.6"),
    "chemistry.dry_saturation": ("still", "chemistry.dry_saturation=0.4"),
    "chemistry.hydrate_water": ("still", "chemistry.hydrate_water=made up"),
    "chemistry.porosity": ("still", "chemistry.porosity=from minerals"),
    "chemistry.fugacity": ("still", "chemistry.fugacity=Peng-Robinson",
                           'waters.pore={ equilibrium = { "CO2(g)" = "0.9 atm" }, total = { "Mg+2" = "1 mmol/kgw" }, charge = "pH" }'),
    "chemistry.water_density": ("still", "chemistry.water_density=Kell 1975"),
    "chemistry.solute_diffusivity": ("still", "chemistry.solute_diffusivity=2e-9 m2/s"),
    "chemistry.precipitate.<name>.seed": ("still", "chemistry.precipitate.Nesquehonite.seed=30 m2/m3"),
    "chemistry.precipitate.<name>.specific_surface": ("still", "chemistry.precipitate.Nesquehonite.specific_surface=0.02 m2/g"),
    "waters.<name>.pH": ("still", "waters.pore.pH=9"),
    "waters.<name>.total": ("still", 'waters.pore.total."Na+"=6 mmol/kgw'),
    "waters.<name>.equilibrium": ("flowing", 'waters.rain.equilibrium.C=CO2(g) 2e-3 atm'),
    "waters.<name>.saturated": ("flowing", 'waters.rain.saturated=["Calcite"]'),
    "waters.<name>.charge": ("still", 'waters.pore.charge="Na"'),
    "waters.<name>.balance": ("still", 'waters.pore={ pH = 9.5, total = { Mg = "1 mmol/kgw", Cl = "3 mmol/kgw" }, balance = "Na+" }'),
    "waters.<name>.density": ("still", "waters.pore.density=0.9 kg/L", 'waters.pore.total."Na+"=3 mmol/L'),
    "waters.<name>.units": ("still", "waters.pore.units=mg/kgw", 'waters.pore.total."Na+"="200"'),
    "waters.<name>.temperature": ("still", "waters.pore.temperature=20 degC"),
    "waters.<name>.pe": ("still", "waters.pore.pe=4"),
    "waters.<name>.redox": ("still", "waters.pore.redox=O(0)/O(-2)"),
    "waters.<name>.exchange": ("still", 'waters.pore.exchange={ X = "1 mmol/kgw" }'),
    "boundaries.<name>.air": ("still", f"{AIR}=0.02 atm"),
    "boundaries.<name>.outflow": ("flowing", "boundaries.base.outflow=false"),
    "boundaries.<name>.water.composition": ("flowing", "boundaries.top.water.composition=spring"),
    "boundaries.<name>.solutes.composition": ("flowing", "boundaries.east.solutes.composition=spring"),
    "flow.down": ("flowing", "flow.down=1000 mm/yr"),
    "flow.advection": ("flowing", "flow.advection=upwind"),
    "materials.<name>.permeability": ("raining", "materials.fine.permeability=1e-13 m2"),
    "materials.<name>.conductivity": ("raining", "materials.coarse.conductivity=3e-5 m/s"),
    "materials.<name>.anisotropy": ("raining", "materials.coarse.anisotropy=1"),
    "materials.<name>.specific_storage": ("raining", "materials.coarse.specific_storage=1e-2 1/m"),
    "materials.<name>.permeability_law": ("clogging", "materials.coarse.permeability_law=constant"),
    "materials.<name>.permeability_exponent": ("clogging", "materials.fine.permeability_exponent=30"),
    "materials.<name>.retention_scaling": ("clogging", "materials.coarse.retention_scaling=none"),
    "materials.<name>.water.head": ("raining", "materials.fine.water.head=-80 cm"),
    "materials.<name>.water.water_table": ("raining", f"materials.fine.water={{ water_table = '1 m', {PORE} }}"),
    "materials.<name>.retention.model": ("raining", "materials.coarse.retention={ model = 'Gardner', alpha = '4 1/m' }"),
    "materials.<name>.retention.alpha": ("raining", "materials.coarse.retention.alpha=3 1/m"),
    "materials.<name>.retention.alpha_pressure": ("raining", f"{COARSE} alpha_pressure = '3e-4 1/Pa', n = 2 }}"),
    "materials.<name>.retention.n": ("raining", "materials.coarse.retention.n=2.5"),
    "materials.<name>.retention.m": ("raining", "materials.coarse.retention.m=0.6"),
    "materials.<name>.retention.connectivity": ("raining", "materials.coarse.retention.connectivity=0"),
    "materials.<name>.retention.entry": ("raining", "materials.fine.retention.entry=40 cm"),
    "materials.<name>.retention.lambda": ("raining", "materials.fine.retention.lambda=0.8"),
    "materials.<name>.retention.relative_permeability": ("raining", "materials.fine.retention.relative_permeability=Burdine"),
    "materials.<name>.retention.permeability_alpha": ("raining", HAVERKAMP.format(6, 4)),
    "materials.<name>.retention.permeability_n": ("raining", HAVERKAMP.format(5, 3)),
    "materials.<name>.retention.file": ("raining", TABULATED.format("held", "passed")),
    "materials.<name>.retention.permeability_file": ("raining", TABULATED.format("held", "passed")),
    "materials.<name>.retention.residual": ("raining", "materials.coarse.retention.residual=0.05"),
    "boundaries.<name>.drain": ("raining", "boundaries.base.drain=free"),
    "boundaries.<name>.water_x": ("raining", 'boundaries.base.water_x=["0 cm", "20 cm"]'),
    "boundaries.<name>.water_y": ("raining", 'boundaries.base.water_y=["60 cm", "100 cm"]',
                                  'mesh={ shape = "box", depth = "60 cm", width = "80 cm", length = "1 m", columns_x = 4, columns_y = 2,'
                                  ' cells = { size = "10 cm" } }'),
    "boundaries.<name>.water.rain": ("raining", "boundaries.top.water={ rain = '3 mm/h', composition = 'rain' }"),
    "boundaries.<name>.water.rain_file": ("raining", "boundaries.top.water.rain_file=drizzle.csv"),
    "boundaries.<name>.water.ponding": ("raining", "boundaries.top.water.ponding=50 mm"),
    "boundaries.<name>.water.head": ("raining", "boundaries.top.water={ head = '-10 cm', composition = 'rain' }"),
    "boundaries.<name>.water.head_file": ("raining", "boundaries.top.water={ head_file = 'pond.csv', composition = 'rain' }"),
    "boundaries.<name>.crust.thickness": ("crusted", "boundaries.top.crust.thickness=4 mm"),
    "boundaries.<name>.crust.porosity": ("crusted", "boundaries.top.crust.porosity=0.15"),
    "boundaries.<name>.crust.saturation": ("crusted", "boundaries.top.crust.saturation=0.4"),
    "boundaries.<name>.crust.diffusion": ("crusted", "boundaries.top.crust.diffusion=constant"),
    "boundaries.<name>.crust.share": ("crusted", "boundaries.top.crust.share=0.8"),
    "boundaries.<name>.crust.permeability": ("crusted", "boundaries.top.crust.permeability=1e-16 m2"),
    "flow.fixed": ("raining", "flow.fixed=20 min"),
    "sources.x": ("raining", 'sources[0].x=["0 cm", "60 cm"]'),
    "sources.y": ("raining", 'sources[0].y=["0 cm", "60 cm"]', "mesh.shape=box", "mesh.length=1 m", "mesh.columns_y=2"),
    "sources.depth": ("raining", 'sources[0].depth=["0 cm", "45 cm"]'),
    "sources.rate": ("raining", "sources[0].rate=3 L/d"),
    "sources.rate_file": ("raining", "sources=[{ name = 'drip', rate_file = 'drip.csv', composition = 'pore' }]"),
    "sources.composition": ("raining", "sources[0].composition=rain"),
    "flow.start": ("raining", "flow.start=steady"),
    "flow.tolerance": ("raining", "flow.tolerance=1e-2"),
    "flow.vapour": ("storms", "flow.vapour=false"),
    "boundaries.<name>.water.weather": ("storms", "boundaries.top.water={ rain = '1 mm/h', composition = 'rain' }"),
    "weather.file": ("storms", "weather.file=dry.csv"),
    "weather.normals": ("storms", "weather={ normals = 'months.csv', seed = 1 }", "boundaries.top.evaporation.sky=clear"),
    "weather.rain_file": ("storms", "weather.rain_file=drizzle_by_hours.csv"),
    "weather.start": ("storms", "weather.start=2021-07-10T12:00", "weather.repeat=24 h"),
    "weather.repeat": ("storms", "weather.repeat=24 h"),
    "weather.gaps": ("storms", "weather={ file = 'flawed.csv', gaps = 'interpolate', longest_gap = '9 h', wrong_values = 'as gaps' }"),
    "weather.longest_gap": ("storms", "weather={ file = 'flawed.csv', gaps = 'interpolate', longest_gap = '9 h', wrong_values = 'as gaps' }"),
    "weather.wrong_values": ("storms", "weather={ file = 'flawed.csv', wrong_values = 'nearest allowed' }"),
    "weather.seed": ("storms", "weather={ normals = 'months.csv', seed = 7 }", "boundaries.top.evaporation.sky=clear"),
    "boundaries.<name>.evaporation.method": ("storms", AERODYNAMIC),
    "boundaries.<name>.evaporation.potential": ("storms", "boundaries.top.evaporation={ method = 'potential', potential = '4 mm/d' }"),
    "boundaries.<name>.evaporation.air_humidity": (
        "storms", "boundaries.top.evaporation={ method = 'potential', potential = '4 mm/d', air_humidity = '80 %' }"),
    "boundaries.<name>.evaporation.wind_height": ("storms", "boundaries.top.evaporation.wind_height=10 m"),
    "boundaries.<name>.evaporation.air_height": ("storms", "boundaries.top.evaporation.air_height=10 m"),
    "boundaries.<name>.evaporation.roughness": ("storms", "boundaries.top.evaporation.roughness=10 mm"),
    "boundaries.<name>.evaporation.least_wind": ("storms", "boundaries.top.evaporation.least_wind=3 m/s"),
    "boundaries.<name>.evaporation.surface_resistance": ("storms", "boundaries.top.evaporation.surface_resistance=Sun 1982"),
    "boundaries.<name>.evaporation.albedo": ("storms", "boundaries.top.evaporation.albedo=0.1"),
    "boundaries.<name>.evaporation.emissivity": ("storms", "boundaries.top.evaporation.emissivity=0.8"),
    "boundaries.<name>.evaporation.sky": ("storms", "boundaries.top.evaporation.sky=clear"),
    "operations.kind": ("still", "operations=[]"),  # there is one kind
    **{f"operations.{key}": ("still", f"operations[0].{key}={value}") for key, value in (
        ("depth", "10 cm"), ("every", "0.7 d"), ("first", "0.5 d"), ("efficiency", 0.5), ("renew_air", "true"))},
    **{f"operations.{key}": ("still", f"operations=[{{ kind = 'churn', depth = '4 cm', {other} }}]", "run.start=2027-05-01")
       for key, other in (("at", "at = ['0.3 d']"), ("file", "file = 'planned.csv'"), ("last", "every = '1 d', last = '0.5 d'"),
                          ("pause", "every = '1 d', pause = ['05-01', '06-01']"), ("dried_below", "every = '1 d', dried_below = 0.1"))},
    "heat.conductivity": ("heated", "heat.conductivity=Johansen"),
    "heat.entering": ("heated", 'heat.entering={ top = "1 degC" }'),
    "heat.surface.temperature": ("heated", 'heat.surface={ temperature = "3 degC" }'),
    "heat.surface.temperature_file": ("heated", "heat.surface.temperature_file=cool_top.csv"),
    "heat.surface.flux": ("heated", 'heat.surface={ flux = "-5 W/m2" }', 'heat.entering={ top = "1 degC" }'),
    "heat.base.temperature": ("heated", 'heat.base={ temperature = "20 degC" }'),
    "heat.base.temperature_file": ("heated", "heat.base={ temperature_file = 'cool_top.csv' }"),
    "heat.base.flux": ("heated", "heat.base.flux=50 W/m2"),
    "heat.freezing.curve": ("frozen", 'heat.freezing={ curve = "Clapeyron", constants = "held", impedance = 7 }'),
    "heat.freezing.residual": ("frozen", "heat.freezing.residual=0.4"),
    "heat.freezing.width": ("frozen", "heat.freezing.width=3 K"),
    "heat.freezing.constants": ("frozen", "heat.freezing.constants=extrapolated"),
    "heat.freezing.impedance": ("frozen", "heat.freezing.impedance=0"),
    "heat.tolerance": ("heated", "heat.tolerance=1 K"),
    "heat.fixed": ("heated", "heat.fixed=3 h"),
    "materials.<name>.heat.grain_heat_capacity": ("heated", "materials.loose.heat.grain_heat_capacity=1100 J/kg/K"),
    "materials.<name>.heat.grain_conductivity": ("heated", "materials.loose.heat.grain_conductivity=5 W/m/K"),
    "materials.<name>.heat.quartz": ("heated", "materials.dense.heat.quartz=0.9"),
    "materials.<name>.heat.grains": ("heated", "materials.loose.heat.grains=natural"),
    "materials.<name>.heat.texture": ("heated", "materials.loose.heat.texture=silt and clay"),
    "materials.<name>.heat.conductivity": ("measured", "materials.loose.heat.conductivity=2 W/m/K"),
    "materials.<name>.heat.frozen_conductivity": ("measured", "materials.loose.heat.frozen_conductivity=3 W/m/K"),
    "steps.tolerance": ("still", "steps.tolerance=0.1"),
    "steps.first": ("still", "steps.first=5 min"),
    "steps.largest": ("still", "steps.largest=30 min"),
    "steps.smallest": ("still", "steps.smallest=30 min", "steps.first=30 min", 'boundaries.top.air."CO2(g)"=0.5 atm'),
    "steps.fixed": ("still", "steps.fixed=20 min"),
    "steps.limit": ("still", "steps.limit=1"),
}


def schema():
    """The keys that `talus manual` describes: "materials.<name>.porosity", "layers.thickness"."""
    text = subprocess.run([PROGRAM, "manual"], check=True, capture_output=True, text=True).stdout
    keys, table = [], ""
    for line in text.splitlines():
        if line.startswith("## "):
            found = re.fullmatch(r"## `\[+(.+?)\]+`", line)
            table = found[1] + "." if found else ""
        elif found := re.match(r"\| `([^`]+)` \|", line):
            keys.append(table + found[1])
    return keys


def prepare(folder):
    """The cases, and the files that keys name."""
    for name in ("still.toml", "flowing.toml", "raining.toml", "oxidising.toml", "showers.csv", "heated.toml", "heated_start.csv",
                 "heated_top.csv", "storms.toml", "storms.csv", "lifts.toml", "windrow.toml"):
        shutil.copy(HERE / name, folder)
    shutil.copy(HERE.parent.parent / "benchmarks/acid_drainage/first_order.toml", folder)
    rising = ('[temperature]\nconstant = "12 degC"\n[[lifts]]\nplaced = "6 h"\nthickness = "10 cm"\nmaterial = "loose"\ntemperature = "5 degC"\n')
    (folder / "rising.toml").write_text(re.sub(r"\[temperature\]\n.*\n", rising, (HERE / "heated.toml").read_text()))
    exchanging = (HERE / "exchanging.toml").read_text().replace('length = "12 d", output_every = "6 d"', 'length = "1 d", output_every = "1 d"')
    (folder / "exchanging.toml").write_text(exchanging)
    raining = (HERE / "raining.toml").read_text().replace("[chemistry]", '[chemistry]\nporosity = "from minerals"')
    (folder / "clogging.toml").write_text(raining.replace("[materials.fine]", '[materials.fine]\npermeability_law = "power law"'))
    (folder / "crusted.toml").write_text(raining.replace("[boundaries.top]", "[boundaries.top]\ncrust = { thickness = '2 mm', porosity = "
                                                         "0.1, saturation = 0.2, share = 0.5, permeability = '1e-15 m2' }"))
    heated = (HERE / "heated.toml").read_text().replace('length = "3 d"', 'length = "1 d"')
    (folder / "heated.toml").write_text(heated)
    frozen = heated.replace("heated_top", "cold_top").replace("[flow]", '[heat.freezing]\ncurve = "exponential"\nresidual = 0.1\n'
                                                              'width = "1 K"\nconstants = "held"\nimpedance = 7\n[flow]')
    (folder / "frozen.toml").write_text(frozen)
    given = 'heat = { grain_heat_capacity = "850 J/kg/K", conductivity = "1 W/m/K", frozen_conductivity = "2 W/m/K" }'
    (folder / "measured.toml").write_text(re.sub("(?m)^heat = .*$", given, frozen).replace("Cote-Konrad", "given"))
    (folder / "cold_top.csv").write_text("time [d], temperature [degC]\n0, 5\n0.3, -8\n2, -8\n")
    (folder / "cool_top.csv").write_text("time [d], temperature [degC]\n0, 5\n2, 2\n")
    (folder / "drizzle.csv").write_text("time [h], rain [mm/h]\n0, 1\n20, 2\n")
    storms = (HERE / "storms.csv").read_text()
    (folder / "dry.csv").write_text(storms.replace(",14.0,", ",0.0,"))
    (folder / "flawed.csv").write_text(storms.replace(",14.0,", ",-1,"))
    (folder / "drizzle_by_hours.csv").write_text("time [h], rain [mm/h]\n" + "".join(f"{h}, {h % 3}\n" for h in range(48)))
    (folder / "months.csv").write_text(
        "month [1], rain [mm], wet_days [1], air_temperature [degC], relative_humidity [%], wind_speed [m/s], shortwave_radiation [W/m2]\n"
        + "".join(f"{m}, 90, 15, 20, 50, 3, 200\n" for m in range(1, 13)))
    (folder / "pond.csv").write_text("x [cm], head [cm]\n0, 1\n30, -20\n80, -50\n")
    (folder / "drip.csv").write_text("time [h], rate [L/d]\n0, 0\n10, 5\n")
    (folder / "held.csv").write_text("suction [m], saturation [1]\n0.05, 1\n1, 0.5\n50, 0.05\n")
    (folder / "passed.csv").write_text("suction [m], relative_permeability [1]\n0.05, 1\n1, 0.05\n50, 1e-6\n")
    (folder / "falling_pressure.csv").write_text("time [d], pressure [kPa]\n0, 101.325\n2, 70\n")
    (folder / "warming.csv").write_text("time [d], temperature [degC]\n0, 15\n2, 25\n")
    (folder / "planned.csv").write_text("time [d], depth [cm]\n0.4, 10\n1.2, 4\n")
    (folder / "wetness.csv").write_text("depth [cm], saturation [1]\n0, 0.45\n4, 0.55\n")
    (folder / "written.toml").write_text(
        'minerals = { Brucite = "3 wt%", Lizardite = "80 wt%", inert = "rest" }\n'
        'surface = { Brucite = "1 m2/g", Lizardite = "6 m2/g" }\n'
        '[water]\ntotal = { "Mg+2" = "1 mmol/kgw", "Na+" = "3 mmol/kgw", "Cl-" = "5 mmol/kgw" }\ncharge = "pH"\n')
    brucite = re.search(r"\[minerals\.Brucite\]\n.*?(?=\n\[minerals\.(?!Brucite))", DATABASE.read_text(), re.DOTALL)[0]
    faster = re.sub(r"\{ log_k = (-[\d.]+)", lambda found: f"{{ log_k = {float(found[1]) + 0.3:.2f}", brucite)
    (folder / "overlay.toml").write_text(faster + "\n")


def run(folder, key, case, *sets):
    """(exit code, numbers by name, what it said)."""
    path = folder / (re.sub(r"\W+", "_", key) + ".h5")
    words = [word for s in sets for word in ("--set", s)]
    try:
        done = subprocess.run([PROGRAM, "run", str(folder / f"{case}.toml"), "-q", "-o", str(path), *words],
                              check=False, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"none in {PATIENCE} s", {}, ""
    if done.returncode != 0:
        return done.returncode, {}, done.stderr
    with h5py.File(path) as file:
        return 0, {f"{group}/{name}": file[group][name][...] for group in ("fields", "series") for name in file[group]
                   if not name.startswith("closure_") and name not in ("cell", "time", "step")}, ""


def changed(before, after):
    """Names of the fields and series that differ, at the end; `after` may have other cells and names."""
    names = []
    for name, a in before.items():
        b = after.get(name)
        if b is None or a[-1].shape != b[-1].shape:
            names.append(name)
        elif np.max(np.abs(a[-1] - b[-1])) > ROUNDING * np.max(np.abs(a[-1])):
            names.append(name)
    return names


def check(folder, bases, key):
    case, *sets = CHANGES[key]
    code, numbers, said = run(folder, key, case, *sets)
    if code != ENDS.get(key, 0):
        return f"{key}: exit code {code}, not {ENDS.get(key, 0)}\n{said}"
    if key in ENDS:
        without, _, _ = run(folder, key + " without", case, *sets[1:])
        return f"{key}: without it the exit code is {without} too" if without == code else ""
    names = changed(bases[case], numbers)
    return "" if names else f"{key}: nothing changes with {sets}"


def main():
    keys = [key for key in schema() if key not in NAMES]
    problems = [f"{key}: a new key? say in CHANGES which value of it gives another answer" for key in keys if key not in CHANGES]
    problems += [f"{key}: no such key" for key in [*CHANGES, *NAMES, *ENDS] if key not in [*keys, *NAMES]]
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(max_workers=2) as both_cores:
        folder = pathlib.Path(name)
        prepare(folder)
        bases = {}
        for case in ("still", "flowing", "raining", "clogging", "crusted", "oxidising", "exchanging", "heated", "frozen", "measured", "storms", "lifts", "rising",
                     "windrow"):
            code, bases[case], said = run(folder, case, case)
            if code != 0:
                return f"{case}.toml: exit code {code}\n{said}"
        again = run(folder, "again", "still")[1]
        if changed(bases["still"], again):
            problems.append("the same case gives two answers")
        problems += filter(None, both_cores.map(lambda key: check(folder, bases, key), [k for k in keys if k in CHANGES]))
    print(f"{len(CHANGES)} keys change the answer" if not problems else "")
    return "\n".join(problems) or 0


if __name__ == "__main__":
    sys.exit(main())
