/** Tells the client where in time the machine stands: its own event, for clients that show it. */
import type { TimePosition } from '../custom-requests.ts';
import type { Simulation } from '../../simulator/index.ts';
import type { Session } from '../session-state.ts';

/** With each stop, and where a change may have begun another branch. */
export function announcePosition(session: Session): void {
  const { debuggee } = session;
  if (debuggee?.simulation.timeline.history) session.send('dma/position', positionOf(debuggee.simulation));
}

export function positionOf({ timeline, world }: Simulation): TimePosition {
  const { moment, history } = timeline;
  const end = history?.end ?? moment;
  return {
    moment,
    begin: history?.begin ?? moment,
    end,
    past: moment.moves < end.moves || moment.statements < end.statements,
    branch: history?.branch ?? 1,
    branches: history?.branches ?? [],
    phase: world.phase.name,
  };
}
