// Two simulations at once, each on some of the ranks, with a run file each: what they do must not depend on what the
// others do meanwhile.
#include "base/error.h"
#include "base/hdf5.h"
#include "tests/catch.h"
#include "tests/solver/run_sample.h"
#include "tests/solver/small_cases.h"

using namespace talus;

namespace {

/// The first ranks, or the last rank: a communicator for each group.
class Group {
 public:
  Group() { MPI_Comm_split(PETSC_COMM_WORLD, number(), 0, &ranks_); }
  ~Group() { MPI_Comm_free(&ranks_); }
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;
  static int number() { return Session::rank() + 1 == Session::size() ? 1 : 0; }
  MPI_Comm ranks() const { return ranks_; }

 private:
  MPI_Comm ranks_ = MPI_COMM_NULL;
};

/// Runs a case on the ranks of a group, with a restart in the middle, into two files.
int run(const Input& input, MPI_Comm ranks, const std::string& file, const std::string& continued) {
  const auto into = [](const std::string& path) {
    return RunOptions{.output = path, .log = "", .command = "", .loudness = Loudness::quiet};
  };
  Simulation whole(set_up(input, ranks));
  whole.run(into(file));
  Simulation again(set_up(input, ranks));
  again.restart(file, {.at = input.values.run.output_every});
  again.run(into(continued));
  return whole.steps();
}

/// Whether two arrays, of numbers or of texts, are the same.
bool same(const hdf5::Dataset& one, const hdf5::Dataset& other) {
  if (one.shape() != other.shape()) return false;
  try {
    return one.numbers() == other.numbers();
  } catch (const FileError&) {
    return one.texts() == other.texts();
  }
}

/// The arrays below a group that differ between two files, by their paths.
std::vector<std::string> differences(const hdf5::Group& a, const hdf5::Group& b, const std::string& path) {
  std::vector<std::string> found;
  for (const std::string& name : a.groups()) {
    const auto below = differences(a.group(name), b.group(name), path + "/" + name);
    found.insert(found.end(), below.begin(), below.end());
  }
  for (const std::string& name : a.datasets())
    if (!same(a.dataset(name), b.dataset(name))) found.push_back(path + "/" + name);
  return found;
}

}  // namespace

TEST_CASE("simulations on parts of the ranks, side by side, do what each does alone", "[parallel]") {
  if (Session::size() < 2) return;
  const run_sample::Scratch scratch;
  const bool flow_on_the_last = GENERATE(true, false);
  const Group group;
  const bool flow = flow_on_the_last == (Group::number() == 1);
  const Input input = flow ? input_of(between_heads, {"run.length=6 h", "run.output_every=2 h"})
                           : input_of(flowing_section, {"run.length=6 d", "run.output_every=2 d"});
  const auto path = [&](const std::string& name) {
    return scratch.path(name + std::to_string(Group::number()) + ".h5");
  };
  int alone = 0;
  for (const int turn : {0, 1}) {
    if (turn == Group::number()) alone = run(input, group.ranks(), path("alone"), path("alone_continued"));
    MPI_Barrier(PETSC_COMM_WORLD);
  }
  const int beside = run(input, group.ranks(), path("beside"), path("beside_continued"));
  CHECK(beside == alone);
  for (const std::string name : {"", "_continued"}) {
    const auto one = hdf5::File::open(path("alone" + name)), other = hdf5::File::open(path("beside" + name));
    for (const std::string part : {"fields", "patches", "restart", "series"})
      CHECK(differences(one.group(part), other.group(part), part) == std::vector<std::string>{});
    CHECK(one.dataset("/time").shape() == std::vector<std::int64_t>{name.empty() ? 4 : 3});
  }
}
