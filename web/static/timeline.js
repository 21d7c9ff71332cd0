// In the timeline a drag, two clicks or two keys choose a span of days.
"use strict";

const DAY = 864e5; // milliseconds
let listening = new AbortController(); // of the timeline that is shown

function begin() {
  listening.abort();
  listening = new AbortController();
  const { signal } = listening;
  const chart = document.querySelector(".timeline:not(.small) .chart:has(.spans)"); // lines have none
  if (!chart) return;
  const bars = chart.querySelector(".bars");
  const plot = chart.querySelector(".spans"); // it lies over the bars
  const width = bars.viewBox.baseVal.width;
  const first = Date.parse(chart.dataset.first);
  const days = chart.dataset.days.split(" ").map((number) => first + number * DAY);
  const rows = [...document.querySelectorAll(".counts tbody tr")];
  const names = rows.map((row) => row.cells[0].textContent);
  const counts = rows.map((row) => Number(row.cells[1].textContent.replace(/\D/g, "")));
  const last = rows.length - 1;
  const span = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const keys = document.createElement("div");
  const told = document.createElement("span");
  const caption = document.querySelector(".timeline figcaption");
  let from = null; // the bar where a span begins, while one is chosen
  let at = 0; // the bar that keys have come to: at first that of the first chosen day
  let pressed = null;
  let choosing = false; // by two clicks

  const button = document.createElement("button");
  button.type = "button";
  button.className = "choose";
  button.textContent = backfile.said("Choose days");
  button.setAttribute("aria-pressed", "false");
  if (last) document.querySelector(".timeline .around").append(button);

  told.setAttribute("aria-hidden", "true"); // the slider says the same
  caption.append(told);
  span.setAttribute("class", "span");
  span.setAttribute("y", 0);
  span.setAttribute("height", 100);
  bars.append(span);

  // Beside the drawing, since a slider may hold no links; it gets the keys.
  keys.className = "keys unseen";
  keys.tabIndex = 0;
  keys.setAttribute("role", "slider");
  keys.setAttribute("aria-label", backfile.said("Timeline: arrow keys move, Enter chooses the first and the last day"));
  keys.setAttribute("aria-valuemin", 1);
  keys.setAttribute("aria-valuemax", last + 1);
  chart.before(keys);
  show(null);
  say(at, at);

  keys.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moved = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, PageDown: at - 7, PageUp: at + 7, Home: 0, End: last }[event.key];
    if (moved !== undefined) {
      if (event.shiftKey && from === null) from = at;
      at = within(moved);
      show(at);
    } else if (event.key === "Enter" || event.key === " ") {
      if (from === null) begin(at);
      else go(from, at);
    } else if (event.key === "Escape" && from !== null) {
      stop();
      show(at);
    } else return;
    event.preventDefault();
  });
  keys.addEventListener("focus", () => {
    if (keys.matches(":focus-visible")) show(at);
  });
  keys.addEventListener("blur", () => {
    if (pressed === null && !choosing) stop();
  });

  button.addEventListener("click", (event) => {
    if (event.detail === 0) return keys.focus(); // pressed by a key: the slider is for keys
    const chosen = !choosing;
    stop();
    choosing = chosen;
    button.setAttribute("aria-pressed", String(choosing));
    tell(choosing ? backfile.said("Click on the first day, then on the last") : "");
  });

  plot.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.isPrimary) pressed = bar(event);
  });
  plot.addEventListener("pointermove", (event) => {
    const over = bar(event);
    if (pressed !== null && !choosing && over !== pressed && from === null) {
      from = pressed;
      plot.setPointerCapture(event.pointerId);
    }
    show(over);
  });
  plot.addEventListener("pointerleave", () => {
    if (from === null) show(null);
  });
  plot.addEventListener("pointercancel", stop);
  plot.addEventListener("pointerup", (event) => {
    if (pressed !== null && !choosing && from !== null) go(from, bar(event));
    pressed = null;
  });
  plot.addEventListener("dragstart", (event) => event.preventDefault());
  plot.addEventListener("click", (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!choosing && !(isPlain && event.target.matches("button"))) return;
    event.preventDefault();
    if (!choosing) go(bar(event), bar(event));
    else if (from === null) begin(bar(event));
    else go(from, bar(event));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
  }, { signal });
  // Back may show this page as it was left.
  window.addEventListener("pageshow", stop, { signal });

  function within(number) {
    return Math.max(0, Math.min(last, number));
  }

  function bar(event) {
    const box = plot.getBoundingClientRect();
    return within(Math.floor(((event.clientX - box.left) / box.width) * width));
  }

  function begin(number) {
    from = at = number;
    show(number);
  }

  function stop() {
    from = pressed = null;
    choosing = false;
    button.setAttribute("aria-pressed", "false");
    show(null);
  }

  // Mark the bars from the begin of the span, if there is one, to this; none if it is null.
  function show(number) {
    span.style.display = number === null ? "none" : "";
    if (number === null) return tell("");
    const [start, end] = ends(from ?? number, number);
    span.setAttribute("x", start);
    span.setAttribute("width", end - start + 1);
    tell(say(start, end));
  }

  function tell(text) {
    told.textContent = text;
    caption.classList.toggle("reading", text !== "");
  }

  function say(start, end) {
    const found = counts.slice(start, end + 1).reduce((sum, count) => sum + count, 0);
    const name = start === end ? names[start] : `${names[start]} – ${names[end]}`;
    const text = `${name}: ${backfile.several("{count} item", "{count} items", found)}`;
    keys.setAttribute("aria-valuenow", at + 1);
    keys.setAttribute("aria-valuetext", from === null ? text : backfile.said("{span}, Enter chooses this span", { span: text }));
    return text;
  }

  function written(time) {
    return new Date(time).toISOString().slice(0, 10);
  }

  function ends(one, other) {
    return one < other ? [one, other] : [other, one];
  }

  function go(one, other) {
    const [start, end] = ends(one, other);
    // The last day of a bar is the one before the next bar.
    const until = end === last ? days[last + 1] : days[end + 1] - DAY;
    stop();
    const query = backfile.fields(chart.closest("form"));
    query.append("days", `${written(days[start])}..${written(until)}`);
    backfile.go(`${backfile.root}?${query}`, keys);
  }
}

backfile.onShown(begin);
