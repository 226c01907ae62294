// The page: what is told beside the pointer, and all timelines.

const tip = document.createElement("div");
tip.className = "tip";
tip.hidden = true;
tip.setAttribute("role", "tooltip");
document.body.append(tip);

function hideTip() { tip.hidden = true; }

// Beside the pointer, and always on the screen.
function showTip(event, text) {
  tip.textContent = text;
  tip.hidden = text === "";
  const box = tip.getBoundingClientRect();
  const below = event.clientY + 18;
  const y = below + box.height > innerHeight ? event.clientY - box.height - 12 : below;
  tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 6))}px`;
  tip.style.top = `${Math.max(4, y)}px`;
}

readColours();
const timelines = [...document.querySelectorAll(".timeline")]
  .map((section) => new Timeline(section, data.lines[section.dataset.line]));

function redraw() {
  readColours();
  for (const timeline of timelines) timeline.draw();
}

function goOnPaper(paper) {
  document.documentElement.classList.toggle("paper", paper);
  redraw();
}

for (const button of document.querySelectorAll(".show")) {
  const {line, at} = button.dataset;
  button.hidden = false;
  button.addEventListener("click", () => timelines[line].show(Number(at)));
}
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
addEventListener("beforeprint", () => goOnPaper(true));
addEventListener("afterprint", () => goOnPaper(false));
