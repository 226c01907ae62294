// The real lineman.exe as a child process, and a folder of its own to run in; on Windows, or Wine.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace lineman {

// Long enough for a loaded machine. Nothing waits it out unless it fails.
inline constexpr std::chrono::seconds kPatience{60};

// A fresh folder, removed with everything in it. Its own name has letters that no code page of
// Windows has all of.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "\\" + name; }
  // Writes a file, with the folders it is in.
  void Write(const std::string& name, const std::string& text) const;

 private:
  std::string path_;
};

std::string TextOf(const std::string& path);

struct Ended {
  std::uint32_t code = 0xFFFFFFFF;
  std::string out;
  std::string err;
};

// A running program. It is killed, with all that it has started, when its owner goes before it has
// ended.
class Program {
 public:
  struct Plan {
    std::vector<std::string> words;  // the first is the program
    std::string folder = {};
    bool own_console = false;  // a console without a window, of this program and its like alone
  };
  explicit Program(const Plan& plan);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  std::uint32_t id() const;
  std::string out() const;
  std::string err() const;
  // Waits until it has written `text`; false when it has ended or takes too long.
  testing::AssertionResult Says(const std::string& text) const;
  bool IsRunning() const;
  // Waits for its end.
  Ended Await();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// A configuration for `lineman agent` on a quick simulator: lineman.yaml, profiles/kiosk.yaml and
// world.yaml; nothing waits for a spread start.
class AgentFolder : public TemporaryFolder {
 public:
  // `more`: keys of the profile.
  explicit AgentFolder(const std::string& more = "");

  Ended Run(const std::vector<std::string>& command) const;
  Program::Plan AgentPlan() const;
  std::vector<std::string> Words(const std::vector<std::string>& command) const;
};

// Asks again and again until the condition holds; false when it never does.
template <typename Condition>
bool Eventually(const Condition& condition) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
  }
  return true;
}

}  // namespace lineman
