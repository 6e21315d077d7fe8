// A unit is what one lane of a product takes from one operand: a float, or a pair of bf16 that are neighbors along the
// depth of the product. Units are 32 bits wide either way, so both kinds share their layout code.

typedef uint32_t unit __attribute__((may_alias, aligned(1)));

INLINE words load_units(const unit *x) {
  words value;
  __builtin_memcpy(&value, x, sizeof value);
  return value;
}

INLINE void store_units(unit *out, words value) { __builtin_memcpy(out, &value, sizeof value); }

/// Pairs of bf16: `even` in the lower halves, `odd` in the upper.
INLINE words paired(floats even, floats odd) {
  return __builtin_convertvector(to_bf16(even), words) | __builtin_convertvector(to_bf16(odd), words) << 16;
}

typedef uint32_t four_units __attribute__((ext_vector_type(4)));

INLINE four_units load_four(const unit *x) {
  four_units value;
  __builtin_memcpy(&value, x, sizeof value);
  return value;
}

/// Four units of each of the rows `row`, row + 4, row + 8, …, zeros past the last row.
INLINE words load_every_fourth_row(const unit *x, size_t stride, size_t row, size_t rows) {
  four_units part[LANES / 4];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < LANES / 4; i++)
    part[i] = row + 4 * i < rows ? load_four(x + (row + 4 * i) * stride) : (four_units)0;
#if LANES == 16
  return __builtin_shufflevector(__builtin_shufflevector(part[0], part[1], 0, 1, 2, 3, 4, 5, 6, 7),
                                 __builtin_shufflevector(part[2], part[3], 0, 1, 2, 3, 4, 5, 6, 7), 0, 1, 2, 3, 4, 5, 6,
                                 7, 8, 9, 10, 11, 12, 13, 14, 15);
#elif LANES == 8
  return __builtin_shufflevector(part[0], part[1], 0, 1, 2, 3, 4, 5, 6, 7);
#else
  return part[0];
#endif
}

// Interleaves within every group of four lanes: a0 b0 a1 b1, a2 b2 a3 b3, a0 a1 b0 b1, a2 a3 b2 b3.
#if LANES == 16
#define IN_EVERY_FOUR(a, b, w, x, y, z)                                                                     \
  __builtin_shufflevector(a, b, w, x, y, z, w + 4, x + 4, y + 4, z + 4, w + 8, x + 8, y + 8, z + 8, w + 12, \
                          x + 12, y + 12, z + 12)
#elif LANES == 8
#define IN_EVERY_FOUR(a, b, w, x, y, z) __builtin_shufflevector(a, b, w, x, y, z, w + 4, x + 4, y + 4, z + 4)
#else
#define IN_EVERY_FOUR(a, b, w, x, y, z) __builtin_shufflevector(a, b, w, x, y, z)
#endif

/// Four columns of LANES rows, as four vectors.
INLINE void transpose_four(words out[4], const unit *restrict x, size_t stride, size_t row, size_t rows) {
  words a = load_every_fourth_row(x, stride, row, rows);
  words b = load_every_fourth_row(x, stride, row + 1, rows);
  words c = load_every_fourth_row(x, stride, row + 2, rows);
  words d = load_every_fourth_row(x, stride, row + 3, rows);
  words ab_low = IN_EVERY_FOUR(a, b, 0, LANES + 0, 1, LANES + 1);
  words cd_low = IN_EVERY_FOUR(c, d, 0, LANES + 0, 1, LANES + 1);
  words ab_high = IN_EVERY_FOUR(a, b, 2, LANES + 2, 3, LANES + 3);
  words cd_high = IN_EVERY_FOUR(c, d, 2, LANES + 2, 3, LANES + 3);
  out[0] = IN_EVERY_FOUR(ab_low, cd_low, 0, 1, LANES + 0, LANES + 1);
  out[1] = IN_EVERY_FOUR(ab_low, cd_low, 2, 3, LANES + 2, LANES + 3);
  out[2] = IN_EVERY_FOUR(ab_high, cd_high, 0, 1, LANES + 0, LANES + 1);
  out[3] = IN_EVERY_FOUR(ab_high, cd_high, 2, 3, LANES + 2, LANES + 3);
}

/// out [columns, out_stride] = transpose of x [rows, stride], zeros from column `rows` to the next multiple of LANES.
/// Reads and writes whole groups of four columns.
static void transpose_units(unit *restrict out, size_t out_stride, const unit *restrict x, size_t stride, size_t rows,
                            size_t columns) {
  for (size_t row = 0; row < rows; row += LANES) {
    for (size_t column = 0; column < columns; column += 4) {
      words four[4];
      if (row + LANES <= rows) {
        transpose_four(four, x + column, stride, row, row + LANES);
      } else {
        transpose_four(four, x + column, stride, row, rows);
      }
      for (size_t i = 0; i < 4; i++) store_units(out + (column + i) * out_stride + row, four[i]);
    }
  }
}

/// The same for units that are pairs of bf16, taken apart into floats: out [2 * columns, out_stride].
static void transpose_pairs_to_floats(unit *restrict out, size_t out_stride, const unit *restrict x, size_t stride,
                                      size_t rows, size_t columns) {
  for (size_t row = 0; row < rows; row += LANES) {
    for (size_t column = 0; column < columns; column += 4) {
      words four[4];
      if (row + LANES <= rows) {
        transpose_four(four, x + column, stride, row, row + LANES);
      } else {
        transpose_four(four, x + column, stride, row, rows);
      }
      for (size_t i = 0; i < 4; i++) {
        unit *place = out + 2 * (column + i) * out_stride + row;
        store_units(place, four[i] << 16);
        store_units(place + out_stride, four[i] & 0xffff0000u);
      }
    }
  }
}

/// The left operand of a product: unit (row, depth) lies at units + row * row_stride + depth * depth_stride.
typedef struct {
  const unit *units;
  size_t row_stride, depth_stride;
} left_operand;

/// The right operand: unit (depth, column) lies at units + depth * stride + column, for whole vectors of columns.
typedef struct {
  const unit *units;
  size_t stride;
} right_operand;
