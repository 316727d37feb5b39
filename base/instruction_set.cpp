// Compiled for any x86-64 processor, unlike all other files (see CMakeLists.txt). It includes nothing of the
// standard library: an inline function of it could be merged with a copy that was compiled for a newer
// processor.
#include "base/instruction_set.h"

#include "base/built_for.h"

#if defined(__x86_64__)

#include <unistd.h>

namespace {

// A sentence that is put together without the standard library, and cut when it would not fit.
struct Sentence {
  char text[1024];
  unsigned length = 0;

  void add(const char* words) {
    while (*words != '\0' && length < sizeof text) text[length++] = *words++;
  }
};

// The features that the program may use and that this processor lacks.
unsigned missing_features() {
  using namespace talus::processor;
  __builtin_cpu_init();
  unsigned here = 0;
  if (__builtin_cpu_supports("sse4.2")) here |= sse4_2;
  if (__builtin_cpu_supports("popcnt")) here |= popcnt;
  if (__builtin_cpu_supports("avx")) here |= avx;
  if (__builtin_cpu_supports("avx2")) here |= avx2;
  if (__builtin_cpu_supports("fma")) here |= fma;
  if (__builtin_cpu_supports("bmi")) here |= bmi;
  if (__builtin_cpu_supports("bmi2")) here |= bmi2;
  if (__builtin_cpu_supports("lzcnt")) here |= lzcnt;
  if (__builtin_cpu_supports("movbe")) here |= movbe;
  if (__builtin_cpu_supports("f16c")) here |= f16c;
  if (__builtin_cpu_supports("avx512f")) here |= avx512f;
  if (__builtin_cpu_supports("avx512cd")) here |= avx512cd;
  if (__builtin_cpu_supports("avx512bw")) here |= avx512bw;
  if (__builtin_cpu_supports("avx512dq")) here |= avx512dq;
  if (__builtin_cpu_supports("avx512vl")) here |= avx512vl;
  if (__builtin_cpu_supports("avx512vbmi")) here |= avx512vbmi;
  if (__builtin_cpu_supports("avx512vbmi2")) here |= avx512vbmi2;
  if (__builtin_cpu_supports("avx512vnni")) here |= avx512vnni;
  if (__builtin_cpu_supports("avx512bitalg")) here |= avx512bitalg;
  if (__builtin_cpu_supports("avx512vpopcntdq")) here |= avx512vpopcntdq;
  return talus_built_for & ~here;
}

}  // namespace

extern "C" void talus_refuse_foreign_processor() {
  using namespace talus::processor;
  const unsigned missing = missing_features();
  if (missing == 0) return;
  Sentence sentence;
  sentence.add("talus: this program was built for a processor with ");
  sentence.add(talus::instruction_set());
  sentence.add(", and this one lacks");
  const char* separator = " ";
  const auto name = [&](unsigned feature, const char* words) {
    if ((missing & feature) == 0) return;
    sentence.add(separator);
    sentence.add(words);
    separator = ", ";
  };
  name(sse4_2, "SSE4.2");
  name(avx, "AVX");
  name(avx2, "AVX2");
  name(fma, "FMA");
  name(avx512f, "AVX-512");
  if ((missing & (sse4_2 | avx | avx2 | fma | avx512f)) == 0) name(missing, "some of its newer instructions");
  sentence.add(
      "; build it on this machine with the preset native (cmake --preset native, cmake --build "
      "build/native), or for every machine with -DTALUS_MARCH=x86-64.\n");
  [[maybe_unused]] const auto written = write(STDERR_FILENO, sentence.text, sentence.length);
  _exit(4);
}

#endif

const char* talus::instruction_set() {
  using namespace talus::processor;
#if defined(__x86_64__)
  if ((talus_built_for & avx512f) != 0) return "AVX-512";
  if ((talus_built_for & avx2) != 0) return "AVX2";
  if ((talus_built_for & avx) != 0) return "AVX";
  return "SSE2";
#else
  return "generic";
#endif
}
