// How does another page of results take the place of this one? Links and limits are followed in place.
"use strict";

(() => {
  /** Milliseconds after which the browser goes to the address in its ordinary way. */
  const SLOW = 5000;
  /** Entries of the history whose scroll and focus are remembered from one document to the next. */
  const REMEMBERED = 50;
  const STORED = "backfile:entries";
  /** What of the head belongs to one page of results. */
  const HEAD = 'link[rel="canonical"], link[rel="alternate"], meta[name="description"], meta[name="robots"]';
  const CONTROLS = "a, button, input, summary, [tabindex]";
  /** Where controls are that keep the reader there; any other link leads to its hits. */
  const KEEPERS = ".facet, .sorts, .chips, .choices, .around, .counts, .timeline, .panel";

  const main = document.querySelector("main");
  if (!main.querySelector(".desk")) return;

  const { form, root } = backfile;
  const entries = remembered();
  let entry = history.state?.backfile ?? named();
  let shown = address(location.href);
  let asking = new AbortController();
  let foldsShown = foldsOf(main);

  backfile.go = (url, from) => follow(new URL(url, location.href), from);

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    // A link in a drawing has no `href` that is a text.
    const url = new URL(link.getAttribute("href"), location.href);
    if (link.hasAttribute("target") || link.hasAttribute("download")) return;
    if (!isOfResults(url) || !main.contains(link)) {
      if (address(url) !== shown) asking.abort(); // the reader leaves
      return;
    }
    if (url.hash && address(url) === shown) return;
    event.preventDefault();
    follow(url, link);
  });
  document.addEventListener("change", (event) => {
    const panel = event.target.closest("form.panel");
    if (panel && event.target.matches(".facet input[type=checkbox]")) follow(backfile.asked(panel), event.target);
  });
  // With these keys the browser opens a window of its own, for a button of a form as for a link.
  let isAside = false;
  document.addEventListener("click", (event) => (isAside = event.ctrlKey || event.metaKey || event.shiftKey), true);
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || isAside || event.target.method === "dialog") return;
    const url = backfile.asked(event.target, event.submitter);
    if (!event.target.matches("main form") || !isOfResults(url)) return asking.abort();
    event.preventDefault();
    const active = document.activeElement;
    follow(url, event.target.contains(active) ? active : event.submitter);
  });

  addEventListener("popstate", () => {
    entry = history.state?.backfile ?? named();
    asking.abort();
    // A fragment of the page that is shown is the browser's own business.
    if (address(location.href) !== shown) show(location.href, { ...entries.get(entry), isBack: true });
  });
  addEventListener("scroll", () => note({ top: scrollY }), { passive: true });
  addEventListener("pagehide", () => {
    asking.abort();
    try {
      sessionStorage.setItem(STORED, JSON.stringify([...entries].slice(-REMEMBERED)));
    } catch {
      // Then the browser alone remembers.
    }
  });
  addEventListener("pageshow", (event) => {
    const [visit] = performance.getEntriesByType("navigation");
    // A page that is shown again shows the limits that it was found with, not what was ticked since.
    if (event.persisted || visit?.type !== "navigate") main.querySelectorAll("form.panel").forEach((panel) => panel.reset());
  });

  function isOfResults(url) {
    return url.origin === root.origin && url.pathname === root.pathname;
  }

  /** Return an address without its fragment. */
  function address(url) {
    return String(url).split("#")[0];
  }

  function follow(url, from) {
    const focus = describe(from);
    note({ focus });
    return show(String(url), { focus });
  }

  /** Show the results at an address; the last call wins. Where that fails, the browser goes there. */
  async function show(url, { focus = null, top, isBack = false }) {
    asking.abort();
    const own = (asking = new AbortController());
    const leave = () => {
      own.abort();
      if (isBack) location.reload();
      else location.assign(url);
    };
    const late = setTimeout(leave, SLOW);
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: own.signal, headers: { Accept: "text/html" } });
      const page = backfile.parsed(await answer.text());
      if (own.signal.aborted) return;
      if (!answer.ok || !fits(page)) throw new Error(answer.statusText);
      const anchor = replace(page, focus);
      if (!isBack) push(answer.url + new URL(url).hash);
      shown = address(location.href);
      document.dispatchEvent(new Event("backfile:shown"));
      restore(anchor, focus, isBack, top);
      backfile.tell(main.querySelector("h1").textContent);
    } catch {
      if (!own.signal.aborted) leave();
    } finally {
      clearTimeout(late);
      if (asking === own) main.removeAttribute("aria-busy");
    }
  }

  /** Tell whether a page is one of results, made by the server whose scripts are running. */
  function fits(page) {
    const scripts = (of) => [...of.querySelectorAll("script[src]")].map((one) => one.getAttribute("src")).join();
    return page.querySelector("main .desk") && scripts(page) === scripts(document);
  }

  /** Put the parts of a page in place of those that are shown. Return where the focused control was. */
  function replace(page, focus) {
    const anchor = focus && find(focus)?.getBoundingClientRect().top;
    // As the reader left them. Limits stay open under the finger that takes the last one away.
    const folds = [...foldsOf(main)].filter(([name, open]) => open !== foldsShown.get(name) || name === "limits");
    const typed = new Map([...main.querySelectorAll("input[data-list]")].map((node) => [node.id, node.value]));
    main.replaceChildren(...page.querySelector("main").childNodes);
    foldsShown = foldsOf(main);
    for (const [name, open] of folds) {
      const node = main.querySelector(`details[class="${name}"]`);
      if (node) node.open = open;
    }
    for (const [id, value] of typed) {
      const input = value && document.getElementById(id);
      if (!input) continue;
      input.value = value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    replaceMasthead(page);
    document.querySelector("footer").replaceWith(page.querySelector("footer"));
    document.head.querySelectorAll(HEAD).forEach((node) => node.remove());
    document.head.append(...page.head.querySelectorAll(HEAD));
    document.title = page.title;
    return anchor;
  }

  /** Return which of the parts that can be unfolded are open. */
  function foldsOf(node) {
    return new Map([...node.querySelectorAll("details[class]")].map((one) => [one.className, one.open]));
  }

  function replaceMasthead(page) {
    const [old, now] = [document, page].map((one) => one.querySelector("header.masthead"));
    old.className = now.className;
    old.querySelectorAll(".edition").forEach((node) => node.remove());
    const edition = now.querySelector(".edition");
    if (edition) form.before(edition);
    // What the reader is typing stays; the limits that go with it are those of the new page.
    const [box, query] = [form.elements.q, now.querySelector("[name=q]").defaultValue];
    if (box.value === box.defaultValue) box.value = query;
    box.defaultValue = query;
    form.querySelectorAll("[type=hidden]").forEach((field) => field.remove());
    form.append(...now.querySelectorAll("[type=hidden]"));
  }

  function push(url) {
    if (address(url) === address(location.href)) return;
    entry = name();
    history.pushState({ backfile: entry }, "", url);
  }

  /** Give the focus back, and keep what had it where it was; else go to the hits. */
  function restore(anchor, focus, isBack, top) {
    const control = focus && find(focus);
    if (control) {
      if (control.tabIndex < 0) control.tabIndex = -1;
      control.focus({ preventScroll: true });
    }
    if (isBack) {
      if (!control) main.focus({ preventScroll: true });
      if (top !== undefined) scrollTo({ top, behavior: "instant" });
    } else if (control && focus.isKept) {
      const isSeen = anchor >= 0 && anchor < innerHeight;
      if (isSeen) scrollBy({ top: control.getBoundingClientRect().top - anchor, behavior: "instant" });
    } else {
      const hits = document.getElementById("hits");
      hits.focus({ preventScroll: true });
      // Of another search the heading is news, of another page the hits are.
      if (!focus?.isKept) (focus?.isOfPages ? hits : main.querySelector(".found")).scrollIntoView({ behavior: "instant" });
    }
  }

  // -- controls, by what tells them from others on this page and the next

  function describe(node) {
    const control = node?.closest?.(CONTROLS);
    if (!control || !main.contains(control) || control.id === "hits") return null;
    const tick = control.closest(".facet li")?.querySelector("input[type=checkbox]");
    const region = control.closest(KEEPERS);
    return {
      isKept: Boolean(region),
      isOfPages: Boolean(control.closest(".pager")),
      isOfDrawing: Boolean(control.closest(".chart, .keys")),
      id: control.id,
      link: control.getAttribute("href"),
      text: control.textContent,
      field: control.matches("input") ? control.name : "",
      tick: tick && [tick.name, tick.value, tick === control],
      group: control.closest("[role=group]")?.getAttribute("aria-labelledby"),
      region: region && [region.classList[0], region.ariaLabel, [...region.querySelectorAll(CONTROLS)].indexOf(control)],
    };
  }

  function find({ isKept, isOfDrawing, id, link, text, field, tick, group, region }) {
    if (isOfDrawing) return main.querySelector(".keys");
    if (tick) return ticked(tick, text) ?? document.getElementById(group)?.parentElement.querySelector("input");
    if (id) return document.getElementById(id);
    if (!isKept) return [...main.querySelectorAll("a")].find((one) => one.getAttribute("href") === link && one.textContent === text);
    if (field) return main.querySelector(`form.panel [name="${CSS.escape(field)}"]`);
    const [kind, label, index] = region;
    const again = [...main.querySelectorAll(`.${kind}`)].find((one) => one.ariaLabel === label);
    if (!again) return null;
    const controls = [...again.querySelectorAll(CONTROLS)];
    const same = controls.find((one) => one.textContent === text);
    // Of what was chosen there is no link any more, and what was removed leaves its neighbour.
    return same ?? again.querySelector("[aria-current]") ?? controls[Math.min(index, controls.length - 1)];
  }

  function ticked([name, value, isItself], text) {
    const tick = [...main.querySelectorAll(".facet input[type=checkbox]")].find(
      (one) => one.name === name && one.value === value,
    );
    const steps = [...(tick?.closest("li").querySelectorAll(":scope > button") ?? [])];
    return isItself ? tick : (steps.find((one) => one.textContent === text) ?? tick);
  }

  // -- entries of the history

  function name() {
    return `${Date.now()}-${Math.random()}`;
  }

  function named() {
    const own = name();
    history.replaceState({ ...history.state, backfile: own }, "");
    return own;
  }

  function note(what) {
    const before = entries.get(entry);
    entries.delete(entry); // so that the last one noted is the last of all
    entries.set(entry, { top: scrollY, ...before, ...what });
  }

  function remembered() {
    try {
      return new Map(JSON.parse(sessionStorage.getItem(STORED)));
    } catch {
      return new Map();
    }
  }
})();
