#include "tests/journal/faulty_disk.h"

#include <sqlite3.h>

#include <atomic>

namespace lineman {
namespace {

std::atomic<DiskFault> g_fault{DiskFault::kNone};
std::atomic<std::int64_t> g_written{0};
std::atomic<std::int64_t> g_flushes{0};

sqlite3_vfs* Real() {
  static sqlite3_vfs* const kReal = sqlite3_vfs_find(nullptr);
  return kReal;
}

struct File {
  sqlite3_file base;
  // The real one follows in the same block of memory.
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* RealOf(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

int ErrorOfWriting() {
  switch (g_fault.load()) {
    case DiskFault::kFull:
      return SQLITE_FULL;
    case DiskFault::kReadOnly:
      return SQLITE_READONLY;
    case DiskFault::kBroken:
      return SQLITE_IOERR_WRITE;
    case DiskFault::kDamagedOnce:
      g_fault = DiskFault::kNone;
      return SQLITE_CORRUPT;
    case DiskFault::kNone:
      break;
  }
  return SQLITE_OK;
}

int Write(sqlite3_file* file, const void* data, int amount, sqlite3_int64 offset) {
  if (const int error = ErrorOfWriting(); error != SQLITE_OK) return error;
  g_written += amount;
  return RealOf(file)->pMethods->xWrite(RealOf(file), data, amount, offset);
}

int Sync(sqlite3_file* file, int flags) {
  if (g_fault.load() == DiskFault::kBroken) return SQLITE_IOERR_FSYNC;
  ++g_flushes;
  return RealOf(file)->pMethods->xSync(RealOf(file), flags);
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int error = ErrorOfWriting(); error != SQLITE_OK) return error;
  return RealOf(file)->pMethods->xTruncate(RealOf(file), size);
}

const sqlite3_io_methods& Methods() {
  static const sqlite3_io_methods kMethods = [] {
    sqlite3_io_methods methods{};
    methods.iVersion = 2;
    methods.xClose = [](sqlite3_file* f) { return RealOf(f)->pMethods->xClose(RealOf(f)); };
    methods.xRead = [](sqlite3_file* f, void* to, int amount, sqlite3_int64 offset) {
      return RealOf(f)->pMethods->xRead(RealOf(f), to, amount, offset);
    };
    methods.xWrite = &Write;
    methods.xTruncate = &Truncate;
    methods.xSync = &Sync;
    methods.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
      return RealOf(f)->pMethods->xFileSize(RealOf(f), size);
    };
    methods.xLock = [](sqlite3_file* f, int lock) {
      return RealOf(f)->pMethods->xLock(RealOf(f), lock);
    };
    methods.xUnlock = [](sqlite3_file* f, int lock) {
      return RealOf(f)->pMethods->xUnlock(RealOf(f), lock);
    };
    methods.xCheckReservedLock = [](sqlite3_file* f, int* out) {
      return RealOf(f)->pMethods->xCheckReservedLock(RealOf(f), out);
    };
    methods.xFileControl = [](sqlite3_file* f, int what, void* argument) {
      return RealOf(f)->pMethods->xFileControl(RealOf(f), what, argument);
    };
    methods.xSectorSize = [](sqlite3_file* f) {
      return RealOf(f)->pMethods->xSectorSize(RealOf(f));
    };
    methods.xDeviceCharacteristics = [](sqlite3_file* f) {
      return RealOf(f)->pMethods->xDeviceCharacteristics(RealOf(f));
    };
    methods.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
      return RealOf(f)->pMethods->xShmMap(RealOf(f), page, size, extend, out);
    };
    methods.xShmLock = [](sqlite3_file* f, int offset, int count, int flags) {
      return RealOf(f)->pMethods->xShmLock(RealOf(f), offset, count, flags);
    };
    methods.xShmBarrier = [](sqlite3_file* f) { RealOf(f)->pMethods->xShmBarrier(RealOf(f)); };
    methods.xShmUnmap = [](sqlite3_file* f, int erase) {
      return RealOf(f)->pMethods->xShmUnmap(RealOf(f), erase);
    };
    return methods;
  }();
  return kMethods;
}

int Open(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  file->pMethods = nullptr;
  const bool writes = (flags & SQLITE_OPEN_READWRITE) != 0;
  if (writes && g_fault.load() == DiskFault::kReadOnly) return SQLITE_READONLY;
  const int opened = Real()->xOpen(Real(), name, RealOf(file), flags, flags_out);
  if (opened == SQLITE_OK) file->pMethods = &Methods();
  return opened;
}

sqlite3_vfs& Vfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs shim = *Real();
    shim.zName = "faulty";
    shim.szOsFile += static_cast<int>(sizeof(File));
    shim.xOpen = &Open;
    return shim;
  }();
  return vfs;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  Set(DiskFault::kNone);
  sqlite3_vfs_register(&Vfs(), 1);
}

FaultyDisk::~FaultyDisk() {
  Set(DiskFault::kNone);
  sqlite3_vfs_register(Real(), 1);
}

void FaultyDisk::Set(DiskFault fault) {
  g_fault = fault;
  g_written = 0;
  g_flushes = 0;
}

std::int64_t FaultyDisk::Written() { return g_written; }
std::int64_t FaultyDisk::Flushes() { return g_flushes; }

}  // namespace lineman
