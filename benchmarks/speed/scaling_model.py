"""What a Newton iteration of the coupled step costs on many ranks, by a model (docs/scaling.md): work, messages, reductions.

    scaling_model.py [--cell 1.4e-6] [--latency 2e-6] [--overhead 0.5e-6] [--bandwidth 1e10]

LogP with long messages (Culler and others 1993; Alexandrov and others 1995): a message of b bytes takes latency + 2 overhead +
b / bandwidth, a reduction twice log2(ranks) of them. Nothing overlaps, as in the code today."""
import argparse
import dataclasses
import math

UNKNOWNS = 9                 # of a cell: 8 components and water
NUMBER = 8                   # bytes
EXACT_SUM = 8 * 67 + 8       # bytes of a sum whose bits do not depend on the ranks (base/exact_sum.h)
LINEAR = 2.0                 # iterations of FGMRES per Newton iteration
EXCHANGES = 1 + 2 * LINEAR   # of all unknowns of ghosts: the residual; two colours in each linear iteration
SMALL = 5                    # reductions of one number: imbalance, answered, update, fall, factored
SUMS = 1 + 2 * LINEAR        # reductions of exact sums: the first norm; products and a norm in each linear iteration
PRODUCTS = (1 + LINEAR) / 2  # exact sums in one of those, on average


@dataclasses.dataclass
class Machine:
    cell: float       # s, of one cell in one Newton iteration
    latency: float    # s
    overhead: float   # s
    bandwidth: float  # bytes/s

    def message(self, size):
        return self.latency + 2 * self.overhead + size / self.bandwidth

    def reduction(self, size, ranks):
        return 2 * math.ceil(math.log2(max(ranks, 1))) * self.message(size)


def ghost_columns(across, along, ranks, compact):
    """Columns of other ranks that touch those of one, and how many ranks hold them. Columns are dealt along the rows of the lattice,
    as today; compact: as squares."""
    own = across * along / ranks
    if ranks == 1:
        return 0.0, 0
    if compact:
        return 4 * math.sqrt(own), 8
    return min(2 * across, across * along - own) + (2 if own < across else 0), 2 * max(1, math.ceil(across / max(own, 1)))


def iteration(machine, across, along, layers, ranks, compact):
    """Seconds of work, exchanges and reductions; ghosts per own cell."""
    columns = math.ceil(across * along / ranks)
    ghosts, neighbours = ghost_columns(across, along, ranks, compact)
    # properties of ghosts are computed where they are needed, as those of own cells: about a third of the work of a cell
    work = (columns + ghosts / 3) * layers * machine.cell
    size = ghosts * layers * UNKNOWNS * NUMBER / max(neighbours, 1)
    exchange = EXCHANGES * neighbours * machine.message(size) if neighbours else 0.0
    reductions = SMALL * machine.reduction(NUMBER, ranks) + SUMS * machine.reduction(PRODUCTS * EXACT_SUM, ranks)
    return work, exchange, reductions, ghosts / columns


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cell", type=float, default=1.4e-6)
    parser.add_argument("--latency", type=float, default=2e-6)
    parser.add_argument("--overhead", type=float, default=0.5e-6)
    parser.add_argument("--bandwidth", type=float, default=1e10)
    machine = Machine(**vars(parser.parse_args()))
    print("| box | columns dealt | ranks | own columns | ghosts per own cell | work, ms | exchanges | reductions | efficiency |")
    print("|---|---|---|---|---|---|---|---|---|")
    for across, along, layers in [(100, 100, 100), (320, 320, 100), (1000, 1000, 100)]:
        alone = across * along * layers * machine.cell
        for compact in (False, True):
            for ranks in (2, 16, 100, 1000, 10000):
                if across * along < ranks:
                    continue
                work, exchange, reductions, ghosts = iteration(machine, across, along, layers, ranks, compact)
                share = alone / ranks / (work + exchange + reductions)
                print(f"| {across} x {along} x {layers} | {'squares' if compact else 'rows'} | {ranks} | {across * along / ranks:.4g} | "
                      f"{ghosts:.3g} | {1e3 * work:.3g} | {1e3 * exchange:.3g} | {1e3 * reductions:.3g} | {100 * share:.0f} % |")


if __name__ == "__main__":
    main()
