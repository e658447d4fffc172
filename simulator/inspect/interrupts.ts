/** Interrupts as the controller has them, and the trace of register accesses and interrupts from the journal. */
import { deviceModel } from '../devices/models.ts';
import { newestFirst, type JournalRecord } from '../journal.ts';
import type { World } from '../world.ts';
import { hex, placeOfStack } from './formatting.ts';
import type { InterruptsView, InterruptView, TraceView } from './view-models.ts';

const defaultLimit = 500;
/** Records that are counted beyond those shown. */
const countedBeyond = 100_000;
const traced = ['register-read', 'register-write', 'interrupt-raised', 'interrupt-delivered'] as const;
type Traced = Extract<JournalRecord, { kind: (typeof traced)[number] }>;

/** `device`: of one alone. */
export function inspectInterrupts(world: World, device: string | null = null, limit = defaultLimit): InterruptsView {
  const trace: TraceView[] = [];
  let beyond = 0;
  for (const record of newestFirst(world.journal, traced)) {
    if (device !== null && record.device !== device) continue;
    if (trace.length < limit) trace.push(traceView(world, record));
    else if (++beyond >= countedBeyond) break;
  }
  const { interrupts, spuriousMessages } = world.interrupts;
  const views = [...interrupts.values()].map((each): InterruptView => {
    const { irq, kind, cpu, raised, merged, masked, latched, asserted, inService } = each;
    const handlers = world.kernel.irq.handlers.get(irq) ?? '';
    const pending = kind === 'edge' ? latched : asserted.length > 0;
    return { irq, kind, handlers, cpu, raised, merged, masked, pending, inService, asserted };
  });
  return {
    now: world.now,
    interrupts: views.filter(
      ({ handlers, raised, asserted, kind }) => handlers || raised || asserted.length || kind === 'edge',
    ),
    spuriousMessages,
    trace,
    traceLeftOut: beyond,
  };
}

const words = {
  'register-read': 'read',
  'register-write': 'write',
  'interrupt-raised': 'raised',
  'interrupt-delivered': 'delivered',
} as const;

function traceView(world: World, record: Traced): TraceView {
  const { sequence, at, cpu, device, kind } = record;
  const common = { sequence, at, cpu, device, what: words[kind], place: placeOfStack(world, record.stack) };
  if ('irq' in record)
    return { ...common, subject: `interrupt ${record.irq}`, offset: null, size: null, value: null, fields: '' };
  const { register, offset, size, value } = record;
  return {
    ...common,
    subject: register || 'no register',
    offset,
    size,
    value: hex(value),
    fields: fieldsText(world, device, register, value),
  };
}

function fieldsText(world: World, device: string, register: string, value: bigint): string {
  const model = world.devices[device] ? deviceModel(world.devices[device].model) : null;
  const fields = model?.registers.find(({ name }) => name === register)?.fields ?? [];
  return fields
    .map(({ name, bit, width }) => [name, (value >> BigInt(bit)) & ((1n << BigInt(width)) - 1n)] as const)
    .filter(([, field]) => field !== 0n)
    .map(([name, field]) => `${name}=${field}`)
    .join(' ');
}
