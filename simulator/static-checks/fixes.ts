/** Edits that mend a finding, where they can be made without guessing. */
import { directions, releasedBy } from './dma-functions.ts';
import type { Place, SourceFile } from '../c-language/source.ts';
import type { Expression } from '../c-language/syntax.ts';
import type { Resource } from './state.ts';
import type { Term } from './terms.ts';
import { writtenPlace, type CallEvent, type Fix, type Walk } from './walk.ts';

/** The offset in the text where a place begins. */
export function offsetOf({ file, line, column }: Place): number {
  let at = 0;
  for (let left = line - 1; left > 0; left--) {
    const end = file.text.indexOf('\n', at);
    if (end < 0) return file.text.length;
    at = end + 1;
  }
  return at + column - 1;
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
  return /^[ \t]*/.exec(file.text.split('\n', line)[line - 1] ?? '')?.[0] ?? '';
}

/** `if (dma_mapping_error(…)) return …;` behind the statement that maps. */
export function checkFix(walk: Walk, { place }: Resource): readonly Fix[] {
  const line = place.file.text.split('\n', place.line)[place.line - 1] ?? '';
  const assigned = /^\s*(?:[\w\s*]*?[\s*])?([\w.>\-[\]]+)\s*=\s*(?:dma_map_single|dma_map_page|dma_map_resource)\s*\(\s*([^,()]+(?:\([^()]*\))?),.*;\s*$/.exec(line); // prettier-ignore
  const type = walk.root.symbol.type;
  if (!assigned || place.file !== walk.facts.file || walk.stack.length > 1 || type.kind !== 'function') return [];
  const result = type.result;
  const gives = result.kind === 'void' ? 'return;' : result.kind === 'integer' && result.name !== 'bool' ? 'return -ENOMEM;' : null; // prettier-ignore
  if (gives === null) return [];
  const indent = indentAt(place);
  const at = offsetOf({ ...place, column: 1 }) + line.length;
  const text = `\n${indent}if (dma_mapping_error(${assigned[2]!.trim()}, ${assigned[1]!}))\n${indent}\t${gives}`;
  return [{ title: 'Check the mapping with dma_mapping_error()', edits: [{ from: at, to: at, text }] }];
}

/** The unmapping call in front of the return that forgot it. */
export function unmapFix(walk: Walk, resource: Resource, place: Place): readonly Fix[] {
  const where = writtenPlace(place);
  if (resource.kind !== 'single' && resource.kind !== 'page') return [];
  const line = resource.place.file.text.split('\n', resource.place.line)[resource.place.line - 1] ?? '';
  const parts = /([\w.>\-[\]]+)\s*=\s*dma_map_(single|page)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*;\s*$/.exec(line);
  const target = where.file.text.split('\n', where.line)[where.line - 1] ?? '';
  if (!parts || where.file !== walk.facts.file || !/^\s*return\b/.test(target)) return [];
  const given = parts[3]!.split(',').map((each) => each.trim());
  const [device, , third, fourth, fifth] = given;
  const [size, direction] = parts[2] === 'single' ? [third, fourth] : [fourth, fifth];
  if (!device || !size || !direction || given.length > 5 || !Object.values(directions).includes(direction)) return [];
  const indent = indentAt(where);
  const before = where.file.text.split('\n', where.line - 1).at(-1) ?? '';
  const call = `dma_unmap_${parts[2]!}(${device}, ${parts[1]!}, ${size}, ${direction});`;
  const from = offsetOf({ ...where, column: 1 }) + indent.length;
  // An if without braces would leave its return outside.
  if (/\)\s*$|\belse\s*$/.test(before)) {
    const outer = indent.replace(/\t$| {1,8}$/, '');
    const openAt = offsetOf({ ...where, column: 1 }) - 1;
    const endAt = from + target.trimStart().length;
    return [
      {
        title: `Unmap before returning (${releasedBy[resource.kind]})`,
        edits: [
          { from: openAt, to: openAt, text: ' {' },
          { from, to: from, text: `${call}\n${indent}` },
          { from: endAt, to: endAt, text: `\n${outer}}` },
        ],
      },
    ];
  }
  return [
    {
      title: `Unmap before returning (${releasedBy[resource.kind]})`,
      edits: [{ from, to: from, text: `${call}\n${indent}` }],
    },
  ];
}
