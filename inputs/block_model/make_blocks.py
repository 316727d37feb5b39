#!/usr/bin/python3
"""Writes blocks.csv: a made-up block model of a panel of tailings, as mine planning exports such models (names of Datamine,
coordinates of the mine). Grades wander smoothly from place to place: sums of a few waves whose directions and phases follow
from the seed, around means that are typical of serpentinised ultramafic tailings. Two blocks are left out.

    inputs/block_model/make_blocks.py inputs/block_model/blocks.csv
"""

import math
import random
import sys

SEED = 20
CORNER = (482100.0, 6699300.0, 412.0)  # m, of the panel: east, north, up
SIZE = (10.0, 10.0, 2.0)  # m
COUNT = (4, 3, 3)
LEFT_OUT = {(3, 2, 2), (3, 2, 1)}  # a ramp of waste rock
# name, unit, mean, amplitude, decimals
GRADES = (("DENSITY", "t/m3", 1.55, 0.08, 3), ("BRUC", "%", 2.2, 1.6, 2), ("SERP", "%", 72.0, 9.0, 1), ("AWAR", "ppm", 1500.0, 700.0, 0))


def wave(dice):
    """A sum of three waves of 20 to 60 m, between about -1 and 1."""
    waves = []
    for _ in range(3):
        angle, length, phase = dice.uniform(0, math.pi), dice.uniform(20, 60), dice.uniform(0, 2 * math.pi)
        waves.append((2 * math.pi / length * math.cos(angle), 2 * math.pi / length * math.sin(angle), dice.uniform(0, 1), phase))
    return lambda x, y, z: sum(math.sin(kx * x + ky * y + kz * z + phase) for kx, ky, kz, phase in waves) / 3


def main(path):
    dice = random.Random(SEED)
    waves = [wave(dice) for _ in GRADES]
    lines = [f"# Made up by make_blocks.py with seed {SEED}", "XC [m],YC [m],ZC [m],XINC [m],YINC [m],ZINC [m],LITH,"
             + ",".join(f"{name} [{'wt%' if unit == '%' else unit}]" if name != "AWAR" else name for name, unit, *_ in GRADES)]
    for k in range(COUNT[2]):
        for j in range(COUNT[1]):
            for i in range(COUNT[0]):
                if (i, j, k) in LEFT_OUT:
                    continue
                place = [(n + 0.5) * size for n, size in zip((i, j, k), SIZE)]
                cells = [f"{c + p:.1f}" for c, p in zip(CORNER, place)] + [f"{size:.1f}" for size in SIZE] + ["SERPENTINITE"]
                for (_, _, mean, amplitude, decimals), at in zip(GRADES, waves):
                    cells.append(f"{mean + amplitude * at(*place):.{decimals}f}")
                lines.append(",".join(cells))
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
