// AMX's tile registers in plain C: eight of sixteen rows of 64 bytes, for each thread, shaped by a configuration.
#ifndef CLIPPO_EMULATION_TILES_H
#define CLIPPO_EMULATION_TILES_H
#include "avx512.h"

typedef struct {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} emulated_tile_shapes;

static _Thread_local struct {
  emulated_tile_shapes shapes;
  lanes_u32 rows[8][16];
  int faults;
} emulated_tiles;

/// Whether the tile has a shape; counts a fault where it has none.
static inline int emulated_tile_is_there(int tile) {
  const emulated_tile_shapes *shapes = &emulated_tiles.shapes;
  const int there = shapes->palette == 1 && tile >= 0 && tile < 8 && shapes->rows[tile] > 0 && shapes->rows[tile] <= 16 &&
                    shapes->row_bytes[tile] > 0 && shapes->row_bytes[tile] <= 64;
  if (!there) emulated_tiles.faults++;
  return there;
}

static inline void emulated_tile_loadconfig(const void *shapes) {
  __builtin_memcpy(&emulated_tiles.shapes, shapes, sizeof emulated_tiles.shapes);
  __builtin_memset(emulated_tiles.rows, 0, sizeof emulated_tiles.rows);
}

static inline void emulated_tile_release(void) {
  __builtin_memset(&emulated_tiles.shapes, 0, sizeof emulated_tiles.shapes);
  __builtin_memset(emulated_tiles.rows, 0, sizeof emulated_tiles.rows);
}

static inline void emulated_tile_zero(int tile) {
  if (emulated_tile_is_there(tile)) __builtin_memset(emulated_tiles.rows[tile], 0, sizeof emulated_tiles.rows[tile]);
}

static inline void emulated_tile_loadd(int tile, const void *x, size_t stride) {
  if (!emulated_tile_is_there(tile)) return;
  __builtin_memset(emulated_tiles.rows[tile], 0, sizeof emulated_tiles.rows[tile]);
  for (size_t row = 0; row < emulated_tiles.shapes.rows[tile]; row++)
    __builtin_memcpy(&emulated_tiles.rows[tile][row], (const char *)x + row * stride, emulated_tiles.shapes.row_bytes[tile]);
}

static inline void emulated_tile_stored(int tile, void *out, size_t stride) {
  if (!emulated_tile_is_there(tile)) return;
  for (size_t row = 0; row < emulated_tiles.shapes.rows[tile]; row++)
    __builtin_memcpy((char *)out + row * stride, &emulated_tiles.rows[tile][row], emulated_tiles.shapes.row_bytes[tile]);
}

/// out += x · y: first and second values of the pairs are summed apart, then added to each other and to what was there.
__attribute__((FEATURES)) static void emulated_tile_dpbf16ps(int out, int x, int y) {
  if (!emulated_tile_is_there(out) || !emulated_tile_is_there(x) || !emulated_tile_is_there(y)) return;
  const emulated_tile_shapes *shapes = &emulated_tiles.shapes;
  if (shapes->rows[out] != shapes->rows[x] || shapes->row_bytes[x] != 4 * shapes->rows[y] ||
      shapes->row_bytes[out] != shapes->row_bytes[y] || out == x || out == y || x == y) {
    emulated_tiles.faults++;
    return;
  }
  for (size_t row = 0; row < shapes->rows[x]; row++) {
    lanes_f32 first = 0, second = 0;
    for (size_t k = 0; k < shapes->rows[y]; k++) {
      const lanes_u32 left = (lanes_u32)emulated_tiles.rows[x][row][k], right = emulated_tiles.rows[y][k];
      const lanes_f32 x0 = emulated_flush((lanes_f32)(left << 16)), y0 = emulated_flush((lanes_f32)(right << 16));
      const lanes_f32 x1 = emulated_flush((lanes_f32)(left & 0xffff0000u));
      const lanes_f32 y1 = emulated_flush((lanes_f32)(right & 0xffff0000u));
      first = emulated_flush(__builtin_elementwise_fma(x0, y0, first));
      second = emulated_flush(__builtin_elementwise_fma(x1, y1, second));
    }
    const lanes_f32 before = emulated_flush((lanes_f32)emulated_tiles.rows[out][row]);
    emulated_tiles.rows[out][row] = (lanes_u32)emulated_flush(before + emulated_flush(first + second));
  }
}

#undef _tile_zero
#undef _tile_loadd
#undef _tile_stored
#undef _tile_dpbf16ps
#define _tile_loadconfig emulated_tile_loadconfig
#define _tile_release emulated_tile_release
#define _tile_zero emulated_tile_zero
#define _tile_loadd emulated_tile_loadd
#define _tile_stored emulated_tile_stored
#define _tile_dpbf16ps emulated_tile_dpbf16ps
#endif
