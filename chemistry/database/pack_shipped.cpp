// Writes the source that puts the shipped databases into the program, as texts and as trees, which spare each start their
// parsing: talus_pack_shipped OUTPUT [DATABASE FILE]...
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "base/packed_tree.h"
#include "base/text_file.h"

namespace {

/// A literal of C++, in pieces that any compiler takes.
void write_literal(std::ofstream& out, const std::string& bytes) {
  constexpr std::size_t piece = 4000;
  for (std::size_t begin = 0; begin == 0 || begin < bytes.size(); begin += piece) {
    std::string line;
    for (const char c : bytes.substr(begin, piece)) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\' && c != '?';
      char octal[8];
      std::snprintf(octal, sizeof octal, "\\%03o", static_cast<unsigned>(byte));
      line += plain ? std::string(1, c) : octal;
    }
    out << "\n     \"" << line << "\"";
  }
}

void write(const std::string& output, char** words, int count) {
  std::ofstream out(output);
  out << "#include \"chemistry/database/shipped_database.h\"\nnamespace talus {\n"
         "using namespace std::string_view_literals;\n"
         "const std::vector<ShippedFile>& shipped_files() {\n  static const std::vector<ShippedFile> files{\n";
  for (int i = 0; i + 1 < count; i += 2) {
    const std::string path = words[i + 1], text = talus::text_of_file(path);
    out << "    {\"" << words[i] << "\", \"" << std::filesystem::path(path).filename().string() << "\",";
    write_literal(out, text);
    out << "sv,";
    write_literal(out, talus::packed_tree(talus::Document::from_text(text, path)));
    out << "sv},\n";
  }
  out << "  };\n  return files;\n}\n}\n";
  if (!out.flush()) throw std::runtime_error(output + " cannot be written");
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) throw std::runtime_error("talus_pack_shipped OUTPUT [DATABASE FILE]...");
  write(argv[1], argv + 2, argc - 2);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 1;
}
