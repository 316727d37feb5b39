#!/usr/bin/python3
"""A study against OpenTURNS (Debian's python3-openturns): Sobol's indices by sampling and from a polynomial chaos, percentiles and
rank correlations, of the same function of the same distributions by other code and other points. 77 where OpenTURNS is not installed.

Nothing is run: the rows of the results are written as runs would write them, with a function of the parameters in place of a
pile."""
import csv
import json
import math
import sys
import unittest

from program import Program

try:
    import openturns as ot
except ImportError:
    print("skipped: OpenTURNS is not installed (python3-openturns)")
    sys.exit(77)

BASE = 1024
KEYS = ["mesh.area", "materials.tailings.surface.Brucite", "materials.tailings.surface.Forsterite"]
UNITS = ["m2", "m2/g", "m2/g"]
COLUMN = "CO2 stored (kg)"
HEAD = f"""title = "A function"
case = "column.toml"
quantities = ["{COLUMN}"]
seed = 1
"""
SURROGATE = '[surrogate]\nkind = "polynomial chaos"\ndegree = 10\nlargest_error = "20 %"\n'


def ishigami(x):
    """Of x from 1 to 3 in place of -pi to pi."""
    a, b, c = (math.pi * (value - 2) for value in x)
    return math.sin(a) + 7 * math.sin(b) ** 2 + 0.1 * c ** 4 * math.sin(a)


def curved(x):
    return x[0] * math.exp(-x[1] / 4) + 2 * math.log(x[0]) * x[2]


UNIFORM = [{"distribution": "uniform", "low": 1, "high": 3}] * 3
MIXED = [{"distribution": "lognormal", "median": 2, "spread": 1.5}, {"distribution": "triangular", "low": 1, "mode": 2, "high": 6},
         {"distribution": "normal", "mean": 1, "deviation": 0.5, "low": 0.5}]
UNIFORM_OF_OPENTURNS = [ot.Uniform(1, 3)] * 3
MIXED_OF_OPENTURNS = [ot.LogNormal(math.log(2), math.log(1.5)), ot.Triangular(1, 2, 6),
                      ot.TruncatedDistribution(ot.Normal(1, 0.5), 0.5, ot.TruncatedDistribution.LOWER)]


class OpenTurns(Program):
    def study(self, method, vary, function):
        """What study.json says of a function of the parameters."""
        text = HEAD + method
        for i, words in enumerate(vary):
            text += f'[[vary]]\nname = "x{i}"\nkeys = ["{KEYS[i]}"]\n'
            for key, value in words.items():
                pure = key in ("distribution", "spread")
                text += f'{key} = {json.dumps(value if pure else f"{value} {UNITS[i]}")}\n'
        (self.folder / "s.toml").write_text(text + SURROGATE)
        said = self.talus("study", "s.toml", "--check").stdout
        self.talus("study", "s.toml", "--write-jobs", "jobs", "--force")
        folder = self.folder / "s_study"
        self.end_runs(folder, [0.0] * int(said.split()[0]))
        with open(folder / "results.csv") as table:
            points = [[float(row[f"x{i} ({UNITS[i]})"]) for i in range(len(vary))] for row in csv.DictReader(table)]
        (folder / "results.csv").unlink()
        self.end_runs(folder, [function(point) for point in points])
        return json.loads((folder / "study.json").read_text())["quantities"][0]

    def end_runs(self, folder, answers):
        for run, answer in enumerate(answers):
            (folder / f"rows/{run}.json").write_text(json.dumps({"columns": [COLUMN], "values": [answer], "failure": ""}))
        self.talus("study", "s.toml", "-q")

    def compare_indices(self, vary, distributions, function):
        ours = self.study(f'method = "sobol"\nruns = {BASE}\nindices = true\n', vary, function)
        joint = ot.ComposedDistribution(distributions)
        ot.RandomGenerator.SetSeed(1)
        theirs = ot.SaltelliSensitivityAlgorithm(joint, 8 * BASE, ot.PythonFunction(len(vary), 1, lambda x: [function(x)]), True)
        for kind, found, interval in [("first", theirs.getFirstOrderIndices(), theirs.getFirstOrderIndicesInterval()),
                                      ("total", theirs.getTotalOrderIndices(), theirs.getTotalOrderIndicesInterval())]:
            for i in range(len(vary)):
                sampled = ours["sobol_indices"][f"x{i}"][kind]
                error = math.hypot(sampled["high"] - sampled["low"], interval.getUpperBound()[i] - interval.getLowerBound()[i]) / 2
                self.assertLess(abs(sampled["value"] - found[i]), 1.5 * error, (kind, i))  # three standard errors
                of_surrogate = ours["surrogate"]["sobol_indices"][f"x{i}"][kind]
                self.assertLess(abs(of_surrogate - found[i]), 1.5 * error, (kind, i))
        return ours

    def test_ishigami(self):
        self.compare_indices(UNIFORM, UNIFORM_OF_OPENTURNS, ishigami)

    def test_other_distributions(self):
        ours = self.compare_indices(MIXED, MIXED_OF_OPENTURNS, curved)
        self.assertLess(ours["surrogate"]["leave_one_out_error"], 1e-4)

    def test_percentiles_of_a_latin_hypercube(self):
        ours = self.study('method = "latin hypercube"\nruns = 1000\n', MIXED, curved)
        ot.RandomGenerator.SetSeed(2)
        sample = ot.LHSExperiment(ot.ComposedDistribution(MIXED_OF_OPENTURNS), 100000).generate()
        answers = ot.Sample([[curved(x)] for x in sample])
        for percent in (5, 16, 50, 84, 95):
            found = ours["percentiles"][f"P{percent}"]
            self.assertTrue(found["low"] <= answers.computeQuantile(percent / 100)[0] <= found["high"], percent)
        for i in range(3):
            x = ot.Sample([[one[i]] for one in sample])
            pairs = x
            pairs.stack(answers)
            theirs = pairs.computeSpearmanCorrelation()[0, 1]
            self.assertAlmostEqual(ours["rank_correlation"][f"x{i}"], theirs, delta=3 / math.sqrt(1000))
        self.assertAlmostEqual(ours["surrogate"]["mean"], answers.computeMean()[0], delta=0.01)


if __name__ == "__main__":
    unittest.main()
