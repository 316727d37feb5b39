#!/usr/bin/python3
"""Runs docs/python.md: its blocks ```python run in their order, as one program; after each the lines of the next ```text
output must stand in what it printed. With --write the outputs of the page are written anew.

    run_python_page.py PAGE [--write]      (talus in PYTHONPATH; in a folder that has examples/)"""

import contextlib
import io
import pathlib
import re
import sys

page = pathlib.Path(sys.argv[1])
text = page.read_text()
problems, names, output, blocks, checked = [], {}, "", 0, 0
new = []
end = 0
for match in re.finditer(r"^```(python run|text output)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
    line = text.count("\n", 0, match.start()) + 1
    new.append(text[end : match.start()])
    end = match.end()
    if match[1] == "python run":
        blocks += 1
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile("\n" * line + match[2], str(page), "exec"), names)
        output = printed.getvalue()
        new.append(match[0])
    else:
        checked += 1
        problems += [f"{page}:{line}: not in the output: {wanted}\n{output}" for wanted in match[2].splitlines()
                     if wanted.rstrip() not in [one.rstrip() for one in output.splitlines()]]
        if not match[2].strip():
            problems.append(f"{page}:{line}: no output stands there")
        new.append(f"```text output\n{output}```")
if "--write" in sys.argv:
    page.write_text("".join(new) + text[end:])
    sys.exit()
print("\n".join(problems) or f"{blocks} blocks ran, {checked} outputs are as the page has them")
sys.exit(1 if problems or blocks < 8 or checked < 6 else 0)
