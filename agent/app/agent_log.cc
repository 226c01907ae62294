#include "app/agent_log.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string_view>

#include "app/service.h"

namespace lineman {
namespace {

// The same lines on all systems.
void SetPattern(spdlog::logger& log) {
  log.set_formatter(std::make_unique<spdlog::pattern_formatter>(
      "%Y-%m-%d %H:%M:%S.%e %^%l%$ %v", spdlog::pattern_time_type::local, "\n"));
}

// syslog's number of a level.
std::string_view PriorityOf(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::critical:
      return "<2>";
    case spdlog::level::err:
      return "<3>";
    case spdlog::level::warn:
      return "<4>";
    case spdlog::level::info:
      return "<6>";
    default:
      return "<7>";
  }
}

// The prefix by which the journal knows the level of a line.
class PriorityPrefix final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm& /*time*/,
              spdlog::memory_buf_t& line) override {
    const std::string_view prefix = PriorityOf(message.level);
    line.append(prefix.data(), prefix.data() + prefix.size());
  }
  std::unique_ptr<custom_flag_formatter> clone() const override {
    return std::make_unique<PriorityPrefix>();
  }
};

std::shared_ptr<spdlog::logger> LogForTheJournal() {
  auto log = std::make_shared<spdlog::logger>("lineman",
                                              std::make_shared<spdlog::sinks::stderr_sink_mt>());
  auto formatter = std::make_unique<spdlog::pattern_formatter>();
  formatter->add_flag<PriorityPrefix>('*').set_pattern("%*%v");
  log->set_formatter(std::move(formatter));
  return log;
}

std::shared_ptr<spdlog::logger> LogForPeople() {
  auto log = std::make_shared<spdlog::logger>(
      "lineman", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
  SetPattern(*log);
  return log;
}

void SetLevel(spdlog::logger& log, const std::string& level) {
  log.set_level(spdlog::level::from_str(level));
  log.flush_on(spdlog::level::info);
}

}  // namespace

std::shared_ptr<spdlog::logger> MakeLog(const std::string& level) {
  if (const std::string file = LogFileOfService(); !file.empty()) {
    if (auto log = MakeFileLog(file, level)) return log;
  }
  auto log = ErrorsGoToTheJournal() ? LogForTheJournal() : LogForPeople();
  SetLevel(*log, level);
  return log;
}

std::shared_ptr<spdlog::logger> MakeFileLog(const std::string& path, const std::string& level,
                                            const LogFileLimits& limits) {
  std::shared_ptr<spdlog::logger> log;
  try {
    log = std::make_shared<spdlog::logger>(
        "lineman", std::make_shared<spdlog::sinks::rotating_file_sink_mt>(path, limits.most_bytes,
                                                                          limits.most_kept));
  } catch (const spdlog::spdlog_ex&) {
    return nullptr;
  }
  SetPattern(*log);
  SetLevel(*log, level);
  return log;
}

void LogEntry(spdlog::logger& log, const Entry& entry) {
  const bool trouble = entry.kind == Entry::Kind::kTrouble;
  log.log(trouble ? spdlog::level::warn : spdlog::level::info, "{}: {}", entry.profile,
          Describe(entry));
}

void LogFindings(spdlog::logger& log, const Findings& findings) {
  for (const Finding& finding : findings.Sorted()) {
    log.log(finding.severity == Severity::kError ? spdlog::level::err : spdlog::level::warn, "{}",
            finding.ToString());
  }
}

}  // namespace lineman
