#include "base/crc32.h"

#include <zlib.h>

#include <bit>

namespace talus {

namespace {

std::uint32_t of_bytes(const void* bytes, std::size_t count, std::uint32_t before) {
  static_assert(std::endian::native == std::endian::little);
  return static_cast<std::uint32_t>(crc32_z(before, static_cast<const Bytef*>(bytes), count));
}

}  // namespace

std::uint32_t crc32_of(std::span<const double> values, std::uint32_t before) {
  return of_bytes(values.data(), values.size_bytes(), before);
}

std::uint32_t crc32_of(std::span<const std::int64_t> values, std::uint32_t before) {
  return of_bytes(values.data(), values.size_bytes(), before);
}

std::uint32_t joined_crc32(std::uint32_t first, std::uint32_t second, std::int64_t values) {
  return static_cast<std::uint32_t>(crc32_combine(first, second, 8 * values));
}

}  // namespace talus
