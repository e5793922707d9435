// what the components ask of a browser, and jsdom does not have because it shows nothing
window.matchMedia = (media) =>
  ({
    media,
    matches: false,
    addEventListener() {},
    removeEventListener() {},
    addListener() {},
    removeListener() {},
  }) as unknown as MediaQueryList;
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.IntersectionObserver = class {
  #see: () => void;
  constructor(see: (entries: object[]) => void) {
    this.#see = () => see([{ isIntersecting: true }]);
  }
  observe() {
    this.#see();
  }
  unobserve() {}
  disconnect() {}
} as unknown as typeof IntersectionObserver;
window.scrollTo = () => {};
Element.prototype.scrollIntoView = () => {};
document.head.innerHTML = '<base href="/">';
Object.defineProperty(document, 'fonts', { value: { addEventListener() {}, removeEventListener() {} } });
