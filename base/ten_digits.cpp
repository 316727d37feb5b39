#include "base/ten_digits.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

namespace talus {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr int digits = 10;
constexpr int furthest = 320;  // powers of ten that bring a normal double to ten digits before the point
constexpr std::uint64_t least = 1'000'000'000, most = 10'000'000'000;

/// 10^p = fraction 2^exponent, the highest bit of the fraction set, rounded once.
struct Power {
  std::uint64_t fraction;
  int exponent;
};

std::vector<Power> powers_of_ten() {
  std::vector<Power> all;
  for (int p = -furthest; p <= furthest; ++p) {
    int exponent = 0;
    const long double fraction =
        std::frexp(std::strtold(("1e" + std::to_string(p)).c_str(), nullptr), &exponent);
    all.push_back({static_cast<std::uint64_t>(std::ldexp(fraction, 64)), exponent - 64});
  }
  return all;
}

const std::vector<Power> powers = powers_of_ten();

const Power& power_of_ten(int exponent) { return powers[static_cast<std::size_t>(exponent + furthest)]; }

static_assert(std::endian::native == std::endian::little, "the first of eight digits is the lowest byte");

/// Eight digits as bytes from 0 to 9, the first in the lowest byte: halves, then quarters, then single digits are parted
/// in all places at once.
std::uint64_t eight_digits(std::uint64_t number) {
  const std::uint64_t fours = number / 10'000 | (number % 10'000) << 32;
  const std::uint64_t hundreds = (fours * 10'486 >> 20) & 0x0000'007F'0000'007F;
  const std::uint64_t twos = hundreds | (fours - 100 * hundreds) << 16;
  const std::uint64_t tens = (twos * 103 >> 10) & 0x000F'000F'000F'000F;
  return tens | (twos - 10 * tens) << 8;
}

/// The ten digits of a number, and how many of them there are without zeros at the end.
int put_figures(char* to, std::uint64_t number) {
  const std::uint64_t first = number / 100'000'000, bytes = eight_digits(number % 100'000'000),
                      letters = bytes | 0x3030'3030'3030'3030;
  to[0] = static_cast<char>('0' + first / 10);
  to[1] = static_cast<char>('0' + first % 10);
  std::memcpy(to + 2, &letters, 8);
  if (bytes == 0) return first % 10 == 0 ? 1 : 2;
  return digits - std::countl_zero(bytes) / 8;
}

char* put_by_printf(char* to, double value) {
  return to + std::snprintf(to, ten_digits_room, "%.10g", value);
}

/// The exponent as printf has it: e-05, e+123.
char* put_exponent(char* to, int exponent) {
  *to++ = 'e';
  *to++ = exponent < 0 ? '-' : '+';
  const auto size = static_cast<std::uint32_t>(std::abs(exponent));
  if (size >= 100) *to++ = static_cast<char>('0' + size / 100);
  *to++ = static_cast<char>('0' + size / 10 % 10);
  *to++ = static_cast<char>('0' + size % 10);
  return to;
}

/// Copies of one size need no call: what is behind the text will be written over.
void copy(char* to, const char* from) { std::memcpy(to, from, 16); }

/// `figure`, of which `count` are not zeros at the end, with a point where the power of ten of the first asks.
char* put(char* to, const char* figure, int count, int exponent) {
  if (exponent < -4 || exponent >= digits) {
    *to = figure[0];
    to[1] = '.';
    copy(to + 2, figure + 1);
    return put_exponent(to + (count > 1 ? 1 + count : 1), exponent);
  }
  if (exponent < 0) {
    std::memcpy(to, "0.0000", 6);
    copy(to + 1 - exponent, figure);
    return to + 1 - exponent + count;
  }
  copy(to, figure);
  if (count <= exponent + 1) return to + exponent + 1;
  to[exponent + 1] = '.';
  copy(to + exponent + 2, figure + exponent + 1);
  return to + count + 1;
}

}  // namespace

char* put_ten_digits(char* to, double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto biased = static_cast<int>(bits >> 52 & 0x7FF);
  if (value == 0) {
    if (bits != 0) *to++ = '-';
    *to++ = '0';
    return to;
  }
  if (biased == 0 || biased == 0x7FF) return put_by_printf(to, value);  // subnormal; infinite, no number
  const std::uint64_t fraction = (bits << 11) | (std::uint64_t{1} << 63);
  const int binary = biased - 1023;
  int exponent = (binary * 78913 - (binary < 0 ? 262143 : 0)) / 262144;  // log10 of 2^binary, downwards
  const Power& next = power_of_ten(exponent + 1);
  exponent += static_cast<int>(next.exponent + 63 == binary) & static_cast<int>(fraction >= next.fraction);
  const Power& power = power_of_ten(digits - 1 - exponent);
  const auto high = static_cast<std::uint64_t>(static_cast<Wide>(fraction) * power.fraction >> 64);
  const int shift = -1 - binary - power.exponent;  // of the point in it
  const std::uint64_t half = std::uint64_t{1} << (shift - 1), part = high & (2 * half - 1);
  const std::uint64_t number = (high / 2 + half / 2) >> (shift - 1);  // to the nearest
  // the power and the product are rounded, so that what is near a half could lie on either side of it
  constexpr std::uint64_t doubt = std::numeric_limits<long double>::digits < 64 ? 8192 : 4;
  if (number < least || number >= most || part + doubt - half <= 2 * doubt) return put_by_printf(to, value);
  char figure[32] = {};
  const int count = put_figures(figure, number);
  if (value < 0) *to++ = '-';
  return put(to, figure, count, exponent);
}

}  // namespace talus
