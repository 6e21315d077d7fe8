#include <string.h>

#include "clippo_pixels.h"

typedef float float4 __attribute__((vector_size(16)));
typedef int32_t int4 __attribute__((vector_size(16)));

void clippo_nearest_warp_rgb8(uint8_t *restrict out, const uint8_t *restrict in, size_t width, size_t height,
                              const float *restrict matrix, const uint8_t *restrict fill) {
#pragma clang fp contract(off)  // whole rows lie exactly between two pixels: every rounding counts
  const float right = (float)width - 0.5f, bottom = (float)height - 0.5f;
  for (size_t y = 0; y < height; y++) {
    const float down_x = matrix[1] * (float)y, down_y = matrix[4] * (float)y;
    for (size_t x = 0; x < width; x++, out += 3) {
      const float at_x = matrix[0] * (float)x + down_x + matrix[2];
      const float at_y = matrix[3] * (float)x + down_y + matrix[5];
      const uint8_t *pixel = fill;
      if (at_x > -0.5f && at_x < right && at_y > -0.5f && at_y < bottom) {
        // In double precision nothing just below a half is rounded up by the addition.
        const size_t column = (size_t)(int32_t)((double)at_x + 0.5), row = (size_t)(int32_t)((double)at_y + 0.5);
        pixel = in + 3 * (row * width + column);
      }
      out[0] = pixel[0];
      out[1] = pixel[1];
      out[2] = pixel[2];
    }
  }
}

void clippo_lookup_rgb8(uint8_t *restrict pixels, size_t count, const uint8_t *restrict tables) {
  for (uint8_t *p = pixels; p < pixels + 3 * count; p += 3) {
    p[0] = tables[p[0]];
    p[1] = tables[256 + p[1]];
    p[2] = tables[512 + p[2]];
  }
}

void clippo_histogram_rgb8(uint32_t *restrict counts, const uint8_t *restrict pixels, size_t count) {
  memset(counts, 0, 768 * sizeof *counts);
  for (const uint8_t *p = pixels; p < pixels + 3 * count; p += 3) {
    counts[p[0]]++;
    counts[256 + p[1]]++;
    counts[512 + p[2]]++;
  }
}

static inline uint32_t gray_of(const uint8_t *pixel, const uint32_t *weights) {
  return (weights[0] * pixel[0] + weights[1] * pixel[1] + weights[2] * pixel[2] + weights[3]) >> 24;
}

uint64_t clippo_gray_sum_rgb8(const uint8_t *restrict pixels, size_t count, const uint32_t *restrict weights) {
  uint64_t sum = 0;
  for (const uint8_t *p = pixels; p < pixels + 3 * count; p += 3) sum += gray_of(p, weights);
  return sum;
}

void clippo_blend_gray_rgb8(uint8_t *restrict pixels, size_t count, const uint32_t *restrict weights, float factor) {
#pragma clang fp contract(off)  // what is cut off afterwards must not depend on the machine
  const float4 zero = {0, 0, 0, 0}, full = {255, 255, 255, 255};
  for (uint8_t *p = pixels; p < pixels + 3 * count; p += 3) {
    const float gray = (float)(int32_t)gray_of(p, weights);
    const float4 from = {gray, gray, gray, 0}, to = {p[0], p[1], p[2], 0};
    const float4 value = from + factor * (to - from);
    const int4 whole = __builtin_convertvector(
        __builtin_elementwise_min(__builtin_elementwise_max(value, zero), full), int4);
    p[0] = (uint8_t)whole[0];
    p[1] = (uint8_t)whole[1];
    p[2] = (uint8_t)whole[2];
  }
}

/// Pixels whose hues are turned together, each channel in an array of its own, so that four go at once.
enum { HUES = 64 };

/// What one channel becomes, of a color that stands `place` sixths from where the channel begins to fall below the
/// largest: it falls for a sixth, stays for two, rises for a sixth and stays for two. `place` lies within -1…11.
static inline float channel_at(float place, float largest, float chroma) {
  place = place < 0 ? place + 6 : place;
  place = place >= 6 ? place - 6 : place;
  float below = place < 4 - place ? place : 4 - place;
  below = below < 0 ? 0 : below > 1 ? 1 : below;
  return largest + 0.5f - chroma * below;
}

static void turn_hues(float *restrict red, float *restrict green, float *restrict blue, const float *restrict starts) {
  for (size_t i = 0; i < HUES; i++) {
    const float r = red[i], g = green[i], b = blue[i];
    const float rg = r > g ? r : g, largest = rg > b ? rg : b;
    const float low = r < g ? r : g, chroma = largest - (low < b ? low : b);
    const float divisor = chroma > 1 ? chroma : 1;  // a gray stands anywhere
    const float from_green = 2 + (b - r) / divisor, from_blue = 4 + (r - g) / divisor;
    const float elsewhere = largest == g ? from_green : from_blue;
    const float sixths = largest == r ? (g - b) / divisor : elsewhere;
    red[i] = channel_at(starts[0] + sixths, largest, chroma);
    green[i] = channel_at(starts[1] + sixths, largest, chroma);
    blue[i] = channel_at(starts[2] + sixths, largest, chroma);
  }
}

void clippo_turn_hue_rgb8(uint8_t *restrict pixels, size_t count, float turn) {
  float red[HUES] = {0}, green[HUES] = {0}, blue[HUES] = {0}, starts[3];
  for (int c = 0; c < 3; c++) {
    const float start = (float)(5 - 2 * c) + 6 * turn;  // within -2…8
    starts[c] = start < 0 ? start + 6 : start >= 6 ? start - 6 : start;
  }
  for (size_t done = 0; done < count; done += HUES) {
    const size_t here = count - done < HUES ? count - done : HUES;
    uint8_t *p = pixels + 3 * done;
    for (size_t i = 0; i < here; i++) {
      red[i] = p[3 * i];
      green[i] = p[3 * i + 1];
      blue[i] = p[3 * i + 2];
    }
    turn_hues(red, green, blue, starts);
    for (size_t i = 0; i < here; i++) {
      p[3 * i] = (uint8_t)(int32_t)red[i];
      p[3 * i + 1] = (uint8_t)(int32_t)green[i];
      p[3 * i + 2] = (uint8_t)(int32_t)blue[i];
    }
  }
}

static void sharpen_row(uint8_t *restrict out, const uint8_t *restrict above, const uint8_t *restrict row,
                        const uint8_t *restrict below, size_t samples, float factor) {
#pragma clang fp contract(off)  // what is cut off afterwards must not depend on the machine
  for (size_t i = 3; i + 3 < samples; i++) {
    const uint16_t sum = (uint16_t)(above[i - 3] + above[i] + above[i + 3] + row[i - 3] + 5 * row[i] + row[i + 3] +
                                    below[i - 3] + below[i] + below[i + 3]);
    const float smooth = (float)(int32_t)(uint16_t)(sum / 13);
    float value = smooth + factor * ((float)row[i] - smooth);
    value = value < 0 ? 0 : value > 255 ? 255 : value;
    out[i] = (uint8_t)(int32_t)value;
  }
}

void clippo_sharpen_rgb8(uint8_t *restrict out, const uint8_t *restrict in, size_t width, size_t height, float factor) {
  const size_t samples = 3 * width;
  memcpy(out, in, samples * height);
  for (size_t y = 1; y + 1 < height; y++) {
    const uint8_t *row = in + y * samples;
    sharpen_row(out + y * samples, row - samples, row, row + samples, samples, factor);
  }
}
