// One dialog for a server that waits: its fields, its rules, and how long there is.
#pragma once

#include <QDialog>
#include <QTimer>
#include <functional>
#include <string>
#include <vector>

#include "control/message.h"
#include "tray/pause_form.h"

class QBoxLayout;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace lineman {

class PauseDialog : public QDialog {
 public:
  // Sends an answer; `done` is called with an empty text when the agent has taken it, else with
  // what it says against it.
  using Send = std::function<void(Json, std::function<void(const std::string&)> done)>;

  PauseDialog(PauseForm form, Send send);
  ~PauseDialog() override;

  const PauseForm& form() const { return form_; }

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void AddQuestion(QBoxLayout& layout);
  void AddFields(QBoxLayout& layout);
  void AddRules(QBoxLayout& layout);
  void AddCountdown(QBoxLayout& layout);
  void AddButtons(QBoxLayout& layout);
  void CountDown();
  void SendAnswer();
  void Give(Json params);
  void SetFault(const QString& text);
  void Forget();

  const PauseForm form_;
  const Send send_;
  std::vector<QLineEdit*> edits_;
  QLabel* fault_ = nullptr;
  QLabel* left_ = nullptr;
  QProgressBar* bar_ = nullptr;
  QDialogButtonBox* buttons_ = nullptr;
  QTimer second_;
};

}  // namespace lineman
