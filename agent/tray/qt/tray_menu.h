// The menu of the icon, and of the window.
#pragma once

#include <QMenu>
#include <functional>
#include <string>

#include "tray/tray_view.h"

namespace lineman {

// What its entries do.
struct MenuDeeds {
  std::function<void(const std::string& word, const std::string& profile)> say;  // "redial"
  std::function<void(const std::string& profile)> answer;
  std::function<void(const std::string& profile)> show;  // its last day; empty: of all
  std::function<void()> quit;
};

// Fills it anew: a menu for each line, with what it does, why, and what may be done about it.
void FillMenu(QMenu& menu, const TrayView& view, const MenuDeeds& deeds);

// The worst line, or all: "head-office: waiting until 14:32".
QString HeadlineOf(const TrayView& view);
// "head-office: waiting until 14:32"
QString TitleOf(const LineView& line);
// The worst line, how many are online, then each line, in lines.
QString TooltipOf(const TrayView& view);

}  // namespace lineman
