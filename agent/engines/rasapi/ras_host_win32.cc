#include "engines/rasapi/ras_host.h"

#include <fmt/format.h>
#include <windows.h>

#include <future>
#include <map>
#include <utility>

#include "engines/rasapi/ras_calls.h"
#include "engines/rasapi/ras_dial.h"
#include "engines/rasapi/ras_library.h"
#include "engines/rasapi/ras_notes.h"
#include "engines/rasapi/task_thread.h"
#include "engines/rasapi/trouble.h"

namespace lineman::rasapi {
namespace {

constexpr std::chrono::seconds kUntilHungUp(2);
// For what RAS is still to be asked of a connection before it is hung up.
constexpr std::chrono::seconds kUntilAsked(1);

// What connections' ends are signalled by. Windows 11 may signal once only, so it is asked anew
// after each signal and each connection that came up.
class EndsWatch {
 public:
  explicit EndsWatch(std::function<void()> ended) : ended_(std::move(ended)) {
    if (event_ == nullptr) return;
    RegisterWaitForSingleObject(&wait_, event_.get(), &EndsWatch::OnSignal, this, INFINITE,
                                WT_EXECUTEDEFAULT);
  }
  ~EndsWatch() {
    if (wait_ != nullptr) UnregisterWaitEx(wait_, INVALID_HANDLE_VALUE);  // waits for OnSignal
  }
  EndsWatch(const EndsWatch&) = delete;
  EndsWatch& operator=(const EndsWatch&) = delete;

  // Null where there are no more of them: then the poll has to do.
  std::shared_ptr<void> event() const { return event_; }

 private:
  static void CALLBACK OnSignal(void* watch, BOOLEAN /*timed_out*/) {
    static_cast<EndsWatch*>(watch)->ended_();
  }

  struct Close {
    void operator()(HANDLE handle) const {
      if (handle != nullptr) CloseHandle(handle);
    }
  };

  std::function<void()> ended_;
  std::shared_ptr<void> event_{CreateEventW(nullptr, FALSE, FALSE, nullptr), Close{}};
  HANDLE wait_ = nullptr;
};

// The loop's side: everything below is called there, and tells there. What it gives to threads
// holds the library and the loop, never the host.
class RasHost final : public Host {
 public:
  RasHost(const std::string& library, Post post)
      : library_(std::make_shared<const RasLibrary>(library)),
        post_(std::move(post)),
        // Another library's connections end with this process, and so do the notes of them.
        notes_(library.empty() ? "rasapi" : fmt::format("rasapi-{}", GetCurrentProcessId()),
               !library.empty()) {}

  // What is up stays up, but nothing is dialled any more.
  ~RasHost() override {
    alive_.reset();
    watch_.reset();
    for (const auto& each : diallings_) each.second->Cancel();
    workers_->AwaitAll(kUntilHungUp);
  }
  RasHost(const RasHost&) = delete;
  RasHost& operator=(const RasHost&) = delete;

  std::string Trouble() const override { return library_->trouble(); }
  void Start(Handlers handlers) override {
    handlers_ = std::make_shared<const Handlers>(std::move(handlers));
  }

  void Dial(DialId dial, const DialOrder& order) override {
    dial_thread_.Do(
        ThenReturned(dial, [dialling = Dialling(dial), order] { return dialling->Dial(order); }));
  }
  void Resume(DialId dial, const DialOrder& order) override {
    dial_thread_.Do(
        ThenReturned(dial, [dialling = Dialling(dial), order] { return dialling->Resume(order); }));
  }
  void InvokeEapUi(DialId dial, int subentry, Then<RasError> then) override {
    Workers::Start(workers_, ThenTell(std::move(then), [dialling = Dialling(dial), subentry] {
                     return dialling->InvokeEapUi(subentry);
                   }));
  }
  // On the thread of all dials: one that RAS has not returned from keeps what it was given.
  void Forget(DialId dial) override {
    const auto found = diallings_.find(dial);
    if (found == diallings_.end()) return;
    dial_thread_.Do([dialling = std::move(found->second)]() mutable { dialling.reset(); });
    diallings_.erase(found);
  }
  void HangUp(DialId dial, Handle handle, Then<HangUpReport> then) override {
    const auto found = diallings_.find(dial);
    const auto dialling = found == diallings_.end() ? nullptr : found->second;
    const auto errands = std::make_shared<std::promise<void>>();
    errand_thread_.Do([errands] { errands->set_value(); });
    const auto hang_up = [library = library_, dialling, handle, errands] {
      if (dialling != nullptr) dialling->Cancel();
      errands->get_future().wait_for(kUntilAsked);
      return HangUpUntilGone(*library, handle);
    };
    Workers::Start(workers_, ThenTell(std::move(then), hang_up));
  }

  void Status(Handle handle, Then<StatusReport> then) override {
    Ask(std::move(then), [library = library_, handle] { return AskStatus(*library, handle); });
  }
  void Traffic(Handle handle, Then<TrafficReport> then) override {
    Ask(std::move(then), [library = library_, handle] { return AskTraffic(*library, handle); });
  }
  void Addresses(Handle handle, Then<AddressReport> then) override {
    Ask(std::move(then), [library = library_, handle] { return AskAddresses(*library, handle); });
  }
  void Connections(Then<LiveReport> then) override {
    Ask(std::move(then), [library = library_] { return AskConnections(*library); });
  }
  void WatchLinks() override {
    if (watch_ == nullptr) watch_ = std::make_unique<EndsWatch>(WhenEnded());
    if (watch_->event() == nullptr) return;
    errand_thread_.Do(
        [library = library_, event = watch_->event()] { NotifyOfEnds(*library, event.get()); });
  }

  void Properties(const Entry& entry, Then<EntryReport> then) override {
    Ask(std::move(then), [library = library_, entry] { return AskEntry(*library, entry); });
  }
  void SetRedial(const Entry& entry, bool on, Then<RasError> then) override {
    Ask(std::move(then),
        [library = library_, entry, on] { return rasapi::SetRedial(*library, entry, on); });
  }
  void SavedCredentials(const Entry& entry, Then<CredentialsReport> then) override {
    Ask(std::move(then), [library = library_, entry] { return AskCredentials(*library, entry); });
  }
  void EapIdentity(DialId dial, const Entry& entry, Then<IdentityReport> then) override {
    Ask(std::move(then),
        [dialling = Dialling(dial), entry] { return dialling->AskIdentity(entry); });
  }

  std::string TextOf(RasError error) override { return rasapi::TextOf(*library_, error); }

  void SaveNote(Keep keep, const std::string& key, const std::string& note) override {
    notes_.Save(keep, key, note);
  }
  void ForgetNote(Keep keep, const std::string& key) override { notes_.Forget(keep, key); }
  std::vector<std::pair<std::string, std::string>> Notes(Keep keep) override {
    return notes_.All(keep);
  }

 private:
  // Runs on the loop while the host is there.
  std::function<void(std::function<void()>)> Teller() const {
    return [post = post_, alive = std::weak_ptr<bool>(alive_)](std::function<void()> tell) {
      post([alive, tell = std::move(tell)] {
        if (!alive.expired()) tell();
      });
    };
  }

  template <typename Report, typename Work>
  std::function<void()> ThenTell(Then<Report> then, Work work) const {
    return [tell = Teller(), then = std::move(then), work = std::move(work)] {
      tell([then, report = Report(work())] { then(report); });
    };
  }

  template <typename Work>
  std::function<void()> ThenReturned(DialId dial, Work work) const {
    const auto then = [handlers = handlers_, dial](const DialReturn& result) {
      handlers->returned(dial, result);
    };
    return ThenTell<DialReturn>(then, std::move(work));
  }

  template <typename Report, typename Work>
  void Ask(Then<Report> then, Work work) {
    errand_thread_.Do(ThenTell(std::move(then), std::move(work)));
  }

  std::shared_ptr<RasDialling> Dialling(DialId dial) {
    std::shared_ptr<RasDialling>& dialling = diallings_[dial];
    if (dialling == nullptr) {
      dialling = std::make_shared<RasDialling>(
          library_, [tell = Teller(), handlers = handlers_, dial](const Notice& notice) {
            tell([handlers, dial, notice] { handlers->noticed(dial, notice); });
          });
    }
    return dialling;
  }

  std::function<void()> WhenEnded() {
    return [this, tell = Teller()] {
      tell([this] {
        WatchLinks();
        handlers_->links_changed();
      });
    };
  }

  const std::shared_ptr<const RasLibrary> library_;
  const Post post_;
  const RasNotes notes_;
  std::shared_ptr<const Handlers> handlers_;
  std::map<DialId, std::shared_ptr<RasDialling>> diallings_;
  std::shared_ptr<Workers> workers_ = std::make_shared<Workers>();
  std::unique_ptr<EndsWatch> watch_;
  TaskThread dial_thread_;    // makes all RasDial calls, and lives as long as connections
  TaskThread errand_thread_;  // everything that is quick
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace

Result<std::unique_ptr<Host>> OpenRasHost(const std::string& library, const Post& post) {
  return std::make_unique<RasHost>(library, post);
}

}  // namespace lineman::rasapi
