// `lineman-tray.exe`: the icon beside the clock of Windows.

#include <windows.h>
// After it:
#include <shellapi.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "control/windows_basics.h"
#include "tray/desk.h"
#include "tray/win32/pause_window.h"
#include "tray/win32/pipe_link.h"
#include "tray/win32/sign_icon.h"
#include "tray/win32/tray_menu.h"
#include "tray/win32/words.h"

namespace lineman {
namespace {

constexpr const char* kSystemSocket = R"(\\.\pipe\lineman\control)";
constexpr wchar_t kClass[] = L"lineman-tray";
constexpr UINT kFromIcon = WM_APP + 1;
constexpr UINT_PTR kWhileMenu = 1;
constexpr UINT kServe = 200;  // ms

// Fills a field of fixed size; what does not fit is cut off.
template <std::size_t kSize>
void Put(wchar_t (&field)[kSize], const std::string& text) {
  const std::wstring wide = ToWide(text).substr(0, kSize - 1);
  std::copy(wide.begin(), wide.end(), std::begin(field));
  field[wide.size()] = L'\0';
}

class WindowsFace : public Face {
 public:
  WindowsFace() {
    WNDCLASSW kind{};
    kind.lpfnWndProc = Handle;
    kind.hInstance = GetModuleHandleW(nullptr);
    kind.lpszClassName = kClass;
    RegisterClassW(&kind);
    // Explorer says so to every window when its tray begins anew.
    tray_begins_ = RegisterWindowMessageW(L"TaskbarCreated");
    window_ = CreateWindowW(kClass, L"lineman", 0, 0, 0, 0, 0, nullptr, nullptr,
                            GetModuleHandleW(nullptr), nullptr);
    SetWindowLongPtrW(window_, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(this));
  }
  ~WindowsFace() override {
    NOTIFYICONDATAW data = Data(0);
    Shell_NotifyIconW(NIM_DELETE, &data);
    if (icon_ != nullptr) DestroyIcon(icon_);
    DestroyWindow(window_);
  }
  WindowsFace(const WindowsFace&) = delete;
  WindowsFace& operator=(const WindowsFace&) = delete;

  // `serve`: what the loop does when something has come.
  void Begin(Desk& desk, std::function<void()> serve) {
    desk_ = &desk;
    serve_ = std::move(serve);
    deeds_ = {.say = [this](const std::string& word,
                            const std::string& profile) { desk_->Say(word, profile); },
              .answer = [this](const std::string& profile) { AnswerPause(profile); },
              .quit = [] { PostQuitMessage(0); }};
    Changed();
  }

  void Changed() override {
    RenewDialogs();
    HICON icon = static_cast<HICON>(MakeIcon(desk_->view().sign, GetSystemMetrics(SM_CXSMICON)));
    std::swap(icon, icon_);
    NOTIFYICONDATAW data = Data(NIF_MESSAGE | NIF_ICON | NIF_TIP);
    Put(data.szTip, TooltipOf(desk_->view()));
    if (Shell_NotifyIconW(NIM_MODIFY, &data) == FALSE) Shell_NotifyIconW(NIM_ADD, &data);
    if (icon != nullptr) DestroyIcon(icon);
  }

  void Tell(const Notice& notice) override {
    std::string text;
    for (const Phrase& sentence : notice.text) text += (text.empty() ? "" : "\n") + Words(sentence);
    ShowMessage(Words(notice.title), text);
  }
  void Refuse(const std::string& profile, const std::string& sentence) override {
    ShowMessage(profile, sentence);
  }

  bool TakesKey(MSG& message) {
    return std::any_of(dialogs_.begin(), dialogs_.end(),
                       [&](const auto& dialog) { return dialog->TakesKey(&message); });
  }

 private:
  static LRESULT CALLBACK Handle(HWND window, UINT message, WPARAM word, LPARAM more) {
    auto* face = reinterpret_cast<WindowsFace*>(GetWindowLongPtrW(window, GWLP_USERDATA));
    if (face != nullptr && message == kFromIcon) {
      const UINT what = LOWORD(more);
      if (what == WM_RBUTTONUP || what == WM_LBUTTONUP) face->OpenMenu();
      return 0;
    }
    if (face != nullptr && message == WM_TIMER) face->serve_();
    if (face != nullptr && message == face->tray_begins_) face->Changed();
    return DefWindowProcW(window, message, word, more);
  }

  // A menu waits in a loop of its own; what comes in meanwhile is served by a timer.
  void OpenMenu() {
    const TrayView view = desk_->view();
    SetTimer(window_, kWhileMenu, kServe, nullptr);
    ShowMenu(window_, view, deeds_);
    KillTimer(window_, kWhileMenu);
  }

  NOTIFYICONDATAW Data(UINT flags) const {
    NOTIFYICONDATAW data{};
    data.cbSize = sizeof(data);
    data.hWnd = window_;
    data.uID = 1;
    data.uFlags = flags;
    data.uCallbackMessage = kFromIcon;
    data.hIcon = icon_;
    return data;
  }

  void ShowMessage(const std::string& title, const std::string& text) {
    NOTIFYICONDATAW data = Data(NIF_INFO);
    Put(data.szInfoTitle, title);
    // Windows shows nothing without a text.
    Put(data.szInfo, text.empty() ? " " : text);
    Shell_NotifyIconW(NIM_MODIFY, &data);
  }

  void RenewDialogs() {
    const std::vector<PauseForm>& forms = desk_->forms();
    std::erase_if(dialogs_, [&](const auto& dialog) {
      return std::none_of(forms.begin(), forms.end(),
                          [&](const PauseForm& form) { return form.IsSamePause(dialog->form()); });
    });
    for (const PauseForm& form : forms) {
      const bool has_one = std::any_of(dialogs_.begin(), dialogs_.end(), [&](const auto& dialog) {
        return dialog->form().IsSamePause(form);
      });
      if (has_one) continue;
      dialogs_.push_back(std::make_unique<PauseWindow>(
          form, [this](Json params, std::function<void(const std::string&)> done) {
            desk_->Answer(std::move(params), std::move(done));
          }));
    }
  }

  void AnswerPause(const std::string& profile) {
    for (const auto& dialog : dialogs_) {
      if (dialog->form().profile == profile) dialog->Open();
    }
  }

  const Drawing drawing_;
  Desk* desk_ = nullptr;
  std::function<void()> serve_;
  MenuDeeds deeds_;
  HWND window_ = nullptr;
  UINT tray_begins_ = 0;
  HICON icon_ = nullptr;
  std::vector<std::unique_ptr<PauseWindow>> dialogs_;
};

// Gives the messages that wait to whom they are for; how the program is to end, once it is.
std::optional<int> TakeMessages(WindowsFace& face) {
  MSG message{};
  while (PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE) != FALSE) {
    if (message.message == WM_QUIT) return static_cast<int>(message.wParam);
    if (face.TakesKey(message)) continue;
    TranslateMessage(&message);
    DispatchMessageW(&message);
  }
  return std::nullopt;
}

DWORD MillisecondsUntil(Instant due) {
  if (due == Instant::max()) return INFINITE;
  const Duration left = std::max(Duration(0), due - LoopNow());
  return static_cast<DWORD>(std::min<Duration::rep>(left.count(), 0x7FFFFFFF));
}

int Run(const std::string& socket) {
  WindowsFace face;
  PipeLink* wire = nullptr;
  Desk desk(face, LoopNow, [&wire] { wire->Send(); });
  PipeLink link(socket, desk);
  wire = &link;
  face.Begin(desk, [&link] { link.Serve(); });
  for (;;) {
    const auto events = link.events();
    MsgWaitForMultipleObjects(static_cast<DWORD>(events.size()), events.data(), FALSE,
                              MillisecondsUntil(link.Due()), QS_ALLINPUT);
    if (const std::optional<int> end = TakeMessages(face)) return *end;
    link.Serve();
  }
}

// "--socket PATH", or the system's.
std::string SocketOf(int count, wchar_t** words) {
  for (int i = 1; i + 1 < count; ++i) {
    if (std::wstring_view(words[i]) == L"--socket") return FromWide(words[i + 1]);
  }
  return kSystemSocket;
}

}  // namespace
}  // namespace lineman

int WINAPI wWinMain(HINSTANCE /*instance*/, HINSTANCE /*before*/, PWSTR /*words*/, int /*show*/) {
  SetProcessDPIAware();
  int count = 0;
  wchar_t** words = CommandLineToArgvW(GetCommandLineW(), &count);
  const std::string socket = lineman::SocketOf(count, words);
  LocalFree(words);
  // One icon for each user is enough.
  CreateMutexW(nullptr, FALSE, L"Local\\lineman-tray");
  if (GetLastError() == ERROR_ALREADY_EXISTS) return 1;
  return lineman::Run(socket);
}
