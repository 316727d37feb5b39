#include "cli/options.h"

namespace talus::cli {

namespace options = boost::program_options;

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
  } catch (const options::error& e) {
    refuse_command("talus " + verb + ": " + e.what(), "see talus " + verb + " --help");
  }
  return given;
}

std::string required_file(const std::string& verb, const options::variables_map& given,
                          const std::string& what) {
  if (given.count(what) == 0)
    refuse_command("talus " + verb + " needs a " + what + " file", "see talus " + verb + " --help");
  return given[what].as<std::string>();
}

}  // namespace talus::cli
