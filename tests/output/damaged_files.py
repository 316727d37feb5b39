#!/usr/bin/python3
"""Damaged run files end in a message, never in a signal: a small run file is changed at random (lengths, types, links,
storage, values, attributes, bytes), and `talus report` and `talus run --restart` must take it or refuse it.

damaged_files.py [COUNT [SEED]]"""
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import h5py
import numpy as np

ROOT = pathlib.Path(os.environ["TALUS_ROOT"])
CASE = ROOT / "inputs" / "column.toml"
KEYS = ["--set", "run.length=3 d", "--set", "run.output_every=1 d", "--set", "mesh.cells={ count = 6 }"]
ALLOWED = (0, 2, 3, 4)


def talus(*words):
    done = subprocess.run([os.environ["TALUS_PROGRAM"], *map(str, words)], check=False, capture_output=True, timeout=120)
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def datasets(file):
    names = []
    file.visititems(lambda name, item: names.append("/" + name) if isinstance(item, h5py.Dataset) else None)
    for group in ("restart", "cell", "system", "commit", "fields", "series", "external", "patches"):  # second names too
        if group in file:
            names += [f"/{group}/{name}" for name, item in file[group].items() if isinstance(item, h5py.Dataset)]
    return sorted(set(names))


def put(file, name, make):
    """Puts what `make` makes in the place of a dataset."""
    del file[name]
    make(name)


def other_shape(file, dice):
    name = dice.choice(datasets(file))
    data = file[name]
    shape = list(data.shape) or [1]
    side = dice.randrange(len(shape))
    shape[side] = dice.choice([0, 1, max(0, shape[side] - 1), shape[side] + 1, 2 * shape[side], 10**6])
    kind = dice.choice(["cut", "new", "transposed", "flat", "scalar", "null"])
    if kind == "cut" and data.chunks:
        data.resize(shape[side] if data.maxshape[side] is None else data.shape[side], side)
        return f"{name} resized to {data.shape}"
    if kind == "null":
        put(file, name, lambda path: file.create_dataset(path, data=h5py.Empty("f8")))
        return f"{name} of no space"
    shape = {"transposed": shape[::-1], "flat": [int(np.prod(shape))], "scalar": []}.get(kind, shape)
    put(file, name, lambda path: file.create_dataset(path, data=np.ones(shape), maxshape=[None, *shape[1:]] if shape else None))
    return f"{name} of shape {shape}"


def other_type(file, dice):
    name = dice.choice(datasets(file))
    shape = file[name].shape or ()
    kind = dice.choice(["S8", "text", "compound", "i1", ">f8", "f2", "bool", "vlen", "opaque"])
    types = {"text": h5py.string_dtype(), "compound": np.dtype([("a", "f8"), ("b", "i4")]), "opaque": np.dtype("V16"),
             "vlen": h5py.vlen_dtype(np.dtype("f8"))}
    put(file, name, lambda path: file.create_dataset(path, shape=shape, dtype=types.get(kind, kind)))
    return f"{name} of type {kind}"


def huge(file, dice):
    name = dice.choice(datasets(file))
    shape = [2**dice.randrange(20, 50) for _ in file[name].shape or (1,)][:2]
    shape = shape if np.prod([float(s) for s in shape]) < 2.0**62 else [2**40] + [1] * (len(shape) - 1)
    put(file, name, lambda path: file.create_dataset(path, shape=shape, dtype="f8", chunks=(1,) * len(shape)))
    return f"{name} with {shape} values, none of them written"


def other_link(file, dice):
    names = datasets(file) + ["/" + name for name in file if isinstance(file[name], h5py.Group)]
    name = dice.choice(names)
    kind = dice.choice(["external", "soft", "dangling", "circle", "gone", "group", "dataset"])
    links = {"external": lambda path: file.__setitem__(path, h5py.ExternalLink("other.h5", name)),
             "soft": lambda path: file.__setitem__(path, h5py.SoftLink("/series/time")),
             "dangling": lambda path: file.__setitem__(path, h5py.SoftLink("/nowhere")),
             "circle": lambda path: file.__setitem__(path, file["/"]), "gone": lambda path: None,
             "group": file.create_group, "dataset": lambda path: file.create_dataset(path, data=1.0)}
    put(file, name, links[kind])
    return f"{name}: {kind}"


def other_storage(file, dice):
    name = dice.choice(datasets(file))
    shape = file[name].shape or (1,)
    kind = dice.choice(["external", "virtual", "gzip", "late"])
    if kind == "external":
        put(file, name, lambda path: file.create_dataset(path, shape, "f8", external=[("/etc/passwd", 0, h5py.h5f.UNLIMITED)]))
    elif kind == "virtual":
        layout = h5py.VirtualLayout(shape=shape, dtype="f8")
        layout[...] = h5py.VirtualSource("other.h5", name, shape=shape)
        put(file, name, lambda path: file.create_virtual_dataset(path, layout))
    elif kind == "gzip" and np.prod(shape) > 0:
        old = file[name][...]
        put(file, name, lambda path: file.create_dataset(path, data=np.reshape(old, shape), compression="gzip",
                                                         maxshape=[None, *shape[1:]]))
    else:
        put(file, name, lambda path: file.create_dataset(path, shape=shape, dtype="f8", maxshape=shape and [None, *shape[1:]]))
    return f"{name}: storage {kind}"


def other_values(file, dice):
    numbers = [name for name in datasets(file) if file[name].dtype.kind in "fi" and file[name].size]
    data = file[dice.choice(numbers)]
    value = dice.choice([np.nan, np.inf, -np.inf, -1.0, 0.0, 1e300, 1e-300, 2.0**62])
    if data.dtype.kind == "i":
        value = dice.choice([0, -1, 2**30])
    where = dice.choice([..., -1, 0]) if data.shape else ...
    data[where] = value
    return f"{data.name}[{where}] = {value}"


def other_attribute(file, dice):
    names = ["/", "/provenance"] + datasets(file)
    item = file[dice.choice(names[:2] * 20 + names)]
    if not item.attrs:
        return "nothing"
    name = dice.choice(list(item.attrs))
    kind = dice.choice(["gone", "number", "text", "many", "empty", "odd"])
    del item.attrs[name]
    values = {"number": 1.5, "text": "surprise", "many": np.zeros(5000), "empty": h5py.Empty("f8"),
              "odd": np.array([b"\xff\xfe" * 10])}
    if kind in values:
        item.attrs[name] = values[kind]
    return f"attribute {name} of {item.name}: {kind}"


def bytes_of(path, dice):
    data = bytearray(path.read_bytes())
    kind = dice.choice(["cut", "flip", "flip", "flip", "zeros", "noise"])
    if kind == "cut":
        data = data[:dice.randrange(len(data))]
    elif kind == "flip":
        for _ in range(dice.choice([1, 3, 30, 300])):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    else:
        start, length = dice.randrange(len(data)), dice.choice([8, 64, 512, 4096])
        for i in range(start, min(len(data), start + length)):
            data[i] = 0 if kind == "zeros" else dice.randrange(256)
    path.write_bytes(data)
    return f"bytes: {kind}"


def metadata_of(path, dice):
    """Bytes behind the signatures by which HDF5 knows its own: object headers, heaps, indices."""
    data = bytearray(path.read_bytes())
    marks = [b"OHDR", b"GCOL", b"FRHP", b"FHDB", b"BTHD", b"BTLF", b"EAHD", b"EAIB", b"EADB", b"OCHK", b"TREE", b"SNOD"]
    mark = dice.choice([m for m in marks if m in data])
    places = []
    at = data.find(mark)
    while at >= 0:
        places.append(at)
        at = data.find(mark, at + 1)
    place = dice.choice(places)
    for _ in range(dice.choice([1, 2, 8])):
        data[min(len(data) - 1, place + dice.randrange(4, 200))] = dice.choice([0, 255, dice.randrange(256)])
    path.write_bytes(data)
    return f"metadata of {mark.decode()}"


IN_FILE = [other_shape, other_type, huge, other_link, other_storage, other_values, other_attribute]
IN_BYTES = [bytes_of, metadata_of]


def damage(path, dice):
    change = dice.choice(IN_FILE + IN_BYTES)
    if change in IN_BYTES:
        return change(path, dice)
    with h5py.File(path, "r+") as file:
        return change(file, dice)


def look(words, what, counts):
    try:
        code, text = talus(*words)
    except subprocess.TimeoutExpired:
        return [f"{what}: {words[0]} does not end"]
    counts[code] = counts.get(code, 0) + 1
    if code not in ALLOWED or (code != 0 and not text.strip()):
        return [f"{what}: {words[0]} ended with {code}: {text[-400:]}"]
    if "Sanitizer" in text or "runtime error" in text:
        return [f"{what}: {words[0]}: {text[-800:]}"]
    return []


def main():
    count, seed = (int(word) for word in (sys.argv[1:] + ["14", "1"][len(sys.argv) - 1:])[:2])
    os.environ["HDF5_USE_FILE_LOCKING"] = "FALSE"
    failures, counts = [], {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        whole = folder / "whole.h5"
        code, text = talus("run", CASE, *KEYS, "-q", "-o", whole)
        if code != 0:
            sys.exit(f"failed: the run itself: {text}")
        shutil.copy(whole, folder / "other.h5")
        longer = [*KEYS, "--set", "run.length=3.01 d"]
        for number in range(count):
            dice = random.Random(1000003 * seed + number)
            broken = folder / "broken.h5"
            shutil.copy(whole, broken)
            try:
                what = f"{seed}.{number} {damage(broken, dice)}"
            except (OSError, TypeError, ValueError, RuntimeError, KeyError) as error:  # what h5py does not make
                counts["not made"] = counts.get("not made", 0) + 1
                if os.environ.get("VERBOSE"):
                    print("not made", error)
                continue
            if os.environ.get("VERBOSE"):
                print(what, flush=True)
            failures += look(["report", broken, "--force", "--out", folder / "report"], what, counts)
            failures += look(["run", CASE, *longer, "-q", "--force", "--restart", broken, "-o", folder / "on.h5"], what, counts)
            if failures and failures[-1].startswith(what):
                print(failures[-1], flush=True)
                if os.environ.get("KEEP"):
                    shutil.copy(broken, pathlib.Path(os.environ["KEEP"]) / f"broken_{seed}_{number}.h5")
    print(f"{count} damaged files from seed {seed}; exit codes {counts}")
    if failures:
        sys.exit(f"failed: {len(failures)}")


main()
