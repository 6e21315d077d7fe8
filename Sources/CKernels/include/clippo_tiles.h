// Products in AMX's tile registers that no library offers as fast. Only for processors of level 5 (`clippo_cpu_level`).
#ifndef CLIPPO_TILES_H
#define CLIPPO_TILES_H
#include <stddef.h>
#include <stdint.h>

/// Rows that are turned together.
#define CLIPPO_TILES_PANEL 512

/// Whether the functions below may be called.
int clippo_has_tiles(void);

/// Units (32 bits) of one turned panel of rows of `width` values, and of the scratch for `width` columns of dy.
size_t clippo_tiles_panel_units(size_t width);

/// Turns at most CLIPPO_TILES_PANEL rows of x [rows, width] bf16 into `out`.
void clippo_tiles_turn_panel(uint32_t *out, const uint16_t *x, size_t rows, size_t width);

/// dweight [inputs, outputs] += xᵀ · dy and dbias [outputs] += column sums of dy, for some of the inputs and columns; the
/// pointers to dweight, dbias and dy are those of the first of them. `turned` holds all panels of x [rows, width], from
/// which `inputs` columns are taken, from the multiple of 32 `first_input` on; dy [rows, outputs] bf16; dbias may be NULL.
void clippo_tiles_weight_gradient(float *dweight, float *dbias, const uint32_t *turned, size_t width, size_t first_input, size_t inputs, const uint16_t *dy, size_t rows, size_t outputs, size_t columns, uint32_t *scratch);

#endif
