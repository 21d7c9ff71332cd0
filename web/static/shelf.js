// What does the page of saved searches and items list? What the browser keeps, with export and import.
"use strict";

(() => {
  /** Bytes of a file that is read. */
  const MOST = 16e6;

  const { make, saved, root } = backfile;
  const part = (name) => document.getElementById(`shelf-${name}`);
  const [note, undo, file] = [part("note"), part("undo"), part("import")];
  let removed = null;

  part("needs").remove();
  saved.whenReady(begin, (missing) => {
    say(
      missing === "the storage"
        ? "This browser does not let the page keep anything: its storage is switched off for this address."
        : "The archive cannot be opened at the moment. What you saved is still there; come back in a few minutes.",
    );
  });

  function begin() {
    document.getElementById("shelf").hidden = false;
    saved.onChange(list);
    list();
    const { odd } = saved.all();
    if (odd) say(`${odd} of what is saved cannot be read, and ${odd === 1 ? "is" : "are"} not listed.`);
  }

  part("export").addEventListener("click", () => {
    const blob = new Blob([JSON.stringify(saved.exported(), null, 1)], { type: "application/json" });
    const url = URL.createObjectURL(blob);
    make("a", { href: url, download: `saved-${new Date().toISOString().slice(0, 10)}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(url));
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    say(chosen.size > MOST ? "This file is too large to be one that was exported here." : saved.imported(await chosen.text()));
    file.value = "";
  });
  undo.addEventListener("click", () => {
    const entry = removed;
    forget(null);
    say(saved.add(entry) || `Saved again: ${entry.title}`);
    row(entry.address)?.focus();
  });

  function list() {
    const { entries } = saved.all();
    const focused = document.activeElement?.dataset.address;
    fill("searches", "Searches", entries.filter(({ address }) => address.startsWith("?")));
    fill("items", "Items", entries.filter(({ address }) => !address.startsWith("?")));
    if (focused) row(focused)?.focus();
  }

  function fill(name, words, entries) {
    part(`${name}-title`).textContent = `${words} (${entries.length.toLocaleString("en")})`;
    const none = make("li", { class: "told" }, `None yet. “Save” ${name === "items" ? "at a hit or an item" : "above the hits of a search"} puts them here.`);
    part(name).replaceChildren(...(entries.length ? entries.map(shown) : [none]));
  }

  function shown(entry) {
    const { address, title, note: words, saved: time } = entry;
    const link = make("a", { href: new URL(address, root).href, dir: "auto" }, title);
    const day = address.startsWith("?") ? null : new URL(address, root).searchParams.get("as_of");
    const facts = [words, day && `as of ${dated(day)}`, time && `saved on ${dated(time)}`].filter(Boolean).join(" · ");
    const button = make("button", { type: "button", class: "quiet", "data-address": address }, "Remove");
    button.append(make("span", { class: "unseen" }, ` ${title}`));
    button.addEventListener("click", () => remove(entry));
    return make("li", {}, make("div", {}, link, make("p", { class: "kicker", dir: "auto" }, facts)), button);
  }

  function remove(entry) {
    const buttons = [...document.querySelectorAll("[data-address]")];
    const index = buttons.findIndex((button) => button.dataset.address === entry.address);
    const next = (buttons[index + 1] ?? buttons[index - 1])?.dataset.address;
    saved.remove(entry.address);
    forget(entry);
    say(`Removed: ${entry.title}`);
    (row(next) ?? part("items-title")).focus();
  }

  function forget(entry) {
    removed = entry;
    undo.hidden = !entry;
  }

  function row(address) {
    return [...document.querySelectorAll("[data-address]")].find((button) => button.dataset.address === address);
  }

  function say(text) {
    note.hidden = false;
    note.textContent = text;
    backfile.tell(text);
  }

  function dated(time) {
    return new Date(time).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }
})();
