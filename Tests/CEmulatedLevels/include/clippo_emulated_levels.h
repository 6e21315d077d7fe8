// The very loops of the levels of instructions that a machine may lack, compiled a second time with the few instructions that
// they name replaced by plain C, for any processor with AVX2. For tests: right, not fast.
#ifndef CLIPPO_EMULATED_LEVELS_H
#define CLIPPO_EMULATED_LEVELS_H
#include "clippo_numeric.h"

/// The table of level 2, 3, 4 or 5 in emulation; NULL for other levels, and where the machine lacks AVX2.
const clippo_kernels *clippo_emulated_kernels_at_level(int level);

/// As in clippo_tiles.h.
void clippo_emulated_tiles_turn_panel(uint32_t *out, const uint16_t *x, size_t rows, size_t width);
void clippo_emulated_tiles_weight_gradient(float *dweight, float *dbias, const uint32_t *turned, size_t width, size_t first_input, size_t inputs, const uint16_t *dy, size_t rows, size_t outputs, size_t columns, uint32_t *scratch);

/// As in clippo_search.h.
size_t clippo_emulated_search_tiles(clippo_search_candidate *out, const float *rows, size_t count, const uint32_t *packed, size_t queries, size_t width, const float *floors, void *scratch);
size_t clippo_emulated_search_bytes_vnni(clippo_search_candidate *out, const int8_t *rows, const float *scales, const float *residuals, size_t count, const clippo_search_byte_queries *queries, size_t padded, const float *floors);
size_t clippo_emulated_search_rounded(clippo_search_candidate *out, const float *rows, size_t count, const clippo_search_byte_queries *queries, size_t width, const float *floors, void *scratch);

/// How often the loops of this thread used a tile in a way that a processor refuses: before its shape was told, or with shapes
/// that do not fit each other.
int clippo_emulated_tile_faults(void);

/// 1 if tile registers of this thread are configured, which keeps a processor from sleeping deeply.
int clippo_emulated_tiles_are_in_use(void);

#endif
