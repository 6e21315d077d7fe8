#if defined(__x86_64__)
#include "emulation/avx512.h"
#define clippo_search_bytes_vnni clippo_emulated_search_bytes_vnni
#define clippo_search_rounded clippo_emulated_search_rounded
#define clippo_has_vnni clippo_emulated_has_vnni
#define clippo_search_rounded_scratch clippo_emulated_search_rounded_scratch
#include "../../Sources/CKernels/search_vnni.c"
#endif
