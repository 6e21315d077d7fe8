#ifndef CLIPPO_HNSW_GRAPH_H
#define CLIPPO_HNSW_GRAPH_H
// To tell the cache of what comes next, the library reads one link more than a list has: harmless, but the address sanitizer objects.
// Without its own vector loops, which are not used here, it does not.
#if __has_feature(address_sanitizer)
#define NO_MANUAL_VECTORIZATION
#endif

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Weverything"
#include <hnswlib/hnswlib.h>
#pragma clang diagnostic pop

#include <cstring>
#include <exception>
#include <memory>
#include <string>

#include "clippo_hnsw.h"

/// Vectors of bf16: half the memory of floats, and near enough to choose candidates by.
class HalfSpace : public hnswlib::SpaceInterface<float> {
 public:
  HalfSpace(size_t width, clippo_hnsw_product product) : parameter{width, product} {}
  size_t get_data_size() override { return parameter.width * sizeof(uint16_t); }
  hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
  void *get_dist_func_param() override { return &parameter; }

 private:
  struct Parameter {
    size_t width;
    clippo_hnsw_product product;
  } parameter;

  static float distance(const void *x, const void *y, const void *parameter) {
    const auto *self = static_cast<const Parameter *>(parameter);
    return 1.0f - self->product(static_cast<const uint16_t *>(x), static_cast<const uint16_t *>(y), self->width);
  }
};

struct clippo_hnsw {
  using Graph = hnswlib::HierarchicalNSW<float>;
  HalfSpace space;
  std::unique_ptr<Graph> graph;
};

inline void clippo_hnsw_say(char *message, const std::string &text) {
  size_t count = text.size() < CLIPPO_HNSW_MESSAGE - 1 ? text.size() : CLIPPO_HNSW_MESSAGE - 1;
  std::memcpy(message, text.data(), count);
  message[count] = 0;
}

/// Runs `body`; an exception becomes a sentence and `failure`.
template <typename Result, typename Body>
Result clippo_hnsw_guarded(char *message, Result failure, Body body) {
  try {
    return body();
  } catch (const std::bad_alloc &) {
    clippo_hnsw_say(message, "there is not enough memory");
  } catch (const std::exception &error) {
    clippo_hnsw_say(message, error.what());
  } catch (...) {
    clippo_hnsw_say(message, "an unknown failure of the library");
  }
  return failure;
}

#endif
