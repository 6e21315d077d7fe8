// The loops that exist for f32 and for bf16 activations: ACTIVATION is the element type, TYPED(name) appends its name.

/// As exact as results of this type can show.
INLINE void TYPED(exponentials)(floats *x, const size_t count) {
  if (sizeof(ACTIVATION) == 2) {
    rough_exponentials(x, count);
  } else {
    exponentials(x, count);
  }
}

#include "column_sum.h"
#include "layer_norm.h"
#include "gelu.h"
#include "mean_pool.h"
#include "operands.h"
#include "attention_softmax.h"
#if PAIRS && defined(HAS_TILES)
#include "attention_forward_tiles.h"
#include "attention_backward_tiles.h"
#else
#include "attention_forward.h"
#include "attention_backward.h"
#endif
#include "probe_attention.h"
