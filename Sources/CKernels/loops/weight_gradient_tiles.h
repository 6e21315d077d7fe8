// The gradient of a dense layer's weight, xᵀ · dy, in tiles. Both operands lie the wrong way for tiles: x is turned once
// for everyone, panel by panel of rows; dy is paired on its way in, some columns at a time. Every tile of an operand lies
// in one kilobyte, sixteen cache lines in a row, because lines a power of two apart would drive each other out.

/// Units of one tile, and of two beside each other.
#define TILE_UNITS ((size_t)256)
#define PANEL_ROWS ((size_t)CLIPPO_TILES_PANEL)

/// How far ahead the cache is told what will be read.
#define ROWS_AHEAD 32

typedef uint16_t wide_halves __attribute__((ext_vector_type(32)));

/// 32 columns of two rows as units, in each group of eight columns the first four in `low`, the others in `high`.
typedef struct {
  words low, high;
} paired_groups;

INLINE wide_halves load_32_halves(const clippo_bf16 *x, size_t count) {
  return (wide_halves)_mm512_maskz_loadu_epi16(count >= 32 ? ~(__mmask32)0 : ((__mmask32)1 << count) - 1, x);
}

INLINE paired_groups pair_rows(const clippo_bf16 *x, size_t stride, size_t rows, size_t count) {
  wide_halves even = rows > 0 ? load_32_halves(x, count) : (wide_halves)0;
  wide_halves odd = rows > 1 ? load_32_halves(x + stride, count) : (wide_halves)0;
  return (paired_groups){(words)_mm512_unpacklo_epi16((__m512i)even, (__m512i)odd),
                         (words)_mm512_unpackhi_epi16((__m512i)even, (__m512i)odd)};
}

/// Four columns of four units in every group of four lanes change places.
INLINE void transpose_in_groups(words v[4]) {
  words ab_low = IN_EVERY_FOUR(v[0], v[1], 0, 16, 1, 17), ab_high = IN_EVERY_FOUR(v[0], v[1], 2, 18, 3, 19);
  words cd_low = IN_EVERY_FOUR(v[2], v[3], 0, 16, 1, 17), cd_high = IN_EVERY_FOUR(v[2], v[3], 2, 18, 3, 19);
  v[0] = IN_EVERY_FOUR(ab_low, cd_low, 0, 1, 16, 17);
  v[1] = IN_EVERY_FOUR(ab_low, cd_low, 2, 3, 18, 19);
  v[2] = IN_EVERY_FOUR(ab_high, cd_high, 0, 1, 16, 17);
  v[3] = IN_EVERY_FOUR(ab_high, cd_high, 2, 3, 18, 19);
}

/// Group g of vector h and group h of vector g change places.
INLINE void transpose_groups(words v[4]) {
  __m512i a = (__m512i)v[0], b = (__m512i)v[1], c = (__m512i)v[2], d = (__m512i)v[3];
  __m512i ab_first = _mm512_shuffle_i32x4(a, b, 0x44), ab_last = _mm512_shuffle_i32x4(a, b, 0xee);
  __m512i cd_first = _mm512_shuffle_i32x4(c, d, 0x44), cd_last = _mm512_shuffle_i32x4(c, d, 0xee);
  v[0] = (words)_mm512_shuffle_i32x4(ab_first, cd_first, 0x88);
  v[1] = (words)_mm512_shuffle_i32x4(ab_first, cd_first, 0xdd);
  v[2] = (words)_mm512_shuffle_i32x4(ab_last, cd_last, 0x88);
  v[3] = (words)_mm512_shuffle_i32x4(ab_last, cd_last, 0xdd);
}

/// At most 32 rows of at most 32 columns into two tiles: the columns become the tiles' rows, sixteen in each.
INLINE void turn_two_tiles(unit *restrict first, unit *restrict second, const clippo_bf16 *restrict x, size_t stride,
                           size_t rows, size_t count) {
  words low[4][4], high[4][4];
  for (size_t four = 0; four < 4; four++) {
    for (size_t i = 0; i < 4; i++) {
      const size_t row = 2 * (4 * four + i);
      paired_groups pair = pair_rows(x + row * stride, stride, row < rows ? rows - row : 0, count);
      __builtin_prefetch(x + (row + ROWS_AHEAD) * stride);
      __builtin_prefetch(x + (row + ROWS_AHEAD + 1) * stride);
      low[four][i] = pair.low;
      high[four][i] = pair.high;
    }
    transpose_in_groups(low[four]);
    transpose_in_groups(high[four]);
  }
  for (size_t i = 0; i < 4; i++) {
    words lows[4] = {low[0][i], low[1][i], low[2][i], low[3][i]};
    words highs[4] = {high[0][i], high[1][i], high[2][i], high[3][i]};
    transpose_groups(lows);
    transpose_groups(highs);
    for (size_t group = 0; group < 4; group++) {
      unit *tile = (group < 2 ? first : second) + (group % 2) * 8 * LANES;
      store_units(tile + i * LANES, lows[group]);
      store_units(tile + (i + 4) * LANES, highs[group]);
    }
  }
}

static void tiles_turn_panel(uint32_t *restrict out, const clippo_bf16 *restrict x, size_t rows, size_t width) {
  const size_t depth = round_up(rows, TILE_DEPTH) / TILE_DEPTH;
  for (size_t k = 0; k < depth; k++) {
    const size_t tall = smaller(TILE_DEPTH, rows - k * TILE_DEPTH);
    const clippo_bf16 *from = x + k * TILE_DEPTH * width;
    for (size_t column = 0; column < width; column += 32) {
      unit *tile = out + (column / 16 * depth + k) * TILE_UNITS;
      if (tall == TILE_DEPTH && column + 32 <= width) {
        turn_two_tiles(tile, tile + depth * TILE_UNITS, from + column, width, TILE_DEPTH, 32);
      } else {
        turn_two_tiles(tile, tile + depth * TILE_UNITS, from + column, width, tall, smaller(32, width - column));
      }
    }
  }
}

/// Rows of dy [rows, columns] as right operands, tile after tile down the depth.
static void pair_panel(unit *restrict out, const clippo_bf16 *restrict dy, size_t stride, size_t rows, size_t columns,
                       size_t depth) {
  for (size_t pair = 0; pair < depth * 16; pair++) {
    const size_t row = 2 * pair, below = row < rows ? rows - row : 0;
    for (size_t column = 0; column < columns; column += 32) {
      paired_groups both = pair_rows(dy + row * stride + column, stride, below, columns - column);
      const __m512i first = {0, 1, 8, 9, 2, 3, 10, 11}, second = {4, 5, 12, 13, 6, 7, 14, 15};
      unit *tile = out + (column / 16 * depth + pair / 16) * TILE_UNITS + pair % 16 * LANES;
      __builtin_prefetch(dy + (row + ROWS_AHEAD) * stride + column);
      __builtin_prefetch(dy + (row + ROWS_AHEAD + 1) * stride + column);
      store_units(tile, (words)_mm512_permutex2var_epi64((__m512i)both.low, first, (__m512i)both.high));
      store_units(tile + depth * TILE_UNITS,
                  (words)_mm512_permutex2var_epi64((__m512i)both.low, second, (__m512i)both.high));
    }
  }
}

/// out[column] += sums of the values of paired tiles, in a fixed order.
INLINE void add_pair_sums(float *restrict out, const unit *restrict pairs, size_t columns, size_t depth) {
  EACH_BLOCK(columns, {
    floats even = 0, odd = 0;
    for (size_t k = 0; k < depth * 16; k++) {
      words pair = load_units(pairs + i * depth * 16 + k * LANES);
      even += (floats)(pair << 16);
      odd += (floats)(pair & 0xffff0000u);
    }
    store(out + i, load(out + i, n) + (even + odd), n);
  });
}

/// out [32, 32] += left · right over `depth` tiles, while the cache fetches `next`, where the following result goes.
INLINE void tiles_add_product(float *out, size_t out_stride, const unit *left, const unit *right, size_t depth,
                              const float *next) {
  const size_t out_bytes = out_stride * sizeof(float);
  float *lower = out + 16 * out_stride;
  _tile_loadd(0, out, out_bytes);
  _tile_loadd(1, out + 16, out_bytes);
  _tile_loadd(2, lower, out_bytes);
  _tile_loadd(3, lower + 16, out_bytes);
  for (size_t k = 0; k < depth; k++) {
    const unit *above = left + k * TILE_UNITS, *beside = right + k * TILE_UNITS;
    _tile_loadd(4, above, TILE_BYTES);
    _tile_loadd(6, beside, TILE_BYTES);
    _tile_dpbf16ps(0, 4, 6);
    _tile_loadd(7, beside + depth * TILE_UNITS, TILE_BYTES);
    _tile_dpbf16ps(1, 4, 7);
    _tile_loadd(5, above + depth * TILE_UNITS, TILE_BYTES);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
    if (k < 16) {
      __builtin_prefetch(next + 2 * k * out_stride, 1);
      __builtin_prefetch(next + 2 * k * out_stride + 16, 1);
      __builtin_prefetch(next + (2 * k + 1) * out_stride, 1);
      __builtin_prefetch(next + (2 * k + 1) * out_stride + 16, 1);
    }
  }
  _tile_stored(0, out, out_bytes);
  _tile_stored(1, out + 16, out_bytes);
  _tile_stored(2, lower, out_bytes);
  _tile_stored(3, lower + 16, out_bytes);
}

/// The part of a product at the right or lower edge of `out`, which has no room for whole tiles.
static void tiles_add_product_at_edge(float *out, size_t out_stride, const unit *left, const unit *right, size_t rows,
                                      size_t columns, size_t depth) {
  float whole[32 * 32] = {0};
  tiles_add_product(whole, 32, left, right, depth, whole);
  for (size_t row = 0; row < rows; row++)
    EACH_BLOCK(columns, {
      float *place = out + row * out_stride + i;
      store(place, load(place, n) + load(whole + row * 32 + i, n), n);
    });
}

static void tiles_weight_gradient(float *restrict dweight, float *restrict dbias, const uint32_t *restrict turned,
                                  size_t width, size_t first_input, size_t inputs,
                                  const clippo_bf16 *restrict dy, size_t rows, size_t outputs, size_t columns,
                                  uint32_t *restrict scratch) {
  const size_t panel_units = round_up(width, 32) * PANEL_ROWS / 2;
  tiles_begin();
  for (size_t first = 0; first < rows; first += PANEL_ROWS, turned += panel_units) {
    const size_t count = smaller(PANEL_ROWS, rows - first), depth = round_up(count, TILE_DEPTH) / TILE_DEPTH;
    pair_panel(scratch, dy + first * outputs, outputs, count, columns, depth);
    if (dbias) add_pair_sums(dbias, scratch, columns, depth);
    for (size_t column = 0; column < columns; column += 32) {
      const unit *right = scratch + column / 16 * depth * TILE_UNITS;
      const size_t wide = smaller(32, columns - column);
      for (size_t input = 0; input < inputs; input += 32) {
        const unit *left = turned + (first_input + input) / 16 * depth * TILE_UNITS;
        float *out = dweight + input * outputs + column;
        const size_t tall = smaller(32, inputs - input);
        if (tall == 32 && wide == 32) {
          tiles_add_product(out, outputs, left, right, depth, input + 64 <= inputs ? out + 32 * outputs : out);
        } else {
          tiles_add_product_at_edge(out, outputs, left, right, tall, wide, depth);
        }
      }
    }
  }
  tiles_end();
}
