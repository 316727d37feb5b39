// Whether steps get on: a run whose steps are all far shorter than what is left of it does not end.
#pragma once

#include <string>

namespace talus {

class TinySteps {
 public:
  static constexpr double tiny = 1e-6;           ///< of what is left of the run: a step that hardly gets on
  static constexpr int notable = 1000;           ///< successive ones are worth a warning
  static constexpr double unrecoverable = 1e-8;  ///< of what is left: at this pace a run takes days at least
  static constexpr int endless = 20000;          ///< so many successive ones are the end

  /// Takes note of a step (s) that was followed by `left` (s) of the run; how many successive ones were tiny.
  int look(double step, double left) {
    tiny_ = step < tiny * left ? tiny_ + 1 : 0;
    unrecoverable_ = step < unrecoverable * left ? unrecoverable_ + 1 : 0;
    return tiny_;
  }
  bool ends() const { return unrecoverable_ < endless; }

  /// "1000 successive steps were each shorter than a millionth of what is left of the run".
  static std::string words(int count) {
    return std::to_string(count) +
           " successive steps were each shorter than a millionth of what is left of the run";
  }

 private:
  int tiny_ = 0, unrecoverable_ = 0;
};

}  // namespace talus
