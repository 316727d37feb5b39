#include "chemistry/reaction_steps.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace talus {

namespace {

/// A species that is made of others.
struct Made {
  std::string name;
  std::vector<std::size_t> of, in;  ///< which it is made of, and which are made of it
  std::size_t open = 0;             ///< of those that it is made of: not yet followed to their end
  std::size_t used = 0;             ///< of those that are made of it: likewise not followed
  int steps = 1;
};

std::vector<Made> made_species(const Database& database) {
  std::vector<Made> all;
  std::map<std::string, std::size_t, std::less<>> numbers;
  for (const auto& [name, record] : database.aqueous)
    if (!record.reaction.empty()) {
      numbers.emplace(name, all.size());
      all.push_back({name, {}, {}});
    }
  for (std::size_t i = 0; i < all.size(); ++i) try {
      for (const auto& [other, amount] : parse_reaction(database.aqueous.find(all[i].name)->second.reaction))
        if (const auto found = numbers.find(other); found != numbers.end() && found->second != i) {
          all[i].of.push_back(found->second);
          all[found->second].in.push_back(i);
        }
    } catch (const std::invalid_argument&) {  // reported where reactions are checked one by one
    }
  return all;
}

/// Takes away, one after the other, what has nothing `open` any more, and calls `then` for each.
void follow(std::vector<Made>& all, std::size_t Made::*open, std::vector<std::size_t> Made::*next,
            std::vector<bool>& gone, const auto& then) {
  std::vector<std::size_t> ready;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!gone[i] && all[i].*open == 0) ready.push_back(i);
  while (!ready.empty()) {
    const std::size_t i = ready.back();
    ready.pop_back();
    gone[i] = true;
    then(i);
    for (const std::size_t j : all[i].*next)
      if (!gone[j] && --(all[j].*open) == 0) ready.push_back(j);
  }
}

}  // namespace

std::map<std::string, std::string> endless_reactions(const Database& database) {
  std::map<std::string, std::string> found;
  std::vector<Made> all = made_species(database);
  std::vector<bool> gone(all.size(), false);
  for (Made& one : all) one.open = one.of.size();
  follow(all, &Made::open, &Made::in, gone, [&](std::size_t i) {
    for (const std::size_t j : all[i].of)
      all[i].steps = std::min(all[i].steps + all[j].steps, most_reaction_steps + 1);
    if (all[i].steps > most_reaction_steps)
      found[all[i].name] = "leads through more than " + std::to_string(most_reaction_steps) + " others";
  });
  for (std::size_t i = 0; i < all.size(); ++i)  // what is left stands in a circle, or is made of what does
    if (!gone[i])
      for (const std::size_t j : all[i].of)
        if (!gone[j]) ++all[j].used;
  follow(all, &Made::used, &Made::of, gone, [](std::size_t) {});
  for (std::size_t i = 0; i < all.size(); ++i)
    if (!gone[i]) found[all[i].name] = "leads back to itself through other species";
  return found;
}

}  // namespace talus
