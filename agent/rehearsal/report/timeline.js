// One line's timeline: which of its decisions is chosen and how much of it is large, and what keys,
// buttons and the mouse do to that. A slider to those who hear it: its value is a decision.

const ZOOMS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY];
const NEAR = 8;  // pixels

class Timeline {
  constructor(section, line) {
    this.line = line;
    line.unpacked = unpackBands(line);
    line.decisions = unpackMarks(line);
    this.marks = line.decisions;  // those that are walked through
    this.chosen = this.marks.length ? 0 : -1;
    this.widest = Math.max(0, ZOOMS.findIndex((zoom) => zoom >= data.span));
    if (data.span > ZOOMS.at(-1)) this.widest = ZOOMS.length - 1;
    this.zoom = Math.min(this.widest, ZOOMS.indexOf(3 * HOUR));
    this.centre = this.chosen < 0 ? 0 : this.marks[0].at;
    const [lens, days] = [section.querySelector(".lens"), section.querySelector(".days")];
    this.lens = new Lens(lens, line);
    this.days = new Days(days, line);
    this.panel = section.querySelector(".decision");
    this.window = section.querySelector(".window");
    this.whose = section.querySelector(".whose");
    section.querySelector(".kept").textContent = this.kept();
    this.nameSources();
    this.listen(section);
    this.say();
    section.querySelector(".drawn").hidden = false;
    new ResizeObserver(() => this.draw()).observe(lens);
  }

  // What the page does not tell, or not exactly.
  kept() {
    const {left_out, grain} = this.line, words = [];
    if (left_out) {
      const here = `The first ${count(this.marks.length)} decisions are here`;
      words.push(`${here}; ${count(left_out)} later ones are not.`);
    }
    if (grain) {
      const fine = `States are drawn ${roughly(grain)} fine`;
      words.push(`${fine}: each such time has the state that took most of it.`);
    }
    return words.join(" ");
  }

  nameSources() {
    const counts = new Map();
    for (const {by} of this.marks) counts.set(by, (counts.get(by) || 0) + 1);
    for (const [by, times] of counts)
      this.whose.add(new Option(`${this.line.texts[by]} (${count(times)})`, String(by)));
  }

  listen(section) {
    // What buttons do is said aloud; a slider says its value by itself.
    const on = (name, act) => section.querySelector(name).addEventListener("click", () => {
      this.panel.ariaLive = "polite";
      act();
    });
    on(".previous", () => this.step(-1));
    on(".next", () => this.step(1));
    on(".closer", () => this.zoomBy(-1));
    on(".wider", () => this.zoomBy(1));
    this.whose.addEventListener("change", () => this.walk(this.whose.value));
    this.lens.box.addEventListener("keydown", (event) => this.press(event));
    for (const view of [this.lens, this.days]) {
      view.box.addEventListener("pointermove", (event) => this.point(event, view));
      view.box.addEventListener("pointerleave", hideTip);
      view.box.addEventListener("click", (event) => this.pick(view.momentOf(event)));
    }
  }

  press(event) {
    const act = {
      ArrowRight: () => this.step(1), ArrowDown: () => this.step(1),
      ArrowLeft: () => this.step(-1), ArrowUp: () => this.step(-1),
      PageDown: () => this.jump(DAY), PageUp: () => this.jump(-DAY),
      Home: () => this.choose(0), End: () => this.choose(this.marks.length - 1),
      "+": () => this.zoomBy(-1), "=": () => this.zoomBy(-1), "-": () => this.zoomBy(1),
    }[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.panel.ariaLive = "off";
    act();
  }

  // --- Choosing ---

  mark() { return this.chosen < 0 ? null : this.marks[this.chosen]; }

  nearest(at) {
    const before = lastUpTo(this.marks.length, (i) => this.marks[i].at, at), after = before + 1;
    if (after >= this.marks.length || before < 0) return Math.min(after, this.marks.length - 1);
    return this.marks[after].at - at < at - this.marks[before].at ? after : before;
  }

  // The lens follows where it has to, or looks at `around`.
  choose(place, around) {
    this.chosen = place;
    const mark = this.mark();
    if (around !== undefined) this.centre = around;
    else if (mark && Math.abs(mark.at - this.centre) > this.reach() * 0.4) this.centre = mark.at;
    this.say();
    this.drawLens();
  }

  step(by) { this.choose(Math.max(0, Math.min(this.marks.length - 1, this.chosen + by))); }

  // About so far on, but always to another decision.
  jump(by) {
    if (this.chosen < 0) return;
    const to = this.nearest(this.mark().at + by);
    if (to === this.chosen) this.step(Math.sign(by)); else this.choose(to);
  }

  pick(at) {
    if (at === null) return;
    this.choose(this.nearest(at), at);
    this.lens.box.focus({preventScroll: true});
  }

  // Through all decisions, or those of one source.
  walk(by) {
    const at = this.chosen < 0 ? 0 : this.mark().at;
    this.marks = this.line.decisions.filter((mark) => by === "" || String(mark.by) === by);
    this.choose(this.nearest(at));
  }

  // What was decided last at a moment.
  show(at) {
    this.whose.value = "";
    this.marks = this.line.decisions;
    const last = lastUpTo(this.marks.length, (i) => this.marks[i].at, at);
    this.choose(Math.max(last, Math.min(0, this.marks.length - 1)), at);
    this.lens.box.scrollIntoView({block: "center"});
    this.lens.box.focus({preventScroll: true});
  }

  zoomBy(by) {
    this.zoom = Math.max(0, Math.min(this.widest, this.zoom + by));
    if (this.mark()) this.centre = this.mark().at;
    this.drawLens();
  }

  // --- Telling ---

  place() { return `${count(this.chosen + 1)} of ${count(this.marks.length)}`; }

  say() {
    const mark = this.mark(), box = this.lens.box;
    const rows = mark ? tell(this.line, mark) : [["", "Nothing was decided."]];
    const made = (tag, text, more) => Object.assign(document.createElement(tag), {textContent: text}, more);
    this.panel.replaceChildren(...rows.flatMap(([name, text]) =>
      [made("dt", name), made("dd", text, {className: name.toLowerCase(), dir: "auto"})]));
    box.setAttribute("aria-valuemax", Math.max(1, this.marks.length));
    box.setAttribute("aria-valuenow", Math.max(1, this.chosen + 1));
    box.setAttribute("aria-valuetext", mark ? `${this.place()}. ${inOneLine(rows)}` : rows[0][1]);
  }

  point(event, view) {
    const at = view.momentOf(event);
    if (at === null) return hideTip();
    const isNear = (other) => Math.abs(other - at) < NEAR * view.pixel();
    const words = this.line.breaches.filter(isNear)
      .map((broke) => `An expectation broke at ${moment(this.line, broke)}`);
    const {state, begin, count: bands} = this.line.unpacked;
    const band = lastUpTo(bands, (i) => begin[i], at);
    if (band >= 0) {
      const lasts = roughly(begin[band + 1] - begin[band]);
      words.push(`${STATES[state[band]]}, ${lasts} from ${moment(this.line, begin[band])}`);
    }
    const mark = this.marks[this.nearest(at)];
    if (mark && isNear(mark.at)) words.push("", ...tell(this.line, mark).map((row) => row.join(": ")));
    showTip(event, words.join("\n"));
  }

  // --- Drawing ---

  reach() { return Math.min(ZOOMS[this.zoom], data.span); }

  draw() {
    this.days.draw();
    this.drawLens();
  }

  drawLens() {
    const reach = this.reach();
    const from = Math.max(0, Math.min(data.span - reach, this.centre - reach / 2));
    const mark = this.mark();
    this.lens.draw(from, from + reach, this.marks, mark);
    this.days.frame(from, from + reach, mark ? mark.at : from + reach / 2);
    const begins = moment(this.line, from).slice(0, 16);
    this.window.textContent = `${this.place()} · ${roughly(reach)} from ${begins}`;
  }
}
