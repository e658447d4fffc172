/** What memory is mapped: not the stack, vmalloc, the module's own data, or what shares a cache line with something else; and all of it. */
import { findMember, sizeOf } from '../../c-language/layout.ts';
import type { Place } from '../../c-language/source.ts';
import type { CType, RecordDeclaration } from '../../c-language/types.ts';
import { acquisitions, toDevice } from '../dma-functions.ts';
import { extentOf, textOf } from '../fixes.ts';
import { bufferIsHere } from '../fixes-of-declarations.ts';
import { withoutFirst } from '../resources.ts';
import { recordName } from '../record-name.ts';
import { rootOf, type Location, type Term } from '../terms.ts';
import { ask } from '../questions.ts';
import { report, writtenPlace, type CallEvent, type CallHandler, type Family, type Fix, type Walk } from '../walk.ts'; // prettier-ignore

const line = 64;

function checkBuffer(walk: Walk, call: CallEvent, index: number, direction: number | null): void {
  const buffer = call.values[index];
  const place = call.place;
  if (!buffer) return;
  if (buffer.kind === 'resource' && buffer.aspect === 'memory') return checkHeap(walk, call, buffer.resource);
  if (buffer.kind !== 'address') return;
  const root = rootOf(buffer.location);
  if (root.kind === 'text') {
    if (!root.key.startsWith('"')) return;
    report(
      walk,
      'dma-from-static',
      place,
      'a string constant lies in read-only data of the module, which no device can be given',
    );
  } else if (root.kind === 'variable') checkVariable(walk, call, root);
  else if (root.kind === 'target' && root.pointer.kind === 'resource') checkHeap(walk, call, root.pointer.resource);
  else checkEmbedded(walk, call, buffer.location, direction, direction === null ? null : (call.values[direction - 1] ?? null)); // prettier-ignore
}

function checkVariable(walk: Walk, { place }: CallEvent, { symbol }: Extract<Location, { kind: 'variable' }>): void {
  const where = { notes: [{ message: `'${symbol.name}' is declared here`, place: symbol.place }] };
  if (symbol.storage === 'automatic' || symbol.storage === 'parameter') {
    const message = `'${symbol.name}' lies on the stack, which may be in vmalloc space and shares cache lines with everything else: memory for DMA comes from kmalloc()`;
    report(walk, 'dma-from-stack', place, message, where);
  } else {
    const message = `'${symbol.name}' is part of the module's own data, which lies in vmalloc space: memory for DMA comes from kmalloc()`;
    report(walk, 'dma-from-static', place, message, where);
  }
}

function checkHeap(walk: Walk, { place }: CallEvent, name: string): void {
  const resource = walk.state.resources.get(name);
  if (resource?.kind !== 'vmalloc' && resource?.kind !== 'kvmalloc') return;
  if (resource.kind === 'kvmalloc' && ask(walk.facts, 'asks for vmalloc')) return;
  const what = resource.kind === 'vmalloc' ? 'is' : 'may be';
  const message = `the buffer ${what} in vmalloc space, whose pages do not lie together: map it page by page, or use kmalloc()`;
  report(walk, 'dma-from-vmalloc', place, message, { notes: [{ message: 'allocated here', place: resource.place }] });
}

/** A member of a struct in memory, and others of it in the same cache lines. */
function checkEmbedded(
  walk: Walk,
  { place, values }: CallEvent,
  whole: Location,
  directionAt: number | null,
  size: Term | null,
): void {
  const direction = directionAt === null ? null : values[directionAt];
  if (direction?.kind !== 'number' || direction.value === toDevice) return;
  const location = withoutFirst(whole);
  const stretch = stretchOf(walk, location);
  if (!stretch) return;
  const { record, from } = stretch;
  const to = reachOf(stretch, location, size, record);
  const first = from - (from % line);
  const end = to + ((line - (to % line)) % line);
  const neighbour = record.members.find(({ offset, type, name }) => name !== null && offset < end && offset + sizeOf(type) > first && (offset + sizeOf(type) <= from || offset >= to) && sizeOf(type) > 0); // prettier-ignore
  if (!neighbour) return;
  const message = `the buffer shares a cache line with '${neighbour.name}': where devices do not snoop, a write to one is lost when the other's line is cleaned or invalidated`;
  report(walk, 'dma-shared-cache-line', place, message, {
    notes: [
      { message: bufferIsHere, place: writtenPlace(stretch.member) },
      { message: `'${neighbour.name}' is here`, place: neighbour.place },
    ],
  });
}

/** Where what is mapped ends: that may be behind the member that it begins with, and how far cannot be told of any but an array. */
function reachOf(
  { from, to }: { from: number; to: number },
  location: Location,
  size: Term | null,
  record: RecordDeclaration,
): number {
  if (size?.kind === 'number') return Math.max(to, from + Number(size.value));
  const isArray = location.kind === 'member' && location.member.type.kind === 'array';
  return isArray || size === null
    ? to
    : Math.max(to, ...record.members.map(({ offset, type }) => offset + sizeOf(type)));
}

/** The bytes of the outermost record that a member takes. */
function stretchOf(
  walk: Walk,
  location: Location,
): { record: RecordDeclaration; member: Place; from: number; to: number } | null {
  if (location.kind !== 'member') return null;
  const size = sizeOf(location.member.type);
  let from = location.member.offset;
  let base = location.base;
  let member = location;
  while (base.kind === 'member') {
    from += base.member.offset;
    member = base;
    base = base.base;
  }
  if (base.kind !== 'target') return null;
  const record = declarationOf(member.record, base);
  if (record) walk.measured.add(record);
  return record && size > 0 ? { record, member: member.member.place, from, to: from + size } : null;
}

/** The record that the outermost member is one of. */
function declarationOf(name: string, base: Extract<Location, { kind: 'target' }>): RecordDeclaration | null {
  const { pointer } = base;
  const type = pointer.kind === 'initial' ? typeOf(pointer.location) : null;
  const found = type?.kind === 'pointer' && type.target.kind === 'record' ? type.target : null;
  return found && recordName(found) === name && !found.declaration.union ? found.declaration : null;
}

function typeOf(location: Location): CType | null {
  if (location.kind === 'variable') return location.symbol.type;
  return location.kind === 'member' ? location.member.type : null;
}

const isPath = /^[A-Za-z_]\w*(?:\s*(?:->|\.)\s*[A-Za-z_]\w*)*$/;

/** `sizeof(pointer)` where the size of what it points to was meant. */
function checkSize(walk: Walk, call: CallEvent, index: number): void {
  const size = call.arguments[index];
  if (!size || call.values[index]?.key !== '#8') return;
  const text = textOf(size)?.trim();
  const measured = /^sizeof\s*\(?\s*([^()]*?)\s*\)?$/.exec(text ?? '')?.[1];
  if (!text || !measured || !isPath.test(measured)) return;
  const type = typeOfPath(walk, measured);
  if (type?.kind !== 'pointer') return;
  const extent = extentOf(size);
  const target = sizeOf(type.target);
  if (type.target.kind === 'record') walk.measured.add(type.target.declaration);
  const fixes: Fix[] =
    extent && type.target.kind === 'record' && extent.file === walk.facts.file
      ? [
          {
            title: `Write sizeof(*${measured})`,
            edits: [{ from: extent.from, to: extent.to, text: `sizeof(*${measured})` }],
          },
        ]
      : [];
  const message = `the size is that of the pointer '${measured}', 8 bytes, not of what it points to${target > 1 ? ` (${target} bytes)` : ''}`;
  report(walk, 'map-sizeof-pointer', call.place, message, { fixes });
}

/** The type of `a->b.c`, by the names of the function being walked. */
function typeOfPath(walk: Walk, path: string): CType | null {
  const [first, ...members] = path.split(/\s*(?:->|\.)\s*/);
  const { definition } = walk.graph;
  let type: CType | null = definition.locals.find(({ name }) => name === first)?.type ?? null;
  for (const name of members) {
    if (type?.kind === 'pointer') type = type.target;
    if (type?.kind !== 'record' || !type.declaration.complete) return null;
    type = findMember(type, name)?.path.at(-1)?.type ?? null;
  }
  return type;
}

function checkDevice(walk: Walk, call: CallEvent, index: number): void {
  const device = call.values[index];
  if (device?.kind !== 'number' || device.value !== 0n) return;
  report(
    walk,
    'null-device',
    call.place,
    'without a device there is no mask, no IOMMU and no bus to map for: Linux refuses it',
  );
}

const buffers: Readonly<Record<string, number>> = { sg_init_one: 1, sg_set_buf: 1 };

const calls: Record<string, CallHandler> = {};
for (const [name, shape] of Object.entries(acquisitions)) {
  calls[name] = (walk, call) => {
    if (shape.kind === 'single') checkBuffer(walk, call, shape.buffer!, shape.direction!);
    if (shape.size !== undefined && shape.kind !== 'heap' && shape.kind !== 'sg') checkSize(walk, call, shape.size);
    if (shape.device !== undefined && shape.kind !== 'devm') checkDevice(walk, call, shape.device);
    return null;
  };
}
for (const [name, index] of Object.entries(buffers)) {
  calls[name] = (walk, call) => {
    checkBuffer(walk, call, index, null);
    return null;
  };
}

export const memory: Family = {
  name: 'memory',
  rules: [
    { id: 'dma-from-stack', severity: 'error', title: 'DMA to or from the stack' },
    { id: 'dma-from-vmalloc', severity: 'error', title: 'vmalloc memory is mapped as if its pages lay together' },
    { id: 'dma-from-static', severity: 'error', title: 'DMA to or from the data of the module' },
    { id: 'dma-shared-cache-line', severity: 'warning', title: 'a buffer shares a cache line with something else' },
    { id: 'map-sizeof-pointer', severity: 'error', title: 'the size of a pointer instead of what it points to' },
    { id: 'null-device', severity: 'error', title: 'a DMA call without a device' },
  ],
  calls,
};
