// What does a middle click on a button that leads on do? It opens a tab, as on a link.
"use strict";

(() => {
  const MIDDLE = 1;

  /** Return the button under an event that leads to another page, as a link would. */
  function leading(event) {
    const button = event.button === MIDDLE && event.target.closest?.("main button");
    return button && button.type === "submit" && button.form?.method === "get" ? button : null;
  }

  // Else the browser would begin to scroll by the pointer.
  document.addEventListener("mousedown", (event) => leading(event) && event.preventDefault());
  document.addEventListener("auxclick", (event) => {
    const button = leading(event);
    if (!button || event.defaultPrevented) return;
    event.preventDefault();
    const link = backfile.make("a", { href: backfile.asked(button.form, button) });
    // Browsers open a tab for a link that is clicked so, behind the one that is read.
    link.dispatchEvent(new MouseEvent("click", { ctrlKey: true, metaKey: true, cancelable: true }));
  });
})();
