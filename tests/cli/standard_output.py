#!/usr/bin/python3
"""What standard output does not take is an error of every verb: a full disk, a closed stream, a limit of file sizes, a
reader that has left. Files that a verb writes are whole all the same."""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.environ["TALUS_PROGRAM"]
INPUTS = pathlib.Path(os.environ["TALUS_ROOT"]) / "inputs"
COLUMN = str(INPUTS / "column.toml")
SHORT = ["--set", "run.length=1 d", "--set", "run.output_every=1 d"]
PRINTS = [["--help"], ["--version"], ["list", "--help"], ["new"], ["new", "react"], ["manual"], ["list", "minerals"],
          ["explain", "mesh.cells"], ["check", COLUMN], ["database", "show", "Brucite"],
          ["speciate", str(INPUTS / "waters.toml")], ["speciate", str(INPUTS / "waters.toml"), "--csv"],
          ["speciate", str(INPUTS / "waters.toml"), "--json"]]


def end(words, stdout, **how):
    done = subprocess.run([PROGRAM, *words], stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, timeout=60, **how)
    return done.returncode, done.stderr


def without_reader():
    reader, writer = os.pipe()
    os.close(reader)
    return writer


class StandardOutput(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.writers = [["run", COLUMN, *SHORT, "--force", "-o", str(self.folder / "run.h5")],
                        ["report", str(self.folder / "run.h5"), "--force"],
                        ["react", str(INPUTS / "batch/titration.toml"), "--force", "-o", str(self.folder / "titration")]]

    def refused(self, words, stdout, reason, **how):
        code, said = end(words, stdout, **how)
        self.assertEqual(code, 4, (words, said))
        self.assertIn("error: standard output has not taken everything" + reason, said, words)

    def test_a_full_disk(self):
        for words in PRINTS + self.writers:
            with open("/dev/full", "w", encoding="utf-8") as full:
                self.refused(words, full, ": No space left on device")
        self.assertTrue((self.folder / "run_report/report.html").exists())
        self.assertTrue((self.folder / "titration.csv").exists())

    def test_a_closed_stream(self):
        for words in (*PRINTS[:3], *self.writers):
            self.refused(words, None, ": Bad file descriptor", preexec_fn=lambda: os.close(1))

    def test_a_limit_of_file_sizes(self):
        with open(self.folder / "text", "wb") as text:
            self.refused(["--version"], text, ": File too large",
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)))

    def test_a_reader_that_has_left_is_no_news_of_what_only_prints(self):
        for words in PRINTS:
            writer = without_reader()
            self.assertEqual(end(words, writer), (4, ""), words)
            os.close(writer)

    def test_a_reader_that_has_left_does_not_end_what_writes_files(self):
        for words in self.writers:
            writer = without_reader()
            self.refused(words, writer, "")
            os.close(writer)
        self.assertTrue((self.folder / "run_report/report.html").exists())
        self.assertTrue((self.folder / "titration.csv").exists())

    def test_nothing_to_say_is_no_error(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            self.assertEqual(end([*self.writers[0], "-q"], full), (0, ""))

    def test_another_error_keeps_its_code(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            self.assertEqual(end(["run", "nothing.toml"], full)[0], end(["run", "nothing.toml"], subprocess.DEVNULL)[0])


if __name__ == "__main__":
    sys.exit(unittest.main())
