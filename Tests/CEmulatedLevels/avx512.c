#if defined(__x86_64__)
#include "emulation/avx512.h"
#define clippo_kernels_avx512 clippo_emulated_kernels_avx512
#include "../../Sources/CKernels/level_avx512.c"
#endif
