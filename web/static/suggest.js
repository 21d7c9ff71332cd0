// How may a query go on? What the archive suggests is listed below the box while one types.
"use strict";

(() => {
  const { form, make, said } = backfile;
  /** Kind of a suggestion -> what it is called. */
  const KINDS = {
    date: said("date"),
    title: said("title"),
    source: said("outlet"),
    tag: said("tag"),
    category: said("category"),
    feed: said("feed"),
    outlets: said("outlets"),
  };
  const box = form.elements.q;
  const list = make("ul", { id: "suggestions", role: "listbox", "aria-label": said("Suggestions") });
  let chosen = -1;

  const suggestions = backfile.asker(
    () => {
      if (!box.value.trim()) return "";
      // The limits of the page hold for suggestions, too. The cursor counts whole characters.
      const query = backfile.fields(form);
      query.set("cursor", [...box.value.slice(0, box.selectionStart)].length);
      query.set("limit", 8);
      return `${form.dataset.suggest}?${query}`;
    },
    async (answer) => (await answer.json()).suggestions,
    (found) => {
      if (document.activeElement === box) show(found);
    },
  );

  list.hidden = true;
  box.after(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  close();

  const ask = () => (box.value.trim() ? suggestions.ask() : close());
  // A letter on its way is not yet in the box: nothing is asked for what was there before it.
  box.addEventListener("beforeinput", suggestions.stop);
  // Where several keys make a character, the keys alone are not yet a word.
  box.addEventListener("input", (event) => event.isComposing || ask());
  box.addEventListener("compositionend", ask);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
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
  form.addEventListener("submit", close);
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
    const entry = make("li", { id: `suggestion-${index}`, role: "option", "data-query": query });
    const of = kind === "word" ? "" : `${KINDS[kind] ?? kind} · `;
    entry.append(make("bdi", {}, text), " ", make("span", {}, of + backfile.number(count)));
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
})();
