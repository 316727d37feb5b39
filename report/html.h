// report.html: one file that holds its style, its data and its charts, and needs no network.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "report/answers.h"
#include "report/figures.h"

namespace talus::report {

/// The page. Its Content-Security-Policy forbids everything but the scripts that stand in it. The same bytes
/// for the same run files.
std::string html_page(std::span<const Account> accounts, const Answers& answers = {});

/// A page of the same kind for what is no run: the answer first, then charts, then where they come from.
struct PlainPage {
  std::string title;
  std::vector<std::string> headlines;  ///< the answer, a sentence each
  std::string verdict;                 ///< of the mass balances
  std::vector<std::string> warnings;
  std::string answers;          ///< HTML, below those and before the charts
  std::vector<Figure> figures;  ///< those without curves are left out
  std::string sources;          ///< HTML, at the end
};
std::string plain_page(PlainPage page);

/// "<details><summary>...": what is folded away.
std::string folded(const std::string& summary, const std::string& html);

/// A part of a page: what it is about, sentences, HTML of tables (HtmlTable), charts.
struct PageSection {
  std::string heading;
  std::vector<std::string> sentences;
  std::string table;
  std::vector<Figure> figures;
};

/// A page of the same kind of these parts; the headlines and what has to be heeded stand above them.
std::string sections_page(const std::string& title, std::span<const std::string> headlines,
                          std::span<const std::string> warnings, std::vector<PageSection> sections);

}  // namespace talus::report
