// Attention of one learned query over the tokens of each sequence. Without scratch: the weights of at most PROBE_BLOCK
// tokens and PROBE_COLUMNS columns of sums live on the stack, and longer rows are done in pieces.

#define PROBE_BLOCK ((size_t)256)
#define PROBE_COLUMNS ((size_t)256)

INLINE float TYPED(probe_dot)(const float *restrict query, const ACTIVATION *restrict row, size_t width) {
  floats sum = 0;
  EACH_BLOCK(width, sum += load(query + i, n) * load(row + i, n););
  return sum_of(sum);
}

/// out[i] = e^(scale query · key - shift) for the block's keys; returns their sum.
static float TYPED(probe_weights)(float *restrict out, const float *restrict query, const ACTIVATION *restrict keys,
                                  size_t stride, size_t count, size_t head_width, float scale, float shift) {
  for (size_t i = 0; i < count; i++) out[i] = TYPED(probe_dot)(query, keys + i * stride, head_width) * scale - shift;
  floats sum = 0;
  EACH_BLOCK(count, {
    floats power = first_lanes(exponential(load(out + i, n)), n, 0.0f);
    store(out + i, power, n);
    sum += power;
  });
  return sum_of(sum);
}

static float TYPED(probe_log_sum_exp)(const float *restrict query, const ACTIVATION *restrict keys, size_t stride,
                                      size_t tokens, size_t head_width, float scale) {
  float largest = -__builtin_inff();
  for (size_t token = 0; token < tokens; token++) {
    float score = TYPED(probe_dot)(query, keys + token * stride, head_width) * scale;
    largest = largest < score ? score : largest;
  }
  float weights[PROBE_BLOCK], sum = 0;
  for (size_t token = 0; token < tokens; token += PROBE_BLOCK) {
    sum += TYPED(probe_weights)(weights, query, keys + token * stride, stride, smaller(PROBE_BLOCK, tokens - token),
                                head_width, scale, largest);
  }
  return largest + __builtin_logf(sum);
}

/// The sums of values of one head, at most PROBE_COLUMNS columns of them.
static void TYPED(probe_sums)(float *restrict sums, const float *restrict query, const ACTIVATION *restrict keys,
                              const ACTIVATION *restrict values, size_t stride, size_t tokens, size_t head_width,
                              size_t columns, float scale, float norm) {
  float weights[PROBE_BLOCK];
  for (size_t token = 0; token < tokens; token++) {
    if (token % PROBE_BLOCK == 0) {
      const size_t count = smaller(PROBE_BLOCK, tokens - token);
      TYPED(probe_weights)(weights, query, keys + token * stride, stride, count, head_width, scale, norm);
    }
    const float weight = weights[token % PROBE_BLOCK];
    const ACTIVATION *row = values + token * stride;
    EACH_BLOCK(columns, store(sums + i, load(sums + i, n) + load(row + i, n) * weight, n););
  }
}

static void TYPED(probe_attention_forward)(ACTIVATION *restrict out, float *restrict lse, const float *restrict query,
                                           const ACTIVATION *restrict kv, const int32_t *restrict offsets, size_t first,
                                           size_t end, size_t heads, size_t head_width) {
  const size_t width = heads * head_width, stride = 2 * width;
  const float scale = 1.0f / __builtin_sqrtf((float)head_width);
  for (size_t sequence = first; sequence < end; sequence++) {
    const size_t start = (size_t)offsets[sequence], tokens = (size_t)offsets[sequence + 1] - start;
    for (size_t head = 0; head < heads; head++) {
      const float *head_query = query + head * head_width;
      const ACTIVATION *keys = kv + start * stride + head * head_width, *values = keys + width;
      const float norm = TYPED(probe_log_sum_exp)(head_query, keys, stride, tokens, head_width, scale);
      lse[sequence * heads + head] = norm;
      for (size_t column = 0; column < head_width; column += PROBE_COLUMNS) {
        const size_t columns = smaller(PROBE_COLUMNS, head_width - column);
        float sums[PROBE_COLUMNS] = {0};
        TYPED(probe_sums)(sums, head_query, keys, values + column, stride, tokens, head_width, columns, scale, norm);
        TYPED(unpack_row)(out + sequence * width + head * head_width + column, sums, columns, 1.0f);
      }
    }
  }
}

/// One token of one head: dk = ds q, dv = p dout, dq += ds k, with ds = p (dout · v - delta) scale.
INLINE void TYPED(probe_attention_backward_token)(float *restrict dquery, ACTIVATION *restrict dkey,
                                                  ACTIVATION *restrict dvalue, const ACTIVATION *restrict dout,
                                                  const float *restrict query, const ACTIVATION *restrict key,
                                                  const ACTIVATION *restrict value, size_t head_width,
                                                  float probability, float delta, float scale) {
  floats products = 0;
  EACH_BLOCK(head_width, products += load(dout + i, n) * load(value + i, n););
  const float gradient = probability * (sum_of(products) - delta) * scale;
  EACH_BLOCK(head_width, {
    store(dkey + i, load(query + i, n) * gradient, n);
    store(dvalue + i, load(dout + i, n) * probability, n);
    store(dquery + i, load(dquery + i, n) + load(key + i, n) * gradient, n);
  });
}

static void TYPED(probe_attention_backward)(float *restrict dquery, ACTIVATION *restrict dkv,
                                            const ACTIVATION *restrict dout, const ACTIVATION *restrict out,
                                            const float *restrict lse, const float *restrict query,
                                            const ACTIVATION *restrict kv, const int32_t *restrict offsets,
                                            size_t first, size_t end, size_t heads, size_t head_width) {
  const size_t width = heads * head_width, stride = 2 * width;
  const float scale = 1.0f / __builtin_sqrtf((float)head_width);
  for (size_t sequence = first; sequence < end; sequence++) {
    const size_t start = (size_t)offsets[sequence], stop = (size_t)offsets[sequence + 1];
    for (size_t head = 0; head < heads; head++) {
      const size_t column = head * head_width;
      const ACTIVATION *head_dout = dout + sequence * width + column, *head_out = out + sequence * width + column;
      floats products = 0;
      EACH_BLOCK(head_width, products += load(head_dout + i, n) * load(head_out + i, n););
      const float delta = sum_of(products);
      for (size_t token = start; token < stop; token++) {
        const size_t key = token * stride + column, value = key + width;
        float probability;
        TYPED(probe_weights)
        (&probability, query + column, kv + key, stride, 1, head_width, scale, lse[sequence * heads + head]);
        TYPED(probe_attention_backward_token)
        (dquery + column, dkv + key, dkv + value, head_dout, query + column, kv + key, kv + value, head_width,
         probability, delta, scale);
      }
    }
  }
}
