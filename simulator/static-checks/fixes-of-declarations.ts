/** Quick fixes that need more than the line of their finding: a declaration, a member, another function's allocation. */
import { lineAt, linesOf, lineStart } from './expressions.ts';
import { argumentsOf } from './fixes.ts';
import { exitBehind, functionAround } from './fix-exits.ts';
import type { Place } from '../c-language/source.ts';
import type { Edit, Finding, Fix } from './walk.ts';

const narrow = /^(\s*)(u32|uint32_t|__u32|unsigned int|unsigned|int)(\s+)(\w+)\s*(=[^,;]*)?;/;

/** The variable that a handle is cut for becomes as wide as one. */
export function widenVariable({ place }: Finding): readonly Fix[] {
  const { file } = place;
  const name = /(\w+)\s*=[^=]/.exec(lineAt(file, place.line).slice(0, place.column - 1))?.[1];
  const around = functionAround(place);
  if (!name || !around) return [];
  for (let line = place.line; line > around.first; line--) {
    const [, indent, type, , declared] = narrow.exec(lineAt(file, line)) ?? [];
    if (declared !== name || indent === undefined || type === undefined) continue;
    const from = lineStart(file, line) + indent.length;
    return [{ title: `Declare ${name} as dma_addr_t`, edits: [{ from, to: from + type.length, text: 'dma_addr_t' }] }];
  }
  return [];
}

/** The buffer begins a cache line, and so does what stands behind it. */
export function ownCacheLine({ notes, place }: Finding): readonly Fix[] {
  const buffer = notes.find(({ message }) => message === bufferIsHere)?.place;
  if (!buffer || buffer.file !== place.file) return [];
  const edits: Edit[] = [];
  for (let line = buffer.line; edits.length < 2; line++) {
    const text = lineAt(buffer.file, line);
    if (/^\s*\}/.test(text)) break;
    if (/^\s*(\/[*/].*)?$/.test(text)) continue;
    const [, declared] = /^([^,;(){}:]*\w(?:\[[^\]]*\])*)\s*;/.exec(text) ?? [];
    if (declared === undefined || /aligned/.test(text)) return [];
    const at = lineStart(buffer.file, line) + declared.length;
    edits.push({ from: at, to: at, text: ' ____cacheline_aligned' });
  }
  return edits.length === 0 ? [] : [{ title: 'Give the buffer cache lines of its own', edits }];
}

/** Note of that rule. */
export const bufferIsHere = 'the buffer is here';

const poll = /^(\s*)while\s*\((.*\b((?:read[bwlq]|ioread(?:8|16|32))\()(.*))\)\s*([;{])?\s*$/;

/** `while (!(readl(status) & DONE)) cpu_relax();` with a second to give up after. */
export function withTimeout({ place }: Finding): readonly Fix[] {
  const ofVariable = variableInTime(place);
  if (ofVariable) return ofVariable;
  const { file, line } = place;
  const [, indent, condition, read, rest, behind] = poll.exec(bareLine(file, line)) ?? [];
  const around = functionAround(place);
  const exit = exitBehind(place, null, '-ETIMEDOUT');
  if (indent === undefined || !condition || !read || rest === undefined || !around || !exit) return [];
  const begin = condition.lastIndexOf(read) + read.length;
  const address = argumentsOf(`${upToClosing(condition.slice(begin))}`)[0] ?? '';
  if (condition.split(read).length > 2 || /\b(value|polled)\b/.test(linesOf(file, around.first, around.last)))
    return [];
  const call = `${read}${address})`;
  const last = lastLine(file, line, behind);
  if (!condition.includes(call) || last === null) return [];
  const until = negated(condition.trim().replace(call, 'value'));
  const name = readers[read.slice(0, -1)] ?? read.slice(0, -1);
  const first = openingLine(place, around.first) + 1;
  const text = `${indent}if (${name}_poll_timeout_atomic(${address}, value, ${until}, 1, USEC_PER_SEC))\n${exit.text(indent)}\n`;
  const declared = `\t${types[name] ?? 'u32'} value;\n${isDeclaration(lineAt(file, first)) ? '' : '\n'}`;
  const loop = { from: lineStart(file, line), to: lineStart(file, last + 1) };
  const open = lineStart(file, first);
  const edits =
    first === line
      ? [{ ...loop, text: declared + text }]
      : [
          { from: open, to: open, text: declared },
          { ...loop, text },
        ];
  return [{ title: 'Give up after a second', edits: [...edits, ...included(place, 'linux/iopoll.h'), ...exit.edits] }];
}

const reading = /^\s*(\w+)\s*=\s*(read[bwlq]|ioread(?:8|16|32))\((.*)\);\s*$/;

/** `do { status = readl(address); } while (status & BUSY);`, or the same with `while` in front; null: another loop. */
function variableInTime(place: Place): readonly Fix[] | null {
  const { file, line } = place;
  const [, indent = '', word, ahead, brace] =
    /^(\s*)(do|while)\b\s*(?:\((.*)\)\s*)?(\{)?\s*$/.exec(bareLine(file, line)) ?? [];
  const [, variable, read, address] = reading.exec(bareLine(file, line + 1)) ?? [];
  if (word === undefined || variable === undefined || !read || !address) return null;
  let last = brace ? line + 2 : line + 1;
  if (brace && onlyWaits.test(bareLine(file, last))) last++;
  const [, behind] = /^\s*\}\s*while\s*\((.*)\);\s*$/.exec(bareLine(file, last)) ?? [];
  const condition = (word === 'do' ? behind : ahead)?.trim();
  if (word === 'while' && brace && !/^\s*\}\s*$/.test(bareLine(file, last))) return [];
  const exit = exitBehind(place, null, '-ETIMEDOUT');
  if (!condition || !exit || !new RegExp(`\\b${variable}\\b`).test(condition) || /\w\s*\(/.test(condition)) return [];
  const name = readers[read] ?? read;
  const text = `${indent}if (${name}_poll_timeout_atomic(${address}, ${variable}, ${negated(condition)}, 1, USEC_PER_SEC))\n${exit.text(indent)}\n`;
  const loop = { from: lineStart(file, line), to: lineStart(file, last + 1), text };
  return [{ title: 'Give up after a second', edits: [loop, ...included(place, 'linux/iopoll.h'), ...exit.edits] }];
}

/** Without the comment at its end. */
function bareLine(file: Place['file'], line: number): string {
  return lineAt(file, line).replace(/\s*\/\*(?:[^*]|\*(?!\/))*\*\/\s*$/, '');
}

function isDeclaration(line: string): boolean {
  return /^\s*(?!return\b|goto\b)(?:\w+\s+)+\**\w+(\[[^\]]*\])*\s*(=[^=].*|,.*)?;/.test(line);
}

const readers: Readonly<Record<string, string>> = { ioread8: 'readb', ioread16: 'readw', ioread32: 'readl' };
const types: Readonly<Record<string, string>> = { readb: 'u8', readw: 'u16', readl: 'u32', readq: 'u64' };

function upToClosing(text: string): string {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && depth-- === 0) return text.slice(0, at);
  }
  return text;
}

const onlyWaits = /^\s*(;|(cpu_relax|barrier|[um]delay)\([^()]*\);)\s*$/;

/** Of a loop that only waits; null where its body has more than one statement. `behind`: what stands at the end of its first line. */
function lastLine(file: Place['file'], line: number, behind: string | undefined): number | null {
  if (behind === ';') return line;
  if (behind === undefined) return onlyWaits.test(lineAt(file, line + 1)) ? line + 1 : null;
  const closes = (at: number): boolean => /^\s*\}\s*$/.test(lineAt(file, at));
  if (closes(line + 1)) return line + 1;
  return onlyWaits.test(lineAt(file, line + 1)) && closes(line + 2) ? line + 2 : null;
}

function negated(condition: string): string {
  const inner = /^!\s*\((.*)\)$/.exec(condition)?.[1];
  if (inner !== undefined && upToClosing(inner) === inner) return inner;
  return `!(${condition})`;
}

function openingLine({ file, line }: Place, first: number): number {
  let at = line;
  while (at > first && !lineAt(file, at).startsWith('{')) at--;
  return at;
}

/** A header behind the last of the file's includes, unless it is there. */
function included({ file }: Place, header: string): readonly Edit[] {
  if (file.text.includes(`<${header}>`)) return [];
  const last = [...file.text.matchAll(/^#include <linux\/.*$/gm)].at(-1);
  if (!last) return [];
  const at = last.index + last[0].length;
  return [{ from: at, to: at, text: `\n#include <${header}>` }];
}

/** `remap_pfn_range(vma, vma->vm_start, b->dma >> PAGE_SHIFT, size, …)` of memory that a line of the file allocates as `b->buf`. */
export function mapCoherent({ place }: Finding): readonly Fix[] {
  const { file, line } = place;
  const text = lineAt(file, line);
  const begin = text.indexOf('remap_pfn_range(');
  const given = upToClosing(text.slice(begin + 'remap_pfn_range('.length));
  const [area, start, frame, size] = argumentsOf(given);
  const [, owner, member] = /^\(?(\w+)->(\w+)\s*>>\s*PAGE_SHIFT\)?$/.exec(frame ?? '') ?? [];
  if (begin < 0 || !owner || !member || start !== `${area!}->vm_start`) return [];
  const made = new RegExp(`^\\s*(\\w+)->(\\w+)\\s*=\\s*dma_alloc_coherent\\((\\1->\\w+|&\\1->\\w+->dev),[^;]*&\\1->${member},[^;]*\\);`, 'm').exec(file.text); // prettier-ignore
  if (!made) return [];
  const [, pointer, buffer, device] = made;
  const owners = device!.replace(`${pointer!}->`, `${owner}->`);
  const from = lineStart(file, line) + begin;
  const call = `dma_mmap_coherent(${owners}, ${area!}, ${owner}->${buffer!}, ${owner}->${member}, ${size!})`;
  return [{ title: 'Map it with dma_mmap_coherent()', edits: [{ from, to: from + 'remap_pfn_range('.length + given.length + 1, text: call }] }]; // prettier-ignore
}
