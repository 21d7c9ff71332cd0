// What does the page of saved searches and items list? What the browser keeps, with export and import.
"use strict";

(() => {
  /** Bytes of a file that is read. */
  const MOST = 16e6;

  const { make, saved, root, said, several, dated } = backfile;
  const part = (name) => document.getElementById(`shelf-${name}`);
  const [note, undo, file] = [part("note"), part("undo"), part("import")];
  let removed = null;

  part("needs").remove();
  saved.whenReady(begin, (missing) => {
    say(
      missing === "the storage"
        ? said("This browser does not let the page keep anything: its storage is switched off for this address.")
        : said("The archive cannot be opened at the moment. What you saved is still there; come back in a few minutes."),
    );
  });

  function begin() {
    document.getElementById("shelf").hidden = false;
    saved.onChange(list);
    list();
    const { odd } = saved.all();
    if (odd) say(several("{count} of what is saved cannot be read, and is not listed.", "{count} of what is saved cannot be read, and are not listed.", odd));
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
    say(chosen.size > MOST ? said("This file is too large to be one that was exported here.") : saved.imported(await chosen.text()));
    file.value = "";
  });
  undo.addEventListener("click", () => {
    const entry = removed;
    forget(null);
    say(saved.add(entry) || said("Saved again: {title}", entry));
    row(entry.address)?.focus();
  });

  function list() {
    const { entries } = saved.all();
    const focused = document.activeElement?.dataset.address;
    fill("searches", said("Searches"), entries.filter(({ address }) => address.startsWith("?")));
    fill("items", said("Items"), entries.filter(({ address }) => !address.startsWith("?")));
    if (focused) row(focused)?.focus();
  }

  function fill(name, words, entries) {
    part(`${name}-title`).textContent = `${words} (${backfile.number(entries.length)})`;
    const none = make("li", { class: "told" }, name === "items" ? said("None yet. “Save” at a hit or an item puts them here.") : said("None yet. “Save” above the hits of a search puts them here."));
    part(name).replaceChildren(...(entries.length ? entries.map(shown) : [none]));
  }

  function shown(entry) {
    const { address, title, note: words, saved: time } = entry;
    const link = make("a", { href: new URL(address, root).href, dir: "auto" }, title);
    const day = address.startsWith("?") ? null : new URL(address, root).searchParams.get("as_of");
    const facts = [words, day && said("as of {day}", { day: dated(day) }), time && said("saved on {day}", { day: dated(time) })].filter(Boolean).join(" · ");
    const button = make("button", { type: "button", class: "quiet", "data-address": address }, said("Remove"));
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
    say(said("Removed: {title}", entry));
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
})();
