#include "base/scenarios.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "base/input_tree.h"

namespace talus {

namespace {

using input_detail::Node;
using input_detail::Spot;
using input_detail::Tree;

constexpr std::size_t most_runs = 10000;

/// A value, and where in the document it goes.
struct Change {
  std::string path;
  Node value;
};

/// A run: its scenario, and what its row of the table sets besides.
struct Plan {
  std::string name;
  const Node* scenario = nullptr;
  std::vector<Change> varied{};
};

/// One [[vary]]: lists that go together.
struct Axis {
  std::vector<Change> lists;
  std::vector<std::string> names;
  Spot place;
};

void note(Tree& tree, const Spot& spot, std::string what, std::string hint = "") {
  tree.problems.push_back({tree.place(spot), std::move(what), std::move(hint)});
}

const Spot& spot_of(const Node& node) { return node.key.column > 0 ? node.key : node.place; }

bool is_path(const std::string& name) { return name.find_first_of(".[") != std::string::npos; }

/// `written` with what the name of a file can do without left out.
std::string in_a_name(const std::string& written) {
  std::string name;
  for (const char c : written)
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '-' || c == '+') name += c;
  return name;
}

bool good_name(const std::string& name) {
  return !name.empty() && name != "checkpoint" && std::ranges::all_of(name, [](unsigned char c) {
    return c < 0x80 && (std::isalnum(c) || c == '_' || c == '-');
  });
}

/// The texts of a list; anything else is noted.
std::vector<std::string> texts_of(Tree& tree, const Node& list, const std::string& path) {
  std::vector<std::string> texts;
  if (list.kind != Node::list) note(tree, list.place, path + " is a list of texts");
  for (const Node& one : list.children) {
    if (list.kind == Node::list && one.kind != Node::text)
      note(tree, one.place, path + " is a list of texts");
    texts.push_back(one.written);
  }
  return texts;
}

// -------------------------------------------------------------------------------------- tables of runs

/// Takes the lists of a table of 'vary' with their paths.
void take_lists(Tree& tree, const Node& table, const std::string& path, Axis& axis) {
  for (const Node& child : table.children) {
    if (path.empty() && child.name == "names" && child.kind == Node::list) {
      axis.names = texts_of(tree, child, "names");
      continue;
    }
    const std::string inner =
        path.empty() && is_path(child.name) ? child.name : input_detail::join(path, child.name);
    if (child.kind == Node::table)
      take_lists(tree, child, inner, axis);
    else if (child.kind != Node::list || child.children.empty())
      note(tree, child.place, "'vary' needs a list of values for " + inner,
           "for example " + inner + " = [...], one value for each run");
    else
      axis.lists.push_back({inner, child});
  }
}

/// "1 value", "2 values".
std::string counted(std::size_t values) {
  return std::to_string(values) + (values == 1 ? " value" : " values");
}

/// Lists that go together are of one length, and so are their names.
void check_axis(Tree& tree, const Axis& axis) {
  if (axis.lists.empty()) return note(tree, axis.place, "'vary' has no list of values");
  const std::size_t count = axis.lists[0].value.children.size();
  for (const Change& list : axis.lists)
    if (list.value.children.size() != count)
      note(tree, spot_of(list.value),
           list.path + " has " + counted(list.value.children.size()) + ", and " + axis.lists[0].path +
               " has " + counted(count),
           "values of one [[vary]] go together; lists that stand in [[vary]] of their own are combined");
  if (!axis.names.empty() && axis.names.size() != count)
    note(
        tree, axis.place,
        "there are " + std::to_string(axis.names.size()) + " names for " + std::to_string(count) + " values");
  for (const std::string& name : axis.names)
    if (name.empty() || in_a_name(name) != name)
      note(tree, axis.place, "'" + name + "' cannot be part of the name of a file",
           "letters, digits, - + and . can");
}

std::vector<Axis> axes_of(Tree& tree, const Node& vary) {
  const std::size_t before = tree.problems.size();
  std::vector<Axis> axes;
  if (vary.kind == Node::list && !vary.children.empty() && vary.children[0].kind == Node::table) {
    for (const Node& table : vary.children) {
      axes.push_back({.lists = {}, .names = {}, .place = table.place});
      take_lists(tree, table, "", axes.back());
    }
  } else if (vary.kind == Node::table) {
    Axis all{.lists = {}, .names = {}, .place = spot_of(vary)};
    take_lists(tree, vary, "", all);
    for (Change& list : all.lists) axes.push_back({{std::move(list)}, {}, all.place});
    if (!all.names.empty())
      note(tree, all.place, "'names' needs [[vary]]", "there the lists of one table go together");
    if (axes.empty()) axes.push_back(all);
  } else {
    note(tree, vary.place, "'vary' is a table with lists, or a list of such tables");
  }
  const bool faulty = tree.problems.size() > before;  // a list that is none has been noted
  for (const Axis& axis : axes)
    if (!faulty || !axis.lists.empty()) check_axis(tree, axis);
  return axes;
}

std::string name_of_value(const Axis& axis, std::size_t index) {
  if (!axis.names.empty()) return axis.names[index];
  const Node& value = axis.lists[0].value.children[index];
  const bool single = value.kind != Node::table && value.kind != Node::list;
  const std::string name = single ? in_a_name(value.written) : "";
  return name.empty() ? std::to_string(index + 1) : name;
}

/// Every plan with every value of the axis.
std::vector<Plan> combined(const std::vector<Plan>& plans, const Axis& axis) {
  std::vector<Plan> more;
  for (const Plan& plan : plans)
    for (std::size_t i = 0; i < axis.lists[0].value.children.size(); ++i) {
      Plan next = plan;
      next.name += "_" + name_of_value(axis, i);
      for (const Change& list : axis.lists) next.varied.push_back({list.path, list.value.children[i]});
      more.push_back(std::move(next));
    }
  return more;
}

std::vector<Plan> plans_of_scenario(Tree& tree, const Node& scenario) {
  std::vector<Plan> plans{{.name = scenario.name, .scenario = &scenario}};
  const Node* vary = scenario.child("vary");
  if (vary == nullptr) return plans;
  const std::size_t before = tree.problems.size();
  const std::vector<Axis> axes = axes_of(tree, *vary);
  if (tree.problems.size() > before) return plans;
  std::size_t count = 1;
  for (const Axis& axis : axes) count *= std::min(axis.lists[0].value.children.size(), most_runs + 1);
  if (count > most_runs) {
    note(tree, spot_of(*vary), "this table has more than " + std::to_string(most_runs) + " runs");
    return plans;
  }
  for (const Axis& axis : axes) plans = combined(plans, axis);
  return plans;
}

/// Every run of [scenarios]; what is wrong with the tables is noted.
std::vector<Plan> plans_of(Tree& tree) {
  const Node* scenarios = tree.root.child("scenarios");
  if (scenarios == nullptr) return {};
  if (scenarios->kind != Node::table || scenarios->children.empty()) {
    note(tree, scenarios->place, "'scenarios' holds tables",
         "write [scenarios.NAME] with the keys that are different there");
    return {};
  }
  std::vector<Plan> plans;
  std::set<std::string> names;
  for (const Node& scenario : scenarios->children) {
    if (!good_name(scenario.name))
      note(tree, spot_of(scenario), "a scenario cannot be called '" + scenario.name + "'",
           "its name becomes part of the name of a file: letters, digits, _ and -");
    if (scenario.kind != Node::table) {
      note(tree, scenario.place, "scenarios." + scenario.name + " is a table",
           "write [scenarios.NAME] with the keys that are different there");
      continue;
    }
    for (Plan& plan : plans_of_scenario(tree, scenario)) {
      if (!names.insert(plan.name).second)
        note(tree, spot_of(scenario), "two runs would be called '" + plan.name + "'",
             "'names' in [[scenarios." + scenario.name + ".vary]] tells them apart");
      plans.push_back(std::move(plan));
    }
  }
  return plans;
}

// -------------------------------------------------------------------------------- values on the document

std::string written(const Node& value) {
  if (value.kind == Node::table) return "{...}";
  if (value.kind != Node::list) return value.written;
  std::string elements;
  for (const Node& one : value.children) elements += (elements.empty() ? "" : ", ") + written(one);
  return "[" + elements + "]";
}

void put(Tree& tree, Node& to, const Node& value, const std::string& path);

/// Puts the members of `table`, without the words that are about the scenario, into `to`.
void put_members(Tree& tree, Node& to, const Node& table, const std::string& path, bool whole_scenario) {
  for (const Node& child : table.children) {
    if (whole_scenario && (child.name == "remove" || child.name == "vary")) continue;
    if (whole_scenario && is_path(child.name)) {
      std::string fault;
      Node* place = input_detail::node_at(to, child.name, child.key, fault);
      if (place != nullptr)
        put(tree, *place, child, child.name);
      else
        note(tree, child.key, fault);
      continue;
    }
    Node* there = to.child(child.name);
    const std::string inner = input_detail::join(path, child.name);
    if (there == nullptr) {
      tree.scenario_changes.push_back(inner + " = " + written(child));
      to.children.push_back(child);
    } else {
      put(tree, *there, child, inner);
    }
  }
}

/// Puts a value where another stood: tables are merged, everything else is replaced.
void put(Tree& tree, Node& to, const Node& value, const std::string& path) {
  if (to.kind == Node::table && value.kind == Node::table && !to.children.empty())
    return put_members(tree, to, value, path, false);
  tree.scenario_changes.push_back(path + " = " + written(value));
  const std::string name = to.name;
  const Spot key = value.key.column > 0 ? value.key : to.key;
  to = value;
  to.name = name;
  to.key = key;
}

void apply(Tree& tree, const Plan& plan) {
  const Node scenario = *plan.scenario;  // stands in the tree that changes
  std::erase_if(tree.root.children, [](const Node& node) { return node.name == "scenarios"; });
  if (const Node* remove = scenario.child("remove")) {
    const std::vector<std::string> paths = texts_of(tree, *remove, "remove");
    for (std::size_t i = 0; i < paths.size(); ++i) {
      std::string fault;
      if (input_detail::take_away(tree.root, paths[i], fault))
        tree.scenario_changes.push_back("without " + paths[i]);
      else
        note(tree, remove->children[i].place, fault);
    }
  }
  put_members(tree, tree.root, scenario, "", true);
  for (const Change& change : plan.varied) {
    std::string fault;
    Node* place = input_detail::node_at(tree.root, change.path, change.value.place, fault);
    if (place != nullptr)
      put(tree, *place, change.value, change.path);
    else
      note(tree, change.value.place, fault);
  }
}

/// The text of the document and the --set of its scenarios, parsed anew.
Document parsed_again(const Document& document) {
  const Tree& from = *document.tree;
  Document fresh;
  fresh.tree = std::make_shared<Tree>();
  Tree& tree = *fresh.tree;
  tree.name = from.name;
  tree.text = from.text;
  tree.sets = from.sets;
  input_detail::parse_toml(tree);
  fresh.finish();
  for (int n = 1; n <= static_cast<int>(tree.sets.size()); ++n)
    if (input_detail::first_name(tree.sets[static_cast<std::size_t>(n) - 1]) == "scenarios")
      input_detail::apply_set(tree, n);
  return fresh;
}

}  // namespace

std::vector<ScenarioRun> scenario_runs(const Document& document) {
  const Document fresh = parsed_again(document);
  std::vector<ScenarioRun> runs;
  for (const Plan& plan : plans_of(*fresh.tree)) runs.push_back({plan.name, plan.scenario->name});
  fresh.finish();
  return runs;
}

Document with_scenario(const Document& document, const std::string& run) {
  Document fresh = parsed_again(document);
  Tree& tree = *fresh.tree;
  const std::vector<Plan> plans = plans_of(tree);
  fresh.finish();
  const auto plan = std::ranges::find(plans, run, &Plan::name);
  check(run.empty() || plan != plans.end(), "a run of scenario_runs() is asked for");
  if (run.empty())
    std::erase_if(tree.root.children, [](const Node& node) { return node.name == "scenarios"; });
  else
    apply(tree, *plan);
  tree.scenario = run;
  for (int n = 1; n <= static_cast<int>(tree.sets.size()); ++n)
    if (input_detail::first_name(tree.sets[static_cast<std::size_t>(n) - 1]) != "scenarios")
      input_detail::apply_set(tree, n);
  return fresh;
}

const std::string& scenario_name(const Document& document) { return document.tree->scenario; }

const std::vector<std::string>& scenario_changes(const Document& document) {
  return document.tree->scenario_changes;
}

}  // namespace talus
