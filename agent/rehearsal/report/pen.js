// How things look on a canvas.

// How much of its row a state fills: the nearer to being online, the higher. By number, as STATES.
const HEIGHTS = [0.12, 0.62, 0.62, 1, 1, 0.25, 0.38, 0.38, 1];
const HATCHED = [false, false, true, false, true, false, false, true, true];
// What is drawn later covers what is there: short trouble shows in a long time online.
const ORDER = [0, 3, 8, 5, 4, 1, 2, 6, 7];
const [DOUBTFUL, PAUSED, NO_POWER] = [4, 2, 8];

let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  colours = {states: STATES.map((_, i) => read(`s${i}`))};
  for (const name of ["ink", "soft", "rule", "card", "track", "edge", "bad"]) colours[name] = read(name);
}

function luminance(hex) {
  const linear = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = [1, 3, 5].map((i) => linear(parseInt(hex.slice(i, i + 2), 16) / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
const inkOn = (hex) => (luminance(hex) > 0.18 ? "#000000" : "#ffffff");

// A canvas as wide as its box, in the screen's own pixels; browsers have none that is much higher.
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
  if (state === DOUBTFUL) {
    brush.fillStyle = colours.states[ONLINE];
    brush.fillRect(0, 0, 8, 8);
  }
  const [top, bottom] = state === NO_POWER ? [8, 0] : [0, 8];
  brush.strokeStyle = colours.states[state];
  brush.lineWidth = state === NO_POWER ? 1 : 3.2;
  brush.beginPath();
  for (const x of [-8, 0, 8]) {
    brush.moveTo(state === PAUSED ? x + 4 : x, top);
    brush.lineTo(state === PAUSED ? x + 4 : x + 8, bottom);
  }
  brush.stroke();
  return pen.createPattern(tile, "repeat");
}

const paintOf = (pen, state, fine) =>
  (fine && HATCHED[state] ? hatch(pen, state) : colours.states[state]);

// Outlines around 0, 0, as wide and high as 2: the shape says what kind of decision it is.
const SHAPES = {
  dial: [[0, -1], [1, 0.8], [-1, 0.8]],
  hold_off: [[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]],
  open_circuit: [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]],
  hang_up: [[-1, -0.8], [1, -0.8], [0, 1]],
};
SHAPES.stop = SHAPES.open_circuit;
const CROSS = [[-0.35, -1], [0.35, -1], [0.35, -0.35], [1, -0.35], [1, 0.35], [0.35, 0.35], [0.35, 1],
  [-0.35, 1], [-0.35, 0.35], [-1, 0.35], [-1, -0.35], [-0.35, -0.35]];

function shape(pen, what, x, y, size) {
  const kind = what.split(/[ :]/, 1)[0];
  pen.beginPath();
  if (kind === "redial") pen.arc(x, y, size * 0.85, 0, 7);
  else for (const [right, down] of SHAPES[kind] || CROSS) pen.lineTo(x + right * size, y + down * size);
  pen.closePath();
}

// A cross where an expectation broke, and a line down to `bottom` where that is given.
function drawBreach(pen, x, y, bottom) {
  for (const [colour, width] of [[colours.card, 6.5], [colours.bad, 3]]) {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    for (const side of [-5, 5]) {
      pen.moveTo(x - side, y - 5);
      pen.lineTo(x + side, y + 5);
    }
    if (bottom) {
      pen.moveTo(x, y + 9);
      pen.lineTo(x, bottom);
    }
    pen.stroke();
  }
  pen.lineWidth = 1;
}
