#include "control/pipe_listener.h"

#include <fmt/format.h>
#include <windows.h>
// After it:
#include <aclapi.h>
#include <sddl.h>

#include <algorithm>
#include <asio/steady_timer.hpp>
#include <asio/windows/overlapped_ptr.hpp>
#include <chrono>
#include <string_view>
#include <utility>

#include "control/windows_basics.h"
#include "control/windows_rights.h"

namespace lineman {
namespace {

constexpr std::wstring_view kAllPipes = L"\\\\.\\pipe\\";
constexpr std::wstring_view kOurPipes = L"\\\\.\\pipe\\lineman\\";
constexpr std::size_t kLongestName = 256;  // CreateNamedPipeW
// What either side may write before the other has read it.
constexpr DWORD kBuffer = 64U << 10U;
// Pipes that wait for somebody: those who come while one is being answered find another.
constexpr int kWaiting = 4;
// The pause after a pipe that could not be made, for want of handles or memory.
constexpr std::chrono::seconds kPause{1};

// All that a client needs; to make more pipes of the name is not among it.
constexpr DWORD kConnect = FILE_READ_DATA | FILE_WRITE_DATA | FILE_READ_ATTRIBUTES |
                           FILE_WRITE_ATTRIBUTES | READ_CONTROL | SYNCHRONIZE;

bool SomebodyListens(const std::wstring& name) {
  return WaitNamedPipeW(name.c_str(), 1) || GetLastError() == ERROR_SEM_TIMEOUT;
}

}  // namespace

Result<std::wstring> PipeNameOf(const std::string& path) {
  std::wstring name = ToWide(path);
  std::ranges::replace(name, L'/', L'\\');
  if (!name.starts_with(kAllPipes)) {
    // Names of pipes are told apart whatever the case of their letters, as paths are.
    name = WidePath(path);
    std::ranges::replace(name, L'\\', L'/');
    name.insert(0, kOurPipes);
  }
  if (path.empty() || name.size() > kLongestName) {
    return Fail(fmt::format("the name of a pipe has 1 to {} characters, this one has {}: {}",
                            kLongestName, path.empty() ? 0 : name.size(), FromWide(name)));
  }
  return name;
}

std::string ReadablePipeName(const std::string& path) {
  const Result<std::wstring> name = PipeNameOf(path);
  return name ? FromWide(*name) : path;
}

unsigned long OpenPipe(const std::wstring& name, void** handle) {
  *handle =
      CreateFileW(name.c_str(), kConnect, 0, nullptr, OPEN_EXISTING,
                  FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr);
  if (*handle != INVALID_HANDLE_VALUE) return ERROR_SUCCESS;
  *handle = nullptr;
  return GetLastError();
}

bool IsTrustedPipe(void* handle) {
  PSID owner = nullptr;
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (GetSecurityInfo(handle, SE_KERNEL_OBJECT, OWNER_SECURITY_INFORMATION, &owner, nullptr,
                      nullptr, nullptr, &descriptor) != ERROR_SUCCESS) {
    return false;
  }
  wchar_t* text = nullptr;
  const bool known = ConvertSidToStringSidW(owner, &text) != 0;
  const bool trusted = known && IsTrusted(FromWide(text));
  LocalFree(text);
  LocalFree(descriptor);
  return trusted;
}

// Lives in the handlers that wait for somebody to connect.
class PipeListener::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& loop, std::wstring name, const std::string& protection)
      : loop_(loop), pause_(loop), name_(std::move(name)), protection_(protection) {}

  // The first pipe of the name: nobody else may have one.
  Result<Done> Begin() {
    if (protection_.attributes() == nullptr) return Fail("nobody can be told who may connect");
    // The flag says the same, without a gap; some systems do not know it.
    if (SomebodyListens(name_)) return Fail("another process listens there");
    first_ = Make(FILE_FLAG_FIRST_PIPE_INSTANCE);
    if (first_.IsOpen()) return Done{};
    return GetLastError() == ERROR_ACCESS_DENIED ? Fail("another process listens there")
                                                 : Fail(LastMessage());
  }

  void Start(std::function<void(PipeStream)> accepted) {
    accepted_ = std::move(accepted);
    Await(PipeStream(loop_, first_.Release()));
    for (int more = 1; more < kWaiting; ++more) AwaitAnother();
  }

  void Stop() {
    accepted_ = nullptr;
    pause_.cancel();
    // Ends what waits.
    for (HANDLE pipe : waiting_) CancelIoEx(pipe, nullptr);
  }

 private:
  OwnedHandle Make(DWORD more) {
    return OwnedHandle(CreateNamedPipeW(
        name_.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | more,
        PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS,
        PIPE_UNLIMITED_INSTANCES, kBuffer, kBuffer, 0,
        static_cast<SECURITY_ATTRIBUTES*>(protection_.attributes())));
  }

  void AwaitAnother() {
    OwnedHandle pipe = Make(0);
    if (pipe.IsOpen()) return Await(PipeStream(loop_, pipe.Release()));
    if (std::exchange(pausing_, true)) {
      ++missing_;
      return;
    }
    missing_ = 1;
    pause_.expires_after(kPause);
    pause_.async_wait([self = shared_from_this()](asio::error_code error) {
      self->pausing_ = false;
      for (int more = std::exchange(self->missing_, 0); more > 0 && !error; --more) {
        if (self->accepted_) self->AwaitAnother();
      }
    });
  }

  void Await(PipeStream pipe) {
    const HANDLE handle = pipe.native_handle();
    waiting_.push_back(handle);
    auto stream = std::make_shared<PipeStream>(std::move(pipe));
    asio::windows::overlapped_ptr overlapped(
        loop_, [self = shared_from_this(), stream](asio::error_code error, std::size_t /*none*/) {
          self->Come(error, *stream);
        });
    const BOOL connected = ConnectNamedPipe(handle, overlapped.get());
    const DWORD error = GetLastError();
    if (connected || error == ERROR_IO_PENDING) {
      overlapped.release();
    } else {
      const DWORD told = error == ERROR_PIPE_CONNECTED ? ERROR_SUCCESS : error;
      overlapped.complete(asio::error_code(static_cast<int>(told), asio::system_category()), 0);
    }
  }

  void Come(asio::error_code error, PipeStream& stream) {
    std::erase(waiting_, stream.native_handle());
    if (!accepted_) return;
    AwaitAnother();  // first, so that the name is never free
    if (!error) accepted_(std::move(stream));
  }

  asio::io_context& loop_;
  asio::steady_timer pause_;
  const std::wstring name_;
  const Protection protection_;
  OwnedHandle first_;
  std::function<void(PipeStream)> accepted_;
  std::vector<HANDLE> waiting_;
  bool pausing_ = false;
  int missing_ = 0;  // pipes that are to be made after the pause
};

PipeListener::PipeListener(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
PipeListener::~PipeListener() { impl_->Stop(); }

Result<std::unique_ptr<PipeListener>> PipeListener::Listen(asio::io_context& loop,
                                                           const std::string& path,
                                                           const std::string& protection) {
  Result<std::wstring> name = PipeNameOf(path);
  if (!name) return tl::unexpected(name.error());
  auto impl = std::make_shared<Impl>(loop, *std::move(name), protection);
  if (Result<Done> begun = impl->Begin(); !begun) return tl::unexpected(begun.error());
  return std::unique_ptr<PipeListener>(new PipeListener(std::move(impl)));
}

void PipeListener::Start(std::function<void(PipeStream)> accepted) {
  impl_->Start(std::move(accepted));
}

}  // namespace lineman
