// Products of bf16 on processors for which oneDNN has none: the operands of one block, at most 64 rows or 512 of an inner
// axis, become floats in the scratch of the worker that multiplies them, and so does a result that is to be rounded.
#ifndef CLIPPO_DNNL_WIDENING_H
#define CLIPPO_DNNL_WIDENING_H
#include "clippo_dnnl.h"

/// What of a product is widened, and where in the scratch it lies, in bytes. All 0 for a product as it is.
typedef struct {
  int left, right, out;
  size_t left_place, right_place, out_place;
} clippo_widening;

typedef struct {
  void *out;
  const void *left, *right;
} clippo_operands;

/// How the shape is computed in floats, which it then asks for. A packed right side is made of floats already.
clippo_widening clippo_widening_of(clippo_product_shape *shape);

/// Chooses the places behind `bytes` bytes of scratch; how many bytes it is then.
size_t clippo_widening_place(clippo_widening *widening, const clippo_product_shape *shape, size_t bytes);

/// Floats of the operands, and where to put the product. An `out` that is added to is widened too.
clippo_operands clippo_widen(
    const clippo_widening *widening, const clippo_product_shape *shape, clippo_operands operands, void *scratch);

/// Rounds the product to bf16.
void clippo_narrow(void *out, const void *product, const clippo_product_shape *shape);

/// Rounds floats in place to numbers that bf16 holds.
void clippo_round_to_bf16(float *values, size_t count);
#endif
