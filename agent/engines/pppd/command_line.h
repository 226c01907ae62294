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

// What a pppd has to do with a callback: nothing; it asks the server for one, where the server can
// ring; it takes the server's call.
enum class Callback { kNone, kAsked, kTaken };

// `call`: what the plugin and the helper name themselves by; `profile` is for pppd's scripts
// (ipparam, their sixth argument).
std::vector<std::string> PppdCommand(const PppdOptions& options, const Paths& paths,
                                     const std::string& call, const std::string& profile,
                                     Callback callback = Callback::kNone);

// The same as a file of pppd's options, for a pppd that another program starts. Its own name and
// what that program sets itself are left out.
std::string PppdOptionsFile(const std::vector<std::string>& command);

// What xl2tpd is told: one tunnel, dialled at once and once. `options`: the path of that file.
std::string L2tpConfiguration(const TunnelOptions& tunnel, const std::string& options);

// Words as /bin/sh takes them, which runs what pppd calls scripts.
std::string ForShell(const std::vector<std::string>& words);

// What the connect helper is told to do, line by line.
std::vector<std::string> HelperScript(const SerialOptions& serial, const std::string& number,
                                      Callback callback = Callback::kNone);

// A number as modems and servers take it: without what people put between its digits.
std::string ForModem(std::string number);

}  // namespace lineman::pppd
