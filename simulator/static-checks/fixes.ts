/** Edits that mend a finding, where they can be made without guessing. */
import { directions, releasedBy } from './dma-functions.ts';
import { exitBehind } from './fix-exits.ts';
import { lineAt, lineStart } from './expressions.ts';
import type { Place, SourceFile } from '../c-language/source.ts';
import type { Expression } from '../c-language/syntax.ts';
import type { Resource } from './state.ts';
import type { Term } from './terms.ts';
import { writtenPlace, type CallEvent, type Fix, type Walk } from './walk.ts';

/** The offset in the text where a place begins. */
export function offsetOf({ file, line, column }: Place): number {
  return lineStart(file, line) + column - 1;
}

export function extentOf({
  start,
  end,
}: Expression): { readonly file: SourceFile; readonly from: number; readonly to: number } | null {
  // An argument of a macro is spelled where it was given; what the macro itself says, in the macro.
  if (start.file !== end.file) return null;
  const from = offsetOf(start);
  const to = offsetOf(end) + end.length;
  return to >= from ? { file: start.file, from, to } : null;
}

export function textOf(expression: Expression): string | null {
  const extent = extentOf(expression);
  return extent ? extent.file.text.slice(extent.from, extent.to) : null;
}

/** A term as C, where that is safe to say. */
function spell(term: Term | string | null): string | null {
  if (typeof term === 'string') return /^DMA_[A-Z_]+$/.test(term) ? term : null;
  return term?.kind === 'number' ? String(term.value) : null;
}

export function replaceArgument(
  walk: Walk,
  { arguments: given }: CallEvent,
  index: number,
  by: Term | string | null,
): readonly Fix[] {
  // prettier-ignore
  const text = spell(by);
  const argument = given[index];
  const extent = argument ? extentOf(argument) : null;
  if (text === null || !extent || extent.file !== walk.facts.file) return [];
  return [{ title: `Write ${text}`, edits: [{ from: extent.from, to: extent.to, text }] }];
}

function indentAt({ file, line }: Place): string {
  return /^[ \t]*/.exec(lineAt(file, line))![0];
}

/** `if (dma_mapping_error(…)) return …;` behind the statement that maps; or `goto`, where more was got before. */
export function checkFix(walk: Walk, { place }: Resource): readonly Fix[] {
  const line = lineOf(place);
  const assigned = /^\s*(?:[\w\s*]*?[\s*])?([\w.>\-[\]]+)\s*=\s*(?:dma_map_single|dma_map_page|dma_map_resource)\s*\(\s*([^,()]+(?:\([^()]*\))?),.*;\s*(?:\/\*.*\*\/)?\s*$/.exec(line); // prettier-ignore
  if (!assigned || place.file !== walk.facts.file || walk.stack.length > 1) return [];
  const leave = exitBehind(place, assigned[1]!, '-ENOMEM');
  if (!leave) return [];
  const indent = indentAt(place);
  const at = offsetOf({ ...place, column: 1 }) + line.length;
  const braces = leave.text('').includes('\n');
  const text = `\n${indent}if (dma_mapping_error(${assigned[2]!.trim()}, ${assigned[1]!}))${braces ? ' {' : ''}\n${leave.text(indent)}${braces ? `\n${indent}}` : ''}`; // prettier-ignore
  return [{ title: 'Check the mapping with dma_mapping_error()', edits: [{ from: at, to: at, text }, ...leave.edits] }];
}

/** The arguments of a call as they are spelled, on one line. */
export function argumentsOf(text: string): string[] {
  const given: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === ',' && depth === 0) given.push('');
    else given[given.length - 1] += letter;
    if (letter === '(' || letter === '[') depth++;
    if (letter === ')' || letter === ']') depth--;
  }
  return given.map((each) => each.trim());
}

const acquisition = /([\w.>\-[\]]+)\s*=\s*(\w+)\s*\((.*)\)\s*;\s*(?:\/\*.*\*\/)?\s*$/;

/** What gives back what a line like `dma = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);` got; null where that cannot be spelled safely. */
export function releaseOf(line: string): string | null {
  const [, target, name, rest] = acquisition.exec(line) ?? [];
  if (!target || !name || rest === undefined) return null;
  const given = argumentsOf(rest);
  const own = (handle: string | undefined): string | null => /^&([\w.>\-[\]]+)$/.exec(handle ?? '')?.[1] ?? null;
  switch (name) {
    case 'dma_map_single':
    case 'dma_map_page': {
      const [size, direction] = name === 'dma_map_single' ? [given[2], given[3]] : [given[3], given[4]];
      const whole = given.length === (name === 'dma_map_single' ? 4 : 5) && Object.values(directions).includes(direction!); // prettier-ignore
      return whole ? `${name.replace('map', 'unmap')}(${given[0]!}, ${target}, ${size!}, ${direction!});` : null;
    }
    case 'dma_map_sg':
      return given.length === 4 ? `dma_unmap_sg(${given.join(', ')});` : null;
    case 'dma_map_sgtable':
      return given.length === 4 ? `dma_unmap_sgtable(${given.join(', ')});` : null;
    case 'dma_alloc_coherent': {
      const handle = own(given[2]);
      return handle && given.length === 4 ? `dma_free_coherent(${given[0]!}, ${given[1]!}, ${target}, ${handle});` : null; // prettier-ignore
    }
    case 'dma_pool_alloc':
    case 'dma_pool_zalloc': {
      const handle = own(given[2]);
      return handle && given.length === 3 ? `dma_pool_free(${given[0]!}, ${target}, ${handle});` : null;
    }
    default:
      return null;
  }
}

/** The call that gives it back, in front of the return that forgot it. */
export function unmapFix(walk: Walk, resource: Resource, place: Place): readonly Fix[] {
  const where = writtenPlace(place);
  const call = releaseOf(lineOf(resource.place));
  const target = lineOf(where);
  if (call === null || where.file !== walk.facts.file || !/^\s*return\b.*;\s*(\/[*/].*)?$/.test(target)) return [];
  const word = /^dma_(free|pool)/.test(call) ? 'Free' : 'Unmap';
  return [inFrontOf(where, call, `${word} before returning (${releasedBy[resource.kind]})`)];
}

function lineOf({ file, line }: Place): string {
  return lineAt(file, line);
}

/** A statement in front of the one that a line is; where that hangs on an `if` without braces, both in braces. */
export function inFrontOf(where: Place, call: string, title: string): Fix {
  const target = lineOf(where);
  const indent = indentAt(where);
  const begin = offsetOf({ ...where, column: 1 });
  const from = begin + indent.length;
  const before = lineAt(where.file, where.line - 1);
  const put = { from, to: from, text: `${call}\n${indent}` };
  if (!/\)\s*$|\belse\s*$/.test(before)) return { title, edits: [put] };
  const outer = indent.replace(/\t$| {1,8}$/, '');
  const end = from + target.trimStart().length;
  return {
    title,
    edits: [{ from: begin - 1, to: begin - 1, text: ' {' }, put, { from: end, to: end, text: `\n${outer}}` }],
  };
}

/** A barrier in front of the statement of one line that an expression stands in. */
export function barrierFix(walk: Walk, expression: Expression, call: string): readonly Fix[] {
  const where = writtenPlace(expression.start);
  const line = lineOf(where);
  const before = lineAt(where.file, where.line - 1);
  const begins = /[;{}:]\s*(\/[*/].*)?$|^\s*$|\)\s*$/.test(before);
  const whole = /^\s*(?!if|for|while|else|do|switch|case|default)[\w*(].*;\s*(\/[*/].*)?$/.test(line);
  return where.file === walk.facts.file && begins && whole ? [inFrontOf(where, call, `Put ${call} before it`)] : [];
}

/** A name on the line of a call by another: of a function with the same arguments, or of an argument. */
export function renameFix(walk: Walk, call: Expression, name: string, by: string): readonly Fix[] {
  const where = writtenPlace(call.start);
  if (where.file !== walk.facts.file) return [];
  const begin = offsetOf(where);
  const end = where.file.text.indexOf(';', begin);
  const text = where.file.text.slice(begin, end < 0 ? undefined : end);
  const found = [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))];
  if (found.length !== 1) return [];
  const from = begin + found[0]!.index;
  return [{ title: `Write ${by}`, edits: [{ from, to: from + name.length, text: by }] }];
}
