// Reading the servers of a world and their accounts.
#include <fmt/format.h>

#include <algorithm>

#include "engines/simulator/world_reader.h"
#include "model/facts.h"

namespace lineman::simulator {
namespace {

Dialect FindDialect(std::string_view word) {
  if (word == "terse") return Dialect::kTerse;
  if (word == "lan_manager") return Dialect::kLanManager;
  return word == "windows_95" ? Dialect::kWindows95 : Dialect::kModern;
}

PasswordChange FindChange(std::string_view word) {
  if (word == "refused") return PasswordChange::kRefused;
  return word == "not_offered" ? PasswordChange::kNotOffered : PasswordChange::kAccepted;
}

std::vector<Prompt> ReadPrompts(const OptionReader& from, std::string_view key) {
  std::vector<Prompt> prompts;
  for (const OptionReader& item : from.Items(key)) {
    Prompt& prompt = prompts.emplace_back();
    prompt.text = item.Text("prompt");
    if (item.Has("answer")) prompt.answer = item.Text("answer");
  }
  return prompts;
}

}  // namespace

Callback FindCallback(std::string_view word) {
  if (word == "preset") return Callback::kPreset;
  return word == "set_by_caller" ? Callback::kSetByCaller : Callback::kNone;
}

void WorldReader::ReadServer(ServerPlan& server, const OptionReader& from) {
  if (from.Has("lockout")) {
    server.lockout.after = static_cast<int>(from.Integer("lockout.after"));
    server.lockout.within = from.Span("lockout.within");
    server.lockout.lasts = from.Span("lockout.for");
    server.lockout.error = from.Error("lockout.error").value_or(server.lockout.error);
  }
  server.retries = static_cast<int>(from.Integer("retries"));
  server.callback = FindCallback(from.Text("callback"));
  server.prompts = ReadPrompts(from, "prompts");
  server.eap = ReadPrompts(from, "eap");
  server.ports = static_cast<int>(from.Integer("ports"));
  if (from.Has("dial_in_rate")) {
    server.dial_in_rate.calls = static_cast<int>(from.Integer("dial_in_rate.calls"));
    server.dial_in_rate.per = from.Span("dial_in_rate.per");
  }
  server.when_full = from.Error("when_full").value_or(server.when_full);
  server.devices = from.Texts("devices");
  server.patience = from.Span("patience");
  server.dialect = FindDialect(from.Text("dialect"));
  server.link = ReadLinkName(from);
  ReadUsers(server, from);
  ReadRefusals(server, from);
  ReadMultilink(server, from);
}

void WorldReader::ReadUsers(ServerPlan& server, const OptionReader& from) {
  for (const auto& [name, user_from] : from.Members("users")) {
    UserPlan& user = server.users.emplace_back();
    user.name = name;
    user.callback = server.callback;
    ReadUser(user, user_from);
  }
}

void WorldReader::ReadUser(UserPlan& user, const OptionReader& from) {
  if (from.Has("password")) user.password = from.Text("password");
  if (from.Has("domain")) user.domain = from.Text("domain");
  user.expires = from.MaybeSpan("password_expires");
  user.change = FindChange(from.Text("change_password"));
  user.hours = ReadWindows(from, "hours");
  if (const YamlNode* const disabled = from.Find("disabled")) {
    if (disabled->IsMapping()) user.disabled = ReadWhen(from.Below("disabled"));
    if (disabled->IsScalar() && from.Flag("disabled")) user.disabled = When{};
  }
  user.dial_in = from.Flag("dial_in");
  if (from.Has("callback")) user.callback = FindCallback(from.Text("callback"));
  for (const std::string& number : from.Texts("callback_numbers"))
    user.callback_numbers.push_back(NumberKey(number));
  if (!user.callback_numbers.empty() && user.callback != Callback::kSetByCaller) {
    findings_.Error(from.Below("callback_numbers").place(),
                    fmt::format("user {} is never asked for a number: callback_numbers needs "
                                "`callback: set_by_caller`",
                                user.name));
  }
}

void WorldReader::ReadRefusals(ServerPlan& server, const OptionReader& from) {
  for (const OptionReader& item : from.Items("refuses")) {
    Refusal refusal;
    refusal.when = ReadWhen(item);
    refusal.error = item.Error("error").value_or(RasError::kUnknown);
    refusal.in = item.State("in");
    refusal.first = static_cast<int>(item.Integer("first"));
    if (refusal.in && GroupOf(*refusal.in) != StateGroup::kRunning) {
      findings_.Error(item.Below("in").place(),
                      fmt::format("{} is not a running state: a call can only fail in one",
                                  NameOf(*refusal.in)));
    }
    server.refusals.push_back(std::move(refusal));
  }
}

void WorldReader::ReadMultilink(ServerPlan& server, const OptionReader& from) {
  server.multilink = static_cast<int>(from.Integer("multilink"));
  for (const OptionReader& item : from.Items("links_down")) {
    const int link = static_cast<int>(item.Integer());
    server.links_down.push_back(link);
    if (link > server.multilink) {
      findings_.Error(item.place(),
                      fmt::format("there is no link {}: multilink is {}", link, server.multilink));
    }
  }
}

}  // namespace lineman::simulator
