#include "tests/solver/run_sample.h"

#include <csignal>
#include <fstream>
#include <sstream>

#include "base/error.h"
#include "solver/output/uninterrupted.h"
#include "tests/catch.h"

namespace hdf5 = talus::hdf5;
using namespace run_sample;

namespace {

void write_run(const std::string& path) {
  Sample sample(path);
  sample.write_state(0, Moment::plain);
  sample.write_steps(3);
  sample.write_state(30, Moment::before);
  sample.write_state(30, Moment::after);
  sample.write_steps(2000);
  sample.write_state(20030, Moment::plain);
  sample.file().finish("done", 1.5);
}

void check_states(const hdf5::File& file) {
  CHECK(file.dataset("/time").numbers() == std::vector<double>{0, 30, 30, 20030});
  CHECK(file.dataset("/moment").integers() == std::vector<std::int64_t>{0, 1, 2, 0});
  const auto data = file.dataset("/fields/water");
  REQUIRE(data.shape() == std::vector<std::int64_t>{4, columns * layers});
  const auto values = data.numbers();
  for (std::int64_t i = 0; i < data.size(); ++i)
    REQUIRE(values[static_cast<std::size_t>(i)] == water(i % (columns * layers), i / (columns * layers)));
  CHECK(data.text_attribute("units") == "kg/m3");
  CHECK(file.dataset("/fields/ionic_strength").text_attribute("units") == "mol/kg");
}

void check_cells(const hdf5::File& file) {
  const auto number = file.dataset("/cell/id").integers(), scale = file.dataset("/cell/cell").integers();
  const auto z = file.dataset("/cell/z").numbers(), depth = file.dataset("/cell/depth").numbers();
  REQUIRE(number.size() == std::size_t{columns * layers});
  CHECK(number == scale);
  for (std::size_t cell = 0; cell < number.size(); ++cell) {
    REQUIRE(number[cell] == static_cast<std::int64_t>(cell));
    REQUIRE(z[cell] + depth[cell] == 8.0);
    REQUIRE(z[cell] == 2.0 * static_cast<double>(cell % layers) + 1);
  }
  const auto material = file.dataset("/cell/material").integers();
  for (std::size_t cell = 0; cell < number.size(); ++cell)
    REQUIRE(material[cell] == (cell % layers < 2 ? 0 : 1));
  CHECK(file.dataset("/cell/material").text_attribute("flag_meanings") == "tailings drainage_layer");
  const auto points = file.dataset("/geometry/points").numbers();
  const auto corners = file.dataset("/geometry/connectivity").integers();
  REQUIRE(points.size() == 24 * number.size());
  for (std::size_t i = 0; i < corners.size(); ++i) REQUIRE(corners[i] == static_cast<std::int64_t>(i));
  for (std::size_t cell = 0; cell < number.size(); ++cell) REQUIRE(points[24 * cell + 2] == z[cell] - 1);
}

// Each face once, sorted by its cells.
void check_faces(const hdf5::File& file) {
  const auto left = file.dataset("/faces/left").integers(), right = file.dataset("/faces/right").integers();
  const auto nz = file.dataset("/faces/nz").numbers();
  REQUIRE(left.size() == std::size_t{columns * (layers - 1) + (columns - 1) * layers});
  for (std::size_t face = 0; face < left.size(); ++face) {
    REQUIRE(right[face] - left[face] == (nz[face] > 0 ? 1 : layers));
    if (face > 0) REQUIRE(std::pair(left[face - 1], right[face - 1]) < std::pair(left[face], right[face]));
  }
}

void check_patches(const hdf5::File& file) {
  CHECK(file.group("/patches").groups() == std::vector<std::string>{"top", "south"});  // none without a face
  const auto south = file.group("/patches/south");
  const auto cell = south.dataset("cell").integers();
  const auto area = south.dataset("area").numbers();
  REQUIRE(cell.size() == std::size_t{columns * layers});
  for (std::int64_t face = 0; face < columns * layers; ++face) {
    REQUIRE(cell[static_cast<std::size_t>(face)] == (face % columns) * layers + face / columns);
    REQUIRE(area[static_cast<std::size_t>(face)] == 1.0 + static_cast<double>(face));
    for (std::int64_t state = 0; state < 4; ++state)
      REQUIRE(south.dataset("entered_SiO2(aq)").numbers(hdf5::row(state, 1, face)).front() ==
              entered_by(1, face, 1, state));
  }
  const auto top = file.dataset("/patches/top/entered_H2O");
  REQUIRE(top.shape() == std::vector<std::int64_t>{4, columns});
  for (std::int64_t face = 0; face < columns; ++face)
    REQUIRE(top.numbers(hdf5::row(3, 1, face)).front() == entered_by(0, face, 2, 3));
  CHECK(file.dataset("/external/H+").numbers() == std::vector<double>{0, 0.5, 1, 1.5});
}

void check_series(const hdf5::File& file) {
  const auto step = file.dataset("/series/step").integers();
  const auto time = file.dataset("/series/time").numbers(),
             stored = file.dataset("/series/stored_CO2").numbers();
  REQUIRE(step.size() == 2003);
  REQUIRE(time.size() == 2003);
  for (std::size_t i = 0; i < step.size(); ++i) {
    REQUIRE(step[i] == static_cast<std::int64_t>(i) + 1);
    REQUIRE(time[i] == 10.0 * static_cast<double>(step[i]));
    REQUIRE(stored[i] == time[i] / 7);
  }
}

void check_system_and_provenance(const hdf5::File& file) {
  CHECK(file.dataset("/system/components").texts() == tables().components);
  CHECK(file.dataset("/system/gases").texts().empty());
  CHECK(file.dataset("/system/gas_components").shape() == std::vector<std::int64_t>{0, 3});
  CHECK(file.dataset("/system/mineral_components").numbers() == tables().mineral_components);
  CHECK(file.number_attribute("schema_version").front() == 2);
  const auto provenance = file.group("/provenance");
  CHECK(provenance.text_attribute("case_text") == header().case_text);
  CHECK(provenance.text_attribute("status") == "done");
  CHECK(provenance.number_attribute("wall_seconds").front() == 1.5);
  CHECK(provenance.text_attribute("finished") >= provenance.text_attribute("started"));
  CHECK(file.dataset("/provenance/records").text() == "[]");
}

}  // namespace

TEST_CASE("a run file has the values of every cell and face in lattice order, for any number of ranks",
          "[unit][parallel]") {
  const Scratch scratch;
  write_run(scratch.path("run.h5"));
  if (rank() != 0) return;
  const auto file = hdf5::File::open(scratch.path("run.h5"));

  check_states(file);
  check_cells(file);
  check_faces(file);
  check_patches(file);
  check_series(file);
  check_system_and_provenance(file);
}

TEST_CASE("a run file is whole on the disk after each state", "[unit][parallel]") {
  const Scratch scratch;
  Sample sample(scratch.path("run.h5"));
  sample.write_state(0, Moment::plain);
  sample.write_steps(5);
  sample.write_state(50, Moment::plain);
  sample.write_steps(5);  // not yet on the disk
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank() == 0) {  // a copy is what is left when the program is killed now
    std::filesystem::copy_file(scratch.path("run.h5"), scratch.path("killed.h5"));
    const auto file = hdf5::File::open(scratch.path("killed.h5"));
    CHECK(file.dataset("/time").numbers() == std::vector<double>{0, 50});
    CHECK(file.dataset("/fields/water").numbers(hdf5::row(1, 1, 19)) == std::vector<double>{water(19, 1)});
    CHECK(file.dataset("/series/time").numbers() == std::vector<double>{10, 20, 30, 40, 50});
    CHECK(file.group("/provenance").text_attribute("status") == "running");
    std::ifstream xdmf(scratch.path("run.xdmf"));
    std::stringstream text;
    text << xdmf.rdbuf();
    CHECK(text.str().ends_with("</Xdmf>\n"));
  }
  sample.file().finish("gave up: the step became too short", 0.1);
  if (rank() != 0) return;
  const auto file = hdf5::File::open(scratch.path("run.h5"));
  CHECK(file.dataset("/series/time").size() == 10);
  CHECK(file.group("/provenance").text_attribute("status") == "gave up: the step became too short");
}

TEST_CASE("every state has a mark with checksums of all of it, for any number of ranks", "[unit][parallel]") {
  const Scratch scratch;
  const std::string path = scratch.path("run.h5");
  write_run(path);
  if (rank() != 0) return;
  {
    const auto file = hdf5::File::open(path);
    const hdf5::Commits commits(file);
    REQUIRE(commits.present());
    REQUIRE(commits.states() == 4);
    CHECK(commits.steps(0) == 0);
    CHECK(commits.steps(2) == 3);
    CHECK(commits.steps(3) == 2003);
    CHECK(commits.damaged_constants().empty());
    for (std::int64_t state = 0; state < 4; ++state) {
      CHECK(commits.damaged(state).empty());
      CHECK(commits.damaged_series(state).empty());
    }
  }
  const auto change = [&](const char* dataset, const hdf5::Block& where, double value) {
    hdf5::File::edit(path).dataset(dataset).write_alone(where, std::span<const double>(&value, 1));
  };
  change("/patches/south/entered_H+", {{1, 7}, {1, 1}}, 0.0);
  change("/series/stored_CO2", {{1000}, {1}}, 0.0);
  change("/cell/porosity", {{3}, {1}}, 0.0);
  change("/commit/mark", {{3}, {1}}, 0.0);
  const auto file = hdf5::File::open(path);
  const hdf5::Commits commits(file);
  REQUIRE(commits.states() == 3);
  CHECK(commits.damaged(0).empty());
  CHECK(commits.damaged(1) == std::vector<std::string>{"/patches/south/entered_H+"});
  CHECK(commits.damaged(2).empty());
  CHECK(commits.damaged_series(2).empty());  // the step belongs to the state without a mark
  CHECK(commits.damaged_constants() == std::vector<std::string>{"/cell/porosity"});
}

TEST_CASE("the XDMF file lists each time once, with the state after an operation", "[unit][parallel]") {
  const Scratch scratch;
  write_run(scratch.path("run.h5"));
  if (rank() != 0) return;
  std::ifstream xdmf(scratch.path("run.xdmf"));
  std::vector<std::string> times, rows;
  bool names_file = false;
  for (std::string line; std::getline(xdmf, line);) {
    if (const auto at = line.find("<Time Value="); at != std::string::npos) times.push_back(line.substr(at));
    if (const auto at = line.find("Dimensions=\"3 2\">"); at != std::string::npos)
      rows.push_back(line.substr(at + 17));
    names_file = names_file || line.find(">run.h5:/fields/aqueous_H+<") != std::string::npos;
  }
  CHECK(names_file);
  CHECK(times ==
        std::vector<std::string>{"<Time Value=\"0\"/>", "<Time Value=\"30\"/>", "<Time Value=\"20030\"/>"});
  REQUIRE(rows.size() == 9);  // three fields each
  CHECK(rows[0] == "0 0 1 1 1 20</DataItem>");
  CHECK(rows[3] == "2 0 1 1 1 20</DataItem>");
  CHECK(rows[8] == "3 0 1 1 1 20</DataItem>");
}

TEST_CASE("a run file that cannot be made is a FileError on every rank", "[unit][parallel]") {
  CHECK_THROWS_AS(Sample("/no/such/folder/run.h5"), FileError);
}

TEST_CASE("an interrupt waits while a file is written", "[unit]") {
  static volatile std::sig_atomic_t interrupts;
  interrupts = 0;
  const auto before = std::signal(SIGINT, [](int) { interrupts = interrupts + 1; });
  {
    const Uninterrupted writing;
    std::raise(SIGINT);
    CHECK(interrupts == 0);
  }
  CHECK(interrupts == 1);
  std::raise(SIGINT);  // nothing waits any more
  CHECK(interrupts == 2);
  std::signal(SIGINT, before);
}
