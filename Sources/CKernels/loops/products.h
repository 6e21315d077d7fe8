// out [rows, columns] (+)= left [rows, depth] · right [depth, columns], tile by tile in registers.
// Included once for floats and once for pairs of bf16.

#if PAIRS
#define UNITS(name) name##_pairs
#else
#define UNITS(name) name##_floats
#endif

#if !defined(TILE_ROWS)
#if LANES == 8
#define TILE_ROWS 6
#define TILE_VECTORS 2
#elif LANES == 16
#define TILE_ROWS 6
#define TILE_VECTORS 4
#else
#define TILE_ROWS 4
#define TILE_VECTORS 2
#endif
#endif

INLINE floats UNITS(add_product)(floats sum, words a, words b) {
#if PAIRS
  return (floats)_mm512_dpbf16_ps((__m512)sum, (__m512bh)a, (__m512bh)b);
#else
  return (floats)a * (floats)b + sum;
#endif
}

INLINE void UNITS(tile)(float *restrict out, size_t out_stride, left_operand left, right_operand right,
                        size_t rows, size_t vectors, size_t depth, int accumulate) {
  floats sum[2 * TILE_ROWS][TILE_VECTORS];
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++)
#pragma clang loop unroll(full)
    for (size_t vector = 0; vector < vectors; vector++)
      sum[row][vector] = accumulate ? load(out + row * out_stride + vector * LANES, LANES) : (floats)0.0f;

  for (size_t k = 0; k < depth; k++) {
    words column[TILE_VECTORS];
#pragma clang loop unroll(full)
    for (size_t vector = 0; vector < vectors; vector++)
      column[vector] = load_units(right.units + k * right.stride + vector * LANES);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; row++) {
      words value = (words)left.units[row * left.row_stride + k * left.depth_stride];
#pragma clang loop unroll(full)
      for (size_t vector = 0; vector < vectors; vector++)
        sum[row][vector] = UNITS(add_product)(sum[row][vector], value, column[vector]);
    }
  }

#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; row++)
#pragma clang loop unroll(full)
    for (size_t vector = 0; vector < vectors; vector++)
      store(out + row * out_stride + vector * LANES, sum[row][vector], LANES);
}

/// A tile of a size known only at run time, through one case per size. Tiles of a single vector have twice the rows,
/// since six sums alone cannot hide the latency of their additions.
static void UNITS(any_tile)(float *restrict out, size_t out_stride, left_operand left, right_operand right,
                            size_t rows, size_t vectors, size_t depth, int accumulate) {
#define TILE(r, v)                                                      \
  case (r) * 8 + (v):                                                   \
    UNITS(tile)(out, out_stride, left, right, r, v, depth, accumulate); \
    break;
#if TILE_VECTORS == 4
#define TILES(r) TILE(r, 1) TILE(r, 2) TILE(r, 3) TILE(r, 4)
#else
#define TILES(r) TILE(r, 1) TILE(r, 2)
#endif
  switch (rows * 8 + vectors) {
    TILES(1) TILES(2) TILES(3) TILES(4)
#if TILE_ROWS == 6
    TILES(5) TILES(6) TILE(7, 1) TILE(8, 1) TILE(9, 1) TILE(10, 1) TILE(11, 1) TILE(12, 1)
#else
    TILE(5, 1) TILE(6, 1) TILE(7, 1) TILE(8, 1)
#endif
  }
#undef TILE
#undef TILES
}

/// `columns` is a multiple of LANES.
static void UNITS(product)(float *restrict out, size_t out_stride, left_operand left, right_operand right,
                           size_t rows, size_t columns, size_t depth, int accumulate) {
  for (size_t column = 0; column < columns; column += TILE_VECTORS * LANES) {
    size_t vectors = smaller(TILE_VECTORS, (columns - column) / LANES);
    size_t step = vectors == 1 ? 2 * TILE_ROWS : TILE_ROWS;
    for (size_t row = 0; row < rows; row += step) {
      left_operand below = {left.units + row * left.row_stride, left.row_stride, left.depth_stride};
      right_operand beside = {right.units + column, right.stride};
      UNITS(any_tile)(out + row * out_stride + column, out_stride, below, beside, smaller(step, rows - row), vectors,
                      depth, accumulate);
    }
  }
}

#undef UNITS
