// Which values of a facet begin so? They are listed beside the hits while one types.
"use strict";

(() => {
  const finders = new WeakMap();

  document.addEventListener("beforeinput", (event) => finders.get(event.target)?.stop());
  document.addEventListener("input", (event) => {
    const { list } = event.target.dataset ?? {};
    if (!list || event.isComposing) return;
    if (!finders.has(event.target)) finders.set(event.target, finder(event.target, list));
    finders.get(event.target).ask();
  });

  function finder(input, list) {
    return backfile.asker(
      () => `${input.form.action}?${backfile.fields(input.form)}`,
      (answer) => answer.text(),
      (html) => {
        const page = backfile.parsed(html);
        const rows = [...page.querySelectorAll("#values > li")].slice(0, 10);
        const values = document.getElementById(list);
        if (!values) return;
        const focused = values.contains(document.activeElement) && document.activeElement.value;
        // Ticked values stay in the form, whatever is typed.
        const names = new Set(rows.map((row) => row.querySelector("input").value));
        const kept = [...values.children].filter((row) => {
          const tick = row.querySelector("input");
          return tick.checked && !names.has(tick.value);
        });
        values.replaceChildren(...kept, ...rows);
        const again = focused && [...values.querySelectorAll("input")].find((tick) => tick.value === focused);
        if (again) again.focus({ preventScroll: true });
        backfile.tell(page.querySelector("h1").textContent);
      },
    );
  }
})();
