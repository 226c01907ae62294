"use strict";
// What the report's scripts draw (report_data.h says what is in it), and the words for it. The files
// are one script, in this order: data, pen, lens, days, timeline, page. All moments are milliseconds
// since the start of the rehearsal.

const data = JSON.parse(document.getElementById("data").textContent);
const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const STATES = ["idle", "dialing", "paused", "online", "doubtful", "hanging_up", "holdoff",
  "open_circuit", "no power"];
const ONLINE = 3;
const DIALLED = 1, CONNECTED = 2;  // kinds of marks; other decisions have 0

// States and where they begin; there is one beginning more, the end.
function unpackBands(line) {
  const length = line.bands.length / 2;
  const bands = {count: length, state: new Uint8Array(length), begin: new Float64Array(length + 1)};
  let at = line.from;
  for (let i = 0; i < length; ++i) {
    bands.state[i] = line.bands[2 * i];
    bands.begin[i] = at;
    at += line.bands[2 * i + 1];
  }
  bands.begin[length] = at;
  return bands;
}

function unpackMarks(line) {
  const marks = [];
  let at = 0;
  for (let i = 0; i < line.marks.length; i += 7) {
    const [after, what, by, why, wait, error, kind] = line.marks.slice(i, i + 7);
    at += after;
    marks.push({at, what, by, why, wait, error, kind});
  }
  return marks;
}

// The last place whose moment is not after `at`; -1 when all are.
function lastUpTo(length, momentOf, at) {
  let low = 0, high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (momentOf(middle) <= at) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function offsetAt(line, at) {
  let offset = line.offsets[1];
  for (let i = 2; i < line.offsets.length && line.offsets[i] <= at; i += 2)
    offset = line.offsets[i + 1];
  return offset;
}

// The clock on the wall at that moment; its UTC members are the local ones.
const wall = (line, at) => new Date(data.start + at + offsetAt(line, at));
// The moment at which that clock shows `local`.
const momentAt = (line, local) => {
  const guess = local - data.start - offsetAt(line, local - data.start);
  return local - data.start - offsetAt(line, guess);
};

const two = (number) => String(number).padStart(2, "0");
const date = (d) =>
  `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
const clock = (d, seconds) =>
  `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}` + (seconds ? `:${two(d.getUTCSeconds())}` : "");
const moment = (line, at) => `${date(wall(line, at))} ${clock(wall(line, at), true)}`;

// At most two units, the rest rounded off.
function roughly(ms) {
  const units = [[7 * DAY, "w"], [DAY, "d"], [HOUR, "h"], [MINUTE, "m"], [SECOND, "s"]];
  for (let i = 0; i < units.length; ++i) {
    const [big, name] = units[i];
    if (ms < big) continue;
    if (name === "s") return `${Math.round(ms / SECOND)}s`;
    const [small, rest] = units[i + 1];
    const rounded = Math.round(ms / small) * small;
    const least = Math.round((rounded % big) / small);
    return `${Math.floor(rounded / big)}${name}` + (least ? `${least}${rest}` : "");
  }
  return `${ms}ms`;
}

// How many there are, as people write it.
const count = (number) => number.toLocaleString("en");

// What is told of a decision: pairs of a name and a text.
function tell(line, mark) {
  const error = data.errors[mark.error] || "";
  const rows = [["When", moment(line, mark.at)], ["What", line.texts[mark.what]]];
  rows.push(["By", line.texts[mark.by]]);
  if (line.texts[mark.why]) rows.push(["Why", line.texts[mark.why]]);
  if (mark.wait >= 0) {
    const until = `${moment(line, mark.at + mark.wait)} (${roughly(mark.wait)})`;
    rows.push([mark.kind ? "At most until" : "Until", until]);
  }
  if (mark.kind === CONNECTED) {
    rows.push(["Came to", error ? `connected; ended later with ${error}` : "connected"]);
  } else if (mark.kind === DIALLED) {
    rows.push(["Came to", error || "nothing more"]);
  } else if (error) {
    rows.push(["After", error]);
  }
  return rows;
}

const inOneLine = (rows) =>
  rows.map(([name, text]) => `${name}: ${text.replaceAll("\n", "; ")}`).join(". ");
