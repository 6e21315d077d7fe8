#include <math.h>

#include "clippo_reference.h"

/// Softmax of scores[0 ..< count] in place; returns the log-sum-exp.
static double softmax(double *scores, size_t count) {
  double largest = -INFINITY, sum = 0;
  for (size_t i = 0; i < count; i++) largest = fmax(largest, scores[i]);
  for (size_t i = 0; i < count; i++) sum += exp(scores[i] - largest);
  double lse = largest + log(sum);
  for (size_t i = 0; i < count; i++) scores[i] = exp(scores[i] - lse);
  return lse;
}

static double dot(const double *x, const double *y, size_t count) { return clippo_reference_dot(x, y, count); }

void clippo_reference_attention_forward(double *out, double *lse, const double *qkv, const int32_t *offsets,
                                        size_t first, size_t end, size_t heads, size_t head_width, int causal, double *scratch) {
  size_t width = heads * head_width;
  for (size_t s = first; s < end; s++) {
    size_t start = (size_t)offsets[s], stop = (size_t)offsets[s + 1];
    for (size_t h = 0; h < heads; h++) {
      for (size_t i = start; i < stop; i++) {
        const double *query = qkv + i * 3 * width + h * head_width;
        size_t seen = causal ? i + 1 : stop;
        for (size_t j = start; j < seen; j++) {
          const double *key = qkv + j * 3 * width + width + h * head_width;
          scratch[j - start] = dot(query, key, head_width) / sqrt((double)head_width);
        }
        lse[i * heads + h] = softmax(scratch, seen - start);
        for (size_t c = 0; c < head_width; c++) {
          double sum = 0;
          for (size_t j = start; j < seen; j++)
            sum += scratch[j - start] * qkv[j * 3 * width + 2 * width + h * head_width + c];
          out[i * width + h * head_width + c] = sum;
        }
      }
    }
  }
}

void clippo_reference_attention_backward(double *dqkv, const double *dout, const double *out, const double *lse,
                                         const double *qkv, const int32_t *offsets, size_t first, size_t end,
                                         size_t heads, size_t head_width, int causal) {
  size_t width = heads * head_width;
  double scale = 1.0 / sqrt((double)head_width);
  for (size_t s = first; s < end; s++) {
    size_t start = (size_t)offsets[s], stop = (size_t)offsets[s + 1];
    for (size_t i = start * 3 * width; i < stop * 3 * width; i++) dqkv[i] = 0;
    for (size_t h = 0; h < heads; h++) {
      for (size_t i = start; i < stop; i++) {
        const double *query = qkv + i * 3 * width + h * head_width;
        const double *upstream = dout + i * width + h * head_width;
        double delta = dot(upstream, out + i * width + h * head_width, head_width);
        double *dquery = dqkv + i * 3 * width + h * head_width;
        for (size_t j = start; j < (causal ? i + 1 : stop); j++) {
          const double *key = qkv + j * 3 * width + width + h * head_width, *value = key + width;
          double *dkey = dqkv + j * 3 * width + width + h * head_width, *dvalue = dkey + width;
          double p = exp(dot(query, key, head_width) * scale - lse[i * heads + h]);
          double ds = p * (dot(upstream, value, head_width) - delta) * scale;
          for (size_t c = 0; c < head_width; c++) {
            dquery[c] += ds * key[c];
            dkey[c] += ds * query[c];
            dvalue[c] += p * upstream[c];
          }
        }
      }
    }
  }
}

void clippo_reference_probe_attention_forward(double *out, double *lse, const double *query, const double *kv,
                                              const int32_t *offsets, size_t first, size_t end, size_t heads,
                                              size_t head_width, double *scratch) {
  size_t width = heads * head_width;
  for (size_t s = first; s < end; s++) {
    size_t start = (size_t)offsets[s], stop = (size_t)offsets[s + 1];
    for (size_t h = 0; h < heads; h++) {
      for (size_t j = start; j < stop; j++) {
        const double *key = kv + j * 2 * width + h * head_width;
        scratch[j - start] = dot(query + h * head_width, key, head_width) / sqrt((double)head_width);
      }
      lse[s * heads + h] = softmax(scratch, stop - start);
      for (size_t c = 0; c < head_width; c++) {
        double sum = 0;
        for (size_t j = start; j < stop; j++)
          sum += scratch[j - start] * kv[j * 2 * width + width + h * head_width + c];
        out[s * width + h * head_width + c] = sum;
      }
    }
  }
}

void clippo_reference_probe_attention_backward(double *dquery, double *dkv, const double *dout, const double *out,
                                               const double *lse, const double *query, const double *kv,
                                               const int32_t *offsets, size_t first, size_t end, size_t heads,
                                               size_t head_width) {
  size_t width = heads * head_width;
  double scale = 1.0 / sqrt((double)head_width);
  for (size_t s = first; s < end; s++) {
    for (size_t h = 0; h < heads; h++) {
      const double *upstream = dout + s * width + h * head_width;
      double delta = dot(upstream, out + s * width + h * head_width, head_width);
      for (size_t j = (size_t)offsets[s]; j < (size_t)offsets[s + 1]; j++) {
        size_t place = j * 2 * width + h * head_width;
        double p = exp(dot(query + h * head_width, kv + place, head_width) * scale - lse[s * heads + h]);
        double ds = p * (dot(upstream, kv + place + width, head_width) - delta) * scale;
        for (size_t c = 0; c < head_width; c++) {
          dquery[h * head_width + c] += ds * kv[place + c];
          dkv[place + c] = ds * query[h * head_width + c];
          dkv[place + width + c] = p * upstream[c];
        }
      }
    }
  }
}
