// Beside Sphinx's searchtools.js: marks the words that were asked for in the results, and says aloud how many there are.

// searchtools.js asks for these two names. Its own highlighter would keep each search in the reader's storage and mark
// words all over the next page, so it is off.
const SPHINX_HIGHLIGHT_ENABLED = false;
const _highlightText = () => {};

(function () {
  const results = document.querySelector(".search-results");
  const words = (new URLSearchParams(location.search).get("q") || "").toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter((word) => word.length > 1);
  if (!results || !words.length) return;
  const asked = new RegExp(`(${words.join("|")})`, "iu");

  function mark(paragraph) {
    const parts = paragraph.textContent.split(asked);
    paragraph.replaceChildren(...parts.map((part, index) => {
      if (index % 2 === 0) return part;
      const found = document.createElement("mark");
      found.textContent = part;
      return found;
    }));
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.matches(".search-summary")) node.setAttribute("role", "status");
        if (node.matches(".context")) mark(node);
      }
    }
  }).observe(results, { childList: true, subtree: true });
})();
