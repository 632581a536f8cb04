"""Looking at pages the way people do: what is wrong with the one in front of a browser."""

SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const scrolls = (box) => {
    for (let at = box.parentElement; at; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== "visible") return true;
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter(
    (box) => box.getBoundingClientRect().right > width + 1 && !scrolls(box));
  const names = wide.slice(-3).map((box) => box.outerHTML.slice(0, 90));
  return ["the page is wider than its window: " + names.join(" | ")];
}"""


def faults_of(page, axe=None):
    """Everything wrong with the page as it stands, one readable line each; with ``axe`` its rules too."""
    found = page.evaluate(SIDEWAYS)
    if not page.title().partition(" · ")[0].strip():
        found.append("the page has no title")
    if page.locator("h1").count() != 1:
        found.append(f"the page has {page.locator('h1').count()} main headings")
    if axe is not None:
        found += axe(page)
    return [f"{fault} ({page.viewport_size['width']} wide)" for fault in found]
