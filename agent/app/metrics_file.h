// The metrics as a file, for collectors that read files (node_exporter's textfile collector).
//
// Lives on the loop; a thread of its own writes, so that no disk can hold a line up. The file is
// replaced as a whole, and removed when the agent ends: nobody shall take it for a living one.
#pragma once

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/env.h"

namespace lineman {

class MetricsFile {
 public:
  // `loop` and `env` must outlive it. `told` hears of each new trouble, "" when it is over.
  MetricsFile(asio::io_context& loop, Env& env, std::function<std::string()> metrics,
              std::function<void(const std::string&)> told);
  ~MetricsFile();
  MetricsFile(const MetricsFile&) = delete;
  MetricsFile& operator=(const MetricsFile&) = delete;

  // Where to write from now on; empty: nowhere.
  void Use(const std::string& path);
  // Something has changed: the file follows within a second.
  void Renew();

 private:
  void WriteAt(Instant at);
  void Write();
  void Written(const std::string& trouble);

  asio::io_context& loop_;
  Env& env_;
  std::function<std::string()> metrics_;
  std::function<void(const std::string&)> told_;
  std::string path_;
  std::string trouble_;          // that was told last
  std::optional<Instant> last_;  // when it was last written
  std::optional<Instant> due_;
  bool writing_ = false;
  std::unique_ptr<asio::thread_pool> writer_;  // made with the first write
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lineman
