// Linked in, it keeps the C library from ending lines of the output as Windows does.
#include <fcntl.h>
#include <io.h>

#include <cstdio>

namespace {
[[maybe_unused]] const int kModeBefore = _setmode(_fileno(stdout), _O_BINARY);
}
