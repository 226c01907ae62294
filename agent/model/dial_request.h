// One RasDial, as the engine is asked for it.
#pragma once

#include <string>

#include "model/notification.h"
#include "model/secret.h"
#include "text/yaml.h"

namespace lineman {

struct DialRequest {
  AttemptId attempt = 0;
  std::string profile;
  std::string number;  // as written in the profile; empty for engines that need none
  Credentials credentials;
  // Something here can answer callback_set_by_caller, so dial in the way that makes the server
  // ask (RAS: a callback number of "*").
  bool ask_for_callback = false;
  // The profile's block named after the engine, already checked against Engine::Options(); null
  // when the profile has none.
  YamlPtr options;
};

}  // namespace lineman
