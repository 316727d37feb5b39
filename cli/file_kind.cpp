#include "cli/file_kind.h"

#include <optional>

#include "base/input.h"

namespace talus::cli {

namespace {

struct Kind {
  const char* mark;  ///< a table that only this kind has, and must have
  const char* what;
  const char* verb;
};
constexpr Kind kinds[] = {{"mesh", "the case of a pile", "run"},
                          {"vessel", "the case of a batch", "react"},
                          {"waters", "a list of waters", "speciate"}};  // piles and batches have some too

std::optional<Document> parsed(const std::string& path) {
  try {
    return Document::from_file(path);
  } catch (const InputError&) {
    return std::nullopt;
  }
}

}  // namespace

void refuse_other_kind(const std::string& path, const std::string& verb) {
  const std::optional<Document> document = parsed(path);
  if (!document) return;
  for (const Kind& kind : kinds) {
    if (!document->has(kind.mark)) continue;
    if (kind.verb == verb) return;
    throw InputError({{document->place_of_key(kind.mark),
                       "this is " + std::string(kind.what) + ", which 'talus " + verb + "' does not read",
                       std::string("talus ") + kind.verb + " " + path}});
  }
}

}  // namespace talus::cli
