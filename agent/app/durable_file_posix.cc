#include "app/durable_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "app/files.h"

namespace lineman {
namespace {

tl::unexpected<Error> Failed(const std::string& path, std::string_view what) {
  return Fail(fmt::format("{} cannot be {}: {}", path, what, std::strerror(errno)));
}

bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0;
}

// A name is on the medium when its folder is.
Result<Done> FlushFolderOf(const std::string& path) {
  const std::string folder = FolderOf(path);
  const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle < 0) return Failed(folder, "opened");
  const bool flushed = ::fsync(handle) == 0;
  ::close(handle);
  if (!flushed) return Failed(folder, "flushed");
  return Done{};
}

}  // namespace

Result<Done> WriteDurably(const std::string& path, std::string_view text) {
  const std::string draft = path + ".draft";
  const int file =
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return Failed(draft, "made");
  const bool written = WriteAll(file, text);
  const int error = errno;
  ::close(file);
  if (!written) {
    ::unlink(draft.c_str());
    errno = error;
    return Failed(draft, "written");
  }
  return RenameDurably(draft, path);
}

Result<Done> RenameDurably(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return Failed(from, "renamed");
  return FlushFolderOf(to);
}

Result<Done> RemoveDurably(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return Failed(path, "removed");
  return FlushFolderOf(path);
}

Result<Done> MakePrivateFolder(const std::string& path) {
  if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) return Failed(path, "made");
  return Done{};
}

}  // namespace lineman
