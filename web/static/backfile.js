// What do the scripts share? Where the archive is, how to ask it, and how to tell the reader.
"use strict";

const backfile = (() => {
  /** Milliseconds after the last key before the server is asked. */
  const PAUSE = 120;
  /** Answers that one asker keeps. */
  const KEPT = 200;

  const form = document.querySelector("form.ask");
  const language = document.documentElement.lang;
  /** English sentence -> the same in the language of the page; a script before this one has them. */
  const words = window.backfileWords ?? {};
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.body.append(status);

  /**
   * Return a function that asks, after a pause, for what was typed last, and drops what came before.
   * Answers are kept as long as the page is, as `read` makes them of a response.
   */
  function asker(address, read, answered) {
    const kept = new Map();
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
        const { signal } = asking;
        try {
          if (!kept.has(url)) {
            const answer = await fetch(url, { signal });
            if (!answer.ok) return;
            kept.set(url, await read(answer));
            if (kept.size > KEPT) kept.delete(kept.keys().next().value);
          }
          if (!signal.aborted) answered(kept.get(url));
        } catch {
          // Without an answer nothing changes, and the form still works.
        }
      }, PAUSE);
    };
    return { ask, stop };
  }

  /** Return the fields of a form that are filled in. */
  function fields(of) {
    return new URLSearchParams([...new FormData(of)].filter(([, value]) => value));
  }

  /** Return the address to which a form leads, with the value of the button that was pressed. */
  function asked(of, button) {
    const query = fields(of);
    if (button?.name) query.append(button.name, button.value);
    const action = of.getAttribute("action").split("#")[0];
    return new URL(`${action}${query.size ? `?${query}` : ""}`, location.href);
  }

  function parsed(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    // A parser without scripts makes elements of what is meant for browsers without scripts.
    page.querySelectorAll("noscript").forEach((node) => node.remove());
    return page;
  }

  /** Have a text read to those who listen; the same text again, too. */
  function tell(text) {
    status.textContent = status.textContent === text ? `${text}\u00a0` : text;
  }

  /** Return an element with these attributes, in which texts and elements stand. */
  function make(tag, attributes = {}, ...content) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...content);
    return node;
  }

  /** Return a sentence in the language of the page, with its values in the place of their names. */
  function said(sentence, values = {}) {
    return filled(words[sentence] ?? sentence, values);
  }

  /** Return the sentence for one thing or for several, of which `{count}` tells how many. */
  function several(one, many, count) {
    const forms = words[one] ?? [one, many];
    return filled(forms[new Intl.PluralRules(language).select(count) === "one" ? 0 : forms.length - 1], { count: number(count) });
  }

  function filled(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (name, key) => values[key] ?? name);
  }

  function number(count) {
    return count.toLocaleString(language);
  }

  /** Return a day in words: "3 January 2026". */
  function dated(time) {
    const own = language === "en" ? "en-GB" : language;
    return new Date(time).toLocaleDateString(own, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  }

  /** Do something now, and again whenever another page of results has taken the place of this one. */
  function onShown(act) {
    act();
    document.addEventListener("backfile:shown", act);
  }

  return {
    form,
    root: new URL(form.getAttribute("action"), location.href),
    asker,
    asked,
    fields,
    parsed,
    tell,
    make,
    said,
    several,
    number,
    dated,
    onShown,
    go: (url) => location.assign(url),
  };
})();
