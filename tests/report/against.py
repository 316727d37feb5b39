#!/usr/bin/python3
"""Two run files of cases without scenarios or claim, one against the other: every line has project, baseline and difference; the
net is what the fields say by h5py; periods, tables, chart and terminal show it; three runs are compared with a chosen one; and what
cannot be compared is refused. TALUS_PROGRAM names the program."""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import h5py

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
PROGRAM = os.environ["TALUS_PROGRAM"]
CARBON_DIOXIDE = 0.044009  # kg/mol


def talus(*words, code=0):
    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
    return done.stdout if code == 0 else done.stderr


def rows(path):
    with open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file))


def from_air(file):
    """mol at each output, from the patches."""
    with h5py.File(file) as data:
        return dict(zip(data["time"][:], data["patches/top/gas_CO2(g)"][:].sum(axis=1)))


def main():
    text = (ROOT / "inputs/claim/cell.toml").read_text(encoding="utf-8").split("[scenarios.project]")[0]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "pile.toml").write_text(text, encoding="utf-8")
        short = ["--set", "run.length=14 d", "--set", "run.output_at=[]", "-q"]
        for name, more in (("churned", []), ("still", ["--set", "operations=[]"]), ("cold", ["--set", "temperature.constant=2 degC"])):
            talus("run", folder / "pile.toml", *short, *more, "-o", folder / f"{name}.h5")
        churned, still, cold = (folder / f"{name}.h5" for name in ("churned", "still", "cold"))
        said = talus("report", churned, "--against", still, "--out", folder / "pair")
        assert "difference" in said and "A comparison, no claim" in said, said
        claim = json.loads((folder / "pair/report.json").read_text(encoding="utf-8"))["claim"]
        assert claim["gas"] is None and not claim["for_issuance"] and claim["project"] == "churned", claim
        one, other = from_air(churned), from_air(still)
        net = CARBON_DIOXIDE * (one[14 * 86400] - other[14 * 86400])
        assert abs(claim["period"]["net"] - net) < 1e-5 * abs(net), (claim["period"]["net"], net)
        lines = rows(folder / "pair/claim.csv")
        for line in lines:
            if line["project"]:
                assert float(line["project"]) - float(line["baseline"]) == float(line["difference"]), line
        page = (folder / "pair/report.html").read_text(encoding="utf-8")
        assert "churned minus still" in page and "Project against baseline" in page and '"id":"claim"' in page
        # of a period, which ends at an output
        talus("report", churned, "--against", still, "--from", "7 d", "--to", "14 d", "--out", folder / "late")
        late = json.loads((folder / "late/report.json").read_text(encoding="utf-8"))["claim"]["period"]["net"]
        second = CARBON_DIOXIDE * (one[14 * 86400] - one[7 * 86400] - other[14 * 86400] + other[7 * 86400])
        assert abs(late - second) < 1e-5 * abs(second), (late, second)
        # the same by dates, where the case has one
        for name, more in (("churned", []), ("still", ["--set", "operations=[]"])):
            talus("run", folder / "pile.toml", *short, *more, "--set", "run.start=2027-01-01", "-o", folder / f"dated_{name}.h5")
        said = talus("report", folder / "dated_churned.h5", "--against", folder / "dated_still.h5", "--from", "2027-01-08",
                     "--to", "2027-01-15", "--out", folder / "dated")
        assert "2027-01-08" in said, said
        dated = json.loads((folder / "dated/report.json").read_text(encoding="utf-8"))["claim"]["period"]["net"]
        assert abs(dated - late) < 1e-9 * abs(late), (dated, late)
        page = (folder / "dated/report.html").read_text(encoding="utf-8")
        assert '"x":"date"' in page and "from 2027-01-08 to 2027-01-15" in page
        assert "is a date, and the runs have none" in talus("report", churned, "--against", still, "--from", "2027-01-08", "--out",
                                                            folder / "no", code=2)
        # the other way round
        talus("report", still, "--against", churned, "--out", folder / "turned")
        turned = json.loads((folder / "turned/report.json").read_text(encoding="utf-8"))["claim"]
        assert abs(turned["period"]["net"] + claim["period"]["net"]) < 1e-12 and "less CO2" in turned["headline"], turned["headline"]
        # several against a chosen one: tables alone
        talus("report", churned, cold, "--against", still, "--out", folder / "three")
        assert json.loads((folder / "three/report.json").read_text(encoding="utf-8"))["claim"] is None
        said = talus("report", churned, cold, churned, cold, "--against", still, "--out", folder / "five")
        assert "difference" in said, said
        assert "stored minus that of still" in (folder / "five/report.html").read_text(encoding="utf-8")
        # a file is the same by another path, and runs of one name in two folders are two in the crate; names may have spaces
        (folder / "my runs").mkdir()
        (folder / "my runs/still run.h5").write_bytes(still.read_bytes())
        (folder / "my runs/churned.h5").write_bytes(churned.read_bytes())
        talus("report", churned, still, "--against", folder / "my runs/../still.h5", "--out", folder / "path")
        assert len(json.loads((folder / "path/report.json").read_text(encoding="utf-8"))["runs"]) == 2
        talus("report", churned, folder / "my runs/churned.h5", folder / "my runs/still run.h5", "--out", folder / "names")
        graph = json.loads((folder / "names/ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
        ids = [entity["@id"] for entity in graph]
        assert len(set(ids)) == len(ids) and not any(" " in one for one in ids), ids
        assert {"#churned.h5", "#churned.h5%20(2)", "#still%20run.h5"} <= set(ids), ids
        assert "with itself" in talus("report", churned, "--against", churned, "--out", folder / "no", code=2)
        assert "no such file" in talus("report", churned, "--against", folder / "none.h5", "--out", folder / "no", code=4)
    print("one run against another")
    return 0


if __name__ == "__main__":
    sys.exit(main())
