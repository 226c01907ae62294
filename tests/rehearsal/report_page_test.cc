#include "rehearsal/report_page.h"

#include <algorithm>

#include "rehearsal/html.h"
#include "rehearsal/report_data.h"
#include "tests/rehearsal/rehearsal_testing.h"

namespace lineman {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::string_view kKiosk = R"(
profile: kiosk
numbers: ["100"]
user: kiosk
timezone: Europe/Berlin
retry: {start_spread: 0s}
)";
constexpr std::string_view kHourly = R"(
world: hourly
servers: {office: {link: copper}}
links: {copper: {drops: [{after: 1h}]}}
)";
constexpr std::string_view kBusy = R"(
world: busy
about: "Nobody & nothing <answers>"
numbers: {"*": busy}
expect: {longest_outage: {at_most: 10m}, account_locked: never}
)";

std::string PageOf(const Rehearsed& rehearsed) {
  return ReportPage({{"kiosk.yaml", rehearsed.plan, *rehearsed.rehearsal}});
}

bool Has(const std::string& page, std::string_view text) {
  return page.find(text) != std::string::npos;
}

int CountOf(const std::string& page, std::string_view text) {
  int count = 0;
  for (std::size_t at = page.find(text); at != std::string::npos; at = page.find(text, at + 1))
    ++count;
  return count;
}

// What the script reads.
Json DataOf(const std::string& page) {
  constexpr std::string_view kBegin = "<script id=\"data\" type=\"application/json\">";
  const std::size_t from = page.find(kBegin) + kBegin.size();
  const Result<Json> json = ParseJson(page.substr(from, page.find("</script>", from) - from));
  EXPECT_TRUE(json.has_value()) << json.error().message;
  return json.value_or(Json());
}

std::vector<std::int64_t> NumbersOf(const Json& line, std::string_view name) {
  std::vector<std::int64_t> numbers;
  for (const Json& number : *line.FindArray(name)) numbers.push_back(*number.AsInteger());
  return numbers;
}

TEST(ReportPage, HasTheFiguresOfTheRehearsal) {
  const Rehearsed day(kKiosk, kHourly, hours(24));
  const std::string page = PageOf(day);
  EXPECT_TRUE(Has(page, "<dd>" + PercentOf(OnlineShare(day.line())) + "<small>of 1d wanted"));
  EXPECT_TRUE(Has(page, "<dt>Outages</dt><dd>" + std::to_string(day.line().outages().size())));
  EXPECT_TRUE(Has(page, "<dt>Dials</dt><dd>" + std::to_string(day.line().dials())));
  EXPECT_TRUE(Has(page, "<dt>From</dt><dd>2026-03-02 09:00:00</dd>")) << "in the line's zone";
  EXPECT_TRUE(Has(page, "<th scope=row>up to 1m<td>"));
  EXPECT_TRUE(Has(page, "Nothing was expected"));
}

TEST(ReportPage, TellsWhichExpectationBrokeWhenAndWhy) {
  const Rehearsed day(kKiosk, kBusy, hours(24));
  const std::string page = PageOf(day);
  EXPECT_TRUE(Has(page, "Broken: 1 of 2 expectations"));
  EXPECT_TRUE(Has(page, "<b>broken</b> <code>longest_outage: {at_most: 10m}</code>"));
  EXPECT_TRUE(Has(page, "<p>2026-03-02 09:10:00 (10m after the start): not online for longer"));
  const Breach& breach = day.rehearsal->breaches().front();
  for (const std::string& why : breach.why) EXPECT_TRUE(Has(page, Foreign(why))) << why;
  EXPECT_TRUE(Has(page, "<b>held</b> <code>account_locked: never</code>"));
  EXPECT_EQ(NumbersOf(DataOf(page).FindArray("lines")->front(), "breaches"),
            std::vector<std::int64_t>{Duration(minutes(10)).count()});
}

TEST(ReportPage, NamesRulesAndWordsOfOthersWithoutBelievingThem) {
  const std::string attack = "</script><script>alert(1)</script><b \"'>";
  const std::string rules = std::string(kKiosk) + R"(
rules:
  - {name: '</script><script>alert(1)</script><b "''>', when: {error: line_busy}, redial: {after: 5m}}
  - {name: '<img src=x>', when: {error: voice_answer}, redial: {after: 1m}}
)";
  const Rehearsed day(rules, kBusy, hours(2));
  const std::string page = PageOf(day);
  ASSERT_TRUE(day.line().decided().contains("rule " + attack));
  EXPECT_EQ(CountOf(page, "<script"), 2);
  EXPECT_EQ(CountOf(page, "</script"), 2);
  EXPECT_FALSE(Has(page, "<img"));
  EXPECT_TRUE(Has(page, "<bdi>rule &lt;/script&gt;&lt;script&gt;alert(1)"));
  EXPECT_TRUE(Has(page, "<li>rule <bdi>&lt;img src=x&gt;</bdi>")) << "it never fired";
  EXPECT_TRUE(Has(page, "Nobody &amp; nothing &lt;answers&gt;"));
  const Json texts = Json(*DataOf(page).FindArray("lines")->front().FindArray("texts"));
  EXPECT_TRUE(std::ranges::any_of(*texts.AsArray(), [&](const Json& text) {
    return *text.AsString() == "rule " + attack;
  })) << "the script reads it as it is";
}

TEST(ReportPage, IsTheSameToTheByteEachTime) {
  const std::string page = PageOf(Rehearsed(kKiosk, kHourly, hours(72)));
  EXPECT_EQ(page, PageOf(Rehearsed(kKiosk, kHourly, hours(72))));
  EXPECT_NE(page, PageOf(Rehearsed(kKiosk, kHourly, hours(72), 2)));
}

TEST(ReportPage, NeedsNothingFromOutside) {
  const std::string page = PageOf(Rehearsed(kKiosk, kHourly, hours(24)));
  EXPECT_TRUE(Has(page,
                  "content=\"default-src 'none'; style-src 'unsafe-inline'; "
                  "script-src 'unsafe-inline'\""));
  for (const char* reference : {"://", "src=", "<link", "@import", "url(", "fetch(", "{{"})
    EXPECT_FALSE(Has(page, reference)) << reference;
}

TEST(ReportPage, OfAYearOfHourlyOutagesIsSmall) {
  const Rehearsed year(kKiosk, kHourly, hours(24 * 365));
  ASSERT_GT(year.line().bands().size(), 20'000U);
  ASSERT_GT(year.line().marks().all().size(), 15'000U);
  EXPECT_LT(PageOf(year).size(), 1'500'000U);
}

TEST(ReportPage, LaysTwoSideBySide) {
  const Rehearsed one(kKiosk, kHourly, hours(24));
  const Rehearsed other(std::string(kKiosk) + "rules: [{when: {cause: line}, redial: {after: 9m}}]",
                        kHourly, hours(24));
  const Prices prices{.per_dial = 120'000};
  const std::string page = ReportPage(
      {{"one<.yaml", one.plan, *one.rehearsal}, {"other.yaml", other.plan, *other.rehearsal}},
      prices);
  EXPECT_TRUE(Has(page, "<h2 id=comparison>Side by side</h2>"));
  EXPECT_TRUE(Has(page, "<th scope=row>online<td>" + PercentOf(OnlineShare(one.line())) + "<td>" +
                            PercentOf(OnlineShare(other.line()))));
  EXPECT_TRUE(Has(page, "<th scope=row>cost<td>"));
  EXPECT_EQ(CountOf(page, "<bdi>one&lt;.yaml</bdi>"), 2);
  EXPECT_EQ(DataOf(page).FindArray("lines")->size(), 2U);
}

TEST(ReportPage, CanBeMadeOfARehearsalThatKeptNoDetails) {
  RehearsalPlan plan;
  plan.profiles = {ProfileFrom(kKiosk)};
  plan.world = WorldFrom("world: quiet\n");
  plan.span = hours(1);
  plan.start = kRehearsalStart;
  Rehearsal rehearsal(plan);
  rehearsal.Run({});
  const std::string page = ReportPage({{"kiosk", plan, rehearsal}});
  EXPECT_TRUE(DataOf(page).FindArray("lines")->front().FindArray("bands")->empty());
}

TEST(ReportData, HasTheBandsOneAfterTheOtherUpToTheEnd) {
  const Rehearsed day(kKiosk, kHourly, hours(24));
  const Json data = DataOf(PageOf(day));
  const Json& line = data.FindArray("lines")->front();
  const std::vector<std::int64_t> bands = NumbersOf(line, "bands");
  ASSERT_EQ(bands.size(), day.line().bands().size() * 2);
  std::int64_t total = *line.FindInteger("from");
  for (std::size_t i = 1; i < bands.size(); i += 2) total += bands[i];
  EXPECT_EQ(total, Duration(hours(24)).count());
  EXPECT_EQ(bands[0], static_cast<std::int64_t>(LineState::kDialing));
  EXPECT_EQ(bands[2], static_cast<std::int64_t>(LineState::kOnline));
}

TEST(ReportData, HasEachDecisionWithItsMomentAndItsWords) {
  const Rehearsed day(kKiosk, kHourly, hours(24));
  const Json data = DataOf(PageOf(day));
  const Json& line = data.FindArray("lines")->front();
  const std::vector<std::int64_t> marks = NumbersOf(line, "marks");
  const Json::Array& texts = *line.FindArray("texts");
  std::size_t i = 0;
  Duration at{0};
  for (const Entry& entry : day.record) {
    if (entry.kind != Entry::Kind::kDecision) continue;
    ASSERT_LT(i, marks.size());
    at += Duration(marks[i]);
    EXPECT_EQ(at, entry.at - day.rehearsal->start());
    EXPECT_TRUE(
        texts.at(static_cast<std::size_t>(marks[i + 1])).AsString()->starts_with(entry.what));
    EXPECT_EQ(*texts.at(static_cast<std::size_t>(marks[i + 2])).AsString(), entry.by);
    if (entry.after) {
      EXPECT_EQ(marks[i + 4], entry.after->count());
    }
    i += 7;
  }
  EXPECT_EQ(i, marks.size());
}

TEST(ReportData, KnowsWhenTheClocksOfTheZoneChange) {
  const Rehearsed spring(kKiosk, "world: spring\nstart: 2026-03-28T00:00\n", hours(24 * 3));
  const Json data = DataOf(PageOf(spring));
  const auto offsets = NumbersOf(data.FindArray("lines")->front(), "offsets");
  const std::int64_t hour = Duration(hours(1)).count();
  // 02:00 on 29 March becomes 03:00: 25 hours after midnight UTC.
  EXPECT_EQ(offsets, (std::vector<std::int64_t>{0, hour, 25 * hour, 2 * hour}));
}

TEST(Marks, TellWhatADialCameTo) {
  const Rehearsed hourly(kKiosk, kHourly, hours(2));
  const Mark& dial = hourly.line().marks().all().front();
  EXPECT_TRUE(dial.is_dial);
  EXPECT_TRUE(dial.connected);
  EXPECT_EQ(dial.error, RasError::kLinkFailure) << "that it ended with";
  const Rehearsed busy(kKiosk, kBusy, hours(2));
  EXPECT_FALSE(busy.line().marks().all().front().connected);
  EXPECT_EQ(busy.line().marks().all().front().error, RasError::kLineBusy);
}

TEST(Marks, ThatAreTooManyAreCounted) {
  Marks marks;
  Entry entry;
  entry.kind = Entry::Kind::kDecision;
  entry.what = "dial";
  for (std::size_t i = 0; i < Marks::kMost + 3; ++i) marks.Decide(entry);
  marks.Connect();
  EXPECT_EQ(marks.all().size(), Marks::kMost);
  EXPECT_EQ(marks.left_out(), 3);
  EXPECT_FALSE(marks.all().back().connected) << "it was a later one";
}

TEST(Coarse, TakesTheStateThatTookMostOfEachGrain) {
  const auto at = [](int minute) { return Instant{} + minutes(minute); };
  const std::vector<Band> bands = {{LineState::kDialing, at(0), at(1)},
                                   {LineState::kOnline, at(1), at(19)},
                                   {LineState::kHoldoff, at(19), at(21)},
                                   {std::nullopt, at(21), at(34)}};
  const std::vector<Band> coarse = Coarse(bands, minutes(10));
  ASSERT_EQ(coarse.size(), 2U);
  EXPECT_EQ(coarse[0].state, LineState::kOnline);
  EXPECT_EQ(coarse[0].from, at(0));
  EXPECT_EQ(coarse[0].to, at(20));
  EXPECT_EQ(coarse[1].state, std::nullopt);
  EXPECT_EQ(coarse[1].to, at(34));
  EXPECT_TRUE(Coarse({}, minutes(10)).empty());
}

TEST(Html, ValuesAreNotLookedThroughAgain) {
  EXPECT_EQ(Fill("a {{x}} b {{y}} {{x}} {{", {{"x", "{{y}}"}, {"y", "1"}}), "a {{y}} b 1 {{y}} {{");
  EXPECT_EQ(Fill("{{unknown}}", {}), "{{unknown}}");
  EXPECT_EQ(Escape("<a href=\"x\" b='y'>&amp;"),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;");
}

}  // namespace
}  // namespace lineman
