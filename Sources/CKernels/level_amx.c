// Level 5: level 3, with attention multiplied in AMX's tile registers, and products of its own for gradients of weights.
#include "clippo_numeric.h"
#include "clippo_tiles.h"
#if defined(__x86_64__)
#include <immintrin.h>
#define LANES 16
#define HAS_FMA 1
#define HAS_AVX512 1
#define HAS_BF16 1
#define HAS_TILES 1
#if !defined(FEATURES)  // The tests emulate what the processor may lack.
#define FEATURES target("avx512f,avx512vl,avx512bw,avx512dq,avx512bf16,amx-tile,amx-bf16,fma,bmi2")
#endif
#pragma clang attribute push(__attribute__((FEATURES)), apply_to = function)
#include "loops/all.h"
#include "loops/weight_gradient_tiles.h"
#include "loops/search_tiles.h"
#pragma clang attribute pop

const clippo_kernels clippo_kernels_amx = {CLIPPO_FOR_EACH_KERNEL(KERNEL_ENTRY)};

void clippo_tiles_turn_panel(uint32_t *out, const uint16_t *x, size_t rows, size_t width) {
  tiles_turn_panel(out, x, rows, width);
}

void clippo_tiles_weight_gradient(float *dweight, float *dbias, const uint32_t *turned, size_t width, size_t first_input,
                                  size_t inputs, const uint16_t *dy, size_t rows, size_t outputs, size_t columns,
                                  uint32_t *scratch) {
  tiles_weight_gradient(dweight, dbias, turned, width, first_input, inputs, dy, rows, outputs, columns, scratch);
}

size_t clippo_search_tiles(clippo_search_candidate *out, const float *rows, size_t count, const uint32_t *packed,
                           size_t queries, size_t width, const float *floors, void *scratch) {
  return search_in_tiles(out, rows, count, packed, queries, width, floors, scratch);
}
#else
size_t clippo_search_tiles(clippo_search_candidate *out, const float *rows, size_t count, const uint32_t *packed,
                           size_t queries, size_t width, const float *floors, void *scratch) {
  return 0;
}
void clippo_tiles_turn_panel(uint32_t *out, const uint16_t *x, size_t rows, size_t width) {}
void clippo_tiles_weight_gradient(float *dweight, float *dbias, const uint32_t *turned, size_t width, size_t first_input,
                                  size_t inputs, const uint16_t *dy, size_t rows, size_t outputs, size_t columns,
                                  uint32_t *scratch) {}
#endif

int clippo_has_tiles(void) { return clippo_cpu_level() == 5; }

size_t clippo_tiles_panel_units(size_t width) { return (width + 31) / 32 * 32 * (CLIPPO_TILES_PANEL / 2); }
