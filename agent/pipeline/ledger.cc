#include "pipeline/ledger.h"

#include <algorithm>
#include <set>

namespace lineman {

void Ledger::Restore(const Durable& durable, Instant now, WallTime wall, WallTime trusted_from) {
  logins_ = {durable.logins.begin(), durable.logins.end()};
  by_number_.clear();
  by_profile_.clear();
  for (const DialFact& dial : durable.dials) {
    const bool known = dial.left && (dial.at >= trusted_from || wall < trusted_from);
    const Duration age = known ? std::max(Duration{0}, Duration(wall - dial.at)) : Duration{0};
    by_number_[dial.number].push_back({dial.id, now - age, dial.profile});
    by_profile_[dial.profile].push_back({dial.id, now - age, dial.number});
    last_id_ = std::max(last_id_, dial.id);
  }
}

int Ledger::TriesOf(const LoginKey& login) const {
  const auto at = logins_.find(login);
  return at == logins_.end() ? 0 : at->second.tries;
}

void Ledger::Keep(const LoginKey& login, int tries, Turn& turn) {
  logins_[login].tries = tries;
  turn.change().logins.emplace_back(login, LoginFacts{tries});
}

int Ledger::UnderWay(const LoginKey& login) const {
  const auto at = under_way_.find(login);
  return at == under_way_.end() ? 0 : at->second;
}

void Ledger::Land(const LoginKey& login) {
  const auto at = under_way_.find(login);
  if (at != under_way_.end() && --at->second <= 0) under_way_.erase(at);
}

void Ledger::SpendTry(const LoginKey& login, Turn& turn) {
  ++under_way_[login];
  Keep(login, TriesOf(login) + 1, turn);
}

void Ledger::TryRefused(const LoginKey& login) { Land(login); }

void Ledger::GiveBackTry(const LoginKey& login, Turn& turn) {
  Land(login);
  Keep(login, std::max(0, TriesOf(login) - 1), turn);
}

void Ledger::ForgetTries(const LoginKey& login, Turn& turn) {
  Land(login);
  ForgiveTries(login, turn);
}

void Ledger::ForgiveTries(const LoginKey& login, Turn& turn) {
  // What is under way is still to be heard of.
  const int left = UnderWay(login);
  if (TriesOf(login) > left) Keep(login, left, turn);
}

void Ledger::ForgiveTriesOfHooks(Turn& turn) {
  std::vector<LoginKey> given;
  for (const auto& [login, facts] : logins_) {
    if (login.version == 0 && facts.tries > 0) given.push_back(login);
  }
  std::sort(given.begin(), given.end());
  for (const LoginKey& login : given) ForgiveTries(login, turn);
}

std::uint64_t Ledger::Book(const std::string& profile, const std::string& number, Turn& turn) {
  const std::uint64_t id = ++last_id_;
  const std::string key = NumberKey(number);
  by_number_[key].push_back({id, turn.now(), profile});
  by_profile_[profile].push_back({id, turn.now(), key});
  turn.change().dials.push_back({id, profile, key, turn.wall(), false});
  return id;
}

void Ledger::TakeBack(const std::string& profile, std::uint64_t dial, Turn& turn) {
  const auto is_it = [dial](const Dial& d) { return d.id == dial; };
  Dials& own = by_profile_[profile];
  const auto at = std::find_if(own.begin(), own.end(), is_it);
  if (at == own.end()) return;
  std::erase_if(by_number_[at->profile], is_it);
  own.erase(at);
  turn.change().dials_taken_back.push_back(dial);
}

void Ledger::Leave(const std::string& profile, std::uint64_t dial, Turn& turn) {
  for (Dial& own : by_profile_[profile]) {
    if (own.id != dial) continue;
    own.at = turn.now();
    for (Dial& same : by_number_[own.profile]) {
      if (same.id == dial) same.at = turn.now();
    }
    turn.change().dials.push_back({dial, profile, own.profile, turn.wall()});
  }
}

void Ledger::DropOld(Dials& dials, Instant now) {
  while (!dials.empty() && dials.front().at + kLongestCapWindow < now) dials.pop_front();
}

std::vector<PastDial> Ledger::PastOf(const std::string& profile,
                                     const std::vector<std::string>& numbers, Instant now) {
  std::vector<PastDial> past;
  Dials& own = by_profile_[profile];
  DropOld(own, now);
  for (const Dial& dial : own) past.push_back({dial.at, dial.profile, true});
  std::set<std::string> keys;  // a number in two spellings is one
  for (const std::string& number : numbers) keys.insert(NumberKey(number));
  for (const std::string& key : keys) {
    const auto at = by_number_.find(key);
    if (at == by_number_.end()) continue;
    DropOld(at->second, now);
    for (const Dial& dial : at->second) {
      if (dial.profile != profile) past.push_back({dial.at, key, false});
    }
  }
  std::stable_sort(past.begin(), past.end(),
                   [](const PastDial& a, const PastDial& b) { return a.at < b.at; });
  return past;
}

}  // namespace lineman
