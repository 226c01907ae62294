#include "app/metrics.h"

#include "app/prometheus.h"
#include "line/line_state.h"

namespace lineman {
namespace {

void TellAgent(const AgentFigures& agent, PrometheusText& text) {
  text.Family("lineman_up", "gauge", "1 while the agent runs.");
  text.Sample({}, 1);
  text.Family("lineman_info", "gauge", "The version of the agent.");
  text.Sample({{"version", agent.version}}, 1);
  text.Family("lineman_start_timestamp_seconds", "gauge", "When the agent was started.");
  text.Sample({}, Timestamp(agent.started));
  text.Family("lineman_journal_writable", "gauge",
              "1 while what must survive a power cut can be written.");
  text.Sample({}, agent.journal_writable ? 1 : 0);
}

// One family with a sample of every line.
template <typename Value>
void Each(const AgentFigures& agent, PrometheusText& text, std::string_view name,
          std::string_view type, std::string_view help, Value value) {
  text.Family(name, type, help);
  for (const LineFigures& line : agent.lines) {
    text.Sample({{"profile", line.status.profile}}, value(line));
  }
}

void TellStates(const AgentFigures& agent, PrometheusText& text) {
  text.Family("lineman_line_state", "gauge", "1 for the state the line is in, 0 for the others.");
  for (const LineFigures& line : agent.lines) {
    for (int state = 0; state < kLineStateCount; ++state) {
      const std::string_view name = NameOf(static_cast<LineState>(state));
      text.Sample({{"profile", line.status.profile}, {"state", name}},
                  line.status.line == name ? 1 : 0);
    }
  }
  Each(agent, text, "lineman_line_online", "gauge", "1 while data gets through.",
       [](const LineFigures& line) {
         return line.status.line == NameOf(LineState::kOnline) ? 1 : 0;
       });
  Each(agent, text, "lineman_line_wanted", "gauge", "1 while the line should be up.",
       [](const LineFigures& line) { return line.status.wanted ? 1 : 0; });
}

void TellAttempts(const AgentFigures& agent, PrometheusText& text) {
  Each(agent, text, "lineman_line_dials_total", "counter", "Dials that left.",
       [](const LineFigures& line) { return line.tally.dials(); });
  text.Family("lineman_line_failures_total", "counter",
              "Attempts that ended with an error, by its cause; hanging up is none.");
  for (const LineFigures& line : agent.lines) {
    for (const Cause cause : AllCauses()) {
      if (cause == Cause::kUser) continue;
      text.Sample({{"profile", line.status.profile}, {"cause", NameOf(cause)}},
                  line.tally.FailuresOf(cause));
    }
  }
  Each(agent, text, "lineman_line_attempts", "gauge", "Attempts since the last proven success.",
       [](const LineFigures& line) { return line.status.attempt; });
  Each(agent, text, "lineman_line_credential_tries", "gauge",
       "Tries of the profile's login that no server has accepted since.",
       [](const LineFigures& line) { return line.credential_tries; });
  text.Family("lineman_line_last_error", "gauge",
              "The code of the last attempt's error; missing when it had none.");
  for (const LineFigures& line : agent.lines) {
    if (line.status.last_error.empty()) continue;
    text.Sample({{"profile", line.status.profile}, {"error", line.status.last_error}},
                static_cast<std::uint32_t>(line.status.last_error_code));
  }
  text.Family("lineman_line_next_dial_timestamp_seconds", "gauge",
              "When the line dials or probes next; missing when nobody knows.");
  for (const LineFigures& line : agent.lines) {
    if (line.status.next) {
      text.Sample({{"profile", line.status.profile}}, Timestamp(*line.status.next));
    }
  }
}

void TellLinks(const AgentFigures& agent, PrometheusText& text) {
  Each(agent, text, "lineman_line_online_seconds_total", "counter", "Time online.",
       [](const LineFigures& line) { return Seconds(line.online); });
  Each(agent, text, "lineman_line_sent_bytes_total", "counter", "Bytes sent, over all connections.",
       [](const LineFigures& line) { return line.bytes.bytes_sent; });
  Each(agent, text, "lineman_line_received_bytes_total", "counter",
       "Bytes received, over all connections.",
       [](const LineFigures& line) { return line.bytes.bytes_received; });
}

void TellHooks(const AgentFigures& agent, PrometheusText& text) {
  Each(agent, text, "lineman_line_hook_failures_total", "counter", "Hooks that failed.",
       [](const LineFigures& line) { return line.tally.hook_failures(); });
  Each(agent, text, "lineman_line_plugins_set_aside", "gauge",
       "Plugins that failed too often and rest until a reload.",
       [](const LineFigures& line) { return line.set_aside; });
}

}  // namespace

std::string MetricsText(const AgentFigures& agent) {
  PrometheusText text;
  TellAgent(agent, text);
  TellStates(agent, text);
  TellAttempts(agent, text);
  TellLinks(agent, text);
  TellHooks(agent, text);
  return text.text();
}

}  // namespace lineman
