// [claim]: what a claim of removed CO2 is made of besides the runs. Every number is the user's; none is assumed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/input.h"
#include "base/ranges.h"

namespace talus::report {

/// Something that was done and emits CO2, or CO2 that is emitted elsewhere because of the project.
struct ActivityCase {
  std::string activity, amount;
  std::optional<std::string> factor;
  std::string per;
  double share = 1;
  std::optional<double> from, to;  ///< s
  std::string source;
};
template <class V>
void describe(ActivityCase& a, V& v) {
  v("activity", a.activity, "What it is: \"diesel for churning\".");
  v("amount", a.amount, "How much of it, as 'per' says: \"1200 L\", \"35 MWh\"; or a mass of CO2.");
  v("factor", a.factor,
    "CO2 per unit of the amount, as kg per that unit: \"2.68 kg/L\". Absent: the amount is CO2.");
  v("per", a.per, one_of({"all", "churn", "irrigation"}),
    "all: the amount is of all that was done, from 'from' to 'to'. churn: of each time that the project was churned then. irrigation: "
    "of each time that it was irrigated then.",
    by_default("all"));
  v("share", a.share, in("1"), fraction, "Share that this project bears.", by_default("1"));
  v("from", a.from, in("d"), ranges::instant,
    "When it began, in time of the run; the start of the run when absent.");
  v("to", a.to, in("d"), ranges::instant,
    "When it ended; the end of the run when absent. It is spread evenly over that time; equal to 'from', it is at "
    "once.");
  v("source", a.source, "Where the amount and the factor come from.");
}

/// How sure the net removal is.
struct UncertaintyCase {
  std::optional<double> standard_deviation;  ///< kg
  std::optional<double> relative;            ///< -
  std::vector<double> ensemble;              ///< kg
  std::string source;
};
template <class V>
void describe(UncertaintyCase& u, V& v) {
  v("standard_deviation", u.standard_deviation, in("kg"), not_negative,
    "Of the net removal of the period. Or give 'relative' or 'ensemble'.");
  v("relative", u.relative, in("1"), not_negative,
    "Standard deviation as a share of project minus baseline (stored, and exported as far as it is credited).");
  v("ensemble", u.ensemble, in("kg"), any,
    "Net removals of the period in runs with other parameters, at least two.", optional_key);
  v("source", u.source, "Where it comes from.");
}

/// Which part of the net removal is credited.
struct CreditCase {
  std::string rule;
  std::optional<double> percentile, confidence, errors, allowed, per_excess, buffer;  ///< -
  std::optional<int> samples;
};
template <class V>
void describe(CreditCase& c, V& v) {
  v("rule", c.rule, one_of({"percentile", "lower bound", "standard errors", "deduction"}),
    "percentile: that percentile of the net removal. lower bound: lower end of its two-sided confidence interval. "
    "standard errors: the mean minus so many standard errors. deduction: the mean, less a share that grows with the "
    "half-width of the confidence interval beyond what is allowed.");
  v("percentile", c.percentile, in("%"), Range{.low = 0, .high = 0.5, .low_open = true},
    "Of the rule \"percentile\": 16 % is the mean minus 0.994 standard deviations of a normal distribution.");
  v("confidence", c.confidence, in("%"), Range{.low = 0, .high = 1, .low_open = true, .high_open = true},
    "Of the rules \"lower bound\" and \"deduction\": what the interval holds.");
  v("errors", c.errors, in("1"), not_negative, "Of the rule \"standard errors\": how many.");
  v("samples", c.samples, at_least(2),
    "Of the rule \"standard errors\": how many samples the mean is of; the ensemble's number when absent.");
  v("allowed", c.allowed, in("%"), fraction,
    "Of the rule \"deduction\": half-width, as a share of the mean, that costs nothing.");
  v("per_excess", c.per_excess, in("1"), not_negative,
    "Of the rule \"deduction\": share deducted per share of half-width beyond that.");
  v("buffer", c.buffer, in("%"), fraction,
    "Share of the credited amount that is held back against reversals.");
}

/// How the claimed change is to be shown by cores (sampling.h).
struct SamplingCase {
  double confidence = 0, power = 0;                     ///< -
  std::optional<double> standard_deviation, variation;  ///< kg of carbon per kg of dry mass; -
  std::vector<double> changes;                          ///< kg per kg
  std::optional<int> cores;
};
template <class V>
void describe(SamplingCase& s, V& v) {
  constexpr Range inside{.low = 0, .high = 1, .low_open = true, .high_open = true};
  v("confidence", s.confidence, in("%"), inside,
    "How sure a change that is found must be none of chance: 1 minus the level of a two-sided t-test.");
  v("power", s.power, in("%"), inside, "Probability with which a change that is there is found.");
  v("standard_deviation", s.standard_deviation, in("wt%"), positive,
    "Of the inorganic carbon (TIC) of single cores of one plot, laboratory included. Or give 'variation'; without either, "
    "that of [[measured]] values of TIC of the project that are of one time and depth.");
  v("variation", s.variation, in("%"), positive,
    "The same as a share of the mean: of the run that has more inorganic carbon at the end of the period.");
  v("changes", s.changes, in("wt%"), positive, "Changes of TIC for which the number of cores is asked too.",
    optional_key);
  v("cores", s.cores, at_least(2),
    "Cores in each of the two plots: the smallest change that they show is given.");
}

/// A claim: one run minus another, over a reporting period.
struct ClaimCase {
  std::string project, baseline;
  std::optional<double> from, to;  ///< s
  std::vector<double> periods;     ///< s
  std::string gas;                 ///< empty where nobody said it: of a pair that the command asks for
  std::optional<std::string> baseline_gas;
  double export_credited = 0;  ///< -
  std::optional<double> area;  ///< m2
  std::vector<ActivityCase> emissions, leakage;
  std::optional<UncertaintyCase> uncertainty;
  std::optional<CreditCase> credit;
  std::optional<SamplingCase> sampling;

  /// Whether more is said than which runs to compare.
  bool is_claim() const { return !gas.empty(); }
  bool fossil() const { return gas == "fossil"; }
  bool by_source() const { return gas == "by source"; }
  bool baseline_fossil() const { return baseline_gas.value_or(gas) == "fossil"; }
};
template <class V>
void describe(ClaimCase& c, V& v) {
  v("project", c.project, "Run of the project: its scenario, or the name of its file without .h5.");
  v("baseline", c.baseline, "Run of what would have happened without the project.");
  v("from", c.from, in("d"), ranges::instant,
    "Start of the reporting period, a time at which both runs have written a state; their start when absent.");
  v("to", c.to, in("d"), ranges::instant, "End of the reporting period; that of the runs when absent.");
  v("periods", c.periods, in("d"), ranges::instant,
    "Ends of parts of the reporting period, increasing, which are shown one by one.", optional_key);
  v("gas", c.gas, one_of({"atmospheric", "biogenic", "fossil", "by source"}),
    "What CO2 it is that comes in as gas. Fossil CO2 that is stored is an emission avoided, not a removal. by source: what the runs' own "
    "[[carbon_sources]] say of each tonne.");
  v("baseline_gas", c.baseline_gas, one_of({"atmospheric", "biogenic", "fossil"}),
    "The same of the baseline, where it is another CO2: \"atmospheric\" where the project takes up flue gas and its "
    "baseline air. As 'gas' when absent.");
  v("export_credited", c.export_credited, in("1"), fraction,
    "Share of the dissolved carbon in drainage that is credited.", by_default("0"));
  v("area", c.area, in("ha"), positive, "Area that the runs stand for; their own footprint when absent.");
  v("emissions", c.emissions, "What the project emits.", optional_key);
  v("leakage", c.leakage, "What is emitted elsewhere because of the project.", optional_key);
  v("uncertainty", c.uncertainty, "How sure the net removal is.");
  v("credit", c.credit, "Which part of the net removal is credited.");
  v("sampling", c.sampling, "How many cores show the change that is claimed.");
}

}  // namespace talus::report
