// The library (api/public/talus) for Python: the same names, the same errors, arrays of numpy that look at
// the numbers of C++ and keep them alive. Databases and waters here, runs in runs.cpp.
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

/// {"Ca": "412 mg/L", "Mg": 5} with numbers as texts.
std::map<std::string, std::string> texts_of(const py::dict& values) {
  std::map<std::string, std::string> texts;
  for (const auto& [key, value] : values) texts[key.cast<std::string>()] = py::str(value).cast<std::string>();
  return texts;
}

template <class Entries, class Name, class Value>
py::dict dict_of(const Entries& entries, Name name, Value value) {
  py::dict dict;
  for (const auto& entry : entries) dict[py::str(name(entry))] = value(entry);
  return dict;
}

PyObject* input_error = nullptr;  // talus.InputError; never let go of, as it may outlive the interpreter

/// The exceptions of C++ as those of Python, with the same words.
void add_errors(py::module_& m) {
  const auto add = [&m](py::object error, const char* doc) {
    error.attr("__doc__") = doc;
    error.attr("__module__") = "talus";
  };
  add(py::register_exception<talus::SolveError>(m, "SolveError", PyExc_RuntimeError),
      "The solver gave up. The text says what, where, when and what to try.");
  add(py::register_exception<talus::FileError>(m, "FileError", PyExc_OSError),
      "A file cannot be read or written, or would be overwritten.");
  add(py::register_exception<talus::Interrupted>(m, "Interrupted", PyExc_RuntimeError),
      "A run was asked to end; its state is in the run file.");
  input_error = PyErr_NewExceptionWithDoc("talus.InputError",
                                          "A case, a water, a database or a name is wrong. The text has "
                                          "every problem that was found; `problems` has "
                                          "them as dictionaries with file, line, column, what and hint.",
                                          PyExc_ValueError, nullptr);
  m.attr("InputError") = py::handle(input_error);
  py::register_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const talus::InputError& error) {
      py::object raised = py::handle(input_error)(error.what());
      py::list problems;
      for (const talus::Problem& problem : error.problems())
        problems.append(py::dict("file"_a = problem.place.file, "line"_a = problem.place.line,
                                 "column"_a = problem.place.column, "what"_a = problem.what,
                                 "hint"_a = problem.hint));
      raised.attr("problems") = problems;
      PyErr_SetObject(input_error, raised.ptr());
    }
  });
}

void add_database(py::module_& m) {
  py::class_<talus::Database>(m, "Database",
                              "The thermodynamic and kinetic database: reactions, constants, rates.")
      .def(py::init([](const py::args& files, const Path& folder) {
             std::vector<std::string> names;
             for (const auto& file : files) names.push_back(file.cast<Path>().string());
             return names.empty() ? talus::Database() : talus::Database(names, folder.string());
           }),
           "folder"_a = ".",
           "Without files the one that is shipped. Else files, later ones over earlier ones: \"talus\" (the "
           "shipped "
           "one), databases of PHREEQC (*.dat), our own (*.toml); paths are relative to `folder`.")
      .def_property_readonly("files", &talus::Database::files, "Files, as they were named.")
      .def_property_readonly("hash", &talus::Database::hash, "SHA-256 of all texts that were read.")
      .def_property_readonly("species", &talus::Database::species, "Names of dissolved species.")
      .def_property_readonly("gases", &talus::Database::gases, "Names of gases: \"CO2(g)\".")
      .def_property_readonly("minerals", &talus::Database::minerals, "Names of solids.")
      .def("reaction", &talus::Database::reaction, "name"_a,
           "Reaction of a species, gas or mineral; empty for a component.")
      .def("log_k", &talus::Database::log_k, "name"_a, "temperature"_a = "25 degC",
           "log10 of the equilibrium constant of that reaction at a temperature (\"25 degC\"); gases in atm.")
      .def("__repr__", [](const talus::Database& database) {
        return "<talus.Database: " + std::to_string(database.species().size()) + " species, " +
               std::to_string(database.minerals().size()) + " minerals, " +
               std::to_string(database.gases().size()) + " gases>";
      });
}

void add_water(py::module_& m) {
  using talus::SpeciatedWater;
  const auto name_of = [](const auto& entry) { return entry.name; };
  py::class_<SpeciatedWater>(m, "SpeciatedWater",
                             "A water, speciated: species, activities, saturation indices.")
      .def_readonly("name", &SpeciatedWater::name)
      .def_readonly("temperature", &SpeciatedWater::temperature, "Temperature, K.")
      .def_readonly("pH", &SpeciatedWater::pH, "-log10 of the activity of H+.")
      .def_readonly("pe", &SpeciatedWater::pe,
                    "-log10 of the activity of e-; None where redox does not react.")
      .def_readonly("ionic_strength", &SpeciatedWater::ionic_strength, "Ionic strength, mol/kgw.")
      .def_readonly("water_activity", &SpeciatedWater::water_activity, "Activity of water.")
      .def_readonly("osmotic_coefficient", &SpeciatedWater::osmotic_coefficient,
                    "Osmotic coefficient; None where the activity model has none.")
      .def_readonly("alkalinity", &SpeciatedWater::alkalinity, "Alkalinity, eq/kgw.")
      .def_readonly("hardness", &SpeciatedWater::hardness, "Ca and Mg, mol/kgw.")
      .def_readonly("charge", &SpeciatedWater::charge, "Charge, eq/kgw.")
      .def_readonly("charge_error", &SpeciatedWater::charge_error,
                    "100 (cations - anions) / (cations + anions), %.")
      .def_readonly("mass", &SpeciatedWater::mass, "Mass of the solution with one kilogram of water, kg.")
      .def_property_readonly(
          "total",
          [](const SpeciatedWater& w) {
            return dict_of(
                w.total, [](const auto& t) { return t.first; }, [](const auto& t) { return t.second; });
          },
          "Totals of elements and redox states, mol/kgw.")
      .def_property_readonly(
          "molality",
          [=](const SpeciatedWater& w) {
            return dict_of(w.species, name_of, [](const auto& s) { return s.molality; });
          },
          "Molality of each species, mol/kgw.")
      .def_property_readonly(
          "log_activity",
          [=](const SpeciatedWater& w) {
            return dict_of(w.species, name_of, [](const auto& s) { return s.log_activity; });
          },
          "log10 of the activity of each species.")
      .def_property_readonly(
          "log_gamma",
          [=](const SpeciatedWater& w) {
            return dict_of(w.species, name_of, [](const auto& s) { return s.log_gamma; });
          },
          "log10 of the activity coefficient of each species.")
      .def_property_readonly(
          "saturation_index",
          [=](const SpeciatedWater& w) {
            return dict_of(w.phases, name_of, [](const auto& p) { return p.saturation_index; });
          },
          "log10 (IAP/K) of each mineral; of a gas log10 of its pressure in atm.")
      .def_property_readonly(
          "exchange",
          [=](const SpeciatedWater& w) {
            return dict_of(w.exchange, name_of, [](const auto& x) { return x.amount; });
          },
          "What stands on exchangers beside the water, mol per kg of water.")
      .def_property_readonly(
          "notes",
          [](const SpeciatedWater& w) {
            std::vector<std::string> notes;
            for (const talus::WaterNote& note : w.notes) notes.push_back(note.kind + ": " + note.what);
            return notes;
          },
          "What a reader should know of the result, a sentence each.")
      .def("__repr__", [](const SpeciatedWater& w) {
        char text[80];
        std::snprintf(text, sizeof text, ": pH %.4f, ionic strength %.5g mol/kgw>", w.pH, w.ionic_strength);
        return "<talus.SpeciatedWater '" + w.name + "'" + text;
      });
  m.def(
      "speciate",
      [](const py::dict& total, std::optional<double> pH, const std::string& temperature,
         std::optional<double> pe, const std::string& units, const std::string& charge,
         const py::dict& equilibrium, const std::string& redox, const std::string& density,
         const py::dict& exchange, const std::string& name, const std::optional<talus::Database>& database,
         const std::string& activity, const std::string& water_activity, const std::string& pH_scale,
         const std::string& fugacity, const std::string& exchange_convention) {
        static const talus::Database shipped;
        return talus::speciate(database ? *database : shipped,
                               {.name = name,
                                .temperature = temperature,
                                .pH = pH,
                                .pe = pe,
                                .units = units,
                                .total = texts_of(total),
                                .charge = charge,
                                .equilibrium = texts_of(equilibrium),
                                .redox = redox,
                                .density = density,
                                .exchange = texts_of(exchange)},
                               {.activity = activity,
                                .water_activity = water_activity,
                                .pH_scale = pH_scale,
                                .fugacity = fugacity,
                                .exchange_convention = exchange_convention});
      },
      "total"_a = py::dict(), py::kw_only(), "pH"_a = py::none(), "temperature"_a = "25 degC",
      "pe"_a = py::none(), "units"_a = "", "charge"_a = "", "equilibrium"_a = py::dict(), "redox"_a = "",
      "density"_a = "", "exchange"_a = py::dict(), "name"_a = "water", "database"_a = py::none(),
      "activity"_a = "", "water_activity"_a = "", "pH_scale"_a = "", "fugacity"_a = "",
      "exchange_convention"_a = "",
      "Speciates a water. `total` has elements (\"Ca\"), redox states (\"S(6)\") and \"Alkalinity\" with "
      "their amounts: "
      "\"412 mg/L\", \"2 mmol/kgw\", or numbers in `units`. `charge` is what gives way until the charges "
      "balance (\"pH\" "
      "or an element), `equilibrium` what a phase fixes: {\"C(4)\": \"CO2(g) -3.4\"}. The other words are "
      "those of "
      "docs/speciation.md. Raises InputError and SolveError.");
  m.def(
      "speciate_file", [](const Path& file) { return talus::speciate(file.string()); }, "file"_a,
      "Speciates the waters of a file of `talus speciate` (*.toml, *.csv), in its order.");
}

/// Begins MPI where nobody has: before, each process would take itself for the only one.
void need_ranks() { static const talus::Session until_the_end; }

}  // namespace

PYBIND11_MODULE(_talus, m) {
  m.doc() = "The compiled part of talus.";
  py::array_t<
      double>{};  // takes numpy in now: two threads that first met it at once would wait for each other
  add_errors(m);
  add_database(m);
  add_water(m);
  add_reactor(m);
  add_fields(m);
  add_simulation(m);
  m.def(
      "rank", [] { return need_ranks(), talus::Session::rank(); },
      "Number of this process among those of mpirun, from 0.");
  m.def(
      "size", [] { return need_ranks(), talus::Session::size(); }, "Number of processes.");
}
