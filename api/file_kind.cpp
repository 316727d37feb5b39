#include "api/file_kind.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "base/input.h"
#include "batch/case.h"
#include "case/case.h"

namespace talus {

namespace {

/// A kind of file, and the keys at its top, which take a while to list.
struct Kind {
  const char* what;
  const char* verb;
  const char* mark;  ///< a table that it must have
  std::function<std::set<std::string>()> keys;
};

template <class T>
std::set<std::string> top_keys() {
  std::set<std::string> keys;
  for (const KeyInfo& key : schema_of<T>()) keys.insert(key.path.substr(0, key.path.find_first_of(".[")));
  return keys;
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"the case of a pile", "run", "mesh", top_keys<Case>},
      {"the case of a batch", "react", "vessel", top_keys<batch::ReactCase>},
      {"a list of waters", "speciate", "waters",
       [] {
         return std::set<std::string>{
             "database", "activity", "water_activity", "pH_scale", "exchange_convention", "units", "waters"};
       }},
      {"a study", "study", "vary",
       [] {
         return std::set<std::string>{
             "title",   "case",    "scenario",   "project", "baseline", "with", "method",     "runs",  "seed",
             "indices", "tornado", "quantities", "keep",    "run_time", "vary", "correlated", "credit"};
       }},
      {"a fit", "fit", "measured",
       [] {
         return std::set<std::string>{"title",    "case", "scenario", "points",
                                      "run_time", "vary", "measured", "held_out"};
       }},
      {"a database", "database check", "aqueous", [] {
         return std::set<std::string>{"aqueous", "gases", "minerals", "exchange", "reactions"};
       }}};
  return all;
}

std::optional<Document> parsed(const std::string& path) {
  try {
    return Document::from_file(path);
  } catch (const InputError&) {
    return std::nullopt;
  }
}

/// How many keys at the top of the file the kind has; one more where its mark is there.
std::size_t likeness(const Document& document, const Kind& kind) {
  const auto here = [&](const std::string& key) { return document.has(key); };
  return static_cast<std::size_t>(std::ranges::count_if(kind.keys(), here)) + (here(kind.mark) ? 1U : 0U);
}

}  // namespace

void refuse_other_kind(const std::string& path, const std::string& verb) {
  const std::optional<Document> document = parsed(path);
  if (!document) return;
  const auto own = std::ranges::find(kinds(), verb, [](const Kind& kind) { return std::string(kind.verb); });
  if (own == kinds().end() || document->has(own->mark)) {
    const bool alone = own == kinds().end() || std::string(own->mark) != "waters";
    if (alone) return;  // piles and batches have waters too
  }
  const Kind* likeliest = &*own;
  std::size_t most = likeness(*document, *own);
  for (const Kind& kind : kinds()) {
    const std::size_t here = &kind == &*own ? most : likeness(*document, kind);
    if (here <= most) continue;
    most = here;
    likeliest = &kind;
  }
  if (likeliest == &*own) return;
  const std::set<std::string> keys = likeliest->keys();
  const std::string mark =
      document->has(likeliest->mark)
          ? likeliest->mark
          : *std::ranges::find_if(keys, [&](const auto& key) { return document->has(key); });
  throw InputError({{document->place_of_key(mark),
                     "this is " + std::string(likeliest->what) + ", which 'talus " + verb + "' does not read",
                     std::string("talus ") + likeliest->verb + " " + path}});
}

}  // namespace talus
