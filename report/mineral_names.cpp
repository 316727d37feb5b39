#include "report/mineral_names.h"

#include <algorithm>

#include "report/refuse.h"

namespace talus::report {

void check_minerals(std::span<const Account> accounts, std::span<const std::string> minerals,
                    const Document& document, const std::string& key) {
  std::vector<std::string> known;
  for (const Account& account : accounts)
    for (const std::string& mineral : account.run.system.minerals)
      if (std::ranges::count(known, mineral) == 0) known.push_back(mineral);
  for (std::size_t i = 0; i < minerals.size(); ++i)
    if (const std::string at = key + "[" + std::to_string(i) + "]";
        std::ranges::count(known, minerals[i]) == 0)
      refuse(document, at, at + ": no run has a mineral '" + minerals[i] + "'",
             suggestion(minerals[i], known));
}

}  // namespace talus::report
