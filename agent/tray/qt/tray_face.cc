#include "tray/qt/tray_face.h"

#include <QApplication>
#include <algorithm>

#include "tray/qt/say.h"
#include "tray/qt/sign_icon.h"

namespace lineman {
TrayFace::TrayFace() {
  icon_.setContextMenu(&menu_);
  // A menu that somebody has open stays as it is until it is closed.
  QObject::connect(
      &menu_, &QMenu::aboutToHide, &menu_, [this] { RenewMenu(); }, Qt::QueuedConnection);
  QObject::connect(&icon_, &QSystemTrayIcon::activated, &menu_,
                   [this](QSystemTrayIcon::ActivationReason reason) {
                     if (reason == QSystemTrayIcon::Trigger) ShowWindow("");
                   });
  QObject::connect(&icon_, &QSystemTrayIcon::messageClicked, &menu_, [this] { ShowWindow(""); });
}

TrayFace::~TrayFace() = default;

void TrayFace::Begin(Desk& desk) {
  desk_ = &desk;
  deeds_ = {.say = [this](const std::string& word,
                          const std::string& profile) { desk_->Say(word, profile); },
            .answer = [this](const std::string& profile) { AnswerPause(profile); },
            .show = [this](const std::string& profile) { ShowWindow(profile); },
            .quit = [] { QApplication::quit(); }};
  Changed();
  icon_.show();
  if (!QSystemTrayIcon::isSystemTrayAvailable()) ShowWindow("");
}

void TrayFace::ShowWindow(const std::string& profile) {
  if (window_ == nullptr) window_ = std::make_unique<DayWindow>(*desk_, deeds_);
  window_->show();
  window_->raise();
  window_->activateWindow();
  window_->Select(profile);
}

void TrayFace::Changed() {
  RenewDialogs();
  if (window_ != nullptr) window_->Renew();
  if (has_shown_ && shown_ == desk_->view()) return;
  icon_.setIcon(IconOf(desk_->view().sign));
  icon_.setToolTip(TooltipOf(desk_->view()));
  has_shown_ = false;
  RenewMenu();
}

void TrayFace::RenewMenu() {
  if (menu_.isVisible() || has_shown_) return;
  shown_ = desk_->view();
  has_shown_ = true;
  FillMenu(menu_, shown_, deeds_);
}

// Those of pauses that are over go; a new pause gets one, which takes the keyboard from nobody.
void TrayFace::RenewDialogs() {
  const std::vector<PauseForm>& forms = desk_->forms();
  const auto waits = [&](const PauseForm& other) {
    return std::any_of(forms.begin(), forms.end(),
                       [&](const PauseForm& form) { return form.IsSamePause(other); });
  };
  for (auto& dialog : dialogs_) {
    if (waits(dialog->form())) continue;
    dialog->hide();
    // It may be the one whose button was just pressed.
    dialog.release()->deleteLater();
  }
  std::erase(dialogs_, nullptr);
  for (const PauseForm& form : forms) {
    const bool has_one = std::any_of(dialogs_.begin(), dialogs_.end(), [&](const auto& dialog) {
      return dialog->form().IsSamePause(form);
    });
    if (!has_one) OpenDialog(form);
  }
}

void TrayFace::OpenDialog(const PauseForm& form) {
  auto dialog = std::make_unique<PauseDialog>(
      form, [this](Json params, std::function<void(const std::string&)> done) {
        desk_->Answer(std::move(params), std::move(done));
      });
  dialog->setAttribute(Qt::WA_ShowWithoutActivating);
  dialog->show();
  dialogs_.push_back(std::move(dialog));
}

void TrayFace::AnswerPause(const std::string& profile) {
  for (const auto& dialog : dialogs_) {
    if (dialog->form().profile != profile) continue;
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
  }
}

void TrayFace::Tell(const Notice& notice) {
  QStringList sentences;
  for (const Phrase& sentence : notice.text) sentences << Say(sentence);
  messages_.Show(Say(notice.title), sentences.join(u'\n'), IconOf(notice.sign));
}

void TrayFace::Refuse(const std::string& profile, const std::string& sentence) {
  messages_.Show(AsSaid(profile), AsSaid(sentence), IconOf(Sign::kDoubtful));
}

}  // namespace lineman
