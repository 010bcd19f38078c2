// Complements Sphinx's searchtools.js: marks the search terms in the results and announces the number of results.

// searchtools.js requires these two names. Sphinx's own highlighter is disabled, because it would store each search in the
// browser and mark the terms on the next page.
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
