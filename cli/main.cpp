// The program `talus`: chooses the verb, and turns what escapes into a message and an exit code.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "base/error.h"
#include "base/hdf5.h"
#include "base/instruction_set.h"
#include "base/interruption.h"
#include "base/petsc.h"
#include "base/version.h"
#include "cli/standard_output.h"
#include "cli/verbs.h"

namespace talus::cli {

std::span<const Verb> verbs() {
  static const Verb all[] = {
      {"run",
       "CASE.toml [--scenario NAME ...] [--set key=value ...] [--set-from FILE ...] [--refine] [--steps-of RUN.h5] "
       "[--restart RUN.h5 [--at \"TIME\" | --last-good]] "
       "[--wall-time HH:MM:SS] [--checkpoint-every \"TIME\"] [-o FILE.h5] [--force] [-q|-v] "
       "[-- PETSc options]",
       "run a case, or every run of its [scenarios]; writes FILE.h5, FILE.xdmf and FILE.log; --refine runs it "
       "again on a finer grid; --set-from reads lines KEY = VALUE; --steps-of takes the steps of a run that is done",
       run},
      {"check",
       "CASE.toml [--scenario NAME ...] [--set key=value ...] [--set-from FILE ...] [--steady] "
       "[--picture FILE.svg [--force]]",
       "read a case, build the model, print it as a tree, stop; of several scenarios what each changes; "
       "--steady also finds the steady flow of the start; --picture draws the pile and its cells",
       check_case},
      {"report",
       "RUN.h5 [OTHER.h5 ...] [--against BASELINE.h5] [--join] [--with FILE.toml] [--from \"TIME\"] [--to \"TIME\"] "
       "[--observations FILE] [--out DIR] [--force]",
       "write report.html, report.json and CSV tables; several runs stand side by side", report},
      {"explain", "[react] KEY", "explain a key of the input: talus explain materials.surface", explain},
      {"list", "WHAT",
       "list minerals, components, species, gases, rates, activity, diffusion, published, ...", list},
      {"database", "check FILE ... | show NAME [--database FILE ...] | diff A B [--threshold 0.01]",
       "what database files say (our TOML, and .dat of PHREEQC): what was read, skipped and is out of "
       "balance; one "
       "record; how two files differ",
       database},
      {"speciate",
       "WATERS.toml|WATERS.csv [--database FILE ...] [--activity MODEL] [--csv|--json] [--h5 FILE.h5 [--force]] "
       "[--below-detection half|limit|zero]",
       "species, activities and saturation indices of one water or thousands, from pH, totals, alkalinity, "
       "equilibria",
       speciate},
      {"react",
       "CASE.toml [--set key=value ...] [--set-from FILE ...] [-o NAME] [--write-material FILE.toml] [--force] [-q]",
       "a batch without space: kinetics, equilibria, gas, stirred tanks, titration, evaporation; writes "
       "NAME.csv and "
       "NAME.html",
       react},
      {"study",
       "STUDY.toml [--durability] [--check] [--jobs N] [--out DIR] [--report] [--retry] [--only A-B] [--write-jobs FILE "
       "[--runs-per-job N]] [--force] [-q]",
       "many runs of a case with other values: sweeps, uncertainty, sensitivity; with --durability futures of a run; goes on where it was "
       "interrupted",
       study},
      {"fit", "FIT.toml [--check] [--jobs N] [--out DIR] [--force] [-q]",
       "fit keys of a case to measured values: best values, what the data leave open, residuals; goes on where it was "
       "interrupted",
       fit},
      {"new", "[react|study|fit]", "print a commented case with every key: talus new > my.toml", new_case},
      {"manual", "[react|report|study|fit]",
       "print the manual of all keys (docs/inputs.md, docs/react_inputs.md, docs/report_inputs.md, "
       "docs/study_inputs.md, docs/fit_inputs.md)",
       manual}};
  return all;
}

void refuse_command(const std::string& what, const std::string& hint) {
  throw InputError({{Place{}, what, hint}});
}

namespace {

void print_help() {
  if (Session::rank() != 0) return;
  std::puts("talus: how much CO2 a pile of mafic or ultramafic tailings takes up, how fast, and where\n");
  for (const Verb& verb : verbs())
    std::printf("  talus %-8s %s\n                 %s\n", verb.name, verb.usage, verb.sentence);
  std::puts(
      "\n  talus --version   commit, PETSc, HDF5, instruction set\n\n"
      "Examples\n"
      "  talus run inputs/baptiste_cells/churned.toml\n"
      "  talus run inputs/baptiste_cells/churned.toml --set temperature.constant=\"5 degC\" -o cold.h5\n"
      "  talus report cold.h5 inputs/baptiste_cells/churned.h5 --out comparison\n"
      "  talus run pile.toml --set run.length=\"20 yr\" --restart pile.h5 -o longer.h5\n"
      "  mpirun -n 4 talus run pile.toml -- -ksp_monitor\n\n"
      "Exit codes: 0 done, 2 input, 3 the solver gave up (last good state written), 4 a file, 70 a bug of "
      "ours,\n71 memory ran out, 85 interrupted by a signal or its wall time (state written; --restart goes "
      "on)");
}

void print_version() {
  if (Session::rank() != 0) return;
  std::printf(
      "talus %s\ncommit          %s\nPETSc           %d.%d.%d\nHDF5            %s\ninstruction set %s\n",
      talus_version, talus_commit, PETSC_VERSION_MAJOR, PETSC_VERSION_MINOR, PETSC_VERSION_SUBMINOR,
      hdf5::version().c_str(), instruction_set());
}

int choose(const Words& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    print_help();
    return words.empty() ? 2 : 0;
  }
  if (words[0] == "--version") {
    print_version();
    return 0;
  }
  std::vector<std::string> known;
  for (const Verb& verb : verbs()) {
    known.emplace_back(verb.name);
    if (words[0] != verb.name) continue;
    const Words rest(words.begin() + 1, words.end());
    if (std::ranges::count(rest, "--help") == 0 && std::ranges::count(rest, "-h") == 0)
      return verb.function(rest);
    if (Session::rank() == 0) std::printf("talus %s %s\n  %s\n", verb.name, verb.usage, verb.sentence);
    return 0;
  }
  refuse_command("no verb '" + words[0] + "'", suggestion(words[0], known));
}

constexpr int out_of_memory_code = 71;  // EX_OSERR of sysexits.h

/// Says it once, on the first rank.
int fail(const char* text, int code) {
  if (Session::rank() == 0) std::fprintf(stderr, "%s\n", text);
  return code;
}

int out_of_memory() {
  std::fputs(
      "error: memory ran out\n  fewer cells or outputs need less; so do more ranks on more machines; "
      "'ulimit -v' says whether there is a limit\n",
      stderr);
  if (Session::size() > 1) Session::abandon(out_of_memory_code);
  return out_of_memory_code;
}

/// `with_petsc_options`: whether the command line has options for PETSc.
int run_guarded(const Words& words, bool with_petsc_options) {
  try {
    return choose(words);
  } catch (const InputError& e) {
    const bool runs = !words.empty() && (words[0] == "run" || words[0] == "react");
    return fail((std::string(e.what()) + (runs ? "; nothing was run." : ".")).c_str(), 2);
  } catch (const SolveError& e) {
    return fail(("error: " + std::string(e.what())).c_str(), 3);
  } catch (const FileError& e) {
    return fail(("error: " + std::string(e.what())).c_str(), 4);
  } catch (const Interrupted& e) {
    return fail(e.what(), Interruption::exit_code);
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  } catch (const std::length_error&) {  // more elements than addresses
    return out_of_memory();
  } catch (const std::exception& e) {
    if (const auto* failure = dynamic_cast<const PetscFailure*>(&e);
        failure != nullptr && failure->code() == PETSC_ERR_MEM)
      return out_of_memory();
    if (with_petsc_options && dynamic_cast<const PetscFailure*>(&e) != nullptr)
      return fail((std::string("error: ") + e.what() + "\n  the options after -- may be why").c_str(), 2);
    const std::string text =
        "error: a bug in Talus, please report it with the case: " + std::string(e.what());
    std::fprintf(stderr, "%s\n", text.c_str());
    if (Session::size() > 1) Session::abandon(70);
    return 70;
  }
}

/// Whether a verb computes on ranks, has been started on them, or has options for PETSc.
bool needs_session(const std::string& verb, const Words& words) {
  return verb == "run" || verb == "check" || Session::launched() || std::ranges::count(words, "--") > 0;
}

}  // namespace
}  // namespace talus::cli

int main(int argc, char** argv) {
  const int all_words = argc;
  const std::string verb = argc > 1 ? argv[1] : "";
  talus::cli::StandardOutput output;
  if (verb == "run") talus::Interruption::listen();
  std::optional<talus::Session> session;  // MPI takes a while to begin
  if (talus::cli::needs_session(verb, {argv + 1, argv + argc})) session.emplace(argc, argv);
  const int code = talus::cli::run_guarded({argv + 1, argv + argc}, argc < all_words);
  const bool leaves_files =
      verb == "run" || verb == "react" || verb == "report" || verb == "study" || verb == "fit";
  const int end = output.finish(code, leaves_files);
  if (talus::hdf5::has_abandoned_files()) std::_Exit(end);
  return end;
}
