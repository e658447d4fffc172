/** Who sends the machine elsewhere from a view goes on there: with each stop VS Code goes to the source, and takes the focus along. */

/** VS Code is there this many ms after a stop, if it goes at all. */
const longest = 3_000;

export class KeptFocus {
  #element: HTMLElement | null = null;
  /** Runs while it is VS Code that takes the focus away; before the stop and long after it, it is the user. */
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly bringBack: () => void) {
    window.addEventListener('blur', () => {
      if (this.#timer === undefined) return this.#forget();
      clearTimeout(this.#timer);
      this.#timer = undefined;
      if (this.#element) this.bringBack();
    });
    window.addEventListener('focus', () => this.#return());
  }

  /** To be called when the machine is sent elsewhere, with what has the focus. */
  keep(element: Element | null): void {
    this.#forget();
    if (element instanceof HTMLElement && document.hasFocus()) this.#element = element;
  }

  /** The machine stands there. */
  stopped(): void {
    if (!this.#element) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#forget(), longest);
    this.#return();
  }

  /** Also a button that was out of use on the way has lost it. */
  #return(): void {
    if (document.hasFocus()) this.#element?.focus({ preventScroll: true });
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#element = null;
  }
}
