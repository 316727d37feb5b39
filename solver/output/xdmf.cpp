#include "solver/output/xdmf.h"

#include <charconv>
#include <filesystem>

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

}  // namespace

std::string xdmf_path(const std::string& run_file) {
  return std::filesystem::path(run_file).replace_extension(".xdmf").string();
}

XdmfFile::XdmfFile(const std::string& run_file, std::int64_t cells, std::span<const ColumnInfo> fields)
    : path_(xdmf_path(run_file)),
      run_file_(escaped(std::filesystem::path(run_file).filename().string())),
      cells_(cells),
      file_(path_, std::ios::trunc) {
  for (const ColumnInfo& field : fields) fields_.push_back(escaped(field.name));
  write(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Xdmf Version=\"3.0\">\n"
      "  <Domain>\n"
      "    <Grid Name=\"run\" GridType=\"Collection\" CollectionType=\"Temporal\">\n");
  last_grid_ = end_ = file_.tellp();
  write(closing_tags);
}

// The grid of the later row is at least as long as the one that it replaces, so that nothing of that is left.
void XdmfFile::add(double time, Moment moment) {
  if (moment != Moment::after || rows_ == 0 || time != last_time_) last_grid_ = end_;
  last_time_ = time;
  file_.seekp(last_grid_);
  const std::string cells = std::to_string(cells_), row = std::to_string(rows_++);
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
            "          <DataItem ItemType=\"HyperSlab\" Dimensions=\"1 " + cells + "\">\n" +
            "            <DataItem Format=\"XML\" Dimensions=\"3 2\">" + row + " 0 1 1 1 " + cells +
            "</DataItem>\n            " +
            item("/fields/" + field, std::to_string(rows_) + " " + cells, "NumberType=\"Float\"") +
            "          </DataItem>\n        </Attribute>\n";
  text += "      </Grid>\n";
  end_ = last_grid_ + static_cast<std::streamoff>(text.size());
  write(text + closing_tags);
}

void XdmfFile::write(const std::string& text) {
  file_ << text << std::flush;
  if (!file_) throw FileError("cannot write " + path_);
}

}  // namespace talus
