#include "tray/win32/tray_menu.h"

#include <windows.h>

#include <utility>
#include <vector>

#include "control/windows_basics.h"
#include "tray/win32/sign_icon.h"
#include "tray/win32/words.h"

namespace lineman {
namespace {

constexpr std::size_t kMostLetters = 80;

// A menu takes & for the mark of a key.
std::wstring InMenu(const std::string& text) {
  std::wstring wide;
  for (const wchar_t letter : ToWide(text)) {
    if (wide.size() == kMostLetters) return wide + L"\u2026";
    if (letter == L'&') wide += L'&';
    wide += letter;
  }
  return wide;
}

std::string HeadlineOf(const TrayView& view) {
  return (view.worst.empty() ? "" : view.worst + ": ") + Words(view.headline);
}

// A menu with the deed of each entry, by its number.
class Menu {
 public:
  Menu(const TrayView& view, const MenuDeeds& deeds) : menu_(CreatePopupMenu()), deeds_(deeds) {
    if (view.lines.empty()) AddWords(menu_, HeadlineOf(view));
    for (const LineView& line : view.lines) AddLine(line);
    for (const std::string& trouble : view.troubles) AddWords(menu_, trouble);
    AppendMenuW(menu_, MF_SEPARATOR, 0, nullptr);
    Add(menu_, TRAY_TEXT("tray", "Quit"), deeds.quit);
  }
  ~Menu() {
    DestroyMenu(menu_);
    for (HBITMAP picture : pictures_) DeleteObject(picture);
  }
  Menu(const Menu&) = delete;
  Menu& operator=(const Menu&) = delete;

  void Show(HWND owner) {
    POINT mouse{};
    GetCursorPos(&mouse);
    // Else the menu would not close when the user clicks elsewhere.
    SetForegroundWindow(owner);
    const int chosen = TrackPopupMenuEx(menu_, TPM_RETURNCMD | TPM_NONOTIFY | TPM_BOTTOMALIGN,
                                        mouse.x, mouse.y, owner, nullptr);
    if (chosen > 0 && deeds_of_.at(static_cast<std::size_t>(chosen) - 1)) {
      deeds_of_[static_cast<std::size_t>(chosen) - 1]();
    }
  }

 private:
  void Add(HMENU menu, const Phrase& name, std::function<void()> deed) {
    deeds_of_.push_back(std::move(deed));
    AppendMenuW(menu, MF_STRING, deeds_of_.size(), InMenu(Words(name)).c_str());
  }
  // To be read; it does nothing, but keys and screen readers come to it.
  void AddWords(HMENU menu, const std::string& words) { Add(menu, {"%1", {words}}, {}); }

  void AddLine(const LineView& line) {
    HMENU below = CreatePopupMenu();
    AddWords(below, Words(line.since));
    if (!line.next.IsEmpty()) AddWords(below, Words(line.next));
    for (const std::string& reason : line.reasons) AddWords(below, reason);
    AppendMenuW(below, MF_SEPARATOR, 0, nullptr);
    AddDeeds(below, line);
    const std::wstring title = InMenu(line.profile + ": " + Words(line.state));
    AppendMenuW(menu_, MF_POPUP | MF_STRING, reinterpret_cast<UINT_PTR>(below), title.c_str());
    MENUITEMINFOW item{};
    item.cbSize = sizeof(item);
    item.fMask = MIIM_BITMAP;
    item.hbmpItem = static_cast<HBITMAP>(MakeBitmap(line.sign, GetSystemMetrics(SM_CXSMICON)));
    pictures_.push_back(item.hbmpItem);
    SetMenuItemInfoW(menu_, static_cast<UINT>(GetMenuItemCount(menu_) - 1), TRUE, &item);
  }

  void AddDeeds(HMENU below, const LineView& line) {
    const auto say = [&](bool may, const char* name, const char* word) {
      if (!may) return;
      Add(below, name, [this, word, profile = line.profile] { deeds_.say(word, profile); });
    };
    if (line.may_answer) {
      Add(below, TRAY_TEXT("tray", "Answer the server…"),
          [this, profile = line.profile] { deeds_.answer(profile); });
    }
    say(line.may_redial, TRAY_TEXT("tray", "Redial now"), "redial");
    say(line.may_up, TRAY_TEXT("tray", "Bring up"), "up");
    say(line.may_down, TRAY_TEXT("tray", "Take down"), "down");
  }

  HMENU menu_;
  const MenuDeeds& deeds_;
  std::vector<std::function<void()>> deeds_of_;
  std::vector<HBITMAP> pictures_;
};

}  // namespace

void ShowMenu(void* owner, const TrayView& view, const MenuDeeds& deeds) {
  Menu(view, deeds).Show(static_cast<HWND>(owner));
}

std::string TooltipOf(const TrayView& view) {
  std::string text = HeadlineOf(view);
  if (!view.tally.IsEmpty()) text += "\n" + Words(view.tally);
  return text;
}

}  // namespace lineman
