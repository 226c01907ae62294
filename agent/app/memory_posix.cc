#include "app/memory.h"

#ifdef __linux__
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace lineman {
namespace {

#ifdef __linux__
// Drops the pages of segments that nobody may write: code, constants, tables of the dynamic linker.
// They are as the file has them.
int DropReadOnly(dl_phdr_info* object, std::size_t /*size*/, void* /*unused*/) {
  const auto page = static_cast<ElfW(Addr)>(::sysconf(_SC_PAGESIZE));
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    const ElfW(Addr) begin = (object->dlpi_addr + segment.p_vaddr) & ~(page - 1);
    const ElfW(Addr) end = object->dlpi_addr + segment.p_vaddr + segment.p_memsz;
    // The kernel's own object, which has no file, refuses; so does a system that knows better.
    // NOLINTNEXTLINE(performance-no-int-to-ptr): addresses are numbers in ELF
    ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
  }
  return 0;
}
#endif

}  // namespace

void GiveBackMemory() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
#ifdef __linux__
  ::dl_iterate_phdr(DropReadOnly, nullptr);
#endif
}

}  // namespace lineman
