// A section of columns, whose values are functions of the global numbers: what is in the file must follow
// from them, whatever the number of ranks. The mesh is made by hand, with faces and patches in an order that
// suits nobody.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/error.h"
#include "solver/output/run_file.h"
#include "solver/output/uninterrupted.h"
#include "tests/catch.h"

namespace hdf5 = talus::hdf5;
using namespace talus;

namespace {

constexpr std::int64_t columns = 5, layers = 4;
constexpr std::size_t components = 3;
const std::vector<std::string> patch_names{"top", "south", "nowhere"};

int rank() {
  int number = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &number);
  return number;
}

int ranks() {
  int number = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &number);
  return number;
}

// The columns of this rank are first_column(rank) up to, not including, first_column(rank + 1).
std::int64_t first_column(int number) { return columns * number / ranks(); }

void add_cell(Mesh& mesh, std::int64_t number) {
  const auto k = static_cast<double>(number / layers), i = static_cast<double>(number % layers);
  mesh.number.push_back(number);
  mesh.volume.push_back(2.0);
  mesh.x.push_back(k + 0.5);
  mesh.y.push_back(0.5);
  mesh.z.push_back(2 * i + 1);
  mesh.depth.push_back(2 * (static_cast<double>(layers) - i) - 1);
  mesh.region.push_back(0);
}

void add_corners(Mesh& mesh, std::size_t cell) {
  for (const double up : {-1.0, 1.0})
    for (const auto& [east, north] : {std::pair{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}})
      mesh.corners.insert(mesh.corners.end(), {mesh.x[cell] + east, mesh.y[cell] + north, mesh.z[cell] + up});
}

void add_face(Faces& faces, Index left, Index right, double nz) {
  faces.left.push_back(left);
  faces.right.push_back(right);
  faces.area.push_back(nz > 0 ? 1.0 : 2.0);
  faces.distance_left.push_back(nz > 0 ? 1.0 : 0.5);
  faces.distance_right.push_back(nz > 0 ? 1.0 : 0.5);
  faces.nz.push_back(nz);
}

void add_to_patch(Patch& patch, std::int64_t cell, std::int64_t first, std::int64_t number) {
  patch.cell.push_back(static_cast<Index>(cell - first));
  patch.area.push_back(1.0 + static_cast<double>(number));
  patch.distance.push_back(0.5);
  patch.nz.push_back(patch.name == "top" ? 1.0 : 0.0);
  patch.number.push_back(number);
}

Mesh section() {
  Mesh mesh;
  const std::int64_t begin = first_column(rank()), end = first_column(rank() + 1);
  mesh.first = begin * layers;
  mesh.owned = static_cast<Index>((end - begin) * layers);
  mesh.total = columns * layers;
  for (std::int64_t cell = mesh.first; cell < end * layers; ++cell) add_cell(mesh, cell);
  for (std::size_t cell = 0; cell < mesh.number.size(); ++cell) add_corners(mesh, cell);
  if (mesh.owned > 0)  // neighbours' columns
    for (const std::int64_t column : {begin - 1, end})
      if (column >= 0 && column < columns)
        for (std::int64_t i = 0; i < layers; ++i) add_cell(mesh, column * layers + i);
  mesh.local = static_cast<Index>(mesh.number.size());
  const auto local = [&](std::int64_t number) {
    return static_cast<Index>(std::ranges::find(mesh.number, number) - mesh.number.begin());
  };
  mesh.patches.resize(3);
  for (std::size_t p = 0; p < 3; ++p) mesh.patches[p].name = patch_names[p];
  mesh.patches[0].total = columns;
  mesh.patches[1].total = columns * layers;
  for (std::int64_t k = end - 1; k >= begin - 1 && mesh.owned > 0; --k)
    for (std::int64_t i = 0; i < layers; ++i) {
      const std::int64_t cell = k * layers + i;
      if (k >= 0 && k + 1 < columns) add_face(mesh.faces, local(cell), local(cell + layers), 0.0);
      if (k < begin) continue;
      if (i + 1 < layers)
        add_face(mesh.faces, local(cell), local(cell + 1), 1.0);
      else
        add_to_patch(mesh.patches[0], cell, mesh.first, k);
      add_to_patch(mesh.patches[1], cell, mesh.first,
                   i * columns + k);  // layer by layer: not a block of a rank
    }
  return mesh;
}

ChemicalTables tables() {
  return {.components = {"H+", "SiO2(aq)", "H2O"},
          .elements = {"H", "O", "Si"},
          .gases = {},
          .minerals = {"Chrysotile", "Brucite"},
          .component_elements = {1, 0, 0, 0, 2, 1, 2, 1, 0},
          .component_charge = {1, 0, 0},
          .gas_components = {},
          .mineral_components = {-6, 2, 5, -2, 0, 2},
          .mineral_molar_mass = {0.277, 0.058},
          .mineral_molar_volume = {108e-6, 24.6e-6}};
}

RunHeader header() {
  return {.title = "A section, for tests",
          .case_file = "section.toml",
          .case_text = "title = \"A section, for tests\"  # 15 °C",
          .case_echo = "title = \"A section, for tests\"",
          .command = "talus run section.toml",
          .version = "0.1.0",
          .commit = "a1b2c3d",
          .petsc = "3.18.5",
          .hdf5 = hdf5::version(),
          .instruction_set = "AVX2",
          .ranks = ranks(),
          .database = "talus",
          .database_hash = "e3b0",
          .records_json = "[]",
          .published_json = "[]",
          .materials = {"tailings", "drainage layer"}};
}

// The values of the file: a field, and what entered through the patches.
double water(std::int64_t cell, std::int64_t state) { return static_cast<double>(1000 * state + cell); }
double entered_by(std::size_t patch, std::int64_t face, std::size_t component, std::int64_t state) {
  return static_cast<double>(state) + 0.1 * static_cast<double>(component) +
         1e4 * static_cast<double>(patch) + 10 * static_cast<double>(face);
}

// The upper half of each column is drainage layer.
std::vector<int> materials(const Mesh& mesh) {
  std::vector<int> numbers;
  for (Index cell = 0; cell < mesh.owned; ++cell) numbers.push_back(cell % layers < layers / 2 ? 0 : 1);
  return numbers;
}

class Sample {
 public:
  explicit Sample(const std::string& path)
      : file_(path, MPI_COMM_WORLD, mesh_, materials(mesh_), std::vector<double>(owned(), 0.4),
              std::vector<double>(owned(), 1600.0), tables(), header(),
              {{"water", "kg/m3", "liquid water per bulk volume"},
               {"aqueous_H+", "mol/m3", "total of H+ in the water per bulk volume"},
               {"ionic_strength", "mol/kgw", "ionic strength"}},
              {{"step_length", "s", "length of the step"},
               {"stored_CO2", "mol", "carbon stored since the start"}}) {}

  void write_state(double time, Moment moment) {
    std::vector<double> field;
    for (Index cell = 0; cell < mesh_.owned; ++cell) field.push_back(water(mesh_.first + cell, states_));
    std::vector<std::vector<double>> entered;
    for (std::size_t p = 0; p < mesh_.patches.size(); ++p) {
      entered.emplace_back();
      for (const std::int64_t face : mesh_.patches[p].number)
        for (std::size_t j = 0; j < components; ++j)
          entered.back().push_back(entered_by(p, face, j, states_));
    }
    const std::vector<std::span<const double>> fields(3, field);
    const std::vector<double> booked(components, 0.5 * static_cast<double>(states_));
    file_.write_state(time, moment, fields, entered, booked);
    ++states_;
  }

  void write_steps(int count) {
    for (; count > 0; --count) {
      time_ += 10;
      file_.write_step(time_, std::vector<double>{10, time_ / 7});
    }
  }

  RunFile& file() { return file_; }

 private:
  std::size_t owned() const { return static_cast<std::size_t>(mesh_.owned); }
  Mesh mesh_ = section();
  RunFile file_;
  std::int64_t states_ = 0;
  double time_ = 0;
};

// A folder that all ranks agree on; the first removes it at the end.
struct Scratch {
  std::filesystem::path folder;
  Scratch() {
    int process = getpid();
    MPI_Bcast(&process, 1, MPI_INT, 0, MPI_COMM_WORLD);
    folder = std::filesystem::temp_directory_path() / ("talus_run_file_" + std::to_string(process));
    if (rank() == 0) std::filesystem::create_directories(folder);
    MPI_Barrier(MPI_COMM_WORLD);
  }
  ~Scratch() {
    MPI_Barrier(MPI_COMM_WORLD);
    if (rank() == 0) std::filesystem::remove_all(folder);
  }
  std::string path(const std::string& name) const { return (folder / name).string(); }
};

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
  CHECK(file.dataset("/booked/H+").numbers() == std::vector<double>{0, 0.5, 1, 1.5});
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
  CHECK(file.number_attribute("schema_version").front() == 1);
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
