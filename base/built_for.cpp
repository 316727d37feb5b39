#include "base/built_for.h"

// The compiler says by macros which instructions its flags allow. Those that compilers never choose by
// themselves (SHA, AES, ...) do not matter.
extern "C" constinit const unsigned talus_built_for = 0
#ifdef __SSE4_2__
                                                      | talus::processor::sse4_2
#endif
#ifdef __POPCNT__
                                                      | talus::processor::popcnt
#endif
#ifdef __AVX__
                                                      | talus::processor::avx
#endif
#ifdef __AVX2__
                                                      | talus::processor::avx2
#endif
#ifdef __FMA__
                                                      | talus::processor::fma
#endif
#ifdef __BMI__
                                                      | talus::processor::bmi
#endif
#ifdef __BMI2__
                                                      | talus::processor::bmi2
#endif
#ifdef __LZCNT__
                                                      | talus::processor::lzcnt
#endif
#ifdef __MOVBE__
                                                      | talus::processor::movbe
#endif
#ifdef __F16C__
                                                      | talus::processor::f16c
#endif
#ifdef __AVX512F__
                                                      | talus::processor::avx512f
#endif
#ifdef __AVX512CD__
                                                      | talus::processor::avx512cd
#endif
#ifdef __AVX512BW__
                                                      | talus::processor::avx512bw
#endif
#ifdef __AVX512DQ__
                                                      | talus::processor::avx512dq
#endif
#ifdef __AVX512VL__
                                                      | talus::processor::avx512vl
#endif
#ifdef __AVX512VBMI__
                                                      | talus::processor::avx512vbmi
#endif
#ifdef __AVX512VBMI2__
                                                      | talus::processor::avx512vbmi2
#endif
#ifdef __AVX512VNNI__
                                                      | talus::processor::avx512vnni
#endif
#ifdef __AVX512BITALG__
                                                      | talus::processor::avx512bitalg
#endif
#ifdef __AVX512VPOPCNTDQ__
                                                      | talus::processor::avx512vpopcntdq
#endif
    ;
