#include "clippo_memory.h"

#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

void clippo_keep_freed_memory(size_t bytes) {
#if defined(__GLIBC__)
  const int limit = bytes > (1u << 30) ? 1 << 30 : (int)bytes;
  mallopt(M_MMAP_THRESHOLD, limit);
  mallopt(M_TRIM_THRESHOLD, limit);
#else
  (void)bytes;
#endif
}
