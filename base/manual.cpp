#include "base/manual.h"

#include <algorithm>

#include "base/input_tree.h"

namespace talus {

namespace {

using input_detail::toml_key;

bool is_table(const KeyInfo& key) { return key.kind.ends_with("table") || key.kind.ends_with("tables"); }

bool ends_with(const std::string& text, std::string_view end) { return text.ends_with(end); }

/// "materials.<name>" of "materials.<name>.porosity"; empty at the top.
std::string parent_of(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  std::string parent = dot == std::string::npos ? "" : path.substr(0, dot);
  if (ends_with(path, ".<name>")) parent = parent.substr(0, std::min(parent.rfind('.'), parent.size()));
  if (ends_with(path, ".<name>") && path.find('.') == path.rfind('.')) parent.clear();
  return parent;
}

std::string last_name(const std::string& path) { return path.substr(path.rfind('.') + 1); }

/// "[[layers]]" of "layers[]", "[materials.<name>]" of "materials.<name>". `name` stands for <name>.
std::string header_of(const KeyInfo& table, std::string_view name) {
  std::string path = table.path;
  for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]")) path.erase(at, 2);
  for (std::size_t at = path.find("<name>"); at != std::string::npos;
       at = path.find("<name>", at + name.size())) {
    path.replace(at, 6, name);
  }
  const bool list = ends_with(table.path, "[]");
  return (list ? "[[" : "[") + path + (list ? "]]" : "]");
}

/// The keys of a table (or of the top, for ""), and below it the tables within it.
struct Section {
  std::vector<const KeyInfo*> keys;
  std::vector<const KeyInfo*> tables;
};

Section section_of(std::span<const KeyInfo> keys, const std::string& path) {
  Section section;
  for (const KeyInfo& key : keys) {
    if (parent_of(key.path) == path) (is_table(key) ? section.tables : section.keys).push_back(&key);
  }
  return section;
}

// ----------------------------------------------------------------------------------------- the manual

std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.insert(at, "\\");
  for (std::size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 2))
    text.insert(at, "\\");
  return text.empty() ? "" : " " + text;
}

std::string code(const std::string& text) { return text.empty() ? "" : "`" + text + "`"; }

std::string when_absent(const KeyInfo& key) {
  if (key.required) return "required";
  return key.default_text.empty() ? "optional" : code(key.default_text);
}

void add_section(std::string& page, std::span<const KeyInfo> keys, const KeyInfo* table) {
  const Section section = section_of(keys, table == nullptr ? "" : table->path);
  page += table == nullptr ? "## Top level\n" : "\n## " + code(header_of(*table, "<name>")) + "\n";
  if (table != nullptr) page += "\n" + table->sentence + (table->required ? "" : " Optional.") + "\n";
  if (!section.keys.empty()) {
    page += "\n| key | what | unit | range | default | meaning |\n|---|---|---|---|---|---|\n";
  }
  for (const KeyInfo* key : section.keys) {
    page += "|" + cell(code(last_name(key->path))) + " |" + cell(key->kind) + " |" + cell(key->unit) + " |" +
            cell(key->range) + " |" + cell(when_absent(*key)) + " |" + cell(key->sentence) + " |\n";
  }
  for (const KeyInfo* inner : section.tables) add_section(page, keys, inner);
}

// ---------------------------------------------------------------------------------------- one key

std::vector<std::string> steps_of(std::string_view path) {
  std::vector<std::string> steps;
  while (!path.empty()) {
    const bool quoted = path.front() == '"';
    const std::size_t end =
        quoted ? std::min(path.find('"', 1), path.size() - 1) + 1 : std::min(path.find('.'), path.size());
    std::string step(path.substr(0, end));
    step.erase(std::min(step.find('['), step.size()));  // layers[0], layers[]
    steps.push_back(step);
    path.remove_prefix(std::min(
        path.find('.', end) == std::string_view::npos ? path.size() : path.find('.', end) + 1, path.size()));
  }
  return steps;
}

using Steps = std::span<const std::string>;

bool is_one_of(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// Whether `asked` is the end of `path`, where <name> may be any name or none.
bool leads_to(Steps path, Steps asked) {
  if (asked.empty()) return true;
  if (path.empty()) return false;
  const Steps above = path.first(path.size() - 1), rest = asked.first(asked.size() - 1);
  if (path.back() == "<name>") return (!rest.empty() && leads_to(above, rest)) || leads_to(above, asked);
  return path.back() == asked.back() && leads_to(above, rest);
}

/// The keys whose paths end like `asked`; its last step may stand for <name> if `last_may_be_name`.
std::vector<const KeyInfo*> keys_ending_like(std::span<const KeyInfo> keys, Steps asked,
                                             bool last_may_be_name) {
  std::vector<const KeyInfo*> found;
  for (const KeyInfo& key : keys) {
    const std::vector<std::string> steps = steps_of(key.path);
    Steps path = steps;
    if (!last_may_be_name && path.back() == "<name>") path = path.first(path.size() - 1);
    if (!asked.empty() && leads_to(path, asked)) found.push_back(&key);
  }
  return found;
}

/// All names that stand in paths.
std::vector<std::string> names_of(std::span<const KeyInfo> keys) {
  std::vector<std::string> names;
  for (const KeyInfo& key : keys) {
    for (const std::string& step : steps_of(key.path)) {
      if (step != "<name>") names.push_back(step);
    }
  }
  return names;
}

std::string describe_key(const KeyInfo& key) {
  std::string text = key.path + "\n  " + key.sentence + "\n  " + key.kind;
  if (!key.unit.empty()) text += " in " + key.unit + " or a unit of the same kind";
  if (!key.range.empty()) text += (key.unit.empty() ? ", " : "; ") + key.range;
  text += key.required               ? "; required"
          : key.default_text.empty() ? "; optional"
                                     : "; default " + key.default_text;
  if (!key.example.empty() && key.default_text.empty())
    text += "\n  for example: " + toml_key(last_name(key.path)) + " = " + key.example;
  return text + "\n";
}

std::string describe_table(std::span<const KeyInfo> keys, const KeyInfo& table) {
  std::string text =
      header_of(table, "<name>") + "\n  " + table.sentence + (table.required ? "" : " Optional.") + "\n";
  const Section section = section_of(keys, table.path);
  std::size_t width = 0;
  for (const auto* list : {&section.keys, &section.tables}) {
    for (const KeyInfo* key : *list) width = std::max(width, last_name(key->path).size());
  }
  for (const auto* list : {&section.keys, &section.tables}) {
    for (const KeyInfo* key : *list) {
      std::string name = is_table(*key) ? header_of(*key, "<name>") : last_name(key->path);
      if (name.size() < width) name.append(width - name.size(), ' ');
      text += "  " + name + "  " + key->sentence + (key->unit.empty() ? "" : " (" + key->unit + ")") + "\n";
    }
  }
  return text;
}

/// The whole paths that `asked` leads to when each of its steps that is no name is put right; at most three.
std::vector<std::string> paths_meant(std::span<const KeyInfo> keys, const std::vector<std::string>& names,
                                     std::vector<std::string> asked) {
  for (std::string& step : asked)
    if (!is_one_of(names, step))
      if (const std::string near = nearest(step, names); !near.empty()) step = near;
  std::vector<std::string> paths;
  for (const KeyInfo* key : keys_ending_like(keys, asked, false)) paths.push_back(key->path);
  std::ranges::stable_sort(paths, {}, &std::string::size);
  paths.resize(std::min<std::size_t>(paths.size(), 3));
  return paths;
}

[[noreturn]] void unknown_key(std::span<const KeyInfo> keys, const std::vector<std::string>& names,
                              std::string_view asked) {
  std::string meant;
  for (const std::string& path : paths_meant(keys, names, steps_of(asked)))
    meant += (meant.empty() ? "'" : ", '") + path + "'";
  std::string wrong(asked);
  for (const std::string& step : steps_of(asked))
    if (!is_one_of(names, step)) wrong = step;
  throw InputError({{Place{}, "there is no key '" + std::string(asked) + "'",
                     meant.empty() ? suggestion(wrong, names) : "did you mean " + meant + "?"}});
}

// ------------------------------------------------------------------------------------- the template

constexpr std::string_view example_name = "example";

void add_comment(std::string& text, const KeyInfo& key) {
  std::string notes = key.unit.empty() ? "" : key.unit;
  if (!key.range.empty()) notes += (notes.empty() ? "" : "; ") + key.range;
  text += "# " + key.sentence + (notes.empty() ? "" : " [" + notes + "]") + "\n";
}

/// `live`: whether the table stands there, and not only behind a #.
void add_table(std::string& text, std::span<const KeyInfo> keys, const KeyInfo* table, bool live) {
  const Section section = section_of(keys, table == nullptr ? "" : table->path);
  if (table != nullptr) {
    text += "\n";
    add_comment(text, *table);
    text += (live ? "" : "# ") + header_of(*table, example_name) + "\n";
  }
  for (const KeyInfo* key : section.keys) {
    add_comment(text, *key);
    text += (live && (key->required || key->usual) ? "" : "# ") + toml_key(last_name(key->path)) + " = " +
            key->example + "\n";
  }
  for (const KeyInfo* inner : section.tables)
    add_table(text, keys, inner, live && (inner->required || inner->usual));
}

}  // namespace

std::string manual_page(std::span<const KeyInfo> keys) {
  std::string page;
  add_section(page, keys, nullptr);
  return page;
}

std::string explain(std::span<const KeyInfo> keys, std::string_view key) {
  const std::vector<std::string> asked = steps_of(key);
  const std::vector<std::string> names = names_of(keys);
  std::vector<const KeyInfo*> found = keys_ending_like(keys, asked, false);
  const bool misspelt = !asked.empty() && !nearest(asked.back(), names).empty();
  if (found.empty() && !misspelt) found = keys_ending_like(keys, asked, true);  // materials.tailings
  if (found.empty()) unknown_key(keys, names, key);
  const auto exact =
      std::find_if(found.begin(), found.end(), [&](const KeyInfo* one) { return one->path == key; });
  if (exact != found.end()) found = {*exact};
  std::string text;
  for (const KeyInfo* one : found) {
    text += (text.empty() ? "" : "\n") + (is_table(*one) ? describe_table(keys, *one) : describe_key(*one));
  }
  return text;
}

std::string template_case(std::span<const KeyInfo> keys) {
  std::string text =
      "# A case of Talus with every key. Keys behind a # may be absent; they show their default or an "
      "example.\n\n";
  add_table(text, keys, nullptr, true);
  return text;
}

}  // namespace talus
