// All of a line, small: a row a day, or an hour, or ten minutes where there is little.

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const TOP = 22;       // where the rows begin
const NAMED = 9;      // rows of so many pixels each have a name, and heights that can be seen
const SPACIOUS = 18;  // these have hatches and dials, too

class Days {
  constructor(box, line) {
    this.box = box;
    this.line = line;
    this.here = document.createElement("div");
    this.here.className = "here";
    box.append(this.here);
    this.canvas = box.firstElementChild;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", "All of it, row by row; its decisions are told above");
    this.layOut();
  }

  // Rows begin where the clock on the wall says so: one of days has 23 hours or 25 now and then.
  layOut() {
    const unit = data.span <= 2 * HOUR ? 10 * MINUTE : data.span <= 2 * DAY ? HOUR : DAY;
    const starts = [];
    let local = Math.floor((data.start + this.line.offsets[1]) / unit) * unit;
    for (; momentAt(this.line, local) < data.span; local += unit) starts.push(momentAt(this.line, local));
    const rows = starts.length;
    starts.push(momentAt(this.line, local));
    const tall = rows <= 16 ? 26 : rows <= 45 ? 18 : rows <= 130 ? 9 : rows <= 800 ? 4 : 2;
    const left = unit === DAY ? 84 : 56, gap = tall >= NAMED ? 2 : 0;
    Object.assign(this, {unit, starts, rows, tall, gap, left, width: 0});
  }

  draw() {
    this.width = this.box.clientWidth;
    if (!this.width) return;
    const height = TOP + this.rows * this.tall + (this.rows > 20 ? 20 : 4);
    this.canvas.style.height = `${height}px`;
    this.pen = prepare(this.canvas, this.width, height);
    this.drawBands();
    if (this.tall >= SPACIOUS) this.drawDials();
    this.drawNames();
    this.drawHours();
    for (const at of this.line.breaches) {
      const row = this.rowOf(at);
      drawBreach(this.pen, Math.min(this.width - 6, this.x(row, at)), this.bottom(row) - this.full() / 2);
    }
  }

  x(row, at) {
    const from = this.starts[row], to = this.starts[row + 1];
    return this.left + ((at - from) / (to - from)) * (this.width - this.left);
  }
  rowOf(at) { return Math.max(0, lastUpTo(this.rows, (i) => this.starts[i], at)); }
  bottom(row) { return TOP + (row + 1) * this.tall - this.gap; }
  full() { return this.tall - this.gap; }
  // Milliseconds.
  pixel() { return this.unit / (this.width - this.left); }

  // Null where there is none.
  momentOf(event) {
    const box = this.box.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top - TOP) / this.tall);
    const part = (event.clientX - box.left - this.left) / (this.width - this.left);
    if (row < 0 || row >= this.rows || part < 0) return null;
    const at = this.starts[row] + part * (this.starts[row + 1] - this.starts[row]);
    return at < 0 || at > data.span ? null : at;
  }

  drawBands() {
    const {state, begin, count} = this.line.unpacked;
    this.pen.fillStyle = colours.track;
    this.fillRows(0, data.span, this.full(), 0);
    for (const each of ORDER) {
      this.pen.fillStyle = paintOf(this.pen, each, this.tall >= SPACIOUS);
      const calm = each === 0 || each === ONLINE;  // all else is seen, however short
      const height = this.tall >= NAMED ? this.full() * HEIGHTS[each] : each === 0 ? 1 : this.full();
      for (let i = 0; i < count; ++i) {
        if (state[i] === each) this.fillRows(begin[i], begin[i + 1], height, calm ? 0 : 1.25);
      }
    }
  }

  // It may go on in the next rows.
  fillRows(from, to, height, least) {
    for (let row = this.rowOf(from); row < this.rows && this.starts[row] < to; ++row) {
      const left = this.x(row, Math.max(from, this.starts[row]));
      const right = this.x(row, Math.min(to, this.starts[row + 1]));
      this.pen.fillRect(left, this.bottom(row) - height, Math.max(least, right - left), height);
    }
  }

  drawDials() {
    this.pen.fillStyle = colours.ink;
    for (const mark of this.line.decisions) {
      if (!mark.kind) continue;
      const row = this.rowOf(mark.at), height = mark.kind === CONNECTED ? 6 : 3;
      this.pen.fillRect(this.x(row, mark.at) - 0.5, this.bottom(row) - height, 1, height);
    }
  }

  drawNames() {
    const {pen} = this;
    pen.textAlign = "left";
    for (let row = 0, free = 0; row < this.rows; ++row) {
      const d = wall(this.line, this.starts[row] + (this.unit === DAY ? 2 * HOUR : 0));
      const month = this.tall < NAMED && d.getUTCDate() === 1;
      const y = this.bottom(row) - this.full() / 2, name = this.nameOf(row, d, month);
      pen.fillStyle = colours.card;
      if (month) pen.fillRect(this.left, y - this.tall / 2 - 0.75, this.width - this.left, 1.5);
      if (!name || (y < free && !month)) continue;
      free = y + 14;
      pen.fillStyle = month ? colours.ink : colours.soft;
      pen.fillText(name, 0, y);
    }
  }

  // Of each row; where rows are low, of months and of Mondays between them.
  nameOf(row, d, month) {
    if (this.unit !== DAY) return clock(d);
    if (month) return `${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
    const monday = d.getUTCDay() === 1 && d.getUTCDate() > 4 && d.getUTCDate() < 28 && this.tall >= 4;
    if (this.tall >= NAMED || monday) return `${WEEKDAYS[d.getUTCDay()]} ${date(d).slice(5)}`;
    return row === 0 && d.getUTCDate() < 26 ? date(d) : "";  // else the month is near
  }

  // Along the top, and below where that is far away.
  drawHours() {
    const {pen, unit} = this, wide = this.width - this.left, end = TOP + this.rows * this.tall;
    const parts = unit === DAY ? 24 : unit === HOUR ? 6 : 10;
    const fits = (every) => parts % every === 0 && (wide / parts) * every >= 48;
    const every = [1, 2, 3, 6].find(fits) || parts;
    pen.fillStyle = colours.soft;
    pen.textAlign = "center";
    for (let part = 0; part < parts; part += every) {
      const x = this.left + (wide * part) / parts;
      const name = unit === DAY ? `${two(part)}:00` : unit === HOUR ? `:${two(part * 10)}` : `+${part}m`;
      pen.fillText(name, x, 8);
      if (this.rows > 20) pen.fillText(name, x, end + 10);
      pen.globalAlpha = 0.22;
      if (part > 0) pen.fillRect(x, TOP - 4, 1, end - TOP + 4);
      pen.globalAlpha = 1;
    }
  }

  // A frame around what the lens shows, in the row of `at`.
  frame(from, to, at) {
    if (!this.width) return;
    const row = this.rowOf(at), x = this.x(row, at);
    const left = Math.min(this.x(row, Math.max(from, this.starts[row])), x - 4);
    const right = Math.max(this.x(row, Math.min(to, this.starts[row + 1])), x + 4);
    Object.assign(this.here.style, {
      left: `${left - 2}px`, width: `${right - left + 4}px`,
      top: `${this.bottom(row) - this.full() - 3}px`, height: `${this.full() + 6}px`});
  }
}
