/** Ties the presentation of values to a session: memory and symbols of the machine, references that the client may come back with. */
import type { Debuggee, Session } from '../session-state.ts';
import type { FrameOfTask } from '../simulator-door.ts';
import type { ValueSource } from './reading.ts';
import { symbolAt } from './symbols.ts';
import type { Format } from './scalars.ts';
import type { Presentation } from './variables.ts';

export function presentationOf(
  { door, references }: Session,
  debuggee: Debuggee,
  frame: FrameOfTask | null,
  format: Format,
): Presentation {
  return {
    source: valueSource(door, debuggee),
    format,
    describeType: (type) => door.describeType(type),
    refer: (container) => references.owner({ kind: 'value', frame, container }),
  };
}

function valueSource(door: Session['door'], { simulation }: Debuggee): ValueSource {
  return {
    read: (space, address, length) => door.readMemory(simulation, space, address, length).bytes,
    symbolAt: (address) => symbolAt(simulation.program, address),
    memoryOfHandle: (handle) => door.memoryOfHandle(simulation, handle),
  };
}
