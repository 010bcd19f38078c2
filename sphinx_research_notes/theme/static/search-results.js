// What a page of results consists of, whichever index it is from: search.js for Sphinx's, search-pagefind.js for Pagefind's.

const SearchResults = (function () {
  const list = document.querySelector("ol.search-results");
  const status = document.querySelector(".search-status");
  if (!list || !status) return null;
  const LONGEST = 220;

  function make(name, content, properties) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...(Array.isArray(content) ? content : [content]));
    return element;
  }

  // A sentence in the language of the site.
  const said = (sentence, values) => sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

  const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&");

  function marked(text, patterns) {
    for (const pattern of patterns) {
      const parts = [];
      let end = 0;
      for (const match of text.matchAll(pattern)) {
        parts.push(text.slice(end, match.index), make("mark", match[0]));
        end = match.index + match[0].length;
      }
      if (parts.length) return [...parts, text.slice(end)];
    }
    return [text];
  }

  // Where most of the words asked for stand together in a text; -1 if none is in it.
  function place(text, patterns) {
    for (const pattern of patterns) {
      const matches = [...text.matchAll(pattern)];
      let best = -1, most = 0;
      for (const match of matches) {
        const near = new Set(matches.filter((each) => each.index >= match.index && each.index < match.index + LONGEST / 2).map((each) => each[0].toLowerCase()));
        if (near.size > most) [best, most] = [match.index, near.size];
      }
      if (best >= 0) return best;
    }
    return -1;
  }

  // The words around a place in a text.
  function around(text, at) {
    let from = Math.max(0, at - 70), to = Math.min(text.length, from + LONGEST);
    const space = text.indexOf(" ", from);
    if (from && space >= 0 && space < at) from = space + 1;
    const last = text.lastIndexOf(" ", to);
    if (to < text.length && last > at + LONGEST / 3) to = last;
    return (from ? "… " : "") + text.slice(from, to).trim() + (to < text.length ? " …" : "");
  }

  function sectionItem(address, anchor, title, patterns) {
    return make("li", make("a", marked(title, patterns), { href: address + anchor }));
  }

  function meta(facts) {
    const line = make("div", make("span", list.dataset[facts ? "note" : "page"]), { className: "search-meta" });
    if (!facts) return line;
    const [iso, date, statuses] = facts;
    if (date) line.append(make("time", date, { dateTime: iso }));
    const badges = statuses.map((key) => document.querySelector(`template[data-status="${CSS.escape(key)}"]`)).filter(Boolean);
    const [first, ...others] = badges.map((each) => each.content.cloneNode(true).firstElementChild);
    if (!first) return line;
    // Each template has a list with one badge.
    first.append(...others.flatMap((each) => [...each.children].flatMap((badge) => [" ", badge])));
    line.append(first);
    return line;
  }

  // A result: `sections` are titles by anchor, `patterns` what is marked. An excerpt and its section are added by `fill`.
  function item({ address, title, facts, sections, patterns }) {
    const items = make("ul", [...sections].slice(0, 3).map(([anchor, title]) => sectionItem(address, anchor, title, patterns)), { className: "search-sections" });
    const text = make("p", "", { className: "search-excerpt" });
    const result = make("li", [make("a", marked(title, patterns), { href: address, className: "search-title" }), meta(facts), text, items]);
    result.fill = (excerpt, anchor, heading) => {
      text.replaceChildren(...marked(excerpt, patterns));
      if (anchor && items.children.length < 3 && !sections.has(anchor)) items.append(sectionItem(address, anchor, heading, patterns));
    };
    return result;
  }

  function tell(sentence, values) {
    document.querySelector(".search-hint").hidden = true;
    status.textContent = said(status.dataset[sentence], values);
  }

  // What to try: `counts` says how many results each word alone has.
  function nothing(query, counts) {
    tell("nothing", { words: query });
    const links = counts.filter(([, count]) => count).map(([word, count]) => make("span", [make("a", word, { href: "?q=" + encodeURIComponent(word) }), ` (${count}) `]));
    const fewer = document.querySelector(".search-fewer");
    fewer.replaceChildren(...links);
    fewer.closest("li").hidden = !links.length;
    document.querySelector(".search-nothing").hidden = false;
  }

  return { list, make, escaped, marked, place, around, item, tell, nothing };
})();
