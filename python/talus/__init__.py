"""Geochemistry and reactive transport of mine tailings that take up CO2.

    import talus
    talus.speciate({"Ca": "2 mmol/kgw"}, charge="pH", equilibrium={"C(4)": "CO2(g) -3.4"}).pH
    talus.Reactor("tank.toml").run()["pH"]
    talus.Simulation("pile.toml").run()
    talus.open("pile.h5").fields

docs/python.md shows each of them at work.
"""

from talus._talus import (
    Cells,
    Database,
    FileError,
    Fields,
    InputError,
    Interrupted,
    Reactor,
    Simulation,
    SolveError,
    SpeciatedWater,
    Table,
    rank,
    size,
    speciate,
    speciate_file,
)
from talus.run_files import Run, open

__all__ = [
    "Cells",
    "Database",
    "FileError",
    "Fields",
    "InputError",
    "Interrupted",
    "Reactor",
    "Run",
    "Simulation",
    "SolveError",
    "SpeciatedWater",
    "Table",
    "open",
    "rank",
    "size",
    "speciate",
    "speciate_file",
]
