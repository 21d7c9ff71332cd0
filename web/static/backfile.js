// The key `/` moves to the search box; typing there lists how the query may go on.
"use strict";

(() => {
  const form = document.querySelector("form.ask");
  const box = form.elements.q;
  const list = document.createElement("ul");
  let latest = 0;
  let chosen = -1;

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  box.after(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  close();

  box.addEventListener("input", suggest);
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

  async function suggest() {
    const asked = ++latest;
    if (!box.value.trim()) return close();
    try {
      // The limits of the page hold for suggestions, too. The cursor counts whole characters.
      const query = new URLSearchParams(new FormData(form));
      query.set("cursor", [...box.value.slice(0, box.selectionStart)].length);
      query.set("limit", 8);
      const answer = await fetch(`${form.dataset.suggest}?${query}`);
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      if (asked === latest && document.activeElement === box) show(suggestions);
    } catch {
      // Without an answer nothing is listed, and the box still searches.
    }
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(option));
    list.hidden = !suggestions.length;
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
    latest += 1;
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }
})();
