/** `run --show`: what views show, as text, where a line is reached first, or at the end of the run. */
import type { Simulation, StopReason } from '../../simulator/index.ts';
import { RequestError } from '../request-error.ts';
import type { SimulatorDoor } from '../simulator-door.ts';
import { picturedViews, viewPicture } from './pictures/views.ts';
import type { Terminal } from './terminal.ts';

export interface Shown {
  readonly views: readonly string[];
  /** null: at the end. */
  readonly place: { readonly file: string; readonly line: number } | null;
}

/** `VIEW,…` or `VIEW,…@FILE:LINE`. Throws `RequestError`. */
export function readShown(text: string): Shown {
  const [, names = '', file, line] = /^([^@]*)(?:@(.+):([1-9]\d{0,6}))?$/.exec(text) ?? [];
  const views = names.split(',').map((each) => each.trim());
  const unknown = views.find((each) => !picturedViews.includes(each));
  if (unknown !== undefined)
    throw new RequestError(
      'badArguments',
      `--show takes VIEW,… or VIEW,…@FILE:LINE, not '${text}'; as text there are ${picturedViews.join(', ')}`,
    );
  return { views, place: file === undefined ? null : { file, line: Number(line) } };
}

/** Has the run stop there. Throws `RequestError` for a line that has no code. */
export function aimAtShown(door: SimulatorDoor, simulation: Simulation, shown: readonly Shown[]): void {
  simulation.setBreakpoints(
    shown.flatMap(({ place }, id) => {
      if (place === null) return [];
      const statements = statementsAt(door, simulation, place);
      return [{ id, statements, condition: null, hitCondition: '==1', logMessage: null }];
    }),
  );
}

function statementsAt(
  door: SimulatorDoor,
  { program, request }: Simulation,
  { file, line }: NonNullable<Shown['place']>,
): readonly number[] {
  const { driver, app, moreApps = [] } = request;
  for (const { path } of [...driver, ...(app ? [app] : []), ...moreApps]) {
    const resolved = path === file || path.endsWith(`/${file}`) ? door.resolveLine(program, path, line) : null;
    if (resolved) return resolved.statements;
  }
  throw new RequestError('badArguments', `--show: there is no code at ${file}:${line}`);
}

/** On standard error: those of a line that has just been reached, or (`stop` null) those of the end. */
export function tellShown(
  door: SimulatorDoor,
  simulation: Simulation,
  shown: readonly Shown[],
  stop: Extract<StopReason, { kind: 'breakpoint' }> | null,
  terminal: Terminal,
): void {
  for (const [id, { views, place }] of shown.entries()) {
    if (stop ? !stop.breakpoints.includes(id) : place !== null) continue;
    const when = place === null ? 'at the end' : `at ${place.file}:${place.line}`;
    for (const view of views)
      terminal.err(`${view} ${when}\n${viewPicture(door, simulation, view) || '     nothing to show\n'}`);
  }
}
