// Shows what Sphinx's searchtools.js finds: each page once, the best first, with date, badges, an excerpt and sections.

// searchtools.js requires these two names. Sphinx's own highlighter is disabled, because it would store each search in the
// browser and mark the terms on the next page.
const SPHINX_HIGHLIGHT_ENABLED = false;
const _highlightText = () => {};

(function () {
  if (!SearchResults) return;
  const { list, escaped, place, around, item, tell, nothing } = SearchResults;
  if (typeof Search._parseQuery !== "function" || typeof Search._performSearch !== "function") {
    // A version of Sphinx that is not known: its own results.
    document.querySelectorAll("#search-results, #search-progress").forEach((each) => { each.hidden = false; });
    return;
  }
  // What is on a page, but not in its text. Notes in the margin are at the end as well.
  const APART = "script, style, template, noscript, nav, button, h1, annotation, [hidden], .no-search, .headerlink, .way-home, .note-statuses, .note-status, .visually-hidden, .margin-body, .preview-card, .footnote-reference, .footnote > .label, .eqno";
  const BLOCK = "p, li, dt, dd, td, th, pre, figcaption, caption, blockquote, section, div, h2, h3, h4, h5, h6";
  const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u30FC]+/gu;

  // Titles in the index are HTML on some versions of Sphinx, and formulas are in them twice.
  function plain(title) {
    if (!/[<&]/.test(title)) return title;
    const parsed = new DOMParser().parseFromString(title, "text/html");
    parsed.querySelectorAll("annotation").forEach((each) => each.remove());
    return parsed.body.textContent.trim() || title;
  }

  // Patterns for the words of a query: whole words or their beginnings first, and if there are none, parts of words.
  function patterns(query, terms) {
    const runs = query.match(CJK) || [];
    const others = [...terms].filter((term) => !term.match(CJK));
    const joined = (words) => [...new Set(words)].sort((a, b) => b.length - a.length).map(escaped).join("|");
    const whole = [...runs, ...[...terms].filter((term) => term.match(CJK))];
    const start = others.length ? `(?<![\\p{L}\\p{N}_])(?:${joined(others)})[\\p{L}\\p{N}_]*` : "";
    const strict = [start, joined(whole)].filter(Boolean).join("|");
    const loose = joined([...others.filter((word) => word.length > 2), ...whole]);
    return [strict, loose].filter(Boolean).map((source) => new RegExp(source, "giu"));
  }

  // A single character of Chinese, Japanese or Korean is in many pairs of characters.
  function unite(terms) {
    const index = Search._index;
    for (const term of terms) {
      if ([...term].length > 1 || !term.match(CJK)) continue;
      for (const words of [index.terms, index.titleterms]) {
        const files = Object.keys(words).filter((word) => word.includes(term)).flatMap((word) => words[word]);
        if (files.length) words[term] = [...new Set(files)];
      }
    }
  }

  // Returns the pages found, the best first.
  function find(query) {
    const index = Search._index;
    const asked = Search._parseQuery(query);
    unite(asked[1]);
    const words = [...asked[1], ...asked[3]];
    const pages = new Map();
    for (const [docname, title, anchor, descr, score, , kind] of Search._performSearch(...asked).reverse()) {
      const at = index.docnames.indexOf(docname);
      if (!pages.has(docname)) pages.set(docname, { docname, at, title: plain(index.titles[at]), facts: (index.notes || [])[at], scores: {}, sections: new Map(), words });
      const page = pages.get(docname);
      page.scores[kind] = Math.max(page.scores[kind] || 0, score);
      if (anchor) page.sections.set(anchor, plain(kind === "object" ? `${title} (${descr.split(", in ")[0]})` : title.startsWith(index.titles[at] + " > ") ? title.slice(index.titles[at].length + 3) : title));
    }
    const named = patterns(query, words)[0];
    if (pages.size && named) for (const [title, places] of Object.entries(index.alltitles)) {
      if (title.search(named) < 0) continue;
      for (const [at, id] of places) {
        const page = pages.get(index.docnames[at]);
        if (!page) continue;
        // A word in a heading counts more than one in the text.
        page.scores.heading = Math.max(page.scores.heading || 0, id ? 2 : 4);
        if (id) page.sections.set("#" + id, plain(title));
      }
    }
    const total = (page) => Object.values(page.scores).reduce((sum, each) => sum + each, 0);
    const date = (page) => (page.facts && page.facts[0]) || "";
    const order = (a, b) => total(b) - total(a) || (date(a) < date(b) ? 1 : date(a) > date(b) ? -1 : 0) || a.title.localeCompare(b.title);
    return [...pages.values()].sort(order);
  }

  function addressOf(docname) {
    const root = document.documentElement.dataset.content_root;
    if (DOCUMENTATION_OPTIONS.BUILDER !== "dirhtml") return root + docname + DOCUMENTATION_OPTIONS.FILE_SUFFIX;
    return root + (docname === "index" ? "" : docname.replace(/\/index$/, "") + "/");
  }

  // The words around the place where most of the words asked for stand together, and the section they are in.
  function excerpt(html, patterns) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const main = parsed.querySelector('[role="main"]');
    if (!main) return null;
    main.querySelectorAll(APART).forEach((each) => each.remove());
    const walker = parsed.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const places = [];
    let text = "", block = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const within = node.parentElement.closest(BLOCK);
      // Headings are shown as sections, and would run into the text here.
      if (within && /^H\d$/.test(within.tagName)) continue;
      let words = node.data.replace(/\s+/g, " ");
      if (within !== block || text.endsWith(" ")) words = words.trimStart();
      if (!words) { if (node.data && text && !text.endsWith(" ")) text += " "; continue; }
      if (within !== block && text && !text.endsWith(" ")) text += " ";
      block = within;
      places.push([text.length, node.parentElement]);
      text += words;
    }
    const at = place(text, patterns);
    return { text: around(text, Math.max(at, 0)), section: at < 0 ? null : places.findLast(([from]) => from <= at)[1].closest("section[id]") };
  }

  function result(page, query) {
    const address = addressOf(page.docname), sought = patterns(query, page.words);
    const { title, facts, sections } = page;
    const result = item({ address, title, facts, sections, patterns: sought });
    result.read = async () => {
      try {
        const found = excerpt(await (await fetch(address)).text(), sought);
        if (!found) return;
        const heading = found.section && found.section.querySelector(":scope > :is(h2, h3, h4, h5, h6)");
        result.fill(found.text, heading && "#" + found.section.id, heading && heading.textContent);
      } catch (error) { /* Pages opened from disk can't be read: title, date, badges and sections have to do. */ }
    };
    return result;
  }

  // Read only the pages whose results come into view.
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      target.read();
    }
  }, { rootMargin: "300px" });

  Search.query = function (query) {
    Search.stopPulse();
    const pages = find(query);
    const words = query.split(/\s+/).filter(Boolean);
    if (!pages.length) return nothing(query, words.length < 2 ? [] : words.map((word) => [word, find(word).length]));
    list.replaceChildren(...pages.map((page) => result(page, query)));
    for (const each of list.children) seen.observe(each);
    tell("found", { words: query, count: pages.length });
  };
})();
