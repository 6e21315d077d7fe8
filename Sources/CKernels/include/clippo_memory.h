#ifndef CLIPPO_MEMORY_H
#define CLIPPO_MEMORY_H
#include <stddef.h>

/// From now on blocks of up to `bytes` (at most 2^30) that are freed stay with this process instead of going back to the
/// system, which would hand them out again page by page, each cleared: for blocks that every step asks for anew. Only the
/// C library of GNU listens.
void clippo_keep_freed_memory(size_t bytes);

#endif
