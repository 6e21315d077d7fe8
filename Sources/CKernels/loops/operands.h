// Rows of activations laid out as operands of a product, in units of floats or of pairs (PAIRS).

#undef UNITS
#undef UNITS_DEEP
#if PAIRS
#define UNITS(name) name##_pairs
/// Units that hold `count` values along the depth of a product.
#define UNITS_DEEP(count) (((count) + 1) / 2)
#else
#define UNITS(name) name##_floats
#define UNITS_DEEP(count) (count)
#endif

/// Values side by side along the depth: out [rows, units] holds x [rows, width], then zeros; units is a multiple of LANES.
static void TYPED(pack_rows)(unit *restrict out, size_t units, const ACTIVATION *restrict x, size_t stride, size_t rows,
                             size_t width) {
  for (size_t row = 0; row < rows; row++) {
    const ACTIVATION *from = x + row * stride;
#if PAIRS
    uint16_t *to = (uint16_t *)(out + row * units);
    for (size_t i = 0; i < 2 * units; i += LANES)
      store_halves(to + i, i < width ? load_halves(from + i, smaller(LANES, width - i)) : (halves)0, LANES);
#else
    unit *to = out + row * units;
    for (size_t i = 0; i < units; i += LANES)
      store_units(to + i, i < width ? (words)load(from + i, smaller(LANES, width - i)) : (words)0);
#endif
  }
}

/// Rows along the depth: out [UNITS_DEEP(rows), units] holds x [rows, width], then zeros; units is a multiple of LANES.
static void TYPED(pack_depth)(unit *restrict out, size_t units, const ACTIVATION *restrict x, size_t stride,
                              size_t rows, size_t width) {
#if PAIRS
  for (size_t row = 0; row < rows; row += 2, out += units) {
    const uint16_t *even = x + row * stride, *odd = even + stride;
    for (size_t i = 0; i < units; i += LANES) {
      size_t n = i < width ? smaller(LANES, width - i) : 0;
      words low = __builtin_convertvector(n ? load_halves(even + i, n) : (halves)0, words);
      words high = __builtin_convertvector(n && row + 1 < rows ? load_halves(odd + i, n) : (halves)0, words);
      store_units(out + i, low | high << 16);
    }
  }
#else
  TYPED(pack_rows)(out, units, x, stride, rows, width);
#endif
}

/// Rows of x as a left operand along the row: in place where their layout allows, else packed into `spare`.
INLINE left_operand TYPED(along_rows)(unit *restrict spare, size_t spare_stride, const ACTIVATION *restrict x,
                                      size_t stride, size_t rows, size_t width) {
  const size_t values = PAIRS ? 2 : 1;  // Activations in a unit.
  if (values * sizeof(ACTIVATION) == sizeof(unit) && width % values == 0 && stride % values == 0)
    return (left_operand){(const unit *)x, stride / values, 1};
  TYPED(pack_rows)(spare, spare_stride, x, stride, rows, width);
  return (left_operand){spare, spare_stride, 1};
}

/// Rows of x as a right operand whose depth runs down the rows: in place where their layout allows, else in `spare`.
INLINE right_operand TYPED(down_rows)(unit *restrict spare, size_t spare_stride, const ACTIVATION *restrict x,
                                      size_t stride, size_t rows, size_t width) {
  if (sizeof(ACTIVATION) == sizeof(unit) && width % LANES == 0) return (right_operand){(const unit *)x, stride};
  TYPED(pack_depth)(spare, spare_stride, x, stride, rows, width);
  return (right_operand){spare, spare_stride};
}

/// Rows of x as a right operand whose depth runs along the row: out [UNITS_DEEP(width), out_stride], by way of `spare`
/// unless the layout allows to transpose them in place.
static right_operand TYPED(transposed_rows)(unit *restrict out, size_t out_stride, unit *restrict spare,
                                            size_t spare_stride, const ACTIVATION *restrict x, size_t stride,
                                            size_t rows, size_t width) {
  const size_t values = sizeof(unit) / sizeof(ACTIVATION);
  if (width % (4 * values) == 0 && stride % values == 0) {
    const unit *pairs = (const unit *)x;
    if (values == 2 && !PAIRS) {
      transpose_pairs_to_floats(out, out_stride, pairs, stride / 2, rows, width / 2);
    } else {
      transpose_units(out, out_stride, pairs, stride / values, rows, width / values);
    }
  } else {
    TYPED(pack_rows)(spare, spare_stride, x, stride, rows, width);
    transpose_units(out, out_stride, spare, spare_stride, rows, UNITS_DEEP(width));
  }
  return (right_operand){out, out_stride};
}

/// One block of LANES values of a row that is the left operand of a product along that row.
INLINE void TYPED(store_along_row)(unit *row, size_t i, floats value) {
#if PAIRS
  store_halves((uint16_t *)row + i, to_bf16(value), LANES);
#else
  store_units(row + i, (words)value);
#endif
}

/// Rows of floats back to activations, times a factor.
INLINE void TYPED(unpack_row)(ACTIVATION *restrict out, const float *restrict x, size_t width, float factor) {
  EACH_BLOCK(width, store(out + i, load(x + i, n) * factor, n););
}
