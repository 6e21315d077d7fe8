// Products of bf16 pairs in AMX's tile registers: sixteen rows of sixteen units each. A left operand lies along its rows; a
// right operand lies as units (pairs down the depth), which is how packed operands of pairs lie anyway.

/// Bytes of a tile's row, and values of a bf16 pair product's depth in one tile.
#define TILE_BYTES 64
#define TILE_DEPTH 32

/// What every tile register holds: sixteen rows of 64 bytes.
INLINE void tiles_begin(void) {
  static const struct {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
  } shapes = {.palette = 1, .row_bytes = {64, 64, 64, 64, 64, 64, 64, 64}, .rows = {16, 16, 16, 16, 16, 16, 16, 16}};
  _tile_loadconfig(&shapes);
}

INLINE void tiles_end(void) { _tile_release(); }

/// Sixteen rows by `count` tiles: out (+)= left · right over `depth` tiles. Strides are in floats, bytes and units.
INLINE void tile_group(float *out, size_t out_stride, const void *left, size_t left_bytes, const unit *right,
                       size_t right_stride, size_t depth, const int count) {
  _tile_zero(0);
  if (count > 1) _tile_zero(1);
  if (count > 2) _tile_zero(2);
  if (count > 3) _tile_zero(3);
  for (size_t k = 0; k < depth; k++) {
    const unit *below = right + k * 16 * right_stride;
    _tile_loadd(4, (const char *)left + k * TILE_BYTES, left_bytes);
    _tile_loadd(5, below, right_stride * sizeof(unit));
    _tile_dpbf16ps(0, 4, 5);
    if (count > 1) {
      _tile_loadd(6, below + 16, right_stride * sizeof(unit));
      _tile_dpbf16ps(1, 4, 6);
    }
    if (count > 2) {
      _tile_loadd(7, below + 32, right_stride * sizeof(unit));
      _tile_dpbf16ps(2, 4, 7);
    }
    if (count > 3) {
      _tile_loadd(5, below + 48, right_stride * sizeof(unit));
      _tile_dpbf16ps(3, 4, 5);
    }
  }
  _tile_stored(0, out, out_stride * sizeof(float));
  if (count > 1) _tile_stored(1, out + 16, out_stride * sizeof(float));
  if (count > 2) _tile_stored(2, out + 32, out_stride * sizeof(float));
  if (count > 3) _tile_stored(3, out + 48, out_stride * sizeof(float));
}

/// out [16, columns] = left [16, depth] · right [depth, columns]; columns is a multiple of 16, depth of TILE_DEPTH.
static void tiles_product_16_rows(float *out, size_t out_stride, const void *left, size_t left_bytes, const unit *right,
                                  size_t right_stride, size_t columns, size_t depth) {
  size_t column = 0;
  depth /= TILE_DEPTH;
  for (; column + 64 <= columns; column += 64)
    tile_group(out + column, out_stride, left, left_bytes, right + column, right_stride, depth, 4);
  switch ((columns - column) / 16) {
    case 3: tile_group(out + column, out_stride, left, left_bytes, right + column, right_stride, depth, 3); break;
    case 2: tile_group(out + column, out_stride, left, left_bytes, right + column, right_stride, depth, 2); break;
    case 1: tile_group(out + column, out_stride, left, left_bytes, right + column, right_stride, depth, 1); break;
    default: break;
  }
}

/// out [rows, columns] (+)= left [rows, depth] · right [depth, columns], all multiples of 32. Four tiles of results are
/// held at a time, so that every operand's tile is used twice.
static void tiles_product(float *out, size_t out_stride, const unit *left, size_t left_stride, const unit *right,
                          size_t right_stride, size_t rows, size_t columns, size_t depth, int accumulate) {
  const size_t out_bytes = out_stride * sizeof(float), left_bytes = left_stride * sizeof(unit);
  const size_t right_bytes = right_stride * sizeof(unit);
  for (size_t row = 0; row < rows; row += 32) {
    for (size_t column = 0; column < columns; column += 32) {
      float *upper = out + row * out_stride + column, *lower = upper + 16 * out_stride;
      if (accumulate) {
        _tile_loadd(0, upper, out_bytes);
        _tile_loadd(1, upper + 16, out_bytes);
        _tile_loadd(2, lower, out_bytes);
        _tile_loadd(3, lower + 16, out_bytes);
      } else {
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
      }
      for (size_t k = 0; k < depth / TILE_DEPTH; k++) {
        const unit *above = left + row * left_stride + k * 16, *beside = right + k * 16 * right_stride + column;
        _tile_loadd(4, above, left_bytes);
        _tile_loadd(6, beside, right_bytes);
        _tile_dpbf16ps(0, 4, 6);
        _tile_loadd(7, beside + 16, right_bytes);
        _tile_dpbf16ps(1, 4, 7);
        _tile_loadd(5, above + 16 * left_stride, left_bytes);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
      }
      _tile_stored(0, upper, out_bytes);
      _tile_stored(1, upper + 16, out_bytes);
      _tile_stored(2, lower, out_bytes);
      _tile_stored(3, lower + 16, out_bytes);
    }
  }
}
