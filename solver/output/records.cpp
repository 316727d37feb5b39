#include "solver/output/records.h"

#include <nlohmann/json.hpp>

#include "chemistry/rates/words.h"

namespace talus {

namespace {

using Json = nlohmann::json;

void add(Json& list, const char* kind, const std::string& name, const std::string& quantity, double value,
         const char* unit, const Provenance& from) {
  list.push_back({{"kind", kind},
                  {"name", name},
                  {"quantity", quantity},
                  {"value", value},
                  {"unit", unit},
                  {"status", from.status},
                  {"source", from.source},
                  {"note", from.note}});
}

void add_mineral(Json& list, const Model& model, const Mineral& mineral) {
  const MineralRecord& record = *mineral.record;
  add(list, "mineral", mineral.name, "log10 K at 25 degC: " + record.reaction, record.constant.log_k, "1",
      record.constant.provenance);
  if (record.molar_volume > 0)
    add(list, "mineral", mineral.name, "molar volume", record.molar_volume, "m3/mol",
        record.volume_provenance);
  for (const RateRecord* rate : mineral.rate_records)
    for (const Mechanism& m : mechanisms_of(rate->law))
      add(list, "rate", mineral.name,
          rate->direction + ", " + rate->set + ": log10 k at 25 degC" + range_in_words(m) +
              factors_in_words(m),
          m.log_k, "log10 mol/m2/s", rate->provenance);
  for (const Solid& solid : model.reactions.solids)
    if ((solid.formed || solid.grows) && &model.system.minerals[solid.mineral] == &mineral && record.crystals)
      add(list, "crystals", mineral.name, "surface of what forms (database)", record.crystals->surface,
          "m2/kg", record.crystals->provenance);
}

void add_reaction(Json& list, const WaterReactionRecord& record) {
  add(list, "reaction", record.name, "log10 K at 25 degC: " + record.reaction, record.constant.log_k, "1",
      record.constant.provenance);
  for (const Mechanism& m : record.law.mechanisms)
    add(list, "rate", record.name,
        "in the water: log10 k at 25 degC" + range_in_words(m) + factors_in_words(m), m.log_k,
        "log10 mol/kgw/s", record.law_provenance);
}

}  // namespace

std::string records_json(const Model& model, const std::vector<Assumption>& assumptions) {
  Json list = Json::array();
  for (const Species& s : model.system.species) {
    if (!s.record->reaction.empty())
      add(list, "species", s.name, "log10 K at 25 degC: " + s.record->reaction, s.record->constant.log_k, "1",
          s.record->constant.provenance);
    if (s.charge != 0 && model.system.activity_model == "B-dot")
      add(list, "species", s.name, "ion size", s.record->ion_size, "m", s.record->provenance);
  }
  for (const Gas& g : model.system.gases) {
    add(list, "gas", g.name, "log10 K at 25 degC: " + g.record->reaction, g.record->constant.log_k, "1",
        g.record->constant.provenance);
    add(list, "gas", g.name, "diffusivity at 0 degC", g.record->diffusivity, "m2/s", g.record->provenance);
  }
  for (const Exchanger& exchanger : model.system.exchangers)
    for (const ExchangeSpecies& s : exchanger.species)
      add(list, "exchange species", s.name, "log10 K at 25 degC: " + s.record->reaction,
          s.record->constant.log_k, "1", s.record->constant.provenance);
  for (const Mineral& m : model.system.minerals) add_mineral(list, model, m);
  for (const SlowReaction& reaction : model.system.slow_reactions)
    if (reaction.record != nullptr) add_reaction(list, *reaction.record);
  for (const Assumption& a : assumptions)
    add(list, a.kind.c_str(), a.name, a.quantity, a.value, a.unit.c_str(),
        {"no record of the database", "assumed", a.note});
  return list.dump();
}

}  // namespace talus
