#include "clippo_http.h"

#include "clippo_waiting.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

struct clippo_http {
  struct MHD_Daemon *daemon;
  clippo_waiting *waiting;
  clippo_http_settings settings;
};

struct clippo_http_answer {
  struct MHD_Response *response;
  unsigned status;
};

/// What is kept of a request between calls.
typedef struct {
  uint8_t *body;
  size_t count, capacity, seen;
  /// Where the address begins; decoding changes what stands there.
  const char *target;
  size_t target_bytes;
  int is_admitted, is_too_long, has_zero;
} exchange;

typedef struct {
  clippo_http_field fields[CLIPPO_HTTP_FIELDS];
  size_t count;
  int too_many;
} field_list;

void clippo_http_set(clippo_http_answer *answer, unsigned status, const uint8_t *body, size_t count) {
  if (answer->response) return;
  answer->response = MHD_create_response_from_buffer(count, (void *)(body ? (const void *)body : ""), MHD_RESPMEM_MUST_COPY);
  if (answer->response) answer->status = status;
}

void clippo_http_add_header(clippo_http_answer *answer, const char *name, const char *value) {
  if (answer->response) MHD_add_response_header(answer->response, name, value);
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, clippo_http_answer *answer) {
  if (!answer->response) return MHD_NO;
  enum MHD_Result result = MHD_queue_response(connection, answer->status, answer->response);
  MHD_destroy_response(answer->response);
  return result;
}

static enum MHD_Result keep_field(void *context, enum MHD_ValueKind kind, const char *name, size_t name_bytes,
                                  const char *value, size_t value_bytes) {
  field_list *list = context;
  (void)kind;
  (void)name_bytes;
  if (list->count == CLIPPO_HTTP_FIELDS) {
    list->too_many = 1;
    return MHD_NO;
  }
  list->fields[list->count++] = (clippo_http_field){name, value, value ? value_bytes : 0};
  return MHD_YES;
}

static const char *header(struct MHD_Connection *connection, const char *name) {
  return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static int64_t promised_bytes(struct MHD_Connection *connection) {
  const char *text = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
  if (!text) return -1;
  if (!*text || strlen(text) > 15) return -2;
  int64_t count = 0;
  for (; *text; text++) {
    if (*text < '0' || *text > '9') return -2;
    count = 10 * count + (*text - '0');
  }
  return count;
}

static void write_address(struct MHD_Connection *connection, char text[INET6_ADDRSTRLEN]) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  text[0] = 0;
  if (!info || !info->client_addr) return;
  const struct sockaddr *address = info->client_addr;
  if (address->sa_family == AF_INET)
    inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, INET6_ADDRSTRLEN);
  else if (address->sa_family == AF_INET6)
    inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, INET6_ADDRSTRLEN);
}

static void ask(clippo_http *server, clippo_http_handler handler, struct MHD_Connection *connection, const char *path,
                const char *method, const exchange *state, clippo_http_answer *answer) {
  field_list list = {.count = 0};
  MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, keep_field, &list);
  char address[INET6_ADDRSTRLEN];
  write_address(connection, address);
  const clippo_http_request request = {
      .method = method,
      .path = path,
      .target_bytes = state->target_bytes,
      .has_zero = state->has_zero,
      .host = header(connection, MHD_HTTP_HEADER_HOST),
      .content_type = header(connection, MHD_HTTP_HEADER_CONTENT_TYPE),
      .origin = header(connection, MHD_HTTP_HEADER_ORIGIN),
      .content_bytes = promised_bytes(connection),
      .address = address,
      .fields = list.fields,
      .field_count = list.count,
      .has_too_many_fields = list.too_many,
      .body = state->body,
      .body_bytes = state->count,
      .is_body_too_long = state->is_too_long,
  };
  handler(server->settings.context, &request, answer);
}

/// Takes a piece of the body; MHD_NO ends the connection.
static enum MHD_Result take(clippo_http *server, exchange *state, const char *bytes, size_t count) {
  const size_t limit = server->settings.body_limit;
  state->seen += count;
  // Whoever goes on sending is not waited for.
  if (state->seen > 4 * limit + 65536) return MHD_NO;
  if (state->is_too_long || count > limit - state->count) {
    state->is_too_long = 1;
    return MHD_YES;
  }
  if (state->count + count > state->capacity) {
    size_t capacity = state->capacity ? 2 * state->capacity : 65536;
    while (capacity < state->count + count) capacity *= 2;
    uint8_t *grown = realloc(state->body, capacity);
    if (!grown) return MHD_NO;
    state->body = grown;
    state->capacity = capacity;
  }
  memcpy(state->body + state->count, bytes, count);
  state->count += count;
  return MHD_YES;
}

/// Called with the first line of a header, before anything is decoded.
static void *begin(void *context, const char *target, struct MHD_Connection *connection) {
  (void)context;
  (void)connection;
  exchange *state = calloc(1, sizeof *state);
  if (!state) return NULL;
  state->target = target;
  state->target_bytes = strlen(target);
  state->has_zero = strstr(target, "%00") != NULL;
  return state;
}

/// Whether a zero byte stands in the address as it was sent: the library takes it for the end, but the version stands further on.
static int is_cut(const exchange *state, const char *version) {
  const char *end = state->target + state->target_bytes + 1;
  // Requests without a version get one from elsewhere.
  if (!version || version <= end || version - state->target > 65536) return 0;
  for (; end < version; end++)
    if (*end != ' ' && *end != '\t') return 1;
  return 0;
}

static void note(clippo_http *server, struct MHD_Connection *connection, clippo_wait what) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  if (info && info->socket_context) clippo_waiting_note(server->waiting, info->socket_context, what);
}

static void watch(void *context, struct MHD_Connection *connection, void **kept, enum MHD_ConnectionNotificationCode code) {
  clippo_http *server = context;
  if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
    if (*kept) clippo_waiting_remove(server->waiting, *kept);
    *kept = NULL;
    return;
  }
  const union MHD_ConnectionInfo *socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  if (!socket) return;
  const int descriptor = socket->connect_fd;
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  *kept = clippo_waiting_add(server->waiting, descriptor, info ? info->client_addr : NULL);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path, const char *method,
                              const char *version, const char *bytes, size_t *count, void **kept) {
  clippo_http *server = context;
  exchange *state = *kept;
  if (!state) return MHD_NO;
  clippo_http_answer answer = {NULL, 0};
  if (!state->is_admitted) {
    state->is_admitted = 1;
    state->has_zero = state->has_zero || is_cut(state, version);
    note(server, connection, CLIPPO_WAITS_FOR_BODY);
    ask(server, server->settings.admit, connection, path, method, state, &answer);
    return answer.response ? send_answer(connection, &answer) : MHD_YES;
  }
  if (*count > 0) {
    enum MHD_Result result = take(server, state, bytes, *count);
    *count = 0;
    return result;
  }
  note(server, connection, CLIPPO_WAITS_NOT);
  ask(server, server->settings.answer, connection, path, method, state, &answer);
  return send_answer(connection, &answer);
}

static void forget(void *context, struct MHD_Connection *connection, void **kept, enum MHD_RequestTerminationCode code) {
  (void)code;
  note(context, connection, CLIPPO_WAITS_FOR_HEADER);
  exchange *state = *kept;
  if (!state) return;
  free(state->body);
  free(state);
  *kept = NULL;
}

/// Returns the family, or 0 where the text is no address.
static int read_address(const clippo_http_settings *settings, struct sockaddr_in *four, struct sockaddr_in6 *six) {
  *four = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(settings->port)};
  *six = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(settings->port)};
  if (inet_pton(AF_INET, settings->address, &four->sin_addr) == 1) return AF_INET;
  return inet_pton(AF_INET6, settings->address, &six->sin6_addr) == 1 ? AF_INET6 : 0;
}

/// Lets this process open as many sockets as there may be connections, where the system allows it.
static void allow_sockets(unsigned connections) {
  struct rlimit limit;
  const rlim_t wanted = (rlim_t)connections + 256;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
  limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
  setrlimit(RLIMIT_NOFILE, &limit);
}

clippo_http *clippo_http_start(const clippo_http_settings *settings, char *message) {
  struct sockaddr_in four;
  struct sockaddr_in6 six;
  int family = read_address(settings, &four, &six);
  if (!family) {
    snprintf(message, CLIPPO_HTTP_MESSAGE, "%s is no numeric address; 127.0.0.1 is this machine", settings->address);
    return NULL;
  }
  clippo_http *server = calloc(1, sizeof *server);
  if (server) server->waiting = clippo_waiting_start(settings->unfinished, settings->timeout_seconds);
  if (!server || !server->waiting) {
    snprintf(message, CLIPPO_HTTP_MESSAGE, "there is not enough memory");
    free(server);
    return NULL;
  }
  server->settings = *settings;
  allow_sockets(settings->connections);
  // Not epoll: where exactly 128 connections are ready at once, the library waits for one more before it serves any of them.
  unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | (family == AF_INET6 ? (unsigned)MHD_USE_IPv6 : 0);
  errno = 0;
  server->daemon = MHD_start_daemon(
      flags, settings->port, NULL, NULL, handle, server,  //
      MHD_OPTION_SOCK_ADDR, family == AF_INET6 ? (struct sockaddr *)&six : (struct sockaddr *)&four,
      MHD_OPTION_URI_LOG_CALLBACK, begin, NULL, MHD_OPTION_NOTIFY_COMPLETED, forget, server,  //
      MHD_OPTION_NOTIFY_CONNECTION, watch, server,                                            //
      MHD_OPTION_CONNECTION_LIMIT, settings->connections, MHD_OPTION_CONNECTION_TIMEOUT, settings->timeout_seconds,
      MHD_OPTION_THREAD_POOL_SIZE, settings->threads, MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u,  //
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768, MHD_OPTION_STRICT_FOR_CLIENT, 1,  //
      MHD_OPTION_END);
  if (!server->daemon) {
    snprintf(message, CLIPPO_HTTP_MESSAGE, "cannot listen at %s, port %u: %s", settings->address, settings->port,
             errno ? strerror(errno) : "the system refuses");
    clippo_waiting_stop(server->waiting);
    free(server);
    return NULL;
  }
  return server;
}

uint16_t clippo_http_port(clippo_http *server) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

void clippo_http_stop(clippo_http *server) {
  MHD_stop_daemon(server->daemon);
  clippo_waiting_stop(server->waiting);
  free(server);
}
