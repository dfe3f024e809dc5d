"""A person at the keys: nothing is clicked, and where the keyboard is can always be seen."""

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 120
# Pictures of the page that pass until what moved the focus must have found its end.
FRAMES = 40

# The word for what is wrong with the place of the focus, or "" when it is where it can be seen.
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "lost";
  // A dialogue or a page that has the focus as a whole is seen as a whole.
  if (at.tabIndex < 0) return "";
  const within = (box) => box.width > 0 && box.bottom > 0 && box.right > 0
    && box.top < innerHeight && box.left < innerWidth;
  // A choice is drawn by its label.
  const drawn = at.matches("input[type=radio], input[type=checkbox]") && at.labels?.length
    ? at.labels[0] : at;
  const box = drawn.getBoundingClientRect();
  const name = () => `${at.tagName} "${(at.getAttribute("aria-label") ?? at.textContent).trim()}"`;
  if (!within(box)) return `out of sight: ${name()}`;
  // A box may wear the ring of the field in it.
  const ringed = (it) => getComputedStyle(it).outlineStyle !== "none";
  const around = [at, drawn, at.nextElementSibling, at.parentElement, at.closest("label")];
  if (!around.some((it) => it && ringed(it)) && getComputedStyle(at).boxShadow === "none")
    return `without a mark: ${name()}`;
  // Some part of it lies on top: no bar or sheet covers it.
  const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
  const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
  const seen = [0.5, 0.1, 0.9].some((x) => [0.5, 0.1, 0.9].some((y) => {
    const top_most = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    return top_most && (drawn.contains(top_most) || top_most.contains(drawn));
  }));
  return seen ? "" : `covered: ${name()}`;
}"""


class Hands:
    """Keys pressed one after the other on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys; between them the focus stays in sight."""
        for key in keys:
            self.page.keyboard.press(key)
            self.is_seen()

    def chord(self, *keys: str) -> None:
        """Press keys that belong together and must follow one another at once."""
        for key in keys:
            self.page.keyboard.press(key)
        self.is_seen()

    def is_seen(self) -> None:
        """Hold that the focus is somewhere and can be seen there, a moment after what moved it."""
        problem = self._problem()
        assert not problem, f"the focus is {problem}"

    def reach(self, wanted: Locator) -> None:
        """Press Tab until `wanted` has the focus; every stop on the way must be seen.

        Past its end a page hands the keyboard to the browser, once; then it begins anew.
        """
        wanted.first.wait_for()
        rounds = 0
        for _ in range(MOST_TABS):
            if wanted.count() == 1 and wanted.evaluate("it => it === document.activeElement"):
                expect(wanted).to_be_in_viewport()
                return
            self.page.keyboard.press("Tab")
            # A message that goes gives the keyboard back within a moment; the page's end does not.
            problem = self._problem()
            if problem == "lost" and rounds == 0:
                rounds += 1
                continue
            assert not problem, f"the focus is {problem}, on the way to {wanted}"
        raise AssertionError(f"{wanted} cannot be reached by Tab")

    def _problem(self) -> str:
        problem = ""
        for _ in range(FRAMES):
            problem = str(self.page.evaluate(FOCUS))
            if not problem:
                return ""
            self.page.evaluate("() => new Promise(requestAnimationFrame)")
        return problem

    def use(self, wanted: Locator, key: str = "Enter") -> None:
        """Walk to something and press it; what happens then is the caller's to hold."""
        self.reach(wanted)
        self.page.keyboard.press(key)

    def fill(self, field: Locator, text: str) -> None:
        """Walk to a field and write."""
        self.reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.is_seen()

    def pick(self, select: Locator, value: str, most: int = 60) -> None:
        """Walk to a list of choices and go down it to `value`."""
        self.reach(select)
        self.page.keyboard.press("Home")
        for _ in range(most):
            if select.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{select} has no {value}")
