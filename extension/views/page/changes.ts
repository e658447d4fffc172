/** What a page that is made anew needs to mark what its predecessor marked. */
export interface ShownValues {
  readonly before: readonly (readonly [name: string, value: string])[];
  readonly now: readonly (readonly [name: string, value: string])[];
}

/** More are not kept when the page goes. */
const mostKept = 2_000;

/** What differs from what was shown at the stop before: values by name, remembered from stop to stop. */
export class Changes {
  #before: ReadonlyMap<string, string> | null = null;
  #now = new Map<string, string>();
  /** Two names of one animation, in turn: so that it begins again where something changes twice. */
  #turn = 0;
  #muted = false;
  #othersShown = false;

  /** To be called when what is shown next belongs to another stop. */
  nextStop(): void {
    if (this.#now.size > 0) this.#before = this.#now;
    this.#now = new Map();
    this.#othersShown = false;
    this.#turn = 1 - this.#turn;
  }

  /** The user has chosen to see something else: what appears now is not new in the machine. */
  othersShown(): void {
    this.#othersShown = true;
  }

  /** Before anything is shown: what was shown last. */
  recall(values: ShownValues['now']): void {
    this.#now = new Map(values);
  }

  shown(): ShownValues {
    const kept = (values: ReadonlyMap<string, string> | null): ShownValues['now'] =>
      values && values.size <= mostKept ? [...values] : [];
    return { before: kept(this.#before), now: kept(this.#now) };
  }

  /** What `work` shows was not shown at the stop before: it is remembered, and nothing is said of it. */
  unseen<Result>(work: () => Result): Result {
    const before = this.#muted;
    this.#muted = true;
    try {
      return work();
    } finally {
      this.#muted = before;
    }
  }

  /** The class for an element that shows this value; empty where it is what it was, or nothing is known. */
  mark(name: string, value: string | number): string {
    const text = String(value);
    this.#now.set(name, text);
    const before = this.#before?.get(name);
    const isNews = before === undefined ? !this.#othersShown : before !== text;
    return !this.#muted && this.#before && isNews ? `changed-${this.#turn}` : '';
  }
}
