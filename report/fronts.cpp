#include "report/fronts.h"

#include <algorithm>
#include <cmath>

#include "report/words.h"

namespace talus::report {
namespace {

constexpr double high = 0.8, low = 0.2, moves = 0.01;

/// What is left of a mineral over depth, at one of the profiles; not a number where there was none.
Curve share_of(const std::vector<Curve>& profiles, std::size_t at) {
  Curve share;
  for (std::size_t i = 0; i < profiles[at].size(); ++i)
    share.push_back(profiles[0][i] > 0 ? profiles[at][i] / profiles[0][i] : std::nan(""));
  return share;
}

bool is_thin(const Curve& now, const Curve& before, std::size_t one, std::size_t other) {
  const bool jumps = std::max(now[one], now[other]) > high && std::min(now[one], now[other]) < low;
  const double moved = std::max(std::abs(now[one] - before[one]), std::abs(now[other] - before[other]));
  return jumps && moved > moves;  // never of what is not a number
}

}  // namespace

std::string thin_front(const Run& run) {
  for (std::size_t at = 1; at < run.profiles.rows.size(); ++at)
    for (const std::string& mineral : run.system.minerals) {
      const auto found = run.profiles.value.find("mineral_" + mineral);
      if (found == run.profiles.value.end()) continue;
      const Curve now = share_of(found->second, at), before = share_of(found->second, at - 1);
      for (std::size_t i = 0; i < now.size(); ++i)
        for (std::size_t apart = 1; apart <= 2 && i + apart < now.size(); ++apart)
          if (!std::isnan(now[i]) && !std::isnan(now[i + apart]) && is_thin(now, before, i, i + apart))
            return mineral + ", " + digits(100 * run.profiles.depth[i]) + " cm deep, at " +
                   duration(run.time[run.profiles.rows[at]] - run.time.front());
    }
  return "";
}

}  // namespace talus::report
