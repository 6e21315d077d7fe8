// Level 2: AVX-512. The features are listed one by one because naming a processor would prefer 256-bit vectors.
#if defined(__x86_64__)
#include <immintrin.h>
#define LANES 16
#define HAS_FMA 1
#define HAS_AVX512 1
#if !defined(FEATURES)  // The tests emulate what the processor may lack.
#define FEATURES target("avx512f,avx512vl,avx512bw,avx512dq,fma,bmi2")
#endif
#pragma clang attribute push(__attribute__((FEATURES)), apply_to = function)
#include "loops/all.h"
#pragma clang attribute pop

const clippo_kernels clippo_kernels_avx512 = {CLIPPO_FOR_EACH_KERNEL(KERNEL_ENTRY)};
#endif
