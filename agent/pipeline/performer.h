// The last step of the pipeline: a decision becomes moves of the line and actions for the world.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pipeline/pipeline.h"

namespace lineman {

// Lets what the hooks came to take the place of the policy's verdict.
void Overrule(HookOutcome hooks, Decision& decision);

// Everything a step may do to its line. Lives for one step.
class Performer {
 public:
  Performer(Pipeline& pipeline, Slot& slot, Turn& turn)
      : pipeline_(pipeline),
        slot_(slot),
        line_(slot.line),
        turn_(turn),
        first_ticket_(pipeline.last_ticket_) {}

  // Asks the hooks. False when they take their time: the matter is parked then.
  bool Consult(Matter& matter);
  // Passes on what hooks want beside their verdict.
  void Take(HookOutput output);
  // What the limits go by, as it is now: hooks may have taken their time, and a verdict may have
  // brought credentials and a number of its own.
  void LookAtLimits(Matter& matter);
  // Does what has been decided. A dial or an answer with credentials waits for its commit.
  void CarryOut(Matter matter);
  // The commit a parked matter waited for is done.
  void AfterCommit();
  // Sends off what became durable, tells the standby lines, and gives the actions of the step.
  Actions Finish();

  // Begins to dial: reads the password first. Clamped like any dial.
  void PrepareDial(bool probe, bool by_operator);
  // The new password an answer is to carry was kept, or why not.
  void AfterStaging(const std::string& trouble);
  // Gives up what is being prepared, and hooks that are running.
  void CancelPending();
  // Our side ends the attempt.
  void HangUp(Ending ending, const Source& by, const std::string& why);
  // Whether the line should be up may have changed.
  void Reconsider();
  // Goes to where a line without an attempt rests: idle, or its open circuit.
  void Rest(std::string why);
  void ArmCircuitProbe();
  // While the circuit is open, a password that changes is noticed.
  void WatchSecret();
  void ArmDaily();
  void WatchHealth();
  void RecordEvent(std::string what, std::string detail);
  void RecordTrouble(std::string what, std::string detail);
  std::uint64_t NewTicket() { return ++pipeline_.last_ticket_; }

 private:
  void CountTries(Matter& matter);
  void CarryOutDial(Matter matter);
  void CarryOutAnswer(Matter matter);
  void Wait(const Matter& matter);
  void OpenCircuit(const Matter& matter);
  void Dial(Matter matter);
  void TellStandbys();
  Duration TimeForHooks() const;
  LoginKey LoginOf(const Answer& answer) const;
  // Puts a decision on the record, with the counters and what comes next.
  void RecordReasoned(Entry entry, const Decision& decision);
  void RecordDecision(const Matter& matter, std::string_view what);
  void RecordVerdict(const Matter& matter);

  Pipeline& pipeline_;
  Slot& slot_;
  Line& line_;
  Turn& turn_;
  std::uint64_t first_ticket_;  // tickets above it were given in this step
};

}  // namespace lineman
