// What the rasapi engine needs of the machine it runs on: Windows RAS.
//
// Everything is told on the loop and never inside a call. Threads, handles and Windows' own
// structures are the real host's business (ras_host.h); tests bring a scripted one, with virtual
// time.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "engines/rasapi/reports.h"

namespace lineman::rasapi {

// How long a note is kept: as connections are, or until it is forgotten.
enum class Keep { kUntilShutdown, kForGood };

class Host {
 public:
  struct Handlers {
    std::function<void(DialId, const DialReturn&)> returned;  // of Dial and of Resume, once each
    std::function<void(DialId, const Notice&)> noticed;       // also before `returned` has come
    std::function<void()> links_changed;                      // some connection of the machine's
  };
  template <typename Report>
  using Then = std::function<void(const Report&)>;

  virtual ~Host() = default;

  // Why RAS cannot be used here at all, with the way out; empty when nothing speaks against it.
  virtual std::string Trouble() const = 0;
  // Before anything below.
  virtual void Start(Handlers handlers) = 0;

  virtual void Dial(DialId dial, const DialOrder& order) = 0;
  // Goes on from a paused state; with the order's fields as the answer has them.
  virtual void Resume(DialId dial, const DialOrder& order) = 0;
  // Lets the EAP method ask its user in a window of its own. Blocks nothing, may take for ever.
  virtual void InvokeEapUi(DialId dial, int subentry, Then<RasError> then) = 0;
  // Once it is hung up and nothing is told of it any more.
  virtual void Forget(DialId dial) = 0;
  // Until the handle is dead, references of others included, or ten seconds have passed. What the
  // dial has yet to resume is not resumed any more. `dial` is 0 for a connection of another
  // agent's.
  virtual void HangUp(DialId dial, Handle handle, Then<HangUpReport> then) = 0;

  virtual void Status(Handle handle, Then<StatusReport> then) = 0;
  virtual void Traffic(Handle handle, Then<TrafficReport> then) = 0;
  virtual void Addresses(Handle handle, Then<AddressReport> then) = 0;
  virtual void Connections(Then<LiveReport> then) = 0;
  // Tells `links_changed` when connections end, from now on.
  virtual void WatchLinks() = 0;

  virtual void Properties(const Entry& entry, Then<EntryReport> then) = 0;
  // Windows' own redialling of the entry.
  virtual void SetRedial(const Entry& entry, bool on, Then<RasError> then) = 0;
  virtual void SavedCredentials(const Entry& entry, Then<CredentialsReport> then) = 0;
  // Keeps what the EAP method made of it for the dial.
  virtual void EapIdentity(DialId dial, const Entry& entry, Then<IdentityReport> then) = 0;

  // RAS's or Windows' own words; empty when they have none.
  virtual std::string TextOf(RasError error) = 0;

  // A line for an agent that comes after this one, without secrets.
  virtual void SaveNote(Keep keep, const std::string& key, const std::string& note) = 0;
  virtual void ForgetNote(Keep keep, const std::string& key) = 0;
  virtual std::vector<std::pair<std::string, std::string>> Notes(Keep keep) = 0;
};

}  // namespace lineman::rasapi
