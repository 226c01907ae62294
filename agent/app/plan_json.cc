#include "app/plan_json.h"

#include "app/asio_env.h"
#include "app/machine_clock.h"
#include "base/utc.h"

namespace lineman {

PlanOptionsOf PlanFromNow() {
  PlanOptionsOf options;
  options.span = std::chrono::hours(24);
  options.start = WallNow();
  options.seed = SeedOfThisMachine();
  return options;
}

Json ToJson(const Plan& plan) {
  Json json;
  json.Set("dials", plan.dials);
  json.Set("most_in_an_hour", plan.most_in_an_hour);
  if (plan.circuit_opens) json.Set("circuit_opens_ms", plan.circuit_opens->count());
  json.Set("cut_short", plan.cut_short);
  Json rows(Json::Array{});
  for (const PlanRow& row : plan.rows) {
    Json item;
    item.Set("at_ms", row.at.count());
    item.Set("time", FormatUtc(row.wall));
    item.Set("what", row.what);
    if (!row.number.empty()) item.Set("number", row.number);
    item.Set("attempt", row.attempt);
    if (!row.why.empty()) item.Set("why", row.why);
    rows.Append(std::move(item));
  }
  json.Set("rows", std::move(rows));
  return json;
}

}  // namespace lineman
