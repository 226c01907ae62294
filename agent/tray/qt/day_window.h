// The window: the last day of each line, and why, for any moment of it.
#pragma once

#include <QMenu>
#include <QTimer>
#include <QWidget>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "tray/desk.h"
#include "tray/qt/day_strip.h"
#include "tray/qt/tray_menu.h"

class QBoxLayout;
class QGridLayout;
class QLabel;
class QPlainTextEdit;
class QScrollArea;

namespace lineman {

class DayWindow : public QWidget {
 public:
  // The desk must outlive it.
  DayWindow(Desk& desk, MenuDeeds deeds);

  // The view has changed.
  void Renew();
  // Puts the cursor on a line's present.
  void Select(const std::string& profile);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  // A line's row. Qt owns the widgets.
  struct Row {
    std::string profile;
    QLabel* icon = nullptr;
    QLabel* title = nullptr;
    QLabel* share = nullptr;
    DayStrip* strip = nullptr;
    DayRecord record;
  };

  void AddList(QBoxLayout& layout);
  void AddWhy(QBoxLayout& layout);
  void AddButtons(QBoxLayout& layout);
  static std::array<QWidget*, 4> WidgetsOf(const Row& row);
  void BuildRows();
  void FitRows();
  Row MakeRow(const LineView& line, int at);
  void ShowHeads();
  void AskDays();
  void ShowDay(const std::string& profile, const DayRecord& record);
  void ShowWhy(const std::string& profile, WallTime at);
  Row* Find(const std::string& profile);

  Desk& desk_;
  const MenuDeeds deeds_;
  QLabel* headline_ = nullptr;
  QScrollArea* area_ = nullptr;
  QWidget* list_ = nullptr;
  QGridLayout* grid_ = nullptr;
  QPlainTextEdit* why_ = nullptr;
  QMenu menu_;
  std::vector<Row> rows_;
  QTimer minute_;  // the day goes on; only while somebody looks
  QTimer soon_;    // several changes are read together
  // Where the cursor is: a line, and a moment, or its present.
  std::string chosen_;
  std::optional<WallTime> moment_;
};

}  // namespace lineman
