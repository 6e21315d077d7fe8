// One pool of threads for everything: kernels, oneDNN slices, decoding.
#ifndef CLIPPO_POOL_H
#define CLIPPO_POOL_H

typedef struct clippo_pool clippo_pool;

/// What every worker runs: `worker` in 0 ..< workers. Worker 0 is the calling thread, which also runs for workers that have not
/// begun when it is done: a job must not wait for another worker.
typedef void (*clippo_job)(void *_Nullable context, int worker, int workers);

/// Starts `threads - 1` threads that spin for a while between jobs and then sleep. NULL when threads < 1 or the
/// system refuses a thread.
clippo_pool *_Nullable clippo_pool_create(int threads);

/// Stops and joins the threads.
void clippo_pool_destroy(clippo_pool *_Nonnull pool);

/// Number of workers, the caller included.
int clippo_pool_threads(const clippo_pool *_Nonnull pool);

/// Runs `job` once on every worker and returns when all have returned. Not reentrant.
void clippo_pool_run(clippo_pool *_Nonnull pool, clippo_job _Nonnull job, void *_Nullable context);

#endif
