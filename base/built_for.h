// Handed from built_for.cpp, which is compiled with the flags of the whole program and so knows what it may
// use, to instruction_set.cpp, which must run on any x86-64 processor.
#pragma once

/// One bit for each feature of the processor that the compiler was allowed to use; see built_for.cpp.
extern "C" const unsigned talus_built_for;

namespace talus::processor {

/// What a processor can do beyond plain x86-64; the names are those of the compiler.
enum Feature : unsigned {
  sse4_2 = 1u << 0,
  popcnt = 1u << 1,
  avx = 1u << 2,
  avx2 = 1u << 3,
  fma = 1u << 4,
  bmi = 1u << 5,
  bmi2 = 1u << 6,
  lzcnt = 1u << 7,
  movbe = 1u << 8,
  f16c = 1u << 9,
  avx512f = 1u << 10,
  avx512cd = 1u << 11,
  avx512bw = 1u << 12,
  avx512dq = 1u << 13,
  avx512vl = 1u << 14,
  avx512vbmi = 1u << 15,
  avx512vbmi2 = 1u << 16,
  avx512vnni = 1u << 17,
  avx512bitalg = 1u << 18,
  avx512vpopcntdq = 1u << 19,
};

}  // namespace talus::processor
