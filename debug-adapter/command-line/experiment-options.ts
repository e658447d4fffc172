/** From the words behind `experiment` to what they ask for. */
import { RequestError } from '../request-error.ts';

export interface ExperimentWords {
  /** null: the list of them. */
  readonly id: string | null;
  readonly format: 'text' | 'json' | 'csv';
  /** A file that gets the charts. */
  readonly svg: string | null;
  /** Sizes beyond this one are left out: `64K`, or a count. */
  readonly most: string | null;
  /** ns, instead of the table's. */
  readonly costs: Readonly<Record<string, number>>;
}

/** Throws `RequestError` that says which word is wrong. */
export function readExperiment(words: readonly string[]): ExperimentWords {
  const left = [...words];
  const costs: Record<string, number> = {};
  let read: ExperimentWords = { id: null, format: 'text', svg: null, most: null, costs };
  while (left.length > 0) {
    const word = left.shift()!;
    if (word === '--json' || word === '--csv') read = { ...read, format: word === '--json' ? 'json' : 'csv' };
    else if (word === '--svg') read = { ...read, svg: argument(word, left) };
    else if (word === '--most') read = { ...read, most: argument(word, left) };
    else if (word === '--cost') addCost(costs, argument(word, left));
    else if (word.startsWith('-')) wrong(`experiment has no option '${word}'`);
    else if (read.id !== null) wrong(`experiment runs one: '${word}' is one too many`);
    else read = { ...read, id: word };
  }
  const asksMore = read.svg !== null || read.most !== null || read.format !== 'text' || Object.keys(costs).length > 0;
  if (read.id === null && asksMore) wrong('experiment needs an ID: without a word behind it, it lists them');
  return read;
}

function addCost(costs: Record<string, number>, text: string): void {
  const [, name, value] = /^(\w+)=(\d{1,9}(?:\.\d+)?)$/.exec(text) ?? wrong(`--cost takes NAME=NS, not '${text}'`);
  costs[name!] = Number(value);
}

function argument(option: string, rest: string[]): string {
  return rest.shift() ?? wrong(`'${option}' needs an argument`);
}

function wrong(message: string): never {
  throw new RequestError('badArguments', message);
}
