#define _GNU_SOURCE
#include "clippo_pool.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define pause_briefly() _mm_pause()
#elif defined(__aarch64__)
#define pause_briefly() __asm__ volatile("yield")
#else
#define pause_briefly() ((void)0)
#endif

// A fork and join costs under a microsecond while the workers spin; a wake from sleep costs several.
static const unsigned long rounds_before_sleep = 20000;
// Past this many rounds the other side may be waiting for the core this thread holds, so offer it now and then. On idle
// cores that costs nothing; on two cores shared with other programs a fork and join takes 3 us instead of 65.
static const unsigned long rounds_before_yield = 50, rounds_between_yields = 64;

// A worker's share of a job is open while this holds the job's generation. Whoever takes it away runs the share: the worker,
// or the caller where the worker has not begun, because it sleeps or because other programs hold its core. So a job waits for
// threads that work, never for threads that would.
typedef struct {
  _Alignas(64) atomic_uint open;
} share;

static const unsigned taken = 0;

struct clippo_pool {
  // The job, written by the caller before `generation` is raised, read by workers after they saw it rise.
  clippo_job job;
  void *context;
  int threads;
  int started;
  atomic_bool stopping;
  pthread_t *handles;
  share *shares;
  // Each counter has its own cache line: the spinning side must not slow the working side.
  _Alignas(64) atomic_uint generation;
  _Alignas(64) atomic_int working;
  _Alignas(64) atomic_int sleepers;
};

typedef struct {
  clippo_pool *pool;
  int worker;
} worker_start;

static void futex_wait(atomic_uint *word, unsigned expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, NULL, NULL, 0);
}

static void futex_wake_all(atomic_uint *word) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT32_MAX, NULL, NULL, 0);
}

static void wait_round(unsigned long round) {
  if (round >= rounds_before_yield && round % rounds_between_yields == rounds_before_yield) {
    sched_yield();
  } else {
    pause_briefly();
  }
}

/// Returns the generation that follows `seen`.
static unsigned wait_for_generation(clippo_pool *pool, unsigned seen) {
  for (unsigned long round = 0; round < rounds_before_sleep; round++) {
    unsigned current = atomic_load_explicit(&pool->generation, memory_order_acquire);
    if (current != seen) return current;
    wait_round(round);
  }
  // The caller raises `generation` and then reads `sleepers`; here the order is reversed, so one of the two always
  // notices the other.
  atomic_fetch_add(&pool->sleepers, 1);
  unsigned current;
  while ((current = atomic_load(&pool->generation)) == seen) futex_wait(&pool->generation, seen);
  atomic_fetch_sub(&pool->sleepers, 1);
  return current;
}

/// The generation after the pool's own; never the one that means taken.
static unsigned next_generation(clippo_pool *pool) {
  unsigned next = atomic_load_explicit(&pool->generation, memory_order_relaxed) + 1;
  return next == taken ? next + 1 : next;
}

static void publish(clippo_pool *pool, unsigned generation) {
  atomic_store(&pool->generation, generation);
  if (atomic_load(&pool->sleepers) > 0) futex_wake_all(&pool->generation);
}

static bool take(clippo_pool *pool, int worker, unsigned generation) {
  return atomic_compare_exchange_strong_explicit(
      &pool->shares[worker].open, &generation, taken, memory_order_acq_rel, memory_order_relaxed);
}

static void *work(void *argument) {
  worker_start start = *(worker_start *)argument;
  free(argument);
  clippo_pool *pool = start.pool;
  unsigned seen = 0;
  for (;;) {
    seen = wait_for_generation(pool, seen);
    if (atomic_load_explicit(&pool->stopping, memory_order_relaxed)) return NULL;
    if (!take(pool, start.worker, seen)) continue;
    pool->job(pool->context, start.worker, pool->threads);
    atomic_fetch_sub_explicit(&pool->working, 1, memory_order_release);
  }
}

static int start_worker(clippo_pool *pool, int worker) {
  worker_start *start = malloc(sizeof *start);
  if (!start) return -1;
  *start = (worker_start){pool, worker};
  if (pthread_create(&pool->handles[worker - 1], NULL, work, start) != 0) {
    free(start);
    return -1;
  }
  pool->started++;
  return 0;
}

clippo_pool *clippo_pool_create(int threads) {
  if (threads < 1) return NULL;
  clippo_pool *pool = aligned_alloc(_Alignof(clippo_pool), sizeof *pool);
  if (!pool) return NULL;
  *pool = (clippo_pool){.threads = threads};
  pool->handles = calloc((size_t)threads, sizeof *pool->handles);
  pool->shares = aligned_alloc(_Alignof(share), (size_t)threads * sizeof *pool->shares);
  if (!pool->handles || !pool->shares) {
    free(pool->handles);
    free(pool->shares);
    free(pool);
    return NULL;
  }
  for (int worker = 0; worker < threads; worker++) atomic_init(&pool->shares[worker].open, taken);
  // Signals belong to the program's own threads; a worker must never run a handler.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int failed = 0;
  for (int worker = 1; worker < threads && !failed; worker++) failed = start_worker(pool, worker) != 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (failed) {
    clippo_pool_destroy(pool);
    return NULL;
  }
  return pool;
}

void clippo_pool_destroy(clippo_pool *pool) {
  atomic_store(&pool->stopping, true);
  publish(pool, next_generation(pool));
  for (int i = 0; i < pool->started; i++) pthread_join(pool->handles[i], NULL);
  free(pool->handles);
  free(pool->shares);
  free(pool);
}

int clippo_pool_threads(const clippo_pool *pool) { return pool->threads; }

void clippo_pool_run(clippo_pool *pool, clippo_job job, void *context) {
  pool->job = job;
  pool->context = context;
  unsigned generation = next_generation(pool);
  atomic_store_explicit(&pool->working, pool->threads - 1, memory_order_relaxed);
  for (int worker = 1; worker < pool->threads; worker++)
    atomic_store_explicit(&pool->shares[worker].open, generation, memory_order_release);
  if (pool->threads > 1) publish(pool, generation);
  job(context, 0, pool->threads);
  for (int worker = 1; worker < pool->threads; worker++) {
    if (!take(pool, worker, generation)) continue;
    job(context, worker, pool->threads);
    atomic_fetch_sub_explicit(&pool->working, 1, memory_order_release);
  }
  for (unsigned long round = 0; atomic_load_explicit(&pool->working, memory_order_acquire) > 0; round++)
    wait_round(round);
}
