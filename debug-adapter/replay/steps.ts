/** The steps of a documented bug's replay: where each of them stops, in whatever code is debugged. */
import type { ScenarioStep, Simulation } from '../../simulator/index.ts';
import type { LaunchArguments } from '../custom-requests.ts';
import type { Replay } from '../session-state.ts';
import type { SimulatorDoor } from '../simulator-door.ts';

/** Stops only where this step does, until somebody sets other breakpoints and filters. False: this code has no such line. */
export function aimAtStep(door: SimulatorDoor, simulation: Simulation, { stop }: ScenarioStep): boolean {
  const filters = stop.filter === undefined ? [] : [{ filter: stop.filter, condition: stop.condition ?? null }];
  simulation.setEventFilters(filters as Parameters<Simulation['setEventFilters']>[0]);
  if (stop.line === undefined) {
    simulation.setBreakpoints([]);
    return true;
  }
  const statements = statementsOnLine(door, simulation, stop.line);
  simulation.setBreakpoints([{ id: 1, statements, condition: null, hitCondition: null, logMessage: null }]);
  return statements.length > 0;
}

/** Stops nowhere before the run's end. */
export function aimAtEnd(simulation: Simulation): void {
  simulation.setBreakpoints([]);
  simulation.setEventFilters([]);
}

/** Whether the code that is debugged has a place for it. */
export function hasPlace(door: SimulatorDoor, simulation: Simulation, { stop }: ScenarioStep): boolean {
  return stop.line === undefined || statementsOnLine(door, simulation, stop.line).length > 0;
}

function statementsOnLine(door: SimulatorDoor, { program, request }: Simulation, start: string): readonly number[] {
  for (const { path, text } of [...request.driver, ...(request.app ? [request.app] : [])]) {
    const line = text.split('\n').findIndex((each) => each.trimStart().startsWith(start)) + 1;
    const resolved = line === 0 ? null : door.resolveLine(program, path, line);
    if (resolved) return resolved.statements;
  }
  return [];
}

/** What a session replays; null: it debugs something else. */
export function replayOf(door: SimulatorDoor, { scenario, fixed, replay, cell }: LaunchArguments): Replay | null {
  const [id, variant = ''] = scenario === undefined ? (replay?.split('/') ?? []) : [scenario, fixed];
  if (id === undefined) return null;
  const found = door.scenarios().find((each) => each.id === id);
  return found ? freshReplay({ scenario: found, variant, cell: cell ?? null }) : null;
}

/** As at power-on: nothing has been passed or run. */
export function freshReplay({ scenario, variant, cell }: Pick<Replay, 'scenario' | 'variant' | 'cell'>): Replay {
  return { scenario, variant, cell, outcomes: new Map(), programs: new Map(), passed: [] };
}
