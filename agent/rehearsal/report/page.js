"use strict";
// Draws the timelines of a report, and lets one walk through their decisions. All moments are
// milliseconds since the start of the rehearsal, as report_data.h says.
(() => {
const data = JSON.parse(document.getElementById("data").textContent);
const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const STATES = ["idle", "dialing", "paused", "online", "doubtful", "hanging_up", "holdoff", "open_circuit", "no power"];
// How much of its row a state fills: the nearer to being online, the higher.
const HEIGHTS = [0.12, 0.62, 0.62, 1, 1, 0.25, 0.38, 0.38, 1];
const HATCHED = [false, false, true, false, true, false, false, true, true];
// What is drawn later covers what is there: short trouble shows in a long time online.
const ORDER = [0, 3, 8, 5, 4, 1, 2, 6, 7];
const ZOOMS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY];
const STEPS = [SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY];
const MARGIN = 10;  // of the lens, so that a shape at its end is whole
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// --- Data ---------------------------------------------------------------------------------------

function unpackBands(line) {
  const count = line.bands.length / 2;
  const bands = {count, state: new Uint8Array(count), from: new Float64Array(count + 1)};
  let at = line.from;
  for (let i = 0; i < count; ++i) {
    bands.state[i] = line.bands[2 * i];
    bands.from[i] = at;
    at += line.bands[2 * i + 1];
  }
  bands.from[count] = at;
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
function lastUpTo(count, momentOf, at) {
  let low = 0, high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (momentOf(middle) <= at) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function offsetAt(line, at) {
  let offset = line.offsets[1];
  for (let i = 2; i < line.offsets.length && line.offsets[i] <= at; i += 2) offset = line.offsets[i + 1];
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
const date = (d) => `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`;
const clock = (d, seconds) => `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}` + (seconds ? `:${two(d.getUTCSeconds())}` : "");
const moment = (line, at) => { const d = wall(line, at); return `${date(d)} ${clock(d, true)}`; };

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

// --- Words --------------------------------------------------------------------------------------

const errorWords = (mark) => data.errors[mark.error] || "";

// What is told of a decision: pairs of a name and a text.
function tell(line, mark) {
  const rows = [["When", moment(line, mark.at)], ["What", line.texts[mark.what]], ["By", line.texts[mark.by]]];
  if (line.texts[mark.why]) rows.push(["Why", line.texts[mark.why]]);
  if (mark.wait >= 0) rows.push([mark.kind ? "At most until" : "Until", `${moment(line, mark.at + mark.wait)} (${roughly(mark.wait)})`]);
  if (mark.kind === 2) rows.push(["Came to", mark.error ? `connected; ended later with ${errorWords(mark)}` : "connected"]);
  if (mark.kind === 1) rows.push(["Came to", mark.error ? errorWords(mark) : "nothing more"]);
  if (mark.kind === 0 && mark.error) rows.push(["After", errorWords(mark)]);
  return rows;
}

const inOneLine = (rows) => rows.map(([name, text]) => `${name}: ${text.replaceAll("\n", "; ")}`).join(". ");

// --- Drawing ------------------------------------------------------------------------------------

let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  colours = {ink: read("--ink"), soft: read("--soft"), rule: read("--rule"), card: read("--card"), track: read("--track"), edge: read("--edge"), bad: read("--bad"), states: STATES.map((_, i) => read(`--s${i}`))};
}

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const inkOn = (hex) => (luminance(hex) > 0.18 ? "#000000" : "#ffffff");

// A canvas as wide as its box, in the screen's own pixels.
function prepare(canvas, width, height) {
  const scale = Math.min(window.devicePixelRatio || 1, 16000 / height);
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  pen.textBaseline = "middle";
  return pen;
}

function hatch(pen, state) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const brush = tile.getContext("2d");
  if (state === 4) { brush.fillStyle = colours.states[3]; brush.fillRect(0, 0, 8, 8); }
  brush.strokeStyle = colours.states[state];
  brush.lineWidth = state === 8 ? 1 : 3.2;
  brush.beginPath();
  for (const x of [-8, 0, 8]) {
    if (state === 2) { brush.moveTo(x + 4, 0); brush.lineTo(x + 4, 8); continue; }
    brush.moveTo(x, state === 8 ? 8 : 0);
    brush.lineTo(x + 8, state === 8 ? 0 : 8);
  }
  brush.stroke();
  return pen.createPattern(tile, "repeat");
}

const paintOf = (pen, state, fine) => (fine && HATCHED[state] ? hatch(pen, state) : colours.states[state]);

function tickStep(span, width) {
  return STEPS.find((step) => (width * step) / span >= 64) || 7 * DAY;
}

// The shape says what kind of decision it is.
function shape(pen, what, x, y, r) {
  const kind = what.split(/[ :]/, 1)[0];
  pen.beginPath();
  if (kind === "dial") { pen.moveTo(x, y - r); pen.lineTo(x + r, y + r * 0.8); pen.lineTo(x - r, y + r * 0.8); }
  else if (kind === "redial") pen.arc(x, y, r * 0.85, 0, 7);
  else if (kind === "hold_off") pen.rect(x - r * 0.8, y - r * 0.8, r * 1.6, r * 1.6);
  else if (kind === "open_circuit" || kind === "stop") { pen.moveTo(x, y - r * 1.15); pen.lineTo(x + r * 1.15, y); pen.lineTo(x, y + r * 1.15); pen.lineTo(x - r * 1.15, y); }
  else if (kind === "hang_up") { pen.moveTo(x - r, y - r * 0.8); pen.lineTo(x + r, y - r * 0.8); pen.lineTo(x, y + r); }
  else { pen.rect(x - r, y - r * 0.35, 2 * r, r * 0.7); pen.rect(x - r * 0.35, y - r, r * 0.7, 2 * r); }
  pen.closePath();
}

// --- One line -----------------------------------------------------------------------------------

class Timeline {
  constructor(section, line) {
    this.line = line;
    this.bands = unpackBands(line);
    this.marks = unpackMarks(line);
    this.steps = this.marks.map((_, i) => i);
    this.selected = this.steps.length ? 0 : -1;
    this.zoom = this.firstZoom();
    this.centre = this.selected < 0 ? 0 : this.marks[0].at;
    this.find(section);
    this.listen();
    this.say();
    section.querySelector(".drawn").hidden = false;
    new ResizeObserver(() => this.draw()).observe(this.lens);
  }

  find(section) {
    const get = (name) => section.querySelector(name);
    [this.lens, this.panel, this.days, this.window, this.whose] = [".lens", ".decision", ".days", ".window", ".whose"].map(get);
    this.here = this.days.appendChild(Object.assign(document.createElement("div"), {className: "here"}));
    this.buttons = {previous: get(".previous"), next: get(".next"), closer: get(".closer"), wider: get(".wider")};
    const counts = new Map();
    for (const mark of this.marks) counts.set(mark.by, (counts.get(mark.by) || 0) + 1);
    for (const [by, count] of counts) {
      this.whose.add(new Option(`${this.line.texts[by]} (${count.toLocaleString("en")})`, String(by)));
    }
    const kept = [];
    if (this.line.left_out) kept.push(`The first ${this.marks.length.toLocaleString("en")} decisions are here; ${this.line.left_out.toLocaleString("en")} later ones are not.`);
    if (this.line.grain) kept.push(`States are drawn ${roughly(this.line.grain)} fine: each such time has the state that took most of it.`);
    get(".kept").textContent = kept.join(" ");
  }

  listen() {
    this.lens.addEventListener("keydown", (event) => this.key(event));
    this.buttons.previous.addEventListener("click", () => this.step(-1));
    this.buttons.next.addEventListener("click", () => this.step(1));
    this.buttons.closer.addEventListener("click", () => this.zoomBy(-1));
    this.buttons.wider.addEventListener("click", () => this.zoomBy(1));
    this.whose.addEventListener("change", () => this.choose(this.whose.value));
    for (const box of [this.lens, this.days]) {
      const moment = (event) => (box === this.lens ? this.lensMoment(event) : this.dayMoment(event));
      box.addEventListener("pointermove", (event) => this.point(event, moment(event), box === this.lens));
      box.addEventListener("pointerleave", hideTip);
      box.addEventListener("click", (event) => {
        const at = moment(event);
        if (at === null) return;
        this.select(this.nearest(at), at);
        this.lens.focus({preventScroll: true});
      });
    }
  }

  reach() { return Math.min(ZOOMS[this.zoom], data.span); }
  firstZoom() {
    const fit = ZOOMS.findLastIndex((zoom) => zoom <= data.span);
    return Math.max(0, Math.min(fit, ZOOMS.indexOf(3 * HOUR)));
  }

  // The place in `steps` of what was decided nearest to a moment.
  nearest(at) {
    const momentOf = (i) => this.marks[this.steps[i]].at;
    const before = lastUpTo(this.steps.length, momentOf, at);
    const after = before + 1;
    if (after >= this.steps.length) return before;
    return before < 0 || momentOf(after) - at < at - momentOf(before) ? after : before;
  }

  choose(by) {
    const at = this.selected < 0 ? 0 : this.marks[this.steps[this.selected]].at;
    this.steps = [];
    this.marks.forEach((mark, i) => { if (by === "" || String(mark.by) === by) this.steps.push(i); });
    this.select(this.nearest(at));
  }

  key(event) {
    const steps = this.steps.length;
    const pressed = {
      ArrowRight: () => this.step(1), ArrowDown: () => this.step(1),
      ArrowLeft: () => this.step(-1), ArrowUp: () => this.step(-1),
      PageDown: () => this.jump(DAY), PageUp: () => this.jump(-DAY),
      Home: () => this.select(0), End: () => this.select(steps - 1),
      "+": () => this.zoomBy(-1), "=": () => this.zoomBy(-1), "-": () => this.zoomBy(1),
      Escape: hideTip,
    }[event.key];
    if (!pressed || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    pressed();
  }

  step(by) { this.select(Math.max(0, Math.min(this.steps.length - 1, this.selected + by))); }

  // About a day on, but always to another decision.
  jump(by) {
    if (this.selected < 0) return;
    const to = this.nearest(this.marks[this.steps[this.selected]].at + by);
    if (to === this.selected) this.step(Math.sign(by)); else this.select(to);
  }

  zoomBy(by) {
    const most = ZOOMS.findIndex((zoom) => zoom >= data.span);
    this.zoom = Math.max(0, Math.min(most < 0 ? ZOOMS.length - 1 : most, this.zoom + by));
    if (this.selected >= 0) this.centre = this.marks[this.steps[this.selected]].at;
    this.draw();
  }

  select(place, around) {
    this.selected = Math.min(place, this.steps.length - 1);
    if (this.selected >= 0) {
      const at = this.marks[this.steps[this.selected]].at;
      const centre = around === undefined ? at : around;
      if (around !== undefined || Math.abs(at - this.centre) > this.reach() * 0.4) this.centre = centre;
    }
    this.say();
    this.drawLens();
  }

  // Shows what was decided last at a moment.
  show(at) {
    this.whose.value = "";
    this.steps = this.marks.map((_, i) => i);
    this.select(Math.max(0, lastUpTo(this.marks.length, (i) => this.marks[i].at, at)), at);
    this.lens.scrollIntoView({block: "center"});
    this.lens.focus({preventScroll: true});
  }

  say() {
    const mark = this.selected < 0 ? null : this.marks[this.steps[this.selected]];
    const rows = mark ? tell(this.line, mark) : [["", "Nothing was decided."]];
    this.panel.replaceChildren(...rows.flatMap(([name, text]) => [
      Object.assign(document.createElement("dt"), {textContent: name}),
      Object.assign(document.createElement("dd"), {textContent: text, className: name.toLowerCase(), dir: "auto"})]));
    const place = `${(this.selected + 1).toLocaleString("en")} of ${this.steps.length.toLocaleString("en")}`;
    this.lens.setAttribute("aria-valuemax", Math.max(1, this.steps.length));
    this.lens.setAttribute("aria-valuenow", Math.max(1, this.selected + 1));
    this.lens.setAttribute("aria-valuetext", mark ? `${place}. ${inOneLine(rows)}` : "Nothing was decided");
    this.place = place;
  }

  // --- The lens: some hours of it, large ---

  span() {
    const reach = this.reach();
    const from = Math.max(0, Math.min(data.span - reach, this.centre - reach / 2));
    return [from, from + reach];
  }

  lensMoment(event) {
    const box = this.lens.getBoundingClientRect();
    const [from, to] = this.span();
    const part = (event.clientX - box.left - MARGIN) / (box.width - 2 * MARGIN);
    return from + Math.max(0, Math.min(1, part)) * (to - from);
  }

  draw() {
    this.drawLens();
    this.drawDays();
    this.markHere();
  }

  drawLens() {
    const width = this.lens.clientWidth, height = this.lens.clientHeight;
    if (!width) return;
    const pen = prepare(this.lens.firstElementChild, width, height);
    const [from, to] = this.span();
    const x = (at) => MARGIN + ((at - from) / (to - from)) * (width - 2 * MARGIN);
    const lane = {top: 30, bottom: height - 46};
    this.drawAxis(pen, from, to, x, width, height);
    this.drawBands(pen, from, to, x, lane);
    this.drawMarks(pen, from, to, x, lane);
    for (const at of this.line.breaches) if (at >= from && at <= to) this.drawBreach(pen, x(at), 13, lane.bottom);
    this.window.textContent = `${this.place} · ${roughly(to - from)} from ${moment(this.line, from).slice(0, 16)}`;
    this.markHere();
  }

  drawAxis(pen, from, to, x, width, height) {
    const step = tickStep(to - from, width);
    const first = Math.ceil((data.start + from + offsetAt(this.line, from)) / step) * step;
    pen.fillStyle = colours.soft;
    pen.strokeStyle = colours.rule;
    pen.textAlign = "center";
    pen.beginPath();
    for (let local = first; ; local += step) {
      const at = momentAt(this.line, local);
      if (at > to) break;
      const d = new Date(local);
      const text = local % DAY === 0 ? date(d).slice(5) : clock(d, step < MINUTE);
      const half = pen.measureText(text).width / 2;
      pen.moveTo(x(at), 26);
      pen.lineTo(x(at), height - 20);
      if (x(at) > half && x(at) < width - half) pen.fillText(text, x(at), height - 8);
    }
    pen.stroke();
  }

  drawBands(pen, from, to, x, lane) {
    const {state, from: begin, count} = this.bands;
    const first = Math.max(0, lastUpTo(count, (i) => begin[i], from));
    const last = lastUpTo(count, (i) => begin[i], to);
    const full = lane.bottom - lane.top;
    for (const each of ORDER) {
      pen.fillStyle = paintOf(pen, each, true);
      for (let i = first; i <= last; ++i) {
        if (state[i] !== each) continue;
        const left = x(Math.max(from, begin[i]));
        const wide = Math.max(1, x(Math.min(to, begin[i + 1])) - left);
        pen.fillRect(left, lane.bottom - full * HEIGHTS[each], wide, full * HEIGHTS[each]);
        if (each === 3) this.drawEdge(pen, left, lane.top, wide);
      }
    }
    this.nameBands(pen, first, last, from, to, x, lane);
    pen.fillStyle = colours.soft;
    pen.fillRect(x(from), lane.bottom, x(to) - x(from), 1);
  }

  // Being online is calm, but its edge is clear.
  drawEdge(pen, left, top, wide) {
    const fill = pen.fillStyle;
    pen.fillStyle = colours.edge;
    pen.fillRect(left, top, wide, 2);
    pen.fillStyle = fill;
  }

  // The names of states that are wide enough for them.
  nameBands(pen, first, last, from, to, x, lane) {
    const {state, from: begin} = this.bands;
    const full = lane.bottom - lane.top;
    pen.textAlign = "left";
    for (let i = first; i <= last; ++i) {
      const left = x(Math.max(from, begin[i])), right = x(Math.min(to, begin[i + 1]));
      const name = STATES[state[i]], wide = pen.measureText(name).width;
      if (right - left < wide + 14) continue;
      const height = full * HEIGHTS[state[i]];
      const inside = height >= 18;
      const y = inside ? lane.bottom - height / 2 : lane.bottom - height - 9;
      if (inside && HATCHED[state[i]]) {
        pen.fillStyle = colours.card;
        pen.fillRect(left + 4, y - 9, wide + 6, 18);
      }
      pen.fillStyle = inside && !HATCHED[state[i]] ? inkOn(colours.states[state[i]]) : colours.ink;
      pen.fillText(name, left + 7, y);
    }
  }

  drawMarks(pen, from, to, x, lane) {
    const momentOf = (i) => this.marks[this.steps[i]].at;
    const first = Math.max(0, lastUpTo(this.steps.length, momentOf, from - 1));
    const last = lastUpTo(this.steps.length, momentOf, to);
    const dense = last - first > x(to) / 5;
    for (let i = first; i <= last; ++i) this.drawMark(pen, this.marks[this.steps[i]], x, lane, dense);
    if (this.selected < first || this.selected > last) return;
    const mark = this.marks[this.steps[this.selected]];
    pen.fillStyle = colours.ink;
    pen.fillRect(x(mark.at) - 1, 22, 2, lane.bottom - 10);
    shape(pen, this.line.texts[mark.what], x(mark.at), 13, 8);
    pen.lineWidth = 5;
    pen.strokeStyle = colours.card;
    pen.stroke();
    pen.fill();
    pen.lineWidth = 1;
  }

  // Dials are ticks below the states: long where they connected, short and crossed where not.
  drawMark(pen, mark, x, lane, dense) {
    pen.fillStyle = pen.strokeStyle = colours.ink;
    if (mark.kind > 0) {
      pen.fillRect(x(mark.at) - 0.75, lane.bottom + 3, 1.5, mark.kind === 2 ? 16 : 8);
      if (mark.kind === 1) pen.fillRect(x(mark.at) - 3, lane.bottom + 10, 6, 1.5);
    }
    if (dense) { pen.fillRect(x(mark.at) - 0.5, 9, 1, 9); return; }
    shape(pen, this.line.texts[mark.what], x(mark.at), 13, 5);
    if (mark.kind === 1) pen.stroke(); else pen.fill();
  }

  // --- The days: all of it, small, a row a day (an hour or ten minutes where there are few) ---

  layOut() {
    const unit = data.span <= 2 * HOUR ? 10 * MINUTE : data.span <= 2 * DAY ? HOUR : DAY;
    const first = Math.floor((data.start + this.line.offsets[1]) / unit) * unit;
    const starts = [];
    for (let local = first; momentAt(this.line, local) < data.span; local += unit) starts.push(momentAt(this.line, local));
    const rows = starts.length;
    starts.push(momentAt(this.line, first + rows * unit));
    const tall = rows <= 16 ? 26 : rows <= 45 ? 18 : rows <= 130 ? 9 : rows <= 800 ? 4 : 2;
    return {unit, starts, rows, tall, gap: tall >= 9 ? 2 : 0, left: unit === DAY ? 84 : 56, top: 22};
  }

  drawDays() {
    const width = this.days.clientWidth;
    if (!width) return;
    const plan = (this.plan = Object.assign(this.layOut(), {width}));
    const height = plan.top + plan.rows * plan.tall + (plan.rows > 20 ? 20 : 4);
    const canvas = this.days.firstElementChild;
    canvas.style.height = `${height}px`;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "All of it, row by row; what was decided is told above");
    const pen = prepare(canvas, width, height);
    this.drawRowBands(pen, plan);
    this.drawRowDials(pen, plan);
    this.drawRowLabels(pen, plan);
    for (const at of this.line.breaches) {
      const row = Math.max(0, this.rowOf(plan, at));
      this.drawBreach(pen, this.rowX(plan, row, at), plan.top + row * plan.tall + (plan.tall - plan.gap) / 2);
    }
  }

  // A cross where an expectation broke, down to `bottom` where that is given.
  drawBreach(pen, x, y, bottom) {
    const at = Math.max(MARGIN, Math.min(pen.canvas.clientWidth - MARGIN, x));
    for (const [colour, width] of [[colours.card, 6.5], [colours.bad, 3]]) {
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.beginPath();
      for (const side of [-5, 5]) { pen.moveTo(at - side, y - 5); pen.lineTo(at + side, y + 5); }
      if (bottom) { pen.moveTo(at, y + 9); pen.lineTo(at, bottom); }
      pen.stroke();
    }
    pen.lineWidth = 1;
  }

  rowX(plan, row, at) {
    const begin = plan.starts[row], end = plan.starts[row + 1];
    return plan.left + ((at - begin) / (end - begin)) * (plan.width - plan.left);
  }

  rowOf(plan, at) { return lastUpTo(plan.rows, (i) => plan.starts[i], at); }

  drawRowBands(pen, plan) {
    const {state, from, count} = this.bands;
    const full = plan.tall - plan.gap, fine = plan.tall >= 18;
    pen.fillStyle = colours.track;
    for (let row = 0; row < plan.rows; ++row) {
      const left = this.rowX(plan, row, Math.max(0, plan.starts[row]));
      const right = this.rowX(plan, row, Math.min(data.span, plan.starts[row + 1]));
      pen.fillRect(left, plan.top + row * plan.tall, right - left, full);
    }
    for (const each of ORDER) {
      pen.fillStyle = paintOf(pen, each, fine);
      const height = plan.tall >= 9 ? full * HEIGHTS[each] : each === 0 ? 1 : full;
      for (let i = 0; i < count; ++i) {
        if (state[i] === each) this.fillRows(pen, plan, from[i], from[i + 1], height, each === 3 || each === 0 ? 0 : 1.25);
      }
    }
  }

  // A band may go on in the next rows.
  fillRows(pen, plan, from, to, height, least) {
    for (let row = this.rowOf(plan, from); row < plan.rows && plan.starts[row] < to; ++row) {
      const left = this.rowX(plan, row, Math.max(from, plan.starts[row]));
      const right = this.rowX(plan, row, Math.min(to, plan.starts[row + 1]));
      const bottom = plan.top + (row + 1) * plan.tall - plan.gap;
      pen.fillRect(left, bottom - height, Math.max(least, right - left), height);
    }
  }

  drawRowDials(pen, plan) {
    if (plan.tall < 18) return;
    pen.fillStyle = colours.ink;
    for (const mark of this.marks) {
      if (mark.kind === 0) continue;
      const row = this.rowOf(plan, mark.at);
      const bottom = plan.top + (row + 1) * plan.tall - plan.gap;
      pen.fillRect(this.rowX(plan, row, mark.at) - 0.5, bottom - (mark.kind === 2 ? 6 : 3), 1, mark.kind === 2 ? 6 : 3);
    }
  }

  drawRowLabels(pen, plan) {
    let free = -99;
    pen.textAlign = "left";
    for (let row = 0; row < plan.rows; ++row) {
      const d = wall(this.line, plan.starts[row] + (plan.unit === DAY ? 2 * HOUR : 0));
      const y = plan.top + row * plan.tall + (plan.tall - plan.gap) / 2;
      const month = plan.tall < 9 && d.getUTCDate() === 1;
      if (month) this.drawRule(pen, plan, plan.top + row * plan.tall);
      const text = this.rowLabel(plan, d, month, row);
      if (!text || (y - free < 14 && !month)) continue;
      free = y;
      pen.fillStyle = month ? colours.ink : colours.soft;
      pen.fillText(text, 0, y);
    }
    this.drawHours(pen, plan);
  }

  // Of each row, or of months and Mondays where rows are low.
  rowLabel(plan, d, month, row) {
    if (plan.unit !== DAY) return clock(d);
    if (month) return `${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
    const far = d.getUTCDate() > 4 && d.getUTCDate() < 28;
    if (plan.tall >= 9 || (far && d.getUTCDay() === 1 && plan.tall >= 4)) return `${WEEKDAYS[d.getUTCDay()]} ${date(d).slice(5)}`;
    return row === 0 ? date(d) : "";
  }

  drawRule(pen, plan, y) {
    pen.fillStyle = colours.card;
    pen.fillRect(plan.left, y - 0.75, plan.width - plan.left, 1.5);
  }

  drawHours(pen, plan) {
    const wide = plan.width - plan.left, parts = plan.unit === DAY ? 24 : plan.unit === HOUR ? 6 : 10;
    const every = [1, 2, 3, 6].find((step) => parts % step === 0 && (wide / parts) * step >= 48) || parts;
    const height = plan.rows * plan.tall;
    pen.textAlign = "center";
    for (let part = 0; part < parts; part += every) {
      const x = plan.left + (wide * part) / parts;
      const text = plan.unit === DAY ? `${two(part)}:00` : plan.unit === HOUR ? `:${two(part * 10)}` : `+${part}m`;
      pen.fillStyle = colours.soft;
      pen.fillText(text, x, 8);
      if (plan.rows > 20) pen.fillText(text, x, plan.top + height + 10);
      if (part === 0) continue;
      pen.globalAlpha = 0.22;
      pen.fillRect(x, plan.top - 4, 1, height + 4);
      pen.globalAlpha = 1;
    }
  }

  dayMoment(event) {
    if (!this.plan) return null;
    const box = this.days.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top - this.plan.top) / this.plan.tall);
    const part = (event.clientX - box.left - this.plan.left) / (this.plan.width - this.plan.left);
    if (row < 0 || row >= this.plan.rows || part < 0) return null;
    const at = this.plan.starts[row] + part * (this.plan.starts[row + 1] - this.plan.starts[row]);
    return at < 0 || at > data.span ? null : at;
  }

  // Where the lens stands among the days.
  markHere() {
    if (!this.plan) return;
    const [from, to] = this.span();
    const at = this.selected < 0 ? (from + to) / 2 : this.marks[this.steps[this.selected]].at;
    const plan = this.plan, row = Math.max(0, this.rowOf(plan, at));
    const left = Math.min(this.rowX(plan, row, Math.max(from, plan.starts[row])), this.rowX(plan, row, at) - 4);
    const right = Math.max(this.rowX(plan, row, Math.min(to, plan.starts[row + 1])), this.rowX(plan, row, at) + 4);
    Object.assign(this.here.style, {
      left: `${left - 2}px`, width: `${right - left + 4}px`,
      top: `${plan.top + row * plan.tall - 3}px`, height: `${plan.tall - plan.gap + 6}px`});
  }

  // --- Pointing ---

  point(event, at, near) {
    if (at === null) return hideTip();
    const band = lastUpTo(this.bands.count, (i) => this.bands.from[i], at);
    const texts = [];
    const pixel = near ? (this.span()[1] - this.span()[0]) / this.lens.clientWidth : this.plan.unit / (this.plan.width - this.plan.left);
    for (const broke of this.line.breaches) if (Math.abs(broke - at) < 8 * pixel) texts.push(`An expectation broke at ${moment(this.line, broke)}`);
    if (band >= 0) {
      const from = this.bands.from[band], to = this.bands.from[band + 1];
      texts.push(`${STATES[this.bands.state[band]]}, ${roughly(to - from)} from ${moment(this.line, from)}`);
    }
    const place = this.nearest(at);
    if (place >= 0 && Math.abs(this.marks[this.steps[place]].at - at) < 8 * pixel) {
      texts.push("", ...tell(this.line, this.marks[this.steps[place]]).map(([name, text]) => `${name}: ${text}`));
    }
    showTip(event, texts.join("\n"));
  }
}

// --- The page -----------------------------------------------------------------------------------

const tip = document.body.appendChild(Object.assign(document.createElement("div"), {className: "tip", hidden: true}));
tip.setAttribute("role", "tooltip");

function hideTip() { tip.hidden = true; }

function showTip(event, text) {
  tip.textContent = text;
  tip.hidden = text === "";
  const box = tip.getBoundingClientRect();
  const x = Math.min(event.clientX + 14, innerWidth - box.width - 6);
  const below = event.clientY + 18;
  const y = below + box.height > innerHeight ? event.clientY - box.height - 12 : below;
  tip.style.left = `${Math.max(4, x)}px`;
  tip.style.top = `${Math.max(4, y)}px`;
}

readColours();
const timelines = [...document.querySelectorAll(".timeline")].map((section) => new Timeline(section, data.lines[section.dataset.line]));
const redraw = () => { readColours(); timelines.forEach((timeline) => timeline.draw()); };

for (const button of document.querySelectorAll(".show")) {
  button.hidden = false;
  button.addEventListener("click", () => timelines[button.dataset.line].show(Number(button.dataset.at)));
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
const onPaper = (paper) => { document.documentElement.classList.toggle("paper", paper); redraw(); };
addEventListener("beforeprint", () => onPaper(true));
addEventListener("afterprint", () => onPaper(false));
})();
