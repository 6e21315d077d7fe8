// All of it in one file, because the headers of the library define functions that may stand in one alone.
#include "clippo_hnsw_graph.h"

clippo_hnsw *clippo_hnsw_create(size_t width, size_t capacity, size_t links, size_t breadth, uint64_t seed,
                                clippo_hnsw_product product, char *message) {
  return clippo_hnsw_guarded<clippo_hnsw *>(message, nullptr, [&]() -> clippo_hnsw * {
    auto made = std::make_unique<clippo_hnsw>(clippo_hnsw{HalfSpace(width, product), nullptr});
    made->graph = std::make_unique<clippo_hnsw::Graph>(&made->space, capacity, links, breadth, seed);
    return made.release();
  });
}

void clippo_hnsw_destroy(clippo_hnsw *graph) { delete graph; }

int clippo_hnsw_add(clippo_hnsw *graph, const uint16_t *vector, uint64_t label, char *message) {
  return clippo_hnsw_guarded(message, 0, [&] {
    graph->graph->addPoint(vector, label);
    return 1;
  });
}

ptrdiff_t clippo_hnsw_search(const clippo_hnsw *graph, const uint16_t *query, size_t count, uint64_t *labels,
                             char *message) {
  return clippo_hnsw_guarded<ptrdiff_t>(message, -1, [&]() -> ptrdiff_t {
    auto found = graph->graph->searchKnn(query, count);
    ptrdiff_t number = 0;
    for (; !found.empty(); found.pop()) labels[number++] = found.top().second;
    return number;
  });
}

clippo_hnsw_facts clippo_hnsw_describe(const clippo_hnsw *graph) {
  return {graph->graph->cur_element_count, graph->graph->maxlevel_, graph->graph->enterpoint_node_};
}

// A graph's links as numbers and back. The library's own files hold the vectors too and are believed whatever they say.

// The library keeps a list's length in the lower half of its first number, and a mark of removal in the upper, which is not used here.
static const uint32_t *list(const clippo_hnsw *graph, size_t node, size_t level) {
  auto number = static_cast<hnswlib::tableint>(node);
  return level == 0 ? graph->graph->get_linklist0(number) : graph->graph->get_linklist(number, static_cast<int>(level));
}

static uint32_t length(const uint32_t *links) { return *links & 0xffff; }

size_t clippo_hnsw_node_size(const clippo_hnsw *graph, size_t node) {
  size_t size = 3, levels = static_cast<size_t>(graph->graph->element_levels_[node]);
  for (size_t level = 0; level <= levels; level++) size += 1 + length(list(graph, node, level));
  return size;
}

void clippo_hnsw_node(const clippo_hnsw *graph, size_t node, uint32_t *out) {
  uint64_t label = clippo_hnsw_label(graph, node);
  size_t levels = static_cast<size_t>(graph->graph->element_levels_[node]);
  *out++ = static_cast<uint32_t>(label);
  *out++ = static_cast<uint32_t>(label >> 32);
  *out++ = static_cast<uint32_t>(levels);
  for (size_t level = 0; level <= levels; level++) {
    const uint32_t *links = list(graph, node, level);
    *out++ = length(links);
    std::memcpy(out, links + 1, length(links) * sizeof *out);
    out += length(links);
  }
}

uint64_t clippo_hnsw_label(const clippo_hnsw *graph, size_t node) {
  return graph->graph->getExternalLabel(static_cast<hnswlib::tableint>(node));
}

uint16_t *clippo_hnsw_vector(clippo_hnsw *graph, size_t node) {
  return reinterpret_cast<uint16_t *>(graph->graph->getDataByInternalId(static_cast<hnswlib::tableint>(node)));
}

static size_t refuse(char *message, const char *sentence) {
  clippo_hnsw_say(message, sentence);
  return 0;
}

/// Levels beyond this do not happen: the chance of one more is one in `links`.
static const uint32_t level_limit = 64;

size_t clippo_hnsw_restore(clippo_hnsw *graph, const uint32_t *numbers, size_t count, size_t nodes, char *message) {
  return clippo_hnsw_guarded<size_t>(message, 0, [&]() -> size_t {
    auto &made = *graph->graph;
    const size_t node = made.cur_element_count;
    if (node >= nodes || node >= made.max_elements_) return refuse(message, "there are more nodes than said");
    if (count < 3 || numbers[2] > level_limit) return refuse(message, "a node has no levels");
    const size_t levels = numbers[2];
    char *element = made.data_level0_memory_ + node * made.size_data_per_element_;
    std::memset(element, 0, made.size_data_per_element_);
    if (levels > 0) {
      // With room for the one link more that the library looks at.
      made.linkLists_[node] = static_cast<char *>(std::calloc(1, levels * made.size_links_per_element_ + sizeof(uint32_t)));
      if (!made.linkLists_[node]) throw std::bad_alloc();
    }
    // From here on the destructor frees the lists.
    made.element_levels_[node] = static_cast<int>(levels);
    made.cur_element_count = node + 1;
    made.setExternalLabel(static_cast<hnswlib::tableint>(node), numbers[0] | static_cast<uint64_t>(numbers[1]) << 32);
    size_t at = 3;
    for (size_t level = 0; level <= levels; level++) {
      if (at >= count) return refuse(message, "a node's links are cut off");
      const size_t links = numbers[at];
      if (links > (level == 0 ? made.maxM0_ : made.maxM_)) return refuse(message, "a node has too many links");
      if (links + 1 > count - at) return refuse(message, "a node's links are cut off");
      for (size_t i = 0; i < links; i++)
        if (numbers[at + 1 + i] >= nodes) return refuse(message, "a link leads nowhere");
      auto *place = const_cast<uint32_t *>(list(graph, node, level));
      std::memcpy(place, numbers + at, (links + 1) * sizeof *numbers);
      at += links + 1;
    }
    return at;
  });
}

int clippo_hnsw_finish(clippo_hnsw *graph, clippo_hnsw_facts facts, char *message) {
  auto &made = *graph->graph;
  const size_t nodes = made.cur_element_count;
  if (facts.count != nodes || nodes == 0 || facts.entry >= nodes || facts.top_level < 0 ||
      facts.top_level != made.element_levels_[facts.entry])
    return static_cast<int>(refuse(message, "the place where searches begin is none"));
  for (size_t node = 0; node < nodes; node++) {
    if (made.element_levels_[node] > facts.top_level)
      return static_cast<int>(refuse(message, "a node stands above the highest level"));
    for (size_t level = 1; level <= static_cast<size_t>(made.element_levels_[node]); level++) {
      const uint32_t *links = list(graph, node, level);
      for (uint32_t i = 1; i <= length(links); i++)
        if (made.element_levels_[links[i]] < static_cast<int>(level))
          return static_cast<int>(refuse(message, "a link leads to a node that does not reach its level"));
    }
  }
  made.maxlevel_ = static_cast<int>(facts.top_level);
  made.enterpoint_node_ = static_cast<hnswlib::tableint>(facts.entry);
  return 1;
}
