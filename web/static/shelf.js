// What does the page of saved searches and items list? What the browser keeps, with export and import.
"use strict";

(() => {
  /** Bytes of a file that is read. */
  const MOST = 16e6;
  /** Searches of which it is counted what is new: each is asked of the archive. */
  const MOST_COUNTED = 50;

  const { make, saved, root, said, several, dated } = backfile;
  const part = (name) => document.getElementById(`shelf-${name}`);
  const [note, undo, file] = [part("note"), part("undo"), part("import")];
  let removed = null;
  /** Address and generation -> what the archive said is new since. */
  const told = new Map();
  let counting = 0;

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
    count(entries.filter(({ address, generation }) => generation !== null && address.startsWith("?")).slice(0, MOST_COUNTED));
  }

  /** Say of each search how many items are new since it was saved; one is asked after the other. */
  async function count(entries) {
    const own = (counting += 1);
    for (const entry of entries) {
      const key = `${entry.generation} ${entry.address}`;
      if (!told.has(key)) told.set(key, await asked(entry));
      if (own !== counting) return; // the list was made anew meanwhile
      const place = document.querySelector(`[data-new="${CSS.escape(entry.address)}"]`);
      const news = told.get(key);
      if (place && news) place.replaceChildren(...offered(entry, news));
    }
  }

  async function asked({ address, generation }) {
    const url = new URL(`api/v1/search${address}`, root);
    for (const [name, value] of Object.entries({ new_since: generation, by: "none", facets: "", per_page: 1 })) url.searchParams.set(name, value);
    if (url.searchParams.has("as_of")) return null; // an archive as of a past day stays as it is
    try {
      const answer = await fetch(url);
      const page = answer.ok ? await answer.json() : null;
      return page && { total: page.total, generation: page.generation, isKnown: page.request.some(([name]) => name === "new_since") };
    } catch {
      return null; // the list serves without
    }
  }

  function offered(entry, { total, generation, isKnown }) {
    if (!isKnown) return [said("What is new since you saved it is not known: the archive was built anew.")];
    if (!total) return [said("Nothing new since you saved it")];
    const url = new URL(entry.address, root);
    url.searchParams.set("new_since", entry.generation);
    const link = make("a", { href: url.href }, several("{count} new since you saved it", "{count} new since you saved it", total));
    link.append(make("span", { class: "unseen" }, ` ${entry.title}`));
    const button = make("button", { type: "button", class: "quiet" }, said("Count from now on"));
    button.append(make("span", { class: "unseen" }, ` ${entry.title}`));
    button.addEventListener("click", () => {
      saved.add({ ...entry, generation });
      say(said("What is new is counted from now on: {title}", entry));
      (row(entry.address) ?? part("searches-title")).focus();
    });
    return [link, " ", button];
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
    const lines = [link, make("p", { class: "kicker", dir: "auto" }, facts)];
    if (address.startsWith("?")) lines.push(make("p", { class: "news", "data-new": address }));
    return make("li", {}, make("div", {}, ...lines), button);
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
