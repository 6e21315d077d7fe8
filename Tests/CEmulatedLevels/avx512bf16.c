#if defined(__x86_64__)
#include "emulation/avx512.h"
#define clippo_kernels_avx512bf16 clippo_emulated_kernels_avx512bf16
#include "../../Sources/CKernels/level_avx512bf16.c"
#endif
