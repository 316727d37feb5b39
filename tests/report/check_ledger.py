#!/usr/bin/python3
"""Sums the books of a run again, with h5py and nothing of Talus: docs/outputs.md is all that it knows.

For every element, water (the component H2O), charge and every component, at every output time,

    closure = |store - store at the start - entered - external| / max(initial store, turnover)

where the turnover is the largest so far of |entered| by patch + |external| + |change| of the water, each gas, each mineral
and what stands on exchangers; charge is measured in equivalents. Carbon is also measured by its turnover alone.

What entered through each patch must be what came in as gas, plus what water brought, minus what it took out, of every
component; and of carbon, counted as CO2,

    from air + brought by water + from sources + from minerals that hold less + external
        = in minerals that hold more + change in the water + change in the gas + taken out by water

each against the sizes of its terms. Exit code 1 when anything is above the gate.

    check_ledger.py FILE.h5 [--gate 1e-10] [--quiet]
"""

import argparse
import sys

import h5py
import numpy


class Books:
    """Stores by phase (time, component), what entered, and external terms (time, component); mol."""

    def __init__(self, file):
        text = lambda path: [name.decode() if isinstance(name, bytes) else name for name in file[path][()]]
        system = file["system"]
        self.components = text("system/components")
        self.elements = text("system/elements")
        self.atoms = system["component_elements"][()]
        self.charge = system["component_charge"][()]
        volume = file["cell/volume"][()]
        total = lambda field: file["fields/" + field][()] @ volume
        self.phases = {"water": numpy.stack([total("aqueous_" + name) for name in self.components], axis=1)}
        for kind, field in (("gas", "gaseous_"), ("mineral", "mineral_"), ("exchange", "exchanged_")):
            plural = {"gas": "gases", "mineral": "minerals", "exchange": "exchange_species"}[kind]
            if f"system/{plural}" not in file or len(file[f"system/{plural}"]) == 0:
                continue
            for name, made_of in zip(text(f"system/{plural}"), system[f"{kind}_components"][()]):
                self.phases[name] = numpy.outer(total(field + name), made_of)
        self.entered = {
            patch: numpy.stack([group["entered_" + name][()].sum(axis=1) for name in self.components], axis=1)
            for patch, group in file["patches"].items()
        }
        self.entered = {patch: entered - entered[0] for patch, entered in self.entered.items()}
        self.external = numpy.stack([file["external/" + name][()] for name in self.components], axis=1)
        self.external = self.external - self.external[0]  # a file that continues a run counts from the start of that

        self.crossings = {patch: self.crossing(group, system) for patch, group in file["patches"].items()}
        self.sources = [patch for patch, group in file["patches"].items() if not group["area"][()].any()]
        self.minerals = text("system/minerals") if "system/minerals" in file else []

    def crossing(self, group, system):
        """What came in as gas, by water and out by water (time, component; mol) since the first output."""
        none = numpy.zeros_like(self.external)
        def total(prefix, names):
            if not names or prefix + names[0] not in group:
                return None
            return numpy.stack([group[prefix + name][()].sum(axis=1) for name in names], axis=1)
        gases = [name.decode() if isinstance(name, bytes) else name for name in system["gases"][()]] if "gases" in system else []
        gas, inflow, outflow = total("gas_", gases), total("inflow_", self.components), total("outflow_", self.components)
        parts = {"gas": none if gas is None else gas @ system["gas_components"][()],
                 "in": none if inflow is None else inflow, "out": none if outflow is None else outflow}
        vapour = none.copy()
        if "vapour_" + self.components[-1] in group:
            vapour[:, -1] = group["vapour_" + self.components[-1]][()].sum(axis=1)
        parts["vapour"] = vapour
        return {kind: part - part[0] for kind, part in parts.items()}

    def parts_line(self):
        """Gas and water of each patch against what entered; the worst component, time and patch."""
        worst = {"name": "gas + water", "start": 0, "entered": 0, "external": 0, "end": 0, "difference": 0, "closure": 0}
        for patch, entered in self.entered.items():
            parts = self.crossings[patch]
            missing = abs(entered - parts["gas"] - parts["in"] + parts["out"] - parts["vapour"]).max(axis=0)
            size = sum(abs(part).max(axis=0) for part in (entered, *parts.values()))
            size = numpy.maximum(size, sum(abs(phase[0]) for phase in self.phases.values()))
            closure = numpy.divide(missing, size, out=numpy.where(missing > 0, numpy.inf, 0), where=size > 0)
            component = closure.argmax()
            if not closure[component] <= worst["closure"]:
                worst.update(name=f"gas + water {patch}", closure=closure[component], difference=missing[component],
                             entered=entered[-1, component])
        return worst

    def carbon_balance(self):
        """Origins and fates of carbon (mol) at the end, each not negative, and the largest difference of all outputs."""
        carbon = self.atoms[:, self.elements.index("C")]
        origins, fates = {}, {}
        def put(name, amount):
            gained = numpy.maximum(amount, 0)
            fates["in " + name], origins["from " + name] = gained, gained - amount
        for kind, part, side in (("from air", "gas", origins), ("by water", "in", origins), ("taken out", "out", fates)):
            for patch, parts in self.crossings.items():
                name = f"{kind}, {patch}"
                amount = parts[part] @ carbon
                side[name] = numpy.maximum(amount, 0)
                (fates if side is origins else origins)[name + " (back)"] = numpy.maximum(-amount, 0)
        origins["external"] = self.external @ carbon
        change = {name: (phase - phase[0]) @ carbon for name, phase in self.phases.items()}
        for name in self.minerals:
            put(name, change[name])
        put("water", change["water"])
        put("pore gas", sum((value for name, value in change.items() if name != "water" and name not in self.minerals),
                            numpy.zeros_like(change["water"])))
        difference = abs(sum(origins.values()) - sum(fates.values()))
        size = max(sum(origins.values()).max(), sum(abs(phase[0] @ carbon) for phase in self.phases.values()))
        return origins, fates, difference.max(), size

    def carbon_line(self):
        origins, _, difference, size = self.carbon_balance()
        return {"name": "CO2 balance", "start": 0, "entered": sum(part[-1] for part in origins.values()), "external": 0, "end": 0,
                "difference": difference, "closure": difference / size if difference > 0 else 0}

    def moved(self, weights):
        """|entered| by patch + |external| + |change| by phase at each time, of what `weights` makes of components."""
        moved = abs(self.external @ weights)
        moved = moved + sum(abs(entered @ weights) for entered in self.entered.values())
        return moved + sum(abs((store - store[0]) @ weights) for store in self.phases.values())

    def line(self, name, weights, scales):
        """A line of the ledger; `scales` are the weights that initial store and turnover are measured with."""
        store = sum(phase @ weights for phase in self.phases.values())
        entered = sum(entered @ weights for entered in self.entered.values()) + 0 * store
        external = self.external @ weights
        difference = store - store[0] - entered - external
        turnover = numpy.maximum.accumulate(sum(self.moved(scale) for scale in scales))
        if name == "charge":
            initial = sum(abs(self.phases["water"][0] @ scale) for scale in scales)
        else:
            initial = sum(abs(phase[0] @ weights) for phase in self.phases.values())
        scale = numpy.maximum(initial, turnover)
        closure = numpy.divide(abs(difference), scale, out=numpy.full_like(scale, numpy.inf), where=scale > 0)
        closure[difference == 0] = 0
        return {"name": name, "start": store[0], "entered": entered[-1], "external": external[-1], "end": store[-1],
                "difference": abs(difference).max(), "closure": closure.max(), "turnover": turnover[-1],
                "initial": initial}

    def lines(self):
        unit = numpy.eye(len(self.components))
        for column, element in enumerate(self.elements):
            yield self.line(element, self.atoms[:, column], [self.atoms[:, column]])
        for row, component in enumerate(self.components):
            yield self.line("water" if component == "H2O" else component, unit[row], [unit[row]])
        yield self.line("charge", self.charge, [abs(z) * unit[row] for row, z in enumerate(self.charge)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--gate", type=float, default=1e-10, help="the largest closure that is accepted")
    parser.add_argument("--quiet", action="store_true", help="print only what is wrong")
    arguments = parser.parse_args()
    with h5py.File(arguments.file, "r") as file:
        if len(file["time"]) == 0:
            sys.exit(f"{arguments.file}: holds no output")
        books = Books(file)
        lines = list(books.lines())
    for line in lines:  # carbon by its turnover, where double precision can tell
        if line["name"] == "C" and line["turnover"] > 1e-5 * line["initial"]:
            lines.append({**line, "name": "C / turnover", "closure": line["difference"] / line["turnover"]})
            break
    lines.append(books.parts_line())
    if "C" in books.elements:
        lines.append(books.carbon_line())
    wrong = [line for line in lines if not line["closure"] <= arguments.gate]
    if wrong or not arguments.quiet:
        columns = ("start", "entered", "external", "end", "difference", "closure")
        print("mol".ljust(14) + "".join(column.rjust(12) for column in columns))
        for line in lines:
            mark = "  <- not closed" if not line["closure"] <= arguments.gate else ""
            print(line["name"].ljust(14) + "".join(f"{line[column]:12.3e}" for column in columns) + mark)
    if wrong:
        print(f"{arguments.file}: {len(wrong)} of {len(lines)} lines above {arguments.gate:g}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
