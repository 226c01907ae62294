// A random life of an agent: every kind of event, in any order, from one seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/pipeline/promises.h"

namespace lineman {

class RandomLife {
 public:
  explicit RandomLife(std::uint64_t seed);

  // Lives on until `steps` are over or a promise is broken, then lets the world come to rest and
  // checks that every line that is wanted still comes to dial. Says what was broken, "" if nothing.
  std::string Live(int steps);
  // The end of the record, for whoever has to find out why.
  std::string LastEntries() const;

 private:
  // 0 ≤ result < below.
  int Draw(int below);
  bool Chance(int percent) { return Draw(100) < percent; }
  template <typename T, std::size_t N>
  const T& OneOf(const T (&all)[N]) {
    return all[static_cast<std::size_t>(Draw(static_cast<int>(N)))];
  }

  ProfilePtr DrawProfile(const std::string& name);
  std::optional<Verdict> DrawVerdict(const Occasion& occasion);
  Answer DrawAnswer();
  LineId DrawLine();
  void Step();
  void PlaySomething();
  void PlayStale();
  void PassTime();
  void OperatorSaysSomething();
  void WorldEvent();
  void JumpClock(Duration by);
  void Reload();
  void PortsChange();
  void CutPower();
  void FinishSomeHooks(std::optional<int> percent);
  void CheckLiveness();

  TestAgent agent_;
  Promises promises_;
  class Chance dice_;
  std::uint64_t drawn_ = 0;
  bool cuts_power_;  // else the clock may jump and the store may fail: no caps survive both
  bool commits_slowly_;
  int tries_;  // of the login that all share
  std::vector<ProfilePtr> profiles_;
};

}  // namespace lineman
