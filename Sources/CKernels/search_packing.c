// How queries lie for the loops of loops/search.h and loops/search_tiles.h.
#include <string.h>

#include "clippo_numeric.h"

enum { PANEL = 16, DEPTH = 32, TILE_UNITS = 256 };

static size_t grouped(size_t queries) { return (queries + CLIPPO_SEARCH_GROUP - 1) / CLIPPO_SEARCH_GROUP * CLIPPO_SEARCH_GROUP; }

size_t clippo_search_packed_floats(size_t queries, size_t width) { return grouped(queries) * width; }

void clippo_search_pack_floats(float *packed, const float *queries, size_t count, size_t width) {
  memset(packed, 0, clippo_search_packed_floats(count, width) * sizeof *packed);
  for (size_t query = 0; query < count; query++)
    for (size_t i = 0; i < width; i++)
      packed[(query / PANEL * width + i) * PANEL + query % PANEL] = queries[query * width + i];
}

size_t clippo_search_packed_units(size_t queries, size_t width) {
  return grouped(queries) / PANEL * ((width + DEPTH - 1) / DEPTH) * TILE_UNITS;
}

// Tile after tile down the depth, then across the queries: pairs of values are the rows of a tile, queries its columns.
void clippo_search_pack_units(uint32_t *packed, const uint16_t *queries, size_t count, size_t width) {
  const size_t depth = (width + DEPTH - 1) / DEPTH;
  memset(packed, 0, clippo_search_packed_units(count, width) * sizeof *packed);
  for (size_t query = 0; query < count; query++) {
    for (size_t i = 0; i < width; i++) {
      uint32_t *tile = packed + (query / PANEL * depth + i / DEPTH) * TILE_UNITS;
      tile[i % DEPTH / 2 * PANEL + query % PANEL] |= (uint32_t)queries[query * width + i] << (16 * (i % 2));
    }
  }
}

size_t clippo_search_tiles_scratch(size_t width) { return 32 * 32 * 4 + 32 * ((width + DEPTH - 1) / DEPTH * DEPTH) * 2; }
