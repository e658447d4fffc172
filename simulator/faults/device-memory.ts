/** What a device leaves in the driver's memory as the run's plan says: a transfer of its own, before the statement that looks there. */
import { outermostPlace } from '../c-language/source.ts';
import type { Program } from '../c-language/program.ts';
import { deviceAt } from '../kernel/dma/find-device.ts';
import { evaluateInRuntime } from '../inspect/values.ts';
import { physicalAddress } from '../inspect/memory.ts';
import { sizeOf } from '../c-language/layout.ts';
import type { Task } from '../kernel/tasks.ts';
import { record, type Runtime } from '../runtime.ts';
import type { FaultPlan } from './fault-plan.ts';

type Row = NonNullable<FaultPlan['memory']>[number];

/** Statements of the user's own before which something is left; those of a line that is looked at as a whole. */
export function statementsWithMemory({ functions, statements }: Program, plan: FaultPlan | null): number[] {
  const rows = plan?.memory ?? [];
  if (rows.length === 0) return [];
  return statements.flatMap((each, index) => {
    const { builtIn } = functions[each.function]!;
    return !builtIn && each.kind !== 'entry' && rows.some((row) => isAt(each.place, row)) ? [index] : [];
  });
}

function isAt(place: Program['statements'][number]['place'], { at }: Row): boolean {
  const { file, line } = outermostPlace(place);
  return `/${file.path.replace(/\\/g, '/')}:${line}`.endsWith(`/${at}`);
}

export function leaveInMemory(runtime: Runtime, task: Task, statement: number): void {
  const { faults, program } = runtime.world;
  for (const row of faults.plan?.memory ?? []) if (isAt(program.statements[statement]!.place, row)) leave(runtime, task, row); // prettier-ignore
}

function leave(runtime: Runtime, task: Task, { at, what, give }: Row): void {
  const { world } = runtime;
  const key = `${at} ${what}`;
  const round = world.faults.reads.get(key) ?? 0;
  const tell = (words: string): void => record(runtime, { kind: 'fault-injected', what: words });
  const outcome = evaluateInRuntime(runtime, { task: task.pid, depth: 0 }, what, {
    sideEffects: false,
    repeated: true,
  });
  const physical = outcome.ok && outcome.value.address !== null ? physicalAddress(world, outcome.value.space, outcome.value.address) : null; // prettier-ignore
  if (!outcome.ok || physical === null) return;
  world.faults.reads.set(key, round + 1);
  const target = deviceAt(world, physical);
  if (!target) return tell(`nothing is left in ${what} on ${at}: no device is given that memory to write to`);
  const value = BigInt(give[Math.min(round, give.length - 1)] ?? 0);
  const bytes = Uint8Array.from({ length: sizeOf(outcome.value.type) }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn)); // prettier-ignore
  const bus = runtime.buses.get(target.device);
  const transfer = bus?.beginTransfer('from-device', target.handle, bytes.length, 'on demand');
  const done = transfer !== undefined && bus!.writeBurst(transfer, 0, bytes);
  if (transfer !== undefined) bus!.endTransfer(transfer, done ? 'done' : 'refused');
  tell(done ? `${target.device} leaves 0x${value.toString(16)} in ${what} before ${at}` : `${target.device} cannot write ${what} before ${at}: its transfers are refused`); // prettier-ignore
}
