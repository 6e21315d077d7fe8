// How queries lie for the loops of loops/search.h, loops/search_tiles.h and search_vnni.c.
#include <string.h>

#include "clippo_numeric.h"

enum { PANEL = 16, DEPTH = 32, TILE_UNITS = 256 };

static size_t grouped(size_t queries) { return (queries + CLIPPO_SEARCH_GROUP - 1) / CLIPPO_SEARCH_GROUP * CLIPPO_SEARCH_GROUP; }

size_t clippo_search_packed_floats(size_t queries, size_t width) { return grouped(queries) * width; }

void clippo_search_pack_floats(float *packed, const float *queries, size_t count, size_t width) {
  if (count <= CLIPPO_SEARCH_FEW) {
    memcpy(packed, queries, count * width * sizeof *packed);
    return;
  }
  memset(packed, 0, clippo_search_packed_floats(count, width) * sizeof *packed);
  for (size_t query = 0; query < count; query++)
    for (size_t i = 0; i < width; i++)
      packed[(query / PANEL * width + i) * PANEL + query % PANEL] = queries[query * width + i];
}

size_t clippo_search_packed_fours(size_t queries, size_t padded) { return grouped(queries) * (padded / 4); }

void clippo_search_pack_bytes(uint32_t *packed, int32_t *offsets, const int8_t *queries, size_t count, size_t padded) {
  const size_t fours = padded / 4;
  memset(packed, 0, clippo_search_packed_fours(count, padded) * sizeof *packed);
  memset(offsets, 0, grouped(count) * sizeof *offsets);
  for (size_t query = 0; query < count; query++) {
    for (size_t i = 0; i < fours; i++) {
      const int8_t *four = queries + query * padded + 4 * i;
      memcpy(packed + (query / PANEL * fours + i) * PANEL + query % PANEL, four, 4);
      offsets[query] += 128 * (four[0] + four[1] + four[2] + four[3]);
    }
  }
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
