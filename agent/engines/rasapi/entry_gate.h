// Lets one call at a time to an entry, and the next one only when the one before has been hung up
// and has settled: "an immediate attempt to use the same connection may fail leaving the
// connection unusable" (RasHangUp's page).
//
// Belongs to the loop of its Env. Timers hold it weakly.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/env.h"

namespace lineman::rasapi {

// How long a call waits for one that is being hung up.
inline constexpr Duration kUntilFree = std::chrono::seconds(30);

class EntryGate : public std::enable_shared_from_this<EntryGate> {
 public:
  explicit EntryGate(Env& env) : env_(env) {}

  // Calls one of the two, at once or by way of the loop: `go` when the entry is the caller's until
  // Leave, `refuse` when another call keeps it.
  void Ask(const std::string& key, std::function<void()> go, std::function<void()> refuse);
  // The call that has the entry is being hung up.
  void Ending(const std::string& key) { places_[key].is_ending = true; }
  // It is gone; the entry rests for `settle`.
  void Leave(const std::string& key, Duration settle);
  // Without asking: a connection that was there before.
  void Take(const std::string& key) { places_[key].is_taken = true; }

 private:
  struct Waiter {
    std::uint64_t number = 0;
    std::function<void()> go;
    std::function<void()> refuse;
  };
  struct Place {
    bool is_taken = false;
    bool is_ending = false;
    Instant free_at;
    std::deque<Waiter> waiting;
  };

  void Admit(const std::string& key);
  void GiveUpLater(const std::string& key, std::uint64_t number);
  void GiveUp(const std::string& key, std::uint64_t number);

  Env& env_;
  std::map<std::string, Place> places_;
  std::uint64_t waited_ = 0;
};

}  // namespace lineman::rasapi
