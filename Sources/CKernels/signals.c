// For sigaction and its flags.
#define _GNU_SOURCE
#include "clippo_signals.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

// A handler may touch lock-free atomics and `_exit`, and nothing else.
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "the handler needs lock-free numbers");
static atomic_int received;
static struct sigaction previous[2];
static const int watched[2] = {SIGINT, SIGTERM};

static void remember(int signal) {
  int none = 0;
  if (!atomic_compare_exchange_strong(&received, &none, signal)) _exit(128 + signal);
}

int clippo_signals_watch(void) {
  struct sigaction action = {0};
  action.sa_handler = remember;
  // Reads and writes in progress go on: the program looks for the signal between two steps.
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  atomic_store(&received, 0);
  for (size_t i = 0; i < 2; i++) {
    if (sigaction(watched[i], &action, &previous[i]) != 0) return 0;
  }
  // A program that was started from a worker thread inherits that thread's mask, which often blocks everything.
  sigset_t wanted;
  sigemptyset(&wanted);
  for (size_t i = 0; i < 2; i++) sigaddset(&wanted, watched[i]);
  return pthread_sigmask(SIG_UNBLOCK, &wanted, NULL) == 0;
}

void clippo_signals_release(void) {
  for (size_t i = 0; i < 2; i++) sigaction(watched[i], &previous[i], NULL);
  atomic_store(&received, 0);
}

int clippo_signals_received(void) { return atomic_load(&received); }
