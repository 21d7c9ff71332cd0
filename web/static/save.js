// How does a reader save something? By a button at each hit, at an item and at a search.
"use strict";

(() => {
  const { make, saved, root, form, said } = backfile;

  // Where nothing can be kept there are no buttons: one that can do nothing is worse than none.
  saved.whenReady(() => {
    backfile.onShown(offerAll);
    saved.onChange(update);
  });

  function offerAll() {
    for (const hit of document.querySelectorAll("main .hit")) {
      const link = hit.querySelector(".headline a");
      const entry = link && entryOf(link.href, link.textContent, hit.querySelector(".kicker"));
      if (!entry) continue;
      let line = hit.querySelector(".onward");
      if (!line) hit.append((line = make("p", { class: "onward" })));
      line.append(button(entry));
    }
    const search = document.querySelector("[data-save]");
    if (search) {
      const entry = entryOf(search.dataset.save, search.dataset.saveTitle);
      // Of an archive as of a day there is no generation.
      offer(search, entry && { ...entry, generation: Number.parseInt(search.dataset.saveGeneration, 10) });
    }
    const title = document.querySelector("main h1");
    // A page of an error has no address of its own.
    const isItem = location.pathname.startsWith(`${root.pathname}item/`) && document.querySelector("link[rel=canonical]");
    if (isItem) offer(title, entryOf(location.href, wordsOf(title), document.querySelector("main .kicker")));
    document.querySelector("footer .own").append(shelf());
    update();
  }

  function entryOf(address, title, kicker) {
    const own = saved.relative(address);
    return own && { address: own, title: title.trim(), note: kicker?.textContent.trim().replace(/\s+/g, " ") ?? "" };
  }

  /** Return a title without the steps from match to match that stand in it. */
  function wordsOf(title) {
    const copy = title.cloneNode(true);
    copy.querySelectorAll(".stop").forEach((stop) => stop.remove());
    return copy.textContent;
  }

  function offer(node, entry) {
    if (!entry) return;
    // Beside what else can be done with a search, if that is offered.
    let line = node.parentElement.querySelector(".steps .along");
    if (!line) node.after((line = make("p", { class: "own" })));
    const pair = make("span", { class: "pair" }); // a narrow screen keeps them on one line
    pair.append(button(entry), shelf());
    line.append(pair);
  }

  function button(entry) {
    const own = make("button", { type: "button", class: "save", "aria-pressed": "false", "data-address": entry.address, lang: document.documentElement.lang }, said("Save"));
    own.append(make("span", { class: "unseen" }, ` ${entry.title}`));
    own.addEventListener("click", () => toggle(own, entry));
    return own;
  }

  function toggle(own, entry) {
    own.parentElement.querySelector(".said")?.remove();
    if (saved.has(entry.address)) {
      saved.remove(entry.address);
      return backfile.tell(said("No longer saved"));
    }
    const problem = saved.add({ ...entry, saved: new Date().toISOString() });
    backfile.tell(problem || said("Saved in this browser"));
    if (problem) own.after(make("span", { class: "said" }, problem));
  }

  function shelf() {
    return make("a", { class: "shelf", href: form.dataset.saved });
  }

  function update() {
    for (const own of document.querySelectorAll(".save")) own.setAttribute("aria-pressed", String(saved.has(own.dataset.address)));
    for (const link of document.querySelectorAll("a.shelf")) link.textContent = said("Saved ({count})", { count: backfile.number(saved.count()) });
  }
})();
