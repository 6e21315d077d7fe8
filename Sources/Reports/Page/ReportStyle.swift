/// The look of a report: system fonts, light and dark as the reader's machine prefers, one column on a phone.
enum ReportStyle {
  static let css: HTML = """
    :root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1c1d1f;--soft:#63666b;--rule:#e4e1da;--tint:#e6eefb;\
    --accent:#2458b8;--good:#0b7a5c;--goodtint:#e3f3ed;--bad:#b04a1c;--badtint:#fbeadf;--c0:#2458b8;--c1:#c2571a;--c2:#0b7a5c;\
    --c3:#a23a8a;--c4:#8a6d00;--c5:#3a8fb7;--c6:#7a5bd0;--c7:#6b6f76}
    @media (prefers-color-scheme:dark){:root{--paper:#15171a;--card:#1d2024;--ink:#e9e8e4;--soft:#a0a4ab;--rule:#33373d;\
    --tint:#22344f;--accent:#8ab4f8;--good:#5fcfa8;--goodtint:#173229;--bad:#f2a37a;--badtint:#3a261b;--c0:#8ab4f8;--c1:#f2a05f;\
    --c2:#5fcfa8;--c3:#e48fd0;--c4:#d9bf5c;--c5:#7fcbe8;--c6:#b7a3f5;--c7:#a0a4ab}}
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,\
    "Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;font-variant-numeric:tabular-nums}
    main,header,footer{max-width:1120px;margin:0 auto;padding:0 24px}
    header{padding-top:56px}
    .over{margin:0;color:var(--soft);font-size:14px;letter-spacing:.02em}
    h1{margin:4px 0 8px;font-size:34px;line-height:1.2;font-weight:650;letter-spacing:-.015em;overflow-wrap:anywhere}
    h2{margin:64px 0 6px;font-size:22px;line-height:1.3;font-weight:650;letter-spacing:-.01em}
    h3{margin:32px 0 12px;font-size:16px;font-weight:600}
    .lead{margin:0;max-width:68ch;color:var(--soft)}
    .note{margin:12px 0 0;max-width:78ch;color:var(--soft);font-size:14px}
    .figures{display:flex;flex-wrap:wrap;gap:1px;margin:32px 0 0;padding:0;\
    background:var(--rule);border:1px solid var(--rule);border-radius:12px;overflow:hidden}
    .figures div{flex:1 1 148px;background:var(--card);padding:16px 18px}
    .figures dt{color:var(--soft);font-size:13px;line-height:1.35}
    .figures dd{margin:0}
    .figures .value{font-size:25px;white-space:nowrap;line-height:1.35;font-weight:600;letter-spacing:-.01em}
    .figures .more{color:var(--soft);font-size:13px;line-height:1.35}
    .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:24px;margin-top:20px}
    .chart{margin:0;padding:16px 20px 14px;background:var(--card);border:1px solid var(--rule);border-radius:12px;min-width:0}
    figcaption{font-weight:600;font-size:15px}
    .unit{color:var(--soft);font-weight:400}
    .plot{padding:34px 12px 42px 46px}
    .plot>svg{display:block;width:100%;height:200px;overflow:visible}
    svg text{fill:var(--soft);font-size:12px}
    text.x{text-anchor:middle}text.y,text.name{text-anchor:end}
    .grid{stroke:var(--rule)}.axis,.tick{stroke:var(--soft)}
    .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round;vector-effect:non-scaling-stroke}
    .line.dashed{stroke-dasharray:5 5}.line.faint{stroke-width:1;opacity:.35}
    .c0{stroke:var(--c0)}.c1{stroke:var(--c1)}.c2{stroke:var(--c2)}.c3{stroke:var(--c3)}.c4{stroke:var(--c4)}\
    .c5{stroke:var(--c5)}.c6{stroke:var(--c6)}.c7{stroke:var(--c7)}
    circle{fill:var(--card);stroke-width:2}
    .legend{display:flex;flex-wrap:wrap;gap:2px 18px;margin:0;padding:0;list-style:none;font-size:13px;color:var(--soft)}
    .legend svg{margin-right:6px}.legend b{color:var(--ink);font-weight:600}
    .empty{margin:24px 0;color:var(--soft)}
    .scroll{overflow-x:auto;margin-top:20px;background:var(--card);border:1px solid var(--rule);border-radius:12px}
    table{border-collapse:collapse;width:100%;font-size:15px}
    th,td{padding:9px 11px;text-align:right;white-space:nowrap;border-top:1px solid var(--rule);vertical-align:top}
    .dense{font-size:14px}.dense th,.dense td{padding:7px}
    thead th{border-top:0;color:var(--soft);font-weight:500;font-size:13px;vertical-align:bottom}
    thead tr+tr th{padding-top:0}thead .group{text-align:left;color:var(--ink);padding-bottom:4px}
    th.name,td.name{text-align:left}tbody th{font-weight:600}
    .edge{border-left:1px solid var(--rule)}.mean th,.mean td{background-color:var(--paper);font-style:italic}
    td small,th small{display:block;color:var(--soft);font-size:12px;font-weight:400;line-height:1.3}
    .warning{margin:20px 0 0;padding:12px 16px;background:var(--badtint);border-radius:12px}
    .bar{background:linear-gradient(90deg,var(--tint) var(--share),transparent 0)}
    th button{all:unset;cursor:pointer}th button:hover,th[aria-sort] button{color:var(--ink);text-decoration:underline}
    th button:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,480px),1fr));gap:20px;margin-top:20px}
    .card{min-width:0;padding:16px 18px 18px;background:var(--card);border:1px solid var(--rule);border-radius:12px}
    .ask{display:flex;justify-content:space-between;align-items:baseline;gap:12px}
    .ask p{margin:0;font-size:18px;line-height:1.4;font-weight:600;overflow-wrap:anywhere}
    .ask small{font-size:12px;font-weight:400;color:var(--soft);white-space:nowrap}
    .verdict{flex:none;padding:1px 10px;border-radius:99px;font-size:13px;white-space:nowrap;background:var(--badtint);\
    color:var(--bad)}
    .verdict.hit{background:var(--goodtint);color:var(--good)}
    .page{display:block;max-width:100%;height:auto;margin:10px 0 14px;image-rendering:pixelated;border-radius:3px}
    .found{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:10px;margin:0;padding:0;list-style:none}
    .found.six{grid-template-columns:repeat(5,minmax(0,1fr)) 10px minmax(0,1fr)}
    .found li{min-width:0;font-size:12px;line-height:1.35;color:var(--soft);text-align:center}
    .found .frame{display:block;padding:5px;border:1px solid var(--rule);border-radius:8px;background:#fff}
    .found img{display:block;width:100%;height:auto;aspect-ratio:1;object-fit:contain}
    .found .right .frame{border-color:var(--good);box-shadow:0 0 0 2px var(--good)}
    .found .wanted .frame{border:2px dashed var(--bad);padding:4px}
    .found .label{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;margin-top:4px;\
    overflow-wrap:anywhere}
    .found .score{display:block;margin-top:5px}.found .right .score{color:var(--good);font-weight:600}
    .found .wanted .score{color:var(--bad)}
    .lost{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:20px;margin-top:20px}
    .lost p{margin:0}.lost .value{font-size:22px;font-weight:600}.lost .value small{font-size:14px;font-weight:400;color:var(--soft)}
    .lost ul{margin:8px 0 0;padding-left:18px;font-size:14px;color:var(--soft);overflow-wrap:anywhere}
    .facts{display:grid;grid-template-columns:max-content 1fr;gap:6px 24px;margin:20px 0 0;font-size:15px}
    .facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
    details{margin-top:28px}summary{cursor:pointer;font-weight:600}
    pre{overflow-x:auto;margin:14px 0 0;padding:18px;background:var(--card);border:1px solid var(--rule);border-radius:12px;\
    font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Noto Sans Mono",monospace}
    footer{margin-top:72px;padding-bottom:48px;color:var(--soft);font-size:13px}
    @media (max-width:640px){main,header,footer{padding-left:16px;padding-right:16px}header{padding-top:32px}h1{font-size:27px}\
    h2{margin-top:48px}.facts{grid-template-columns:1fr;gap:0}.facts dd{margin-bottom:10px}\
    .found,.found.six{grid-template-columns:repeat(3,minmax(0,1fr))}.found .gap{display:none}.plot{padding-left:40px;\
    padding-right:4px}.chart{padding-left:14px;padding-right:14px}}
    @media print{body{background:#fff}.card,.chart{break-inside:avoid}}
    """

  /// Sorts the recall table by a column; without it the table stays as it was measured.
  static let sortScript: HTML = """
    document.querySelectorAll("table.sortable th button").forEach(function(button){button.addEventListener("click",function(){\
    var head=button.closest("th"),body=head.closest("table").tBodies[0],place=+button.dataset.column,\
    down=head.getAttribute("aria-sort")!=="descending";\
    head.closest("thead").querySelectorAll("th").forEach(function(other){other.removeAttribute("aria-sort")});\
    head.setAttribute("aria-sort",down?"descending":"ascending");\
    Array.from(body.rows).sort(function(a,b){var x=a.cells[place].dataset.value,y=b.cells[place].dataset.value,\
    order=isNaN(x)||isNaN(y)?x.localeCompare(y):x-y;return down?-order:order}).forEach(function(row){body.append(row)})})});
    """
}
