// Every numeric loop, for the level whose file includes this. LANES, HAS_FMA, HAS_AVX512, HAS_BF16,
// HAS_BF16_PRODUCTS and HAS_TILES describe the level; all functions are static, and the level's table is the only way in.
#pragma clang diagnostic ignored "-Wpsabi"  // Vectors are passed between inlined functions only.

#include "../include/clippo_numeric.h"
#include "vector.h"
#include "load_store.h"
#include "exponential.h"
#include "conversion.h"
#include "elementwise.h"
#include "reductions.h"
#include "positions.h"
#include "l2_normalize.h"
#include "contrastive.h"
#include "max_similarity.h"
#include "adamw.h"
#include "adafactor.h"
#include "units.h"
#include "search.h"

// The products inside attention, in floats and, where the processor multiplies them, in pairs of bf16.
#define PAIRS 0
#include "products.h"
#if defined(HAS_BF16_PRODUCTS)
#undef PAIRS
#define PAIRS 1
#include "products.h"
#endif
#if defined(HAS_TILES)
#include "tiles.h"
#endif

// f32 activations, multiplied as floats.
#undef PAIRS
#define PAIRS 0
#define ACTIVATION float
#define TYPED(name) name##_f32
#include "typed.h"
#undef ACTIVATION
#undef TYPED

// bf16 activations, multiplied as pairs where possible.
#if defined(HAS_BF16_PRODUCTS) || defined(HAS_TILES)
#undef PAIRS
#define PAIRS 1
#endif
#define ACTIVATION clippo_bf16
#define TYPED(name) name##_bf16
#include "typed.h"
#undef ACTIVATION
#undef TYPED

#define KERNEL_ENTRY(kernel) .kernel = kernel,
