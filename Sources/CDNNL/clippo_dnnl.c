#include "clippo_dnnl.h"

#include <dnnl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clippo_dnnl_widening.h"

// Debian's oneDNN parallelizes with libgomp. Each worker tells it to stay on the calling thread; the symbol is weak so
// that a oneDNN built without OpenMP links too.
__attribute__((weak)) extern void omp_set_num_threads(int);

// Memory descriptors are structs in 2.x and handles in 3.x.
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t descriptor;
static const_dnnl_memory_desc_t view(const descriptor *d) { return *d; }
static int descriptor_plain(descriptor *d, dnnl_dims_t dims, dnnl_data_type_t type, dnnl_dims_t strides) {
  return dnnl_memory_desc_create_with_strides(d, 2, dims, type, strides);
}
static int descriptor_any(descriptor *d, dnnl_dims_t dims, dnnl_data_type_t type) {
  return dnnl_memory_desc_create_with_tag(d, 2, dims, type, dnnl_format_tag_any);
}
static int descriptor_query(descriptor *d, const_dnnl_primitive_desc_t pd, dnnl_query_t what) {
  return dnnl_memory_desc_clone(d, dnnl_primitive_desc_query_md(pd, what, 0));
}
static int descriptor_part(descriptor *d, const descriptor *whole, dnnl_dims_t dims, dnnl_dims_t offsets) {
  return dnnl_memory_desc_create_submemory(d, *whole, dims, offsets);
}
static void descriptor_free(descriptor *d) {
  if (*d) dnnl_memory_desc_destroy(*d);
  *d = NULL;
}
#else
typedef dnnl_memory_desc_t descriptor;
static const dnnl_memory_desc_t *view(const descriptor *d) { return d; }
static int descriptor_plain(descriptor *d, dnnl_dims_t dims, dnnl_data_type_t type, dnnl_dims_t strides) {
  return dnnl_memory_desc_init_by_strides(d, 2, dims, type, strides);
}
static int descriptor_any(descriptor *d, dnnl_dims_t dims, dnnl_data_type_t type) {
  return dnnl_memory_desc_init_by_tag(d, 2, dims, type, dnnl_format_tag_any);
}
static int descriptor_query(descriptor *d, const_dnnl_primitive_desc_t pd, dnnl_query_t what) {
  const dnnl_memory_desc_t *found = dnnl_primitive_desc_query_md(pd, what, 0);
  if (!found) return dnnl_runtime_error;
  *d = *found;
  return dnnl_success;
}
static int descriptor_part(descriptor *d, const descriptor *whole, dnnl_dims_t dims, dnnl_dims_t offsets) {
  return dnnl_memory_desc_init_submemory(d, whole, dims, offsets);
}
static void descriptor_free(descriptor *d) { (void)d; }
#endif

struct clippo_dnnl_engine {
  dnnl_engine_t engine;
  int widens;  // bf16 operands become f32 on their way into a product.
};

/// What one worker needs to execute a product without touching another's state.
typedef struct {
  dnnl_stream_t stream;
  dnnl_memory_t left, right, bias, out, scratch;
} worker_state;

/// Some columns of the right side on their way into the packed layout.
typedef struct {
  dnnl_primitive_t reorder;
  dnnl_memory_t from, to;
} pack_piece;

struct clippo_product {
  clippo_product_shape shape;
  dnnl_engine_t engine;
  dnnl_primitive_t primitive;
  descriptor left, right, bias, out, scratch, unpacked;
  size_t packed_bytes, scratch_bytes;
  clippo_widening widening;
  int is_reference;  // oneDNN's plain loops, not code that was made for the processor.
  worker_state *workers;
  pack_piece *pieces;  // NULL unless this product dictates a packed layout
  int piece_count;
};

static void report(char *error, size_t size, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error, size, format, arguments);
  va_end(arguments);
}

static void stay_on_this_thread(void) {
  static _Thread_local int told;
  if (!told && omp_set_num_threads) omp_set_num_threads(1);
  told = 1;
}

static dnnl_data_type_t data_type(clippo_dnnl_type type) { return type == CLIPPO_DNNL_BF16 ? dnnl_bf16 : dnnl_f32; }

void clippo_dnnl_version(char *text, size_t size) {
  const dnnl_version_t *v = dnnl_version();
  snprintf(text, size, "%d.%d.%d", v->major, v->minor, v->patch);
}

void clippo_dnnl_limit(int level) {
  static const dnnl_cpu_isa_t limits[] = {
      dnnl_cpu_isa_sse41, dnnl_cpu_isa_avx2, dnnl_cpu_isa_avx512_core, dnnl_cpu_isa_avx512_core_bf16,
      dnnl_cpu_isa_avx512_core_bf16};
  if (level < 0 || level >= (int)(sizeof limits / sizeof *limits)) return;
  if (getenv("ONEDNN_MAX_CPU_ISA") || getenv("DNNL_MAX_CPU_ISA")) return;
  dnnl_set_max_cpu_isa(limits[level]);
}

/// Asks for products of bf16 as training has them: by a packed weight, and for the gradient of one.
static int multiplies_bf16(clippo_dnnl_engine *engine) {
  static const clippo_product_shape asked[] = {
      {.rows = 64, .columns = 64, .inner = 64, .operand_type = CLIPPO_DNNL_BF16, .out_type = CLIPPO_DNNL_BF16,
       .right_layout = CLIPPO_RIGHT_PACKED, .has_bias = 1, .workers = 1},
      {.rows = 64, .columns = 64, .inner = 64, .operand_type = CLIPPO_DNNL_BF16, .out_type = CLIPPO_DNNL_F32,
       .left_transposed = 1, .accumulate = 1, .workers = 1},
  };
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
    char error[256];
    clippo_product *product = clippo_product_create(engine, &asked[i], NULL, error, sizeof error);
    if (!product) return 0;
    const int is_reference = product->is_reference;
    clippo_product_destroy(product);
    if (is_reference) return 0;
  }
  return 1;
}

clippo_dnnl_engine *clippo_dnnl_engine_create(int widens_bf16, char *error, size_t error_size) {
  clippo_dnnl_engine *engine = calloc(1, sizeof *engine);
  if (!engine) {
    report(error, error_size, "out of memory");
    return NULL;
  }
  int status = dnnl_engine_create(&engine->engine, dnnl_cpu, 0);
  if (status != dnnl_success) {
    report(error, error_size, "oneDNN offers no CPU engine (status %d)", status);
    free(engine);
    return NULL;
  }
  engine->widens = widens_bf16 || !multiplies_bf16(engine);
  return engine;
}

int clippo_dnnl_widens_bf16(const clippo_dnnl_engine *engine) { return engine->widens; }

void clippo_dnnl_engine_destroy(clippo_dnnl_engine *engine) {
  dnnl_engine_destroy(engine->engine);
  free(engine);
}

static int make_descriptors(clippo_product *p, const clippo_product *like) {
  const clippo_product_shape *s = &p->shape;
  dnnl_data_type_t type = data_type(s->operand_type);
  dnnl_dims_t left = {s->rows, s->inner}, right = {s->inner, s->columns}, out = {s->rows, s->columns};
  dnnl_dims_t bias = {1, s->columns}, by_row = {s->inner, 1}, by_column = {1, s->rows};
  dnnl_dims_t plain = {s->columns, 1}, turned = {1, s->inner};
  int status = descriptor_plain(&p->left, left, type, s->left_transposed ? by_column : by_row);
  if (status) return status;
  switch (s->right_layout) {
    case CLIPPO_RIGHT_PLAIN: status = descriptor_plain(&p->right, right, type, plain); break;
    case CLIPPO_RIGHT_TRANSPOSED: status = descriptor_plain(&p->right, right, type, turned); break;
    case CLIPPO_RIGHT_PACKED:
      status = descriptor_plain(&p->unpacked, right, dnnl_f32, s->packed_from_transposed ? turned : plain);
      if (status) return status;
#if DNNL_VERSION_MAJOR >= 3
      status = like ? dnnl_memory_desc_clone(&p->right, like->right) : descriptor_any(&p->right, right, type);
#else
      if (like) p->right = like->right;
      else status = descriptor_any(&p->right, right, type);
#endif
      break;
  }
  if (status) return status;
  if (s->has_bias && (status = descriptor_plain(&p->bias, bias, dnnl_f32, plain))) return status;
  return descriptor_plain(&p->out, out, data_type(s->out_type), plain);
}

static int make_attributes(const clippo_product *p, dnnl_primitive_attr_t *attributes) {
  int status = dnnl_primitive_attr_create(attributes);
  if (status) return status;
  status = dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
  if (status || !p->shape.accumulate) return status;
  dnnl_post_ops_t sum;
  if ((status = dnnl_post_ops_create(&sum))) return status;
#if DNNL_VERSION_MAJOR >= 3
  status = dnnl_post_ops_append_sum(sum, 1.0f, 0, dnnl_data_type_undef);
#else
  status = dnnl_post_ops_append_sum(sum, 1.0f);
#endif
  if (!status) status = dnnl_primitive_attr_set_post_ops(*attributes, sum);
  dnnl_post_ops_destroy(sum);
  return status;
}

/// Whether the library has nothing better than loops in C++ for this product.
static int is_reference(dnnl_primitive_desc_t pd) {
  const char *name = NULL;
  return dnnl_primitive_desc_query(pd, dnnl_query_impl_info_str, 0, &name) == dnnl_success && name &&
         !strncmp(name, "ref", 3);
}

static int make_primitive(clippo_product *p) {
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_primitive_desc_t pd = NULL;
  int status = make_attributes(p, &attributes);
  if (!status) {
#if DNNL_VERSION_MAJOR >= 3
    status = dnnl_matmul_primitive_desc_create(
        &pd, p->engine, p->left, p->right, p->shape.has_bias ? p->bias : NULL, p->out, attributes);
#else
    dnnl_matmul_desc_t matmul;
    status = dnnl_matmul_desc_init(&matmul, &p->left, &p->right, p->shape.has_bias ? &p->bias : NULL, &p->out);
    if (!status) status = dnnl_primitive_desc_create(&pd, &matmul, attributes, p->engine, NULL);
#endif
  }
  if (!status && p->shape.right_layout == CLIPPO_RIGHT_PACKED) {
    descriptor_free(&p->right);
    status = descriptor_query(&p->right, pd, dnnl_query_weights_md);
  }
  if (!status) status = descriptor_query(&p->scratch, pd, dnnl_query_scratchpad_md);
  if (!status) status = dnnl_primitive_create(&p->primitive, pd);
  if (!status) p->is_reference = is_reference(pd);
  if (pd) dnnl_primitive_desc_destroy(pd);
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  return status;
}

static int make_workers(clippo_product *p) {
  p->workers = calloc((size_t)p->shape.workers, sizeof *p->workers);
  if (!p->workers) return dnnl_out_of_memory;
  for (int i = 0; i < p->shape.workers; i++) {
    worker_state *w = &p->workers[i];
    int status = dnnl_stream_create(&w->stream, p->engine, dnnl_stream_default_flags);
    if (!status) status = dnnl_memory_create(&w->left, view(&p->left), p->engine, DNNL_MEMORY_NONE);
    if (!status) status = dnnl_memory_create(&w->right, view(&p->right), p->engine, DNNL_MEMORY_NONE);
    if (!status) status = dnnl_memory_create(&w->out, view(&p->out), p->engine, DNNL_MEMORY_NONE);
    if (!status) status = dnnl_memory_create(&w->scratch, view(&p->scratch), p->engine, DNNL_MEMORY_NONE);
    if (!status && p->shape.has_bias)
      status = dnnl_memory_create(&w->bias, view(&p->bias), p->engine, DNNL_MEMORY_NONE);
    if (status) return status;
  }
  return dnnl_success;
}

static void free_pieces(clippo_product *p) {
  for (int i = 0; i < p->piece_count; i++) {
    pack_piece *piece = &p->pieces[i];
    if (piece->from) dnnl_memory_destroy(piece->from);
    if (piece->to) dnnl_memory_destroy(piece->to);
    if (piece->reorder) dnnl_primitive_destroy(piece->reorder);
  }
  free(p->pieces);
  p->pieces = NULL;
  p->piece_count = 0;
}

static int make_piece(clippo_product *p, pack_piece *piece, int64_t column, int64_t columns) {
  dnnl_dims_t dims = {p->shape.inner, columns}, offsets = {0, column};
  descriptor from = {0}, to = {0};
  dnnl_primitive_desc_t pd = NULL;
  int status = descriptor_part(&from, &p->unpacked, dims, offsets);
  if (!status) status = descriptor_part(&to, &p->right, dims, offsets);
  if (!status) status = dnnl_reorder_primitive_desc_create(&pd, view(&from), p->engine, view(&to), p->engine, NULL);
  if (!status) status = dnnl_primitive_create(&piece->reorder, pd);
  if (!status) status = dnnl_memory_create(&piece->from, view(&from), p->engine, DNNL_MEMORY_NONE);
  if (!status) status = dnnl_memory_create(&piece->to, view(&to), p->engine, DNNL_MEMORY_NONE);
  if (pd) dnnl_primitive_desc_destroy(pd);
  descriptor_free(&from);
  descriptor_free(&to);
  return status;
}

/// Cuts the columns into `count` pieces of whole panels, the last one shorter.
static int make_pieces(clippo_product *p, int count) {
  const int64_t panel = 64, columns = p->shape.columns;
  const int64_t size = count == 1 ? columns : ((columns + count - 1) / count + panel - 1) / panel * panel;
  p->pieces = calloc((size_t)count, sizeof *p->pieces);
  if (!p->pieces) return dnnl_out_of_memory;
  for (int64_t start = 0; start < columns; start += size) {
    const int64_t left = columns - start;
    int status = make_piece(p, &p->pieces[p->piece_count++], start, left < size ? left : size);
    if (status) return status;
  }
  return dnnl_success;
}

/// One piece a worker where the packed layout can be cut, else one. A float32 matrix is packed whole: its layout may be
/// plain rows, and from one part of plain rows to another oneDNN 3.7.2 copies wrong columns, some of them past the end.
static int make_pack(clippo_product *p) {
  if (p->shape.operand_type != CLIPPO_DNNL_F32) {
    if (make_pieces(p, p->shape.workers) == dnnl_success) return dnnl_success;
    free_pieces(p);
  }
  return make_pieces(p, 1);
}

clippo_product *clippo_product_create(
    clippo_dnnl_engine *engine, const clippo_product_shape *shape, const clippo_product *like, char *error,
    size_t error_size) {
  stay_on_this_thread();
  clippo_product *p = calloc(1, sizeof *p);
  if (!p) {
    report(error, error_size, "out of memory");
    return NULL;
  }
  p->shape = *shape;
  if (engine->widens) p->widening = clippo_widening_of(&p->shape);
  p->engine = engine->engine;
  int status = make_descriptors(p, like);
  if (!status) status = make_primitive(p);
  if (!status) {
    p->packed_bytes = dnnl_memory_desc_get_size(view(&p->right));
    p->scratch_bytes = clippo_widening_place(&p->widening, &p->shape, dnnl_memory_desc_get_size(view(&p->scratch)));
    status = make_workers(p);
  }
  if (!status && shape->right_layout == CLIPPO_RIGHT_PACKED && !like) status = make_pack(p);
  if (status) {
    report(
        error, error_size, "oneDNN cannot multiply [%lld, %lld] by [%lld, %lld] in %s (status %d)",
        (long long)shape->rows, (long long)shape->inner, (long long)shape->inner, (long long)shape->columns,
        p->shape.operand_type == CLIPPO_DNNL_BF16 ? "bfloat16" : "float32", status);
    clippo_product_destroy(p);
    return NULL;
  }
  return p;
}

void clippo_product_destroy(clippo_product *p) {
  for (int i = 0; p->workers && i < p->shape.workers; i++) {
    worker_state *w = &p->workers[i];
    if (w->left) dnnl_memory_destroy(w->left);
    if (w->right) dnnl_memory_destroy(w->right);
    if (w->bias) dnnl_memory_destroy(w->bias);
    if (w->out) dnnl_memory_destroy(w->out);
    if (w->scratch) dnnl_memory_destroy(w->scratch);
    if (w->stream) dnnl_stream_destroy(w->stream);
  }
  free(p->workers);
  free_pieces(p);
  if (p->primitive) dnnl_primitive_destroy(p->primitive);
  descriptor *all[] = {&p->left, &p->right, &p->bias, &p->out, &p->scratch, &p->unpacked};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) descriptor_free(all[i]);
  free(p);
}

size_t clippo_product_packed_bytes(const clippo_product *p) { return p->packed_bytes; }
size_t clippo_product_scratch_bytes(const clippo_product *p) { return p->scratch_bytes; }

int clippo_product_pack_pieces(const clippo_product *p) { return p->piece_count; }

int clippo_product_pack(const clippo_product *p, int worker, int piece, void *packed, const float *plain) {
  if (piece < 0 || piece >= p->piece_count) return dnnl_invalid_arguments;
  stay_on_this_thread();
  const pack_piece *part = &p->pieces[piece];
  int status = dnnl_memory_set_data_handle(part->from, (void *)plain);
  if (!status) status = dnnl_memory_set_data_handle(part->to, packed);
  if (status) return status;
  dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, part->from}, {DNNL_ARG_TO, part->to}};
  status = dnnl_primitive_execute(part->reorder, p->workers[worker].stream, 2, arguments);
  // A float32 matrix is one piece, so nobody else writes to it.
  if (!status && p->widening.left) clippo_round_to_bf16(packed, p->packed_bytes / sizeof(float));
  return status;
}

static int execute(
    const clippo_product *p, int worker, void *out, const void *left, const void *right, const float *bias,
    void *scratch) {
  const worker_state *w = &p->workers[worker];
  int status = dnnl_memory_set_data_handle(w->left, (void *)left);
  if (!status) status = dnnl_memory_set_data_handle(w->right, (void *)right);
  if (!status) status = dnnl_memory_set_data_handle(w->out, out);
  if (!status) status = dnnl_memory_set_data_handle(w->scratch, scratch);
  if (!status && p->shape.has_bias) status = dnnl_memory_set_data_handle(w->bias, (void *)bias);
  if (status) return status;
  dnnl_exec_arg_t arguments[] = {
      {DNNL_ARG_SRC, w->left},
      {DNNL_ARG_WEIGHTS, w->right},
      {DNNL_ARG_DST, w->out},
      {DNNL_ARG_SCRATCHPAD, w->scratch},
      {DNNL_ARG_BIAS, w->bias},
  };
  return dnnl_primitive_execute(p->primitive, w->stream, p->shape.has_bias ? 5 : 4, arguments);
}

int clippo_product_run(
    const clippo_product *p, int worker, void *out, const void *left, const void *right, const float *bias,
    void *scratch) {
  stay_on_this_thread();
  if (!p->widening.left && !p->widening.out) return execute(p, worker, out, left, right, bias, scratch);
  const clippo_operands wide = clippo_widen(&p->widening, &p->shape, (clippo_operands){out, left, right}, scratch);
  const int status = execute(p, worker, wide.out, wide.left, wide.right, bias, scratch);
  if (!status && p->widening.out) clippo_narrow(out, wide.out, &p->shape);
  return status;
}
