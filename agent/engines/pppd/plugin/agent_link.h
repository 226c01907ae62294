// The plugin's way to the agent: lines over a local stream socket, which may go and come back.
//
// Nothing here blocks but a question, and that only for seconds. What cannot be sent is lost: after
// a restart the agent is told anew where the link is.
#pragma once

#include <stddef.h>

// pppd 2.4 has a `bool` of its own, so truth is an int here.
enum { LINK_LONGEST_LINE = 4096 };

// Tries to reach the agent when it is not reached. Whether it has been reached just now, by this
// call.
int link_open(const char* path);
int link_is_open(void);
// Closes it in a child, which must not hold it open.
void link_leave(void);
// Notices an agent that has gone.
void link_look(void);

// A line is begun with its verb, gets its words, and is sent.
void link_begin(const char* verb);
void link_word(const char* bytes, size_t length);
void link_text(const char* text);
void link_number(long long number);
void link_send(void);

// What ends every waiting when it is not 0.
void link_give_up_when(int (*given_up)(void));
// Whether something has come, or the agent has gone.
int link_has_input(void);
// Waits for the next line, `milliseconds` at most. The first word is the result; the others follow
// in `words`, decoded, `capacity` bytes each at most; NULL when there was none.
const char* link_await(int milliseconds, char* words[], size_t count, size_t capacity);
