#include "clippo_numeric.h"

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

// Enough for every level: the layouts are those of loops/attention_forward.h, loops/attention_backward.h for the widest
// vectors, and of their twins with tiles.
size_t clippo_attention_scratch(size_t longest, size_t head_width) {
  const size_t block = 64, tile = 32, tile_queries = 256;
  const size_t key_columns = (longest + 15) / 16 * 16, head_columns = (head_width + 15) / 16 * 16;
  const size_t vectors = 5 * block * head_columns + 5 * block * key_columns + 6 * key_columns * head_columns;

  const size_t columns = (longest + tile - 1) / tile * tile, deep = (head_width + tile - 1) / tile * tile;
  const size_t whole = columns * deep, of_queries = tile_queries * columns;
  const size_t tiles = 5 * whole + of_queries + tile_queries * deep + 40 * columns + 24 * deep;
  return larger(vectors, tiles);
}
