/** Which of the threads, that the documented bugs come from, a bug belongs to: how the picker groups and pictures them. Knows no VS Code. */
import type { Scenario } from '../../simulator/index.ts';

export interface Thread {
  readonly title: string;
  /** `media/pictures/<picture>.svg` */
  readonly picture: string;
}
/** By the last line of the collection that each of them takes. */
const threads: readonly (Thread & { readonly last: number })[] = [
  { last: 16, title: 'Coherent memory and pools', picture: 'pool' },
  { last: 28, title: 'Network cards: map or copy', picture: 'network' },
  { last: 38, title: 'NVMe: lists of pages', picture: 'disk' },
  { last: 71, title: 'An FPGA on PCIe, and CMA', picture: 'board' },
  { last: 89, title: 'A display on SPI', picture: 'display' },
  { last: 113, title: 'Memory over a file', picture: 'file' },
  { last: 173, title: 'realloc: moving pages or copying bytes', picture: 'move' },
  { last: 180, title: 'What a dma_handle is', picture: 'handle' },
];
const further: Thread = { title: 'More bugs of drivers', picture: 'bug' };

export function threadOf({ source }: Pick<Scenario, 'source'>): Thread {
  const lines = /threads\.txt lines? ([\d ,\-and]+)/.exec(source)?.[1];
  const last = lines === undefined ? NaN : Number(/(\d+)\D*$/.exec(lines)?.[1]);
  return threads.find((each) => last <= each.last) ?? further;
}

/** Grouped by thread, in the order of the threads; each group in the order given. */
export function byThread(scenarios: readonly Scenario[]): readonly (readonly [Thread, readonly Scenario[]])[] {
  return [...threads, further].flatMap((thread) => {
    const own = scenarios.filter((scenario) => threadOf(scenario).title === thread.title);
    return own.length === 0 ? [] : [[thread, own] as const];
  });
}
