// Which of many rows may be near to some queries: products of blocks of rows with all queries at once, of which only those
// are handed out that reach a floor. Included by clippo_numeric.h.
#ifndef CLIPPO_SEARCH_H
#define CLIPPO_SEARCH_H
#include <stddef.h>
#include <stdint.h>

// clang-format off
/// Queries are packed in groups of so many; places beyond the last query need a floor of infinity.
#define CLIPPO_SEARCH_GROUP 32

/// So few queries are not packed: their rows lie one after another.
#define CLIPPO_SEARCH_FEW 4

/// A row whose product with a query may reach the query's floor.
typedef struct {
  uint32_t row, query;
} clippo_search_candidate;

/// Floats of `queries` packed queries, and packs queries [queries, width] f32 for `clippo_search_floats`.
size_t clippo_search_packed_floats(size_t queries, size_t width);
void clippo_search_pack_floats(float *packed, const float *queries, size_t count, size_t width);

/// The product that answers are ordered by: in double, in one order on every level, so that its bits are the same everywhere.
double clippo_search_score(const float *x, const float *y, size_t width);

/// Candidates among rows [count, width]: rows of which x · query, in f32 and off by at most width · 2^-24 of the product of the
/// lengths, is at least floors[query]. `floors` holds a number for every place of the last group. `out` has room for
/// count times the queries in whole groups. Returns how many there are, by rows.
size_t clippo_search_floats(clippo_search_candidate *out, const float *rows, size_t count, const float *packed, size_t queries, size_t width, const float *floors);

/// Queries in 8 bits, in steps of a scale each. All but `steps` have a place for every query of whole groups.
typedef struct {
  /// [count, padded], widened to 16 bits.
  const int16_t *steps;
  /// The steps once more, as `clippo_search_pack_bytes` packs them, and what moving rows up by 128 adds to each query's products.
  const uint32_t *packed;
  const int32_t *offsets;
  const float *scales;
  /// Of the queries as they were.
  const float *lengths;
  size_t count;
} clippo_search_byte_queries;

/// Units (32 bits) of `queries` packed queries, and packs queries [queries, padded].
size_t clippo_search_packed_fours(size_t queries, size_t padded);
void clippo_search_pack_bytes(uint32_t *packed, int32_t *offsets, const int8_t *queries, size_t count, size_t padded);

/// The same for rows of 8-bit numbers [count, padded], each row with its own scale and the length of what rounding took from it
/// (`residuals`): rows where dot · scales[row] · queries.scales[query] + residuals[row] · queries.lengths[query] ≥ floors[query].
/// padded is a multiple of 32, at most 65,536.
size_t clippo_search_bytes(clippo_search_candidate *out, const int8_t *rows, const float *scales, const float *residuals, size_t count, const clippo_search_byte_queries *queries, size_t padded, const float *floors);

/// Whether the processor has AVX-512's products of bytes; then the next two may be called.
int clippo_has_vnni(void);

/// `clippo_search_bytes` for many queries, which it calls where it may.
size_t clippo_search_bytes_vnni(clippo_search_candidate *out, const int8_t *rows, const float *scales, const float *residuals, size_t count, const clippo_search_byte_queries *queries, size_t padded, const float *floors);

/// As `clippo_search_floats`, with rows rounded to 8 bits on their way; what that takes from a row is added as above. The queries are
/// padded to the multiple of 32 after the width.
size_t clippo_search_rounded(clippo_search_candidate *out, const float *rows, size_t count, const clippo_search_byte_queries *queries, size_t width, const float *floors, void *scratch);

/// Bytes of scratch of `clippo_search_rounded`.
size_t clippo_search_rounded_scratch(size_t width);

/// x · y in f32.
float clippo_dot_bf16(const uint16_t *x, const uint16_t *y, size_t count);

/// Units (32 bits) of `queries` packed queries, and packs queries [queries, width] bf16 for `clippo_search_tiles`.
size_t clippo_search_packed_units(size_t queries, size_t width);
void clippo_search_pack_units(uint32_t *packed, const uint16_t *queries, size_t count, size_t width);

/// Bytes of scratch of `clippo_search_tiles`.
size_t clippo_search_tiles_scratch(size_t width);

/// As `clippo_search_floats`, with rows rounded to bf16 and multiplied in AMX's tiles, for processors of level 5
/// (`clippo_has_tiles`). Rounding takes at most 2^-8 of a row's length from it, whatever rounding the queries took from them comes
/// on top, and sums in f32.
size_t clippo_search_tiles(clippo_search_candidate *out, const float *rows, size_t count, const uint32_t *packed, size_t queries, size_t width, const float *floors, void *scratch);
// clang-format on
#endif
