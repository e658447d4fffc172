/** A counter-example in words: what is given in its run, or why no run was found. */
import { outermostPlace } from '../c-language/source.ts';
import { sourcesOf } from '../c-language/vm/shadows.ts';
import { recordsOfKind } from '../journal.ts';
import { linesOf } from '../static-checks/expressions.ts';
import type { Entry } from './entries.ts';
import type { Plan } from './plan.ts';
import type { Given } from './program-text.ts';
import { readName } from './sources.ts';
import { furthest, type Watching } from './watching.ts';

/** `texts`: how the driver names what stands in memory, by instruction. */
export function given({ answers, failing }: Plan, texts: ReadonlyMap<string, string>): string[] {
  const told: { readonly id: string; readonly each: Given; last: number }[] = [];
  for (const [id, each] of answers) {
    const { kind, at, round, what } = readName(id);
    const same = told.find((one) => {
      const name = readName(one.id);
      return /^(read|memory)$/.test(kind) && name.kind === kind && name.at === at && name.what === what && one.last + 1 === round && one.each.value === each.value; // prettier-ignore
    });
    if (same) same.last = round;
    else told.push({ id, each, last: round });
  }
  return [
    ...[...new Set(failing)].map((at) => `what is called on ${at} fails`),
    ...told.map(({ id, each, last }) => describe(id, each, last, texts)),
  ];
}

/** `last`: of rounds in which the same is given. */
function describe(
  id: string,
  { value, bits, pointer }: Given,
  last: number,
  texts: ReadonlyMap<string, string>,
): string {
  const { kind, at, round, what } = readName(id);
  const number = value < 10n ? String(value) : `0x${value.toString(16)}`;
  switch (kind) {
    case 'read':
      return last > round
        ? `register reads ${round} to ${last} on ${at} give ${number}`
        : `register read ${round} on ${at} gives ${number}`;
    case 'memory':
      return `a device leaves ${number} in ${texts.get(what) ?? 'memory'} before ${at}${last > round ? `, time ${round} to ${last}` : round > 1 ? `, time ${round}` : ''}`;
    case 'parameter':
      return `the module's parameter ${at} is ${BigInt.asIntN(bits, value)}`;
    case 'call':
      return `${what} on ${at} fails`;
    case 'wait':
      return `interrupts are lost, so that ${what} on ${at} ends by its timeout`;
    case 'text':
      return value === 0n ? `the module's parameter ${at} is "${what}"` : `the module's parameter ${at} is as it is`;
    case 'user':
      if (pointer) return `the program hands a pointer to its data to ${at} in byte ${what}`;
      return `the program hands ${number} to ${at} in byte ${what}`;
    case 'flags':
      return `the program opens the file with ${number} as flags`;
    case 'number':
      return `the program writes ${BigInt.asIntN(bits, value)} for ${at}`;
    default:
      return `the program calls ${at} with ${number} as ${what}`;
  }
}

/** `line`: of the finding. */
export function whyNot(
  entries: ReadonlyMap<string, Entry>,
  line: number,
  { attempts, way, runtime, failed }: Watching,
): string {
  const attempt = furthest(attempts);
  if (!attempt) {
    const entry = entries.get(way.root);
    return entry ? `${way.root} is not called in the run (it is ${entry.operation === 'module' ? 'called by the kernel or a device' : entry.operation})` : `nothing in this file says how ${way.root} is called`; // prettier-ignore
  }
  const step = way.steps[attempt.met.length];
  if (!step) return `${way.root} takes every turn that the path names, but is over before line ${line}`;
  const start = outermostPlace(step.expression.start);
  const end = outermostPlace(step.expression.end);
  const text = linesOf(start.file, start.line, start.line);
  const where = `line ${start.line} (${text.trim()})`;
  if (!attempt.missed) return `${way.root} leaves the way before ${where}${attempt.over ? '' : diedOf(runtime)}`;
  const asked = start.line === end.line && !step.expression.start.expansion && !step.expression.end.expansion ? `'${text.slice(start.column - 1, end.column - 1 + end.length)}'` : 'the condition'; // prettier-ignore
  const needs = `on ${where} the path needs ${step.cases ? `another case of ${asked}` : `${asked} to be ${step.truth ? 'true' : 'false'}`}`; // prettier-ignore
  const sources = attempt.missed.shadow ? [...sourcesOf(attempt.missed.shadow)] : [];
  if (sources.length === 0) return `${needs}, and it follows from what the driver itself has there`;
  const call = sources.find(({ id }) => readName(id).kind === 'call');
  if (!call) return `${needs}, and no value that could be given there makes it come out so`;
  const { what } = readName(call.id);
  const error = failed.get(call.id)?.error;
  return `${needs}, but ${what} ${error ? `gives ${error} in this run` : 'does not fail in a way that makes it so'}`;
}

/** What the run itself says that may have ended it: of what is found then, what comes last is often but a consequence. */
function diedOf({ world: { journal } }: Watching['runtime']): string {
  const found = recordsOfKind(journal, 'finding');
  const died = found.find(({ message }) => /^(BUG|Oops|Unable|general protection|Internal error|Kernel panic)\b/.test(message)) ?? found.at(-1); // prettier-ignore
  return died ? `: ${died.message}` : '';
}
