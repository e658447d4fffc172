/** What the client wants to stop at, given to the machine. */
import type { Session } from '../session-state.ts';
import type { Simulation } from '../../simulator/index.ts';

/** All of it, as after another use of the machine's stops or on a new machine. */
export function setStops(session: Session, simulation: Simulation): void {
  simulation.setBreakpoints(session.breakpoints.requests());
  simulation.setEventFilters(session.eventFilters);
  simulation.setDataBreakpoints(session.dataBreakpoints);
  setInstructions(session, simulation);
}

/** Those before which no instruction stands are left out. */
export function setInstructions({ door, instructionBreakpoints }: Session, simulation: Simulation): void {
  simulation.setInstructionBreakpoints(
    instructionBreakpoints.flatMap(({ address, ...rest }) => {
      const pc = door.pcAt(simulation.program, address);
      return pc === null ? [] : [{ pc, ...rest }];
    }),
  );
}

/** None of the client's own: a way through the machine's history uses its stops. */
export function setNoStops(simulation: Simulation): void {
  simulation.setBreakpoints([]);
  simulation.setEventFilters([]);
  simulation.setDataBreakpoints([]);
  simulation.setInstructionBreakpoints([]);
}
