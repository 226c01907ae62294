#include "engines/pppd/pppd.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "model/call_handle.h"

namespace lineman {

using pppd::Call;
using pppd::CallNote;
using pppd::Peer;

namespace {

// The plugin tries to reach a new agent twice a second. The contract gives 5 s for all of it.
constexpr Duration kUntilAdopted = std::chrono::milliseconds(4500);

}  // namespace

// The calls and who reaches them. Handlers of the host hold it weakly.
class PppdEngine::Core : public std::enable_shared_from_this<Core> {
 public:
  Core(Env& env, std::unique_ptr<pppd::Host> host) : env_(env), host_(std::move(host)) {}

  Result<Done> Open() {
    if (is_open_) return Done{};
    Result<Done> opened = host_->Open([weak = weak_from_this()](const std::shared_ptr<Peer>& peer) {
      if (const auto core = weak.lock()) core->Greet(peer);
    });
    is_open_ = opened.has_value();
    return opened;
  }

  std::shared_ptr<Call> Make(const std::string& id, CallNote note) {
    auto call =
        std::make_shared<Call>(env_, *host_, id, std::move(note), [weak = weak_from_this(), id] {
          if (const auto core = weak.lock()) core->Over(id);
        });
    calls_[id] = call;
    return call;
  }

  // Unique over restarts too: a call's name outlives the agent.
  std::string NewId(AttemptId attempt) {
    return fmt::format("{:x}-{}-{}", env_.Wall().time_since_epoch().count(), attempt, ++made_);
  }

  void Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
             std::function<void()> done) {
    adoption_ = std::make_shared<Adoption>(Adoption{std::move(found), std::move(done), {}});
    const auto begin = [weak = weak_from_this()] {
      if (const auto core = weak.lock()) core->LookForCalls();
    };
    env_.CallAt(env_.Now(), begin);
  }

 private:
  struct Adoption {
    std::function<NotificationHandler(AdoptedConnection)> found;
    std::function<void()> done;
    std::vector<std::string> awaited;
  };

  void Over(const std::string& id) {
    calls_.erase(id);
    if (adoption_ == nullptr || std::erase(adoption_->awaited, id) == 0) return;
    if (adoption_->awaited.empty()) EndAdoption();
  }

  void LookForCalls() {
    const auto notes = host_->Notes();
    if (notes.empty() || !Open()) return EndAdoption();
    for (const auto& kept : notes) {
      const std::string& id = kept.first;
      if (calls_.contains(id)) continue;
      Result<CallNote> note = pppd::ReadNote(kept.second);
      const auto call = Make(id, note.value_or(CallNote{}));
      if (note && call->Adopt([this, id] { Found(id); })) {
        adoption_->awaited.push_back(id);
        continue;
      }
      host_->Forget(id);
      calls_.erase(id);
    }
    if (adoption_->awaited.empty()) return EndAdoption();
    env_.CallAt(env_.Now() + kUntilAdopted, [weak = weak_from_this()] {
      if (const auto core = weak.lock()) core->EndAdoption();
    });
  }

  void Found(const std::string& id) {
    if (adoption_ == nullptr) return;
    std::erase(adoption_->awaited, id);
    const std::shared_ptr<Call> call = calls_.at(id);
    AdoptedConnection adopted;
    adopted.profile = call->note().profile;
    adopted.number = call->note().number;
    adopted.attempt = call->note().attempt;
    adopted.status = call->Status();
    adopted.connection = std::make_unique<CallHandle<Call>>(call);
    call->Use(adoption_->found(std::move(adopted)));
    if (adoption_->awaited.empty()) EndAdoption();
  }

  // Whoever has not come back by now is told to end.
  void EndAdoption() {
    if (adoption_ == nullptr) return;
    const auto adoption = std::exchange(adoption_, nullptr);
    for (const std::string& id : adoption->awaited) {
      if (const auto call = calls_.find(id); call != calls_.end()) call->second->Abandon();
    }
    adoption->done();
  }

  // Who it is the first line says; until then nobody knows it.
  void Greet(const std::shared_ptr<Peer>& peer) {
    Peer* const key = peer.get();
    strangers_[key] = peer;
    peer->Start({.line =
                     [weak = weak_from_this(), key](std::string_view line) {
                       if (const auto core = weak.lock()) core->Introduce(key, line);
                     },
                 .closed =
                     [weak = weak_from_this(), key] {
                       if (const auto core = weak.lock()) core->strangers_.erase(key);
                     }});
  }

  void Introduce(Peer* stranger, std::string_view line) {
    const std::shared_ptr<Peer> peer = strangers_.extract(stranger).mapped();
    const Result<pppd::Message> message = pppd::ParseMessage(line);
    if (message) {
      if (const auto* plugin = std::get_if<pppd::PluginHello>(&*message))
        return Meet(peer, plugin->call, *plugin);
      if (const auto* helper = std::get_if<pppd::HelperHello>(&*message))
        return Meet(peer, helper->call, *helper);
    }
    peer->Close();
  }

  template <typename Hello>
  void Meet(const std::shared_ptr<Peer>& peer, const std::string& id, const Hello& hello) {
    const auto call = calls_.find(id);
    if (call == calls_.end()) return Dismiss(peer, id, hello.pid);
    const std::shared_ptr<Call> kept = call->second;
    kept->Meet(hello, peer);
  }

  // A call nobody knows of: an agent died between starting it and noting it.
  void Dismiss(const std::shared_ptr<Peer>& peer, const std::string& id, std::int64_t pid) {
    peer->Close();
    const auto process = host_->Watch(pid, id, [](const pppd::ProcessExit&) {});
    if (process != nullptr) process->Terminate();
  }

  Env& env_;
  std::unique_ptr<pppd::Host> host_;
  std::map<std::string, std::shared_ptr<Call>> calls_;
  std::map<Peer*, std::shared_ptr<Peer>> strangers_;  // who have not said yet who they are
  std::shared_ptr<Adoption> adoption_;
  std::uint64_t made_ = 0;
  bool is_open_ = false;
};

PppdEngine::PppdEngine(Env& env, std::unique_ptr<pppd::Host> host)
    : core_(std::make_shared<Core>(env, std::move(host))) {}
PppdEngine::~PppdEngine() = default;

std::unique_ptr<Connection> PppdEngine::Dial(const DialRequest& request,
                                             NotificationHandler handler) {
  CallNote note;
  note.profile = request.profile;
  note.number = request.number;
  note.attempt = request.attempt;
  const auto call = core_->Make(core_->NewId(request.attempt), std::move(note));
  const Result<Done> open = core_->Open();
  call->Dial(request, std::move(handler), open ? "" : open.error().message);
  return std::make_unique<CallHandle<Call>>(call);
}

void PppdEngine::Adopt(std::function<NotificationHandler(AdoptedConnection)> found,
                       std::function<void()> done) {
  core_->Adopt(std::move(found), std::move(done));
}

Capabilities PppdEngine::PppdCapabilities() {
  using State = ConnectionState;
  Capabilities capabilities;
  capabilities.shows = {State::kOpenPort,
                        State::kPortOpened,
                        State::kConnectDevice,
                        State::kDeviceConnected,
                        State::kAllDevicesConnected,
                        State::kAuthenticate,
                        State::kAuthNotify,
                        State::kAuthRetry,
                        State::kAuthCallback,
                        State::kAuthChangePassword,
                        State::kAuthAck,
                        State::kReAuthenticate,
                        State::kAuthenticated,
                        State::kAuthProject,
                        State::kPrepareForCallback,
                        State::kWaitForModemReset,
                        State::kWaitForCallback,
                        State::kCallbackComplete,
                        State::kInteractive,
                        State::kRetryAuthentication,
                        State::kCallbackSetByCaller,
                        State::kPasswordExpired,
                        State::kInvokeEapUi,
                        State::kProjected,
                        State::kConnected,
                        State::kDisconnected};
  capabilities.answers = {State::kInteractive, State::kRetryAuthentication,
                          State::kCallbackSetByCaller, State::kPasswordExpired,
                          State::kInvokeEapUi};
  return capabilities;
}

}  // namespace lineman
