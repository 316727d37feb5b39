// What others measured, for the report to print beside the answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"

namespace talus {

/// A published value that the report prints beside the answer.
struct PublishedCase {
  std::string quantity;
  std::optional<std::string> value;
  std::vector<std::string> range;
  std::string source;
};
template <class V>
void describe(PublishedCase& p, V& v) {
  v("quantity", p.quantity,
    "What was measured: \"CO2 uptake\", \"Brucite conversion\"; 'talus list published'.");
  v("value", p.value, "The value with its unit; or give 'range'.");
  v("range", p.range, "The lowest and the highest value.", optional_key);
  v("source", p.source, "Where it is published.");
}

/// The [[published]] tables as JSON for the run file: [{"quantity", "source", and "value" or "range"}, ...].
std::string published_json(const std::vector<PublishedCase>& published);

}  // namespace talus
