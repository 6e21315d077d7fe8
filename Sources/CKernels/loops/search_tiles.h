// Rows that may be near to queries, in tiles: 32 rows are rounded and multiplied with 32 queries at a time. While they are,
// the cache is told of the next 32, which come from far.

#define SEARCH_TALL ((size_t)32)
#define SEARCH_TILE_UNITS ((size_t)256)

/// 32 rows by 32 queries; the queries' tiles lie one after another down the depth.
INLINE void search_tile_block(float *out, const clippo_bf16 *left, size_t left_bytes, const unit *right, size_t depth) {
  const unit *beside = right + depth * SEARCH_TILE_UNITS;
  const clippo_bf16 *below = left + 16 * left_bytes / sizeof(clippo_bf16);
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  for (size_t k = 0; k < depth; k++) {
    _tile_loadd(4, left + k * TILE_DEPTH, left_bytes);
    _tile_loadd(6, right + k * SEARCH_TILE_UNITS, TILE_BYTES);
    _tile_dpbf16ps(0, 4, 6);
    _tile_loadd(7, beside + k * SEARCH_TILE_UNITS, TILE_BYTES);
    _tile_dpbf16ps(1, 4, 7);
    _tile_loadd(5, below + k * TILE_DEPTH, left_bytes);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  const size_t out_bytes = 32 * sizeof(float);
  _tile_stored(0, out, out_bytes);
  _tile_stored(1, out + 16, out_bytes);
  _tile_stored(2, out + 16 * 32, out_bytes);
  _tile_stored(3, out + 16 * 32 + 16, out_bytes);
}

static size_t search_in_tiles(clippo_search_candidate *restrict out, const float *restrict rows, size_t count,
                              const unit *restrict packed, size_t queries, size_t width, const float *restrict floors,
                              void *restrict scratch) {
  const size_t depth = round_up(width, TILE_DEPTH) / TILE_DEPTH, stride = depth * TILE_DEPTH;
  const size_t columns = round_up(queries, 32);
  float *products = scratch;
  clippo_bf16 *left = (clippo_bf16 *)(products + SEARCH_TALL * 32);
  __builtin_memset(left, 0, SEARCH_TALL * stride * sizeof *left);
  size_t found = 0;
  tiles_begin();
  for (size_t row = 0; row < count; row += SEARCH_TALL) {
    const size_t tall = smaller(SEARCH_TALL, count - row), next = row + tall;
    for (size_t i = 0; i < tall; i++) convert_f32_to_bf16(left + i * stride, rows + (row + i) * width, width);
    const size_t ahead = smaller(SEARCH_TALL, count - next) * width * sizeof(float);
    for (size_t column = 0; column < columns; column += 32) {
      search_tile_block(products, left, stride * sizeof *left, packed + column / 16 * depth * SEARCH_TILE_UNITS, depth);
      if (ahead) search_fetch((const char *)(rows + next * width), ahead, column / 32, columns / 32);
      const floats low = load(floors + column, LANES), high = load(floors + column + 16, LANES);
      for (size_t i = 0; i < tall; i++) {
        const uint32_t bits = lanes_reaching(load(products + i * 32, LANES), low) |
                              lanes_reaching(load(products + i * 32 + 16, LANES), high) << 16;
        if (bits) found += emit_lanes(out + found, bits, row + i, column);
      }
    }
  }
  tiles_end();
  return found;
}
