// The double of RAS: plays a world, keeps RAS's rules, and holds its caller to them.
//
// One object for the whole DLL, made at the first call and never destroyed. Its functions are what
// the exports do once they have taken their structures apart. They come from any thread and take
// the loop's lock; callbacks are made on the loop's thread, without the lock. A world's connection
// state is RASCONNSTATE by number, so states need no mapping.
//
// ras_double.cc holds the life of a connection, dialling.cc RasDial, handles.cc what takes a
// handle, directory.cc entries and what others do.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engines/simulator/simulator.h"
#include "tests/windows/ras_sim/breaches.h"
#include "tests/windows/ras_sim/phone_book.h"
#include "tests/windows/ras_sim/ras_connection.h"
#include "tests/windows/ras_sim/settings.h"
#include "tests/windows/ras_sim/world_loop.h"

namespace lineman::ras_sim {

using ConnectionPtr = std::shared_ptr<RasConnection>;
using Lock = WorldLoop::Lock;

class RasDouble {
 public:
  static RasDouble& Get();
  // The process ends, and its other threads have ended: what is left is left for good.
  static void AtExit();

  // What is wrong with the world; empty when it plays.
  std::string Play(const std::string& yaml, const std::string& file);
  bool UsePhoneBook(const std::string& text);
  // Settings, and "up" and "dialling": an entry that another program has or is about to.
  bool Set(const std::string& name, const std::string& value);
  void End();
  int living();  // connections that the caller has yet to hang up, identities it has yet to free
  std::string breaches();
  std::string dials();

  // RasDial. `handle` in: null for a dial, else what is resumed; out: what the caller gets.
  DWORD Dial(const DialCall& dial, HRASCONN& handle);
  DWORD HangUp(HRASCONN handle);
  DWORD InvokeEapUi(HRASCONN handle);
  DWORD Watch(HRASCONN handle, HANDLE event, DWORD flags);

  // A call of RAS begins: takes the lock, and notes when it may not be called now. Not open when
  // the service is missing.
  struct Door {
    Lock lock;
    bool open = true;
  };
  enum class InCallback { kAllowed, kForbidden };
  Door Enter(const char* function, InCallback callback);

  // All below with the lock held.
  void Blame(Rule rule, const std::string& what) { breaches_.Add(rule, what); }
  // By handle; null, and a breach, when there never was such a one or it was hung up.
  ConnectionPtr Use(HRASCONN handle, const char* function);
  ConnectionPtr Find(HRASCONN handle) const;
  // Whether RasGetConnectStatus says so much of it.
  bool IsKnown(RasConnection& connection) const;
  std::vector<ConnectionPtr> Connected() const;
  // The world's first device carries everything; empty where it has none.
  std::string device() const;
  // 0, or 621 to 623.
  DWORD FindEntry(const std::string& phonebook, const std::string& name, Entry*& found);
  DWORD FindBook(const std::string& path, PhoneBook*& found);
  // Whether dwSize is a documented one; else it is a breach.
  bool CheckSize(DWORD size, std::span<const DWORD> documented, const char* function);
  void IdentityGiven(const void* identity) { identities_.push_back(identity); }
  void IdentityFreed(const void* identity);
  const Settings& settings() const { return settings_; }
  const simulator::World* world() const { return simulator_ ? &simulator_->world() : nullptr; }

 private:
  struct Watcher {
    HRASCONN handle;
    std::shared_ptr<void> event;
    DWORD flags;
    bool spent = false;
  };

  RasDouble();
  void PlayFromEnvironment();
  void Clear();
  void CheckEnd();

  // ras_double.cc
  ConnectionPtr Make(const DialCall& dial, const Entry* entry);
  void Begin(const ConnectionPtr& connection);
  void Heard(const ConnectionPtr& connection, const Notification& notification);
  void HeardPause(const ConnectionPtr& connection, const Notification& notification);
  void HeardEnd(const ConnectionPtr& connection, std::uint32_t error);
  void Tell(const ConnectionPtr& connection, const Notification& notification);
  void FailInstead(const ConnectionPtr& connection, RasError error);
  void Lose(const ConnectionPtr& connection, std::uint32_t error);
  void RedialByItself(const ConnectionPtr& lost);
  void Signal(HRASCONN handle, DWORD event);
  void Deliver(Lock& lock);
  void Deliver(Lock& lock, const Letter& letter);
  void Show(const Letter& letter);

  // dialling.cc
  DWORD NewDial(Lock& lock, const DialCall& dial, HRASCONN& handle);
  DWORD CheckNewDial(const DialCall& dial, const Entry* entry);
  DWORD CheckOthersOf(const DialCall& dial, ConnectionPtr& refers_to);
  DWORD Refer(const ConnectionPtr& connection, const DialCall& dial, HRASCONN& handle);
  DWORD FailAtOnce(const DialCall& dial, HRASCONN& handle);
  DWORD Resume(Lock& lock, const DialCall& dial, HRASCONN handle);
  void CheckResume(const RasConnection& connection, const DialCall& dial);
  void CheckFields(const RasConnection& connection, const DialParams& now);
  void CheckThread(const DiallingThread& thread);
  Answer AnswerIn(const RasConnection& connection, const DialParams& params) const;
  std::string PersonsAnswer(const std::string& prompt) const;
  void Note(const char* what, const DialCall& dial);

  WorldLoop loop_;
  Settings settings_;
  Breaches breaches_;
  std::unique_ptr<Simulator> simulator_;
  std::map<std::string, PhoneBook> books_;  // by path; "" the default one
  std::vector<ConnectionPtr> connections_;  // all of this world, the hung up ones too
  std::deque<Letter> letters_;
  std::vector<Watcher> watchers_;
  std::vector<const void*> identities_;  // given and not yet freed
  std::string dials_;
  std::uintptr_t last_handle_ = 0x10000;
};

}  // namespace lineman::ras_sim
