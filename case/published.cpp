#include "case/published.h"

#include <nlohmann/json.hpp>

namespace talus {

std::string published_json(const std::vector<PublishedCase>& published) {
  nlohmann::json list = nlohmann::json::array();
  for (const PublishedCase& p : published) {
    nlohmann::json entry = {{"quantity", p.quantity}, {"source", p.source}};
    if (p.value)
      entry["value"] = *p.value;
    else
      entry["range"] = p.range;
    list.push_back(entry);
  }
  return list.dump();
}

}  // namespace talus
