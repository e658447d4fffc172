/** Device registers as variables: read without the side effects a driver's read would have. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { DeviceView } from '../../simulator/index.ts';
import { RequestError } from '../request-error.ts';
import type { Debuggee, Session } from '../session-state.ts';

export function registersOf(session: Session, debuggee: Debuggee, device: string): DebugProtocol.Variable[] {
  return findDevice(session, debuggee, device).registers.map((register) => ({
    name: register.name,
    value: register.value,
    type: `${8 * register.size}-bit register at BAR ${register.bar} + 0x${register.offset.toString(16)}: ${register.meaning}`,
    variablesReference:
      register.fields.length > 0 ? session.references.owner({ kind: 'register', device, register: register.name }) : 0,
    presentationHint: { attributes: ['readOnly'] },
  }));
}

export function registerFields(
  session: Session,
  debuggee: Debuggee,
  device: string,
  name: string,
): DebugProtocol.Variable[] {
  const register = findDevice(session, debuggee, device).registers.find((each) => each.name === name);
  return (register?.fields ?? []).map((field) => ({
    name: field.name,
    value: field.value,
    type: field.meaning,
    variablesReference: 0,
    presentationHint: { attributes: ['readOnly'] },
  }));
}

function findDevice({ door }: Session, { simulation }: Debuggee, name: string): DeviceView {
  const found = door.devices(simulation).find((each) => each.name === name);
  if (found) return found;
  throw new RequestError('stale', `there is no device '${name}'`);
}
