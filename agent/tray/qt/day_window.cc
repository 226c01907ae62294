#include "tray/qt/day_window.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "tray/qt/day_words.h"
#include "tray/qt/say.h"
#include "tray/qt/sign_icon.h"

namespace lineman {
namespace {

constexpr Duration kDay = std::chrono::hours(24);
constexpr int kIcon = 22;
constexpr int kSoon = 300;  // ms
constexpr int kWhyRows = 9;
constexpr int kMargin = 6;
constexpr int kLetters = 90;  // beside one another
constexpr int kMostRows = 4;  // that show without scrolling

WallTime WallNow() { return WallOf(QDateTime::currentDateTime()); }

QLabel* PlainLabel(QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setTextFormat(Qt::PlainText);
  return label;
}

// What the colours and patterns mean.
QLayout* Legend(QWidget* parent) {
  constexpr int kColumns = 4;
  auto* grid = new QGridLayout;
  grid->setColumnStretch(2 * kColumns, 1);
  int at = 0;
  for (const Sign sign : {Sign::kOnline, Sign::kDialing, Sign::kWaiting, Sign::kDoubtful,
                          Sign::kRest, Sign::kAnswer, Sign::kOffice, Sign::kUnknown}) {
    auto* sample = new QLabel(parent);
    sample->setPixmap(SampleOf(sign));
    QLabel* name = PlainLabel(parent);
    name->setText(Say(NameOf(sign)));
    grid->addWidget(sample, at / kColumns, at % kColumns * 2);
    grid->addWidget(name, at / kColumns, at % kColumns * 2 + 1);
    ++at;
  }
  return grid;
}

}  // namespace

DayWindow::DayWindow(Desk& desk, MenuDeeds deeds) : desk_(desk), deeds_(std::move(deeds)) {
  setWindowTitle(Say(TRAY_TEXT("tray", "The last day")));
  auto* layout = new QVBoxLayout(this);
  headline_ = PlainLabel(this);
  headline_->setWordWrap(true);
  QFont bold = headline_->font();
  bold.setBold(true);
  headline_->setFont(bold);
  layout->addWidget(headline_);
  AddList(*layout);
  AddWhy(*layout);
  AddButtons(*layout);
  minute_.setInterval(60000);
  soon_.setSingleShot(true);
  soon_.setInterval(kSoon);
  QObject::connect(&minute_, &QTimer::timeout, this, [this] { AskDays(); });
  QObject::connect(&soon_, &QTimer::timeout, this, [this] { AskDays(); });
}

void DayWindow::AddList(QBoxLayout& layout) {
  area_ = new QScrollArea(this);
  area_->setWidgetResizable(true);
  area_->setFrameShape(QFrame::NoFrame);
  area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area_->setFocusPolicy(Qt::NoFocus);
  area_->setMinimumWidth(kLetters * fontMetrics().averageCharWidth());
  list_ = new QWidget(area_);
  auto* above = new QVBoxLayout(list_);
  above->setContentsMargins(0, 0, 0, 0);
  grid_ = new QGridLayout;
  grid_->setColumnStretch(1, 1);
  above->addLayout(grid_);
  above->addStretch(1);
  area_->setWidget(list_);
  layout.addWidget(area_, 1);
}

void DayWindow::AddWhy(QBoxLayout& layout) {
  layout.addLayout(Legend(this));
  why_ = new QPlainTextEdit(this);
  why_->setReadOnly(true);
  why_->setTabChangesFocus(true);
  why_->setAccessibleName(Say(TRAY_TEXT("tray", "Why")));
  // To be reached with the keys, and read there.
  why_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  why_->setMinimumHeight(kWhyRows * why_->fontMetrics().lineSpacing());
  layout.addWidget(why_, 1);
}

void DayWindow::AddButtons(QBoxLayout& layout) {
  auto* buttons = new QHBoxLayout;
  auto* deed = new QPushButton(Say(TRAY_TEXT("tray", "&Lines")), this);
  deed->setMenu(&menu_);
  auto* close = new QPushButton(Say(TRAY_TEXT("tray", "&Close")), this);
  QObject::connect(close, &QPushButton::clicked, this, [this] { hide(); });
  QObject::connect(&menu_, &QMenu::aboutToShow, this,
                   [this] { FillMenu(menu_, desk_.view(), deeds_); });
  buttons->addWidget(deed);
  buttons->addStretch(1);
  buttons->addWidget(close);
  layout.addLayout(buttons);
}

void DayWindow::Renew() {
  ShowHeads();
  if (isVisible() && !soon_.isActive()) soon_.start();
}

void DayWindow::showEvent(QShowEvent* event) {
  ShowHeads();
  AskDays();
  minute_.start();
  QWidget::showEvent(event);
}

void DayWindow::hideEvent(QHideEvent* event) {
  minute_.stop();
  soon_.stop();
  QWidget::hideEvent(event);
}

void DayWindow::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) return hide();
  QWidget::keyPressEvent(event);
}

void DayWindow::ShowHeads() {
  const TrayView& view = desk_.view();
  setWindowIcon(IconOf(view.sign));
  headline_->setText(HeadlineOf(view));
  const bool same =
      rows_.size() == view.lines.size() &&
      std::equal(rows_.begin(), rows_.end(), view.lines.begin(),
                 [](const Row& row, const LineView& line) { return row.profile == line.profile; });
  // While the agent is away, what was seen stays, greyed.
  list_->setEnabled(!view.lines.empty());
  if (view.lines.empty()) return;
  if (!same) BuildRows();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const LineView& line = view.lines[i];
    rows_[i].icon->setPixmap(IconOf(line.sign).pixmap(kIcon, kIcon));
    rows_[i].icon->setAccessibleName(Say(NameOf(line.sign)));
    QString title = TitleOf(line) + QStringLiteral(", ") + Say(line.since);
    if (!line.next.IsEmpty()) title += QStringLiteral(", ") + Say(line.next);
    rows_[i].title->setText(title);
    rows_[i].title->setToolTip(title);
  }
  if (!same) FitRows();
}

std::array<QWidget*, 4> DayWindow::WidgetsOf(const Row& row) {
  return {row.icon, row.title, row.share, row.strip};
}

void DayWindow::BuildRows() {
  for (const Row& row : rows_) {
    for (QWidget* widget : WidgetsOf(row)) widget->deleteLater();
  }
  rows_.clear();
  int at = 0;
  for (const LineView& line : desk_.view().lines) rows_.push_back(MakeRow(line, 2 * at++));
  if (Find(chosen_) == nullptr) chosen_ = rows_.front().profile;
}

// Makes room for the rows, once they are filled.
void DayWindow::FitRows() {
  const auto rows = static_cast<int>(rows_.size());
  grid_->invalidate();
  list_->layout()->invalidate();
  const int whole = list_->layout()->totalSizeHint().height();
  area_->setMinimumHeight(whole * std::min(rows, kMostRows) / rows + kMargin);
  // Once the layouts have heard of it.
  QTimer::singleShot(0, this, [this] { resize(size().expandedTo(sizeHint())); });
}

DayWindow::Row DayWindow::MakeRow(const LineView& line, int at) {
  Row row;
  row.profile = line.profile;
  row.icon = new QLabel(list_);
  row.title = PlainLabel(list_);
  // What does not fit is cut off, and in its tooltip.
  row.title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  row.share = PlainLabel(list_);
  row.strip = new DayStrip(Say({TRAY_TEXT("tray", "The last day of %1"), {line.profile}}),
                           [this, profile = line.profile](WallTime moment) {
                             chosen_ = profile;
                             moment_ = moment;
                             ShowWhy(profile, moment);
                           });
  grid_->addWidget(row.icon, at, 0);
  grid_->addWidget(row.title, at, 1);
  grid_->addWidget(row.share, at, 2);
  grid_->addWidget(row.strip, at + 1, 0, 1, 3);
  // Layouts leave out what is hidden, as new widgets are.
  for (QWidget* widget : WidgetsOf(row)) widget->show();
  return row;
}

void DayWindow::Select(const std::string& profile) {
  if (!profile.empty()) chosen_ = profile;
  moment_.reset();
  if (Row* row = Find(chosen_)) {
    row->strip->setFocus();
    ShowDay(row->profile, DayRecord(row->record));
  }
}

void DayWindow::AskDays() {
  for (const Row& row : rows_) {
    desk_.AskDay(
        row.profile, WallNow() - kDay,
        [this, profile = row.profile](const DayRecord& record) { ShowDay(profile, record); });
  }
}

void DayWindow::ShowDay(const std::string& profile, const DayRecord& record) {
  Row* row = Find(profile);
  const auto& lines = desk_.lines();
  const auto line = std::find_if(lines.begin(), lines.end(), [&](const LineStatus& status) {
    return status.profile == profile;
  });
  if (row == nullptr || line == lines.end()) return;
  const WallTime now = WallNow();
  const Span span{now - kDay, now};
  std::vector<Band> bands = BandsOf(record, *line, span);
  std::vector<WallTime> stops;
  for (const Entry& decision : record.decisions) {
    if (decision.wall >= span.from) stops.push_back(decision.wall);
  }
  row->share->setText(ShareOf(bands));
  row->record = record;
  row->strip->Show(std::move(bands), std::move(stops), span);
  const WallTime moment = std::max(moment_.value_or(now - Duration(1)), span.from);
  if (profile == chosen_) ShowWhy(profile, moment);
}

void DayWindow::ShowWhy(const std::string& profile, WallTime at) {
  for (Row& row : rows_) {
    if (row.profile != profile) {
      row.strip->SetCursor(std::nullopt);
      continue;
    }
    row.strip->SetCursor(at);
    const QString words = WhyInWords(profile, row.strip->BandAt(at), DecisionAt(row.record, at));
    // Who reads or has marked something is not disturbed.
    if (why_->toPlainText() != words) why_->setPlainText(words);
  }
}

DayWindow::Row* DayWindow::Find(const std::string& profile) {
  const auto found = std::find_if(rows_.begin(), rows_.end(),
                                  [&](const Row& row) { return row.profile == profile; });
  return found == rows_.end() ? nullptr : &*found;
}

}  // namespace lineman
