// The run file: what a run leaves behind, written while it goes on.
//
// docs/outputs.md describes the file. Every rank writes its own part, all of them together; the content does
// not depend on the number of ranks. All ranks call everything, in the same order.
//
// After each write_state() the state is on the disk and committed (base/commit.h): a program that is killed,
// at whatever moment, leaves everything up to there. What it leaves of a state that it was writing has no
// mark.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/commit.h"
#include "base/hdf5.h"
#include "mesh/mesh.h"
#include "solver/output/restart.h"
#include "solver/output/run_layout.h"
#include "solver/output/xdmf.h"

namespace talus {

/// The HDF5 file of a run and the XDMF file beside it.
class RunFile {
 public:
  /// Begins a file, and empties one that is there. Per owned cell: number of the material, porosity (m3/m3)
  /// and initial dry density (kg/m3). Tables, header and columns are the same on all ranks. Throws FileError
  /// on all. With the names of the `solids` the file also takes what a run needs to go on from its states;
  /// with what each patch `lets` through, the same on all ranks, what crosses it as gas and with the water.
  RunFile(const std::string& path, MPI_Comm ranks, const Mesh& mesh, std::span<const int> material,
          std::span<const double> porosity, std::span<const double> dry_density, const ChemicalTables& tables,
          const RunHeader& header, std::vector<ColumnInfo> fields, std::vector<ColumnInfo> series,
          std::optional<std::vector<std::string>> solids = {}, const std::vector<PatchLets>& lets = {});

  /// Appends a state. `time` in s; `fields` in the order of the columns, owned cells; `entered` for each
  /// patch of the mesh, [face of this rank][component] one after the other, mol since the start; `external` for
  /// each component, mol since the start, the same on all ranks; `restart` if the solids have been named;
  /// `crossings` of each patch if it has been said what they let through.
  void write_state(double time, Moment moment, std::span<const std::span<const double>> fields,
                   std::span<const std::vector<double>> entered, std::span<const double> external,
                   std::optional<RestartPart> restart = {}, std::span<const Crossing> crossings = {});

  /// Appends an accepted step that ended at `time` (s); `values` in the order of the series, the same on all
  /// ranks. It reaches the disk with the next state or at the end.
  void write_step(double time, std::span<const double> values);

  /// Brings the steps so far to the disk. Collective.
  void keep_steps();

  /// Writes how it ended ("done", "interrupted", "gave up: ...") and what to beware of, a line each, and
  /// closes the file.
  void finish(const std::string& status, double wall_seconds, const std::string& warnings = "");

  const std::string& path() const { return path_; }

 private:
  // A dataset that grows, and its path.
  struct Growing {
    hdf5::Dataset dataset;
    std::string path;
  };
  // The faces of a patch on this rank: in the order of the file, and where they stand there.
  struct PatchRows {
    std::vector<std::size_t> order;
    std::vector<hdf5::Block> runs;             // of consecutive numbers
    std::vector<std::vector<Growing>> arrays;  // in the order of visit_face_arrays(), one for each kind
  };

  void write_cells(const Mesh& mesh, std::span<const int> material, std::span<const double> porosity,
                   std::span<const double> dry_density);
  void write_faces(const Mesh& mesh);
  void write_patch(const Mesh& mesh, const Patch& patch, const ChemicalTables& tables, PatchLets lets);
  void write_geometry(const Mesh& mesh);
  Growing growing(const std::string& path) const { return {file_->dataset(path), path}; }
  void write_constant(const std::string& path, const hdf5::Selection& where, std::span<const double> values);
  void append(Growing& growing, const hdf5::Selection& where, std::span<const double> values);
  void append(Growing& growing, double value);
  void append(std::vector<Growing>& kinds, const PatchRows& patch, std::span<const double> values);
  void append_state(double time, Moment moment, std::span<const std::span<const double>> fields,
                    std::span<const std::vector<double>> entered, std::span<const double> external,
                    std::span<const Crossing> crossings);
  void flush_steps();
  void bring_to_disk();
  std::string good_so_far() const;
  /// Runs `work`; a FileError of it says up to where the file is good, and the file is not touched again.
  template <class Work>
  void write_or_stop(Work&& work);

  std::string path_;
  MPI_Comm ranks_;
  int rank_ = 0;
  std::int64_t first_ = 0;  // global number of the first owned cell
  std::int64_t owned_ = 0;
  std::int64_t states_ = 0;                   // committed
  double last_time_ = 0;                      // s, of the last one
  std::int64_t steps_ = 0;                    // in the file
  std::int64_t steps_before_ = 0;             // of the run that this one continues
  std::vector<std::vector<double>> waiting_;  // steps that are not in the file: time, then the series

  std::optional<hdf5::File> file_;  // before the datasets, to be closed after them
  std::optional<hdf5::CommitWriter> marks_;
  std::vector<Growing> times_;  // time, moment
  std::vector<Growing> fields_;
  std::vector<PatchRows> patches_;
  std::vector<Growing> external_;
  std::vector<Growing> series_;  // step, time, then the series
  std::optional<RestartRows> restart_;
  std::optional<XdmfFile> xdmf_;  // on the first rank
};

}  // namespace talus
