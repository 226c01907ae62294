// The dialog of a server that waits, on Windows.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "control/message.h"
#include "tray/pause_form.h"

namespace lineman {

class PauseWindow {
 public:
  // Sends an answer; `done` is called with an empty text when the agent has taken it, else with
  // what it says against it.
  using Send = std::function<void(Json, std::function<void(const std::string&)> done)>;

  // Shows itself, and takes the keyboard from nobody.
  PauseWindow(PauseForm form, Send send);
  ~PauseWindow();
  PauseWindow(const PauseWindow&) = delete;
  PauseWindow& operator=(const PauseWindow&) = delete;

  const PauseForm& form() const;
  // Once more, after "Not now".
  void Open();
  // Keys of a dialog: Tab, Return, Escape. `message`: an MSG. True when it was one.
  bool TakesKey(void* message);

 private:
  struct Window;
  std::shared_ptr<Window> window_;
};

}  // namespace lineman
