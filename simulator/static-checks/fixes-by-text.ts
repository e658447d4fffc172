/** Edits that mend a finding, told by the lines that it names: none where these are not plain statements of one line each. */
import type { Place } from '../c-language/source.ts';
import { lineAt } from './expressions.ts';
import { argumentsOf, inFrontOf, offsetOf, releaseOf } from './fixes.ts';
import { exitBehind, functionAround } from './fix-exits.ts';
import { mapCoherent, ownCacheLine, widenVariable, withTimeout } from './fixes-of-declarations.ts';
import type { Edit, Finding, Fix } from './walk.ts';

/** A statement that is one call and stands alone on its line. */
interface CallLine {
  readonly place: Place;
  readonly indent: string;
  /** What it is assigned to, with its type where it is declared there. */
  readonly target: string | null;
  readonly name: string;
  readonly given: readonly string[];
  readonly from: number;
  readonly to: number;
}

const callLine = /^(\s*)(?:((?:[\w*,]+\s+)*\*?[\w.>\-[\]]+)\s*=\s*)?(\w+)\s*\((.*)\)\s*;\s*(?:\/[*/].*)?$/;

function callAt(place: Place): CallLine | null {
  const line = lineAt(place.file, place.line);
  const [, indent = '', target, name = '', given = ''] = callLine.exec(line) ?? [];
  if (/^(if|for|while|switch|return)?$/.test(name)) return null;
  const from = offsetOf({ ...place, column: 1 });
  const end = line.lastIndexOf(';') + 1;
  return { place, indent, target: target?.split(/[\s*]+/).at(-1) ?? null, name, given: argumentsOf(given), from: from + indent.length, to: from + end }; // prettier-ignore
}

/** Of the mapping or allocation that a finding is about. */
function madeBy({ notes, place }: Finding): CallLine | null {
  const made = notes.find(({ message }) => message === 'mapped here' || message === 'allocated here');
  if (!made || made.place.file !== place.file || functionAround(made.place)?.first !== functionAround(place)?.first)
    return null;
  return callAt(made.place);
}

function fix(title: string, ...edits: readonly Edit[]): readonly Fix[] {
  return [{ title, edits }];
}

/** Other words in the place of a call. `title`: by default the words themselves. */
function instead({ from, to }: CallLine, text: string, title = `Write ${text}`): readonly Fix[] {
  return fix(title, { from, to, text });
}

/** The same call with another argument. */
function withArgument({ name, given }: CallLine, index: number, argument: string): string {
  return `${name}(${given.map((each, at) => (at === index ? argument : each)).join(', ')});`;
}

/** The last call above in the same function that fits and whose outcome is kept. */
function keptAbove(place: Place, fits: (made: CallLine) => boolean): (CallLine & { readonly target: string }) | null {
  const from = functionAround(place)?.first ?? place.line;
  for (let line = place.line - 1; line >= from; line--) {
    const made = callAt({ ...place, line });
    if (made?.target && fits(made)) return { ...made, target: made.target };
  }
  return null;
}

/** The right call with the right arguments in the place of the wrong one. */
function asItWasMade(finding: Finding): readonly Fix[] {
  const made = madeBy(finding);
  const call = callAt(finding.place);
  const text = made && releaseOf(lineAt(made.place.file, made.place.line));
  return call && !call.target && text ? instead(call, text) : [];
}

/** The list's own count, where the mapping has not overwritten it. */
function countThatWasGiven(finding: Finding): readonly Fix[] {
  const made = madeBy(finding);
  const call = callAt(finding.place);
  if (made?.name !== 'dma_map_sg' || !call || made.target === made.given[2] || call.given[2] !== made.target) return [];
  const [, , count = ''] = made.given;
  return instead(call, withArgument(call, 2, count), `Write ${count}`);
}

/** dma_sync_single_for_…() of what a line like `dma = dma_map_single(dev, buf, 64, DMA_TO_DEVICE);` mapped. */
function syncOf(made: CallLine | null, whom: 'cpu' | 'device'): string | null {
  if (made?.name !== 'dma_map_single' || !made.target || made.given.length !== 4) return null;
  return `dma_sync_single_for_${whom}(${made.given[0]!}, ${made.target}, ${made.given[2]!}, ${made.given[3]!});`;
}

const plainStatement =
  /^\s*(?!if\b|for\b|while\b|else\b|do\b|switch\b|case\b|default\b|return\b)[\w*(].*;\s*(\/[*/].*)?$/;

function standsAlone({ file, line }: Place): boolean {
  const before = lineAt(file, line - 1);
  return plainStatement.test(lineAt(file, line)) && /[;{}:]\s*(\/[*/].*)?$|^\s*$|\*\/\s*$/.test(before);
}

function syncAround(finding: Finding): readonly Fix[] {
  const { place } = finding;
  const made = madeBy(finding);
  const before = syncOf(made, 'cpu');
  const after = syncOf(made, 'device');
  if (!before || !after || !standsAlone(place)) return [];
  const own = inFrontOf(place, before, `Put ${before} before it`);
  if (!finding.message.includes('CPU writes')) return [own];
  const line = lineAt(place.file, place.line);
  const end = offsetOf({ ...place, column: 1 }) + line.length;
  const behind = { from: end, to: end, text: `\n${/^\s*/.exec(line)![0]}${after}` };
  return fix('Take the buffer from the device, and hand it back behind', ...own.edits, behind);
}

function syncBefore(finding: Finding): readonly Fix[] {
  const call = syncOf(madeBy(finding), 'device');
  return call && standsAlone(finding.place) ? [inFrontOf(finding.place, call, `Put ${call} before it`)] : [];
}

function syncWithin(finding: Finding): readonly Fix[] {
  const made = madeBy(finding);
  const call = callAt(finding.place);
  const right = call && syncOf(made, call.name.endsWith('_for_cpu') ? 'cpu' : 'device');
  const isPlain = right && call.given[1] === made?.target && right.startsWith(`${call.name}(`);
  return isPlain ? instead(call, right) : [];
}

function withoutIt({ place }: Finding): readonly Fix[] {
  const call = callAt(place);
  if (!call?.name.endsWith('_for_cpu') || !standsAlone(place)) return [];
  const from = offsetOf({ ...place, column: 1 });
  const to = offsetOf({ ...place, line: place.line + 1, column: 1 });
  return fix('Remove it: unmapping has done so already', { from, to, text: '' });
}

/** `if (!nents) return -EIO;` behind it. */
function checkList({ place }: Finding): readonly Fix[] {
  const call = callAt(place);
  const leave = call && exitBehind(place, call.target, '-EIO');
  if (!call || !leave || !standsAlone(place)) return [];
  const table = call.name === 'dma_map_sgtable';
  const own = place.file.text.slice(call.from, call.to).replace(/;$/, '');
  const { indent } = call;
  const answer = `\n${leave.text(indent)}`;
  if (!call.target) return fix('Check what it returns', { from: call.from, to: call.to, text: `if (${table ? '' : '!'}${own})${answer}` }, ...leave.edits); // prettier-ignore
  const text = `\n${indent}if (${table ? '' : '!'}${call.target})${answer}`;
  return fix('Check what it returns', { from: call.to, to: call.to, text }, ...leave.edits);
}

/** The handle that the buffer was mapped to in the lines above. */
function rightHandle({ place }: Finding): readonly Fix[] {
  const call = callAt(place);
  if (!call) return [];
  const buffer = call.given[1]?.replace(/^\((dma_addr_t|u64|unsigned long|uintptr_t)\)\s*/, '');
  const made = keptAbove(place, ({ name, given }) => /^dma_map_(single|page)$/.test(name) && given[1] === buffer);
  return made ? instead(call, withArgument(call, 1, made.target), `Write ${made.target}`) : [];
}

function mappedCount({ place }: Finding): readonly Fix[] {
  const line = lineAt(place.file, place.line);
  const [, head, given] = /^(\s*for_each_sg\s*)\((.*)\)\s*\{?\s*$/.exec(line) ?? [];
  if (head === undefined || given === undefined) return [];
  const [list, entry, count, index] = argumentsOf(given);
  const made = keptAbove(place, (each) => each.name === 'dma_map_sg' && each.given[1] === list && each.given[2] === count); // prettier-ignore
  if (!made) return [];
  const begin = offsetOf({ ...place, column: 1 }) + head.length + 1;
  const text = [list, entry, made.target, index].join(', ');
  return fix(`Walk ${made.target} entries`, { from: begin, to: begin + given.length, text });
}

function busMaster(finding: Finding): readonly Fix[] {
  return behindEnable(finding, 'Make the device a bus master', (device) => [`pci_set_master(${device});`]);
}

/** What is taken for granted where none is set, and asked for. */
function setMask(finding: Finding): readonly Fix[] {
  return behindEnable(finding, 'Set a mask of 32 bits', (device, failed) => [`if (dma_set_mask_and_coherent(&${device}->dev, DMA_BIT_MASK(32)))`, ...failed]); // prettier-ignore
}

/** Behind pci_enable_device() and what looks at its outcome. `failed`: how that leaves the function. */
function behindEnable(
  { place }: Finding,
  title: string,
  lines: (device: string, failed: readonly string[]) => readonly string[],
): readonly Fix[] {
  const { file } = place;
  const around = functionAround({ ...place, line: place.line + 1 });
  for (let line = place.line; around && line < around.last; line++) {
    const [, indent, device] = /^(\s+)(?:\w+\s*=\s*)?(?:if\s*\()?pcim?_enable_device\(([\w>-]+)\)/.exec(lineAt(file, line)) ?? []; // prettier-ignore
    if (indent === undefined || device === undefined) continue;
    let last = line;
    if (/^\s*if\s*\(/.test(lineAt(file, line + 1))) last++;
    if (/^\s*if\s*\(/.test(lineAt(file, last))) {
      const braces = /\{\s*$/.test(lineAt(file, last));
      do last++;
      while (braces && last < around.last && !lineAt(file, last).startsWith(`${indent}}`));
    }
    if (!/[;}]\s*$/.test(lineAt(file, last))) return [];
    const at = offsetOf({ ...place, line: last + 1, column: 1 });
    const managed = lineAt(file, line).includes('pcim_enable_device');
    const failed = managed ? ['\treturn -EIO;'] : ['{', `\tpci_disable_device(${device});`, '\treturn -EIO;', '}'];
    const text = lines(device, failed).map((each) => `${indent}${each}\n`).join('').replace(/\n\s*\{\n/, ' {\n'); // prettier-ignore
    return fix(title, { from: at, to: at, text });
  }
  return [];
}

const readers: Readonly<Record<string, string>> = { writel: 'readl', writew: 'readw', writeb: 'readb', writeq: 'readq', iowrite32: 'ioread32' }; // prettier-ignore

/** A read of the register behind the write. */
function readBack({ notes }: Finding): readonly Fix[] {
  const written = notes.find(({ message }) => message === 'written here');
  const call = written && callAt(written.place);
  const read = call ? readers[call.name] : undefined;
  if (!call || !read || call.given.length !== 2 || !standsAlone(written.place)) return [];
  return fix(`Read it back with ${read}()`, { from: call.to, to: call.to, text: `\n${call.indent}${read}(${call.given[1]!});` }); // prettier-ignore
}

/** The only device that the function is told of. */
function onlyDevice({ place }: Finding): readonly Fix[] {
  const around = functionAround(place);
  const line = lineAt(place.file, place.line);
  const at = /\(NULL,/.exec(line);
  if (!around || !at || /\(NULL,.*\(NULL,/.test(line)) return [];
  const devices = [...around.head.matchAll(/struct (\w+) \*(\w+)/g)].flatMap(([, tag, name]) => deviceOf(place, tag!, name!)); // prettier-ignore
  const begin = offsetOf({ ...place, column: 1 }) + at.index + 1;
  return devices.length === 1 ? fix(`Write ${devices[0]!}`, { from: begin, to: begin + 4, text: devices[0]! }) : [];
}

function deviceOf({ file: { text } }: Place, tag: string, name: string): readonly string[] {
  if (tag === 'device') return [name];
  if (tag === 'pci_dev' || tag === 'platform_device') return [`&${name}->dev`];
  const member = new RegExp(`\\bstruct ${tag} \\{[^}]*?\\bstruct device \\*(\\w+);`).exec(text)?.[1];
  return member ? [`${name}->${member}`] : [];
}

const byRule: Readonly<Record<string, (finding: Finding) => readonly Fix[]>> = {
  'unmap-wrong-function': asItWasMade,
  'sg-unmap-count': countThatWasGiven,
  'pool-wrong-pool': asItWasMade,
  'unmap-wrong-handle': rightHandle,
  'cpu-access-while-mapped': syncAround,
  'sync-missing-for-device': syncBefore,
  'sync-outside-mapping': syncWithin,
  'sync-after-unmap': withoutIt,
  'sg-map-unchecked': checkList,
  'sg-walks-unmapped-count': mappedCount,
  'bus-master-missing': busMaster,
  'dma-mask-missing': setMask,
  'handle-truncated': widenVariable,
  'dma-shared-cache-line': ownCacheLine,
  'poll-without-timeout': withTimeout,
  'remap-of-handle': mapCoherent,
  'posted-stop': readBack,
  'null-device': onlyDevice,
};

export function withFixes(finding: Finding): Finding {
  const make = byRule[finding.rule];
  return finding.fixes.length > 0 || !make ? finding : { ...finding, fixes: make(finding) };
}
