"""A box of a million cells with five components, gas and flowing water: time, and the peak of memory of each rank.

    TALUS_PROGRAM=build/release/talus box_1e6.py [--ranks 2] [--columns 100] [--layers 100] [--length "1 h"] [--set KEY=VALUE ...]

The first hour is that in which water, gas and minerals move most. A month is to be run in pieces: --length "30 d" with few cells
says how many Newton iterations it takes, this one how long each is."""
import argparse
import os
import pathlib
import re
import subprocess
import tempfile
import time

CASE = pathlib.Path(__file__).with_suffix(".toml")
TALUS = os.environ.get("TALUS_PROGRAM", "talus")
MPIRUN = os.environ.get("TALUS_MPIRUN", "mpirun")
PEAK = 'exec /usr/bin/env python3 -c "' + """
import os, resource, sys
child = os.spawnv(os.P_WAIT, sys.argv[1], sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f'rank used {used.ru_maxrss / 1024:.0f} MiB, {used.ru_utime:.1f} s, {used.ru_stime:.1f} s of system', file=sys.stderr)
sys.exit(child)
""" + '" "$@"'  # each rank says what it took, without a tool that may not be there


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--columns", type=int, default=100, help="along x, and along y")
    parser.add_argument("--layers", type=int, default=100)
    parser.add_argument("--length", default="1 h")
    parser.add_argument("--set", action="append", default=[])
    given = parser.parse_args()
    cells = given.columns**2 * given.layers
    sets = [f"mesh.columns_x={given.columns}", f"mesh.columns_y={given.columns}", f"mesh.cells={{ count = {given.layers} }}",
            f"run.length={given.length}", f"run.output_every={given.length}", *given.set]
    with tempfile.TemporaryDirectory() as folder:
        words = [MPIRUN, "--oversubscribe", "--bind-to", "none", "-n", str(given.ranks), "bash", "-c", PEAK, "-", TALUS, "run", str(CASE),
                 "-o", f"{folder}/box.h5", *[word for one in sets for word in ("--set", one)]]
        begin = time.time()
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        took = time.time() - begin
        size = sum(path.stat().st_size for path in pathlib.Path(folder).iterdir())
    said = done.stdout + done.stderr
    if done.returncode != 0:
        raise SystemExit(said[-3000:])
    steps, newton = map(int, re.search(r"done: (\d+) steps, (\d+) Newton iterations", said).groups())
    ranks = [tuple(map(float, found)) for found in re.findall(r"rank used (\d+) MiB, ([\d.]+) s, ([\d.]+) s", said)]
    memory, user = sum(rank[0] for rank in ranks), sum(rank[1] for rank in ranks)
    print("| cells | ranks | length | steps | Newton | MiB of each rank | kB per cell | user s, all ranks | wall s | us per cell and iteration, all in | run file, MB |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    print(f"| {cells} | {given.ranks} | {given.length} | {steps} | {newton} | {', '.join(f'{rank[0]:.0f}' for rank in ranks)} | {1.024 * 1024 * memory / cells:.1f} | "
          f"{user:.0f} | {took:.0f} | {1e6 * user / newton / cells:.2f} | {size / 1e6:.0f} |")


if __name__ == "__main__":
    main()
