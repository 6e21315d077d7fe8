// Rows of unit length.

static void l2_normalize_forward_f32(float *restrict out, float *restrict norm, const float *restrict x, size_t rows,
                                     size_t width, float epsilon) {
  for (size_t row = 0; row < rows; row++, x += width, out += width) {
    floats squares = 0;
    EACH_BLOCK(width, squares += load(x + i, n) * load(x + i, n););
    norm[row] = __builtin_sqrtf(sum_of(squares));
    float scale = 1.0f / (norm[row] + epsilon);
    EACH_BLOCK(width, store(out + i, load(x + i, n) * scale, n););
  }
}

/// With r = |x|: dx = dout / (r + epsilon) - x (dout · x) / (r (r + epsilon)²). The second term is 0 at x = 0.
static void l2_normalize_backward_f32(float *restrict dx, const float *restrict dout, const float *restrict x,
                                      const float *restrict norm, size_t rows, size_t width, float epsilon) {
  for (size_t row = 0; row < rows; row++, dx += width, dout += width, x += width) {
    floats products = 0;
    EACH_BLOCK(width, products += load(dout + i, n) * load(x + i, n););
    float scale = 1.0f / (norm[row] + epsilon);
    float along = norm[row] == 0.0f ? 0.0f : sum_of(products) * scale * scale / norm[row];
    EACH_BLOCK(width, store(dx + i, load(dout + i, n) * scale - load(x + i, n) * along, n););
  }
}
