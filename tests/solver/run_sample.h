// A section of columns, whose values are functions of the global numbers: what is in the run file must follow
// from them, whatever the number of ranks. The mesh is made by hand, with faces and patches in an order that
// suits nobody.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "solver/output/run_file.h"

namespace run_sample {

using namespace talus;

inline constexpr std::int64_t columns = 5, layers = 4;
inline constexpr std::size_t components = 3;
inline const std::vector<std::string> patch_names{"top", "south", "nowhere"};

inline int rank() {
  int number = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &number);
  return number;
}

inline int ranks() {
  int number = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &number);
  return number;
}

// The columns of this rank are first_column(rank) up to, not including, first_column(rank + 1).
inline std::int64_t first_column(int number) { return columns * number / ranks(); }

inline void add_cell(Mesh& mesh, std::int64_t number) {
  const auto k = static_cast<double>(number / layers), i = static_cast<double>(number % layers);
  mesh.number.push_back(number);
  mesh.volume.push_back(2.0);
  mesh.x.push_back(k + 0.5);
  mesh.y.push_back(0.5);
  mesh.z.push_back(2 * i + 1);
  mesh.depth.push_back(2 * (static_cast<double>(layers) - i) - 1);
  mesh.region.push_back(0);
}

inline void add_corners(Mesh& mesh, std::size_t cell) {
  for (const double up : {-1.0, 1.0})
    for (const auto& [east, north] : {std::pair{-0.5, -0.5}, {0.5, -0.5}, {0.5, 0.5}, {-0.5, 0.5}})
      mesh.corners.insert(mesh.corners.end(), {mesh.x[cell] + east, mesh.y[cell] + north, mesh.z[cell] + up});
}

inline void add_face(Faces& faces, Index left, Index right, double nz) {
  faces.left.push_back(left);
  faces.right.push_back(right);
  faces.area.push_back(nz > 0 ? 1.0 : 2.0);
  faces.distance_left.push_back(nz > 0 ? 1.0 : 0.5);
  faces.distance_right.push_back(nz > 0 ? 1.0 : 0.5);
  faces.nz.push_back(nz);
}

inline void add_to_patch(Patch& patch, std::int64_t cell, std::int64_t first, std::int64_t number) {
  patch.cell.push_back(static_cast<Index>(cell - first));
  patch.area.push_back(1.0 + static_cast<double>(number));
  patch.distance.push_back(0.5);
  patch.nz.push_back(patch.name == "top" ? 1.0 : 0.0);
  patch.number.push_back(number);
}

inline Mesh section() {
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

inline ChemicalTables tables() {
  return {.components = {"H+", "SiO2(aq)", "H2O"},
          .elements = {"H", "O", "Si"},
          .gases = {},
          .minerals = {"Chrysotile", "Brucite"},
          .slow_reactions = {},
          .exchangers = {},
          .exchange_species = {},
          .equilibrium = {},
          .carbon_sources = {},
          .carbon_kinds = {},
          .component_elements = {1, 0, 0, 0, 2, 1, 2, 1, 0},
          .component_charge = {1, 0, 0},
          .gas_components = {},
          .exchange_components = {},
          .mineral_components = {-6, 2, 5, -2, 0, 2},
          .mineral_molar_mass = {0.277, 0.058},
          .mineral_molar_volume = {108e-6, 24.6e-6}};
}

inline RunHeader header() {
  return {.title = "A section, for tests",
          .case_file = "section.toml",
          .case_text = "title = \"A section, for tests\"  # 15 °C",
          .case_echo = "title = \"A section, for tests\"",
          .scenario = "",
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
          .instruments_json = "",
          .materials = {"tailings", "drainage layer"},
          .started = ""};
}

// The values of the file: a field, and what entered through the patches.
inline double water(std::int64_t cell, std::int64_t state) {
  return static_cast<double>(1000 * state + cell);
}
inline double entered_by(std::size_t patch, std::int64_t face, std::size_t component, std::int64_t state) {
  return static_cast<double>(state) + 0.1 * static_cast<double>(component) +
         1e4 * static_cast<double>(patch) + 10 * static_cast<double>(face);
}

// The upper half of each column is drainage layer.
inline std::vector<int> materials(const Mesh& mesh) {
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
    const std::vector<double> external(components, 0.5 * static_cast<double>(states_));
    file_.write_state(time, moment, fields, entered, external);
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

}  // namespace run_sample
