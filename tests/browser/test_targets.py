"""Whatever can be pressed is large enough, on every page and at every width (WCAG 2.2, 2.5.8)."""

from pathlib import Path

from tests.browser.__main__ import WIDTHS
from tests.browser.conftest import Open
from tests.browser.whole_site import each_page

#: Returns what can be pressed and is smaller than 24 pixels. A link in a sentence may be; and a bar
#: of a chart, as the rows of the table below it are buttons that do the same.
SMALL = """() => {
  const least = 23.5;
  const isSeen = (node) => node.checkVisibility({ visibilityProperty: true })
    && !node.closest(".skip, .unseen, svg, .spans, [hidden], [inert]");
  const isInSentence = (node) => {
    if (getComputedStyle(node).display !== "inline") return false;
    const block = node.closest("p, li, dd, td, th, h1, h2, h3, summary, div");
    const links = [...block.querySelectorAll("a, button")].map((own) => own.textContent).join("");
    return /\\p{L}/u.test(block.textContent) && block.textContent.length - links.length > 12;
  };
  // A label is pressed for its control.
  const box = (node) => node.getBoundingClientRect();
  const pressed = (node) => [node, ...(node.labels ?? [])].map(box);
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((node) => isSeen(node) && !isInSentence(node))
    .filter((node) => !pressed(node).some((box) => box.width >= least && box.height >= least))
    .filter((node) => node.getBoundingClientRect().width > 1)
    .map((node) => node.outerHTML.slice(0, 100));
}"""


def test_targets_are_large_enough(open_page: Open, index: Path) -> None:
    page = open_page()
    small = {}
    for name in each_page(page, index):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if found := page.evaluate(SMALL):
                small[name, width] = found[:5]
    assert not small
