#include "clippo_dnnl_widening.h"

#include "clippo_numeric.h"

enum { ALIGNMENT = 64 };

clippo_widening clippo_widening_of(clippo_product_shape *shape) {
  clippo_widening widening = {0};
  widening.left = shape->operand_type == CLIPPO_DNNL_BF16;
  widening.right = widening.left && shape->right_layout != CLIPPO_RIGHT_PACKED;
  widening.out = shape->out_type == CLIPPO_DNNL_BF16;
  shape->operand_type = shape->out_type = CLIPPO_DNNL_F32;
  return widening;
}

/// Room for floats, from a multiple of ALIGNMENT on.
static size_t room(size_t *bytes, int64_t count) {
  const size_t place = (*bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  *bytes = place + (size_t)count * sizeof(float);
  return place;
}

size_t clippo_widening_place(clippo_widening *widening, const clippo_product_shape *shape, size_t bytes) {
  if (widening->left) widening->left_place = room(&bytes, shape->rows * shape->inner);
  if (widening->right) widening->right_place = room(&bytes, shape->inner * shape->columns);
  if (widening->out) widening->out_place = room(&bytes, shape->rows * shape->columns);
  return bytes;
}

static float *widened(const void *values, int64_t count, void *scratch, size_t place) {
  float *out = (float *)((char *)scratch + place);
  clippo_convert_bf16_to_f32(out, values, (size_t)count);
  return out;
}

clippo_operands clippo_widen(
    const clippo_widening *widening, const clippo_product_shape *shape, clippo_operands operands, void *scratch) {
  if (widening->left)
    operands.left = widened(operands.left, shape->rows * shape->inner, scratch, widening->left_place);
  if (widening->right)
    operands.right = widened(operands.right, shape->inner * shape->columns, scratch, widening->right_place);
  if (widening->out) {
    const int64_t count = shape->accumulate ? shape->rows * shape->columns : 0;
    operands.out = widened(operands.out, count, scratch, widening->out_place);
  }
  return operands;
}

void clippo_narrow(void *out, const void *product, const clippo_product_shape *shape) {
  clippo_convert_f32_to_bf16(out, product, (size_t)(shape->rows * shape->columns));
}

void clippo_round_to_bf16(float *values, size_t count) {
  enum { BLOCK = 1024 };
  clippo_bf16 rounded[BLOCK];
  for (size_t start = 0; start < count; start += BLOCK) {
    const size_t size = count - start < BLOCK ? count - start : BLOCK;
    clippo_convert_f32_to_bf16(rounded, values + start, size);
    clippo_convert_bf16_to_f32(values + start, rounded, size);
  }
}
