#include "runs.h"

#include <talus/talus.h>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>

namespace py = pybind11;
using Path = std::filesystem::path;
using namespace py::literals;

namespace {

/// Looks at numbers that `owner` holds; not to be written.
py::array_t<double> view(std::span<const double> values, const py::object& owner) {
  py::array_t<double> array(static_cast<py::ssize_t>(values.size()), values.data(), owner);
  array.attr("flags").attr("writeable") = false;
  return array;
}

/// A value of Python as a case writes it.
std::string toml(const py::handle& value) {
  if (py::isinstance<py::bool_>(value)) return value.cast<bool>() ? "true" : "false";
  if (py::isinstance<py::str>(value))
    return py::module_::import("json").attr("dumps")(value, "ensure_ascii"_a = false).cast<std::string>();
  std::string text;
  if (py::isinstance<py::dict>(value)) {
    for (const auto& [key, one] : value.cast<py::dict>())
      text += (text.empty() ? "" : ", ") + toml(py::str(key)) + " = " + toml(one);
    return "{ " + text + " }";
  }
  if (py::isinstance<py::list>(value) || py::isinstance<py::tuple>(value)) {
    for (const auto& one : value) text += (text.empty() ? "" : ", ") + toml(one);
    return "[" + text + "]";
  }
  if (py::isinstance<py::int_>(value) || py::isinstance<py::float_>(value))
    return py::repr(value).cast<std::string>();
  if (py::hasattr(value, "item")) return toml(value.attr("item")());  // a number of numpy
  throw py::type_error("no value of a case: " + py::repr(value).cast<std::string>());
}

/// {"run.length": "60 d"} as "key=value", as the library and --set take it.
std::vector<std::string> words_of(const py::dict& set) {
  std::vector<std::string> words;
  for (const auto& [key, value] : set) words.push_back(key.cast<std::string>() + "=" + toml(value));
  return words;
}

/// Names of quantities, as keys of a mapping.
std::vector<std::string> names_of(const std::vector<talus::Quantity>& quantities) {
  std::vector<std::string> names;
  for (const talus::Quantity& quantity : quantities) names.push_back(quantity.name);
  return names;
}

}  // namespace

void add_reactor(pybind11::module_& m) {
  using talus::Reactor;
  using talus::Table;
  py::class_<Table>(m, "Table",
                    "Results of a batch by the names of its columns: table[\"pH\"] is a numpy array.")
      .def("__getitem__", [](const py::object& self,
                             const std::string& name) { return view(self.cast<const Table&>()[name], self); })
      .def("__len__", [](const Table& table) { return table.quantities.size(); })
      .def("__iter__", [](const Table& table) { return py::iter(py::cast(names_of(table.quantities))); })
      .def(
          "keys", [](const Table& table) { return names_of(table.quantities); }, "Names of the columns.")
      .def("unit", &Table::unit, "name"_a, "Unit of a column; \"1\" for pure numbers.")
      .def_property_readonly("rows", &Table::rows, "Number of rows.")
      .def("csv", &Table::csv, "As `talus react` writes it: headings with units, a row a line.")
      .def("__repr__", [](const Table& table) {
        return "<talus.Table: " + std::to_string(table.quantities.size()) + " columns of " +
               std::to_string(table.rows()) + " rows>";
      });
  py::class_<Reactor>(m, "Reactor", "A batch without space, as `talus react` runs it.")
      .def(py::init([](const Path& case_file, const py::dict& set) {
             return Reactor(case_file.string(), words_of(set));
           }),
           "case_file"_a, "set"_a = py::dict(),
           "Reads a case; `set` replaces keys of it: {\"temperature.constant\": \"30 degC\"}.")
      .def_static(
          "from_text",
          [](const std::string& text, const py::dict& set, const Path& folder) {
            return Reactor::from_text(text, words_of(set), folder.string());
          },
          "text"_a, "set"_a = py::dict(), "folder"_a = ".", "The same for the text of a case.")
      .def(
          "run", [](Reactor& reactor) { return Table(reactor.run()); },
          "Runs from the start to the end. Raises SolveError where something has no answer; `table` has the "
          "rows until "
          "then.")
      .def_property_readonly(
          "table", [](const Reactor& reactor) { return Table(reactor.table()); }, "Of the last run.")
      .def_property_readonly("mass_balance_error", &Reactor::mass_balance_error,
                             "The largest of all elements, relative, of the last run.")
      .def_property_readonly("notes", &Reactor::notes, "What to beware of, and what was assumed.")
      .def("material", &Reactor::material, "Solids and water at the end, as a file for the case of a pile.");
}

void add_fields(pybind11::module_& m) {
  using talus::Cells;
  using talus::Fields;
  py::class_<Fields>(m, "Fields",
                     "The fields of the cells at one time: fields[\"pH\"] is a numpy array, a value a cell.")
      .def("__getitem__",
           [](const py::object& self, const std::string& name) {
             return view(self.cast<const Fields&>()[name], self);
           })
      .def("__len__", [](const Fields& fields) { return fields.quantities().size(); })
      .def("__iter__", [](const Fields& fields) { return py::iter(py::cast(names_of(fields.quantities()))); })
      .def(
          "keys", [](const Fields& fields) { return names_of(fields.quantities()); }, "Names of the fields.")
      .def("unit", &Fields::unit, "name"_a, "Unit of a field; \"1\" for pure numbers.")
      .def_property_readonly("time", &Fields::time, "Time since the start, s.");
  py::class_<Cells> cells(m, "Cells", "Where the cells are; numpy arrays, a value a cell.");
  cells.def("__len__", &Cells::size);
  const auto property = [&cells](const char* name, std::span<const double> (Cells::*what)() const,
                                 const char* doc) {
    cells.def_property_readonly(
        name, [what](const py::object& self) { return view((self.cast<const Cells&>().*what)(), self); },
        doc);
  };
  property("volume", &Cells::volume, "Volume, m3.");
  property("x", &Cells::x, "x of the centre, m.");
  property("y", &Cells::y, "y of the centre, m.");
  property("z", &Cells::z, "z of the centre, m, upwards from the lowest point of the mesh.");
  property("depth", &Cells::depth, "Depth of the centre below the surface of its column, m.");
}

void add_simulation(pybind11::module_& m) {
  using talus::Simulation;
  // Between steps other threads of Python get their turn, and Ctrl-C is heeded.
  const auto callback = [](const py::object& self, const py::object& each_step) {
    return [self, each_step](Simulation&) {
      { const py::gil_scoped_release others; }
      if (PyErr_CheckSignals() != 0) throw py::error_already_set();
      if (!each_step.is_none()) each_step(self);
    };
  };
  py::class_<Simulation>(m, "Simulation", "A pile that reacts, breathes and drains: the case of `talus run`.")
      .def(py::init([](const Path& case_file, const py::dict& set) {
             return Simulation(case_file.string(), words_of(set));
           }),
           "case_file"_a, "set"_a = py::dict(),
           "Reads a case and builds its model; `set` replaces keys of it: {\"run.length\": \"60 d\"}.")
      .def_static(
          "from_text",
          [](const std::string& text, const py::dict& set, const Path& folder) {
            return Simulation::from_text(text, words_of(set), folder.string());
          },
          "text"_a, "set"_a = py::dict(), "folder"_a = ".", "The same for the text of a case.")
      .def(
          "write_to",
          [](Simulation& simulation, const Path& run_file, bool overwrite) {
            simulation.write_to(run_file.string(), overwrite);
          },
          "run_file"_a, "overwrite"_a = false,
          "Before the first step: writes what `talus run` writes, FILE.h5, FILE.xdmf and FILE.log.")
      .def(
          "restart",
          [](Simulation& simulation, const Path& run_file) { simulation.restart(run_file.string()); },
          "run_file"_a, "Before the first step: goes on from the last state of a run file.")
      .def("print_progress", &Simulation::print_progress, "wanted"_a = true,
           "Before the first step: prints on standard output what `talus run` prints.")
      .def("step", &Simulation::step,
           "Takes one accepted step, and does what is due at its end. Whether there is more.")
      .def(
          "run_to",
          [callback](const py::object& self, const py::object& time, const py::object& each_step) {
            Simulation& simulation = self.cast<Simulation&>();
            if (py::isinstance<py::str>(time))
              return simulation.run_to(time.cast<std::string>(), callback(self, each_step));
            return simulation.run_to(time.cast<double>(), callback(self, each_step));
          },
          "time"_a, "each_step"_a = py::none(),
          "Steps up to a time (s, or with its unit: \"30 d\"); `each_step(simulation)` is called after each "
          "step. Whether "
          "there is more.")
      .def(
          "run",
          [callback](const py::object& self, const py::object& each_step) {
            self.cast<Simulation&>().run(callback(self, each_step));
          },
          "each_step"_a = py::none(), "Steps up to the end of the run.")
      .def("stop", &Simulation::stop,
           "Ends the run here; its state is written, and restart() can go on from it.")
      .def_property_readonly("time", &Simulation::time, "Time since the start, s.")
      .def_property_readonly("length", &Simulation::length, "Length of the whole run, s.")
      .def_property_readonly("done", &Simulation::done,
                             "Whether it has come to its end, was stopped, or gave up.")
      .def_property_readonly("steps", &Simulation::steps, "Accepted steps.")
      .def_property_readonly("title", &Simulation::title, "Title of the case.")
      .def_property_readonly("tree", &Simulation::tree, "The model, for people.")
      .def_property_readonly("warnings", &Simulation::warnings, "What to beware of, so far.")
      .def_property_readonly("fields", &Simulation::fields, "The fields of the state as it is now.")
      .def_property_readonly("cells", &Simulation::cells, "Where the cells of this rank are.")
      .def_property_readonly("co2_from_air", &Simulation::co2_from_air,
                             "CO2 that came in as gas since the start, mol, all ranks.")
      .def_property_readonly("co2_stored", &Simulation::co2_stored,
                             "Carbon that the pile holds beyond what it held at the start, mol, all ranks.")
      .def_property_readonly("mass_balance_error", &Simulation::mass_balance_error,
                             "The largest of all components, relative to what was stored and moved.");
}
