// Counts a thread's requests for memory, so that a test can say that a loop makes none.
#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H
#include <stdint.h>

/// Whether requests are counted: not under a sanitizer, which brings its own allocator, nor without glibc.
int allocations_are_counted(void);

/// Requests for memory that the calling thread has made so far.
uint64_t allocations_made(void);
#endif
