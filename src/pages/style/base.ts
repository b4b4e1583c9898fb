/** Colours, type and what every page has. */
export const BASE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f8fa; --line: #d1d9e0; --text: #1f2328; --quiet: #59636e; --link: #0969da;
  --good: #1a7f37; --warn: #9a6700; --bad: #cf222e; --accent: #0969da;
  --button: #1f2328; --on-button: #ffffff; --field: #ffffff; --field-line: #818b98;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --raised: #151b23; --line: #3d444d; --text: #f0f6fc; --quiet: #9198a1; --link: #4493f8;
    --good: #3fb950; --warn: #d29922; --bad: #f85149; --accent: #4493f8;
    --button: #f0f6fc; --on-button: #0d1117; --field: #0d1117; --field-line: #656c76;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column;
  background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
}
main { flex: 1; width: 100%; max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
main:focus { outline: none; }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; text-wrap: balance; }
h1 { font-size: 1.75rem; margin: 0 0 0.75rem; letter-spacing: -0.01em; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 0.25rem; }
p, ul, ol, dl { margin: 0 0 0.75rem; }
p, li, dd { max-width: 75ch; }
ul, ol { padding-left: 1.25rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
main p a, main li a, main td a { overflow-wrap: anywhere; }
code, pre, kbd, textarea { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
code { background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: 0.05em 0.3em; font-size: 0.875em; overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 0.75rem; overflow-x: auto; font-size: 0.875rem; }
pre code { background: none; border: 0; padding: 0; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }

.skip { position: absolute; left: 0.5rem; top: -4rem; z-index: 1; padding: 0.5rem 0.75rem; background: var(--button); color: var(--on-button); border-radius: 6px; }
.skip:focus { top: 0.5rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet { color: var(--quiet); }
.lead { font-size: 1.125rem; }

header.site { background: var(--raised); border-bottom: 1px solid var(--line); }
header.site .inside {
  max-width: 72rem; margin: 0 auto; padding: 0.625rem 1rem;
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1rem;
}
header.site a { text-decoration: none; }
header.site a:hover { text-decoration: underline; }
.home { display: inline-flex; align-items: center; gap: 0.5rem; font-weight: 650; color: var(--text); padding: 0.25rem 0; }
.mark { flex: none; color: var(--good); }
.mark .tick { stroke: var(--ground); }
.trail ol { list-style: none; display: flex; flex-wrap: wrap; margin: 0; padding: 0; }
.trail li { overflow-wrap: anywhere; }
.trail li + li::before { content: "/"; color: var(--quiet); margin: 0 0.5rem; }
.trail a { display: inline-block; padding: 0.25rem 0; }
.trail [aria-current] { color: var(--text); font-weight: 600; }
.who { margin: 0 0 0 auto; display: flex; align-items: center; gap: 0.75rem; font-size: 0.875rem; color: var(--quiet); }
footer.site { border-top: 1px solid var(--line); padding: 1rem; text-align: center; font-size: 0.8125rem; color: var(--quiet); }

button, .button {
  display: inline-block; font: inherit; font-size: 0.875rem; font-weight: 600; line-height: 1.25rem; cursor: pointer;
  padding: 0.3125rem 0.75rem; border: 1px solid var(--field-line); border-radius: 6px;
  background: var(--raised); color: var(--text); text-decoration: none;
}
button:hover, .button:hover { border-color: var(--text); }
button.primary, .button.primary {
  background: var(--button); border-color: var(--button); color: var(--on-button); font-size: 1rem; padding: 0.5rem 1.125rem;
}
button.primary:hover, .button.primary:hover { opacity: 0.88; }
label { font-weight: 600; }
input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea {
  font-size: 0.9375rem; line-height: 1.4; max-width: 100%; padding: 0.375rem 0.625rem;
  border: 1px solid var(--field-line); border-radius: 6px; background: var(--field); color: var(--text);
}
input, select { font-family: inherit; }
textarea { width: 100%; min-height: 12rem; font-size: 0.875rem; resize: vertical; }
fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 0 0 0.75rem; padding: 0.5rem 0.75rem; }
legend { font-weight: 600; padding: 0 0.25rem; }

.wide { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); }
thead th { color: var(--quiet); font-size: 0.8125rem; font-weight: 600; }

.note { border-left: 4px solid var(--accent); background: var(--raised); border-radius: 0 6px 6px 0; padding: 0.75rem 1rem; margin: 0 0 1rem; }
.note > :first-child { margin-top: 0; }
.note > :last-child { margin-bottom: 0; }
.badge {
  --shade: var(--quiet);
  display: inline-block; border: 1px solid var(--shade); border-radius: 1em; padding: 0 0.625em;
  color: var(--shade); font-size: 0.8125rem; font-weight: 600; line-height: 1.5; white-space: nowrap;
}
.badge.allow { --shade: var(--good); }
.badge.review_required { --shade: var(--warn); }
.badge.indeterminate { --shade: var(--accent); }
.badge.block { --shade: var(--bad); }

.cards { list-style: none; padding: 0; display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); }
.card { position: relative; border: 1px solid var(--line); border-radius: 8px; padding: 1rem; background: var(--raised); }
.card:hover { border-color: var(--field-line); }
.card h2 { font-size: 1.125rem; margin: 0 0 0.125rem; }
.card p { margin: 0; font-size: 0.9375rem; }
.card h2 a::after { content: ""; position: absolute; inset: 0; border-radius: 8px; }
.card:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
.card a:focus-visible { outline: none; }
.welcome { padding: 1.5rem 0 0; }
.welcome h1 { font-size: clamp(1.75rem, 5vw, 2.5rem); max-width: 24ch; }
.welcome .lead { max-width: 60ch; margin-bottom: 1.25rem; }
.welcome .note h2 { font-size: 1.0625rem; margin: 0 0 0.25rem; }
.health { border-top: 1px solid var(--line); margin-top: 2.5rem; font-size: 0.9375rem; }
.health h2 { font-size: 1rem; margin-top: 1.25rem; }
@media (forced-colors: active) {
  .badge, .card, .note { border-color: CanvasText; }
}
@media (max-width: 30rem) {
  main { padding-top: 1.25rem; }
  h1 { font-size: 1.5rem; }
}
@media print {
  header.site form, .skip { display: none; }
}
`;
