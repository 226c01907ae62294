#include "app/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "app/process.h"
#include "base/path.h"

namespace lineman {
namespace {

namespace fs = std::filesystem;

bool IsHidden(const fs::path& path) {
  const std::string name = TextOfPath(path.filename());
  return name.size() > 1 && name.front() == '.' && name != "..";
}

bool IsYaml(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

std::string TooLarge(const std::string& path, std::uintmax_t most) {
  return fmt::format("{} is larger than {} MiB{}", path, most >> 20U,
                     most == kLongestConfiguration ? ", so it is no configuration" : "");
}

}  // namespace

Result<std::string> ReadTextFile(const std::string& path, std::uintmax_t most) {
  std::error_code error;
  const fs::file_status status = fs::status(PathOf(path), error);
  if (!fs::exists(status)) return Fail(fmt::format("{}: there is no such file", path));
  if (fs::is_directory(status)) return Fail(fmt::format("{} is a folder, not a file", path));
  // A pipe or a device may never end, or keep whoever opens it waiting.
  if (!fs::is_regular_file(status)) return Fail(fmt::format("{} is no regular file", path));
  std::ifstream file(PathOf(path), std::ios::binary);
  if (!file) return Fail(fmt::format("{} cannot be read: {}", path, std::strerror(errno)));
  std::string text;
  std::array<char, 64U << 10U> block{};
  while (file.read(block.data(), block.size()) || file.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(file.gcount()));
    if (text.size() > most) return Fail(TooLarge(path, most));
  }
  return text;
}

Result<Done> CheckWritable(const std::string& path) {
  if (IsFolder(path)) return Fail(fmt::format("{} is a folder: name a file", path));
  const std::ofstream file(PathOf(path), std::ios::binary | std::ios::app);
  if (!file) return Fail(fmt::format("{} cannot be written: {}", path, std::strerror(errno)));
  return Done{};
}

Result<Done> WriteTextFile(const std::string& path, std::string_view text) {
  std::ofstream file(PathOf(path), std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return Fail(fmt::format("{} cannot be written: {}", path, std::strerror(errno)));
  return Done{};
}

bool IsFolder(const std::string& path) {
  std::error_code error;
  return fs::is_directory(PathOf(path), error);
}

bool IsFile(const std::string& path) {
  std::error_code error;
  return fs::exists(PathOf(path), error) && !fs::is_directory(PathOf(path), error);
}

Result<std::vector<std::string>> FindYamlFiles(const std::string& path) {
  std::error_code error;
  if (IsFile(path)) return std::vector<std::string>{path};
  if (!IsFolder(path)) return Fail(fmt::format("{}: there is no such file or folder", path));
  std::vector<std::string> found;
  fs::recursive_directory_iterator walk(PathOf(path), error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    if (IsHidden(walk->path())) {
      walk.disable_recursion_pending();
    } else if (IsYaml(walk->path()) && walk->is_regular_file()) {
      found.push_back(TextOfPath(walk->path()));
    }
  }
  if (error) return Fail(fmt::format("{} cannot be listed: {}", path, error.message()));
  std::sort(found.begin(), found.end());
  return found;
}

std::string FolderOf(const std::string& path) {
  const std::string folder = TextOfPath(PathOf(path).parent_path());
  return folder.empty() ? "." : folder;
}

Result<std::string> ShippedConfig() {
  std::error_code error;
  const fs::path program = PathOf(ProgramFile());
  if (!program.empty()) {
    const fs::path folder = program.parent_path();
    for (const fs::path& candidate :
         {folder / "../share/lineman/config", folder / "../../config"}) {
      if (fs::is_directory(candidate / "demo", error)) {
        const fs::path whole = fs::weakly_canonical(candidate, error);
        const fs::path near = fs::proximate(whole, error);
        return TextOfPath(TextOfPath(near).starts_with("..") ? whole : near);
      }
    }
  }
  return Fail(
      "the shipped config folder is not beside the program: install lineman, or name the "
      "files yourself");
}

}  // namespace lineman
