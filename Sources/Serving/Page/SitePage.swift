/// The site's page: plain markup, its own style and script, nothing from elsewhere.
enum SitePage {
  static let html = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Search images · Clippo</title>
    <link rel="stylesheet" href="/search.css">
    <script src="/search.js" defer></script>
    </head>
    <body>
    <header>
    <h1>Search images</h1>
    <form id="ask" role="search">
    <label class="wide">Looks like <input id="q" name="q" type="search" dir="auto" maxlength="600" autocomplete="off" autofocus></label>
    <label class="wide">but not like <input id="minus" name="minus" type="text" dir="auto" maxlength="600" autocomplete="off"></label>
    <label>Language <input id="lang" name="lang" type="text" maxlength="35" size="6" autocomplete="off" placeholder="as the model"></label>
    <label>Images <input id="top" name="top" type="number" min="1" max="200" value="20"></label>
    <label>Image <input id="image" type="file" accept="image/jpeg,image/png,image/webp"></label>
    <label>Weight of texts beside it <input id="weight" name="weight" type="number" min="0.01" max="100" step="any" placeholder="1"></label>
    <button type="submit">Search</button>
    </form>
    <p id="state" role="status" aria-live="polite"></p>
    </header>
    <main><ol id="hits"></ol></main>
    <noscript>This page needs its own script, which comes from this server alone.</noscript>
    </body>
    </html>

    """

  static let style = """
    :root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1c1d1f;--soft:#63666b;--rule:#e4e1da;--accent:#2458b8}
    @media (prefers-color-scheme:dark){:root{--paper:#15171a;--card:#1d2024;--ink:#e9e8e4;--soft:#a0a4ab;--rule:#33373d;--accent:#8ab4f8}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC",sans-serif}
    header,main{max-width:1120px;margin:0 auto;padding:0 24px}
    header{padding-top:40px}
    h1{margin:0 0 16px;font-size:28px;font-weight:650;letter-spacing:-.01em}
    form{display:flex;flex-wrap:wrap;gap:12px 16px;align-items:end}
    label{display:block;font-size:13px;color:var(--soft)}
    label.wide{flex:1 1 320px}
    input,button{display:block;width:100%;margin-top:4px;padding:9px 11px;font:inherit;color:var(--ink);background:var(--card);\
    border:1px solid var(--rule);border-radius:9px}
    input[type=number]{width:90px}
    button{width:auto;padding:9px 22px;color:var(--card);background:var(--accent);border-color:var(--accent);cursor:pointer}
    :focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    #state{min-height:24px;margin:16px 0;color:var(--soft)}
    #hits{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,190px),1fr));gap:16px;margin:0 0 64px;padding:0;list-style:none}
    #hits li{min-width:0;padding:10px;background:var(--card);border:1px solid var(--rule);border-radius:12px;font-size:13px}
    #hits img{display:block;width:100%;aspect-ratio:1;object-fit:contain;background:#fff;border-radius:7px}
    #hits p{margin:8px 0 0;overflow-wrap:anywhere}
    #hits .more{color:var(--soft)}
    @media (max-width:640px){header,main{padding:0 16px}header{padding-top:24px}#hits{grid-template-columns:repeat(2,minmax(0,1fr));gap:10px}}

    """

  /// Texts from outside are put into the page as text only.
  static let script = """
    "use strict";
    const field = (name) => document.getElementById(name);
    const say = (text) => { field("state").textContent = text; };
    let asked = 0;

    // A weight says something of texts beside an image alone.
    function words(withImage) {
      const words = new URLSearchParams();
      for (const name of ["q", "minus", "lang", "top"]) {
        const value = field(name).value.trim();
        if (value) words.append(name, value);
      }
      const weight = field("weight").value.trim();
      if (weight && withImage && (words.has("q") || words.has("minus"))) words.append("weight", weight);
      return words;
    }

    function paragraph(text, kind) {
      const line = document.createElement("p");
      line.dir = "auto";
      line.className = kind;
      line.textContent = text;
      return line;
    }

    function card(hit) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = "/image/" + hit.item;
      const image = document.createElement("img");
      image.src = "/thumb/" + hit.item;
      image.loading = "lazy";
      const captions = Object.values(hit.captions || {}).flat();
      image.alt = captions[0] || hit.id;
      link.append(image);
      item.append(link, paragraph(captions[0] || hit.id, "name"));
      item.append(paragraph(hit.rank + " · " + hit.score.toFixed(3), "more"));
      return item;
    }

    async function search(event) {
      if (event) event.preventDefault();
      const number = ++asked;
      const file = field("image").files[0];
      const query = words(Boolean(file));
      if (!query.has("q") && !file) return say("Say what to look for, or choose an image.");
      say("Searching …");
      history.replaceState(null, "", "/?" + query);
      try {
        const request = file ? { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" } } : {};
        const response = await fetch("/api/search?" + query, request);
        const answer = await response.json();
        if (number !== asked) return;
        if (!response.ok) return say(answer.error || "The server refused.");
        field("hits").replaceChildren(...answer.hits.map(card));
        const time = (1000 * answer.seconds).toFixed(0) + " ms";
        say(answer.hits.length + " images in " + time + (answer.lost ? "; " + answer.lost : ""));
      } catch (error) {
        say("The server does not answer.");
      }
    }

    field("ask").addEventListener("submit", search);
    const begun = new URLSearchParams(location.search);
    for (const name of ["q", "minus", "lang", "weight", "top"]) if (begun.has(name)) field(name).value = begun.get(name);
    if (begun.has("q")) search();
    else fetch("/api/info").then((response) => response.json()).then((info) => say(info.sentence || ""));

    """
}
