/** What the client wants to stop at, given to the machine. */
import type { Session } from '../session-state.ts';
import type { Simulation } from '../../simulator/index.ts';

type Give = (session: Session, simulation: Simulation) => void;

const kinds = {
  lines: (session, simulation) => simulation.setBreakpoints(session.breakpoints.requests()),
  events: (session, simulation) => void simulation.setEventFilters(session.eventFilters),
  data: (session, simulation) => simulation.setDataBreakpoints(session.dataBreakpoints),
  /** Those before which no instruction stands are left out. */
  instructions: ({ door, instructionBreakpoints }, simulation) =>
    simulation.setInstructionBreakpoints(
      instructionBreakpoints.flatMap(({ address, ...rest }) => {
        const pc = door.pcAt(simulation.program, address);
        return pc === null ? [] : [{ pc, ...rest }];
      }),
    ),
} satisfies Readonly<Record<string, Give>>;

/** All of it, as after another use of the machine's stops or on a new machine. */
export function setStops(session: Session, simulation: Simulation): void {
  for (const give of Object.values(kinds)) give(session, simulation);
}

/** What the client has just changed. While the way to a step of a replay uses the machine's stops, it waits until that ends. */
export function changeStops(session: Session, simulation: Simulation, kind: keyof typeof kinds): void {
  if (!session.replaying) kinds[kind](session, simulation);
}

/** None of the client's own: a way through the machine's history uses its stops. */
export function setNoStops(simulation: Simulation): void {
  simulation.setBreakpoints([]);
  simulation.setEventFilters([]);
  simulation.setDataBreakpoints([]);
  simulation.setInstructionBreakpoints([]);
}
