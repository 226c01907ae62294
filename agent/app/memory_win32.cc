#include "app/memory.h"

#include <malloc.h>
#include <windows.h>

namespace lineman {

void GiveBackMemory() {
  _heapmin();
  // Both sizes at once empty the working set; its pages stay in memory until somebody needs them.
  constexpr auto kEmpty = static_cast<SIZE_T>(-1);
  SetProcessWorkingSetSize(GetCurrentProcess(), kEmpty, kEmpty);
}

}  // namespace lineman
