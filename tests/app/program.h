// The real program as a child process, and a folder of its own to run in.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace lineman {

// Long enough for a loaded machine under sanitizers, and LINEMAN_PATIENCE seconds where that is not
// enough: on an emulated processor. Nothing waits it out unless it fails.
extern const std::chrono::seconds kPatience;

// A fresh folder, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  // Writes a file, with the folders it is in.
  void Write(const std::string& name, const std::string& text) const;
  void MakeFolder(const std::string& name) const;

 private:
  std::string path_;
};

// How a program ended.
struct Ended {
  int code = -1;  // of exit; 128 + N when signal N ended it
  std::string out;
  std::string err;
  double cpu_seconds = 0;
  long peak_kib = 0;  // of resident memory
};

// A running lineman. It is killed when its owner goes before it has ended.
class Program {
 public:
  // Starts it in `folder`, without the configuration of this machine; `environment` is added, and
  // wins over what is there. `input` is opened as its standard input.
  Program(const std::string& folder, const std::vector<std::string>& arguments,
          const std::vector<std::string>& environment = {}, const std::string& input = "/dev/null");
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  pid_t pid() const { return pid_; }
  const std::string& out() const { return out_; }
  const std::string& err() const { return err_; }
  // Waits until it has written `text`, at the earliest `from` bytes into its errors; false when it
  // has ended or takes too long.
  bool AwaitError(const std::string& text, std::size_t from = 0);
  bool AwaitOutput(const std::string& text, std::size_t from = 0);
  void Signal(int signal) const;
  // Waits for its end.
  Ended Await();

 private:
  using Moment = std::chrono::steady_clock::time_point;
  bool ReadSome(Moment deadline);
  bool AwaitText(const std::string& written, const std::string& text, std::size_t from);

  pid_t pid_ = -1;
  int out_end_ = -1;
  int err_end_ = -1;
  std::string out_;
  std::string err_;
};

// Runs it to its end.
Ended Execute(const std::string& folder, const std::vector<std::string>& arguments,
              const std::vector<std::string>& environment = {});

// Words as exec takes them; valid as long as the words are.
std::vector<char*> Pointers(std::vector<std::string>& words);

// How often `piece` is in `text`.
int CountOf(const std::string& text, const std::string& piece);

// A file of the source tree, and its text.
std::string InSource(const std::string& path);
std::string TextOf(const std::string& path);

}  // namespace lineman
