// Asking a program to stop: SIGINT and SIGTERM. The first asks, the second ends it at once.
#ifndef CLIPPO_SIGNALS_H
#define CLIPPO_SIGNALS_H

/// From now on the first signal is remembered and the second leaves with 128 + its number (130 for SIGINT). Returns 0
/// where the system refuses.
int clippo_signals_watch(void);

/// Puts back what was there before `clippo_signals_watch` and forgets a remembered signal.
void clippo_signals_release(void);

/// The number of the signal that came, or 0.
int clippo_signals_received(void);
#endif
