#include "tray/win32/pipe_link.h"

#include "control/pipe_listener.h"
// After Asio:
#include <windows.h>

#include <algorithm>
#include <utility>

#include "control/windows_basics.h"

namespace lineman {
namespace {

constexpr Duration kFirstPause = std::chrono::seconds(1);
constexpr Duration kLongestPause = std::chrono::seconds(15);

OwnedHandle NewEvent() { return OwnedHandle(CreateEventW(nullptr, TRUE, FALSE, nullptr)); }

}  // namespace

Instant LoopNow() { return Instant(Duration(static_cast<std::int64_t>(GetTickCount64()))); }

// The open pipe, with one call of reading and one of writing under way.
struct PipeLink::Pipe {
  // What the calls were given must not go before they are over.
  ~Pipe() {
    if (!handle.IsOpen()) return;
    CancelIo(handle.get());
    DWORD length = 0;
    if (reads) GetOverlappedResult(handle.get(), &reading, &length, TRUE);
    if (writes) GetOverlappedResult(handle.get(), &writing, &length, TRUE);
  }

  OwnedHandle handle;
  OwnedHandle read_done = NewEvent();
  OwnedHandle write_done = NewEvent();
  OVERLAPPED reading{};
  OVERLAPPED writing{};
  bool reads = false;
  bool writes = false;
  std::array<char, 65536> room{};
};

PipeLink::PipeLink(std::string path, Desk& desk)
    : path_(std::move(path)), desk_(desk), pipe_(std::make_unique<Pipe>()), again_(LoopNow()) {}

PipeLink::~PipeLink() = default;

std::array<void*, 2> PipeLink::events() const {
  return {pipe_->read_done.get(), pipe_->write_done.get()};
}

Instant PipeLink::Due() const {
  if (!desk_.IsConnected()) return again_;
  return desk_.Deadline().value_or(Instant::max());
}

void PipeLink::Serve() {
  if (!desk_.IsConnected()) return Connect();
  if (WaitForSingleObject(pipe_->write_done.get(), 0) == WAIT_OBJECT_0) Write();
  if (desk_.IsConnected() && WaitForSingleObject(pipe_->read_done.get(), 0) == WAIT_OBJECT_0) {
    Read();
  }
  const std::optional<Instant> deadline = desk_.Deadline();
  if (deadline && LoopNow() >= *deadline && !desk_.Tick()) {
    Leave(TRAY_TEXT("tray", "lineman does not answer"));
  }
}

void PipeLink::Connect() {
  if (LoopNow() < again_) return;
  const Result<std::wstring> name = PipeNameOf(path_);
  if (!name) return Leave({"%1", {name.error().message}});
  const DWORD error = OpenPipe(*name, pipe_->handle.Put());
  if (error == ERROR_ACCESS_DENIED) {
    return Leave(TRAY_TEXT("tray", "you may not look at lineman: ask the office"));
  }
  if (error != ERROR_SUCCESS) return Leave(NameOf(Sign::kAway));
  // Whoever else listens there must not be told passwords.
  if (!IsTrustedPipe(pipe_->handle.get())) {
    return Leave(TRAY_TEXT("tray", "whoever listens there is not lineman"));
  }
  tries_ = 0;
  desk_.Connected();
  Read();
}

// Takes what has come, and asks for more.
void PipeLink::Read() {
  Pipe& pipe = *pipe_;
  DWORD length = 0;
  if (pipe.reads) {
    pipe.reads = false;
    if (GetOverlappedResult(pipe.handle.get(), &pipe.reading, &length, FALSE) == 0 ||
        !desk_.Feed({pipe.room.data(), length})) {
      return Leave(NameOf(Sign::kAway));
    }
  }
  pipe.reading = {};
  pipe.reading.hEvent = pipe.read_done.get();
  const BOOL read = ReadFile(pipe.handle.get(), pipe.room.data(),
                             static_cast<DWORD>(pipe.room.size()), nullptr, &pipe.reading);
  if (read == 0 && GetLastError() != ERROR_IO_PENDING) return Leave(NameOf(Sign::kAway));
  pipe.reads = true;
}

void PipeLink::Send() {
  std::string output = desk_.TakeOutput();
  unsent_ += output;
  std::fill(output.begin(), output.end(), '\0');
  if (!pipe_->writes) Write();
}

// Takes note of what has gone, and sends the rest.
void PipeLink::Write() {
  Pipe& pipe = *pipe_;
  DWORD length = 0;
  if (pipe.writes) {
    pipe.writes = false;
    if (GetOverlappedResult(pipe.handle.get(), &pipe.writing, &length, FALSE) == 0) {
      return Leave(NameOf(Sign::kAway));
    }
    std::fill_n(unsent_.begin(), length, '\0');
    unsent_.erase(0, length);
  }
  ResetEvent(pipe.write_done.get());
  if (unsent_.empty()) return;
  pipe.writing = {};
  pipe.writing.hEvent = pipe.write_done.get();
  const BOOL written = WriteFile(pipe.handle.get(), unsent_.data(),
                                 static_cast<DWORD>(unsent_.size()), nullptr, &pipe.writing);
  if (written == 0 && GetLastError() != ERROR_IO_PENDING) return Leave(NameOf(Sign::kAway));
  pipe.writes = true;
}

void PipeLink::Leave(const Phrase& why) {
  pipe_ = std::make_unique<Pipe>();
  unsent_.clear();
  again_ = LoopNow() + std::min(kFirstPause * (1 << std::min(tries_, 4)), kLongestPause);
  ++tries_;
  desk_.Disconnected(why);
}

}  // namespace lineman
