#!/usr/bin/python3
"""Drainage against limits, fibres, cemented ground and metals by another route: a drained column with chrysotile and a windrow are
run, asked, and every number of report.json is summed again with h5py and nothing of Talus. Where it is not known the report says
so; what is asked wrongly has a message. TALUS_PROGRAM names the program."""
import csv
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import tomllib

import h5py
import jsonschema
import numpy

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from check_page import BROWSER, problems_of  # noqa: E402

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
PROGRAM = os.environ["TALUS_PROGRAM"]
MASS = {"H": 1.008, "C": 12.011, "O": 15.999, "Na": 22.990, "Mg": 24.305, "Si": 28.085, "Cl": 35.45}  # g/mol, as IUPAC abridges them
EXACT = 1e-9
COAT, THRESHOLD = 0.2e-6, 1e-3  # m; of the volume

COLUMN = ROOT / "inputs/rained_on/year.toml"
SETS = ["run.length=60 d", "run.output_every=5 d", "mesh.cells={ count = 20 }", "mesh.depth=40 cm", "layers[0].thickness=40 cm",
        'operations=[{ kind = "churn", depth = "4 cm", every = "20 d" }]', 'materials.tailings.minerals={ Brucite = "3 wt%", Chrysotile = "40 wt%", inert = "rest" }',
        'materials.tailings.surface={ Brucite = "1 m2/g", Chrysotile = "5 m2/g" }', "materials.tailings.water.saturation=0.8",
        'chemistry.components=["H+", "HCO3-", "Mg+2", "Na+", "Cl-", "SiO2(aq)"]', 'chemistry.dissolve=["Brucite", "Chrysotile"]',
        'chemistry.passivation={ Chrysotile = { by = "blocking coat", coat = ["Nesquehonite", "Hydromagnesite"], thickness = "0.2 um", exponent = 2 } }',
        'boundaries.top.air={ "CO2(g)" = "0.05 atm" }']
ASKED = f"""
[[limits]]
quantity = "Mg"
limit    = "11 mg/L"
patch    = "base"
source   = "a permit"
[[limits]]
quantity = "HCO3-"
limit    = "3e-4 mol/L"
[[limits]]
quantity = "TDS"
limit    = "0.1 g/L"
source   = "a permit"

[hazard]
fibres = ["Chrysotile"]

[cement]
threshold = "{100 * THRESHOLD} %"
source    = "made up"
"""
SITE = """
[plant]
tailings  = "1000 t/yr"
open_time = "60 d"
years     = 2
[economics]
currency = "USD"
discount_rate = "8 %"
[[economics.costs]]
name = "haul"
value = "2 USD/t"
per = "tailings"
source = "made up"
[[economics.metals]]
element  = "Mg"
from     = ["water", "Nesquehonite"]
price    = "0.5 USD/kg"
rise     = "3 %"
recovery = "60 %"
source   = "made up"
recovery_source = "made up"
"""


def talus(*words, code=0):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
    return " ".join((done.stdout + done.stderr).split())


def close(name, one, other):
    assert abs(one - other) <= EXACT * max(abs(one), abs(other)) + 1e-300, (name, one, other)


def names(file, path):
    return [one.decode() for one in file[path][()]]


def check_seepage(file, report):
    """Each limit at the base, from the outflow of each component."""
    components, elements = names(file, "system/components"), names(file, "system/elements")
    atoms = file["system/component_elements"][()]
    grams = atoms @ [MASS[one] for one in elements]
    out = {name: file[f"patches/base/outflow_{name}"][()].sum(axis=1) for name in components}
    water = out["H2O"] * (2 * MASS["H"] + MASS["O"])  # g, and mL
    amounts = {"Mg": out["Mg+2"] * MASS["Mg"] * 1e3 / (water * 1e-3).clip(1e-300),  # mg/L
               "HCO3-": out["HCO3-"] / (water * 1e-3).clip(1e-300),
               "TDS": sum(out[name] * mass for name, mass in zip(components, grams) if name not in ("H+", "H2O")) / (water * 1e-3).clip(1e-300)}
    totals = {name: mean * water * 1e-3 for name, mean in amounts.items()}
    time = file["time"][()]
    found = {one["quantity"]: one for one in report["seepage"] if one["patch"] == "base"}
    assert set(found) == {"Mg", "HCO3-", "TDS"}, found.keys()
    for name, one in found.items():
        rows = [0] + [k for k in range(1, len(time)) if time[k] > time[k - 1]]
        conc, spans = [], []
        for a, b in zip(rows, rows[1:]):
            litres = (water[b] - water[a]) * 1e-3
            conc.append((totals[name][b] - totals[name][a]) / litres if litres > 0 else math.nan)
            spans.append(time[b] - time[a])
        conc, spans = numpy.array(conc), numpy.array(spans)
        wet = ~numpy.isnan(conc)
        close(f"{name} mean", one["mean"], totals[name][-1] / (water[-1] * 1e-3))
        close(f"{name} greatest", one["greatest"], numpy.nanmax(conc))
        above = wet & (conc > one["limit"])
        close(f"{name} above", one["share_above"], spans[above].sum() / spans[wet].sum())
        first = numpy.flatnonzero(above)
        assert (one["first_above_s"] is None) == (len(first) == 0), (name, one["first_above_s"])
        if len(first):
            close(f"{name} first", one["first_above_s"][1], time[rows[first[0] + 1]])
        for said, again in zip(one["intervals"], conc):
            assert said["concentration"] is None if math.isnan(again) else True
            if not math.isnan(again):
                close(f"{name} interval", said["concentration"], again)
    assert 0 < found["Mg"]["share_above"] < 1 == found["TDS"]["share_above"], found
    return found


def check_fibre(file, one):
    minerals, solids = names(file, "system/minerals"), names(file, "restart/solids")
    mass = dict(zip(minerals, file["system/mineral_molar_mass"][()]))
    molar = dict(zip(minerals, file["system/mineral_molar_volume"][()]))
    volume, depth = file["cell/volume"][()], file["cell/depth"][()]
    amount = file["fields/mineral_Chrysotile"][()]
    left = amount @ volume * mass["Chrysotile"]
    close("fibres at the start", one["initial_kg"], left[0])
    close("fibres at the start", one["initial_kg"], file["fields/initial_Chrysotile"][0] @ volume * mass["Chrysotile"])
    close("fibres dissolved", one["dissolved"], 1 - left[-1] / left[0])
    assert 0 < one["dissolved"] < 1, one["dissolved"]
    for said, again in zip(one["left_kg"], left, strict=True):
        close("fibres left", said, again)
    order = numpy.argsort(depth)
    for layer, cell in zip(one["layers"], order, strict=True):
        close("left in a layer", layer["left_kg_per_m3"], amount[-1, cell] * mass["Chrysotile"])
        close("dissolved in a layer", layer["dissolved"], 1 - amount[-1, cell] / file["fields/initial_Chrysotile"][-1, cell])
    surface = file["restart/initial_surface"][:, solids.index("Chrysotile")]
    coat = sum(molar[name] * file["restart/amount"][:, solids.index(f"{name} formed")] for name in ("Nesquehonite", "Hydromagnesite"))
    thickness = coat / surface
    covered = 1 - (1 - thickness / COAT).clip(0) ** 2
    for k in range(len(left)):
        weight = surface[k] * volume
        close("coat", one["coat_thickness_m"][k], (weight @ thickness[k]) / weight.sum())
        close("covered", one["surface_covered"][k], (weight @ covered[k]) / weight.sum())
    assert 0 < one["surface_covered"][-1] <= 1 and "blocking coat" in one["coat"], one["coat"]


def check_cement(file, one, carbonates):
    """Heights of cells from the vertices; columns by where these stand."""
    points = file["geometry/points"][()].reshape(-1, 8, 3)
    high, low = points[:, 4:, 2].mean(axis=1), points[:, :4, 2].mean(axis=1)
    volume, porosity = file["cell/volume"][()], file["cell/porosity"][()]
    columns = {}
    for cell, corners in enumerate(points[:, :4, :2].mean(axis=1)):
        columns.setdefault(tuple(numpy.round(corners, 6)), []).append(cell)
    minerals = names(file, "system/minerals")
    molar = dict(zip(minerals, file["system/mineral_molar_volume"][()]))
    rows = [k for k, moment in enumerate(file["moment"][()]) if moment != 1]
    assert one["minerals"] == carbonates, one["minerals"]
    for said, row in enumerate(rows):
        formed = sum(molar[name] * (file[f"fields/mineral_{name}"][row] - file[f"fields/initial_{name}"][row]).clip(0) for name in carbonates)
        cemented = formed > one["threshold"]
        thick, area, tops, bottoms = [], [], [], []
        for cells in columns.values():
            top = max(high[cells])
            thick.append(sum(high[c] - low[c] for c in cells if cemented[c]))
            area.append(volume[cells].sum() / (high - low)[cells].sum())
            tops += [top - high[c] for c in cells if cemented[c]]
            bottoms += [top - low[c] for c in cells if cemented[c]]
        close("cemented", one["thickness_m"][said], numpy.dot(thick, area) / sum(area))
        close("thickest", one["thickest_m"][said], max(thick))
        close("greatest", one["greatest_volume_formed"][said], formed.max())
        assert (one["pores_filled"][said] is None) == (not cemented.any())
        if cemented.any():
            assert abs(one["top_m"][said] - min(tops)) < 1e-9 and abs(one["bottom_m"][said] - max(bottoms)) < 1e-9, (one["top_m"][said], min(tops))
            close("filled", one["pores_filled"][said],
                  (formed * volume)[cemented].sum() / (porosity * volume)[cemented].sum())
    return len(columns)


def check_metals(file, plant, folder):
    """Sold when a lift is covered: in water, drained, and in one mineral."""
    volume = file["cell/volume"][()]
    moles = file["fields/aqueous_Mg+2"][-1] @ volume + file["fields/mineral_Nesquehonite"][-1] @ volume
    moles += sum(patch["outflow_Mg+2"][-1].sum() - patch["inflow_Mg+2"][-1].sum() for patch in file["patches"].values())
    share = moles * MASS["Mg"] * 1e-3 / (file["cell/dry_density"][()] @ volume)
    revenue = [0.5 * 1.03**k * 0.6 * share * 1e6 * part for k, part in enumerate((1 - 60 / 365.25, 1))]
    for said, again in zip(plant["years"], revenue, strict=True):
        close("metals of a year", said["metals"], again)
        close("revenue of a year", said["revenue"], again)
    discounted = sum(one / 1.08 ** (k + 1) for k, one in enumerate(revenue))
    assert [one["name"] for one in plant["revenues"]] == ["Mg from water, Nesquehonite"]
    close("metals", plant["revenues"][0]["discounted"]["value"], discounted)
    costs = sum(2 * 1000 / 1.08 ** (k + 1) for k in range(2))
    close("net present value", plant["net present value"]["value"] * 1e6, discounted - costs)
    net = sum(year["stored_kg"] / 1.08 ** (k + 1) for k, year in enumerate(plant["years"])) / 1e3
    close("levelised", plant["levelised cost"]["value"], costs / net)
    close("metals per tonne", plant["metals per net CO2"]["value"], discounted / net)
    close("break-even", plant["break-even price"]["value"], (costs - discounted) / net)
    assert "Mg from water, Nesquehonite" in (folder / "report.html").read_text(encoding="utf-8")


def check_tables(folder, found, run):
    """The tables have what the JSON has."""
    with open(folder / "summary.csv", encoding="utf-8") as file:
        row = next(csv.DictReader(file))
    close("summary", float(row["Mg through base, limit 11 mg/L, flow-weighted mean (mg/L)"]), found["Mg"]["mean"])
    assert "fibre Chrysotile, left (kg)" in row and "cemented thickness (cm)" in row, list(row)
    for name in ("seepage", "fibres", "cement"):
        assert (folder / f"{name}.csv").stat().st_size > 100, name
    page = (folder / "report.html").read_text(encoding="utf-8")
    for words in ("Seepage against limits", "Fibres that are left", "Cemented thickness", '"id":"seepage0"', '"id":"fibres_depth"', '"id":"cement"'):
        assert words in page, words
    assert run in page
    if BROWSER is not None:
        assert not problems_of(folder / "report.html", folder), problems_of(folder / "report.html", folder)


def check_mistakes(folder, run):
    def refused(text, words, code=2):
        (folder / "wrong.toml").write_text(text, encoding="utf-8")
        said = talus("report", run, "--with", folder / "wrong.toml", "--out", folder / "no", code=code)
        assert words in said, (words, said)

    limit = '[[limits]]\nquantity = "{}"\nlimit = "{}"\n'
    refused(limit.format("Mgg", "1 mg/L"), "no run has 'Mgg' among what water can carry")
    refused(limit.format("pH", "1 mg/L"), "the pH of what drains stands in no run file")
    refused(limit.format("H+", "1 mg/L"), "no run has 'H+'")
    refused(limit.format("Mg", "1 mg/kg"), "limits[0].limit")
    refused(limit.format("Mg", "-1 mg/L"), "is negative")
    refused(limit.format("TDS", "1 mol/L"), "TDS is a mass")
    refused(limit.format("Mg", "1 mg/L") + 'patch = "bass"\n', "did you mean 'base'")
    refused('[hazard]\nfibres = ["Crysotile"]\n', "no run has a mineral 'Crysotile'")
    refused('[cement]\nthreshold = "0 %"\nsource = "x"\n', "cement.threshold")
    refused('[cement]\nthreshold = "5 %"\n', "source")
    refused('[cement]\nthreshold = "5 %"\nminerals = ["Gypsun"]\nsource = "x"\n', "no run has a mineral 'Gypsun'")
    refused(SITE.replace('"Mg"', '"Ni"'), "has no 'Ni'")
    refused(SITE.replace('"Nesquehonite"', '"Brucit"'), "did you mean 'Brucite'")
    refused(SITE.replace("0.5 USD/kg", "0.5 USD/m2"), "economics.metals[0].price")
    refused(SITE.replace("60 %", "130 %"), "economics.metals[0].recovery")
    refused(SITE.replace('recovery_source = "made up"', ""), "recovery_source")


def check_unknown(folder, schema):
    """A run without drainage, fibre, coat or geometry: each says so."""
    subprocess.run([sys.executable, ROOT / "tests/report/make_run.py", folder / "still.h5"], check=True)
    (folder / "asked.toml").write_text(ASKED.replace('"Chrysotile"', '"Lizardite"').replace('patch    = "base"', ""), encoding="utf-8")
    said = talus("report", folder / "still.h5", "--with", folder / "asked.toml", "--out", folder / "still")
    assert "No water has left through any patch of still." in said, said
    report = json.loads((folder / "still/report.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    assert all(one["mean"] is None and one["unknown"] for one in report["seepage"]), report["seepage"]
    assert "the case has no coat on it" in report["fibres"][0]["coat"] and not report["fibres"][0]["surface_covered"]
    assert "does not say how thick its cells are" in report["cement"][0]["unknown"]
    page = (folder / "still/report.html").read_text(encoding="utf-8")
    assert "No water has left" in page and "does not say how thick" in page


def check_pile(folder):
    """Columns of other heights, and two runs that were joined."""
    case = ROOT / "tests/solver/windrow.toml"
    talus("run", case, "-q", "-o", folder / "pile.h5", "--set", "run.output_every=1 d")
    (folder / "cement.toml").write_text('[cement]\nthreshold = "0.002 %"\nminerals = ["Brucite"]\nsource = "made up"\n', encoding="utf-8")
    talus("report", folder / "pile.h5", "--with", folder / "cement.toml", "--out", folder / "pile")
    one = json.loads((folder / "pile/report.json").read_text(encoding="utf-8"))["cement"][0]
    with h5py.File(folder / "pile.h5") as file:
        assert check_cement(file, one, ["Brucite", "Nesquehonite"]) > 5
    assert one["thickest_m"][-1] > one["thickness_m"][-1] > 0, one
    talus("run", case, "-q", "-o", folder / "first.h5", "--set", "run.length=2 d", "--set", "run.output_every=1 d")
    talus("run", case, "-q", "-o", folder / "second.h5", "--set", "run.output_every=1 d", "--restart", folder / "first.h5")
    talus("report", folder / "first.h5", folder / "second.h5", "--join", "--with", folder / "cement.toml", "--out", folder / "joined")
    joined = json.loads((folder / "joined/report.json").read_text(encoding="utf-8"))["cement"][0]
    assert joined["time_s"] == one["time_s"], joined["time_s"]
    for said, again in zip(joined["thickness_m"], one["thickness_m"]):
        close("joined", said, again)


def main():
    schema = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        run = folder / "pile_with_fibres.h5"
        talus("run", COLUMN, "-q", "-o", run, *(word for one in SETS for word in ("--set", one)))
        (folder / "asked.toml").write_text(ASKED + SITE, encoding="utf-8")
        tomllib.loads(ASKED + SITE)
        talus("report", run, "--with", folder / "asked.toml", "--out", folder / "out")
        report = json.loads((folder / "out/report.json").read_text(encoding="utf-8"))
        jsonschema.validate(report, schema)
        with h5py.File(run) as file:
            found = check_seepage(file, report)
            check_fibre(file, report["fibres"][0])
            check_cement(file, report["cement"][0], ["Nesquehonite", "Hydromagnesite"])
            check_metals(file, report["plants"][0], folder / "out")
        check_tables(folder / "out", found, "pile_with_fibres")
        talus("report", run, "--with", folder / "asked.toml", "--out", folder / "again")
        for name in ("report.json", "report.html", "seepage.csv", "fibres.csv", "cement.csv", "sizing.csv"):
            assert (folder / "out" / name).read_bytes() == (folder / "again" / name).read_bytes(), name
        check_mistakes(folder, run)
        check_unknown(folder, schema)
        check_pile(folder)
    print("drainage, fibres, cemented ground and metals are what h5py sums")
    return 0


if __name__ == "__main__":
    sys.exit(main())
