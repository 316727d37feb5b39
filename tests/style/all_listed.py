#!/usr/bin/python3
"""Nothing is forgotten: every source stands in CMakeLists.txt, every test and every case of inputs/ in
tests/CMakeLists.txt, and every tag of a test is a label that ctest runs."""

import re

from sources import ROOMS, ROOT, files, lines, report

program = "\n".join(
    (ROOT / path).read_text() for path in ("CMakeLists.txt", "cmake/TalusChemistrySources.cmake", "cmake/TalusSolverSources.cmake")
).replace(")", " ")
tests = (ROOT / "tests/CMakeLists.txt").read_text()
problems = [
    f"{path}:1: error: not in CMakeLists.txt" for path in files(".cpp", folders=ROOMS) if str(path) not in program.split()
]
problems += [
    f"{path}:1: error: not among the cases in tests/CMakeLists.txt"
    for path in files(".toml", folders=["inputs"])
    if "/".join(path.with_suffix("").parts[1:]) not in tests.replace(")", " ").split()
]

fuzz = (ROOT / "tests/fuzz/CMakeLists.txt").read_text().replace(")", " ").split()
problems += [
    f"{path}:1: error: not in tests/fuzz/CMakeLists.txt"
    for path in files(".cpp", folders=["tests/fuzz"])
    if path.name not in fuzz
]

listed = {}  # room: words after catch_tests(room
for block in re.findall(r"^catch_tests\((\w+)([^)]*)\)", tests, re.MULTILINE):
    listed[block[0]] = block[1].split()

for path in files(".cpp", ".py", folders=["tests"]):
    room = path.parts[1]
    inner = "/".join(path.parts[2:])
    if path.suffix == ".py":
        if path.name.startswith("test_") and f"{room}/{inner}" not in tests:
            problems.append(f"{path}:1: error: not in tests/CMakeLists.txt")
        continue
    if len(path.parts) == 2 or room == "fuzz":
        continue
    words = listed.get(room, [])
    if inner not in words:
        problems.append(f"{path}:1: error: not among the sources of catch_tests({room}) in tests/CMakeLists.txt")
    labels = words[words.index("LABELS") + 1 : words.index("SOURCES")] if words else []
    text = (ROOT / path).read_text()
    for match in re.finditer(r'TEST_CASE(?:_\w+)?\(\s*"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*\s*(?:,\s*"([^"]*)")?', text):
        number = text.count("\n", 0, match.start()) + 1
        tags = re.findall(r"\[([^\]]+)\]", match[1] or "")
        if not set(tags) & set(labels):
            problems.append(f"{path}:{number}: error: no tag of this test is among the labels of catch_tests({room})")

report(problems, "Add it where the message says, or remove the file.")
