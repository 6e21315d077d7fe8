// Level 3: AVX-512 with bf16 conversions. Attention still multiplies floats: VDPBF16PS runs at half the rate of two
// float multiply-adds on Intel's processors.
#if defined(__x86_64__)
#include <immintrin.h>
#define LANES 16
#define HAS_FMA 1
#define HAS_AVX512 1
#define HAS_BF16 1
#if !defined(FEATURES)  // The tests emulate what the processor may lack.
#define FEATURES target("avx512f,avx512vl,avx512bw,avx512dq,avx512bf16,fma,bmi2")
#endif
#pragma clang attribute push(__attribute__((FEATURES)), apply_to = function)
#include "loops/all.h"
#pragma clang attribute pop

const clippo_kernels clippo_kernels_avx512bf16 = {CLIPPO_FOR_EACH_KERNEL(KERNEL_ENTRY)};
#endif
