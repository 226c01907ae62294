#include "tray/qt/tray_menu.h"

#include "tray/qt/say.h"
#include "tray/qt/sign_icon.h"

namespace lineman {
namespace {

// The longest piece of the agent's own words in a menu; the window has all of them.
constexpr int kMostLetters = 70;

// A menu takes & for the mark of a key.
QString InMenu(QString text) { return text.replace(u'&', QStringLiteral("&&")); }

QString Shortened(const std::string& text) {
  const QString said = AsSaid(text).simplified();
  return said.size() <= kMostLetters ? said : said.left(kMostLetters - 1) + QChar(0x2026);
}

// A line to be read. It is no entry that is greyed: keys and screen readers pass over those.
// Whoever chooses it gets the window, which tells more.
void AddWords(QMenu& menu, const QString& words, const MenuDeeds& deeds,
              const std::string& profile = "") {
  QObject::connect(menu.addAction(InMenu(words)), &QAction::triggered, &menu,
                   [show = deeds.show, profile] { show(profile); });
}

template <typename Deed>
void AddDeed(QMenu& menu, const Phrase& name, Deed deed) {
  QObject::connect(menu.addAction(InMenu(Say(name))), &QAction::triggered, &menu, std::move(deed));
}

void AddOperatorsWords(QMenu& menu, const LineView& line, const MenuDeeds& deeds) {
  const auto add = [&](bool may, const char* name, const char* word) {
    if (!may) return;
    AddDeed(menu, name, [say = deeds.say, word, profile = line.profile] { say(word, profile); });
  };
  add(line.may_redial, TRAY_TEXT("tray", "Redial now"), "redial");
  add(line.may_up, TRAY_TEXT("tray", "Bring up"), "up");
  add(line.may_down, TRAY_TEXT("tray", "Take down"), "down");
}

void AddLine(QMenu& menu, const LineView& line, const MenuDeeds& deeds) {
  QMenu* below = menu.addMenu(IconOf(line.sign), InMenu(TitleOf(line)));
  AddWords(*below, Say(line.since), deeds, line.profile);
  if (!line.next.IsEmpty()) AddWords(*below, Say(line.next), deeds, line.profile);
  for (const std::string& reason : line.reasons) {
    AddWords(*below, Shortened(reason), deeds, line.profile);
  }
  below->addSeparator();
  if (line.may_answer) {
    AddDeed(*below, TRAY_TEXT("tray", "Answer the server…"),
            [answer = deeds.answer, profile = line.profile] { answer(profile); });
  }
  AddOperatorsWords(*below, line, deeds);
  AddDeed(*below, TRAY_TEXT("tray", "Last day, and why…"),
          [show = deeds.show, profile = line.profile] { show(profile); });
}

}  // namespace

void FillMenu(QMenu& menu, const TrayView& view, const MenuDeeds& deeds) {
  const auto old = menu.findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly);
  menu.clear();
  for (QMenu* below : old) below->deleteLater();
  if (view.lines.empty()) AddWords(menu, HeadlineOf(view), deeds);
  for (const LineView& line : view.lines) AddLine(menu, line, deeds);
  for (const std::string& trouble : view.troubles) AddWords(menu, Shortened(trouble), deeds);
  menu.addSeparator();
  AddDeed(menu, TRAY_TEXT("tray", "Show the window"), [show = deeds.show] { show(""); });
  AddDeed(menu, TRAY_TEXT("tray", "Quit"), [quit = deeds.quit] { quit(); });
}

QString HeadlineOf(const TrayView& view) {
  const QString words = Say(view.headline);
  return view.worst.empty() ? words : AsSaid(view.worst) + QStringLiteral(": ") + words;
}

QString TitleOf(const LineView& line) {
  return AsSaid(line.profile) + QStringLiteral(": ") + Say(line.state);
}

QString TooltipOf(const TrayView& view) {
  QStringList rows;
  if (view.lines.size() <= 1) rows << HeadlineOf(view);
  if (view.lines.size() > 1) rows << (view.tally.IsEmpty() ? HeadlineOf(view) : Say(view.tally));
  for (const LineView& line : view.lines) {
    QString row = view.lines.size() > 1 ? TitleOf(line) + QStringLiteral(", ") : QString();
    row += Say(line.since);
    if (!line.next.IsEmpty()) row += QStringLiteral(", ") + Say(line.next);
    rows << row;
  }
  for (const std::string& trouble : view.troubles) rows << Shortened(trouble);
  return rows.join(u'\n');
}

}  // namespace lineman
