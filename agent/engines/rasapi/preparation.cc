#include "engines/rasapi/preparation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engines/rasapi/trouble.h"
#include "text/findings.h"

namespace lineman::rasapi {
namespace {

constexpr RasError kWrongInfo = static_cast<RasError>(604);

// What RasGetEntryProperties says of an entry that cannot be dialled: no such entry, a phone book
// that cannot be opened or read, a name that is none, a path that leads nowhere. Of anything else
// RasDial is left to judge.
constexpr std::array<std::uint32_t, 6> kNoEntry = {621, 622, 623, 123, 2, 3};

bool HasNote(Host& host, Keep keep, const std::string& key) {
  const auto notes = host.Notes(keep);
  return std::ranges::any_of(notes, [&](const auto& note) { return note.first == key; });
}

}  // namespace

Preparation::Preparation(Env& env, Host& host, DialId dial, DialOrder order, Duration settle,
                         std::function<void(Prepared)> done)
    : env_(env), host_(host), dial_(dial), settle_(settle), done_(std::move(done)) {
  prepared_.order = std::move(order);
}

template <typename Report>
Host::Then<Report> Preparation::Take(void (Preparation::*take)(const Report&)) {
  return [weak = weak_from_this(), take](const Report& report) {
    if (const auto self = weak.lock()) (self.get()->*take)(report);
  };
}

void Preparation::Go(Step step) { stopped_ ? Finish() : (this->*step)(); }

void Preparation::Fail(RasError error, std::string why) {
  prepared_.error = error;
  prepared_.why = std::move(why);
  Finish();
}

void Preparation::Begin() {
  if (const Result<Done> fits = CheckOrder(prepared_.order); !fits)
    return Fail(kWrongInfo, fits.error().message);
  Go(&Preparation::LookForConnection);
}

// Dialling what is up would only add a reference to it, which would outlive every hang-up.
void Preparation::LookForConnection() {
  host_.Connections(Take<LiveReport>(&Preparation::TakeConnections));
}

void Preparation::TakeConnections(const LiveReport& report) {
  const Entry named = ListedAs(prepared_.order.entry, prepared_.order.number);
  const auto found = std::ranges::find_if(
      report.connections, [&](const LiveConnection& live) { return IsSame(named, live.entry); });
  if (found == report.connections.end()) return Go(&Preparation::AskEntry);
  if (HasNote(host_, Keep::kUntilShutdown, KeyOf(named)))
    return host_.HangUp(0, found->handle, Take<HangUpReport>(&Preparation::TakeLeftOver));
  Fail(RasError::kDialAlreadyInProgress,
       fmt::format("{} is connected already, and not by lineman: hang it up first (\"rasdial "
                   "/disconnect\"), and let nothing else dial it",
                   Shown(found->entry.name)));
}

void Preparation::TakeLeftOver(const HangUpReport& report) {
  if (!report.gone)
    return Fail(RasError::kDialAlreadyInProgress,
                "a connection that lineman has left behind does not let itself be hung up");
  env_.CallAt(env_.Now() + settle_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->Go(&Preparation::AskEntry);
  });
}

void Preparation::AskEntry() {
  if (prepared_.order.entry.name.empty()) return Finish();
  host_.Properties(prepared_.order.entry, Take<EntryReport>(&Preparation::TakeEntry));
}

void Preparation::TakeEntry(const EntryReport& report) {
  const Entry& entry = prepared_.order.entry;
  if (std::ranges::count(kNoEntry, static_cast<std::uint32_t>(report.error)) > 0) {
    return Fail(report.error,
                fmt::format("the entry {} of {} cannot be read: {}", Shown(entry.name),
                            entry.phonebook.empty() ? "Windows' own phone books"
                                                    : "the phone book " + Shown(entry.phonebook),
                            TextOf(report.error)));
  }
  if (report.error == RasError::kNone) prepared_.links = report.links;
  if (!report.redials || stopped_) return Go(&Preparation::AskCredentials);
  // Noted first: whatever happens from here on, an agent will switch it on again.
  host_.SaveNote(Keep::kForGood, KeyOf(entry), WriteNote({"", "", 0, entry}));
  host_.SetRedial(entry, false, Take<RasError>(&Preparation::TakeRedialOff));
}

void Preparation::TakeRedialOff(const RasError& error) {
  if (error != RasError::kNone) {
    host_.ForgetNote(Keep::kForGood, KeyOf(prepared_.order.entry));
    prepared_.why = fmt::format(
        "Windows goes on redialling the entry by itself: \"redial if line is dropped\" could not "
        "be switched off in it ({})",
        DescribeError(error));
  }
  Go(&Preparation::AskCredentials);
}

// A password that is saved for another user is none for this one.
void Preparation::AskCredentials() {
  const DialOrder& order = prepared_.order;
  if (!order.user.empty() && order.password.IsSet()) return AskIdentity();
  host_.SavedCredentials(order.entry, Take<CredentialsReport>(&Preparation::TakeCredentials));
}

void Preparation::TakeCredentials(const CredentialsReport& report) {
  DialOrder& order = prepared_.order;
  const bool is_same = IsSame({"", order.user}, {"", report.user});
  if (order.user.empty()) {
    order.user = report.user;
    if (order.domain.empty()) order.domain = report.domain;
  } else if (!is_same) {
    return Go(&Preparation::AskIdentity);
  }
  order.saved_password = report.has_password && !order.password.IsSet();
  Go(&Preparation::AskIdentity);
}

void Preparation::AskIdentity() {
  host_.EapIdentity(dial_, prepared_.order.entry, Take<IdentityReport>(&Preparation::TakeIdentity));
}

// Only an EAP method that wants a person is known to fail; of the rest RasDial is left to judge.
void Preparation::TakeIdentity(const IdentityReport& report) {
  if (report.error == RasError::kInteractiveMode) {
    return Fail(report.error,
                "the entry's EAP method would ask a person who logs on: save its credentials with "
                "the entry, for the account that lineman runs as");
  }
  if (report.error == RasError::kNone && !report.user.empty()) prepared_.order.user = report.user;
  Finish();
}

void Preparation::Finish() {
  if (done_ == nullptr) return;
  const auto self = shared_from_this();
  std::exchange(done_, nullptr)(std::move(prepared_));
}

void RestoreRedial(Host& host, const Entry& entry) {
  const std::string key = KeyOf(entry);
  if (entry.name.empty() || !HasNote(host, Keep::kForGood, key)) return;
  host.SetRedial(entry, true, [&host, key](const RasError& error) {
    const bool is_gone = std::ranges::count(kNoEntry, static_cast<std::uint32_t>(error)) > 0;
    if (error == RasError::kNone || is_gone) host.ForgetNote(Keep::kForGood, key);
  });
}

}  // namespace lineman::rasapi
