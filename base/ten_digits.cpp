#include "base/ten_digits.h"

#include <array>
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

/// How numbers from 2^p to 2^(p+1) come to ten digits before the point: those below a power of ten, and those from it on.
struct Scale {
  std::uint64_t power_of_ten;  // fraction of it; above all fractions where there is none in between
  std::uint64_t fraction[2];   // of the power to multiply with
  std::int16_t shift[2];       // of the point in the high half of the product
  std::int16_t exponent;       // of the first digit of those below
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

/// Of each exponent of a double as it is stored; the first and the last are none of normal numbers.
std::array<Scale, 2047> all_scales() {
  const std::vector<Power> powers = powers_of_ten();
  const auto power_of_ten = [&](int exponent) {
    return powers[static_cast<std::size_t>(exponent + furthest)];
  };
  std::array<Scale, 2047> all{};
  for (std::size_t biased = 1; biased < all.size(); ++biased) {
    const int binary = static_cast<int>(biased) - 1023;
    const int exponent =
        (binary * 78913 - (binary < 0 ? 262143 : 0)) / 262144;  // log10 of 2^binary, downwards
    Scale& scale = all[biased];
    const Power next = power_of_ten(exponent + 1);
    scale.power_of_ten =
        next.exponent + 63 == binary ? next.fraction : std::numeric_limits<std::uint64_t>::max();
    scale.exponent = static_cast<std::int16_t>(exponent);
    for (const int above : {0, 1}) {
      const Power power = power_of_ten(digits - 1 - exponent - above);
      scale.fraction[above] = power.fraction;
      scale.shift[above] = static_cast<std::int16_t>(-1 - binary - power.exponent);
    }
  }
  return all;
}

const std::array<Scale, 2047> scales = all_scales();

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

/// Ten digits as letters, the first in the lowest byte. They stay in registers: a load that spans what was stored in pieces
/// waits for these.
struct Figures {
  Wide letters;
  int count;  // without zeros at the end

  explicit Figures(std::uint64_t number) {
    const std::uint64_t first = number / 100'000'000, tens = first * 103 >> 10, ones = first - 10 * tens;
    const std::uint64_t bytes = eight_digits(number - first * 100'000'000);
    letters = Wide{bytes | 0x3030'3030'3030'3030} << 16 | (0x3030 + tens + (ones << 8));
    count = bytes != 0 ? digits - std::countl_zero(bytes) / 8 : ones != 0 ? 2 : 1;
  }

  /// All behind the first `gone`, and zero bytes: 16 in all, as copies of one size need no call. What is behind the text will be
  /// written over.
  void put(char* to, int gone = 0) const {
    const Wide rest = letters >> (8 * gone);
    std::memcpy(to, &rest, sizeof rest);
  }
};

/// Exponents as printf has them, e-05 or e+123, the first letter in the lowest byte.
constexpr std::array<std::uint64_t, 2 * furthest + 1> exponents() {
  std::array<std::uint64_t, 2 * furthest + 1> all{};
  for (int exponent = -furthest; exponent <= furthest; ++exponent) {
    const auto size = static_cast<unsigned>(exponent < 0 ? -exponent : exponent);
    std::uint64_t letters = '0' + size / 10 % 10 + (('0' + size % 10) << 8);
    if (size >= 100) letters = letters << 8 | ('0' + size / 100);
    all[static_cast<std::size_t>(exponent + furthest)] =
        'e' | (exponent < 0 ? '-' : '+') << 8 | letters << 16;
  }
  return all;
}
constexpr auto exponent_letters = exponents();

char* put_exponent(char* to, int exponent) {
  std::memcpy(to, &exponent_letters[static_cast<std::size_t>(exponent + furthest)], 8);
  return to + (std::abs(exponent) < 100 ? 4 : 5);
}

char* put_by_printf(char* to, double value) {
  return to + std::snprintf(to, ten_digits_room, "%.10g", value);
}

/// With a point where the power of ten of the first asks.
char* put(char* to, const Figures& figures, int exponent) {
  const int count = figures.count;
  if (exponent >= 0 && exponent < digits) {
    figures.put(to);
    if (count <= exponent + 1) return to + exponent + 1;
    to[exponent + 1] = '.';
    figures.put(to + exponent + 2, exponent + 1);
    return to + count + 1;
  }
  if (exponent < 0 && exponent >= -4) {
    std::memcpy(to, "0.000000", 8);
    figures.put(to + 1 - exponent);
    return to + 1 - exponent + count;
  }
  *to = static_cast<char>(figures.letters);
  to[1] = '.';
  figures.put(to + 2, 1);
  return put_exponent(to + (count > 1 ? 1 + count : 1), exponent);
}

}  // namespace

char* put_ten_digits(char* to, double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto biased = static_cast<std::size_t>(bits >> 52 & 0x7FF);
  if (value == 0) {
    if (bits != 0) *to++ = '-';
    *to++ = '0';
    return to;
  }
  if (biased == 0 || biased == 0x7FF) return put_by_printf(to, value);  // subnormal; infinite, no number
  const std::uint64_t fraction = (bits << 11) | (std::uint64_t{1} << 63);
  const Scale& scale = scales[biased];
  const int above = fraction >= scale.power_of_ten ? 1 : 0;
  const auto high = static_cast<std::uint64_t>(static_cast<Wide>(fraction) * scale.fraction[above] >> 64);
  const int shift = scale.shift[above];
  const std::uint64_t half = std::uint64_t{1} << (shift - 1), part = high & (2 * half - 1);
  const std::uint64_t number = (high / 2 + half / 2) >> (shift - 1);  // to the nearest
  // the power and the product are rounded, so that what is near a half could lie on either side of it
  constexpr std::uint64_t doubt = std::numeric_limits<long double>::digits < 64 ? 8192 : 4;
  if (number < least || number >= most || part + doubt - half <= 2 * doubt) return put_by_printf(to, value);
  *to = '-';
  return put(to + (value < 0 ? 1 : 0), Figures(number), scale.exponent + above);
}

}  // namespace talus
