#include "tests/windows/app/pipe_fixture.h"

#include <asio/post.hpp>
#include <future>
#include <utility>
// After Asio:
#include <windows.h>
// After it:
#include <psapi.h>

namespace lineman {
namespace {

// Waits for a call that was just made; how many bytes it was about, or none when it failed or took
// too long.
std::size_t Await(HANDLE pipe, OVERLAPPED& call, std::chrono::milliseconds patience) {
  const DWORD begun = GetLastError();
  if (begun != ERROR_SUCCESS && begun != ERROR_IO_PENDING) return 0;
  if (WaitForSingleObject(call.hEvent, static_cast<DWORD>(patience.count())) != WAIT_OBJECT_0)
    CancelIoEx(pipe, &call);
  DWORD length = 0;
  return GetOverlappedResult(pipe, &call, &length, TRUE) ? length : 0;
}

}  // namespace

RawPipe::RawPipe(const std::string& path) {
  const std::wstring name = PipeNameOf(path).value();
  while (OpenPipe(name, pipe_.Put()) == ERROR_PIPE_BUSY) WaitNamedPipeW(name.c_str(), 10);
}

bool RawPipe::Send(std::string_view bytes, std::chrono::milliseconds patience) const {
  const OwnedHandle done(CreateEventW(nullptr, TRUE, FALSE, nullptr));
  while (!bytes.empty()) {
    OVERLAPPED call{};
    call.hEvent = done.get();
    SetLastError(ERROR_SUCCESS);
    WriteFile(pipe_.get(), bytes.data(), static_cast<DWORD>(bytes.size()), nullptr, &call);
    const std::size_t length = Await(pipe_.get(), call, patience);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::optional<std::string> RawPipe::Line() {
  for (;;) {
    const std::size_t end = rest_.find('\n', taken_);
    if (end != std::string::npos) {
      std::string line = rest_.substr(taken_, end - taken_);
      taken_ = end + 1;
      return line;
    }
    rest_.erase(0, std::exchange(taken_, 0));
    if (!ReadSome()) return std::nullopt;
  }
}

bool RawPipe::ReadSome() {
  const OwnedHandle done(CreateEventW(nullptr, TRUE, FALSE, nullptr));
  std::string portion(65536, '\0');
  OVERLAPPED call{};
  call.hEvent = done.get();
  SetLastError(ERROR_SUCCESS);
  ReadFile(pipe_.get(), portion.data(), static_cast<DWORD>(portion.size()), nullptr, &call);
  const std::size_t length = Await(pipe_.get(), call, kPatience);
  rest_.append(portion, 0, length);
  return length > 0;
}

void PipeServerTest::TearDown() {
  if (thread_.joinable()) {
    OnLoop([this] { server_.reset(); });
    work_.reset();
    thread_.join();
  }
  server_.reset();
}

Result<Done> PipeServerTest::Listen(const std::string& look, const std::string& act) {
  server_.emplace(loop_, host_);
  return server_->Listen({path_, look, act});
}

void PipeServerTest::Start() {
  const Result<Done> listens = Listen();
  ASSERT_TRUE(listens) << listens.error().message;
  thread_ = std::thread([this] { loop_.run(); });
}

void PipeServerTest::OnLoop(const std::function<void()>& task) {
  std::promise<void> done;
  asio::post(loop_, [&] {
    task();
    done.set_value();
  });
  done.get_future().wait();
}

void PipeServerTest::Publish(const std::string& profile, int count) {
  OnLoop([&] {
    for (int i = 0; i < count; ++i)
      server_->Publish(host_.Happen(profile, Entry::Kind::kLine, "online"));
  });
}

std::size_t PipeServerTest::Memory() {
  PROCESS_MEMORY_COUNTERS_EX counters{};
  GetProcessMemoryInfo(GetCurrentProcess(), reinterpret_cast<PROCESS_MEMORY_COUNTERS*>(&counters),
                       sizeof(counters));
  return counters.WorkingSetSize >> 20U;
}

}  // namespace lineman
