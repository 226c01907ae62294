#include "tray/pause_form.h"

#include <algorithm>
#include <string_view>

namespace lineman {
namespace {

constexpr std::string_view kAgain = "again";

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char letter) { return letter >= 0x20 && letter < 0x7F; });
}

void AskForNumber(PauseForm& form) {
  form.question = TRAY_TEXT("tray", "The server wants to call back. At which number?");
  form.fields.push_back({"callback_number", TRAY_TEXT("tray", "Number"), false, ""});
  form.rules.emplace_back(TRAY_TEXT("tray", "Leave it empty to go on without a callback."));
}

void AskForCredentials(const LineStatus& line, PauseForm& form) {
  form.question = TRAY_TEXT("tray", "The server refused the user name or password.");
  form.fields.push_back({"username", TRAY_TEXT("tray", "User name"), false, line.user});
  form.fields.push_back({"password", TRAY_TEXT("tray", "Password"), true, ""});
  form.fields.push_back({"domain", TRAY_TEXT("tray", "Domain"), false, ""});
  form.rules.emplace_back(TRAY_TEXT("tray", "Each try counts: too many may lock the account."));
  form.rules.emplace_back(TRAY_TEXT("tray", "An empty domain stays as it is."));
}

void AskForNewPassword(PauseForm& form) {
  form.question = TRAY_TEXT("tray", "The password has expired. The server wants a new one.");
  form.fields.push_back({"new_password", TRAY_TEXT("tray", "New password"), true, ""});
  form.fields.push_back({std::string(kAgain), TRAY_TEXT("tray", "The same again"), true, ""});
  form.rules.emplace_back(
      form.ascii_only
          ? TRAY_TEXT("tray", "Up to 256 letters, digits and signs, without accents or umlauts.")
          : TRAY_TEXT("tray", "Up to 256 bytes."));
  form.rules.emplace_back(TRAY_TEXT("tray", "The server may have rules of its own."));
}

void AskForText(PauseForm& form, bool secret) {
  form.question = form.prompt.empty() ? TRAY_TEXT("tray", "The server waits for input.")
                                      : TRAY_TEXT("tray", "The server asks:");
  form.fields.push_back({"text", TRAY_TEXT("tray", "Answer"), secret, ""});
}

Phrase TooLong() { return TRAY_TEXT("tray", "The password is longer than 256 bytes."); }

std::optional<Phrase> FaultOfPassword(const PauseForm& form, const std::string& password) {
  if (password.empty()) return TRAY_TEXT("tray", "The password is empty.");
  if (password.size() > kLongestPassword) return TooLong();
  if (form.ascii_only && !IsAscii(password)) {
    return TRAY_TEXT("tray", "The password has a character that this line cannot send.");
  }
  return std::nullopt;
}

const std::string& InputOf(const PauseForm& form, const PauseInput& input, std::string_view name) {
  static const std::string kNone;
  for (std::size_t i = 0; i < form.fields.size() && i < input.size(); ++i) {
    if (form.fields[i].name == name) return input[i];
  }
  return kNone;
}

// What need not be said is left out.
bool IsLeftOut(const PauseField& field, const std::string& text) {
  if (field.name == kAgain) return true;
  return (field.name == "domain" || field.name == "username") &&
         (text.empty() || text == field.value);
}

// The agent reckons moments on the wall anew for each status: they differ by a millisecond or two.
bool IsSameMoment(WallTime one, WallTime other) {
  return std::chrono::abs(one - other) < std::chrono::milliseconds(100);
}

Json Params(const PauseForm& form) { return Json().Set("profile", form.profile); }

}  // namespace

bool PauseForm::IsSamePause(const PauseForm& other) const {
  return profile == other.profile && state == other.state && prompt == other.prompt &&
         IsSameMoment(since, other.since) && IsSameMoment(deadline, other.deadline);
}

std::optional<PauseForm> FormOf(const LineStatus& line) {
  if (!line.pause) return std::nullopt;
  PauseForm form;
  form.profile = line.profile;
  form.state = line.pause->state;
  form.since = line.since;
  form.deadline = line.pause->deadline;
  form.prompt = line.pause->prompt;
  form.ascii_only = line.engine == "pppd";
  const auto& wants = line.pause->wants;
  const auto waits_for = [&wants](std::string_view field) {
    return std::find(wants.begin(), wants.end(), field) != wants.end();
  };
  form.may_end = waits_for("done");
  if (waits_for("callback_number")) AskForNumber(form);
  if (waits_for("password")) AskForCredentials(line, form);
  if (waits_for("new_password")) AskForNewPassword(form);
  if (waits_for("text")) AskForText(form, AsksForSecret(*line.pause));
  return form;
}

std::optional<Phrase> FaultOf(const PauseForm& form, const PauseInput& input) {
  for (std::size_t i = 0; i < form.fields.size() && i < input.size(); ++i) {
    const std::string& name = form.fields[i].name;
    if (name == "username" && input[i].empty()) {
      return TRAY_TEXT("tray", "The user name is empty.");
    }
    if (name == "password" || name == "new_password") {
      if (std::optional<Phrase> fault = FaultOfPassword(form, input[i])) return fault;
    }
    if (name == kAgain && input[i] != InputOf(form, input, "new_password")) {
      return TRAY_TEXT("tray", "The two passwords differ.");
    }
  }
  return std::nullopt;
}

Json AnswerOf(const PauseForm& form, const PauseInput& input) {
  Json params = Params(form);
  for (std::size_t i = 0; i < form.fields.size() && i < input.size(); ++i) {
    if (!IsLeftOut(form.fields[i], input[i])) params.Set(form.fields[i].name, input[i]);
  }
  return params;
}

Json EndOf(const PauseForm& form) { return Params(form).Set("done", true); }

}  // namespace lineman
