// Rows of a table of learned positions.

static void position_add_f32(float *restrict x, const float *restrict table, const int32_t *restrict index,
                             size_t tokens, size_t width) {
  for (size_t token = 0; token < tokens; token++, x += width) {
    const float *row = table + (size_t)index[token] * width;
    EACH_BLOCK(width, store(x + i, load(x + i, n) + load(row + i, n), n););
  }
}

static void position_gradient_f32(float *restrict dtable, const float *restrict dx, const int32_t *restrict index,
                                  size_t tokens, size_t width, size_t part, size_t parts) {
  for (size_t token = 0; token < tokens; token++, dx += width) {
    if ((size_t)index[token] % parts != part) continue;
    float *row = dtable + (size_t)index[token] * width;
    EACH_BLOCK(width, store(row + i, load(row + i, n) + load(dx + i, n), n););
  }
}
