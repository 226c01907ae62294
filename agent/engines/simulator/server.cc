#include "engines/simulator/server.h"

#include <algorithm>

#include "model/facts.h"

namespace lineman::simulator {

Server::Server(const ServerPlan& plan, const WorldClock& clock) : plan_(&plan), clock_(&clock) {
  for (const UserPlan& user : plan.users) {
    Account& account = accounts_.emplace_back();
    account.plan = &user;
    account.password = user.password;
  }
}

bool Server::TakePort() {
  if ((plan_->ports > 0 && calls_ >= plan_->ports) || IsTooFast()) {
    ++turned_away_;
    return false;
  }
  if (plan_->dial_in_rate.calls > 0) taken_.push_back(clock_->Now());
  ++calls_;
  return true;
}

bool Server::IsTooFast() {
  const DialInRate& rate = plan_->dial_in_rate;
  if (rate.calls == 0) return false;
  const Age now = clock_->Now();
  while (!taken_.empty() && taken_.front() + rate.per <= now) taken_.pop_front();
  return taken_.size() >= static_cast<std::size_t>(rate.calls);
}

Account* Server::Find(const std::string& user) {
  const auto found = std::ranges::find(
      accounts_, user, [](const Account& a) -> const std::string& { return a.plan->name; });
  return found == accounts_.end() ? nullptr : &*found;
}

LogonResult Server::LogOn(const Credentials& credentials) {
  if (accounts_.empty()) return {};
  Account* const account = Find(credentials.user);
  if (account == nullptr) return {RasError::kAuthenticationFailure, nullptr};
  if (clock_->Now() < account->locked_until) return {plan_->lockout.error, account};
  if (!IsRight(*account, credentials)) {
    CountFailure(*account);
    return {RasError::kAuthenticationFailure, account};
  }
  account->failures.clear();
  return {Bar(*account), account};
}

bool Server::IsRight(const Account& account, const Credentials& credentials) const {
  if (account.plan->domain && *account.plan->domain != credentials.domain) return false;
  return !account.password ||
         (credentials.password.IsSet() && *account.password == credentials.password.Reveal());
}

void Server::CountFailure(Account& account) {
  const Lockout& lockout = plan_->lockout;
  if (lockout.after == 0) return;
  const Age now = clock_->Now();
  account.failures.push_back(now);
  while (account.failures.front() + lockout.within < now) account.failures.pop_front();
  if (account.failures.size() < static_cast<std::size_t>(lockout.after)) return;
  account.failures.clear();
  account.locked_until = now + lockout.lasts;
  ++locks_;
}

RasError Server::Bar(const Account& account) const {
  const UserPlan& user = *account.plan;
  const Age now = clock_->Now();
  if (user.disabled && user.disabled->Holds(*clock_, now, {user.name, "disabled"}))
    return RasError::kAcctDisabled;
  if (!user.dial_in) return RasError::kNoDialinPermission;
  const LocalTime local = clock_->Local(now);
  if (!user.hours.empty() && std::ranges::none_of(user.hours, [&](const WeekWindow& window) {
        return window.Contains(local);
      })) {
    return RasError::kRestrictedLogonHours;
  }
  const bool expired = user.expires && !account.changed && now >= *user.expires;
  return expired ? RasError::kPasswdExpired : RasError::kNone;
}

RasError Server::ChangePassword(Account& account, const Secret& password) {
  if (account.plan->change != PasswordChange::kAccepted) return RasError::kChangingPassword;
  account.password = password.Reveal();
  account.changed = true;
  return RasError::kNone;
}

RasError Server::AgreeToCall(const Account* account, const std::string& number) {
  const std::string key = NumberKey(number);
  // "*" means "ask me", which has just been done.
  if (key.find_first_of("0123456789") == std::string::npos) return RasError::kBadCallbackNumber;
  if (account == nullptr || account->plan->callback_numbers.empty()) return RasError::kNone;
  const bool listed = std::ranges::count(account->plan->callback_numbers, key) > 0;
  return listed ? RasError::kNone : RasError::kBadCallbackNumber;
}

Callback Server::CallbackFor(const Account* account) const {
  return account == nullptr ? plan_->callback : account->plan->callback;
}

}  // namespace lineman::simulator
