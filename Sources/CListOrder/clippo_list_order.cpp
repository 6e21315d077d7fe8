#include "clippo_list_order.h"

#include <algorithm>
#include <new>
#include <utility>
#include <vector>

namespace {

using Entry = std::pair<float, int64_t>;

// Scores alone are compared: what the library does with equal ones is what is wanted.
bool is_before(const Entry &left, const Entry &right) { return left.first > right.first; }

std::vector<Entry> entries(const float *scores, size_t n) {
  std::vector<Entry> entries(n);
  for (size_t place = 0; place < n; place++) entries[place] = {scores[place], static_cast<int64_t>(place)};
  return entries;
}

void write(const std::vector<Entry> &entries, size_t count, int64_t *places) {
  for (size_t place = 0; place < count; place++) places[place] = entries[place].second;
}

}  // namespace

int clippo_list_top(const float *scores, size_t n, size_t k, int64_t *places) {
  try {
    std::vector<Entry> list = entries(scores, n);
    // A heap of k where that is little beside n, else a cut at k; so torch.topk decides, and equal scores fall differently.
    if (k * 64 <= n) {
      std::partial_sort(list.begin(), list.begin() + k, list.end(), is_before);
    } else {
      std::nth_element(list.begin(), list.begin() + (k - 1), list.end(), is_before);
      std::sort(list.begin(), list.begin() + (k - 1), is_before);
    }
    write(list, k, places);
    return 0;
  } catch (const std::bad_alloc &) {
    return -1;
  }
}

int clippo_list_sort(const float *scores, size_t n, int64_t *places) {
  try {
    std::vector<Entry> list = entries(scores, n);
    std::sort(list.begin(), list.end(), is_before);
    write(list, n, places);
    return 0;
  } catch (const std::bad_alloc &) {
    return -1;
  }
}
