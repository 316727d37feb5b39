// What runs, for Python.
#pragma once

#include <pybind11/pybind11.h>

void add_reactor(pybind11::module_& m);     ///< talus.Reactor and its Table
void add_fields(pybind11::module_& m);      ///< talus.Fields and talus.Cells
void add_simulation(pybind11::module_& m);  ///< talus.Simulation
