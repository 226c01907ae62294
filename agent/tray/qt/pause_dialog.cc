#include "tray/qt/pause_dialog.h"

#include <QAccessible>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHideEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "tray/qt/say.h"
#include "tray/qt/sign_icon.h"

namespace lineman {
namespace {

constexpr int kIcon = 32;
constexpr int kWidth = 380;

QLabel* PlainLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

QString TimeLeft(int seconds) {
  if (seconds < 120) return Say(NumberPhrase(TRAY_COUNT("tray", "%n second(s) left"), seconds));
  return Say(NumberPhrase(TRAY_COUNT("tray", "%n minute(s) left"), seconds / 60));
}

}  // namespace

PauseDialog::PauseDialog(PauseForm form, Send send)
    : form_(std::move(form)), send_(std::move(send)) {
  setWindowTitle(Say({TRAY_TEXT("tray", "%1: the server waits for an answer"), {form_.profile}}));
  setWindowIcon(IconOf(Sign::kAnswer));
  setMinimumWidth(kWidth);
  auto* layout = new QVBoxLayout(this);
  AddQuestion(*layout);
  AddFields(*layout);
  AddRules(*layout);
  AddCountdown(*layout);
  AddButtons(*layout);
  second_.setInterval(1000);
  QObject::connect(&second_, &QTimer::timeout, this, [this] { CountDown(); });
}

PauseDialog::~PauseDialog() { Forget(); }

void PauseDialog::AddQuestion(QBoxLayout& layout) {
  auto* row = new QHBoxLayout;
  auto* icon = new QLabel(this);
  icon->setPixmap(IconOf(Sign::kAnswer).pixmap(kIcon, kIcon));
  icon->setAlignment(Qt::AlignTop);
  row->addWidget(icon);
  auto* words = new QVBoxLayout;
  QLabel* name = PlainLabel(AsSaid(form_.profile), this);
  QFont bold = name->font();
  bold.setBold(true);
  name->setFont(bold);
  words->addWidget(name);
  words->addWidget(PlainLabel(Say(form_.question), this));
  row->addLayout(words, 1);
  layout.addLayout(row);
  if (form_.prompt.empty()) return;
  QLabel* prompt = PlainLabel(AsSaid(form_.prompt), this);
  prompt->setFrameStyle(QFrame::StyledPanel | QFrame::Sunken);
  prompt->setMargin(6);
  prompt->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  prompt->setAccessibleName(Say(TRAY_TEXT("tray", "What the server says")));
  prompt->setAccessibleDescription(prompt->text());
  layout.addWidget(prompt);
}

void PauseDialog::AddFields(QBoxLayout& layout) {
  auto* fields = new QFormLayout;
  for (const PauseField& field : form_.fields) {
    auto* edit = new QLineEdit(AsSaid(field.value), this);
    if (field.secret) edit->setEchoMode(QLineEdit::Password);
    edit->setAccessibleName(Say(field.label));
    auto* label = new QLabel(Say(field.label), this);
    label->setBuddy(edit);
    fields->addRow(label, edit);
    edits_.push_back(edit);
    QObject::connect(edit, &QLineEdit::textEdited, this, [this] { fault_->hide(); });
  }
  layout.addLayout(fields);
  // The first one that is empty: a user name stands there already.
  const auto empty = std::find_if(edits_.begin(), edits_.end(),
                                  [](const QLineEdit* edit) { return edit->text().isEmpty(); });
  if (empty != edits_.end()) (*empty)->setFocus();
}

void PauseDialog::AddRules(QBoxLayout& layout) {
  QStringList rules;
  for (const Phrase& rule : form_.rules) rules << Say(rule);
  if (!rules.isEmpty()) layout.addWidget(PlainLabel(rules.join(u' '), this));
  fault_ = PlainLabel("", this);
  QPalette palette = fault_->palette();
  const bool is_dark = palette.color(QPalette::Window).lightness() < 128;
  palette.setColor(QPalette::WindowText,
                   is_dark ? QColor(0xFF, 0x8A, 0x80) : QColor(0xB0, 0, 0x20));
  fault_->setPalette(palette);
  fault_->hide();
  layout.addWidget(fault_);
}

void PauseDialog::AddCountdown(QBoxLayout& layout) {
  left_ = PlainLabel("", this);
  bar_ = new QProgressBar(this);
  bar_->setTextVisible(false);
  bar_->setMaximumHeight(6);
  bar_->setAccessibleName(Say(TRAY_TEXT("tray", "Time left")));
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(form_.deadline - form_.since);
  bar_->setRange(0, std::max(1, static_cast<int>(whole.count())));
  layout.addWidget(left_);
  layout.addWidget(bar_);
  CountDown();
}

void PauseDialog::AddButtons(QBoxLayout& layout) {
  buttons_ = new QDialogButtonBox(this);
  auto* send = buttons_->addButton(Say(TRAY_TEXT("tray", "Send")), QDialogButtonBox::AcceptRole);
  send->setDefault(true);
  if (form_.may_end) {
    auto* end = buttons_->addButton(Say(TRAY_TEXT("tray", "End the dialogue")),
                                    QDialogButtonBox::ActionRole);
    QObject::connect(end, &QPushButton::clicked, this, [this] { Give(EndOf(form_)); });
  }
  buttons_->addButton(Say(TRAY_TEXT("tray", "Not now")), QDialogButtonBox::RejectRole);
  QObject::connect(buttons_, &QDialogButtonBox::accepted, this, [this] { SendAnswer(); });
  QObject::connect(buttons_, &QDialogButtonBox::rejected, this, [this] { reject(); });
  layout.addWidget(buttons_);
}

void PauseDialog::showEvent(QShowEvent* event) {
  CountDown();
  second_.start();
  QDialog::showEvent(event);
}

// What was typed does not stay behind a dialog that nobody sees.
void PauseDialog::hideEvent(QHideEvent* event) {
  second_.stop();
  // Unless it was only made small.
  if (!event->spontaneous()) Forget();
  QDialog::hideEvent(event);
}

void PauseDialog::CountDown() {
  const Duration left = form_.deadline - WallOf(QDateTime::currentDateTime());
  const auto seconds = static_cast<int>(std::max<Duration::rep>(0, left.count() / 1000));
  left_->setText(
      Say({TRAY_TEXT("tray", "%1; then the line hangs up."), {TimeLeft(seconds).toStdString()}}));
  bar_->setValue(std::min(seconds, bar_->maximum()));
}

void PauseDialog::SendAnswer() {
  PauseInput input;
  for (const QLineEdit* edit : edits_) input.push_back(edit->text().toStdString());
  const std::optional<Phrase> fault = FaultOf(form_, input);
  if (fault) {
    SetFault(Say(*fault));
  } else {
    Give(AnswerOf(form_, input));
  }
  for (std::string& text : input) std::fill(text.begin(), text.end(), '\0');
}

void PauseDialog::Give(Json params) {
  buttons_->setEnabled(false);
  send_(std::move(params), [dialog = QPointer<PauseDialog>(this)](const std::string& against) {
    if (dialog.isNull()) return;
    dialog->buttons_->setEnabled(true);
    if (against.empty()) return dialog->accept();
    dialog->SetFault(AsSaid(against));
  });
}

void PauseDialog::SetFault(const QString& text) {
  fault_->setText(text);
  fault_->show();
  QAccessibleEvent alert(fault_, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
  edits_.empty() ? buttons_->setFocus() : edits_.front()->setFocus();
}

void PauseDialog::Forget() {
  for (std::size_t i = 0; i < edits_.size(); ++i) {
    if (form_.fields[i].secret) edits_[i]->clear();
  }
}

}  // namespace lineman
