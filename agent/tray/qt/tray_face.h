// The face of the desk: the icon, its menu and messages, the dialogs, the window.
#pragma once

#include <QMenu>
#include <QSystemTrayIcon>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tray/desk.h"
#include "tray/qt/day_window.h"
#include "tray/qt/messages.h"
#include "tray/qt/pause_dialog.h"

namespace lineman {

class TrayFace : public Face {
 public:
  TrayFace();
  ~TrayFace() override;

  // Shows the icon, or the window where no tray is. The desk must outlive the face's use of it.
  void Begin(Desk& desk);
  void ShowWindow(const std::string& profile);

  void Changed() override;
  void Tell(const Notice& notice) override;
  void Refuse(const std::string& profile, const std::string& sentence) override;

 private:
  void RenewMenu();
  void RenewDialogs();
  void OpenDialog(const PauseForm& form);
  void AnswerPause(const std::string& profile);

  Desk* desk_ = nullptr;
  TrayView shown_;  // in icon and menu
  bool has_shown_ = false;
  MenuDeeds deeds_;
  QMenu menu_;
  QSystemTrayIcon icon_;
  Messages messages_{icon_};
  std::vector<std::unique_ptr<PauseDialog>> dialogs_;
  std::unique_ptr<DayWindow> window_;
};

}  // namespace lineman
