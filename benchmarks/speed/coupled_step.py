"""How long the coupled step takes: processor time without start-up, and the error beside it, least of some turns.

    coupled_step.py [TURNS]

Start-up is the time of the same case that ends after a second. The error in time is that of CO2 stored against the same
grid with small steps; that of the column of PFLOTRAN is also given against PFLOTRAN's 400 cells.
"""
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
BENCHMARKS = FOLDER.parent
sys.path[:0] = [str(BENCHMARKS), str(BENCHMARKS / "pflotran_column")]
import check as pflotran  # noqa: E402
import tools  # noqa: E402

BAPTISTE = BENCHMARKS.parent / "inputs" / "baptiste_cells"
CARB, SECTION = BENCHMARKS / "min3p_carb" / "case.toml", BENCHMARKS / "section_2d" / "section_2d.toml"
LOOSE = "steps.tolerance=1e-2"
CASES = [  # name, case, settings, tolerance of what it is compared with
    ("Baptiste, churned", BAPTISTE / "churned.toml", [], "1e-5"),
    ("Baptiste, left alone", BAPTISTE / "undisturbed.toml", [], "1e-5"),
    ("carb", CARB, ["mesh.cells={count=1000}", LOOSE], "1e-4"),
    ("carb", CARB, ["mesh.cells={count=1000}"], "1e-4"),
    ("col_unsat_gas, limited", pflotran.CASE, ["mesh.cells={count=50}"], "1e-5"),
    ("col_unsat_gas, upwind", pflotran.CASE, ["mesh.cells={count=100}", "flow.advection=upwind"], "1e-5"),
    ("section, limited", SECTION, [], "1e-4"),
    ("section, upwind", SECTION, ["flow.advection=upwind"], "1e-4"),
]


def main(turns):
    print("| case | cells | steps | Newton | linear per Newton | us per cell and iteration | s | error in time | to PFLOTRAN's 400 cells |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, case, sets, tight in CASES:
        exact = float(tools.timed_run(case, *sets, f"steps.tolerance={tight}")[0].series["stored_CO2"][-1])
        seconds, start_up = [], []
        for _ in range(turns):
            found, steps, iterations, took = tools.timed_run(case, *sets)
            seconds.append(took)
            start_up.append(tools.timed_run(case, *sets, "run.length=1 s", "run.output_every=1 s")[3])
        solve, cells = min(seconds) - min(start_up), len(found.depth)
        linear = float(sum(found.series["linear_iterations"])) / iterations
        error = abs(float(found.series["stored_CO2"][-1]) / exact - 1)
        fine = ""
        if case == pflotran.CASE:
            fine = f"{100 * (pflotran.of_talus(found).stored / pflotran.STORED[pflotran.FINE] - 1):+.2f} %"
        print(f"| {name}{' at 1e-2' if LOOSE in sets else ''} | {cells} | {steps} | {iterations} | {linear:.1f} | "
              f"{1e6 * solve / iterations / cells:.2f} | {solve:.2f} | {100 * error:.3f} % | {fine} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
