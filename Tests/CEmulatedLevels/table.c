#include "clippo_emulated_levels.h"

#if defined(__x86_64__)
extern const clippo_kernels clippo_emulated_kernels_avx512, clippo_emulated_kernels_avx512bf16,
    clippo_emulated_kernels_avx512bf16_products, clippo_emulated_kernels_amx;

const clippo_kernels *clippo_emulated_kernels_at_level(int level) {
  if (!clippo_kernels_at_level(1)) return NULL;
  switch (level) {
    case 2: return &clippo_emulated_kernels_avx512;
    case 3: return &clippo_emulated_kernels_avx512bf16;
    case 4: return &clippo_emulated_kernels_avx512bf16_products;
    case 5: return &clippo_emulated_kernels_amx;
    default: return NULL;
  }
}
#else
const clippo_kernels *clippo_emulated_kernels_at_level(int level) { return NULL; }
#endif
