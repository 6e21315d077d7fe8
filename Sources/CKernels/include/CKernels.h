#ifndef CLIPPO_CKERNELS_H
#define CLIPPO_CKERNELS_H
#include "clippo_checksum.h"
#include "clippo_memory.h"
#include "clippo_pool.h"
#include "clippo_numeric.h"
#include "clippo_pixels.h"
#include "clippo_signals.h"
#include "clippo_text.h"
#include "clippo_tiles.h"
#endif
