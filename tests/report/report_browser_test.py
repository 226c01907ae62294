#!/usr/bin/env python3
"""Opens reports of rehearsals in a headless Chromium, and reads them as people do: with the mouse,
with the keyboard alone, by ear, in the dark, on a phone, on paper and without scripts.

    report_browser_test.py LINEMAN SOURCE FOLDER

FOLDER gets the pages and their pictures. Without Chromium nothing is tested: exit code 77.
"""

import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from browser import CHROMIUM, DRIVER, Browser

PROGRAM, SOURCE, FOLDER = (Path(word).resolve() for word in sys.argv[1:])
HOURLY = """
world: hourly
start: 2026-01-01T00:00
servers: {office: {link: copper}}
links: {copper: {drops: [{after: 1h}]}}
"""
KIOSK = "profile: kiosk\nnumbers: ['100']\ntimezone: Europe/Berlin\n"
ATTACK = "</script><script>document.title = 'believed'</script><img src=x>"
HOSTILE = f"""
profile: hostile
numbers: ["100"]
rules: [{{name: "{ATTACK}", when: {{error: line_busy}}, redial: {{after: 5m}}}}]
"""
BUSY = f"world: '{ATTACK.replace(chr(39), '')}'\nstart: 2026-03-02T08:00\nnumbers: {{'*': busy}}\n"

CONTRAST = """
const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const read = (css) => css.match(/[\\d.]+/g).map(Number);
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = read(getComputedStyle(at).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour.slice(0, 3);
  }
  throw new Error("nothing is behind it");
};
"""
WORST_TEXT = CONTRAST + """
let worst = {ratio: 99}, seen = 0;
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const element = walk.currentNode.parentElement, style = getComputedStyle(element);
  if (!walk.currentNode.data.trim() || !element.checkVisibility() || /SCRIPT|STYLE/.test(element.tagName)) continue;
  ++seen;
  const found = ratio(read(style.color).slice(0, 3), behind(element));
  if (found < worst.ratio) worst = {ratio: found, text: walk.currentNode.data.slice(0, 60)};
}
return {...worst, seen};
"""
STATE_CONTRASTS = CONTRAST + """
const style = getComputedStyle(document.documentElement);
const hex = (name) => [1, 3, 5].map((i) => parseInt(style.getPropertyValue(name).trim().slice(i, i + 2), 16));
const names = ["--s0", "--s1", "--s2", "--s4", "--s5", "--s6", "--s7", "--s8", "--edge"];
return {
  onCard: Object.fromEntries(names.map((name) => [name, ratio(hex(name), hex("--card"))])),
  onOnline: Object.fromEntries(["--s1", "--s6", "--s7"].map((name) => [name, ratio(hex(name), hex("--s3"))])),
  page: luminance(hex("--page")),
};
"""
TEXT = "return document.querySelector('.lens').getAttribute('aria-valuetext')"
NOW = "return Number(document.querySelector('.lens').getAttribute('aria-valuenow'))"
PANEL = """return Object.fromEntries([...document.querySelectorAll('.decision dt')]
  .map((name) => [name.textContent, name.nextElementSibling.textContent]))"""
TIP = "const tip = document.querySelector('.tip'); return tip.hidden ? '' : tip.textContent"


def rehearse(name, profile, world, span, *more):
    page = FOLDER / f"{name}.html"
    done = subprocess.run(
        [PROGRAM, "--plugins", SOURCE / "plugins", "rehearse", profile, "--world", world, "--for", span,
         "--report", page, *more], cwd=SOURCE, capture_output=True, text=True, timeout=120)
    assert done.returncode in (0, 1) and page.exists(), done.stderr
    return page


def rehearse_text(name, profile, world, span):
    with tempfile.TemporaryDirectory() as folder:
        for file, text in {"profile.yaml": profile, "world.yaml": world}.items():
            Path(folder, file).write_text(text, encoding="utf-8")
        return rehearse(name, f"{folder}/profile.yaml", f"{folder}/world.yaml", span)


def shipped(world, rules, *more):
    return rehearse(f"{world}.{rules}", f"config/worlds/rules/{world}.{rules}.yaml",
                    f"config/worlds/{world}.yaml", "30d", *more)


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        FOLDER.mkdir(parents=True, exist_ok=True)
        cls.good, cls.bad = shipped("flaky-rural-line", "good"), shipped("flaky-rural-line", "bad")
        cls.year = rehearse_text("year", KIOSK, HOURLY, "365d")
        cls.hour = rehearse_text("hour", KIOSK, HOURLY, "1h")
        cls.hostile = rehearse_text("hostile", HOSTILE, BUSY, "6h")
        cls.browser = cls.enterClassContext(Browser())

    def setUp(self):
        self.browser.size(1200, 900)
        self.browser.media("light")
        self.silent = True

    # Nothing may have gone wrong, and nothing been asked for.
    def tearDown(self):
        if not self.silent:
            return
        self.assertEqual(self.browser.console(), [])
        self.assertEqual(self.browser.run("return performance.getEntriesByType('resource').map((r) => r.name)"), [])

    def picture(self, name, whole=True):
        self.browser.picture(FOLDER / f"{name}.png", whole)

    def reach_lens(self):
        for _ in range(40):
            self.browser.press("tab")
            if self.browser.run("return document.activeElement.className") == "lens":
                return
        self.fail("the keyboard does not get to the timeline")

    def test_decisions_are_read_with_the_keyboard_alone(self):
        browser = self.browser
        browser.open(self.good)
        self.reach_lens()
        first = browser.run(TEXT)
        self.assertRegex(first, r"^1 of [\d,]+\. When: [\d: -]+\. What: dial .*\. By: policy\. Why: .*\. Came to: ")
        browser.press("right")
        second = browser.run(TEXT)
        self.assertRegex(second, r"^2 of .* What: redial .* Why: .* Until: [\d: -]+ \(\d.*\)\. After: ")
        panel = browser.run(PANEL)
        self.assertEqual(set(panel), {"When", "What", "By", "Why", "Until", "After"})
        self.assertIn(f"When: {panel['When']}. What: {panel['What']}", second)
        browser.press("left")
        self.assertEqual(browser.run(TEXT), first)
        browser.press("page_down")
        self.assertGreater(browser.run(NOW), 3)
        browser.press("end")
        last = browser.run(NOW)
        self.assertEqual(last, browser.run("return Number(document.querySelector('.lens').getAttribute('aria-valuemax'))"))
        browser.press("right")
        self.assertEqual(browser.run(NOW), last)
        browser.press("home")
        self.assertEqual(browser.run(NOW), 1)
        reach = "return document.querySelector('.window').textContent"
        before = browser.run(reach)
        browser.press("+")
        self.assertNotEqual(browser.run(reach), before)

    def test_decisions_of_one_source_are_stepped_through(self):
        self.browser.open(self.good)
        self.browser.run("""const whose = document.querySelector('.whose');
            whose.value = [...whose.options].find((option) => option.text.startsWith('plugin device-reset')).value;
            whose.dispatchEvent(new Event('change'))""")
        self.reach_lens()
        for _ in range(4):
            self.assertEqual(self.browser.run(PANEL)["By"], "plugin device-reset")
            self.browser.press("right")
        self.assertEqual(self.browser.run(NOW), 4)

    def test_decisions_and_states_are_told_where_the_mouse_is(self):
        browser = self.browser
        browser.open(self.good)
        self.reach_lens()
        browser.press("page_down", "right")
        browser.run("document.querySelector('.lens').scrollIntoView({block: 'center'})")
        when = browser.run(PANEL)["When"]
        middle = browser.run("return document.querySelector('.lens').clientWidth") / 2
        for x in range(int(-middle) + 12, int(middle) - 12, 6):
            browser.point(".lens", x)
            if f"When: {when}" in browser.run(TIP):
                break
        else:
            self.fail(f"the decision of {when} is not told")
        self.picture("hover", whole=False)
        browser.press("escape")
        self.assertEqual(browser.run(TIP), "")
        browser.run("document.querySelector('.days').scrollIntoView({block: 'center'})")
        browser.point(".days", 200)
        self.assertRegex(browser.run(TIP), r"^(online|holdoff|dialing), \S+ from 2026-03-\d\d ")
        browser.point(".days", 200, click=True)
        self.assertEqual(browser.run("return document.activeElement.className"), "lens")
        self.assertGreater(browser.run(NOW), 100)

    def test_a_breach_is_shown_where_it_happened(self):
        self.browser.open(self.bad)
        self.assertIn("Broken: 3 of 4", self.browser.run("return document.querySelector('.verdict h2').textContent"))
        moment = self.browser.run("""const item = document.querySelectorAll('.broken')[1];
            item.querySelector('.show').click(); return item.querySelector('p').textContent.slice(0, 19)""")
        self.assertEqual(self.browser.run("return document.activeElement.className"), "lens")
        when = self.browser.run(PANEL)["When"]
        self.assertEqual(when[:10], moment[:10])
        self.assertLessEqual(when, moment)
        self.picture("breach", whole=False)

    def test_light_and_dark_have_contrast(self):
        for scheme in ("light", "dark"):
            for page in (self.good, self.bad):
                with self.subTest(scheme=scheme, page=page.stem):
                    self.browser.media(scheme)
                    self.browser.open(page)
                    worst = self.browser.run(WORST_TEXT)
                    self.assertGreater(worst["seen"], 100)
                    self.assertGreaterEqual(worst["ratio"], 4.5, worst)
                    found = self.browser.run(STATE_CONTRASTS)
                    self.assertTrue(found["page"] > 0.8 if scheme == "light" else found["page"] < 0.05, found)
                    self.assertGreaterEqual(min(found["onCard"].values()), 2, found)
                    self.assertGreaterEqual(found["onCard"]["--edge"], 3, found)
                    self.assertGreaterEqual(min(found["onOnline"].values()), 1.5, found)
                    self.picture(f"{page.stem}-{scheme}")

    def test_what_is_drawn_has_the_colours_of_its_states(self):
        colour = """const canvas = document.querySelector(arguments[0]);
            const pen = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {willReadFrequently: true});
            pen.drawImage(canvas, 0, 0);
            const wanted = getComputedStyle(document.documentElement).getPropertyValue(arguments[1]).trim();
            const [r, g, b] = [1, 3, 5].map((i) => parseInt(wanted.slice(i, i + 2), 16));
            const {data} = pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) count += data[i] === r && data[i + 1] === g && data[i + 2] === b;
            return count / (data.length / 4)"""
        self.browser.open(self.year)
        for scheme in ("light", "dark", "light"):
            self.browser.media(scheme)
            self.browser.settle()
            self.assertGreater(self.browser.run(colour, ".lens canvas", "--s3"), 0.3)
            self.assertGreater(self.browser.run(colour, ".days canvas", "--s3"), 0.7)
            self.assertGreater(self.browser.run(colour, ".days canvas", "--s6"), 0.003)

    def test_nothing_is_cut_off_on_a_phone_or_when_enlarged(self):
        for width, height in ((320, 640), (390, 844), (600, 450)):
            for page in (self.bad, self.hostile, self.hour):
                with self.subTest(width=width, page=page.stem):
                    self.browser.size(width, height)
                    self.browser.open(page)
                    self.assertEqual(self.browser.run("return document.documentElement.scrollWidth"), width)
            self.browser.open(self.bad)
            self.picture(f"narrow-{width}")

    def test_a_year_opens_and_moves_at_once(self):
        self.browser.open(self.year)
        self.assertEqual(self.browser.run("return document.querySelectorAll('.day').length"), 365)
        self.reach_lens()
        took = self.browser.run("""const lens = document.querySelector('.lens'), begun = performance.now();
            for (let i = 0; i < 50; ++i) lens.dispatchEvent(new KeyboardEvent('keydown', {key: i % 5 ? 'ArrowRight' : 'PageDown'}));
            return (performance.now() - begun) / 50""")
        self.assertLess(took, 100, "milliseconds a step")
        self.assertGreater(self.browser.run(NOW), 400)
        self.picture("year")

    # The page's own clock is that of the tables, over summer and winter.
    def test_times_are_those_of_the_zone(self):
        self.browser.open(self.year)
        moments = self.browser.run("""return [...document.querySelectorAll('button.show')].map((button) => {
            button.click();
            return [button.closest('tr').querySelector('th').textContent, document.querySelector('.decision dd').textContent]})""")
        self.assertGreater(len(moments), 5)
        self.assertTrue(any(re.match(r"2026-0[4-9]", told) for told, _ in moments), moments)
        for told, drawn in moments:
            self.assertEqual(told, drawn)

    def test_names_of_others_are_words_and_no_more(self):
        self.browser.open(self.hostile)
        self.assertNotEqual(self.browser.run("return document.title"), "believed")
        self.assertEqual(self.browser.run("return document.querySelectorAll('img').length"), 0)
        self.assertEqual(self.browser.run("return document.querySelector('h1').textContent"), ATTACK.replace("'", ""))
        self.reach_lens()
        self.browser.press("right")
        self.assertEqual(self.browser.run(PANEL)["By"], f"rule {ATTACK}")

    def test_paper_is_light(self):
        self.browser.media("dark")
        self.browser.open(self.good)
        self.browser.run("dispatchEvent(new Event('beforeprint'))")
        self.browser.media("dark", "print")
        self.assertGreater(self.browser.run(STATE_CONTRASTS)["page"], 0.8)
        self.picture("print")
        self.browser.run("dispatchEvent(new Event('afterprint'))")
        self.browser.media("dark")
        self.assertLess(self.browser.run(STATE_CONTRASTS)["page"], 0.05)

    def test_figures_are_there_without_scripts(self):
        self.browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
        try:
            self.browser.open(self.bad)
            self.picture("without-scripts")
            words = self.browser.call("GET", f"/element/{self.browser.id_of('body')}/text")
        finally:
            self.browser.devtools("Emulation.setScriptExecutionDisabled", value=False)
        for told in ("Broken: 3 of 4 expectations", "drawn by a script", "Longest outage", "device_not_ready"):
            self.assertIn(told, words)
        for hidden in ("Point at it", "Step through"):
            self.assertNotIn(hidden, words)

    def test_landmarks_headings_and_names_are_there(self):
        self.browser.open(self.bad)
        tree = self.browser.devtools("Accessibility.getFullAXTree")["nodes"]
        roles = {}
        for node in tree:
            role = node["role"]["value"]
            name = node.get("name", {}).get("value", "")
            if not node["ignored"]:
                roles.setdefault(role, []).append(name)
        self.assertTrue({"banner", "main", "slider", "heading", "table"} <= set(roles), sorted(roles))
        self.assertEqual(roles["slider"], ["flaky-rural-line-bad Timeline"])
        for role in ("button", "combobox", "heading", "slider"):
            self.assertTrue(all(roles[role]), f"a {role} without a name")
        levels = self.browser.run("return [...document.querySelectorAll('h1,h2,h3')].map((h) => Number(h.tagName[1]))")
        self.assertEqual(levels[0], 1)
        self.assertTrue(all(after - before <= 1 for before, after in zip(levels, levels[1:])), levels)

    # Last, as it goes wrong on purpose: whatever got into the page could not call home.
    def test_zz_the_policy_of_the_page_lets_nothing_out(self):
        self.silent = False
        self.browser.open(self.good)
        blocked = self.browser.run("""return new Promise((done) => {
            addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
            document.body.append(Object.assign(new Image(), {src: 'http://lineman.invalid/x.png'}))})""")
        self.assertEqual(blocked, "img-src")


if __name__ == "__main__":
    if not CHROMIUM or not DRIVER:
        print("not run: there is no chromium or no chromedriver (./dev test installs them)")
        sys.exit(77)
    del sys.argv[1:]
    unittest.main()
