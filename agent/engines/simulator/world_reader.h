// Reading a world: the work behind LoadWorld, for its two files only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engines/simulator/world.h"

namespace lineman::simulator {

// Reads one document that the table has checked, and checks what a table cannot: names that must
// exist, times in the wrong order, keys that contradict each other.
class WorldReader {
 public:
  WorldReader(World& world, Findings& findings) : world_(world), findings_(findings) {}

  void Read(const OptionReader& root);

 private:
  void ReadNames(const OptionReader& root);
  void ReadTiming(const OptionReader& root);
  void ReadNumbers(const OptionReader& root);
  void ReadNumber(NumberPlan& number, const OptionReader& from);
  void ReadLink(LinkPlan& link, const OptionReader& from);
  void ReadDevice(DevicePlan& device, const OptionReader& from);
  void ReadEvents(const OptionReader& root);
  void ReadExpect(const OptionReader& root);
  std::vector<Trouble> ReadTroubles(const OptionReader& from);

  // world_servers.cc
  void ReadServer(ServerPlan& server, const OptionReader& from);
  void ReadUsers(ServerPlan& server, const OptionReader& from);
  void ReadUser(UserPlan& user, const OptionReader& from);
  void ReadRefusals(ServerPlan& server, const OptionReader& from);
  void ReadMultilink(ServerPlan& server, const OptionReader& from);

  When ReadWhen(const OptionReader& from);
  Moments ReadMoments(const OptionReader& from);
  CallOutcome ReadOutcome(std::string_view text, const Place& place);
  int ReadLinkName(const OptionReader& from);
  std::vector<WeekWindow> ReadWindows(const OptionReader& from, std::string_view key);
  // The scalars of a key that is a scalar or a list of them.
  static std::vector<const YamlNode*> Scalars(const OptionReader& from, std::string_view key);

  World& world_;
  Findings& findings_;
};

Callback FindCallback(std::string_view word);

}  // namespace lineman::simulator
