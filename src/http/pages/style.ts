/** The style of every page: one column, in the colours that the browser prefers, with a contrast of at least 4.5. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f3f4f6; --card: #fff; --text: #1b1f24; --soft: #57606a; --line: #c9d1d9; --field: #fff;
  --accent: #0b57b0; --on-accent: #fff; --alert: #a40e26; --alert-ground: #ffebe9; }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --card: #161b22; --text: #e6edf3; --soft: #9aa4af; --line: #3d444d;
  --field: #0d1117; --accent: #79b8ff; --on-accent: #06192f; --alert: #ffaba8; --alert-ground: #3c1618; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; min-height: 100vh; display: grid; place-items: center; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { width: 100%; max-width: 26rem; padding: 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem .75rem; margin: 0 0 1.25rem; }
dt, .soft { color: var(--soft); }
dd { margin: 0; }
ul { margin: 0 0 1.25rem; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: .5rem; }
li { padding: .625rem .875rem; }
li + li { border-top: 1px solid var(--line); }
.powerful { display: table; margin-bottom: .25rem; padding: 0 .5rem; border-radius: .25rem; background: var(--alert-ground); color: var(--alert); }
li code { display: block; color: var(--soft); font-size: .875rem; }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input { width: 100%; min-height: 2.75rem; margin-bottom: 1rem; padding: .5rem .75rem; border: 1px solid var(--soft); border-radius: .5rem;
  background: var(--field); color: inherit; font: inherit; }
.code { font: 600 1.5rem/1.5 ui-monospace, monospace; letter-spacing: .1em; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; }
button { flex: 1 1 8rem; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--accent); border-radius: .5rem;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
button.second { background: transparent; color: var(--accent); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h1, dd { overflow: hidden; }
main > :last-child { margin-bottom: 0; }
.alert { padding: .625rem .875rem; border-left: 4px solid var(--alert); border-radius: .25rem; background: var(--alert-ground); color: var(--alert); }
`;
