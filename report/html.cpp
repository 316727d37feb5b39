#include "report/html.h"

#include "report/claim_output.h"
#include "report/compared_runs.h"
#include "report/coverage.h"
#include "report/embedded.h"
#include "report/figures.h"
#include "report/html_carbon.h"
#include "report/html_records.h"
#include "report/instruments.h"
#include "report/measured_output.h"
#include "report/plant_output.h"
#include "report/script_hash.h"
#include "report/seepage_output.h"
#include "report/solids_output.h"
#include "report/table.h"
#include "report/words.h"

namespace talus::report {
namespace {

using Kind = HtmlTable::Cell::Kind;

constexpr std::size_t most_bars_on_paper = 30;
constexpr std::size_t most_bars = 8;  // of a chart of the usual height

std::string paragraph(const std::string& text, const char* style = "") {
  const std::string attribute = *style ? std::string(" class=\"") + style + "\"" : "";
  return "<p" + attribute + ">" + escape_html(text) + "</p>\n";
}

std::string heading(const std::string& text) { return "<h2>" + escape_html(text) + "</h2>\n"; }

/// Places for charts; figures that are shown are noted in `shown`.
std::string figure_places(std::vector<Figure> figures, const char* style, std::vector<Figure>& shown) {
  if (page_script().empty()) return "";
  std::string text = std::string("<div class=\"figures ") + style + "\">\n";
  for (Figure& figure : figures) {
    if (figure.curves.empty() && figure.flows.empty()) continue;
    const std::size_t bars = figure.categories.size();
    // on paper the first table has what so many bars show
    text += std::string(bars > most_bars_on_paper ? "<figure class=\"screen\">" : "<figure>") +
            "<figcaption>" + escape_html(typeset(figure.title)) + "</figcaption><div class=\"legend\"></div>";
    text += std::string("<div class=\"chart") + (figure.kind == Figure::Kind::bars ? " bars" : "") + "\"" +
            (bars > most_bars ? " style=\"height:" + std::to_string(4 + bars + bars / 2) + "rem\"" : "") +
            " id=\"" + figure.id + "\"></div></figure>\n";
    shown.push_back(std::move(figure));
  }
  return text + "</div>\n";
}

/// What a page of few runs shows, and what one of many folds away: a column for each run, or a section. Paper leaves out
/// what is folded.
std::string folded_if_many(std::span<const Account> accounts, const char* what, const std::string& text) {
  if (accounts.size() <= few_runs || text.empty()) return text;
  return std::string("<details class=\"screen\"><summary>") + what + "</summary>\n" + text + "</details>\n";
}

std::string published_section(std::span<const Account> accounts) {
  std::vector<std::string> heads{"quantity"};
  if (accounts.size() > 1) heads.push_back("run");
  heads.insert(heads.end(), {"published", "this run", "unit", "ratio", "in words", "source"});
  const std::size_t first = accounts.size() > 1 ? 2 : 1;
  HtmlTable table(heads, first, first + 2);
  bool any = false;
  for (const Account& account : accounts)
    for (const Comparison& one : account.published) {
      any = true;
      std::vector<HtmlTable::Cell> cells{{typeset(one.quantity), Kind::head}};
      if (accounts.size() > 1) cells.push_back({account.run.name});
      cells.push_back({one.published(), Kind::number});
      cells.push_back({one.computed ? typeset_number(*one.computed) : "–", Kind::number});
      cells.push_back({typeset(one.unit), Kind::unit});
      cells.push_back({one.ratio() ? typeset_number(*one.ratio()) : "–", Kind::number});
      cells.push_back({typeset(one.sentence()), Kind::long_text});
      cells.push_back({one.source});
      table.row(cells);
    }
  if (!any) return "";
  return heading("Published values") +
         paragraph(
             "What was published about this site or experiment, as the case gives it, beside what the run "
             "gives.") +
         table.text();
}

std::string uptake_section(std::span<const Account> accounts, const std::optional<Compared>& two,
                           std::vector<Figure>& shown) {
  std::vector<Figure> figures{stored_figure(accounts), rate_figure(accounts), balance_figure(accounts)};
  if (accounts.size() > 1) figures.push_back(place_figure(accounts));
  if (accounts.size() == 1) figures.insert(figures.begin(), flow_figure(accounts[0]));
  return heading(typeset("CO2 from air, and CO2 stored")) +
         paragraph(typeset(
             "From air: what came in as gas, minus what left as gas. Stored: carbon in minerals, pore water "
             "and pore gas, minus what was there at the start; negative where it is less. Carbon counts as "
             "CO2 (" +
             digits(1e3 * carbon_dioxide_molar_mass(), 5) + " g/mol).")) +
         figure_places(std::move(figures), "large", shown) +
         folded_if_many(accounts, "Table",
                        html_results(accounts, {Topic::run, Topic::uptake, Topic::place}, two)) +
         paragraph(
             "Rates per year are extrapolations: the mean rate of the run as if it went on for 365.25 days. "
             "Reactions slow down, so they say more about the run than about a year.",
             "note") +
         folded_if_many(accounts, "Where the CO₂ came from, and what became of it",
                        "<h3>" + escape_html(typeset("Where the CO2 came from, and what became of it")) +
                            "</h3>\n" + carbon_table(accounts) +
                            html_results(accounts, {Topic::balance, Topic::surface}, two));
}

std::string minerals_section(std::span<const Account> accounts, const std::optional<Compared>& two,
                             std::vector<Figure>& shown) {
  return heading("Minerals") + figure_places({conversion_figure(accounts)}, "large", shown) +
         folded_if_many(accounts, "Table", html_results(accounts, {Topic::minerals}, two)) +
         paragraph(
             "Conversion is 1 - n/n0 of the whole domain, for minerals that were there at the start; it is "
             "negative when a mineral grew. A dash: not reached, or not in this run.",
             "note");
}

std::string elements_section(std::span<const Account> accounts, const std::optional<Compared>& two) {
  return heading("Elements, and acid-base account") +
         folded_if_many(accounts, "Table of elements", html_results(accounts, {Topic::elements}, two)) +
         paragraph(
             "Released: by minerals of which there is less at the end than at the start; taken up: by those of which there is "
             "more. What was released stands in minerals that grew, in water, or has drained.",
             "note") +
         folded_if_many(accounts, "Acid-base account", html_results(accounts, {Topic::acid_base}, two)) +
         paragraph(
             "kg CaCO₃ per t of dry solids at the start (Sobek and others 1978). Acid: of sulfur in sulfides, two H⁺ "
             "for each; neutralisation: of Ca and Mg in carbonates and hydroxides. Silicates neutralise too and do not count.",
             "note");
}

std::string profiles_section(std::span<const Account> accounts, std::vector<Figure>& shown) {
  const std::string places = figure_places(profile_figures(accounts), "", shown);
  if (places.empty()) return "";
  return heading("Over depth") +
         paragraph(accounts.size() == 1
                       ? "Means over all cells of the same depth, at the start, the end and between; at the "
                         "time of "
                         "an operation, before it."
                       : "Means over all cells of the same depth, at the end of each run and at the "
                         "start of the first. profiles.csv has more times.") +
         places;
}

std::string readings_section(std::span<const Account> accounts, std::vector<Figure>& shown) {
  const std::string table = instruments_section(accounts);
  if (table.empty()) return "";
  return figure_places(instrument_figures(accounts), "large", shown).insert(0, table);
}

std::string water_section(std::span<const Account> accounts, const std::optional<Compared>& two) {
  return heading("Water") + folded_if_many(accounts, "Table", html_results(accounts, {Topic::water}, two)) +
         paragraph(
             "Bound by minerals: the hydrogen that they gained since the start, as water. Made up: water "
             "that "
             "was added to keep a prescribed saturation or flow.",
             "note");
}

std::string claim_headline(const Answers& answers) {
  std::string text;
  for (const std::string& sentence : answers.unanswered)
    text += paragraph(typeset(sentence), "banner warning");
  if (!answers.claim) return text;
  const Claim& claim = *answers.claim;
  return text + "<section class=\"run\">\n" +
         paragraph(claim.said.is_claim() ? "the claim" : claim.project + " against " + claim.baseline,
                   "name") +
         paragraph(typeset(claim.headline()), "headline") +
         paragraph(typeset(claim.verdict()), claim.obstacles.empty() ? "banner closed"
                                             : claim.said.is_claim() ? "banner invalid"
                                                                     : "banner warning") +
         "</section>\n";
}

std::string waste_part(std::span<const Account> accounts, const Answers& answers,
                       std::vector<Figure>& shown) {
  std::string text;
  const auto add = [&](const char* what, const std::string& section, std::vector<Figure> figures,
                       const char* style) {
    text += folded_if_many(accounts, what, section + figure_places(std::move(figures), style, shown));
  };
  if (!answers.seepage.empty())
    add("Seepage against limits", seepage_section(answers.seepage),
        seepage_figures(answers.seepage, accounts), "large");
  if (!answers.fibres.empty())
    add("Fibres that are left", fibres_section(answers.fibres), fibres_figures(answers.fibres, accounts),
        "large");
  if (!answers.cement.empty())
    add("Cemented thickness", cement_section(answers.cement), {cement_figure(answers.cement, accounts)},
        "large");
  return text;
}

std::string answers_part(std::span<const Account> accounts, const Answers& answers,
                         std::vector<Figure>& shown) {
  std::string text;
  if (!answers.plants.empty())
    text += plant_section(answers.plants, answers.currency) +
            figure_places(plant_figures(answers.plants, answers.currency), "large", shown);
  if (answers.claim)
    text += claim_section(*answers.claim) +
            figure_places({claim_figure(*answers.claim, accounts)}, "large", shown);
  text += waste_part(accounts, answers, shown);
  if (!answers.measured.empty())
    text += measured_section(answers.measured) +
            figure_places(measured_figures(answers.measured, accounts), "large", shown);
  return text;
}

std::string policy() {
  std::string scripts = "'none'";
  if (!page_script().empty()) scripts = script_hash(chart_library()) + " " + script_hash(page_script());
  return "default-src 'none'; script-src " + scripts +
         "; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
}

std::string scripts(std::span<const Figure> shown) {
  if (page_script().empty()) return "";
  std::string text =
      "<script type=\"application/json\" id=\"figures\">" + figures_json(shown) + "</script>\n";
  text += "<script>" + std::string(chart_library()) + "</script>\n";
  return text + "<script>" + std::string(page_script()) + "</script>\n";
}

std::string title_of(std::span<const Account> accounts) {
  std::string names;
  for (const Account& account : accounts) names += (names.empty() ? "" : ", ") + account.run.name;
  return "Talus report: " + names;
}

/// A whole page. `shown` are the figures that it has places for.
std::string page(const std::string& title, const std::string& head, const std::string& body,
                 std::span<const Figure> shown) {
  std::string text = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  text += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy() + "\">\n";
  text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  text += "<title>" + escape_html(title) + "</title>\n<style>\n" + std::string(page_style()) + "</style>\n";
  text += "</head>\n<body>\n<main>\n<h1>" + escape_html(head) + "</h1>\n" + body + "</main>\n";
  return text + scripts(shown) + "</body>\n</html>\n";
}

}  // namespace

std::string html_page(std::span<const Account> accounts, const Answers& answers) {
  std::vector<Figure> shown;
  const std::optional<Compared> two = two_of(answers, accounts);
  const std::string body = claim_headline(answers) + html_runs(accounts, answers.against) +
                           answers_part(accounts, answers, shown) +
                           folded_if_many(accounts, "Published values", published_section(accounts)) +
                           uptake_section(accounts, two, shown) + minerals_section(accounts, two, shown) +
                           elements_section(accounts, two) + profiles_section(accounts, shown) +
                           folded_if_many(accounts, "Instruments", readings_section(accounts, shown)) +
                           water_section(accounts, two) +
                           folded_if_many(accounts, "Mass balances", books_section(accounts)) +
                           assumptions_section(accounts) +
                           folded_if_many(accounts, "Not modelled", coverage_section(accounts, answers)) +
                           folded_if_many(accounts, "Where this comes from", provenance_section(accounts));
  return page(
      title_of(accounts), "Yield and sequestration",
      body +
          "<footer>Three significant digits are shown; report.json and the CSV files beside this page "
          "have all. Units are those of the tables; yr is 365.25 d.</footer>\n",
      shown);
}

std::string folded(const std::string& summary, const std::string& html) {
  return "<details><summary>" + escape_html(summary) + "</summary>\n" + html + "</details>\n";
}

std::string plain_page(PlainPage plain) {
  std::vector<Figure> shown;
  std::string body = "<section class=\"run\">\n";
  for (const std::string& sentence : plain.headlines) body += paragraph(typeset(sentence), "headline");
  body += paragraph(typeset(plain.verdict), "numerical");
  for (const std::string& sentence : plain.warnings) body += paragraph(typeset(sentence), "banner warning");
  body += "</section>\n" + plain.answers;
  body += figure_places(std::move(plain.figures), "large", shown);
  return page("Talus: " + plain.title, plain.title, body + plain.sources, shown);
}

std::string sections_page(const std::string& title, std::span<const std::string> headlines,
                          std::span<const std::string> warnings, std::vector<PageSection> sections) {
  std::vector<Figure> shown;
  std::string body = "<section class=\"run\">\n";
  for (const std::string& sentence : headlines) body += paragraph(typeset(sentence), "headline");
  for (const std::string& sentence : warnings) body += paragraph(typeset(sentence), "banner warning");
  body += "</section>\n";
  for (PageSection& section : sections) {
    body += heading(typeset(section.heading));
    for (const std::string& sentence : section.sentences) body += paragraph(typeset(sentence));
    body += section.table + figure_places(std::move(section.figures), "large", shown);
  }
  return page("Talus: " + title, title, body, shown);
}

}  // namespace talus::report
