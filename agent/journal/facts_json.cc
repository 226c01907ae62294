#include "journal/facts_json.h"

#include <limits>

#include "model/record.h"
#include "text/json.h"

namespace lineman {
namespace {

using Word = OperatorWill::Word;

std::string_view NameOf(Word word) {
  switch (word) {
    case Word::kUp:
      return "up";
    case Word::kDown:
      return "down";
    case Word::kNone:
      break;
  }
  return "none";
}

Json FromTime(WallTime time) { return std::int64_t{time.time_since_epoch().count()}; }
// As JSON has no unsigned numbers of 64 bits.
Json FromBits(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }

Json FromWill(const OperatorWill& will) {
  Json json;
  json.Set("word", NameOf(will.word));
  if (will.until) json.Set("until", FromTime(*will.until));
  return json;
}

Json FromCircuit(const OpenCircuit& circuit) {
  Json json;
  json.Set("cause", lineman::NameOf(circuit.cause));
  json.Set("why", circuit.why);
  json.Set("probes", circuit.probes);
  json.Set("at_longest", circuit.at_longest);
  json.Set("events_only", circuit.events_only);
  json.Set("opened", FromTime(circuit.opened));
  if (circuit.next_probe) json.Set("next_probe", FromTime(*circuit.next_probe));
  return json;
}

std::string_view NameOf(Sends sends) {
  switch (sends) {
    case Sends::kPresent:
      return "present";
    case Sends::kStaged:
      return "staged";
    case Sends::kNew:
      return "new";
    case Sends::kOther:
      break;
  }
  return "other";
}

Json FromLogin(const LoginKey& login) {
  Json json;
  json.Set("login", login.login);
  json.Set("version", FromBits(login.version));
  return json;
}

Json FromAttempt(const AttemptFacts& attempt) {
  Json json;
  json.Set("id", FromBits(attempt.id));
  json.Set("dial", FromBits(attempt.dial));
  json.Set("number", attempt.number);
  json.Set("number_index", attempt.number_index);
  json.Set("user", attempt.user);
  json.Set("domain", attempt.domain);
  if (attempt.login) json.Set("login", FromLogin(*attempt.login));
  if (attempt.spent) json.Set("spent", FromLogin(*attempt.spent));
  json.Set("sends", NameOf(attempt.sends));
  json.Set("probe", attempt.probe);
  if (attempt.connected) json.Set("connected", FromTime(*attempt.connected));
  json.Set("proven", attempt.proven);
  return json;
}

// Reads members of one object; a member that is missing leaves what is there, one of another kind
// is a fault.
class Reader {
 public:
  Reader(const Json& json, bool& sound) : json_(json), sound_(sound) {
    if (json.AsObject() == nullptr) sound_ = false;
  }

  const Json* Member(std::string_view name) const { return json_.Find(name); }

  void Bits(std::string_view name, std::uint64_t& to) const {
    if (const std::int64_t* value = Integer(name)) to = static_cast<std::uint64_t>(*value);
  }
  void Number(std::string_view name, int& to) const {
    const std::int64_t* value = Integer(name);
    if (value == nullptr) return;
    if (*value < 0 || *value > std::numeric_limits<int>::max()) {
      sound_ = false;
    } else {
      to = static_cast<int>(*value);
    }
  }
  // -1 too: a number that is not among the profile's.
  void Index(std::string_view name, int& to) const {
    const std::int64_t* value = Integer(name);
    if (value != nullptr && *value == -1) {
      to = -1;
    } else {
      Number(name, to);
    }
  }
  void Time(std::string_view name, WallTime& to) const {
    if (const std::int64_t* value = Integer(name)) to = WallTime(Duration(*value));
  }
  void Time(std::string_view name, std::optional<WallTime>& to) const {
    if (const std::int64_t* value = Integer(name)) to = WallTime(Duration(*value));
  }
  void Flag(std::string_view name, bool& to) const {
    if (const bool* value = Value(name, &Json::AsBool)) to = *value;
  }
  void Text(std::string_view name, std::string& to) const {
    if (const std::string* value = Value(name, &Json::AsString)) to = *value;
  }

 private:
  const std::int64_t* Integer(std::string_view name) const { return Value(name, &Json::AsInteger); }
  template <typename Type>
  const Type* Value(std::string_view name, const Type* (Json::*as)() const) const {
    const Json* member = Member(name);
    if (member == nullptr) return nullptr;
    const Type* value = (member->*as)();
    if (value == nullptr) sound_ = false;
    return value;
  }

  const Json& json_;
  bool& sound_;
};

void ReadWill(const Json& json, OperatorWill& will, bool& sound) {
  const Reader reader(json, sound);
  std::string word = "none";
  reader.Text("word", word);
  for (const Word known : {Word::kNone, Word::kUp, Word::kDown}) {
    if (NameOf(known) == word) will.word = known;
  }
  reader.Time("until", will.until);
}

void ReadCircuit(const Json& json, std::optional<OpenCircuit>& circuit, bool& sound) {
  const Reader reader(json, sound);
  circuit.emplace();
  std::string cause;
  reader.Text("cause", cause);
  if (const auto known = FindCause(cause)) circuit->cause = *known;
  reader.Text("why", circuit->why);
  reader.Number("probes", circuit->probes);
  reader.Flag("at_longest", circuit->at_longest);
  reader.Flag("events_only", circuit->events_only);
  reader.Time("opened", circuit->opened);
  reader.Time("next_probe", circuit->next_probe);
}

void ReadLogin(const Json* json, std::optional<LoginKey>& login, bool& sound) {
  if (json == nullptr) return;
  const Reader reader(*json, sound);
  login.emplace();
  reader.Text("login", login->login);
  reader.Bits("version", login->version);
}

void ReadAttempt(const Json& json, std::optional<AttemptFacts>& attempt, bool& sound) {
  const Reader reader(json, sound);
  attempt.emplace();
  reader.Bits("id", attempt->id);
  reader.Bits("dial", attempt->dial);
  reader.Text("number", attempt->number);
  reader.Index("number_index", attempt->number_index);
  reader.Text("user", attempt->user);
  reader.Text("domain", attempt->domain);
  ReadLogin(reader.Member("login"), attempt->login, sound);
  ReadLogin(reader.Member("spent"), attempt->spent, sound);
  std::string sends;
  reader.Text("sends", sends);
  for (const Sends known : {Sends::kOther, Sends::kPresent, Sends::kStaged, Sends::kNew}) {
    if (NameOf(known) == sends) attempt->sends = known;
  }
  reader.Flag("probe", attempt->probe);
  reader.Time("connected", attempt->connected);
  reader.Flag("proven", attempt->proven);
}

void ReadFailures(const Json& json, Failures& failures, bool& sound) {
  const Reader reader(json, sound);
  for (const Cause cause : AllCauses())
    reader.Number(lineman::NameOf(cause), CountOf(failures, cause));
}

void ReadNumbers(const Json& json, std::map<std::string, int>& numbers, bool& sound) {
  const Reader reader(json, sound);
  if (json.AsObject() == nullptr) return;
  for (const auto& [number, count] : *json.AsObject()) reader.Number(number, numbers[number]);
}

}  // namespace

std::string WriteFacts(const LineFacts& facts) {
  Json json;
  json.Set("will", FromWill(facts.will));
  json.Set("dials", FromBits(facts.dials));
  json.Set("attempts", facts.attempts);
  json.Set("failures", ToJson(facts.failures));
  Json numbers(Json::Object{});
  for (const auto& [number, count] : facts.number_attempts) numbers.Set(number, count);
  json.Set("number_attempts", std::move(numbers));
  json.Set("next_number", facts.next_number);
  json.Set("version", FromBits(facts.version));
  json.Set("changes", facts.changes);
  if (facts.rotation) {
    Json rotation;
    rotation.Set("try_new", facts.rotation->try_new);
    json.Set("rotation", std::move(rotation));
  }
  if (facts.circuit) json.Set("circuit", FromCircuit(*facts.circuit));
  if (facts.last_end) json.Set("last_end", FromTime(*facts.last_end));
  if (facts.attempt) json.Set("attempt", FromAttempt(*facts.attempt));
  return json.Dump();
}

Result<LineFacts> ReadFacts(std::string_view text) {
  const Result<Json> json = ParseJson(text);
  if (!json) return tl::unexpected(json.error());
  bool sound = true;
  LineFacts facts;
  const Reader reader(*json, sound);
  if (const Json* will = reader.Member("will")) ReadWill(*will, facts.will, sound);
  reader.Bits("dials", facts.dials);
  reader.Number("attempts", facts.attempts);
  if (const Json* failures = reader.Member("failures"))
    ReadFailures(*failures, facts.failures, sound);
  if (const Json* numbers = reader.Member("number_attempts"))
    ReadNumbers(*numbers, facts.number_attempts, sound);
  reader.Number("next_number", facts.next_number);
  reader.Bits("version", facts.version);
  reader.Number("changes", facts.changes);
  if (const Json* circuit = reader.Member("circuit")) ReadCircuit(*circuit, facts.circuit, sound);
  if (const Json* rotation = reader.Member("rotation")) {
    facts.rotation.emplace();
    Reader(*rotation, sound).Flag("try_new", facts.rotation->try_new);
  }
  reader.Time("last_end", facts.last_end);
  if (const Json* attempt = reader.Member("attempt")) ReadAttempt(*attempt, facts.attempt, sound);
  if (!sound) return Fail("the facts of a line are not what the journal writes");
  return facts;
}

}  // namespace lineman
