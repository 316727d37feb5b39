#include "mesh/pile_case.h"

#include <charconv>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "base/units.h"
#include "mesh/mesh_case.h"
#include "mesh/pile_shape.h"

namespace talus {

namespace {

const std::string example = "write horizontal to vertical, as \"2:1\", or an angle, as \"26.6 deg\"";

/// A plain number, which is all of the text but for blanks around it.
std::optional<double> number_in(std::string text) {
  const auto blank = [](char letter) { return letter == ' ' || letter == '\t'; };
  while (!text.empty() && blank(text.back())) text.pop_back();
  std::size_t begin = 0;
  while (begin < text.size() && blank(text[begin])) ++begin;
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + begin, end, value);
  if (read.ec != std::errc() || read.ptr != end || !std::isfinite(value)) return {};
  return value;
}

/// The keys of a shape besides 'shape' and 'height': those that it needs, and those that it may have.
struct Keys {
  std::vector<std::string> needed, allowed;
};

Keys keys_of(const std::string& shape) {
  if (shape == "windrow") return {{"slope"}, {"crest_width", "base_width", "length", "half"}};
  if (shape == "frustum") return {{"slope"}, {"crest_width", "base_width", "crest_length", "base_length"}};
  if (shape == "cone") return {{"slope"}, {"crest_width", "base_width", "facets"}};
  if (shape == "slab") return {{"base_width"}, {"base_length", "length"}};
  if (shape == "side_hill") return {{"slope", "ground"}, {"length"}};
  if (shape == "heap_leach_pad") return {{"slope", "ground", "crest_width", "crest_length"}, {}};
  return {{"slope", "ground", "sides"}, {}};  // valley_fill
}

struct Checker {
  Document& document;
  const PileCase& pile;
  bool good = true;

  void note(const Place& place, const std::string& what, const std::string& hint) {
    document.problem(place, what, hint);
    good = false;
  }

  bool given(const std::string& key) {
    if (key == "slope") return pile.slope.has_value();
    if (key == "ground") return pile.ground.has_value();
    if (key == "sides") return pile.sides.has_value();
    if (key == "crest_width") return pile.crest_width.has_value();
    if (key == "crest_length") return pile.crest_length.has_value();
    if (key == "base_width") return pile.base_width.has_value();
    if (key == "base_length") return pile.base_length.has_value();
    if (key == "length") return pile.length.has_value();
    if (key == "half") return pile.half.has_value();
    return pile.facets.has_value();
  }

  std::string spoken_keys(const Keys& keys) {
    std::string text = "shape, height";
    for (const auto* list : {&keys.needed, &keys.allowed})
      for (const std::string& key : *list) text += ", " + key;
    return text;
  }

  void check_keys() {
    const Keys keys = keys_of(pile.shape);
    const std::string known = "a " + pile.shape + " knows: " + spoken_keys(keys);
    for (const std::string& key : keys.needed)
      if (!given(key))
        note(document.place_of_value("pile"),
             "missing key 'pile." + key + "', which a " + pile.shape + " needs", known);
    for (const char* key : {"slope", "ground", "sides", "crest_width", "crest_length", "base_width",
                            "base_length", "length", "half", "facets"}) {
      bool belongs = false;
      for (const auto* list : {&keys.needed, &keys.allowed})
        for (const std::string& one : *list) belongs = belongs || one == key;
      if (given(key) && !belongs)
        note(document.place_of_key("pile." + std::string(key)),
             "'pile." + std::string(key) + "' does not belong to a " + pile.shape, known);
    }
  }

  /// The slope that a key says; nothing where it cannot be read.
  std::optional<double> run(const std::string& key, const std::optional<std::string>& text) {
    if (!text) return {};
    try {
      return run_per_rise(*text);
    } catch (const UnitError& error) {
      note(document.place_of_value("pile." + key), "pile." + key + ": " + error.what(), error.hint());
      return {};
    }
  }

  /// The base must be wide enough for the slopes on both sides.
  void check_extent(const std::string& crest_key, const std::optional<double>& crest,
                    const std::string& base_key, const std::optional<double>& base, double slopes) {
    if (crest.has_value() == base.has_value())
      return note(base ? document.place_of_key("pile." + base_key) : document.place_of_value("pile"),
                  std::string("pile needs '") + crest_key + "' or '" + base_key + "', one of the two",
                  "the slopes on both sides are " + with_unit(slopes, "m") + " together");
    if (base && *base < slopes * (1 - 1e-12))
      note(document.place_of_value("pile." + base_key),
           "pile." + base_key + " = " + with_unit(*base, "m") + " is too little for its slopes",
           "a height of " + with_unit(pile.height, "m") + " needs " + with_unit(slopes, "m") +
               " at least: make it wider, lower or steeper");
  }

  void check_ground(double slope, double ground) {
    if (ground <= slope * (1 + 1e-9))
      note(document.place_of_value("pile.ground"),
           "pile.ground is not less steep than pile.slope, so that the pile never ends",
           "it must be flatter than " + *pile.slope);
  }

  /// The pad rises to the east, and must stay below the crest.
  void check_crest_above_pad(double slope) {
    const double end = slope * pile.height + *pile.crest_width, pad = end / run_per_rise(*pile.ground);
    if (pad >= pile.height)
      note(document.place_of_value("pile.crest_width"),
           "the pad is " + with_unit(pad, "m") + " high where the crest ends, but the crest " +
               with_unit(pile.height, "m"),
           "a narrower crest, a flatter pad or more height");
  }
};

}  // namespace

double run_per_rise(const std::string& text) {
  constexpr double steepest = 0.05, flattest = 1e5;
  double run = 0;
  if (const std::size_t colon = text.find(':'); colon != std::string::npos) {
    const std::optional<double> across = number_in(text.substr(0, colon)),
                                up = number_in(text.substr(colon + 1));
    if (!across || !up || !(*across > 0) || !(*up > 0))
      throw UnitError("'" + text + "' is no slope", example);
    run = *across / *up;
  } else if (text.find('%') != std::string::npos) {
    run = 1 / to_si(text, "1");
  } else {
    const std::size_t unit = text.find("deg");
    const std::optional<double> degrees =
        unit != std::string::npos && unit + 3 == text.size() ? number_in(text.substr(0, unit)) : std::nullopt;
    if (!degrees) throw UnitError("'" + text + "' is no slope", example);
    if (!(*degrees > 0 && *degrees < 90))
      throw UnitError("'" + text + "' is no slope: an angle is above 0 and below 90 deg", example);
    run = 1 / std::tan(*degrees * std::numbers::pi / 180);
  }
  if (!(run >= steepest && run <= flattest))
    throw UnitError("'" + text + "' is no slope: it must be between 0.05:1 and 100000:1", example);
  return run;
}

bool check_pile(Document& document, const PileCase& pile) {
  Checker checker{document, pile};
  if (pile.shape.empty() || !(pile.height > 0)) return false;  // reported where it was read
  checker.check_keys();
  const std::optional<double> slope = checker.run("slope", pile.slope);
  if (pile.facets && *pile.facets % 4 != 0)
    checker.note(document.place_of_value("pile.facets"),
                 "pile.facets = " + std::to_string(*pile.facets) + " is no multiple of 4",
                 "so that it has the same extent along x and y: 24, for example");
  if (pile.sides) checker.run("sides", pile.sides);
  const std::optional<double> ground = checker.run("ground", pile.ground);
  if (pile.length && pile.base_length)
    checker.note(document.place_of_key("pile.length"), "pile has both 'length' and 'base_length'",
                 "a section has 'length', a slab of three dimensions 'base_length'");
  if (!slope) return checker.good;
  const double slopes = 2 * *slope * pile.height;
  if (pile.shape == "windrow" || pile.shape == "frustum" || pile.shape == "cone")
    checker.check_extent("crest_width", pile.crest_width, "base_width", pile.base_width, slopes);
  if (pile.shape == "frustum")
    checker.check_extent("crest_length", pile.crest_length, "base_length", pile.base_length, slopes);
  if (ground) checker.check_ground(*slope, *ground);
  if (pile.shape == "heap_leach_pad" && checker.good) checker.check_crest_above_pad(*slope);
  return checker.good;
}

void take_extents(MeshCase& mesh) {
  const PileShape shape = shape_of(*mesh.pile);
  mesh.shape = shape.dimensions == 2 ? "section" : "box";
  mesh.depth = shape.height;
  mesh.width = shape.width;
  mesh.length = shape.length;
  mesh.of_pile = true;
}

}  // namespace talus
