#!/usr/bin/python3
"""The program as a user meets it: verbs, options, files, exit codes, and what it says. TALUS_PROGRAM names it,
TALUS_ROOT the sources. Everything is written into a temporary folder."""

import json
import re
import resource
import shutil
import subprocess
import tomllib
import unittest
from concurrent.futures import ThreadPoolExecutor

import h5py

from program import DONE, FILE, GAVE_UP, HARD, INPUT, OUTPUTS, PROGRAM, Program, ROOT, SHORT, TWO_RANKS, VERBS


def progress_lines(text):
    """Of steps: the closing line of CO2 has g/kg too, but does not begin with a time."""
    return len(re.findall(r"^ +[\d.e+-]+ \w+ .* g/kg ", text, re.MULTILINE))


class Help(Program):
    def test_help_names_every_verb_and_option(self):
        text = self.talus("--help").stdout
        for verb in VERBS:
            self.assertIn(f"talus {verb}", text)
        for word in ["--set key=value", "-o FILE.h5", "--force", "[-q|-v]", "-- PETSc options", "--out DIR",
                     "--version", "0 done, 2 input, 3", "4 a file", "70", "mpirun -n"]:
            self.assertIn(word, text)

    def test_help_of_a_verb(self):
        for verb in VERBS:
            self.assertTrue(self.talus(verb, "--help").stdout.startswith(f"talus {verb} "))

    def test_version_names_what_the_answer_depends_on(self):
        text = self.talus("--version").stdout
        for word in ["talus ", "commit", "PETSc", "HDF5", "instruction set"]:
            self.assertIn(word, text)

    def test_no_verb_gives_the_help(self):
        self.assertIn("talus run", self.talus(code=INPUT).stdout)

    def test_a_wrong_verb_or_option_gets_the_nearest(self):
        self.assertIn("no verb 'rnu'\n  did you mean 'run'?", self.refused("rnu"))
        said = self.refused("run", "column.toml", "--forse")
        self.assertIn("has no option '--forse'\n  did you mean '--force'?", said)
        self.assertIn("needs a case file", self.refused("run"))
        self.assertIn("needs a run file", self.refused("report"))


class Run(Program):
    def test_the_run_file_stands_beside_the_case(self):
        (self.folder / "cases").mkdir()
        (self.folder / "column.toml").rename(self.folder / "cases/column.toml")
        self.talus("run", "cases/column.toml", *SHORT)
        self.assert_run_of("cases/column")

    def test_output_of_the_case_is_relative_to_it_and_o_beats_it(self):
        (self.folder / "cases").mkdir()
        (self.folder / "column.toml").rename(self.folder / "cases/column.toml")
        output = ["--set", "run.output=mine.h5"]
        self.talus("run", "cases/column.toml", *SHORT, *output)
        self.assert_run_of("cases/mine")
        self.talus("run", "cases/column.toml", *SHORT, *output, "-o", "other.h5")
        self.assert_run_of("other")

    def test_outputs_that_exist_are_refused_and_left_alone(self):
        for ending in OUTPUTS:
            with self.subTest(ending):
                file = self.folder / f"column{ending}"
                file.write_text("dear")
                before = self.files()
                said = self.refused("run", "column.toml", *SHORT, code=FILE)
                self.assertIn(f"column{ending} exists; --force overwrites it", said)
                self.assertEqual((file.read_text(), self.files()), ("dear", before))
                file.unlink()

    def test_force_overwrites(self):
        for ending in OUTPUTS:
            (self.folder / f"column{ending}").write_text("old")
        self.run_short("--force")
        with h5py.File(self.folder / "column.h5") as run:
            self.assertEqual(run["provenance"].attrs["status"], "done")

    def test_the_run_file_must_be_hdf5_and_its_folder_must_be_there(self):
        self.assertIn("must end in .h5", self.refused("run", "column.toml", *SHORT, "-o", "a.nc"))
        self.assertIn("cannot write 'nowhere/a.h5' and 'a.log' beside it", self.run_short("-o", "nowhere/a.h5", code=FILE).stderr)

    def test_a_case_that_is_not_there(self):
        self.assertIn("cannot read 'nowhere.toml'", self.refused("run", "nowhere.toml", code=FILE))

    def test_quiet_and_verbose(self):
        self.assertEqual(self.run_short("-q", "-o", "quiet.h5").stdout, "")
        normal = self.run_short("-o", "normal.h5").stdout
        verbose = self.run_short("-v", "-o", "verbose.h5").stdout
        with h5py.File(self.folder / "verbose.h5") as run:
            steps = len(run["series/time"])
        self.assertEqual(progress_lines(verbose), steps)
        self.assertLess(progress_lines(normal), steps)
        self.assertIn(f"done: {steps} steps", verbose)

    def test_the_log_has_every_step_however_loud(self):
        self.run_short("-q")
        with h5py.File(self.folder / "column.h5") as run:
            self.assertEqual(progress_lines((self.folder / "column.log").read_text()), len(run["series/time"]))

    def test_a_solver_that_gives_up_keeps_the_last_good_state(self):
        self.run_short("-q", "-o", "before.h5")
        done = self.talus("run", "column.toml", "--restart", "before.h5", *HARD, "-q", code=GAVE_UP)
        for word in ["error: ", "shorter than steps.smallest", "before the step pH", "try: ", "the last good state"]:
            self.assertIn(word, done.stderr)
        with h5py.File(self.folder / "column.h5") as run:
            self.assertTrue(run["provenance"].attrs["status"].startswith("gave up: "))
            self.assertEqual(run["time"][-1], 2 * 86400)  # where the other air came
            with h5py.File(self.folder / "before.h5") as before:
                self.assertEqual(run["fields/pH"][-1].tolist(), before["fields/pH"][-1].tolist())
        self.talus("report", "column.h5")

    def test_petsc_options_are_taken_and_misspelt_ones_reported(self):
        self.run_short("-o", "a.h5", "--", "-ksp_type", "gmres", "-ksp_rtol", "1e-8")
        text = self.run_short("-o", "b.h5", "--", "-pc_type", "bjacobi", "-snes_monitor").stdout
        self.assertIn("SNES Function norm", text)
        said = self.refused("run", "column.toml", *SHORT, "-q", "-o", "c.h5", "--", "-ksp_type", "gmrse")
        self.assertIn("gmrse", said)
        self.assertIn("the options after -- may be why", said)
        done = subprocess.run([PROGRAM, "run", "column.toml", *SHORT, "-q", "--", "-ksp_rtoll", "1e-8"],
                              cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout), (DONE, ""))
        warning = "warning: nothing asked for the PETSc option '-ksp_rtoll 1e-8'; is it misspelt?\n"
        self.assertEqual(done.stderr, warning)


class Check(Program):
    """What check does not do unless it is asked."""

    def spent(self, *words):
        """What is printed, and processor time, s."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        said = self.talus("check", "case.toml", "--set", "mesh.cells={count=200000}", *words).stdout
        return said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    def test_a_steady_flow_is_found_when_it_is_asked_for(self):
        for file in (ROOT / "benchmarks/srivastava_yeh_1991").iterdir():
            if file.is_file():
                shutil.copy(file, self.folder)
        tree, took = self.spent()
        same, longer = self.spent("--steady")
        self.assertEqual(tree, same)
        self.assertLess(took, 0.6 * longer)


class Set(Program):
    def check(self, *settings, code=DONE):
        return self.talus("check", "column.toml", *[word for one in settings for word in ("--set", one)], code=code)

    def test_a_value_of_toml_a_text_and_a_text_in_quotes(self):
        self.assertIn("run of 3 d", self.check("run.length=3 d", "run.output_every=1 d").stdout)
        self.assertIn("run of 3 d", self.check('run.length="3 d"', "run.output_every=1 d").stdout)
        self.assertIn("porosity 0.350", self.check("materials.tailings.porosity=0.35").stdout)
        self.assertIn("column, 10 cells", self.check("mesh.cells={ count = 10 }").stdout)
        self.assertIn("activities Davies", self.check("chemistry.activity=Davies").stdout)

    def test_into_lists_and_names_in_quotes(self):
        self.assertIn("0.4 m deep", self.check("layers[0].thickness=40 cm", "mesh.depth=40 cm").stdout)
        self.assertIn("pore water: pH 9.00", self.check('waters."pore water".pH=9').stdout)
        self.assertIn("0.001 atm CO2(g)", self.check('boundaries.top.air."CO2(g)"=1e-3 atm').stdout)

    def test_a_table_that_the_case_does_not_have(self):
        self.assertIn("error in time 0.01,", self.check("steps.tolerance=0.01").stdout)

    def test_faults_are_shown_where_they_were_typed(self):
        said = self.check("run.lenght=3 d", code=INPUT).stderr
        self.assertEqual(said, "--set: error: unknown key 'run.lenght'\n  | run.lenght=3 d\n  | ^~~~~~~~~~\n"
                               "  did you mean 'length'? known: checkpoint_every, length, output, output_at, output_every, start, wall_time\n"
                               "1 error in --set.\n")
        said = self.check("mesh.depth=3 kg", code=INPUT).stderr
        self.assertIn("  | mesh.depth=3 kg\n  |            ^~~~\n", said)
        self.assertIn("'layers' has 1 element", self.check("layers[3].thickness=1 cm", code=INPUT).stderr)
        self.assertIn("has no value", self.check("run.length", code=INPUT).stderr)

    def test_what_was_set_is_in_the_run_file_and_the_case_as_it_was(self):
        self.run_short("-q")
        with h5py.File(self.folder / "column.h5") as run:
            said = run["provenance"].attrs
            self.assertIn('length = "2 d"', said["case_echo"])
            self.assertEqual(said["case_text"], (self.folder / "column.toml").read_text())
            self.assertIn("run.length=2 d", said["command"])


class Words(Program):
    def test_check_prints_the_model_and_writes_nothing(self):
        text = self.talus("check", "column.toml").stdout
        for branch in ["mesh", "materials", "waters", "chemistry", "boundaries", "operations", "steps"]:
            self.assertIn(f"─ {branch} ", text)
        self.assertEqual(self.files(), {"column.toml"})

    def write_databases(self):
        """Two small databases of PHREEQC, to HCO3- and to CO3-2."""
        (self.folder / "a.dat").write_text(
            "SOLUTION_SPECIES\nH+ = H+; H2O = H2O; Ca+2 = Ca+2; HCO3- = HCO3-\nHCO3- = CO3-2 + H+\n log_k -10.33\n"
            "Ca+2 + HCO3- = CaHCO3-\n log_k 1\nPHASES\nCalcite\nCaCO3 + H+ = Ca+2 + HCO3-; log_k 1.85; delta_h -25\n"
            "Portlandite\nCa(OH)2 + 2 H+ = Ca+2 + 2 H2O; log_k 22.8\nRATES\nCalcite\n-start\n-end\nEND\n")
        (self.folder / "b.dat").write_text(
            "SOLUTION_SPECIES\nH+ = H+; H2O = H2O; Ca+2 = Ca+2; CO3-2 = CO3-2\nCO3-2 + H+ = HCO3-\n log_k 10.33\n"
            "PHASES\nCalcite\nCaCO3 = Ca+2 + CO3-2; log_k -8.35\nAragonite\nCaCO3 = Ca+2 + CO3-2; log_k -8.34\nEND\n")

    def test_database_check(self):
        self.write_databases()
        told = self.talus("database", "check", "a.dat", "b.dat").stdout
        self.assertRegex(told, r"a\.dat\n  read in 0\.\d+ s\n")
        self.assertIn("line 12     RATES, lines: 3", told)
        self.assertIn("line 5      CaHCO3-: charge -2 in Ca+2 + HCO3- = CaHCO3-", told)
        self.assertIn("       2  minerals", told)
        self.assertIn("b.dat\n", told)
        self.assertIn("Brucite", self.refused("database", "show", "Brucit"))
        self.assertRegex(self.talus("database", "check", "talus").stdout, r"2\d\d  minerals")

    def test_database_show(self):
        self.write_databases()
        told = self.talus("database", "show", "calcite", "--database", "a.dat").stdout
        self.assertIn("mineral or phase: Calcite\n  formula CaCO3\n  Calcite + H+ = Ca+2 + HCO3-\n", told)
        # -delta_h -25 kJ/mol: 1.85 + 25000 / (8.3147 ln 10) (1/T - 1/298.15)
        self.assertIn("log10 K         2.2508        1.8500        1.5112        0.9697", told)
        self.assertIn("in ./a.dat:8", told)
        told = self.talus("database", "show", "CO3-2", "--database", "a.dat").stdout
        self.assertIn("log10 K              -      -10.3300             -             -", told)
        self.assertIn("gas: CO2(g)", self.talus("database", "show", "CO2(g)").stdout)
        self.assertIn("did you mean 'Calcite'?", self.refused("database", "show", "Calcit", "--database", "a.dat"))

    def test_database_diff(self):
        self.write_databases()
        told = self.talus("database", "diff", "a.dat", "b.dat").stdout
        minerals = told[told.index("minerals\n"):]
        self.assertIn("in A only: 1\n    Portlandite\n  in B only: 1\n    Aragonite\n", minerals)
        # -8.35 + 10.33, on the basis of a
        self.assertRegex(minerals, r"Calcite +1\.8500 +1\.9800 +\+0\.1300\n")
        self.assertIn("dissolved species\n  the same: 4\n", told)
        self.assertNotIn("1.8500", self.talus("database", "diff", "a.dat", "b.dat", "--threshold", "0.2").stdout)

    def test_database_refuses(self):
        self.assertIn("did you mean 'check'?", self.refused("database", "chek", "talus"))
        self.assertIn("known: check, diff, show", self.refused("database"))
        self.assertIn("needs a file", self.refused("database", "check"))
        self.assertIn("needs two files", self.refused("database", "diff", "talus"))
        self.assertIn("needs one name", self.refused("database", "show"))
        self.assertIn("cannot read", self.refused("database", "check", "nowhere.dat", code=FILE))
        (self.folder / "wrong.dat").write_text("PHASES\nBrucite\n Mg(OH)2 + 2 H+ = Mg+2 + 2 H2O\n log_k x\n")
        self.assertIn("wrong.dat:4:8: error: 'x' is not a number", self.refused("database", "check", "wrong.dat"))

    def test_explain(self):
        whole = self.talus("explain", "materials.<name>.dry_density").stdout
        self.assertIn("Mass of dry solids", whole)
        self.assertIn("kg/m3", whole)
        for part in ["materials.dry_density", "materials.tailings.dry_density"]:
            self.assertEqual(self.talus("explain", part).stdout, whole)
        both = self.talus("explain", "dry_density").stdout  # keys of two tables have that name
        self.assertTrue(both.startswith(whole) and "materials.<name>.block_model.dry_density" in both, both)
        self.assertIn("output_every", self.talus("explain", "run").stdout)
        self.assertIn('default "1 s"', self.talus("explain", "steps.first").stdout)
        self.assertIn("did you mean 'materials.<name>.dispersivity'?", self.refused("explain", "dispersivty"))

    def test_list(self):
        expected = {"minerals": "Hydromagnesite", "species": "MgOH+", "components": "HCO3-", "gases": "CO2(g)",
                    "rates": "Palandri-Kharaka", "reactions": "oxidation of Fe+2", "published": "CO2 uptake", "activity": "B-dot",
                    "water_activity": "Raoult", "diffusion": "Moldrup 2000", "operations": "churn", "boundaries": "top"}
        said = self.refused("list", "nothing")
        self.assertIn("known: " + ", ".join(sorted(expected)), said)
        for what, word in expected.items():
            self.assertIn(word, self.talus("list", what).stdout)

    def test_the_new_case_is_toml_with_every_key(self):
        text = self.talus("new").stdout
        case = tomllib.loads(text)
        self.assertEqual(case["mesh"]["shape"], "column")
        (self.folder / "new.toml").write_text(text)
        said = self.refused("check", "new.toml")
        for word in ["unknown key", "has no unit", "is out of range", "must be a"]:
            self.assertNotIn(word, said)
        for placeholder in ["material '...'", "water '...'", "mesh.area", "temperature needs", "'./...'"]:
            self.assertIn(placeholder, said)
        keys = {line.removeprefix("# ").partition(" = ")[0] for line in text.splitlines() if " = " in line}
        keys = sorted(key for key in keys if key.isidentifier())  # behind a # too; no sentences
        self.assertIn("wetted_exponent", keys)
        with ThreadPoolExecutor(max_workers=2) as both_cores:
            for said in both_cores.map(lambda key: self.talus("explain", key).stdout, keys):
                self.assertNotEqual(said.strip(), "")

    def test_the_manual_is_the_page_in_docs(self):
        self.assertEqual(self.talus("manual").stdout, (ROOT / "docs/inputs.md").read_text(),
                         "the keys have changed; refresh the page:\n    build/release/talus manual > docs/inputs.md")


class Report(Program):
    def setUp(self):
        super().setUp()
        self.run_short("-q", "-o", "a.h5")

    def test_of_one_run(self):
        text = self.talus("report", "a.h5").stdout
        self.assertIn("report: a_report/report.html", text)
        for name in ["report.html", "report.json"]:
            self.assertIn(f"a_report/{name}", self.files())
        self.assertTrue(any(name.startswith("a_report/") and name.endswith(".csv") for name in self.files()))

    def test_of_two_runs_side_by_side(self):
        self.run_short("-q", "-o", "warm.h5", "--set", "temperature.constant=25 degC")
        self.talus("report", "a.h5", "warm.h5", "--out", "both")
        text = (self.folder / "both/report.json").read_text()
        self.assertIn("warm", text)
        self.assertEqual(len(json.loads(text)["runs"]), 2)

    def test_a_folder_that_exists_is_refused(self):
        (self.folder / "a_report").mkdir()
        (self.folder / "a_report/dear.txt").write_text("dear")
        before = self.files()
        self.assertIn("--force", self.refused("report", "a.h5", code=FILE))
        self.assertEqual(self.files(), before)
        self.talus("report", "a.h5", "--force")

    def test_of_what_is_no_run_file(self):
        self.assertIn("'column.toml' is no run file", self.refused("report", "column.toml", code=FILE))
        self.assertIn("cannot read 'nowhere.h5'", self.refused("report", "nowhere.h5", code=FILE))
        with h5py.File(self.folder / "other.h5", "w") as other:
            other["x"] = 1
        self.assertIn("is not a run file of Talus", self.refused("report", "other.h5", code=FILE))
        self.assertFalse(any("_report" in name for name in self.files()))


class TwoRanks(Program):
    def test_a_message_comes_once_with_its_exit_code(self):
        for code, words, once in [
            (DONE, ["--help"], "Exit codes:"),
            (DONE, ["run", "column.toml", *SHORT, "-o", "two.h5"], "done: "),
            (INPUT, ["check", "column.toml", "--set", "mesh.depth=3"], "error: mesh.depth"),
            (GAVE_UP, ["run", "column.toml", *HARD, "-o", "hard.h5", "-q"], "the last good state"),
            (FILE, ["run", "nowhere.toml"], "error: cannot read"),
            (FILE, ["run", "column.toml", *SHORT, "-o", "nowhere/a.h5"], "error: cannot write"),
            (FILE, ["run", "column.toml", *SHORT, "-o", "two.h5"], "two.h5 exists"),
            (FILE, ["report", "nowhere.h5"], "error: cannot read"),
        ]:
            with self.subTest(words):
                done = self.talus(*words, code=code, before=TWO_RANKS)
                self.assertEqual((done.stdout + done.stderr).count(once), 1, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
