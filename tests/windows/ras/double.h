// The double as tests use it: ras_sim.dll, a world in it, and what it holds against its caller.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/windows/ras_sim/ras_sim.h"

namespace lineman::ras_test {

// The full path of a file beside this program.
std::string Beside(const std::string& name);

// Whether this is no Windows, but Wine.
bool IsWine();

// One of the library's functions; throws when it has none of that name.
void* FindFunction(const std::string& library, const char* name);

// A world that has just begun. One at a time: they share the library.
class Double {
 public:
  explicit Double(const std::string& world, const std::string& library = Beside("ras_sim.dll"));
  // Nothing of this world is told any more.
  ~Double();
  Double(const Double&) = delete;
  Double& operator=(const Double&) = delete;

  const std::string& library() const { return library_; }
  template <typename Function>
  Function* Get(const char* name) const {
    return reinterpret_cast<Function*>(FindFunction(library_, name));
  }
  void UsePhoneBook(const char* text) const;
  void Set(const char* name, const std::string& value) const;
  int Living() const { return Get<ras_sim::LivingFunction>(ras_sim::kLiving)(); }
  std::string Dials() const { return Text(ras_sim::kDials); }
  // What the caller did wrong, that included which only the end shows.
  std::string Breaches() const;
  std::string BreachesSoFar() const { return Text(ras_sim::kBreaches); }

 private:
  std::string Text(const char* function) const;

  std::string library_;
};

// The breaches are those of one rule, and there are some.
testing::AssertionResult IsBreach(const std::string& breaches, int rule);

}  // namespace lineman::ras_test
