#include "tray/qt/day_strip.h"

#include <QAccessible>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOption>
#include <QToolTip>
#include <algorithm>
#include <utility>

#include "tray/qt/say.h"
#include "tray/qt/sign_icon.h"

namespace lineman {
namespace {

constexpr int kTrack = 26;  // height of the bands
constexpr int kMargin = 3;  // for the frame of the focus
constexpr int kHours = 3;   // between two marks

// How a state looks beside its colour: its height in percent, and its pattern.
struct Look {
  int height;
  Qt::BrushStyle pattern;
};

Look LookOf(Sign sign) {
  switch (sign) {
    case Sign::kOnline:
      return {100, Qt::SolidPattern};
    case Sign::kDoubtful:
      return {100, Qt::BDiagPattern};
    case Sign::kAnswer:
      return {100, Qt::VerPattern};
    case Sign::kOffice:
    case Sign::kCannotDial:
      return {100, Qt::DiagCrossPattern};
    case Sign::kDialing:
    case Sign::kHangingUp:
      return {70, Qt::SolidPattern};
    case Sign::kWaiting:
      return {40, Qt::SolidPattern};
    case Sign::kRest:
      return {15, Qt::SolidPattern};
    case Sign::kUnknown:
    case Sign::kAway:
      break;
  }
  return {100, Qt::Dense7Pattern};
}

// `area`: of the whole height.
void FillBand(QPainter& painter, Sign sign, QRectF area) {
  const Look look = LookOf(sign);
  const QColor colour = PaintOf(sign);
  area.setTop(area.bottom() - area.height() * look.height / 100.0);
  if (look.pattern != Qt::SolidPattern) {
    QColor ground = colour;
    ground.setAlpha(70);
    painter.fillRect(area, ground);
  }
  painter.fillRect(area, QBrush(colour, look.pattern));
}

}  // namespace

QPixmap SampleOf(Sign sign) {
  QPixmap sample(18, 12);
  sample.fill(Qt::transparent);
  QPainter painter(&sample);
  FillBand(painter, sign, QRectF(0, 0, 18, 12));
  return sample;
}

DayStrip::DayStrip(const QString& name, std::function<void(WallTime)> picked)
    : picked_(std::move(picked)) {
  setAccessibleName(name);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void DayStrip::Show(std::vector<Band> bands, std::vector<WallTime> stops, Span span) {
  bands_ = std::move(bands);
  stops_ = std::move(stops);
  for (const Band& band : bands_) stops_.push_back(band.from);
  std::sort(stops_.begin(), stops_.end());
  span_ = span;
  update();
}

void DayStrip::SetCursor(std::optional<WallTime> at) {
  cursor_ = at;
  const Band* band = at ? BandAt(*at) : nullptr;
  if (band != nullptr) {
    setAccessibleDescription(Clock(*at) + QStringLiteral(", ") + Say(NameOf(band->sign)));
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
  }
  update();
}

const Band* DayStrip::BandAt(WallTime at) const {
  for (const Band& band : bands_) {
    if (at >= band.from && at < band.to) return &band;
  }
  return nullptr;
}

QSize DayStrip::sizeHint() const { return {480, minimumSizeHint().height()}; }
QSize DayStrip::minimumSizeHint() const {
  return {240, kTrack + 2 * kMargin + fontMetrics().height() + 4};
}

double DayStrip::XOf(WallTime at) const {
  const double whole = std::max<double>(1, static_cast<double>((span_.to - span_.from).count()));
  const double part = static_cast<double>((at - span_.from).count()) / whole;
  return kMargin + part * (width() - 2 * kMargin);
}

WallTime DayStrip::MomentAt(double x) const {
  const double part = std::clamp((x - kMargin) / std::max(1, width() - 2 * kMargin), 0.0, 1.0);
  const auto whole = static_cast<double>((span_.to - span_.from).count());
  return std::min(span_.from + Duration(static_cast<Duration::rep>(part * whole)),
                  span_.to - Duration(1));
}

void DayStrip::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  const QRectF track(kMargin, kMargin, width() - 2 * kMargin, kTrack);
  painter.fillRect(track, palette().base());
  for (const Band& band : bands_) DrawBand(painter, band);
  painter.setPen(palette().color(QPalette::Mid));
  painter.drawRect(track);
  DrawHours(painter);
  DrawCursor(painter);
  if (!hasFocus()) return;
  QStyleOptionFocusRect frame;
  frame.initFrom(this);
  frame.rect = QRect(0, 0, width(), kTrack + 2 * kMargin);
  style()->drawPrimitive(QStyle::PE_FrameFocusRect, &frame, &painter, this);
}

void DayStrip::DrawBand(QPainter& painter, const Band& band) const {
  const double left = XOf(band.from);
  // What was too short for a pixel shows all the same.
  FillBand(painter, band.sign, {left, kMargin, std::max(1.5, XOf(band.to) - left), kTrack});
}

void DayStrip::DrawHours(QPainter& painter) const {
  painter.setPen(palette().color(QPalette::WindowText));
  QDateTime mark = MomentOf(span_.from);
  mark.setTime(QTime(mark.time().hour() / kHours * kHours, 0));
  double free_from = 0;
  for (; WallOf(mark) <= span_.to; mark = mark.addSecs(kHours * 3600)) {
    const double x = XOf(WallOf(mark));
    if (x < kMargin) continue;
    painter.drawLine(QPointF(x, kMargin + kTrack), QPointF(x, kMargin + kTrack + 3));
    const QString text = TimeOfDay(mark.time());
    const double half = fontMetrics().horizontalAdvance(text) / 2.0;
    if (x - half < free_from || x + half > width()) continue;
    painter.drawText(QPointF(x - half, kMargin + kTrack + 2 + fontMetrics().ascent() + 1), text);
    free_from = x + half + 8;
  }
}

void DayStrip::DrawCursor(QPainter& painter) const {
  if (!cursor_ || *cursor_ < span_.from || *cursor_ > span_.to) return;
  const double x = XOf(*cursor_);
  const QColor dark = palette().color(QPalette::WindowText);
  painter.fillRect(QRectF(x - 1.5, 0, 3, kTrack + 2 * kMargin), palette().color(QPalette::Window));
  painter.fillRect(QRectF(x - 0.75, 0, 1.5, kTrack + 2 * kMargin), dark);
}

void DayStrip::Pick(WallTime at) {
  // Before the record has come there is nothing to choose.
  if (bands_.empty()) return;
  SetCursor(at);
  picked_(at);
}

void DayStrip::mousePressEvent(QMouseEvent* event) { Pick(MomentAt(event->position().x())); }

void DayStrip::mouseMoveEvent(QMouseEvent* event) {
  if ((event->buttons() & Qt::LeftButton) != 0) Pick(MomentAt(event->position().x()));
}

WallTime DayStrip::StopAfter(WallTime at) const {
  const auto next = std::upper_bound(stops_.begin(), stops_.end(), at);
  return next == stops_.end() ? span_.to - Duration(1) : std::min(*next, span_.to - Duration(1));
}

WallTime DayStrip::StopBefore(WallTime at) const {
  const auto here = std::lower_bound(stops_.begin(), stops_.end(), at);
  return here == stops_.begin() ? span_.from : std::max(*std::prev(here), span_.from);
}

void DayStrip::keyPressEvent(QKeyEvent* event) {
  const WallTime now = span_.to - Duration(1);
  const WallTime at = cursor_.value_or(now);
  switch (event->key()) {
    case Qt::Key_Left:
      return Pick(StopBefore(at));
    case Qt::Key_Right:
      return Pick(StopAfter(at));
    case Qt::Key_PageUp:
      return Pick(std::max(at - std::chrono::hours(1), span_.from));
    case Qt::Key_PageDown:
      return Pick(std::min(at + std::chrono::hours(1), now));
    case Qt::Key_Home:
      return Pick(span_.from);
    case Qt::Key_End:
      return Pick(now);
    default:
      QWidget::keyPressEvent(event);
  }
}

bool DayStrip::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const WallTime at = MomentAt(help->pos().x());
  const Band* band = BandAt(at);
  QToolTip::showText(
      help->globalPos(),
      band == nullptr ? QString() : Clock(at) + QStringLiteral(": ") + Say(NameOf(band->sign)));
  return true;
}

}  // namespace lineman
