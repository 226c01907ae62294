#include "app/metrics_file.h"

#include <fmt/format.h>

#include <asio/post.hpp>
#include <filesystem>
#include <fstream>
#include <utility>

#include "base/path.h"

namespace lineman {
namespace {

constexpr Duration kEvery = std::chrono::seconds(30);
constexpr Duration kAtMostEvery = std::chrono::seconds(1);

// Everybody may read it. A draft has another ending, which collectors pass over.
std::string Replace(const std::string& path, const std::string& text) {
  const std::string draft = path + ".draft";
  std::ofstream file(PathOf(draft), std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return fmt::format("metrics_file: {} cannot be written", draft);
  using std::filesystem::perms;
  std::error_code error;
  std::filesystem::permissions(
      PathOf(draft),
      perms::owner_read | perms::owner_write | perms::group_read | perms::others_read, error);
  std::filesystem::rename(PathOf(draft), PathOf(path), error);
  if (error) return fmt::format("metrics_file: {} cannot be made: {}", path, error.message());
  return "";
}

}  // namespace

MetricsFile::MetricsFile(asio::io_context& loop, Env& env, std::function<std::string()> metrics,
                         std::function<void(const std::string&)> told)
    : loop_(loop), env_(env), metrics_(std::move(metrics)), told_(std::move(told)) {}

MetricsFile::~MetricsFile() {
  Use("");
  if (writer_) writer_->join();
}

void MetricsFile::Use(const std::string& path) {
  if (path == path_) return;
  if (!path_.empty()) {
    asio::post(*writer_, [old = path_] {
      std::error_code ignored;
      std::filesystem::remove(PathOf(old), ignored);
    });
  }
  path_ = path;
  due_.reset();
  last_.reset();
  trouble_.clear();
  if (!path_.empty()) Write();
}

void MetricsFile::Renew() {
  if (path_.empty()) return;
  const Instant now = env_.Now();
  WriteAt(last_ ? std::max(now, *last_ + kAtMostEvery) : now);
}

void MetricsFile::WriteAt(Instant at) {
  if (due_ && *due_ <= at) return;
  due_ = at;
  env_.CallAt(at, [this, at, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired() && due_ == at) Write();
  });
}

void MetricsFile::Write() {
  const Instant now = env_.Now();
  due_.reset();
  last_ = now;
  WriteAt(now + (writing_ ? kAtMostEvery : kEvery));
  if (writing_) return;
  writing_ = true;
  if (!writer_) writer_ = std::make_unique<asio::thread_pool>(1);
  asio::post(*writer_, [this, path = path_, text = metrics_(), alive = std::weak_ptr(alive_)] {
    asio::post(loop_, [this, trouble = Replace(path, text), alive] {
      if (!alive.expired()) Written(trouble);
    });
  });
}

void MetricsFile::Written(const std::string& trouble) {
  writing_ = false;
  if (std::exchange(trouble_, trouble) != trouble) told_(trouble);
}

}  // namespace lineman
