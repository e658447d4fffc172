/** Work in short slices of wall time, whatever a statement costs: one may add two numbers, another fill a page or move a picture. */

/** Does some of the work each time; what it gives ends it. */
export type Work<Outcome> = (statements: number, isOver: () => boolean) => Outcome | null;

/** Wall time in ms between two looks at the clock. */
const look = 1;
/** Statements until it is known what they cost here. */
const first = 8;

/** A function that works for about so many ms; null: there is more to do. `most`: statements between two looks at the clock. */
export function pacedWork<Outcome>(work: Work<Outcome>, most: number): (time: number) => Outcome | null {
  let portion = Math.min(most, first);
  return (time) => {
    let now = performance.now();
    const end = now + time;
    const isOver = (): boolean => performance.now() >= end;
    while (now < end) {
      const outcome = work(portion, isOver);
      if (outcome !== null) return outcome;
      const took = performance.now() - now;
      now += took;
      if (took > 2 * look) portion = Math.max(1, Math.floor((portion * look) / took));
      else if (took < look / 2) portion = Math.min(most, portion * 2);
    }
    return null;
  };
}
