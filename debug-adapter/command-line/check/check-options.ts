/** From the words behind `check` to what they ask for. */
import { RequestError } from '../../request-error.ts';

export interface CheckCommand {
  readonly kind: 'check';
  readonly paths: readonly string[];
  readonly format: 'text' | 'json' | 'sarif';
  /** Empty: all. */
  readonly rules: readonly string[];
  readonly without: readonly string[];
  readonly severity: 'error' | 'warning' | 'note';
  readonly defines: readonly string[];
  readonly includePath: readonly string[];
  readonly kernel: string | null;
  /** The rule whose explanation is wanted; empty: the list of all. */
  readonly explain: string | null;
}

type Draft = { -readonly [Key in keyof CheckCommand]: CheckCommand[Key] extends readonly string[] ? string[] : CheckCommand[Key] }; // prettier-ignore

/** Throws `RequestError` that says which word is wrong. */
export function readCheck(words: readonly string[]): CheckCommand {
  const draft: Draft = { kind: 'check', paths: [], format: 'text', rules: [], without: [], severity: 'note', defines: [], includePath: [], kernel: null, explain: null }; // prettier-ignore
  const left = [...words];
  while (left.length > 0) readWord(draft, left.shift()!, left);
  if (draft.paths.length === 0 && draft.explain === null)
    wrong('check needs C files: dma-debugger check FILE.c|FOLDER|GLOB|compile_commands.json…');
  return draft;
}

function readWord(draft: Draft, word: string, rest: string[]): void {
  const joined = /^-([DIU])(.+)$/.exec(word);
  if (word === '--json' || word === '--sarif')
    draft.format = readFormat(draft.format, word === '--json' ? 'json' : 'sarif');
  else if (word === '--rule') draft.rules.push(...argumentOf(word, rest).split(','));
  else if (word === '--no-rule') draft.without.push(...argumentOf(word, rest).split(','));
  else if (word === '--severity') draft.severity = readSeverity(argumentOf(word, rest));
  else if (word === '--kernel') draft.kernel = argumentOf(word, rest);
  else if (word === '--explain') draft.explain = rest.length > 0 && !rest[0]!.startsWith('-') ? rest.shift()! : '';
  else if (word === '-D') draft.defines.push(argumentOf(word, rest));
  else if (word === '-U') draft.defines.push(`-U${argumentOf(word, rest)}`);
  else if (word === '-I') draft.includePath.push(argumentOf(word, rest));
  else if (joined) (joined[1] === 'I' ? draft.includePath : draft.defines).push(joined[1] === 'U' ? word : joined[2]!);
  else if (word.startsWith('-')) wrong(`check has no option '${word}'`);
  else draft.paths.push(word);
}

function readFormat(before: CheckCommand['format'], asked: CheckCommand['format']): CheckCommand['format'] {
  return before === 'text' || before === asked
    ? asked
    : wrong('--json and --sarif are two ways to write the findings: only one can be');
}

function readSeverity(word: string): CheckCommand['severity'] {
  if (word === 'error' || word === 'warning' || word === 'note') return word;
  return wrong(`--severity is error, warning or note, not '${word}'`);
}

function argumentOf(option: string, rest: string[]): string {
  return rest.shift() ?? wrong(`${option} needs an argument`);
}

function wrong(message: string): never {
  throw new RequestError('badArguments', message);
}
