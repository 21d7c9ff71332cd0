// Which keys work on a page? Single letters lead to the box and from hit to hit, unless switched off.
"use strict";

(() => {
  const { form, make, said } = backfile;
  const HITS = "main :is(.hit .headline a, .related li .headline a, .stories li > a, .story-list .headline a)";
  /** Links from an item to its neighbours among the hits that it was opened from. */
  const BESIDE = { 1: "main .beside a[rel=next]", "-1": "main .beside a[rel=prev]" };
  /** Fields in which a letter is a letter. */
  const TYPED = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
  /** Key of what the reader wants; it holds for all archives of this server. */
  const STORED = "backfile:keys";
  const WORDS = [
    ["/", said("to the search box")],
    ["j", said("to the next hit, after the last one to the next page")],
    ["k", said("to the hit before")],
    ["Enter", said("opens the hit")],
    ["?", said("shows these keys")],
    ["Esc", said("closes this list, and that of suggestions")],
  ];

  const acts = { "/": toBox, j: () => step(1), k: () => step(-1), "?": open };
  const wanted = make("input", { type: "checkbox", id: "keys-wanted", role: "switch" });
  const dialog = makeDialog();
  document.body.append(dialog);
  wanted.checked = isWanted();
  wanted.addEventListener("change", keep);
  addEventListener("storage", (event) => {
    if (event.key === STORED || event.key === null) wanted.checked = isWanted();
  });

  document.addEventListener("keydown", (event) => {
    const act = Object.hasOwn(acts, event.key) && acts[event.key];
    if (!act || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!wanted.checked || document.querySelector("dialog[open]") || event.target.closest?.(TYPED)) return;
    if (act() !== false) event.preventDefault();
  });

  // Whoever switched the keys off, or has no keyboard at hand, finds them below each page.
  backfile.onShown(() => {
    const button = make("button", { type: "button", class: "quiet", "aria-haspopup": "dialog" }, said("Keys"));
    button.addEventListener("click", open);
    document.querySelector("footer.colophon").prepend(make("p", { class: "own" }, button));
  });

  function toBox() {
    const box = form.elements.q;
    box.focus();
    box.select();
  }

  /** Move to the next hit or the one before: its page, if one is read, else its link; false if there is none. */
  function step(by) {
    const beside = document.querySelector(BESIDE[by]);
    if (beside) return beside.click();
    const next = document.querySelector("main .pager a[rel=next]");
    const stops = [...document.querySelectorAll(HITS), ...(next ? [next] : [])];
    const focused = document.activeElement;
    // Whatever is focused in a hit stands for the hit; elsewhere the first hit is the next.
    const card = focused?.closest(".hit, .related li, .stories li, .story-list li");
    let index = stops.findIndex((stop) => stop === focused || card?.contains(stop));
    if (index < 0) index = by > 0 ? -1 : 0;
    else if (by < 0 && stops[index] !== focused) index += 1; // first to the title of this hit
    const stop = stops[index + by];
    if (!stop) return false;
    stop.focus({ preventScroll: true, focusVisible: true });
    (stop.closest(".hit") ?? stop).scrollIntoView({ block: "nearest", behavior: "instant" });
    stop.scrollIntoView({ block: "nearest", behavior: "instant" });
    return true;
  }

  function open() {
    dialog.showModal();
  }

  function makeDialog() {
    const rows = WORDS.map(([key, words]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, words)));
    const label = make("label", {}, wanted, " ", said("Keys of a single letter or sign"));
    const close = make("button", { autofocus: "" }, said("Close"));
    return make(
      "dialog",
      { class: "keys-list", "aria-labelledby": "keys-title" },
      make("h2", { id: "keys-title" }, said("Keys")),
      make("dl", {}, ...rows),
      make("p", {}, label),
      make("form", { method: "dialog" }, close),
    );
  }

  function isWanted() {
    try {
      return localStorage.getItem(STORED) !== "off";
    } catch {
      return true;
    }
  }

  function keep() {
    try {
      localStorage.setItem(STORED, wanted.checked ? "on" : "off");
    } catch {
      // Then it holds for this page alone.
    }
  }
})();
