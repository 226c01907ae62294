// The menu of the icon on Windows.
#pragma once

#include <functional>
#include <string>

#include "tray/tray_view.h"

namespace lineman {

// What its entries do.
struct MenuDeeds {
  std::function<void(const std::string& word, const std::string& profile)> say;  // "redial"
  std::function<void(const std::string& profile)> answer;
  std::function<void()> quit;
};

// Shows it at the mouse, waits for the user's choice, and carries it out. `owner`: an HWND.
void ShowMenu(void* owner, const TrayView& view, const MenuDeeds& deeds);

// "head-office: waiting until 14:32"; "2 of 3 lines online" in the next line.
std::string TooltipOf(const TrayView& view);

}  // namespace lineman
