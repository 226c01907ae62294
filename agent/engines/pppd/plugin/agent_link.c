#include "engines/pppd/plugin/agent_link.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static int handle = -1;
static char out[LINK_LONGEST_LINE];
static size_t out_length;
static int out_is_full;
static char in[LINK_LONGEST_LINE];
static int (*given_up)(void);

static void shut(void) {
  if (handle >= 0) close(handle);
  handle = -1;
}

int link_is_open(void) { return handle >= 0; }

void link_leave(void) { shut(); }

int link_open(const char* path) {
  if (handle >= 0 || path == NULL) return 0;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof(address.sun_path)) return 0;
  memcpy(address.sun_path, path, strlen(path) + 1);
  handle = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return 0;
  if (connect(handle, (struct sockaddr*)&address, sizeof(address)) == 0) return 1;
  shut();
  return 0;
}

void link_look(void) {
  char byte;
  if (handle < 0) return;
  const ssize_t got = recv(handle, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) shut();
}

static void put(char byte) {
  if (out_length + 1 < sizeof(out)) {
    out[out_length++] = byte;
  } else {
    out_is_full = 1;
  }
}

void link_begin(const char* verb) {
  out_length = 0;
  out_is_full = 0;
  while (*verb != '\0') put(*verb++);
}

// Everything but printable ASCII is %XX; an empty word is a lone %.
void link_word(const char* bytes, size_t length) {
  static const char digits[] = "0123456789ABCDEF";
  put(' ');
  if (length == 0) put('%');
  for (size_t i = 0; i < length; ++i) {
    const unsigned char byte = (unsigned char)bytes[i];
    if (byte > 0x20 && byte < 0x7F && byte != '%') {
      put((char)byte);
    } else {
      put('%');
      put(digits[byte >> 4]);
      put(digits[byte & 15]);
    }
  }
}

void link_text(const char* text) { link_word(text, strlen(text)); }

void link_number(long long number) {
  char text[32];
  snprintf(text, sizeof(text), "%lld", number);
  link_text(text);
}

// An agent that does not read for so long that the socket is full is as good as gone.
void link_send(void) {
  if (handle < 0 || out_is_full) return;
  out[out_length++] = '\n';
  if (send(handle, out, out_length, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)out_length) shut();
}

static long long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void link_give_up_when(int (*ended)(void)) { given_up = ended; }

int link_has_input(void) {
  struct pollfd ready = {.fd = handle, .events = POLLIN};
  return handle >= 0 && poll(&ready, 1, 0) > 0;
}

// One line into `in`, without its end; 0 when there is none in time.
static int read_line(int milliseconds) {
  const long long end = now_ms() + milliseconds;
  size_t length = 0;
  while (handle >= 0 && length + 1 < sizeof(in) && !given_up()) {
    const long long left = end - now_ms();
    if (left <= 0) return 0;
    struct pollfd ready = {.fd = handle, .events = POLLIN};
    const int polled = poll(&ready, 1, (int)left);
    if (polled < 0 && errno == EINTR) continue;
    if (polled <= 0) return 0;
    const ssize_t got = recv(handle, in + length, 1, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      shut();
      return 0;
    }
    if (in[length] == '\n') {
      in[length] = '\0';
      return 1;
    }
    ++length;
  }
  return 0;
}

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// 0 when it is no word, or too long.
static int decode(const char* from, char* to, size_t capacity) {
  size_t length = 0;
  if (strcmp(from, "%") == 0) from = "";
  while (*from != '\0' && length + 1 < capacity) {
    char byte = *from++;
    if (byte == '%') {
      const int high = digit(*from);
      const int low = high < 0 ? -1 : digit(from[1]);
      if (low < 0) return 0;
      byte = (char)(high << 4 | low);
      from += 2;
    }
    to[length++] = byte;
  }
  to[length] = '\0';
  return *from == '\0';
}

const char* link_await(int milliseconds, char* words[], size_t count, size_t capacity) {
  static char verb[32];
  char* rest = NULL;
  int whole = read_line(milliseconds);
  const char* first = whole ? strtok_r(in, " ", &rest) : NULL;
  whole = first != NULL && strlen(first) < sizeof(verb);
  if (whole) memcpy(verb, first, strlen(first) + 1);
  for (size_t i = 0; i < count && whole; ++i) {
    const char* word = strtok_r(NULL, " ", &rest);
    if (word == NULL) {
      words[i][0] = '\0';
    } else {
      whole = decode(word, words[i], capacity);
    }
  }
  explicit_bzero(in, sizeof(in));
  return whole ? verb : NULL;
}
