#include "engines/rasapi/rasapi.h"

#include <map>
#include <utility>
#include <vector>

#include "engines/rasapi/call.h"
#include "model/call_handle.h"

namespace lineman {

using rasapi::Call;
using rasapi::CallNote;
using rasapi::DialId;
using rasapi::Keep;
using rasapi::LiveReport;

namespace {

// RAS answers at once or not at all. The contract gives 5 s.
constexpr Duration kUntilAdopted = std::chrono::milliseconds(4500);

}  // namespace

// The calls and who reaches them. Handlers of the host and timers hold it weakly.
class RasapiEngine::Core : public std::enable_shared_from_this<Core> {
 public:
  Core(Env& env, std::unique_ptr<rasapi::Host> host) : env_(env), host_(std::move(host)) {}

  void Start() {
    const auto with_call = [weak = weak_from_this()](DialId id, const auto& then) {
      const auto core = weak.lock();
      if (core == nullptr) return;
      if (const std::shared_ptr<Call> call = core->Find(id)) then(*call);
    };
    host_->Start({.returned =
                      [with_call](DialId id, const rasapi::DialReturn& result) {
                        with_call(id, [&](Call& call) { call.Returned(result); });
                      },
                  .noticed =
                      [with_call](DialId id, const rasapi::Notice& notice) {
                        with_call(id, [&](Call& call) { call.Noticed(notice); });
                      },
                  .links_changed =
                      [weak = weak_from_this()] {
                        if (const auto core = weak.lock()) core->LinksChanged();
                      }});
  }

  std::shared_ptr<Call> Make(CallNote note, const rasapi::RasapiOptions& options) {
    const DialId id = ++made_;
    const auto over = [weak = weak_from_this(), id] {
      if (const auto core = weak.lock()) core->calls_.erase(id);
    };
    const Call::Shared shared{env_, *host_, *gate_};
    return calls_[id] = std::make_shared<Call>(shared, id, std::move(note), options, over);
  }

  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) {
    found_ = std::move(found);
    adopted_ = std::move(done);
    env_.CallAt(env_.Now(), [weak = weak_from_this()] {
      if (const auto core = weak.lock()) core->LookForConnections();
    });
    env_.CallAt(env_.Now() + kUntilAdopted, [weak = weak_from_this()] {
      if (const auto core = weak.lock()) core->EndAdoption();
    });
  }

 private:
  std::shared_ptr<Call> Find(DialId id) const {
    const auto found = calls_.find(id);
    return found == calls_.end() ? nullptr : found->second;
  }

  // Copied: what is lost may dial again, or be let go.
  void LinksChanged() {
    const auto calls = calls_;
    for (const auto& call : calls) call.second->LinksChanged();
  }

  void LookForConnections() {
    if (!host_->Trouble().empty()) return EndAdoption();
    host_->Connections([weak = weak_from_this()](const LiveReport& report) {
      if (const auto core = weak.lock()) core->TakeConnections(report);
    });
  }

  // The handle is Windows', and serves whoever asks for it. Connections that others have made are
  // none of lineman's.
  void TakeConnections(const LiveReport& report) {
    if (adopted_ == nullptr) return;
    for (const auto& kept : host_->Notes(Keep::kUntilShutdown)) {
      const std::optional<CallNote> note = rasapi::ReadNote(kept.second);
      const rasapi::LiveConnection* live = note ? FindLive(report, note->entry) : nullptr;
      if (live != nullptr) {
        TakeOver(*note, live->handle);
      } else if (!note || !HasCall(kept.first)) {
        host_->ForgetNote(Keep::kUntilShutdown, kept.first);
      }
    }
    RestoreEntries(report);
    EndAdoption();
  }

  static const rasapi::LiveConnection* FindLive(const LiveReport& report,
                                                const rasapi::Entry& entry) {
    for (const rasapi::LiveConnection& live : report.connections) {
      if (rasapi::IsSame(entry, live.entry)) return &live;
    }
    return nullptr;
  }

  bool HasCall(const std::string& key) const {
    for (const auto& call : calls_) {
      if (rasapi::KeyOf(call.second->note().entry) == key) return true;
    }
    return false;
  }

  void TakeOver(const CallNote& note, rasapi::Handle handle) {
    if (HasCall(rasapi::KeyOf(note.entry))) return;
    const std::shared_ptr<Call> call = Make(note, rasapi::ReadRasapiOptions(nullptr));
    call->Adopt(handle);
    AdoptedConnection adopted;
    adopted.profile = note.profile;
    adopted.number = note.number;
    adopted.attempt = note.attempt;
    adopted.status = call->Status();
    adopted.connection = std::make_unique<CallHandle<Call>>(call);
    call->Use(found_(std::move(adopted)));
  }

  // An agent that was killed, or a power cut, may have left entries with their redialling off.
  void RestoreEntries(const LiveReport& report) {
    for (const auto& kept : host_->Notes(Keep::kForGood)) {
      const std::optional<CallNote> note = rasapi::ReadNote(kept.second);
      if (!note) {
        host_->ForgetNote(Keep::kForGood, kept.first);
      } else if (FindLive(report, note->entry) == nullptr && !HasCall(kept.first)) {
        rasapi::RestoreRedial(*host_, note->entry);
      }
    }
  }

  void EndAdoption() {
    found_ = nullptr;
    if (adopted_ != nullptr) std::exchange(adopted_, nullptr)();
  }

  Env& env_;
  std::unique_ptr<rasapi::Host> host_;
  std::shared_ptr<rasapi::EntryGate> gate_ = std::make_shared<rasapi::EntryGate>(env_);
  std::map<DialId, std::shared_ptr<Call>> calls_;
  std::function<NotificationHandler(AdoptedConnection)> found_;
  std::function<void()> adopted_;  // null when nobody waits
  DialId made_ = 0;
};

RasapiEngine::RasapiEngine(Env& env, std::unique_ptr<rasapi::Host> host)
    : core_(std::make_shared<Core>(env, std::move(host))) {
  core_->Start();
}
RasapiEngine::~RasapiEngine() = default;

std::unique_ptr<Connection> RasapiEngine::Dial(const DialRequest& request,
                                               NotificationHandler handler) {
  const rasapi::RasapiOptions options = rasapi::ReadRasapiOptions(request.options.get());
  CallNote note;
  note.profile = request.profile;
  note.number = request.number;
  note.attempt = request.attempt;
  note.entry = rasapi::ListedAs(options.entry, request.number);
  const std::shared_ptr<Call> call = core_->Make(std::move(note), options);
  call->Dial(request, std::move(handler));
  return std::make_unique<CallHandle<Call>>(call);
}

void RasapiEngine::Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
                         std::function<void()> done) {
  core_->Adopt(std::move(found), std::move(done));
}

Capabilities RasapiEngine::RasapiCapabilities() {
  Capabilities capabilities;
  for (const StateInfo& info : AllStates()) {
    capabilities.shows.push_back(info.state);
    if (GroupOf(info.state) == StateGroup::kPaused) capabilities.answers.push_back(info.state);
  }
  return capabilities;
}

}  // namespace lineman
