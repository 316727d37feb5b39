// The processor that this program was built for. On a processor that lacks one of its instructions the
// program says so in one sentence and leaves with exit code 4, before any code that could die of it has run.
#pragma once

namespace talus {

/// The widest SIMD instructions the program was built with: "AVX-512", "AVX2", "AVX", "SSE2"; "generic" when
/// not on x86-64.
const char* instruction_set();

}  // namespace talus
