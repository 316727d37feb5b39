"""Can a stirred tank take up 17.5 kg CO2/t in 36 h or six days? A question of range: brucite and kLa vary, nothing is fitted."""
import pathlib
import sys

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent.parent / "benchmarks"))
import tools  # noqa: E402

PUBLISHED = 17.5  # kg/t, Canada Nickel, press release of 10 November 2021

found = []
print("| brucite, wt% | kLa, 1/h | 36 h, kg/t | 6 d, kg/t | of it in minerals, kg/t |\n|---|---|---|---|---|")
for brucite in (1, 2, 4):
    for transfer in (2, 20):
        run = tools.react(FOLDER / "batch.toml", f"materials.tailings.minerals.Brucite={brucite} wt%", f"gas.transfer={transfer} 1/h")
        taken = run["CO2(g) taken up [g/kg]"]
        early = float(np.interp(1.5, run["time [d]"], taken))
        solid = 44.009 * float(run["Nesquehonite [mol]"][-1])
        print(f"| {brucite} | {transfer} | {early:.1f} | {taken[-1]:.1f} | {solid:.1f} |")
        found += [early, float(taken[-1])]
tools.require_at_least("the published value is inside of the range: the highest answer over it", max(found) / PUBLISHED, 1)
tools.require_at_least("and it over the lowest", PUBLISHED / min(found), 1)
tools.finish()
