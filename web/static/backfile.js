// Suggestions while one types, and limits that are applied in place. All of it works without.
"use strict";

(() => {
  /** Milliseconds after the last key before the server is asked. */
  const PAUSE = 120;

  /** Return a function that asks, after a pause, for what was typed last, and drops what came before. */
  function asker(address, answered) {
    let timer = 0;
    let asking = new AbortController();
    const stop = () => {
      clearTimeout(timer);
      asking.abort();
    };
    const ask = () => {
      stop();
      timer = setTimeout(async () => {
        const url = address();
        if (!url) return;
        asking = new AbortController();
        try {
          const answer = await fetch(url, { signal: asking.signal });
          if (answer.ok) await answered(answer);
        } catch {
          // Without an answer nothing changes, and the form still works.
        }
      }, PAUSE);
    };
    return { ask, stop };
  }

  function fields(form) {
    const given = [...new FormData(form)].filter(([, value]) => value);
    return new URLSearchParams(given);
  }

  // -- the search box

  const form = document.querySelector("form.ask");
  const box = form.elements.q;
  const list = document.createElement("ul");
  let chosen = -1;

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  const suggestions = asker(
    () => {
      if (!box.value.trim()) return "";
      // The limits of the page hold for suggestions, too. The cursor counts whole characters.
      const query = fields(form);
      query.set("cursor", [...box.value.slice(0, box.selectionStart)].length);
      query.set("limit", 8);
      return `${form.dataset.suggest}?${query}`;
    },
    async (answer) => {
      const found = (await answer.json()).suggestions;
      if (document.activeElement === box) show(found);
    },
  );

  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  box.after(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  close();

  box.addEventListener("input", () => (box.value.trim() ? suggestions.ask() : close()));
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      // The box itself, at -1, is one stop on the way round.
      const stops = list.children.length + 1;
      choose(((chosen + 1 + step + stops) % stops) - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      take(list.children[chosen]);
    }
  });
  // Keep the focus in the box: losing it would close the list before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });

  function show(found) {
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  }

  function option({ text, kind, count, query }, index) {
    const entry = document.createElement("li");
    entry.id = `suggestion-${index}`;
    entry.setAttribute("role", "option");
    entry.dataset.query = query;
    const name = document.createElement("bdi");
    name.textContent = text;
    const note = document.createElement("span");
    note.textContent = `${kind === "word" ? "" : `${kind === "source" ? "outlet" : kind} · `}${count.toLocaleString("en")}`;
    entry.append(name, " ", note);
    return entry;
  }

  function choose(number) {
    chosen = number;
    [...list.children].forEach((entry, index) => entry.setAttribute("aria-selected", String(index === number)));
    if (number < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[number].id);
  }

  function take(entry) {
    box.value = entry.dataset.query;
    close();
    form.requestSubmit();
  }

  function close() {
    suggestions.stop();
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  // -- the limits: a box that is ticked is applied in place, so that the reader can tick the next

  const main = document.querySelector("main");
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  main.after(told);
  let shown = location.href;

  document.addEventListener("change", (event) => {
    const panel = event.target.closest("form.panel");
    if (panel && event.target.matches(".facet input[type=checkbox]")) {
      const query = fields(panel);
      replace(`${panel.action}${query.size ? `?${query}` : ""}`, true);
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".panel .facet li > a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    replace(link.href, true);
  });
  addEventListener("popstate", () => {
    // A fragment of the page that is shown is the browser's own business.
    if (location.href.split("#")[0] !== shown.split("#")[0]) replace(location.href, false);
  });

  async function replace(url, isNew) {
    try {
      const answer = await fetch(url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("main");
      if (!answer.ok || !found?.querySelector(".desk")) throw new Error(answer.statusText);
      const focused = document.activeElement?.closest("main [name], main [aria-label]");
      const isOpen = main.querySelector(".limits")?.open;
      main.replaceChildren(...found.childNodes);
      for (const name of ["header .ask", "footer"]) {
        // What the reader is typing stays; the limits that go with it are those of the new page.
        const [old, now] = [document, page].map((one) => one.querySelector(name));
        if (name === "footer") old.replaceWith(now);
        else {
          old.querySelectorAll("[type=hidden]").forEach((field) => field.remove());
          old.append(...now.querySelectorAll("[type=hidden]"));
        }
      }
      document.title = page.title;
      if (isNew) history.pushState(null, "", answer.url);
      shown = location.href;
      if (isOpen) main.querySelector(".limits").open = true;
      refocus(focused);
      told.textContent = main.querySelector("h1").textContent;
      document.dispatchEvent(new Event("backfile:shown"));
    } catch {
      location.assign(url);
    }
  }

  function refocus(before) {
    if (!before) return;
    const { name, value } = before;
    const same = name
      ? (one) => one.name === name && one.value === value
      : (one) => one.ariaLabel === before.ariaLabel;
    const group = before.closest("[role=group]")?.getAttribute("aria-labelledby");
    const again = [...main.querySelectorAll("[name], [aria-label]")].find(same);
    (again ?? document.getElementById(group)?.parentElement.querySelector("input") ?? main).focus({ preventScroll: true });
  }

  // -- the values of a facet: those that begin so are listed while one types

  const finders = new WeakMap();
  document.addEventListener("input", (event) => {
    const { list: target } = event.target.dataset;
    if (!target) return;
    if (!finders.has(event.target)) finders.set(event.target, finder(event.target, target));
    finders.get(event.target).ask();
  });

  function finder(input, target) {
    return asker(
      () => `${input.form.action}?${fields(input.form)}`,
      async (answer) => {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const rows = [...page.querySelectorAll("#values > li")].slice(0, 10);
        const values = document.getElementById(target);
        // Ticked values stay in the form, whatever is typed.
        const names = new Set(rows.map((row) => row.querySelector("input").value));
        const kept = [...values.children].filter((row) => {
          const tick = row.querySelector("input");
          return tick.checked && !names.has(tick.value);
        });
        values.replaceChildren(...kept, ...rows);
        told.textContent = page.querySelector("h1").textContent;
      },
    );
  }
})();
