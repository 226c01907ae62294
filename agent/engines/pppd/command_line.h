// The command line of one pppd: one attempt, watched from outside, with nothing secret in it.
#pragma once

#include <string>
#include <vector>

#include "engines/pppd/pppd_options.h"

namespace lineman::pppd {

// Where this machine has what pppd needs of lineman; absolute paths.
struct Paths {
  std::string plugin;  // lineman-pppd.so
  std::string helper;  // lineman-connect
  std::string socket;  // where both reach the agent
};

// `call`: what the plugin and the helper name themselves by; `profile` is for pppd's scripts
// (ipparam, their sixth argument).
std::vector<std::string> PppdCommand(const PppdOptions& options, const Paths& paths,
                                     const std::string& call, const std::string& profile);

// Words as /bin/sh takes them, which runs what pppd calls scripts.
std::string ForShell(const std::vector<std::string>& words);

// What the connect helper is told to do, line by line.
std::vector<std::string> HelperScript(const SerialOptions& serial, const std::string& number);

}  // namespace lineman::pppd
