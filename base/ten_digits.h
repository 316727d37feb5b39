// Numbers of tables that are written: ten significant digits, without zeros at the end, as "%.10g" of printf has
// them, many times faster.
#pragma once

namespace talus {

/// Room that a number takes at most.
inline constexpr int ten_digits_room = 32;

/// Writes `value` from `to` on, without a zero at the end: "0.001234567891", "1e-12", "-3", "nan". Returns what
/// lies behind its last letter.
char* put_ten_digits(char* to, double value);

}  // namespace talus
