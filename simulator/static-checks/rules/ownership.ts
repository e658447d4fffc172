/** Who may touch a streaming buffer: between mapping and unmapping it is the device's, but for what stands between a sync for the CPU and one for the device. */
import type { Place } from '../../c-language/source.ts';
import { directions, fromDevice, handovers, mappings, registerWrites, relaxedWrites, toDevice, under, type Handover } from '../dma-functions.ts'; // prettier-ignore
import { replaceArgument } from '../fixes.ts';
import { findResource, keptIn, liesWithin } from '../resources.ts';
import { ask } from '../questions.ts';
import { change, clear, isLive, mark, type Resource } from '../state.ts';
import { enclosing, parts, target, type Location, type Term } from '../terms.ts';
import { report, type CallEvent, type CallHandler, type Family, type Walk } from '../walk.ts';
import { compareEntries, unknownUnmap } from './unmap.ts';

function access(walk: Walk, location: Location, writes: boolean, place: Place): void {
  for (const [name, each] of walk.state.resources) {
    if (each.kind !== 'single' || !each.buffer || !isLive(each) || !liesWithin(location, each.buffer)) continue;
    if (walk.state.marks.has(`${name} awaited`) || (each.escaped && walk.state.marks.has(unknownUnmap))) continue;
    if ((each.size && isBehind(location, each.size)) || cleansByHand(walk)) continue;
    if (each.owner === 'cpu') {
      if (writes) change(walk.state, name, { dirty: true });
      continue;
    }
    if (direction(each) !== fromDevice && (writes || direction(each) === toDevice)) {
      if (writes && !walk.state.marks.has(`${name} written`)) mark(walk.state, `${name} written`, 1, place);
      continue;
    }
    tellAccess(walk, name, each, writes, place);
  }
}

/** Whether a place begins as far into the memory as was mapped, or further. */
function isBehind(location: Location, size: Term): boolean {
  for (const at of enclosing(location)) {
    if (at.kind !== 'element') continue;
    const { index } = at;
    if (index.key === size.key) return true;
    const base = index.kind === 'operation' && index.operator === '+' ? index.operands[0]! : index;
    if (base.kind !== 'number' && base.key === size.key) return true;
    // Elements are a byte at least.
    if (index.kind === 'number' && size.kind === 'number' && index.value >= size.value) return true;
  }
  return false;
}

function tellAccess(walk: Walk, name: string, resource: Resource, writes: boolean, place: Place): void {
  const notes = [{ message: 'mapped here', place: resource.place }];
  report(walk, 'cpu-access-while-mapped', place, messageOf(resource, writes), { notes, once: name });
}

/** A function that cleans or invalidates cache lines itself knows what the device sees. */
function cleansByHand({ facts, stack }: Walk): boolean {
  const calls = facts.byName.get(stack.at(-1)!.symbol.name)?.calls ?? [];
  return [...calls].some((name) => /clflush|^flush_(kernel_)?(d?cache|vmap)|^(invalidate|clean)_.*cache|dma_cache_(wback|inv|maint)/.test(name)); // prettier-ignore
}

/** What is written to a buffer that only the device reads is handed over by a sync for the device; without one, the device gets what stood there before. */
function tellWritten(walk: Walk): void {
  for (const [name, each] of walk.state.resources) {
    const written = walk.state.marks.get(`${name} written`);
    if (!written?.place || each.failed || isHandedLater(walk, name)) continue;
    tellAccess(walk, name, each, true, written.place);
    walk.state.marks.delete(`${name} written`);
  }
}

/** Mapped once by another function of a file that hands over such buffers: who does it for this one cannot be told. */
function isHandedLater({ facts }: Walk, name: string): boolean {
  return name.lastIndexOf('/') > 0 && ask(facts, 'syncs for the device');
}

/** What a field keeps, a callback that is waited for may have unmapped or handed over. */
function forgetAwaited({ state, facts, stack }: Walk): void {
  const own = new Set(stack.map(({ symbol }) => symbol.name));
  const isHandedBack = (member: string): boolean => ask(facts, 'is handed back by', member).split(' ').some((name) => name !== '' && !own.has(name)); // prettier-ignore
  for (const [name, { kind, homes }] of state.resources) {
    const members = homes.map((home) => home.slice(home.lastIndexOf('.') + 1));
    if (kind === 'single' && members.some(isHandedBack)) mark(state, `${name} awaited`, 1);
  }
}

const waiting = /^(wait_for_completion|schedule_timeout|io_schedule)/;

const waits: CallHandler = (walk) => {
  forgetAwaited(walk);
  return null;
};

function direction({ direction: term }: Resource): bigint | null {
  return term?.kind === 'number' ? term.value : null;
}

function messageOf(resource: Resource, writes: boolean): string {
  if (!writes)
    return 'the CPU reads a buffer that the device owns: what it finds may be older than what the device wrote';
  return direction(resource) === toDevice
    ? 'the CPU writes to a buffer that the device owns: the device may get the bytes of before'
    : 'the CPU writes to a buffer that the device owns: either may overwrite the other';
}

/** Which argument points to what is read, and which to what is written. */
const memoryFunctions: Readonly<Record<string, { readonly reads?: number; readonly writes?: number }>> = {
  memcpy: { writes: 0, reads: 1 },
  memmove: { writes: 0, reads: 1 },
  memset: { writes: 0 },
  memzero_explicit: { writes: 0 },
  memcmp: { reads: 0 },
  strcpy: { writes: 0 },
  strscpy: { writes: 0 },
  copy_from_user: { writes: 0 },
  copy_to_user: { reads: 1 },
  memcpy_fromio: { writes: 0 },
  memcpy_toio: { reads: 1 },
  print_hex_dump_bytes: { reads: 2 },
  kmemdup: { reads: 0 },
  le32_to_cpup: { reads: 0 },
  be32_to_cpup: { reads: 0 },
  get_random_bytes: { writes: 0 },
};

function touches(shape: { readonly reads?: number; readonly writes?: number }): CallHandler {
  return (walk, { values, place, name }) => {
    if (name === 'memset' && values[0] && values[1]?.kind === 'number' && values[1].value === 0n)
      clear(walk.state, target(values[0]));
    const written = shape.writes === undefined ? null : values[shape.writes];
    const read = shape.reads === undefined ? null : values[shape.reads];
    if (written) access(walk, target(written), true, place);
    if (read) access(walk, target(read), false, place);
    return null;
  };
}

function handsOver(shape: Handover): CallHandler {
  return (walk, call) => {
    const handle = shape.handle === undefined ? null : (call.values[shape.handle] ?? null);
    const buffer = shape.buffer === undefined ? null : (call.values[shape.buffer] ?? null);
    const found = findResource(walk.state, handle ? baseOf(handle) : null, buffer);
    if (!found) {
      const kept = keptIn(walk.state, handle);
      if (kept) {
        walk.state.marks.delete(`${kept[0]} written`);
        change(walk.state, kept[0], { owner: shape.to, dirty: false });
      } else if (shape.to === 'device') forgetWritten(walk);
      return null;
    }
    if (!mappings.has(found[1].kind)) return null;
    const [name, resource] = found;
    if (resource.released) {
      // What a function that has returned mapped may be another one by now: that of the next slot of a ring.
      if (!walk.path.startsWith(name.slice(0, name.lastIndexOf('/')))) return null;
      report(walk, 'sync-after-unmap', call.place, 'the mapping is gone: there is nothing to hand over', {
        notes: [{ message: 'unmapped here', place: resource.released }],
      });
      return null;
    }
    compareHandover(walk, call, shape, resource, handle);
    if (shape.to === 'device') walk.state.marks.delete(`${name} written`);
    change(walk.state, name, { owner: shape.to, dirty: false });
    return null;
  };
}

/** Which mapping is handed over is not known: it may be any. */
function forgetWritten({ state }: Walk): void {
  for (const name of state.resources.keys()) state.marks.delete(`${name} written`);
}

function baseOf(handle: Term): Term {
  return [...parts(handle)].find((part) => part.kind === 'resource') ?? handle;
}

function compareHandover(walk: Walk, call: CallEvent, shape: Handover, resource: Resource, handle: Term | null): void {
  const given = call.values[shape.direction];
  const mapped = direction(resource);
  if (given?.kind === 'number' && mapped !== null && mapped !== 0n && given.value !== mapped) {
    const name = directions[String(mapped)] ?? '';
    report(walk, 'sync-wrong-direction', call.place, `the buffer was mapped with ${name}`, {
      notes: [{ message: 'mapped here', place: resource.place }],
      fixes: replaceArgument(walk, call, shape.direction, name),
    });
  }
  if (resource.kind === 'sg') return compareEntries(walk, call, { size: shape.size }, resource);
  const size = call.values[shape.size];
  const added = shape.offset === undefined ? offsetIn(handle) : call.values[shape.offset];
  if (size?.kind !== 'number' || added?.kind !== 'number' || resource.size?.kind !== 'number') return;
  if (added.value + size.value <= resource.size.value) return;
  const message = `reaches ${added.value + size.value - resource.size.value} bytes behind the end of what was mapped`;
  report(walk, 'sync-outside-mapping', call.place, message, {
    notes: [{ message: 'mapped here', place: resource.place }],
  });
}

function offsetIn(handle: Term | null): Term | undefined {
  if (handle?.kind === 'resource') return { kind: 'number', key: '#0', value: 0n };
  return handle?.kind === 'operation' && handle.operator === '+' ? handle.operands[1] : undefined;
}

/** A register write may set the device going. */
const rings: CallHandler = (walk, { place, values }) => {
  tellWritten(walk);
  for (const [name, each] of walk.state.resources) {
    if (each.owner !== 'cpu' || !each.dirty || !isLive(each) || direction(each) === fromDevice) continue;
    if (values[0]?.kind === 'number' && values[0].value === 0n) continue;
    const message =
      'the CPU wrote to the buffer after dma_sync_*_for_cpu(), and nothing handed it back: dma_sync_*_for_device() is missing';
    report(walk, 'sync-missing-for-device', place, message, { notes: [{ message: 'mapped here', place: each.place }] });
    change(walk.state, name, { dirty: false });
  }
  return null;
};

export const ownership: Family = {
  name: 'ownership',
  rules: [
    { id: 'cpu-access-while-mapped', severity: 'warning', title: 'the CPU touches a buffer that the device owns' },
    { id: 'sync-missing-for-device', severity: 'warning', title: 'a buffer is not handed back to the device' },
    { id: 'sync-wrong-direction', severity: 'warning', title: 'a sync with another direction than the mapping' },
    { id: 'sync-after-unmap', severity: 'error', title: 'a sync of a buffer that is not mapped any more' },
    { id: 'sync-outside-mapping', severity: 'error', title: 'a sync that reaches beyond the mapping' },
  ],
  calls: {
    ...Object.fromEntries(Object.entries(memoryFunctions).map(([name, shape]) => [name, touches(shape)])),
    ...Object.fromEntries(Object.entries(handovers).map(([name, shape]) => [name, handsOver(shape)])),
    ...under([...registerWrites, ...relaxedWrites], rings),
    ...under(['wait_for_completion', 'schedule'], waits),
  },
  unknownCall(walk, name) {
    if (name !== null && waiting.test(name)) forgetAwaited(walk);
  },
  load(walk, location, expression) {
    access(walk, location, false, expression.start);
  },
  store(walk, location, _value, expression) {
    access(walk, location, true, expression.start);
  },
  leave(walk) {
    tellWritten(walk);
  },
};
