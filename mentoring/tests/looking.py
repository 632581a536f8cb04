"""Looking at pages the way people do: what is wrong with the one in front of a browser."""

import functools
import re
from pathlib import Path

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


# classes on the page that have a rule of ours, and none in the style sheets that this page loads
UNSTYLED = """(ours) => {
  const rules = (sheet) => [...sheet.cssRules].map((rule) => rule.cssText).join(" ");
  const loaded = [...document.styleSheets].map(rules).join(" ");
  const here = new Set([...document.body.querySelectorAll("[class]")].flatMap((box) => [...box.classList]));
  const known = (name) => new RegExp("\\\\." + name + "(?![\\\\w-])").test(loaded);
  return [...here].filter((name) => ours.includes(name) && !known(name))
    .map((name) => "the class " + name + " has no rule on this page");
}"""
STYLES = Path(__file__).resolve().parents[2] / "static" / "css"


@functools.cache
def our_classes():
    """Every class that some style sheet of ours speaks of, but those of the admin."""
    text = " ".join(file.read_text() for file in STYLES.rglob("*.css") if file.name != "admin.css")
    return sorted(set(re.findall(r"\.([a-z][\w-]*)", text)))


def faults_of(page, axe=None, *, foreign=False):
    """Everything wrong with the page as it stands, one readable line each; with ``axe`` its rules too.

    A ``foreign`` page, such as the admin's, has style sheets of its own.
    """
    page.wait_for_function("document.readyState === 'complete'")  # a page that has just begun has no body yet
    found = page.evaluate(SIDEWAYS)
    if not foreign:
        found += page.evaluate(UNSTYLED, our_classes())
    if not page.title().partition(" · ")[0].strip():
        found.append("the page has no title")
    if page.locator("h1").count() != 1:
        found.append(f"the page has {page.locator('h1').count()} main headings")
    if axe is not None:
        found += axe(page)
    return [f"{fault} ({page.viewport_size['width']} wide)" for fault in found]
