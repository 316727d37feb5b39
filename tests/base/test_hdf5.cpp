// Files are written by all ranks of the test, or by the first alone, and read back by the first.
#include <hdf5.h>
#include <unistd.h>

#include <filesystem>

#include "base/error.h"
#include "base/hdf5.h"
#include "base/readable_rows.h"
#include "tests/catch.h"

namespace hdf5 = talus::hdf5;
using hdf5::Type;

namespace {

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

// A name that all ranks agree on; the first removes the file at the end.
struct Scratch {
  std::string path;
  explicit Scratch(const std::string& name) {
    int process = getpid();
    MPI_Bcast(&process, 1, MPI_INT, 0, MPI_COMM_WORLD);
    path =
        (std::filesystem::temp_directory_path() / ("talus_" + std::to_string(process) + "_" + name)).string();
  }
  ~Scratch() {
    MPI_Barrier(MPI_COMM_WORLD);
    if (rank() == 0) std::filesystem::remove(path);
  }
};

std::string message_of(const auto& action) {
  try {
    action();
  } catch (const talus::FileError& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("attributes come back as they were written", "[unit]") {
  const Scratch scratch("attributes.h5");
  if (rank() != 0) return;
  const std::string long_text(100'000, 'x');  // more than HDF5 keeps in the header of an object
  const std::vector<double> several{1.5, -2.5};
  {
    auto file = hdf5::File::create(scratch.path);
    auto group = file.create_group("/a/b");
    group.write_attribute("text", "Nesquehonite, 15 °C");
    group.write_attribute("long", long_text);
    group.write_attribute("empty", "");
    group.write_attribute("number", 0.1);
    group.write_attribute("count", 3);
    group.write_attribute("several", std::span<const double>(several));
    group.write_attribute("text", "Nesquehonite, 25 °C");  // replaces
  }
  const auto group = hdf5::File::open(scratch.path).group("a/b");
  CHECK(group.text_attribute("text") == "Nesquehonite, 25 °C");
  CHECK(group.text_attribute("long") == long_text);
  CHECK(group.text_attribute("empty").empty());
  CHECK(group.number_attribute("number") == std::vector{0.1});
  CHECK(group.number_attribute("count") == std::vector{3.0});
  CHECK(group.number_attribute("several") == several);
  CHECK(group.has_attribute("count"));
  CHECK_FALSE(group.has_attribute("units"));
  CHECK(group.attributes() ==
        std::vector<std::string>{"count", "empty", "long", "number", "several", "text"});
}

TEST_CASE("datasets come back as they were written, with units that udunits2 knows", "[unit]") {
  const Scratch scratch("datasets.h5");
  if (rank() != 0) return;
  const std::vector<double> matrix{1, 2, 3, 4, 5, 6};
  const std::vector<std::int64_t> integers{1LL << 40, -7};
  const std::vector<std::string> names{"Mg+2", "SiO2(aq)", "", "H₂O"};
  {
    auto file = hdf5::File::create(scratch.path);
    file.create_dataset("/tables/matrix", Type::real, {2, 3}, {"mol/kgw", "a matrix"}).write(matrix);
    file.create_dataset("/tables/integers", Type::integer, {2}, {"-", "integers"}).write(integers);
    file.write_texts("/tables/names", names, {"-", "names"});
    file.write_text("/tables/one", "{\"a\": 1}", {});
    file.create_dataset("/tables/nothing", Type::real, {0}, {"m", "nothing"}).write(std::vector<double>{});
  }
  const auto file = hdf5::File::open(scratch.path);
  const auto tables = file.group("/tables");
  CHECK(tables.dataset("matrix").shape() == std::vector<std::int64_t>{2, 3});
  CHECK(tables.dataset("matrix").numbers() == matrix);
  CHECK(tables.dataset("matrix").numbers(hdf5::row(1, 2, 1)) == std::vector<double>{5, 6});
  CHECK(tables.dataset("matrix").text_attribute("units") == "mol/kg");
  CHECK(tables.dataset("matrix").text_attribute("long_name") == "a matrix");
  CHECK(tables.dataset("integers").integers() == integers);
  CHECK(tables.dataset("integers").text_attribute("units") == "1");
  CHECK(tables.dataset("names").texts() == names);
  CHECK(tables.dataset("one").text() == "{\"a\": 1}");
  CHECK_FALSE(tables.dataset("one").has_attribute("units"));
  CHECK(tables.dataset("nothing").numbers().empty());
}

TEST_CASE("CF units", "[unit]") {
  CHECK(hdf5::cf_unit("-") == "1");
  CHECK(hdf5::cf_unit("") == "1");
  CHECK(hdf5::cf_unit("mol/kgw") == "mol/kg");
  CHECK(hdf5::cf_unit("kgw/kgw") == "kg/kg");
  CHECK(hdf5::cf_unit("m3/m3") == "m3/m3");
}

TEST_CASE("groups know their members", "[unit]") {
  const Scratch scratch("members.h5");
  if (rank() != 0) return;
  auto file = hdf5::File::create(scratch.path);
  file.create_dimension("/things/zebra", 3);
  file.create_group("/things/monkey");
  file.create_dimension("/things/ape", 2);
  file.link("/things/ape", "/things/monkey/cousin");
  const auto things = file.group("/things");
  CHECK(things.members() == std::vector<std::string>{"zebra", "monkey", "ape"});
  CHECK(things.groups() == std::vector<std::string>{"monkey"});
  CHECK(things.datasets() == std::vector<std::string>{"zebra", "ape"});
  CHECK(file.has("/"));
  CHECK(file.has("/things/monkey/cousin"));
  CHECK(file.has("things/monkey"));
  CHECK(things.has("monkey/cousin"));
  CHECK_FALSE(file.has("/nothing"));
  CHECK_FALSE(file.has("/nothing/at/all"));
  CHECK(file.dataset("/things/monkey/cousin").shape() == std::vector<std::int64_t>{2});
}

TEST_CASE("text of fixed length, as other programs write it, is read", "[unit]") {
  const Scratch scratch("fixed_text.h5");
  if (rank() != 0) return;
  {
    auto file = hdf5::File::create(scratch.path);
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, 4);
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    const hsize_t count = 2;
    const hid_t space = H5Screate_simple(1, &count, nullptr);
    const hid_t data = H5Dcreate2(file.id(), "names", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Dwrite(data, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, "Ca+2H+\0\0");
    H5Dclose(data);
    H5Sclose(space);
    H5Tclose(type);
  }
  CHECK(hdf5::File::open(scratch.path).dataset("names").texts() == std::vector<std::string>{"Ca+2", "H+"});
}

TEST_CASE("what HDF5 refuses is a FileError with the file, the path and its reason", "[unit]") {
  const Scratch scratch("errors.h5");
  if (rank() != 0) return;
  const auto missing = message_of([] { hdf5::File::open("/no/such/folder/run.h5"); });
  CHECK(missing == "cannot open /no/such/folder/run.h5: No such file or directory");
  auto file = hdf5::File::create(scratch.path);
  const auto no_dataset = message_of([&] { file.dataset("/fields/water"); });
  CHECK(contains(no_dataset, "cannot open '/fields/water' at '/' in " + scratch.path));
  CHECK(contains(message_of([&] { file.text_attribute("title"); }), "attribute 'title'"));
  auto data = file.create_dataset("twice", Type::real, {2}, {"m", "made twice"});
  CHECK(contains(message_of([&] {
                   file.create_dataset("twice", Type::real, {2}, {"m", "made twice"});
                 }),
                 "already exists"));
  CHECK(contains(message_of([&] { data.texts(); }), "expected text at '/twice'"));
  CHECK_THROWS_AS(data.write(std::vector<double>{1, 2, 3}), std::logic_error);
  CHECK_THROWS_AS(data.write({{{1}, {2}}}, std::vector<double>{1, 2}), talus::FileError);  // past the end
}

TEST_CASE("all ranks write their own part; those without a part write nothing", "[unit][parallel]") {
  const Scratch scratch("collective.h5");
  // Rank r has r columns, so that the first has none.
  const std::int64_t mine = rank(), first = std::int64_t{rank()} * (rank() - 1) / 2;
  const std::int64_t total = std::max<std::int64_t>(1, std::int64_t{ranks()} * (ranks() - 1) / 2);
  {
    auto file = hdf5::File::create(scratch.path, MPI_COMM_WORLD);
    file.write_attribute("ranks", ranks());
    file.create_growing("/time", Type::real, {}, {"s", "time"}).make_scale("time");
    auto data = file.create_growing("/data", Type::real, {total}, {"m", "data"});
    data.attach(0, file.dataset("/time"));
    for (int step = 0; step < 3; ++step) {
      auto time = file.dataset("/time");
      time.extend(step + 1);
      data.extend(step + 1);
      const double now = 10.0 * step;
      hdf5::Selection where;
      if (rank() == 0) where.push_back({{step}, {1}});
      time.write(where, std::span<const double>(&now, rank() == 0 ? 1 : 0));
      std::vector<double> values;
      for (std::int64_t i = 0; i < mine; ++i) values.push_back(static_cast<double>(100 * step + first + i));
      data.write({hdf5::row(step, mine, first)}, values);
    }
    file.flush();
  }
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank() != 0) return;
  const auto file = hdf5::File::open(scratch.path);
  CHECK(file.number_attribute("ranks").front() == ranks());
  CHECK(file.dataset("/time").numbers() == std::vector<double>{0, 10, 20});
  const auto data = file.dataset("/data");
  REQUIRE(data.shape() == std::vector<std::int64_t>{3, total});
  if (ranks() == 1) return;  // nobody had anything
  for (int step = 0; step < 3; ++step)
    for (std::int64_t i = 0; i < total; ++i)
      CHECK(data.numbers(hdf5::row(step, 1, i)).front() == static_cast<double>(100 * step + i));
}

TEST_CASE("parts that do not stand together are written in the order of the file", "[unit][parallel]") {
  const Scratch scratch("parts.h5");
  const std::int64_t size = ranks();
  {
    auto file = hdf5::File::create(scratch.path, MPI_COMM_WORLD);
    auto data = file.create_dataset("data", Type::real, {3 * size}, {"m", "dealt like cards"});
    hdf5::Selection where;
    std::vector<double> values;
    for (std::int64_t i = rank(); i < 3 * size; i += size) {
      where.push_back({{i}, {1}});
      values.push_back(static_cast<double>(i));
    }
    data.write(where, values);
  }
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank() != 0) return;
  const auto values = hdf5::File::open(scratch.path).dataset("data").numbers();
  REQUIRE(values.size() == static_cast<std::size_t>(3 * size));
  for (std::size_t i = 0; i < values.size(); ++i) CHECK(values[i] == static_cast<double>(i));
}

TEST_CASE("chunks hold one row of cells, or many short ones", "[unit]") {
  const Scratch scratch("chunks.h5");
  if (rank() != 0) return;
  auto file = hdf5::File::create(scratch.path);
  const auto chunk_of = [](const hdf5::Dataset& data) {
    const hid_t plist = H5Dget_create_plist(data.id());
    std::vector<hsize_t> chunk(2);
    chunk.resize(static_cast<std::size_t>(H5Pget_chunk(plist, 2, chunk.data())));
    H5Pclose(plist);
    return chunk;
  };
  CHECK(chunk_of(file.create_growing("series", Type::real, {}, {})) == std::vector<hsize_t>{1024});
  CHECK(chunk_of(file.create_growing("column", Type::real, {100}, {})) == std::vector<hsize_t>{10, 100});
  CHECK(chunk_of(file.create_growing("pile", Type::real, {15'480}, {})) == std::vector<hsize_t>{1, 15'480});
  CHECK(chunk_of(file.create_growing("site", Type::real, {1'000'000}, {})) ==
        std::vector<hsize_t>{1, 65'536});
}

TEST_CASE("rows are read up to where a damaged file ends, however many it claims", "[unit]") {
  const Scratch scratch("claims.h5");
  if (rank() != 0) return;
  {
    auto file = hdf5::File::create(scratch.path);
    file.create_growing("none", Type::real, {}, {"s", "time"});
    file.create_dataset("claims", Type::real, {std::int64_t{1} << 33}, {"s", "time"});
  }
  const auto file = hdf5::File::open(scratch.path);
  CHECK(hdf5::readable_rows<double>(file.dataset("none")).empty());
  const auto rows = hdf5::readable_rows<double>(file.dataset("claims"));
  CHECK(rows.size() <= std::size_t{1} << 23);  // 64 MB
}
