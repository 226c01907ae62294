// One RasDial with its resumptions: what RAS was given, and what it calls back.
//
// RAS calls back on a thread of its own choice, perhaps while RasDial has not returned, perhaps
// after RasHangUp has: a callback finds what it is about by a number that is never used twice, or
// finds nothing. It only hands on what it is told ("return as soon as possible").
//
// Dial and Resume belong to one thread, which has to live until the connection is up or hung up.
// Whoever holds it keeps it until nothing of the dial can be called any more.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "engines/rasapi/host.h"
#include "engines/rasapi/ras_library.h"

namespace lineman::rasapi {

class RasDialling {
 public:
  // `told` is called on RAS's threads, one call at a time.
  RasDialling(std::shared_ptr<const RasLibrary> library, std::function<void(const Notice&)> told);
  ~RasDialling();
  RasDialling(const RasDialling&) = delete;
  RasDialling& operator=(const RasDialling&) = delete;

  // The identity is kept for Dial, and freed when this goes. Before Dial, on any thread.
  IdentityReport AskIdentity(const Entry& entry);
  DialReturn Dial(const DialOrder& order);
  // "The resume call must not be made inside the callback": waits until RAS has it back.
  DialReturn Resume(const DialOrder& order);
  // Before RasHangUp: RasDial is not called any more, as the handle is dead from then on. One that
  // RAS does not return from is not waited for.
  void Cancel();
  // On a thread that can wait for a person.
  RasError InvokeEapUi(int subentry);

 private:
  struct Inside;  // Windows' structures
  DialReturn Call(const DialOrder& order);

  const std::shared_ptr<const RasLibrary> library_;
  std::unique_ptr<Inside> inside_;
};

}  // namespace lineman::rasapi
