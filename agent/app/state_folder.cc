#include "app/state_folder.h"

#include <fmt/format.h>

#include <fstream>
#include <random>

#include "app/durable_file.h"
#include "base/path.h"

namespace lineman {

std::uint64_t KeyOfStateFolder(const std::string& path) {
  const std::string file = path + "/key";
  std::uint64_t key = 0;
  if (!path.empty() && std::ifstream(PathOf(file)) >> std::hex >> key && key != 0) return key;
  std::random_device device;
  key = (std::uint64_t{device()} << 32U) | device();
  if (!path.empty()) static_cast<void>(WriteDurably(file, fmt::format("{:016x}\n", key)));
  return key;
}

}  // namespace lineman
