// CRC-32 of numbers as a run file has them, and of numbers in pieces.
#pragma once

#include <cstdint>
#include <span>

namespace talus {

/// The CRC-32 of ISO 3309 (as zlib, PNG and gzip have it) of the values as little-endian 64-bit numbers, one
/// after the other; `before` is that of the values that stand in front of them.
std::uint32_t crc32_of(std::span<const double> values, std::uint32_t before = 0);
std::uint32_t crc32_of(std::span<const std::int64_t> values, std::uint32_t before = 0);

/// That of two pieces, one behind the other, of which the second has `values` numbers.
std::uint32_t joined_crc32(std::uint32_t first, std::uint32_t second, std::int64_t values);

}  // namespace talus
