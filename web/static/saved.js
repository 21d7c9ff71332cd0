// What did the reader save of this archive? Kept in the browser's storage, each under its own address.
"use strict";

backfile.saved = (() => {
  /** Entries kept of one archive, characters of their parts. */
  const MOST = 1000;
  const MOST_OF_ADDRESS = 4000;
  const MOST_OF_TITLE = 300;
  const MOST_OF_NOTE = 200;
  const DAY = /^\d{4}-\d\d-\d\d$/;

  const { root, form, said } = backfile;
  /** Key of the id that the archive had when the server was last asked. */
  const known = `backfile:archive:${root.pathname}`;
  const storage = opened();
  const listeners = [];
  let archive = storage?.getItem(known) ?? "";

  const asked = storage && ask();
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(prefix())) changed();
  });

  /** Learn the id of the archive: another one may be served where one was before. */
  async function ask() {
    try {
      const answer = await fetch(`${form.dataset.saved}/archive`);
      const id = answer.ok ? (await answer.text()).trim() : archive;
      if (id === archive) return;
      archive = id;
      storage.setItem(known, id);
    } catch {
      // What was known holds on, and what could not be kept is asked for again.
    }
    changed();
  }

  // One key for each entry: two windows that save at once do not overwrite each other.
  function prefix() {
    return `backfile:${archive}:saved:`;
  }

  /** Do something once it is known where to keep entries; `otherwise`, if they cannot be kept. */
  async function whenReady(act, otherwise = () => {}) {
    if (!archive) await asked;
    if (archive) act();
    else otherwise(storage ? "the archive" : "the storage");
  }

  function opened() {
    try {
      const found = window.localStorage;
      found.getItem(known);
      return found;
    } catch {
      return null; // the reader has switched it off
    }
  }

  /**
   * Return the address of a search or an item relative to this archive; null if it leads elsewhere.
   * Of a search all pages are one; of an item the day counts as of which it is shown.
   */
  function relative(address) {
    if (typeof address !== "string" || address.length > MOST_OF_ADDRESS || !URL.canParse(address, root)) return null;
    const url = new URL(address, root);
    if (url.origin !== root.origin) return null;
    const items = `${root.pathname}item/`;
    if (url.pathname.startsWith(items) && url.pathname !== items) {
      const day = url.searchParams.get("as_of");
      return url.pathname.slice(root.pathname.length) + (DAY.test(day) ? `?as_of=${day}` : "");
    }
    url.searchParams.delete("page");
    return url.pathname === root.pathname && url.search ? url.search : null;
  }

  /** Return an entry of which every part is what it should be, whoever wrote it; else null. */
  function checked(entry) {
    const address = relative(entry?.address);
    if (!address || typeof entry.title !== "string" || !entry.title.trim()) return null;
    const time = Date.parse(entry.saved);
    return {
      address,
      title: entry.title.trim().slice(0, MOST_OF_TITLE),
      note: typeof entry.note === "string" ? entry.note.trim().slice(0, MOST_OF_NOTE) : "",
      saved: time > 0 ? new Date(time).toISOString() : "",
      generation: Number.isInteger(entry.generation) && entry.generation >= 0 ? entry.generation : null,
    };
  }

  function read(key) {
    try {
      return checked({ ...JSON.parse(storage.getItem(key)), address: key.slice(prefix().length) });
    } catch {
      return null;
    }
  }

  function keys() {
    const start = prefix();
    return Object.keys(storage).filter((key) => key.startsWith(start));
  }

  /** Return the entries, the last saved first, and the number of those that cannot be read. */
  function all() {
    const found = keys().map(read);
    const entries = found.filter(Boolean);
    entries.sort((one, other) => (one.saved < other.saved) - (one.saved > other.saved) || (one.title > other.title) - (one.title < other.title));
    return { entries, odd: found.length - entries.length };
  }

  function has(address) {
    return storage.getItem(prefix() + address) !== null;
  }

  /** Keep an entry. Return "", or a sentence that says why it is not kept. */
  function add(entry) {
    const problem = put(entry);
    changed();
    return problem;
  }

  function put(entry) {
    const { address, ...rest } = checked(entry) ?? {};
    if (!address) return said("This address is too long to be saved, or is not one of this archive.");
    if (!has(address) && keys().length >= MOST) {
      return said("{count} are saved, which is the most. Remove some first.", { count: backfile.number(MOST) });
    }
    try {
      storage.setItem(prefix() + address, JSON.stringify(rest));
      return "";
    } catch {
      return said("The browser has no room for it. Remove some of what is saved, or data of other pages.");
    }
  }

  function remove(address) {
    storage.removeItem(prefix() + address);
    changed();
  }

  function exported() {
    return { format: "backfile-saved", archive, address: root.href, saved: all().entries };
  }

  /** Take in what was exported. Return what came of it, as a sentence. */
  function imported(text) {
    let file;
    try {
      file = JSON.parse(text);
    } catch {
      return said("This file is not JSON. Choose one that was exported here.");
    }
    if (file?.format !== "backfile-saved" || !Array.isArray(file.saved)) return said("This file does not hold saved searches and items.");
    if (file.archive !== archive) return said("This file is from another archive, whose addresses are not those of this one.");
    const counts = { came: 0, there: 0, left: 0 };
    let problem = "";
    for (const own of file.saved) {
      const entry = checked(own);
      if (!entry) counts.left += 1;
      else if (has(entry.address)) counts.there += 1;
      else if ((problem = put(entry))) break;
      else counts.came += 1;
    }
    changed();
    const told = [said("{count} taken in", { count: counts.came })];
    if (counts.there) told.push(said("{count} were saved already", { count: counts.there }));
    if (counts.left) told.push(said("{count} left out, which cannot be read or lead elsewhere", { count: counts.left }));
    return `${told.join(", ")}.${problem ? ` ${said("Then it ended: {problem}", { problem })}` : ""}`;
  }

  function changed() {
    listeners.forEach((act) => act());
  }

  return {
    whenReady,
    relative,
    all,
    count: () => keys().length,
    has,
    add,
    remove,
    exported,
    imported,
    onChange: (act) => listeners.push(act),
  };
})();
