// Connections whose request has not come whole: no more than so many at once, none for longer than so long.
#ifndef CLIPPO_WAITING_H
#define CLIPPO_WAITING_H
#include <stddef.h>
#include <sys/socket.h>

typedef struct clippo_waiting clippo_waiting;
/// One connection; its owner tells what it does.
typedef struct clippo_waiter clippo_waiter;

/// Begins to watch; NULL without memory or threads.
///
/// - limit: connections that wait at once; where there are more, the one that has waited longest is closed, among those of the
///   address that has most.
/// - seconds: that a header may take; a body eight times as long.
clippo_waiting *clippo_waiting_start(size_t limit, unsigned seconds);
/// Ends the watch once no connection is left.
void clippo_waiting_stop(clippo_waiting *waiting);

/// A connection was opened. NULL without memory: it is not watched then.
clippo_waiter *clippo_waiting_add(clippo_waiting *waiting, int descriptor, const struct sockaddr *address);
/// Before its socket is closed.
void clippo_waiting_remove(clippo_waiting *waiting, clippo_waiter *waiter);

typedef enum {
  /// Waits for a header.
  CLIPPO_WAITS_FOR_HEADER,
  /// Waits for a body.
  CLIPPO_WAITS_FOR_BODY,
  /// Waits for nothing: all is there.
  CLIPPO_WAITS_NOT,
} clippo_wait;
void clippo_waiting_note(clippo_waiting *waiting, clippo_waiter *waiter, clippo_wait what);

#endif
