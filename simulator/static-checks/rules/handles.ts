/** What a DMA handle is not: 32 bits wide, a pointer, a physical address; and what coherent memory has none of: a struct page. */
import { sizeOf } from '../../c-language/layout.ts';
import type { Place } from '../../c-language/source.ts';
import type { Expression } from '../../c-language/syntax.ts';
import type { CType } from '../../c-language/types.ts';
import { mappings, registerWrites, relaxedWrites, under } from '../dma-functions.ts';
import { everyExpression, lineAt, lineStart, linesOf, macrosOf, withoutCasts } from '../expressions.ts';
import {
  fieldName,
  operation,
  parts,
  placeKey,
  rootOf,
  symbol,
  target,
  typeOfLocation,
  type Location,
  type Term,
} from '../terms.ts';
import { escape } from '../resources.ts';
import { isPrivateRecord } from './device-values.ts';
import { ask } from '../questions.ts';
import { mark } from '../state.ts';
import { report, writtenPlace, type CallHandler, type Family, type Walk } from '../walk.ts';

function isHandleType(type: CType | null): boolean {
  return type?.typedefName === 'dma_addr_t';
}

/** A value that is a handle as it was given, by where it comes from. */
function isHandle(term: Term): boolean {
  if (term.kind === 'resource') return term.aspect === 'handle';
  return (term.kind === 'initial' || term.kind === 'device') && isHandleType(typeOfLocation(term.location)) && !isNamedLength(term.location); // prettier-ignore
}

/** What calls itself a length is one, whatever its type. */
function isNamedLength(location: Location): boolean {
  const name = location.kind === 'member' ? location.member.name : location.kind === 'variable' ? location.symbol.name : ''; // prettier-ignore
  return /(^|_)(size|len|length|count|offset|stride)$/.test(name ?? '');
}

function holdsHandle(term: Term): boolean {
  for (const part of parts(term)) if (isHandle(part)) return true;
  return false;
}

const physicalOf = 'physical of';

function isPhysical(term: Term): boolean {
  for (const part of parts(term)) if (part.kind === 'operation' && part.operator === physicalOf) return true;
  return false;
}

/** An expression that reads a handle, and nothing else. */
function readsHandle(expression: Expression): boolean {
  const bare = withoutCasts(expression);
  return isHandleType(bare.type) && (bare.kind === 'load' || bare.kind === 'call');
}

function checkWidth(walk: Walk, { operand, type, start }: Extract<Expression, { kind: 'cast' }>, value: Term): void {
  if (type.kind !== 'integer' || sizeOf(type) >= 8 || type.name === 'bool' || !readsHandle(operand)) return;
  if (operand.kind === 'cast' && sizeOf(operand.type) < 8) return;
  // What somebody gives may be a handle of another device, whose mask is set elsewhere.
  if (value.kind === 'initial' && value.location.kind === 'variable') return;
  if (!holdsHandle(value) || !mayBeWide(walk, value) || isSmall(value)) return;
  if (macrosOf(start).some((name) => /^(lower|upper)_32_bits$/.test(name))) return;
  const bits = walk.state.marks.get('mask bits')?.value;
  if (typeof bits === 'number' && bits <= 32) return;
  if (takesUpperHalf(walk, withoutCasts(operand)) || isPrinted(start)) return;
  const message = `the handle is cut to ${sizeOf(type) * 8} bits, and the driver's mask allows more: addresses above 4 GiB lose their upper half`;
  report(walk, 'handle-truncated', start, message);
}

/** Whether the mask allows more than 32 bits for such a handle: coherent memory has a mask of its own. */
function mayBeWide({ facts, state }: Walk, value: Term): boolean {
  const streaming = (): boolean => ask(facts, 'streaming masks are wide');
  const coherent = (): boolean => ask(facts, 'coherent masks are wide');
  if (value.kind === 'resource') {
    const kind = state.resources.get(value.resource)?.kind;
    return kind !== undefined && (mappings.has(kind) ? streaming() : coherent());
  }
  if ([...parts(value)].some((part) => part.kind === 'initial' && ask(facts, 'goes by no mask', fieldName(part.location) ?? ''))) return false; // prettier-ignore
  const field = value.kind === 'initial' ? fieldName(value.location) : null;
  if (field === null) return streaming() && coherent();
  return ask(facts, 'holds a coherent handle', field) ? coherent() : streaming();
}

/** What a mask leaves of a handle, such as its place in a page. */
function isSmall(value: Term): boolean {
  const [, mask] = value.kind === 'operation' && value.operator === '&' ? value.operands : [];
  return mask?.kind === 'number' && mask.value >= 0n && mask.value < 1n << 32n;
}

/** The upper half of this or another handle is used somewhere in the function: the driver knows what it does. */
function takesUpperHalf(walk: Walk, handle: Expression): boolean {
  const { file } = walk.facts;
  const { place: start, end } = walk.graph.definition;
  if (start.file !== file || !readsHandle(handle)) return false;
  if (handle.kind === 'load' && handle.operand.kind === 'member' && isHalvedElsewhere(walk, handle.operand.member.name)) return true; // prettier-ignore
  const body = linesOf(file, start.line, end.line);
  return />>\s*32|upper|_hi(gh)?(_|\b)|high|_msb|DMA_BIT_MASK\(32\)|U32_MAX|<<\s*32\b|0xffffffff|>>\s*16\)\s*>>\s*16/i.test(
    body,
  );
}

/** Another function of the file takes the upper half of such a member. */
function isHalvedElsewhere({ facts }: Walk, member: string | null): boolean {
  return member !== null && ask(facts, 'is halved', member);
}

/** A string stands before it in the statement: it is told to people, not to a device. */
function isPrinted(place: Place): boolean {
  if (macrosOf(place).some((name) => /print|info|_err|_warn|_dbg|debug|error/i.test(name))) return true;
  const text = upTo(place, 5);
  return text.slice(Math.max(text.lastIndexOf(';'), text.lastIndexOf('{'))).includes('"');
}

/** What a function does with a pointer that it is given cannot be told, but of those that go there. */
const goesThere = /^(mem\w+|str\w+|copy_(to|from)_user|k?v?free|print_hex_dump\w*)$/;

/** Returned, or kept in a member: whoever reads it there may take it for what it is. */
function isPutAway({ start, end }: Expression): boolean {
  const { file, line, column } = writtenPlace(start);
  const last = writtenPlace(end);
  const after = lineAt(file, last.line).slice(last.column - 1 + last.length);
  return /^\s*;/.test(after) && /(\breturn|(->|\.)\s*\w+(\[[^\]]*\])?\s*=|(^|[;{}])\s*\*\s*\w+\s*=)\s*$/.test(lineAt(file, line).slice(0, column - 1)); // prettier-ignore
}

/** What stands before a place as it is written, from so many lines before its own on. */
function upTo(place: Place, lines: number): string {
  const { file, line, column } = writtenPlace(place);
  return file.text.slice(lineStart(file, Math.max(1, line - lines)), lineStart(file, line) + column - 1);
}

/** The name of the function that this is an argument of, as it is written. */
function isArgument({ start, end }: Expression): string | null {
  const last = writtenPlace(end);
  if (!/^\s*\)*\s*[,)]/.test(lineAt(last.file, last.line).slice(last.column - 1 + last.length))) return null;
  const before = upTo(start, 4);
  let depth = 0;
  for (let at = before.length - 1; at >= 0 && before[at] !== ';'; at--) {
    if (before[at] === ')') depth++;
    if (before[at] === '(' && depth-- === 0)
      return /(?!return\b|if\b|while\b)\b(\w+)\s*$/.exec(before.slice(0, at))?.[1] ?? null;
  }
  return null;
}

function checkPointer(walk: Walk, expression: Extract<Expression, { kind: 'cast' }>, value: Term): void {
  const { operand, type, start, implicit } = expression;
  if (implicit || type.kind !== 'pointer' || !readsHandle(operand) || isPrinted(start)) return;
  if (macrosOf(start).length > 0 || /&\s*\(*\s*$/.test(lineAt(start.file, start.line).slice(0, start.column - 1)))
    return;
  if (isPutAway(expression)) return;
  const callee = isArgument(expression);
  if (callee !== null && !goesThere.test(callee)) return;
  mark(walk.state, somePointer, 1);
  mark(walk.state, `${asPointer}${value.key}`, 1, start);
}

/** A handle in a pointer is carried there, and no more than that, until somebody follows it. */
const somePointer = 'handles as pointers';
const asPointer = 'handle as pointer ';

/** Whoever goes by such a pointer is told where it was made. */
function followed(walk: Walk, location: Location): void {
  const { state } = walk;
  if (!state.marks.has(somePointer)) return;
  const root = rootOf(location);
  const made = root.kind === 'target' ? state.marks.get(`${asPointer}${root.pointer.key}`)?.place : null;
  if (!made) return;
  const message = "a handle is an address of the device's, which the CPU cannot go to: use the pointer that came with it"; // prettier-ignore
  report(walk, 'handle-as-pointer', made, message);
}

const followsAll: CallHandler = (walk, { values }) => {
  for (const value of values) followed(walk, target(value));
  return null;
};

/** A member that says itself to be a physical address, whatever its type. */
function isNamedPhysical(value: Term): boolean {
  return [...parts(value)].some((part) => part.kind === 'initial' && /\.\w*phys\w*$/.test(fieldName(part.location) ?? '')); // prettier-ignore
}

/** Of a call that takes a physical address or a page's number. */
function wantsPhysical(index: number, what: string): CallHandler {
  return (walk, { values, place, name }) => {
    const value = values[index];
    const asksIommu = walk.facts.byName.get(walk.stack.at(-1)!.symbol.name)?.calls.has('iommu_iova_to_phys');
    if (value && holdsHandle(value) && !asksIommu && !isNamedPhysical(value)) {
      report(
        walk,
        'handle-as-physical',
        place,
        `${name}() wants ${what}, and a DMA handle is none: an IOMMU or an offset of the bus lies between`,
      );
    }
    return null;
  };
}

const ofMemory: CallHandler = (walk, { values, place, name }) => {
  const [address] = values;
  if (!address) return null;
  const kind = address.kind === 'resource' && address.aspect === 'memory' ? walk.state.resources.get(address.resource)?.kind : undefined; // prettier-ignore
  if (walk.facts.byName.get(walk.stack.at(-1)!.symbol.name)?.calls.has('is_vmalloc_addr')) return null;
  const what =
    kind === 'coherent' || kind === 'managed' || kind === 'pool'
      ? 'memory of dma_alloc_coherent() may be mapped anywhere'
      : kind === 'vmalloc'
        ? 'memory of vmalloc() does not lie in the direct map'
        : null;
  if (what)
    report(walk, 'virt-to-phys-of-dma-memory', place, `${what}: ${name}() gives something else than where it is`);
  // What was told once is not told again for where the outcome goes, which may lead back to it.
  if (what) escape(walk.state, address);
  return what ? symbol(`nowhere/${placeKey(place)}`) : operation(physicalOf, address);
};

const remaps: CallHandler = (walk, { values, place }) => {
  const frame = values[2];
  if (frame && holdsHandle(frame)) {
    const message =
      'a page frame number is asked for, and this is made of a DMA handle: dma_mmap_coherent() maps such memory';
    report(walk, 'remap-of-handle', place, message);
  }
  return null;
};

function tellsDevice(walk: Walk, value: Term, place: Place): void {
  if (!isPhysical(value) || ask(walk.facts, 'is of a bridge') || isMapped(walk, value)) return;
  if (physicalAddresses(value).every((address) => address.kind === 'number' || isOwnState(address))) return;
  report(
    walk,
    'physical-for-device',
    place,
    'the device is given a physical address: only a handle of dma_map_*() is one that it can use',
  );
}

/** What the physical addresses in a value are of. */
function physicalAddresses(value: Term): readonly Term[] {
  return [...parts(value)].flatMap((part) => (part.kind === 'operation' && part.operator === physicalOf ? part.operands : [])); // prettier-ignore
}

/** The driver's own state, with registers and locks in it: nothing for a device to work on, but a place that messages of interrupts may name. */
function isOwnState(address: Term): boolean {
  const type = address.kind === 'initial' ? typeOfLocation(address.location) : null;
  const record = type?.kind === 'pointer' && type.target.kind === 'record' ? type.target.declaration : null;
  return record !== null && isPrivateRecord(record);
}

/** The device has a handle of the same memory: the physical address comes back with it, to find the memory again. */
function isMapped({ state }: Walk, value: Term): boolean {
  const addresses = physicalAddresses(value);
  return [...state.resources].some(
    ([name, { kind, buffer, escaped }]) =>
      mappings.has(kind) &&
      (escaped || state.marks.has(`${name} told`)) &&
      addresses.some(({ key }) => key === buffer?.key),
  );
}

const writes: CallHandler = (walk, { values, place }) => {
  if (values[0]) tellsDevice(walk, values[0], place);
  return null;
};

/** Expressions that macros like pfn_to_page() leave behind: what the macro was given is looked for in them. */
const macros: Readonly<Record<string, string>> = { pfn_to_page: "a page frame's number", phys_to_page: 'a physical address', __va: 'a physical address', phys_to_virt: 'a physical address' }; // prettier-ignore

const virtualMacros = /^(virt_to_page|virt_to_pfn|__pa)$/;

export const handles: Family = {
  name: 'handles',
  rules: [
    { id: 'handle-truncated', severity: 'warning', title: 'a DMA handle is cut to 32 bits' },
    { id: 'handle-as-pointer', severity: 'error', title: 'a DMA handle is used as a pointer' },
    { id: 'handle-as-physical', severity: 'error', title: 'a DMA handle is used as a physical address' },
    { id: 'virt-to-phys-of-dma-memory', severity: 'error', title: 'a physical address of memory that has none there' },
    { id: 'remap-of-handle', severity: 'error', title: 'a DMA handle is mapped as a page frame number' },
    { id: 'physical-for-device', severity: 'warning', title: 'the device is given a physical address' },
  ],
  calls: {
    phys_to_virt: wantsPhysical(0, 'a physical address'),
    bus_to_virt: wantsPhysical(0, 'a physical address'),
    pfn_to_page: wantsPhysical(0, "a page frame's number"),
    memremap: wantsPhysical(0, 'a physical address'),
    ioremap: wantsPhysical(0, 'a physical address'),
    virt_to_phys: ofMemory,
    virt_to_bus: ofMemory,
    virt_to_page: ofMemory,
    __phys_addr: ofMemory,
    remap_pfn_range: remaps,
    vm_iomap_memory: wantsPhysical(1, 'a physical address'),
    ...under([...registerWrites, ...relaxedWrites], writes),
    ...under(['memcpy', 'memmove', 'memset', 'memcmp', 'strcpy', 'strscpy', 'copy_to_user', 'copy_from_user', 'kfree', 'kvfree', 'vfree'], followsAll), // prettier-ignore
  },
  convert(walk, expression, value) {
    checkWidth(walk, expression, value);
    checkPointer(walk, expression, value);
  },
  load: followed,
  unknownCall(walk, name, values) {
    if (name !== null && goesThere.test(name)) for (const value of values) followed(walk, target(value));
  },
  store(walk, location, value, expression) {
    followed(walk, location);
    if (/^__[lb]e(16|32|64)$/.test(typeOfLocation(location)?.typedefName ?? ''))
      tellsDevice(walk, value, expression.start);
  },
  tree({ facts, summary: { definition, expressions }, report: tell }) {
    for (const each of expressions) {
      if (each.kind !== 'pointer-offset' && each.kind !== 'cast') continue;
      const name = macrosOf(each.start).find((macro) => macros[macro] !== undefined);
      if (name === undefined || macrosOf(each.start).some((macro) => virtualMacros.test(macro))) continue;
      const found = everyExpression(each).some((part) => readsHandle(part) || readsFrame(part));
      if (!found || isOfOwnList(each, facts)) continue;
      let { start: place } = each;
      while (place.expansion) place = place.expansion.place;
      const message = `${name}() wants ${macros[name]}, and this is made of a DMA handle: an IOMMU or an offset of the bus lies between`;
      tell({
        rule: 'handle-as-physical',
        place,
        message,
        notes: [],
        fixes: [],
        failing: [],
        function: definition.symbol.name,
      });
    }
  },
};

/** A list whose addresses the driver writes itself carries a page that nobody looks at. */
function isOfOwnList({ start }: Expression, { file }: Walk['facts']): boolean {
  const { line } = writtenPlace(start);
  return /\bsg_set_page\s*\(/.test(lineAt(file, line)) && /\bsg_dma_address\s*\([^()]*\)\s*=[^=]/.test(linesOf(file, line, line + 6)); // prettier-ignore
}

/** A variable that was set to a handle shifted to a page's number. */
function readsFrame(part: Expression): boolean {
  if (part.kind !== 'variable') return false;
  const value = part.symbol.initializer?.leaves[0]?.value;
  return value !== undefined && everyExpression(value).some((each) => each.kind === 'binary' && each.operator === '>>' && readsHandle(each.left)); // prettier-ignore
}
