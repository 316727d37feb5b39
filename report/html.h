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

/// A page of the same kind with sentences and charts alone. Figures without curves are left out.
std::string figures_page(const std::string& title, std::span<const std::string> sentences,
                         std::vector<Figure> figures);

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
