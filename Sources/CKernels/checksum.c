#include "clippo_checksum.h"

#include <string.h>

static const uint64_t prime1 = 0x9E3779B185EBCA87u;
static const uint64_t prime2 = 0xC2B2AE3D27D4EB4Fu;
static const uint64_t prime3 = 0x165667B19E3779F9u;
static const uint64_t prime4 = 0x85EBCA77C2B2AE63u;
static const uint64_t prime5 = 0x27D4EB2F165667C5u;

static uint64_t rotate(uint64_t value, int by) { return value << by | value >> (64 - by); }

// Machines that this runs on are little-endian, as the specification reads numbers.
static uint64_t read64(const uint8_t *at) {
  uint64_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static uint32_t read32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static uint64_t mix(uint64_t lane, uint64_t input) { return rotate(lane + input * prime2, 31) * prime1; }

static uint64_t merge(uint64_t hash, uint64_t lane) { return (hash ^ mix(0, lane)) * prime1 + prime4; }

// Four lanes of 8 bytes each, as long as 32 bytes are left.
static uint64_t stripes(const uint8_t **at, const uint8_t *end) {
  uint64_t a = prime1 + prime2, b = prime2, c = 0, d = 0 - prime1;
  const uint8_t *place = *at;
  for (; end - place >= 32; place += 32) {
    a = mix(a, read64(place));
    b = mix(b, read64(place + 8));
    c = mix(c, read64(place + 16));
    d = mix(d, read64(place + 24));
  }
  *at = place;
  uint64_t hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
  return merge(merge(merge(merge(hash, a), b), c), d);
}

uint64_t clippo_checksum64(const void *bytes, size_t count) {
  if (bytes == NULL) count = 0;
  static const uint8_t nothing[1];
  const uint8_t *at = count > 0 ? bytes : nothing;
  const uint8_t *end = at + count;
  uint64_t hash = count >= 32 ? stripes(&at, end) : prime5;
  hash += (uint64_t)count;
  for (; end - at >= 8; at += 8) hash = rotate(hash ^ mix(0, read64(at)), 27) * prime1 + prime4;
  if (end - at >= 4) {
    hash = rotate(hash ^ (uint64_t)read32(at) * prime1, 23) * prime2 + prime3;
    at += 4;
  }
  for (; at < end; at++) hash = rotate(hash ^ *at * prime5, 11) * prime1;
  hash = (hash ^ hash >> 33) * prime2;
  hash = (hash ^ hash >> 29) * prime3;
  return hash ^ hash >> 32;
}
