// What lines share: tries of logins and dials of numbers, across profiles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "line/turn.h"
#include "model/facts.h"
#include "model/occasion.h"
#include "model/store.h"

namespace lineman {

class Ledger {
 public:
  // Takes over what the store remembers. Dials whose age cannot be told (they are from the future,
  // for the clock went back, or from before `trusted_from`, for it had not been set then and is
  // now, or the agent ended before it could say that they left) count as of now: a cap may hold
  // longer than it must, never shorter.
  void Restore(const Durable& durable, Instant now, WallTime wall, WallTime trusted_from);

  // Tries no server has accepted since, those under way included.
  int TriesOf(const LoginKey& login) const;
  // Tries of which it is not known yet what the server says.
  int UnderWay(const LoginKey& login) const;
  // A try that was under way when the agent ended still is.
  void Resume(const LoginKey& login) { ++under_way_[login]; }
  // A try is on its way. Each is settled in one of three ways:
  void SpendTry(const LoginKey& login, Turn& turn);
  void TryRefused(const LoginKey& login);
  void GiveBackTry(const LoginKey& login, Turn& turn);  // it says nothing about the password
  void ForgetTries(const LoginKey& login, Turn& turn);  // the server has accepted it
  // The operator gives the login all its tries back.
  void ForgiveTries(const LoginKey& login, Turn& turn);
  // The same for every login that is in no profile: hooks have supplied it.
  void ForgiveTriesOfHooks(Turn& turn);

  // Books a dial and returns its id, by which it can be taken back.
  std::uint64_t Book(const std::string& profile, const std::string& number, Turn& turn);
  // The dial leaves now; its commit may have taken a while.
  void Leave(const std::string& profile, std::uint64_t dial, Turn& turn);
  void TakeBack(const std::string& profile, std::uint64_t dial, Turn& turn);
  // Dials that a cap of this profile may count: its own, and those of its numbers by anyone.
  std::vector<PastDial> PastOf(const std::string& profile, const std::vector<std::string>& numbers,
                               Instant now);

 private:
  struct Dial {
    std::uint64_t id;
    Instant at;
    std::string profile;
  };
  using Dials = std::deque<Dial>;

  struct HashOfLogin {
    std::size_t operator()(const LoginKey& key) const {
      return std::hash<std::string>()(key.login) ^ static_cast<std::size_t>(key.version);
    }
  };

  void Keep(const LoginKey& login, int tries, Turn& turn);
  void Land(const LoginKey& login);
  static void DropOld(Dials& dials, Instant now);

  std::unordered_map<LoginKey, LoginFacts, HashOfLogin> logins_;
  // Not durable: a power cut settles them as refused.
  std::unordered_map<LoginKey, int, HashOfLogin> under_way_;
  std::unordered_map<std::string, Dials> by_number_;   // key: NumberKey
  std::unordered_map<std::string, Dials> by_profile_;  // Dial::profile holds the number key here
  std::uint64_t last_id_ = 0;
};

}  // namespace lineman
