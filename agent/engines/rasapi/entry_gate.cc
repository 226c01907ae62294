#include "engines/rasapi/entry_gate.h"

#include <algorithm>
#include <utility>

namespace lineman::rasapi {

void EntryGate::Ask(const std::string& key, std::function<void()> go,
                    std::function<void()> refuse) {
  Place& place = places_[key];
  if (place.is_taken && !place.is_ending) return refuse();
  const std::uint64_t number = ++waited_;
  place.waiting.push_back({number, std::move(go), std::move(refuse)});
  GiveUpLater(key, number);
  Admit(key);
}

void EntryGate::GiveUpLater(const std::string& key, std::uint64_t number) {
  env_.CallAt(env_.Now() + kUntilFree, [weak = weak_from_this(), key, number] {
    if (const auto gate = weak.lock()) gate->GiveUp(key, number);
  });
}

void EntryGate::Leave(const std::string& key, Duration settle) {
  Place& place = places_[key];
  place.is_taken = place.is_ending = false;
  place.free_at = std::max(place.free_at, env_.Now() + settle);
  Admit(key);
}

void EntryGate::Admit(const std::string& key) {
  Place& place = places_[key];
  if (place.is_taken || place.waiting.empty()) return;
  if (env_.Now() < place.free_at) {
    env_.CallAt(place.free_at, [weak = weak_from_this(), key] {
      if (const auto gate = weak.lock()) gate->Admit(key);
    });
    return;
  }
  const auto go = std::move(place.waiting.front().go);
  place.waiting.pop_front();
  place.is_taken = true;
  go();
}

void EntryGate::GiveUp(const std::string& key, std::uint64_t number) {
  Place& place = places_[key];
  std::deque<Waiter>& waiting = place.waiting;
  const auto waiter = std::ranges::find(waiting, number, &Waiter::number);
  if (waiter == waiting.end()) return;
  if (!place.is_taken) return GiveUpLater(key, number);  // it only settles
  const auto refuse = std::move(waiter->refuse);
  waiting.erase(waiter);
  refuse();
}

}  // namespace lineman::rasapi
