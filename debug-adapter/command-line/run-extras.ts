/** What `run` does beside running: files on the machine's disk before and after, a power cut, and totals of the work. */
import type { Simulation } from '../../simulator/index.ts';
import { readFolder, writeFolder } from '../folders.ts';
import type { LaunchPlan } from '../launch/launch-plan.ts';
import { RequestError } from '../request-error.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import type { RunExtras } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Throws `RequestError` for a power cut that is none and a folder that cannot be read. */
export function withExtras(door: SimulatorDoor, plan: LaunchPlan, { powerCut, disk }: RunExtras): LaunchPlan {
  const cut = powerCut === null ? null : door.parsePowerCut(powerCut);
  if (powerCut !== null && !cut) {
    throw new RequestError(
      'badArguments',
      `--power-cut takes a time such as 12ms or pages such as 3pages, not '${powerCut}'`,
    );
  }
  const { request } = plan;
  const machine = cut ? { ...request.machine, powerCut: cut } : request.machine;
  const files = disk === null ? request.files : { ...request.files, ...readFolder(disk) };
  return { ...plan, request: { ...request, machine, files } };
}

/** On standard error. */
export function tellExtras(door: SimulatorDoor, simulation: Simulation, extra: RunExtras, terminal: Terminal): void {
  if (extra.saveDisk !== null) writeFolder(extra.saveDisk, door.filesOnDisk(simulation));
  if (!extra.stats) return;
  for (const { title, rows } of door.memoryWork(simulation)) {
    terminal.err(`${title}\n`);
    for (const [name, count] of rows) terminal.err(`${count.toLocaleString('en-US').padStart(18)}  ${name}\n`);
  }
  terminal.err(`${(simulation.world.now / 1e9).toFixed(9).padStart(18)}  virtual seconds\n`);
}
