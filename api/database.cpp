#include "api/database.h"

#include "base/error.h"
#include "base/units.h"

namespace talus::api {

namespace {

template <class Records>
std::vector<std::string> names_of(const Records& records) {
  std::vector<std::string> names;
  for (const auto& [name, record] : records) names.push_back(name);
  return names;
}

/// The reaction of a name, and its constant.
struct Entry {
  const std::string& reaction;
  const EquilibriumConstant& constant;
};

Entry entry(const talus::Database& records, std::string_view name) {
  if (const auto m = records.minerals.find(name); m != records.minerals.end())
    return {m->second.reaction, m->second.constant};
  if (const auto s = records.aqueous.find(name); s != records.aqueous.end())
    return {s->second.reaction, s->second.constant};
  if (const auto g = records.gases.find(name); g != records.gases.end())
    return {g->second.reaction, g->second.constant};
  std::vector<std::string> known = names_of(records.minerals);
  for (const std::vector<std::string>& more : {names_of(records.aqueous), names_of(records.gases)})
    known.insert(known.end(), more.begin(), more.end());
  const std::string word(name), near = nearest(word, known);
  throw InputError({{Place{}, "the database has no species, gas or mineral '" + word + "'",
                     near.empty() ? "species(), gases() and minerals() list what it has"
                                  : "did you mean '" + near + "'?"}});
}

}  // namespace

Database::Database() : Database({"talus"}) {}

Database::Database(const std::vector<std::string>& files, const std::string& folder)
    : impl_(std::make_shared<Impl>()) {
  impl_->files = files;
  impl_->records = talus::Database::read(files, folder);
}

Database::~Database() = default;
Database::Database(const Database&) = default;
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(const Database&) = default;
Database& Database::operator=(Database&&) noexcept = default;

const std::vector<std::string>& Database::files() const { return impl_->files; }
const std::string& Database::hash() const { return impl_->records.hash; }

std::vector<std::string> Database::species() const { return names_of(impl_->records.aqueous); }
std::vector<std::string> Database::gases() const { return names_of(impl_->records.gases); }
std::vector<std::string> Database::minerals() const { return names_of(impl_->records.minerals); }

std::string Database::reaction(std::string_view name) const { return entry(impl_->records, name).reaction; }

double Database::log_k(std::string_view name, const std::string& temperature) const {
  const Entry found = entry(impl_->records, name);
  try {
    return found.constant.at(to_si(temperature, "K"));
  } catch (const UnitError& error) {
    throw InputError({{Place{}, "temperature: " + std::string(error.what()), error.hint()}});
  }
}

}  // namespace talus::api
