// Level 1: AVX2 and FMA.
#if defined(__x86_64__)
#include <immintrin.h>
#define LANES 8
#define HAS_FMA 1
#define FEATURES target("avx2,fma,bmi2")
#pragma clang attribute push(__attribute__((FEATURES)), apply_to = function)
#include "loops/all.h"
#pragma clang attribute pop

const clippo_kernels clippo_kernels_avx2 = {CLIPPO_FOR_EACH_KERNEL(KERNEL_ENTRY)};
#endif
