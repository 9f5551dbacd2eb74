// Wakes the drawn charts with Plotly: hover, zoom, tap. The page is whole without it: this only replaces a picture
// by a livelier one, whose drawing is hidden from screen readers because the table beside it speaks.

// Plotly adds styles of its own to a page unless an element of this id says no; chart_scripts.html has it, with our files' addresses.
const place = document.getElementById("plotly.js-style-global");
const charts = [...document.querySelectorAll(".pt-chart")].filter((figure) => dataOf(figure));
let library;

function dataOf(figure) {
  return figure.querySelector('script[type="application/json"]');
}

// Loaded once, when the first chart wants it. The bundle hands itself to window.moduleName or window.Plotly.
function plotly() {
  library ??= new Promise((done, failed) => {
    const styles = Object.assign(document.createElement("link"), { rel: "stylesheet", href: place.dataset.styles });
    const script = Object.assign(document.createElement("script"), { src: place.dataset.script, async: true });
    script.onload = () => done(window.Plotly || window.moduleName);
    script.onerror = failed;
    document.head.append(styles, script);
  });
  return library;
}

async function wake(figure) {
  if (figure.dataset.awake) return;
  figure.dataset.awake = "loading";
  const picture = figure.querySelector(".pt-chart__picture");
  const height = Math.max(picture.getBoundingClientRect().height, 56);
  const { data, layout, phone } = JSON.parse(dataOf(figure).textContent);
  const room = picture.clientWidth < 480 ? { ...layout, ...phone } : layout;
  try {
    const Plotly = await plotly();
    const live = document.createElement("div");
    live.className = "pt-chart__live";
    live.setAttribute("aria-hidden", "true");
    picture.append(live);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const settings = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: "reset" };
    picture.classList.add("pt-chart__awake");
    await Plotly.newPlot(live, data, { ...room, height, transition: { duration: still ? 0 : 200 } }, settings);
    // The drawing must not take the keyboard: its figures stand in the table.
    live.querySelectorAll("a, [tabindex]").forEach((each) => each.setAttribute("tabindex", "-1"));
    figure.dataset.awake = "yes";
  } catch {
    picture.classList.remove("pt-chart__awake");
    picture.querySelector(".pt-chart__live")?.remove();
    delete figure.dataset.awake;
  }
}

// Escape takes away the box at the pointer, so that it never stands over something that one wants to read.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !library) return;
  library.then((Plotly) => document.querySelectorAll(".pt-chart__live").forEach((live) => Plotly.Fx.hover(live, [])));
});

// On a desktop what is in view wakes when the browser has nothing better to do; on a phone, or when data is to be
// saved, a chart wakes only when it is touched.
const sparing = navigator.connection?.saveData || matchMedia("(hover: none), (max-width: 640px)").matches;
const idle = window.requestIdleCallback || ((work) => setTimeout(work, 300));

for (const figure of charts) {
  const picture = figure.querySelector(".pt-chart__picture");
  for (const kind of ["pointerdown", "pointerenter"]) {
    if (kind === "pointerdown" || !sparing) picture.addEventListener(kind, () => wake(figure), { once: true });
  }
}

if (!sparing && "IntersectionObserver" in window) {
  addEventListener("load", () => {
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries.filter((each) => each.isIntersecting)) {
        seen.unobserve(entry.target);
        idle(() => wake(entry.target));
      }
    });
    idle(() => charts.forEach((figure) => seen.observe(figure)));
  });
}

// The arrow keys walk the map from cell to cell, Home and End go to the first and the last of the alphabet, so that it takes one stop of the Tab key.
for (const map of document.querySelectorAll(".pt-hex")) {
  const cells = [...map.querySelectorAll("a")];
  const middle = (cell) => {
    const box = cell.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const towards = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const rest = (chosen) => cells.forEach((cell) => cell.setAttribute("tabindex", cell === chosen ? "0" : "-1"));
  rest(cells[0]);
  map.addEventListener("focusin", (event) => rest(event.target.closest("a") || cells[0]));
  map.addEventListener("keydown", (event) => {
    const way = towards[event.key];
    const from = event.target.closest("a");
    const end = { Home: cells[0], End: cells.at(-1) }[event.key];
    if (end && from) {
      event.preventDefault();
      end.focus();
    }
    if (!way || !from) return;
    event.preventDefault();
    const [x, y] = middle(from);
    const ahead = cells
      .filter((cell) => cell !== from)
      .map((cell) => {
        const [cx, cy] = middle(cell);
        const along = (cx - x) * way[0] + (cy - y) * way[1];
        const aside = Math.abs((cx - x) * way[1]) + Math.abs((cy - y) * way[0]);
        return { cell, along, cost: along + 2 * aside };
      })
      .filter((each) => each.along > 4)
      .sort((one, other) => one.cost - other.cost)[0];
    ahead?.cell.focus();
  });
}
