"""The rules of accessibility to which a page is held in a browser.

What fails is told with every place; of the rules that a page passes only the names come back, in half of the time.
"""

from __future__ import annotations

EVERY_RULE = """axe.run(document, {
  resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
})"""
COLOURS = 'axe.run(document, {resultTypes: ["violations"], runOnly: {type: "rule", values: ["color-contrast"]}})'
