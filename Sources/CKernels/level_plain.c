// Level 0: four lanes, whatever the baseline instruction set offers.
#define LANES 4
#include "loops/all.h"

const clippo_kernels clippo_kernels_plain = {CLIPPO_FOR_EACH_KERNEL(KERNEL_ENTRY)};
