const texts = {
  title: 'The console could not be loaded',
  text: 'The connection broke, or the gateway has been updated meanwhile. Nothing was changed.',
  retry: 'Try again',
};

/** Says that the console has not been loaded: without any of it. */
export function showUnloaded(): void {
  const made = <T extends keyof HTMLElementTagNameMap>(name: T, content: string) =>
    Object.assign(document.createElement(name), { textContent: content });
  const main = Object.assign(document.createElement('main'), { role: 'alert', className: 'instead' });
  const retry = Object.assign(made('button', texts.retry), { type: 'button', className: 'button', onclick: () => location.reload() });
  main.append(made('h1', texts.title), made('p', texts.text), retry);
  document.getElementById('root')?.replaceChildren(main);
}
