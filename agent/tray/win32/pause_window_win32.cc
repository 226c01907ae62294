#include "tray/win32/pause_window.h"

#include <windows.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "control/windows_basics.h"
#include "tray/win32/words.h"

namespace lineman {
namespace {

constexpr wchar_t kClass[] = L"lineman-pause";
constexpr int kWidth = 400;  // of what is in it, at 96 dots an inch; so are all below
constexpr int kMargin = 12;
constexpr int kRow = 24;
constexpr int kLabel = 110;
constexpr int kButton = 100;
constexpr WORD kEndButton = 100;
constexpr UINT_PTR kSecond = 1;

HFONT DialogFont() {
  NONCLIENTMETRICSW metrics{};
  metrics.cbSize = sizeof(metrics);
  SystemParametersInfoW(SPI_GETNONCLIENTMETRICS, sizeof(metrics), &metrics, 0);
  return CreateFontIndirectW(&metrics.lfMessageFont);
}

WallTime WallNow() {
  return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

std::string TextOf(HWND edit) {
  std::wstring text(static_cast<std::size_t>(GetWindowTextLengthW(edit)) + 1, L'\0');
  text.resize(
      static_cast<std::size_t>(GetWindowTextW(edit, text.data(), static_cast<int>(text.size()))));
  std::string utf8 = FromWide(text);
  std::fill(text.begin(), text.end(), L'\0');
  return utf8;
}

}  // namespace

struct PauseWindow::Window : std::enable_shared_from_this<PauseWindow::Window> {
  Window(PauseForm asked, Send sends) : form(std::move(asked)), send(std::move(sends)) {}
  ~Window() {
    if (handle != nullptr) DestroyWindow(handle);
    DeleteObject(font);
  }

  static LRESULT CALLBACK Handle(HWND handle, UINT message, WPARAM word, LPARAM more);
  static void Register();
  void Build();
  int Scaled(int length) const { return MulDiv(length, dots, 96); }
  HWND Add(const wchar_t* kind, const std::wstring& text, DWORD style, int x, int width, int height,
           int id = 0);
  void AddText(const std::string& text, int rows);
  void AddFields();
  void AddButtons();
  void CountDown();
  void Command(WORD id);
  void SendAnswer();
  void Give(Json params);
  void SetFault(const std::string& text);
  void Forget();

  const PauseForm form;
  const Send send;
  HWND handle = nullptr;
  HFONT font = DialogFont();
  int dots = 96;
  int at = kMargin;  // where the next row goes
  std::vector<HWND> edits;
  HWND fault = nullptr;
  HWND left = nullptr;
};

void PauseWindow::Window::Register() {
  WNDCLASSW kind{};
  kind.lpfnWndProc = Handle;
  kind.hInstance = GetModuleHandleW(nullptr);
  kind.hbrBackground = GetSysColorBrush(COLOR_BTNFACE);
  kind.hCursor = LoadCursorW(nullptr, MAKEINTRESOURCEW(32512));  // the arrow
  kind.lpszClassName = kClass;
  RegisterClassW(&kind);
}

void PauseWindow::Window::Build() {
  Register();
  HDC screen = GetDC(nullptr);
  dots = GetDeviceCaps(screen, LOGPIXELSX);
  ReleaseDC(nullptr, screen);
  const Phrase title{TRAY_TEXT("tray", "%1: the server waits for an answer"), {form.profile}};
  handle = CreateWindowExW(WS_EX_TOPMOST, kClass, ToWide(Words(title)).c_str(),
                           WS_CAPTION | WS_SYSMENU, CW_USEDEFAULT, CW_USEDEFAULT, 0, 0, nullptr,
                           nullptr, GetModuleHandleW(nullptr), this);
  AddText(Words(form.question), 1);
  if (!form.prompt.empty()) AddText(form.prompt, 2);
  AddFields();
  for (const Phrase& rule : form.rules) AddText(Words(rule), 1);
  fault = Add(L"STATIC", L"", SS_NOPREFIX, kMargin, kWidth, kRow);
  at += kRow;
  left = Add(L"STATIC", L"", SS_NOPREFIX, kMargin, kWidth, kRow);
  at += kRow;
  AddButtons();
  RECT area{0, 0, Scaled(kWidth + 2 * kMargin), Scaled(at + kMargin)};
  AdjustWindowRect(&area, WS_CAPTION | WS_SYSMENU, FALSE);
  SetWindowPos(handle, nullptr, 0, 0, area.right - area.left, area.bottom - area.top,
               SWP_NOMOVE | SWP_NOZORDER | SWP_NOACTIVATE);
  CountDown();
  SetTimer(handle, kSecond, 1000, nullptr);
}

HWND PauseWindow::Window::Add(const wchar_t* kind, const std::wstring& text, DWORD style, int x,
                              int width, int height, int id) {
  HWND made = CreateWindowW(kind, text.c_str(), WS_CHILD | WS_VISIBLE | style, Scaled(x),
                            Scaled(at), Scaled(width), Scaled(height), handle,
                            reinterpret_cast<HMENU>(static_cast<INT_PTR>(id)),
                            GetModuleHandleW(nullptr), nullptr);
  SendMessageW(made, WM_SETFONT, reinterpret_cast<WPARAM>(font), TRUE);
  return made;
}

void PauseWindow::Window::AddText(const std::string& text, int rows) {
  Add(L"STATIC", ToWide(text), SS_NOPREFIX, kMargin, kWidth, rows * kRow - 4);
  at += rows * kRow;
}

// A label before a field is what screen readers call it by.
void PauseWindow::Window::AddFields() {
  for (const PauseField& field : form.fields) {
    Add(L"STATIC", ToWide(Words(field.label)), 0, kMargin, kLabel, kRow - 4);
    edits.push_back(Add(L"EDIT", ToWide(field.value),
                        WS_BORDER | WS_TABSTOP | ES_AUTOHSCROLL |
                            (field.secret ? static_cast<DWORD>(ES_PASSWORD) : 0),
                        kMargin + kLabel, kWidth - kLabel, kRow - 2));
    at += kRow + 4;
  }
}

void PauseWindow::Window::AddButtons() {
  const auto add = [this](const char* text, WORD id, int place, DWORD style) {
    Add(L"BUTTON", ToWide(Words(text)), WS_TABSTOP | style,
        kMargin + kWidth - place * (kButton + 8) + 8, kButton, kRow + 4, id);
  };
  add(TRAY_TEXT("tray", "Send"), IDOK, form.may_end ? 3 : 2, BS_DEFPUSHBUTTON);
  if (form.may_end) add(TRAY_TEXT("tray", "End the dialogue"), kEndButton, 2, 0);
  add(TRAY_TEXT("tray", "Not now"), IDCANCEL, 1, 0);
  at += kRow + 4;
}

LRESULT CALLBACK PauseWindow::Window::Handle(HWND handle, UINT message, WPARAM word, LPARAM more) {
  if (message == WM_NCCREATE) {
    SetWindowLongPtrW(
        handle, GWLP_USERDATA,
        reinterpret_cast<LONG_PTR>(reinterpret_cast<CREATESTRUCTW*>(more)->lpCreateParams));
  }
  auto* window = reinterpret_cast<Window*>(GetWindowLongPtrW(handle, GWLP_USERDATA));
  if (window == nullptr) return DefWindowProcW(handle, message, word, more);
  switch (message) {
    case WM_COMMAND:
      window->Command(LOWORD(word));
      return 0;
    case WM_CLOSE:
      window->Command(IDCANCEL);
      return 0;
    case WM_SETFOCUS:
      // The window has no use for the keyboard, its first field has.
      if (!window->edits.empty()) SetFocus(window->edits.front());
      return 0;
    case WM_TIMER:
      window->CountDown();
      return 0;
    default:
      return DefWindowProcW(handle, message, word, more);
  }
}

void PauseWindow::Window::CountDown() {
  const auto seconds = std::max<Duration::rep>(0, (form.deadline - WallNow()).count() / 1000);
  const Phrase time =
      seconds < 120
          ? NumberPhrase(TRAY_COUNT("tray", "%n second(s) left"), static_cast<int>(seconds))
          : NumberPhrase(TRAY_COUNT("tray", "%n minute(s) left"), static_cast<int>(seconds / 60));
  SetWindowTextW(
      left,
      ToWide(Words({TRAY_TEXT("tray", "%1; then the line hangs up."), {Words(time)}})).c_str());
}

void PauseWindow::Window::Command(WORD id) {
  if (id == IDOK) return SendAnswer();
  if (id == kEndButton) return Give(EndOf(form));
  if (id != IDCANCEL) return;
  ShowWindow(handle, SW_HIDE);
  KillTimer(handle, kSecond);
  Forget();
}

void PauseWindow::Window::SendAnswer() {
  PauseInput input;
  for (HWND edit : edits) input.push_back(TextOf(edit));
  if (const std::optional<Phrase> wrong = FaultOf(form, input)) {
    SetFault(Words(*wrong));
  } else {
    Give(AnswerOf(form, input));
  }
  for (std::string& text : input) std::fill(text.begin(), text.end(), '\0');
}

void PauseWindow::Window::Give(Json params) {
  send(std::move(params), [weak = weak_from_this()](const std::string& against) {
    const std::shared_ptr<Window> window = weak.lock();
    if (window == nullptr) return;
    if (against.empty()) return window->Command(IDCANCEL);
    window->SetFault(against);
  });
}

void PauseWindow::Window::SetFault(const std::string& text) {
  SetWindowTextW(fault, ToWide(text).c_str());
  if (edits.empty()) return;
  SetFocus(edits.front());
  SendMessageW(edits.front(), EM_SETSEL, 0, -1);
}

void PauseWindow::Window::Forget() {
  for (std::size_t i = 0; i < edits.size(); ++i) {
    if (form.fields[i].secret) SetWindowTextW(edits[i], L"");
  }
}

PauseWindow::PauseWindow(PauseForm form, Send send)
    : window_(std::make_shared<Window>(std::move(form), std::move(send))) {
  window_->Build();
  ShowWindow(window_->handle, SW_SHOWNOACTIVATE);
}

PauseWindow::~PauseWindow() = default;

const PauseForm& PauseWindow::form() const { return window_->form; }

void PauseWindow::Open() {
  window_->CountDown();
  SetTimer(window_->handle, kSecond, 1000, nullptr);
  ShowWindow(window_->handle, SW_SHOW);
  SetForegroundWindow(window_->handle);
  if (!window_->edits.empty()) SetFocus(window_->edits.front());
}

bool PauseWindow::TakesKey(void* message) {
  return IsDialogMessageW(window_->handle, static_cast<MSG*>(message)) != 0;
}

}  // namespace lineman
