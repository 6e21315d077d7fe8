// A fast 64-bit checksum of bytes: XXH64 (Collet, xxhash.com, specification 0.1.1) with seed 0.
#ifndef CLIPPO_CHECKSUM_H
#define CLIPPO_CHECKSUM_H
#include <stddef.h>
#include <stdint.h>

/// Finds damage, not malice.
uint64_t clippo_checksum64(const void *_Nullable bytes, size_t count);
#endif
