// Level 4: level 3, with attention and searches multiplied in pairs of bf16.
#include "clippo_numeric.h"
#if defined(__x86_64__)
#include <immintrin.h>
#define LANES 16
#define HAS_FMA 1
#define HAS_AVX512 1
#define HAS_BF16 1
#define HAS_BF16_PRODUCTS 1
#define FEATURES target("avx512f,avx512vl,avx512bw,avx512dq,avx512bf16,avx512vnni,fma,bmi2")
#pragma clang attribute push(__attribute__((FEATURES)), apply_to = function)
#include "loops/all.h"
#include "loops/search_pairs.h"
#pragma clang attribute pop

const clippo_kernels clippo_kernels_avx512bf16_products = {CLIPPO_FOR_EACH_KERNEL(KERNEL_ENTRY)};

size_t clippo_search_pairs(clippo_search_candidate *out, const float *rows, size_t count, const uint32_t *packed,
                           size_t queries, size_t width, const float *floors, void *scratch) {
  return search_in_pairs(out, rows, count, packed, queries, width, floors, scratch);
}
#else
size_t clippo_search_pairs(clippo_search_candidate *out, const float *rows, size_t count, const uint32_t *packed,
                           size_t queries, size_t width, const float *floors, void *scratch) {
  return 0;
}
#endif

int clippo_has_pairs(void) { return clippo_cpu_level() == 4; }
