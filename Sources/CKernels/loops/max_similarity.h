// Late interaction: of every token the most similar one in each sequence of the other side, out of a block of products.

INLINE void set_place(void *places, size_t place_bytes, size_t index, int32_t place) {
  if (place_bytes == 1) {
    ((uint8_t *)places)[index] = (uint8_t)place;
  } else {
    ((uint16_t *)places)[index] = (uint16_t)place;
  }
}

INLINE size_t get_place(const void *places, size_t place_bytes, size_t index) {
  return place_bytes == 1 ? ((const uint8_t *)places)[index] : ((const uint16_t *)places)[index];
}

/// The smallest of the places at which the largest value stands.
INLINE int32_t first_place(floats values, ints places, float largest) {
  ints found = values == largest ? places : (ints)INT32_MAX;
  int32_t first = found[0];
  for (size_t lane = 1; lane < LANES; lane++) first = found[lane] < first ? found[lane] : first;
  return first;
}

static void row_maxima_f32(float *restrict sums, void *restrict places, size_t place_bytes, size_t place_stride,
                           const float *restrict products, size_t rows, size_t stride, const int32_t *offsets,
                           size_t sequences) {
  const floats nothing = -__builtin_inff();
  for (size_t row = 0; row < rows; row++) {
    for (size_t sequence = 0; sequence < sequences; sequence++) {
      const float *from = products + row * stride + (offsets[sequence] - offsets[0]);
      const size_t count = (size_t)(offsets[sequence + 1] - offsets[sequence]);
      if (!count) continue;
      floats best = nothing;
      ints place = 0;
      EACH_BLOCK(count, {
        floats value = first_lanes(load(from + i, n), n, -__builtin_inff());
        ints is_larger = value > best;
        best = is_larger ? value : best;
        place = is_larger ? lane_numbers() + (int32_t)i : place;
      });
      const float largest = largest_of(best);
      sums[sequence] += largest;
      if (places) set_place(places, place_bytes, row * place_stride + sequence, first_place(best, place, largest));
    }
  }
}

static void column_maxima_f32(float *restrict best, int32_t *restrict place, const float *restrict products,
                              size_t rows, size_t stride, size_t columns, int32_t first) {
  EACH_BLOCK(columns, {
    floats largest = load(best + i, n);
    ints where = (ints)load((const float *)(place + i), n);
    for (size_t row = 0; row < rows; row++) {
      floats value = load(products + row * stride + i, n);
      ints is_larger = value > largest;
      largest = is_larger ? value : largest;
      where = is_larger ? (ints)(first + (int32_t)row) : where;
    }
    store(best + i, largest, n);
    store((float *)(place + i), (floats)where, n);
  });
}

static void column_maxima_sums_f32(float *restrict sums, void *restrict places, size_t place_bytes,
                                   const float *restrict best, const int32_t *restrict place, const int32_t *offsets,
                                   size_t sequences) {
  for (size_t sequence = 0; sequence < sequences; sequence++) {
    const float *from = best + (offsets[sequence] - offsets[0]);
    floats sum = 0;
    EACH_BLOCK((size_t)(offsets[sequence + 1] - offsets[sequence]), sum += load(from + i, n););
    sums[sequence] = sum_of(sum);
  }
  if (!places) return;
  const size_t columns = (size_t)(offsets[sequences] - offsets[0]);
  if (place_bytes == 1) {
    uint8_t *restrict out = places;
    for (size_t column = 0; column < columns; column++) out[column] = (uint8_t)place[column];
  } else {
    uint16_t *restrict out = places;
    for (size_t column = 0; column < columns; column++) out[column] = (uint16_t)place[column];
  }
}

/// out += weight * from, one row.
INLINE void add_row(float *restrict out, const float *restrict from, size_t width, float weight) {
  EACH_BLOCK(width, store(out + i, multiply_add(load(from + i, n), weight, load(out + i, n)), n););
}

static void add_found_rows_f32(float *restrict out, const float *restrict from, const void *restrict places,
                               size_t place_bytes, size_t place_stride, size_t rows, size_t width, float weight) {
  for (size_t row = 0; row < rows; row++)
    add_row(out + row * width, from + get_place(places, place_bytes, row * place_stride) * width, width, weight);
}

static void add_to_found_rows_f32(float *restrict out, const float *restrict from, const void *restrict places,
                                  size_t place_bytes, size_t place_stride, size_t rows, size_t width, float weight) {
  for (size_t row = 0; row < rows; row++)
    add_row(out + get_place(places, place_bytes, row * place_stride) * width, from + row * width, width, weight);
}
