// Sums over rows.

static void TYPED(column_sum)(float *restrict out, const ACTIVATION *restrict x, size_t rows, size_t width) {
  // A block of rows stays in the first cache while its columns are walked.
  const size_t block = 16;
  for (size_t start = 0; start < rows; start += block) {
    size_t end = smaller(start + block, rows);
    EACH_BLOCK(width, {
      floats sum = 0;
      for (size_t row = start; row < end; row++) sum += load(x + row * width + i, n);
      store(out + i, load(out + i, n) + sum, n);
    });
  }
}
