// What the tray knows: it talks with the agent over one conversation after the other, and tells its
// face what there is to show.
//
// It asks for the status when it is let in and after each thing that happens, never by the clock,
// and never twice at the same time. A pause becomes a form and a notice when it has lasted kGrace:
// rules and plugins answer most of them at once, and nobody need hear of those.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tray/conversation.h"
#include "tray/notifier.h"
#include "tray/pause_form.h"
#include "tray/timeline.h"
#include "tray/tray_view.h"

namespace lineman {

// The window, icon and dialogs: they are told, in the loop that feeds the desk.
class Face {
 public:
  virtual ~Face() = default;
  // Something in the view or in the forms is not as it was.
  virtual void Changed() = 0;
  virtual void Tell(const Notice& notice) = 0;
  // The user asked for something, and it cannot be: the agent's sentence.
  virtual void Refuse(const std::string& profile, const std::string& sentence) = 0;
};

class Desk {
 public:
  static constexpr Duration kGrace = std::chrono::seconds(1);

  // `now` gives the time of the loop; `send` is called when TakeOutput has something to give. The
  // face must outlive the desk.
  Desk(Face& face, std::function<Instant()> now, std::function<void()> send);

  // A connection is there: the conversation begins.
  void Connected();
  // There is none; `why` is shown.
  void Disconnected(const Phrase& why);
  bool IsConnected() const { return conversation_ != nullptr; }
  // False: the agent cannot be understood, the connection is of no use.
  bool Feed(std::string_view bytes);
  std::string TakeOutput();
  // When to call Tick, if nothing comes in before.
  std::optional<Instant> Deadline() const;
  // False: the agent has not answered in time, the connection is of no use.
  bool Tick();

  const TrayView& view() const { return view_; }
  const std::vector<PauseForm>& forms() const { return forms_; }
  const std::vector<LineStatus>& lines() const { return status_.lines; }

  // An operator's word: "up", "down", "redial".
  void Say(const std::string& word, const std::string& profile);
  // `done` gets the agent's sentence when it takes the answer not, else an empty one.
  void Answer(Json params, std::function<void(const std::string&)> done);
  // The record of a line since a moment; not called when the connection goes.
  void AskDay(const std::string& profile, WallTime since,
              std::function<void(const DayRecord&)> done);

 private:
  // The record of one kind, page by page.
  struct Pages {
    Json query;
    WallTime since{};
    std::vector<Entry> entries;  // so far, the oldest first
    int asked = 0;
    std::function<void(std::vector<Entry>)> done;
  };

  // A pause, and when it was seen first.
  struct SeenPause {
    PauseForm form;
    Instant at{};
    bool is_shown = false;
  };

  void Call(const std::string& method, Json params, Conversation::Heard heard);
  void Hear();
  void AskStatus();
  void TakeHello(const Json& hello);
  void TakeStatus(const Json& json);
  void NotePauses();
  void Show();
  void AskPages(Pages pages);

  Face& face_;
  std::function<Instant()> now_;
  std::function<void()> send_;
  std::unique_ptr<Conversation> conversation_;
  Notifier notifier_;
  TrayRights rights_;
  Phrase refusal_;  // the agent's, which stays until it lets the user in
  AgentStatus status_;
  TrayView view_;
  std::vector<SeenPause> pauses_;
  std::vector<PauseForm> forms_;
  bool asking_ = false;   // a status is on its way
  bool changed_ = false;  // … and is out of date already
};

}  // namespace lineman
