// For clocks and conditions, which plain C has not.
#define _GNU_SOURCE

#include "clippo_waiting.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Addresses are counted by a hash of them: strangers that share a number share a count.
enum { BUCKETS = 1024, BODY_PATIENCE = 8 };

struct clippo_waiter {
  clippo_waiter *next, *previous;
  struct timespec since;
  int descriptor;
  unsigned bucket;
  clippo_wait what;
  int is_closed;
};

struct clippo_waiting {
  pthread_mutex_t lock;
  pthread_cond_t end;
  pthread_t thread;
  clippo_waiter *first;
  size_t limit, count;
  size_t counts[BUCKETS];
  unsigned seconds;
  int is_ending;
};

static struct timespec now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time;
}

static int is_before(struct timespec one, struct timespec other) {
  return one.tv_sec != other.tv_sec ? one.tv_sec < other.tv_sec : one.tv_nsec < other.tv_nsec;
}

static unsigned bucket(const struct sockaddr *address) {
  const uint8_t *bytes = NULL;
  size_t count = 0;
  if (address && address->sa_family == AF_INET) {
    bytes = (const uint8_t *)&((const struct sockaddr_in *)address)->sin_addr;
    count = 4;
  } else if (address && address->sa_family == AF_INET6) {
    // Whoever has a network of 64 bits has all its addresses.
    bytes = (const uint8_t *)&((const struct sockaddr_in6 *)address)->sin6_addr;
    count = 8;
  }
  uint32_t hash = 2166136261u;
  for (size_t place = 0; place < count; place++) hash = (hash ^ bytes[place]) * 16777619u;
  return (hash ^ hash >> 16) % BUCKETS;
}

static int is_waiting(const clippo_waiter *waiter) { return waiter->what != CLIPPO_WAITS_NOT && !waiter->is_closed; }

static void count(clippo_waiting *waiting, const clippo_waiter *waiter, int sign) {
  if (!is_waiting(waiter)) return;
  waiting->count += (size_t)sign;
  waiting->counts[waiter->bucket] += (size_t)sign;
}

/// The server finds the end of what it reads, and closes the socket itself.
static void shut(clippo_waiting *waiting, clippo_waiter *waiter) {
  count(waiting, waiter, -1);
  waiter->is_closed = 1;
  shutdown(waiter->descriptor, SHUT_RDWR);
}

static void shut_oldest(clippo_waiting *waiting) {
  unsigned most = 0;
  for (unsigned place = 1; place < BUCKETS; place++)
    if (waiting->counts[place] > waiting->counts[most]) most = place;
  clippo_waiter *oldest = NULL;
  for (clippo_waiter *waiter = waiting->first; waiter; waiter = waiter->next)
    if (is_waiting(waiter) && waiter->bucket == most && (!oldest || is_before(waiter->since, oldest->since)))
      oldest = waiter;
  if (oldest) shut(waiting, oldest);
}

static void *watch(void *context) {
  clippo_waiting *waiting = context;
  pthread_mutex_lock(&waiting->lock);
  while (!waiting->is_ending) {
    const struct timespec time = now();
    for (clippo_waiter *waiter = waiting->first; waiter; waiter = waiter->next) {
      const unsigned patience = waiting->seconds * (waiter->what == CLIPPO_WAITS_FOR_BODY ? BODY_PATIENCE : 1);
      struct timespec end = waiter->since;
      end.tv_sec += patience;
      if (is_waiting(waiter) && is_before(end, time)) shut(waiting, waiter);
    }
    struct timespec soon = time;
    soon.tv_nsec += 250000000;
    if (soon.tv_nsec >= 1000000000) {
      soon.tv_sec += 1;
      soon.tv_nsec -= 1000000000;
    }
    pthread_cond_timedwait(&waiting->end, &waiting->lock, &soon);
  }
  pthread_mutex_unlock(&waiting->lock);
  return NULL;
}

clippo_waiting *clippo_waiting_start(size_t limit, unsigned seconds) {
  clippo_waiting *waiting = calloc(1, sizeof *waiting);
  if (!waiting) return NULL;
  waiting->limit = limit;
  waiting->seconds = seconds;
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_mutex_init(&waiting->lock, NULL);
  pthread_cond_init(&waiting->end, &clock);
  pthread_condattr_destroy(&clock);
  if (pthread_create(&waiting->thread, NULL, watch, waiting) == 0) return waiting;
  pthread_cond_destroy(&waiting->end);
  pthread_mutex_destroy(&waiting->lock);
  free(waiting);
  return NULL;
}

void clippo_waiting_stop(clippo_waiting *waiting) {
  pthread_mutex_lock(&waiting->lock);
  waiting->is_ending = 1;
  pthread_cond_signal(&waiting->end);
  pthread_mutex_unlock(&waiting->lock);
  pthread_join(waiting->thread, NULL);
  while (waiting->first) clippo_waiting_remove(waiting, waiting->first);
  pthread_cond_destroy(&waiting->end);
  pthread_mutex_destroy(&waiting->lock);
  free(waiting);
}

clippo_waiter *clippo_waiting_add(clippo_waiting *waiting, int descriptor, const struct sockaddr *address) {
  clippo_waiter *waiter = calloc(1, sizeof *waiter);
  if (!waiter) return NULL;
  waiter->descriptor = descriptor;
  waiter->bucket = bucket(address);
  waiter->since = now();
  pthread_mutex_lock(&waiting->lock);
  waiter->next = waiting->first;
  if (waiting->first) waiting->first->previous = waiter;
  waiting->first = waiter;
  count(waiting, waiter, 1);
  if (waiting->count > waiting->limit) shut_oldest(waiting);
  pthread_mutex_unlock(&waiting->lock);
  return waiter;
}

void clippo_waiting_remove(clippo_waiting *waiting, clippo_waiter *waiter) {
  pthread_mutex_lock(&waiting->lock);
  count(waiting, waiter, -1);
  if (waiter->previous) waiter->previous->next = waiter->next;
  if (waiter->next) waiter->next->previous = waiter->previous;
  if (waiting->first == waiter) waiting->first = waiter->next;
  pthread_mutex_unlock(&waiting->lock);
  free(waiter);
}

void clippo_waiting_note(clippo_waiting *waiting, clippo_waiter *waiter, clippo_wait what) {
  pthread_mutex_lock(&waiting->lock);
  count(waiting, waiter, -1);
  waiter->what = what;
  waiter->since = now();
  count(waiting, waiter, 1);
  pthread_mutex_unlock(&waiting->lock);
}
