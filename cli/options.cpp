#include "cli/options.h"

#include <algorithm>

namespace talus::cli {

namespace options = boost::program_options;

namespace {

/// The first word that is one too many.
std::string surplus_word(const Words& words, const options::options_description& description,
                         const std::string& positional, std::size_t most) {
  options::positional_options_description places;
  places.add(positional.c_str(), -1);
  const auto all = options::command_line_parser(words).options(description).positional(places).run();
  std::size_t count = 0;
  for (const auto& option : all.options)
    if (option.position_key >= 0)
      for (const std::string& word : option.value)
        if (count++ == most) return word;
  return "";
}

/// What to do instead of writing one word too many.
std::string surplus_hint(const std::string& verb, const std::string& word) {
  if (word.find('=') != std::string::npos) return "a key is set with --set " + word;
  if (verb == "report" || verb == "database") return "see talus " + verb + " --help";
  return "one file at a time; a name with blanks stands in quotes; see talus " + verb + " --help";
}

}  // namespace

options::variables_map parse(const std::string& verb, const Words& words,
                             const options::options_description& description, const std::string& positional,
                             int most_positional) {
  options::positional_options_description places;
  places.add(positional.c_str(), most_positional);
  options::variables_map given;
  try {
    // no guessing: "--out" is not "--output"
    const int style = options::command_line_style::unix_style ^ options::command_line_style::allow_guessing;
    options::store(
        options::command_line_parser(words).options(description).positional(places).style(style).run(),
        given);
    options::notify(given);
  } catch (const options::unknown_option& e) {
    std::vector<std::string> known;
    for (const auto& option : description.options())
      if (option->long_name() != positional) known.push_back("--" + option->long_name());
    refuse_command("talus " + verb + " has no option '" + e.get_option_name() + "'",
                   suggestion(e.get_option_name(), known));
  } catch (const options::too_many_positional_options_error&) {
    const std::string word =
        surplus_word(words, description, positional, static_cast<std::size_t>(std::max(most_positional, 0)));
    refuse_command("talus " + verb + ": '" + word + "' is one word too many", surplus_hint(verb, word));
  } catch (const options::error& e) {
    refuse_command("talus " + verb + ": " + e.what(), "see talus " + verb + " --help");
  }
  return given;
}

void refuse_odd_name(const std::filesystem::path& file, const std::vector<std::string>& endings) {
  constexpr std::size_t longest = 255;  // bytes, of all file systems that are in use
  const std::string text = file.string();
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }))
    throw FileError("a file that is written cannot have control characters in its name");
  for (const std::string& ending : endings) {
    const std::string name = std::filesystem::path(file).replace_extension(ending).filename().string();
    if (name.size() > longest)
      throw FileError("the name of a file may have 255 bytes, and '" + name.substr(0, 20) + "..." +
                      name.substr(name.size() - 10) + "' has " + std::to_string(name.size()) +
                      "; -o NAME writes elsewhere");
  }
}

std::string required_file(const std::string& verb, const options::variables_map& given,
                          const std::string& what) {
  if (given.count(what) == 0)
    refuse_command("talus " + verb + " needs a " + what + " file", "see talus " + verb + " --help");
  return given[what].as<std::string>();
}

}  // namespace talus::cli
