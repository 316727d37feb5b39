"""The program in a folder of its own, for the tests of its verbs."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(os.environ["TALUS_ROOT"])
PROGRAM = os.environ["TALUS_PROGRAM"]
MPIRUN = os.environ.get("TALUS_MPIRUN", "mpirun")
TWO_RANKS = [MPIRUN, "--oversubscribe", "--bind-to", "none", "-n", "2"]
ALLOW_ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
DONE, INPUT, GAVE_UP, FILE = 0, 2, 3, 4
SHORT = ["--set", "run.length=2 d", "--set", "run.output_every=1 d"]
HARD = ["--set", "run.length=60 d", "--set", 'boundaries.top.air."CO2(g)"=0.5 atm',  # the first step is too long for it
        "--set", "steps.first=30 min", "--set", "steps.smallest=30 min"]
OUTPUTS = [".h5", ".xdmf", ".log"]
VERBS = ["run", "check", "report", "explain", "list", "database", "speciate", "react", "study", "fit", "new", "manual"]


class Program(unittest.TestCase):
    """A folder of its own with a copy of inputs/column.toml, and ways to call the program in it."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="talus_cli_"))
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copy(ROOT / "inputs/column.toml", self.folder / "column.toml")

    def talus(self, *words, code=DONE, before=(), notes=""):
        """What is done says nothing on stderr, or the one line that begins with `notes`."""
        done = subprocess.run([*before, PROGRAM, *map(str, words)], cwd=self.folder, capture_output=True, text=True,
                              timeout=60, env=os.environ | ALLOW_ROOT)
        self.assertEqual(done.returncode, code, f"talus {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
        if code == DONE:
            self.assertEqual(done.stderr.count("\n"), 1 if notes else 0, done.stderr)
            self.assertTrue(done.stderr.startswith(notes), done.stderr)
        return done

    def run_short(self, *words, code=DONE):
        return self.talus("run", "column.toml", *SHORT, *words, code=code)

    def refused(self, *words, code=INPUT):
        """What the program says when it refuses: on stderr, and nowhere else."""
        done = self.talus(*words, code=code)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def files(self):
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}

    def assert_run_of(self, name):
        for ending in OUTPUTS:
            self.assertIn(name + ending, self.files())
