// hnswlib's graph of neighbors (Malkov and Yashunin 2018) behind a C face: no exception and no C++ type crosses it.
#ifndef CLIPPO_HNSW_H
#define CLIPPO_HNSW_H
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma clang assume_nonnull begin

enum { CLIPPO_HNSW_MESSAGE = 256 };

typedef struct clippo_hnsw clippo_hnsw;

/// The product of two vectors of `width` values in bf16.
typedef float (*clippo_hnsw_product)(const uint16_t *x, const uint16_t *y, size_t width);

/// An empty graph with room for `capacity` vectors, each with up to `links` neighbors (twice as many on the lowest level), chosen
/// among `breadth` candidates. NULL with a sentence in `message` where there is no memory.
clippo_hnsw *_Nullable clippo_hnsw_create(size_t width, size_t capacity, size_t links, size_t breadth, uint64_t seed,
                                          clippo_hnsw_product product, char message[_Nonnull CLIPPO_HNSW_MESSAGE]);
void clippo_hnsw_destroy(clippo_hnsw *graph);

/// Adds a vector. Several threads may add at once, once one vector is in. Returns 1, or 0 with a sentence.
int clippo_hnsw_add(clippo_hnsw *graph, const uint16_t *vector, uint64_t label, char message[_Nonnull CLIPPO_HNSW_MESSAGE]);

/// Labels of the `count` nearest that a search with a list of `count` finds, in no order. Returns how many, or -1 with a sentence.
/// Several threads may search at once while none adds.
ptrdiff_t clippo_hnsw_search(const clippo_hnsw *graph, const uint16_t *query, size_t count, uint64_t *labels,
                             char message[_Nonnull CLIPPO_HNSW_MESSAGE]);

/// What of a graph is no vector's.
typedef struct {
  uint64_t count;
  int64_t top_level;
  uint64_t entry;
} clippo_hnsw_facts;
clippo_hnsw_facts clippo_hnsw_describe(const clippo_hnsw *graph);

/// Numbers of 32 bits that a vector's label and links take: label (two), levels, and for each level from 0 a count and the links.
size_t clippo_hnsw_node_size(const clippo_hnsw *graph, size_t node);
void clippo_hnsw_node(const clippo_hnsw *graph, size_t node, uint32_t *out);

/// Fills an empty graph with a vector and what `clippo_hnsw_node` gave, node by node from 0. Checks every number. Returns how many
/// numbers were read, or 0 with a sentence.
size_t clippo_hnsw_restore(clippo_hnsw *graph, const uint32_t *numbers, size_t count, size_t nodes,
                           char message[_Nonnull CLIPPO_HNSW_MESSAGE]);
/// The label of a node that was restored, and the place of its vector, which is still to be filled in: `width` values.
uint64_t clippo_hnsw_label(const clippo_hnsw *graph, size_t node);
uint16_t *clippo_hnsw_vector(clippo_hnsw *graph, size_t node);
/// Last, when all nodes are there: the facts, and whether every link leads to a node of its level. Returns 1, or 0 with a sentence.
int clippo_hnsw_finish(clippo_hnsw *graph, clippo_hnsw_facts facts, char message[_Nonnull CLIPPO_HNSW_MESSAGE]);

#pragma clang assume_nonnull end
#ifdef __cplusplus
}
#endif
#endif
