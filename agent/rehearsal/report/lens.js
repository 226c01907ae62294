// Some hours of a line, large: its decisions, its states, its dials, one above the other.

const MARGIN = 10;  // so that a shape at the end is whole
const STEPS = [SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE,
  30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY];

class Lens {
  constructor(box, line) {
    this.box = box;
    this.line = line;
  }

  // `marks` are those to be walked through, `chosen` is one of them or null.
  draw(from, to, marks, chosen) {
    const width = this.box.clientWidth, height = this.box.clientHeight;
    if (!width) return;
    Object.assign(this, {from, to, width, height, top: 30, bottom: height - 46});
    this.pen = prepare(this.box.firstElementChild, width, height);
    this.drawAxis();
    this.drawBands();
    this.drawMarks(marks);
    if (chosen) this.drawChosen(chosen);
    for (const at of this.line.breaches) {
      if (at >= from && at <= to) drawBreach(this.pen, this.x(at), 13, this.bottom);
    }
  }

  x(at) {
    const part = (Math.max(this.from, Math.min(this.to, at)) - this.from) / (this.to - this.from);
    return MARGIN + part * (this.width - 2 * MARGIN);
  }

  momentOf(event) {
    const box = this.box.getBoundingClientRect();
    const part = (event.clientX - box.left - MARGIN) / (box.width - 2 * MARGIN);
    return this.from + Math.max(0, Math.min(1, part)) * (this.to - this.from);
  }

  // Milliseconds.
  pixel() { return (this.to - this.from) / (this.width - 2 * MARGIN); }

  drawAxis() {
    const {pen, line, from, to, width, height} = this;
    const step = STEPS.find((each) => each / this.pixel() >= 64) || 7 * DAY;
    pen.fillStyle = colours.soft;
    pen.strokeStyle = colours.rule;
    pen.textAlign = "center";
    pen.beginPath();
    const first = Math.ceil((data.start + from + offsetAt(line, from)) / step) * step;
    for (let local = first; momentAt(line, local) <= to; local += step) {
      const x = this.x(momentAt(line, local)), d = new Date(local);
      const text = local % DAY === 0 ? date(d).slice(5) : clock(d, step < MINUTE);
      const half = pen.measureText(text).width / 2;
      pen.moveTo(x, 26);
      pen.lineTo(x, height - 20);
      if (x > half && x < width - half) pen.fillText(text, x, height - 8);
    }
    pen.stroke();
  }

  drawBands() {
    const {pen, from, to, top, bottom} = this;
    const {state, begin, count} = this.line.unpacked;
    const first = Math.max(0, lastUpTo(count, (i) => begin[i], from));
    const last = lastUpTo(count, (i) => begin[i], to);
    for (const each of ORDER) {
      const height = (bottom - top) * HEIGHTS[each];
      pen.fillStyle = paintOf(pen, each, true);
      for (let i = first; i <= last; ++i) {
        if (state[i] === each) this.fill(begin[i], begin[i + 1], bottom - height, height);
      }
    }
    // Being online is calm, but its edge is clear.
    pen.fillStyle = colours.edge;
    for (let i = first; i <= last; ++i) if (state[i] === ONLINE) this.fill(begin[i], begin[i + 1], top, 2);
    for (let i = first; i <= last; ++i) this.nameBand(state[i], begin[i], begin[i + 1]);
    pen.fillStyle = colours.soft;
    this.fill(from, to, bottom, 1);
  }

  fill(from, to, y, height) {
    this.pen.fillRect(this.x(from), y, Math.max(1, this.x(to) - this.x(from)), height);
  }

  // Where it is wide enough for its name.
  nameBand(state, from, to) {
    const {pen, bottom, top} = this;
    const left = this.x(from), wide = pen.measureText(STATES[state]).width;
    if (this.x(to) - left < wide + 14) return;
    const height = (bottom - top) * HEIGHTS[state], inside = height >= 18;
    const y = inside ? bottom - height / 2 : bottom - height - 9;
    pen.fillStyle = colours.card;
    if (inside && HATCHED[state]) pen.fillRect(left + 4, y - 9, wide + 6, 18);
    pen.fillStyle = inside && !HATCHED[state] ? inkOn(colours.states[state]) : colours.ink;
    pen.textAlign = "left";
    pen.fillText(STATES[state], left + 7, y);
  }

  drawMarks(marks) {
    const first = lastUpTo(marks.length, (i) => marks[i].at, this.from - 1) + 1;
    const last = lastUpTo(marks.length, (i) => marks[i].at, this.to);
    const dense = last - first > this.width / 5;
    for (let i = first; i <= last; ++i) this.drawMark(marks[i], dense);
  }

  // Dials are ticks below the states, too: long where they connected, short and crossed where not.
  drawMark(mark, dense) {
    const {pen, bottom} = this, x = this.x(mark.at);
    pen.fillStyle = pen.strokeStyle = colours.ink;
    if (mark.kind) pen.fillRect(x - 0.75, bottom + 3, 1.5, mark.kind === CONNECTED ? 16 : 8);
    if (mark.kind === DIALLED) pen.fillRect(x - 3, bottom + 10, 6, 1.5);
    if (dense) return pen.fillRect(x - 0.5, 9, 1, 9);
    shape(pen, this.line.texts[mark.what], x, 13, 5);
    if (mark.kind === DIALLED) pen.stroke(); else pen.fill();
  }

  drawChosen(mark) {
    if (mark.at < this.from || mark.at > this.to) return;
    const {pen, bottom} = this, x = this.x(mark.at);
    pen.fillStyle = colours.ink;
    pen.fillRect(x - 1, 22, 2, bottom - 10);
    shape(pen, this.line.texts[mark.what], x, 13, 8);
    pen.strokeStyle = colours.card;
    pen.lineWidth = 5;
    pen.stroke();
    pen.lineWidth = 1;
    pen.fill();
  }
}
