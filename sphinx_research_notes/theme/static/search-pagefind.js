// Shows what Pagefind finds: each page once, the best first, narrowed by year, tag, status and author. build/search_texts.py
// says how the texts in its index are divided, and build/pagefind_index.py what else there is.

(function () {
  if (!SearchResults) return;
  const { list, make, escaped, place, around, item, tell, nothing } = SearchResults;
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const script = new URL(document.currentScript.dataset.index, location.href);
  const facets = document.querySelector(".search-facets");
  const run = new RegExp(`[${document.currentScript.dataset.cjk}]+`, "gu");
  const HEADING = "\ue000", HEADING_END = "\ue001", FOUND = "\ue002";
  const BATCH = 8, MOST_MARKED = 60, MOST_READ = 60;

  async function loaded() {
    // Without the permission of a policy, this throws before anything is fetched.
    new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    const pagefind = await import(script);
    // Its worker would be as large as the script itself, and a search takes a few milliseconds.
    await pagefind.options({ noWorker: true });
    await pagefind.init();
    return pagefind;
  }

  // The values of each facet, and which of them each page has; null if that can't be read, which only costs the facets.
  async function loadedFacets() {
    try {
      const answer = await fetch(new URL("notes.pf_facets", script), { cache: "no-cache" });
      if (!answer.ok) return null;
      const { values, ids, pages, common } = await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).json();
      const columns = pages.map((column) => column.split(";").map((each) => each.split(",").filter(Boolean).map(Number)));
      return { values, common, pages: new Map(ids.split(",").map((id, at) => [id, columns.map((column) => column[at])])) };
    } catch (error) {
      return null;
    }
  }

  // The words of a query as they are in the index, Chinese, Japanese and Korean in pairs of characters.
  function terms(query) {
    const words = query.replace(run, " ").split(/\s+/).filter((word) => /[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(word));
    for (const found of query.match(run) || []) {
      const characters = [...found];
      if (characters.length === 1) words.push(found);
      for (let i = 1; i < characters.length; i += 1) words.push(characters[i - 1] + characters[i]);
    }
    return [...new Set(words)];
  }

  const plain = (word) => word.normalize("NFD").replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();

  // If no word begins with the one asked for, Pagefind finds the longest that this one begins with, down to a single letter.
  function isFound(term, words) {
    const asked = plain(term), enough = 0.6 * asked.length;
    const isShort = (word) => word && word !== asked && asked.startsWith(word) && word.length < enough;
    return !asked || !words.length || words.some((word) => {
      const parts = [plain(word), ...word.split(/[^\p{L}\p{N}]+/u).map(plain)];
      return !parts.some(isShort) || parts.some((part) => part.slice(0, Math.ceil(enough)) === asked.slice(0, Math.ceil(enough)));
    });
  }

  // Phrases with words that are not indexed everywhere: the pages with its other words, if the phrase is in their texts.
  async function findPhrase(pagefind, query, rare) {
    const { results } = await pagefind.search(rare.join(" "));
    const inOne = (text) => text.replace(/[\s\ue000-\ue002]+/gu, " ").toLowerCase();
    const phrase = inOne(query.replace(/"/g, "").trim());
    const has = async (each) => inOne((await loadedPage(each)).content).includes(phrase);
    const best = results.slice(0, MOST_READ), found = await Promise.all(best.map(has));
    return best.filter((_, at) => found[at]);
  }

  async function find(pagefind, query, common = []) {
    const isPhrase = /^\s*".+"\s*$/.test(query) && !query.match(run);
    const words = isPhrase ? terms(query.replace(/"/g, "")) : [], rare = words.filter((word) => !common.includes(word.toLowerCase()));
    if (rare.length && rare.length < words.length) return findPhrase(pagefind, query, rare);
    const asked = isPhrase ? [query] : terms(query);
    if (!asked.length) return [];
    // It leaves out words that it doesn't know at all; here, a page has to have all of them.
    let results = [];
    for (const term of asked) {
      results = (await pagefind.search(term)).results;
      if (!results.length) return [];
      const [first] = results, words = (await first.data()).content.split(/\s+/);
      if (!isPhrase && !isFound(term, first.words.map((at) => words[at] || ""))) return [];
    }
    return asked.length === 1 ? results : (await pagefind.search(asked.join(" "))).results;
  }

  // The content of a page. Words that are too common to be indexed everywhere are in characters for private use: build/common_words.py.
  async function loadedPage(found) {
    const data = await found.data();
    const back = (character) => String.fromCodePoint(character.codePointAt(0) - 0x100000);
    return { ...data, content: data.content.replace(/[\u{100000}-\u{10ffff}]/gu, back) };
  }

  // The text of a page and its sections, from its part of the index.
  function parsed(data) {
    let text = "";
    const sections = [];
    data.content.split(FOUND)[0].split(HEADING).slice(1).forEach((part, number) => {
      const [title, body = ""] = part.split(HEADING_END);
      sections.push({ from: text.length, title: title.trim(), anchor: number ? "#" + data.anchors[number - 1].id : "" });
      if (body.trim()) text += body.trim() + " ";
    });
    return { text: text.trim(), sections };
  }

  // Patterns for the words that were found, as they stand in the text.
  function patterns(query, data, words) {
    const all = data.content.split(/\s+/), end = all.indexOf(FOUND);
    const shown = words.filter((at) => end < 0 || at < end).map((at) => (all[at] || "").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""));
    const whole = [...new Set(shown)].filter((word) => word && !word.match(run)).slice(0, MOST_MARKED);
    const joined = (words) => [...words].sort((a, b) => b.length - a.length).map(escaped).join("|");
    const runs = query.match(run) || [];
    const strict = [whole.length ? `(?<![\\p{L}\\p{N}_])(?:${joined(whole)})(?![\\p{L}\\p{N}_])` : "", joined(runs)].filter(Boolean).join("|");
    return [strict, joined(terms(runs.join(" ")))].filter(Boolean).map((source) => new RegExp(source, "giu"));
  }

  async function result(found, query) {
    const data = await loadedPage(found);
    const sought = patterns(query, data, found.words);
    const { text, sections } = parsed(data);
    const address = new URL(data.raw_url, root), known = address.searchParams;
    const facts = known.has("note") ? [known.get("date") || "", known.get("shown") || "", (known.get("status") || "").split(" ").filter(Boolean)] : null;
    const named = sections.filter(({ anchor, title }) => anchor && sought.some((pattern) => title.search(pattern) >= 0));
    const at = place(text, sought);
    const within = sections.findLast(({ from }) => from <= Math.max(at, 0));
    const lang = known.get("lang");
    address.search = "";
    const element = item({ address: address.href, title: data.meta.title, facts, sections: new Map(named.map(({ anchor, title }) => [anchor, title])), patterns: sought });
    element.fill(around(text, Math.max(at, 0)), at >= 0 && within && within.anchor, within && within.title);
    if (lang) for (const each of element.querySelectorAll(".search-title, .search-excerpt, .search-sections")) Object.assign(each, { lang, dir: "auto" });
    return element;
  }

  // Shows a few results, and more as soon as the last of them come into view.
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      target.more();
    }
  });
  let showing = 0;

  async function show(results, query, from = 0, number = ++showing) {
    const items = await Promise.all(results.slice(from, from + BATCH).map((each) => result(each, query)));
    // The reader has chosen something else by now.
    if (number !== showing) return;
    if (from) list.append(...items); else list.replaceChildren(...items);
    if (from + BATCH >= results.length) return;
    const last = items.at(-1);
    last.more = () => show(results, query, from + BATCH, number);
    seen.observe(last);
  }

  // The values that a result has of a facet.
  const valuesOf = ({ id }, { pages }, facet) => (pages.get(id.split("_").pop()) || [])[facet] || [];

  // Values of one facet add up, and facets restrict each other.
  function narrowed(results, known, chosen, without = -1) {
    const has = (result, facet) => !chosen[facet].size || valuesOf(result, known, facet).some((value) => chosen[facet].has(value));
    return results.filter((result) => chosen.every((_, facet) => facet === without || has(result, facet)));
  }

  function counted(results, known, facet) {
    const counts = new Map();
    for (const result of results) for (const value of valuesOf(result, known, facet)) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  }

  function offer(results, query, known) {
    const sets = [...facets.querySelectorAll("fieldset")];
    const names = sets.map((each) => each.name);
    const asked = new URLSearchParams(location.search);
    const chosen = names.map((name, facet) => new Set(asked.getAll(name).map((value) => known.values[facet].indexOf(value)).filter((value) => value >= 0)));

    function update() {
      const shown = narrowed(results, known, chosen);
      sets.forEach((set, facet) => {
        const counts = counted(narrowed(results, known, chosen, facet), known, facet);
        const total = narrowed(results, known, chosen, facet).length;
        // The latest year first, and of the others the most frequent.
        const values = [...new Set([...counts.keys(), ...chosen[facet]])].sort((a, b) => (facet ? (counts.get(b) || 0) - (counts.get(a) || 0) : 0) || a - b);
        const focused = set.contains(document.activeElement) ? document.activeElement.value : null;
        set.querySelector("div").replaceChildren(...values.map((value) => {
          const label = known.values[facet][value];
          const box = make("input", [], { type: "checkbox", name: names[facet], value: label, checked: chosen[facet].has(value) });
          box.addEventListener("change", () => choose(facet, value, box.checked));
          return make("label", [box, " ", make("bdi", label), " ", make("span", String(counts.get(value) || 0), { className: "count" })]);
        }));
        // What all results have narrows nothing.
        set.hidden = !chosen[facet].size && !values.some((value) => counts.get(value) < total);
        if (focused !== null) [...set.querySelectorAll("input")].find((each) => each.value === focused)?.focus();
      });
      facets.hidden = sets.every((set) => set.hidden);
      tell("found", { words: query, count: shown.length });
      return show(shown, query);
    }

    function choose(facet, value, isChosen) {
      if (isChosen) chosen[facet].add(value); else chosen[facet].delete(value);
      const address = new URL(location.href);
      names.forEach((name, facet) => {
        address.searchParams.delete(name);
        for (const value of chosen[facet]) address.searchParams.append(name, known.values[facet][value]);
      });
      history.replaceState(null, "", address);
      update();
    }

    facets.querySelector("[type=reset]").addEventListener("click", (event) => {
      event.preventDefault();
      chosen.forEach((each) => each.clear());
      choose(0, -1, false);
    });
    facets.open = matchMedia("(min-width: 78rem)").matches || chosen.some((each) => each.size);
    return update();
  }

  async function search(query) {
    document.querySelectorAll(".search-form input, .find input").forEach((each) => { each.value = query; });
    const [pagefind, known] = await Promise.all([loaded(), loadedFacets()]);
    const results = await find(pagefind, query, known ? known.common : []);
    if (!results.length) {
      const words = query.split(/[\s"]+/).filter(Boolean), counts = [];
      for (const word of words.length < 2 ? [] : words) counts.push([word, (await find(pagefind, word)).length]);
      nothing(query, counts);
    } else if (known) {
      await offer(results, query, known);
    } else {
      tell("found", { words: query, count: results.length });
      await show(results, query);
    }
  }

  const query = (new URLSearchParams(location.search).get("q") || "").trim();
  if (query) search(query).catch(() => {
    tell("failed", {});
    const help = document.querySelector(".search-nothing");
    help.querySelectorAll("li:not(.search-lists)").forEach((each) => { each.hidden = true; });
    help.hidden = false;
  });
})();
