// A web server over GNU libmicrohttpd: two questions a request, to a handler that knows nothing of sockets.
#ifndef CLIPPO_HTTP_H
#define CLIPPO_HTTP_H
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

enum { CLIPPO_HTTP_MESSAGE = 256, CLIPPO_HTTP_FIELDS = 64 };

typedef struct clippo_http clippo_http;

/// A parameter after the address' question mark, decoded.
typedef struct {
  const char *name, *_Nullable value;
  size_t value_bytes;
} clippo_http_field;

/// What is asked; valid during the call.
typedef struct {
  const char *method;
  /// Decoded, without parameters.
  const char *path;
  /// Of the header's first line, as it was sent.
  size_t target_bytes;
  /// A zero byte stands in the address, as it is or as %00, and the path ends before it.
  int has_zero;
  const char *_Nullable host, *_Nullable content_type, *_Nullable origin;
  /// What the header promises; -1 where it promises nothing, -2 where it cannot be read.
  int64_t content_bytes;
  /// The client's address as text, without its port.
  const char *address;
  const clippo_http_field *fields;
  size_t field_count;
  /// There were more parameters than are kept.
  int has_too_many_fields;
  const uint8_t *_Nullable body;
  size_t body_bytes;
  /// The body was longer than allowed and is not kept.
  int is_body_too_long;
} clippo_http_request;

typedef struct clippo_http_answer clippo_http_answer;

/// Fills an answer in. Called on the server's threads, several at once.
typedef void (*clippo_http_handler)(void *_Nullable context, const clippo_http_request *request, clippo_http_answer *answer);

typedef struct {
  /// A numeric address to listen at, IPv4 or IPv6.
  const char *address;
  /// 0 takes any that is free.
  uint16_t port;
  unsigned threads, connections;
  /// Connections at once whose request has not come whole; beyond, the oldest of the address that has most is closed.
  unsigned unfinished;
  /// Of silence, and that a header may take; a body may take eight times as long.
  unsigned timeout_seconds;
  /// Bytes of a body at most.
  size_t body_limit;
  /// Asked when the header is there, before a body is taken; an answer left without a status lets the request go on.
  clippo_http_handler admit;
  /// Asked when all is there.
  clippo_http_handler answer;
  void *_Nullable context;
} clippo_http_settings;

/// Begins to listen, or NULL with a sentence.
clippo_http *_Nullable clippo_http_start(const clippo_http_settings *settings, char message[_Nonnull CLIPPO_HTTP_MESSAGE]);
/// The port that is listened at.
uint16_t clippo_http_port(clippo_http *server);
/// Takes no more connections, ends those that are open, and waits for handlers that are at work.
void clippo_http_stop(clippo_http *server);

/// The answer's parts; bytes are copied. Only the first status counts.
void clippo_http_set(clippo_http_answer *answer, unsigned status, const uint8_t *_Nullable body, size_t count);
void clippo_http_add_header(clippo_http_answer *answer, const char *name, const char *value);

#pragma clang assume_nonnull end
#endif
