// Dense products by oneDNN, 2.x and 3.x behind one small face.
//
// oneDNN compiles code for every shape. A product is such a compiled shape; it is executed by workers of the caller's
// own pool, each on a slice of rows, and never starts threads of its own.
#ifndef CLIPPO_DNNL_H
#define CLIPPO_DNNL_H
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct clippo_dnnl_engine clippo_dnnl_engine;
typedef struct clippo_product clippo_product;

typedef enum { CLIPPO_DNNL_F32 = 0, CLIPPO_DNNL_BF16 = 1 } clippo_dnnl_type;

typedef enum {
  CLIPPO_RIGHT_PLAIN = 0,       // [inner, columns]
  CLIPPO_RIGHT_TRANSPOSED = 1,  // [columns, inner]
  CLIPPO_RIGHT_PACKED = 2,      // oneDNN's own layout, filled by clippo_product_pack
} clippo_right_layout;

/// out [rows, columns] (+)= left [rows, inner] x right [inner, columns] (+ bias [columns] f32).
typedef struct {
  int64_t rows, columns, inner;
  clippo_dnnl_type operand_type;  // of left and right
  clippo_dnnl_type out_type;
  int left_transposed;  // left is stored [inner, rows]
  clippo_right_layout right_layout;
  int packed_from_transposed;  // packing reads [columns, inner] instead of [inner, columns]
  int accumulate;              // out += instead of out =
  int has_bias;
  int workers;
} clippo_product_shape;

/// Keeps oneDNN to the instructions of a level of `clippo_cpu_level`. Only before anything else is asked of the library, and
/// not where ONEDNN_MAX_CPU_ISA, its own variable, is set.
void clippo_dnnl_limit(int level);

/// The CPU engine, or NULL with a sentence in `error`. oneDNN is asked once whether it multiplies bf16 on this processor. Where
/// it does not, or `widens_bf16` is not 0, operands of bf16 are widened to f32 block by block, as they come, and multiplied as
/// such: the factors are the same numbers, packed ones too, and only the order of sums differs.
clippo_dnnl_engine *_Nullable clippo_dnnl_engine_create(int widens_bf16, char *error, size_t error_size);
void clippo_dnnl_engine_destroy(clippo_dnnl_engine *engine);

/// 1 where products of bf16 are made of floats.
int clippo_dnnl_widens_bf16(const clippo_dnnl_engine *engine);

/// The library's version, "2.6.3".
void clippo_dnnl_version(char *text, size_t size);

/// Compiles a shape. With CLIPPO_RIGHT_PACKED, `like` (if any) dictates the layout of the packed right side, so that one
/// packed matrix serves products of different row counts. NULL with a sentence in `error` on failure.
clippo_product *_Nullable clippo_product_create(
    clippo_dnnl_engine *engine, const clippo_product_shape *shape, const clippo_product *_Nullable like, char *error,
    size_t error_size);
void clippo_product_destroy(clippo_product *product);

/// Bytes of the packed right side, and of scratch memory for each worker.
size_t clippo_product_packed_bytes(const clippo_product *product);
size_t clippo_product_scratch_bytes(const clippo_product *product);

/// Pieces of columns that packing can be cut into, so that workers share it: their number, at most one per worker.
int clippo_product_pack_pieces(const clippo_product *product);

/// Brings a piece of an f32 matrix into the packed layout and the operand type; both pointers are those of the whole.
/// Different workers may pack different pieces at once. 0 on success.
int clippo_product_pack(const clippo_product *product, int worker, int piece, void *packed, const float *plain);

/// Executes. Different workers may run at once, each with its own `worker` number and scratch. 0 on success.
int clippo_product_run(
    const clippo_product *product, int worker, void *out, const void *left, const void *right,
    const float *_Nullable bias, void *scratch);

#pragma clang assume_nonnull end
#endif
