// A Windows RAS that only exists here, in virtual time. What it calls back the test says; what it
// is asked it answers at once, by way of the loop.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engines/rasapi/host.h"
#include "rehearsal/virtual_env.h"

namespace lineman::rasapi {

// What stays when an agent goes: phone books, connections, notes.
struct FakeRas {
  struct BookEntry {
    bool redials = false;
    int links = 1;
    CredentialsReport saved;
    IdentityReport identity{static_cast<RasError>(780), {}};
    RasError unreadable = RasError::kNone;
    bool is_writable = true;
  };

  std::map<std::string, BookEntry> entries{{"office", {}}};
  std::vector<LiveConnection> live;
  std::map<Handle, StatusReport> status;  // of every handle that is not dead
  TrafficReport traffic;
  std::array<std::map<std::string, std::string>, 2> notes;  // by Keep

  std::vector<std::string> calls;  // what was asked of RAS, but for looks at how it is
  std::vector<DialOrder> orders;   // of RasDial, first and resumed
  std::string trouble;
  DialReturn returns{RasError::kNone, 1};  // of the next RasDial
  bool holds_returns = false;              // RasDial does not return before the test says so
  bool hangs_up = true;                    // RasHangUp lets the handle die
  RasError eap_window = RasError::kNone;   // what the EAP method's window comes to

  std::string Calls() {
    std::string all;
    for (const std::string& call : std::exchange(calls, {}))
      all += (all.empty() ? "" : ", ") + call;
    return all;
  }
};

class FakeHost : public Host {
 public:
  FakeHost(Env& env, FakeRas& ras) : env_(env), ras_(ras) {}

  std::string Trouble() const override { return ras_.trouble; }
  void Start(Handlers handlers) override { handlers_ = std::move(handlers); }
  void Dial(DialId dial, const DialOrder& order) override {
    Call("dial " + order.entry.name + order.number);
    Begin(dial, order);
  }
  void Resume(DialId dial, const DialOrder& order) override {
    Call("resume");
    Begin(dial, order);
  }
  void InvokeEapUi(DialId /*dial*/, int subentry, Then<RasError> then) override {
    Call(fmt::format("eap window {}", subentry));
    Later([this, then] { then(ras_.eap_window); });
  }
  void Forget(DialId /*dial*/) override {}
  void HangUp(DialId dial, Handle handle, Then<HangUpReport> then) override {
    Call(fmt::format("hang up {}", handle));
    cancelled_.insert(dial);
    if (!ras_.hangs_up) return After(kTenSeconds, [then] { then({RasError::kNone, false}); });
    End(handle);
    Later([then] { then({RasError::kNone, true}); });
  }
  void Status(Handle handle, Then<StatusReport> then) override {
    Later([this, handle, then] {
      const auto found = ras_.status.find(handle);
      then(found == ras_.status.end() ? StatusReport{.call_error = kInvalidHandle} : found->second);
    });
  }
  void Traffic(Handle /*handle*/, Then<TrafficReport> then) override {
    Later([this, then] { then(ras_.traffic); });
  }
  void Addresses(Handle /*handle*/, Then<AddressReport> then) override {
    Later([then] { then({"10.9.0.2", "10.9.0.1"}); });
  }
  void Connections(Then<LiveReport> then) override {
    Later([this, then] { then({RasError::kNone, ras_.live}); });
  }
  void WatchLinks() override { watches = true; }
  void Properties(const Entry& entry, Then<EntryReport> then) override {
    Later([this, entry, then] {
      const auto found = ras_.entries.find(entry.name);
      if (found == ras_.entries.end()) return then({static_cast<RasError>(623), false, 1});
      const FakeRas::BookEntry& kept = found->second;
      then({kept.unreadable, kept.redials, kept.links});
    });
  }
  void SetRedial(const Entry& entry, bool on, Then<RasError> then) override {
    Call(fmt::format("redial {} {}", entry.name, on ? "on" : "off"));
    FakeRas::BookEntry& kept = ras_.entries[entry.name];
    if (kept.is_writable) kept.redials = on;
    const auto error = static_cast<RasError>(kept.is_writable ? 0 : 5);
    Later([then, error] { then(error); });
  }
  void SavedCredentials(const Entry& entry, Then<CredentialsReport> then) override {
    Later([this, entry, then] { then(ras_.entries[entry.name].saved); });
  }
  void EapIdentity(DialId /*dial*/, const Entry& entry, Then<IdentityReport> then) override {
    Later([this, entry, then] { then(ras_.entries[entry.name].identity); });
  }
  std::string TextOf(RasError error) override {
    return fmt::format("Windows on {}", static_cast<std::uint32_t>(error));
  }
  void SaveNote(Keep keep, const std::string& key, const std::string& note) override {
    NotesOf(keep)[key] = note;
  }
  void ForgetNote(Keep keep, const std::string& key) override { NotesOf(keep).erase(key); }
  std::vector<std::pair<std::string, std::string>> Notes(Keep keep) override {
    return {NotesOf(keep).begin(), NotesOf(keep).end()};
  }

  // What RAS does by itself, at once.
  void Return() { handlers_.returned(last_dial, ras_.returns); }
  void Notice(std::uint32_t state, std::uint32_t error = 0, int subentry = 1) {
    handlers_.noticed(last_dial, {state, static_cast<RasError>(error), subentry, 0});
  }
  void Notice(ConnectionState state, std::uint32_t error = 0, int subentry = 1) {
    Notice(static_cast<std::uint32_t>(state), error, subentry);
  }
  void ComeUp() {
    ras_.status[ras_.returns.handle].state = 0x2000;
    ras_.live.push_back({ras_.returns.handle, ras_.orders.back().entry});
    Notice(ConnectionState::kConnected);
  }
  void End(Handle handle) {
    ras_.status.erase(handle);
    std::erase_if(ras_.live, [&](const LiveConnection& each) { return each.handle == handle; });
  }
  void LoseAll() {
    ras_.status.clear();
    ras_.live.clear();
    handlers_.links_changed();
  }

  DialId last_dial = 0;
  bool watches = false;

 protected:
  static constexpr Duration kTenSeconds = std::chrono::seconds(10);

  virtual void Begin(DialId dial, const DialOrder& order) {
    last_dial = dial;
    ras_.orders.push_back(order);
    EXPECT_FALSE(cancelled_.contains(dial)) << "the handle is dead";
    if (ras_.holds_returns) return;
    Later([this, dial] {
      if (ras_.returns.handle != 0) ras_.status.try_emplace(ras_.returns.handle);
      handlers_.returned(dial, ras_.returns);
    });
  }
  // Nothing is told once the host is gone.
  void After(Duration span, std::function<void()> task) {
    env_.CallAt(env_.Now() + span, [alive = std::weak_ptr<bool>(alive_), task = std::move(task)] {
      if (!alive.expired()) task();
    });
  }
  void Later(std::function<void()> task) { After(Duration{0}, std::move(task)); }
  void Call(std::string what) { ras_.calls.push_back(std::move(what)); }

  Env& env_;
  FakeRas& ras_;
  Handlers handlers_;

 private:
  std::map<std::string, std::string>& NotesOf(Keep keep) {
    return ras_.notes.at(static_cast<std::size_t>(keep));
  }

  std::set<DialId> cancelled_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace lineman::rasapi
