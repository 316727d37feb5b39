#include "solver/output/xdmf.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/error.h"

namespace talus {

namespace {

const std::string closing_tags = "    </Grid>\n  </Domain>\n</Xdmf>\n";

// Text inside of XML.
std::string escaped(const std::string& text) {
  std::string xml;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        xml += "&amp;";
        break;
      case '<':
        xml += "&lt;";
        break;
      case '>':
        xml += "&gt;";
        break;
      case '"':
        xml += "&quot;";
        break;
      default:
        xml += letter;
    }
  }
  return xml;
}

// The shortest decimal that reads back to the same double.
std::string decimal(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

// The values of one row of a [time, cell] dataset.
//
// ParaView has two XDMF libraries, which spell this differently. XDMF 2 wants an item of the type HyperSlab,
// in any case of letters, and reads its children: start, stride and count, and the whole dataset. XDMF 3
// finds no numbers in such an item; but when the type is spelled with other letters, it takes the item for a
// plain one and reads its text: file:path|start:stride:count:shape. So one item serves both.
std::string row_of(const std::string& dataset, std::int64_t row, std::int64_t cells) {
  const std::string at = std::to_string(row), columns = std::to_string(cells);
  const std::string shape = std::to_string(row + 1) + " " + columns;  // as far as it is written
  const std::string real = "Format=\"HDF\" NumberType=\"Float\" Precision=\"8\" Dimensions=\"";
  std::string text = "          <DataItem ItemType=\"Hyperslab\" " + real + columns + "\">";
  text += dataset + "|" + at + " 0:1 1:1 " + columns + ":" + shape + "\n";
  text += "            <DataItem Format=\"XML\" Dimensions=\"3 2\">" + at + " 0 1 1 1 " + columns +
          "</DataItem>\n";
  text += "            <DataItem " + real + shape + "\">" + dataset + "</DataItem>\n";
  return text + "          </DataItem>\n";
}

}  // namespace

std::string xdmf_path(const std::string& run_file) {
  return std::filesystem::path(run_file).replace_extension(".xdmf").string();
}

XdmfFile::XdmfFile(const std::string& run_file, std::int64_t cells, std::span<const ColumnInfo> fields)
    : path_(xdmf_path(run_file)),
      run_file_(escaped(std::filesystem::path(run_file).filename().string())),
      cells_(cells) {
  std::error_code not_there;
  std::filesystem::remove(path_, not_there);
  file_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file_ < 0) throw FileError("cannot write '" + path_ + "': " + std::strerror(errno));
  for (const ColumnInfo& field : fields)  // XDMF separates by ':' and '|' and knows no way around
    if (field.name.find_first_of(":|") == std::string::npos) fields_.push_back(escaped(field.name));
  const std::string head =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Xdmf Version=\"3.0\">\n"
      "  <Domain>\n"
      "    <Grid Name=\"run\" GridType=\"Collection\" CollectionType=\"Temporal\">\n";
  end_ = static_cast<std::int64_t>(head.size());
  replace_from(0, head + closing_tags);
}

XdmfFile::~XdmfFile() {
  if (file_ >= 0) close(file_);
}

// The grid of the later row is at least as long as the one that it replaces, so that nothing of that is left.
void XdmfFile::add(double time) {
  const std::int64_t begin = rows_ == 0 || time != last_time_ ? end_ : last_grid_;
  const std::string cells = std::to_string(cells_);
  const auto item = [&](const std::string& path, const std::string& dimensions, const char* kind) {
    return "<DataItem Format=\"HDF\" " + std::string(kind) + " Precision=\"8\" Dimensions=\"" + dimensions +
           "\">" + run_file_ + ":" + path + "</DataItem>\n";
  };
  std::string text =
      "      <Grid Name=\"cells\" GridType=\"Uniform\">\n        <Time Value=\"" + decimal(time) +
      "\"/>\n        <Topology TopologyType=\"Hexahedron\" NumberOfElements=\"" + cells + "\">\n" +
      "          " + item("/geometry/connectivity", cells + " 8", "NumberType=\"Int\"") +
      "        </Topology>\n        <Geometry GeometryType=\"XYZ\">\n          " +
      item("/geometry/points", std::to_string(8 * cells_) + " 3", "NumberType=\"Float\"") +
      "        </Geometry>\n";
  for (const std::string& field : fields_)
    text += "        <Attribute Name=\"" + field + "\" AttributeType=\"Scalar\" Center=\"Cell\">\n" +
            row_of(run_file_ + ":/fields/" + field, rows_, cells_) + "        </Attribute>\n";
  text += "      </Grid>\n";
  replace_from(begin, text + closing_tags);
  ++rows_;
  last_time_ = time;
  end_ = begin + static_cast<std::int64_t>(text.size());
}

// In one go, so that a kill finds no half of it. What does not fit on the disk is taken back.
void XdmfFile::replace_from(std::int64_t begin, const std::string& text) {
  if (write_at(begin, text)) {
    last_grid_ = begin;
    tail_ = text;
    return;
  }
  const int error = errno;
  const std::string before = tail_.substr(static_cast<std::size_t>(begin - last_grid_));
  const bool whole =
      write_at(begin, before) && ftruncate(file_, begin + static_cast<std::int64_t>(before.size())) == 0;
  throw FileError("cannot write '" + path_ + "': " + std::strerror(error) +
                  (whole ? "" : "; what stands there is not whole"));
}

bool XdmfFile::write_at(std::int64_t place, const std::string& text) const {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count =
        pwrite(file_, text.data() + done, text.size() - done, place + static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    done += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace talus
