/** The `dma/` requests: what the views show, read from the machine as it is now, running or not. */
import { flag, integer, list, number, object, oneOf, optional, text, type Shape } from '../arguments.ts';
import type { CustomRequestName, CustomRequests, DeviceSent } from '../custom-requests.ts';
import { addressOf, memoryOf } from '../evaluation.ts';
import { kernelHalf } from '../memory-reference.ts';
import { RequestError } from '../request-error.ts';
import { debuggeeOf, type Debuggee, type Session } from '../session-state.ts';
import { request, type Request } from './request.ts';
import { positionOf } from '../execution/position.ts';
import { runMatrixRow } from '../replay/matrix-view.ts';
import { replayView } from '../replay/replay.ts';
import { announceGoingOn, resumeBack, travel, travelToRecord, travelToStep } from '../execution/run-loop.ts';
import type { DeviceView, Moment } from '../../simulator/index.ts';
import { locateData, mostWatched } from '../breakpoints/data-breakpoints.ts';
import type { FrameOfTask } from '../simulator-door.ts';
import { applyEdit, prepareEdit } from '../live-edit/apply-edit.ts';
import { devicesSent } from '../presentation/pictures.ts';
import { pathOfSource } from '../sources.ts';
import { withHistory } from './execution.ts';
import { frameOf } from './stack.ts';

type Answers = { readonly [Name in CustomRequestName]: Request };

/** Holds the answer to the type that the other side expects. */
function custom<Name extends CustomRequestName, T>(
  shape: Shape<T>,
  answer: (session: Session, debuggee: Debuggee, args: T) => CustomRequests[Name]['response'],
): Request {
  return request(shape, (session, args) => answer(session, debuggeeOf(session), args));
}

const nothing = object({});
const momentFields = object({
  moves: integer,
  statements: integer,
  at: number,
  record: optional(integer),
  pc: optional(integer),
  piece: optional(integer),
});
const momentShape: Shape<Moment> = (value, path) => {
  const { pc, piece, ...moment } = momentFields(value, path);
  return { ...moment, ...(pc === null ? {} : { pc }), ...(piece === null ? {} : { piece }) };
};
const tableShape = object({
  addressSpace: integer,
  table: optional(text),
  virtual: optional(text),
  level: optional(oneOf('PGD', 'PUD', 'PMD', 'PTE')),
});

export const customRequests: Answers = {
  'dma/physicalMemory': custom<'dma/physicalMemory', { readonly runLimit: number | null }>(
    object({ runLimit: optional(integer) }),
    ({ door }, { simulation }, { runLimit }) => door.physicalMemory(simulation, runLimit),
  ),
  'dma/addressSpaces': custom<'dma/addressSpaces', object>(nothing, ({ door }, { simulation }) =>
    door.addressSpaces(simulation),
  ),
  'dma/pageWalk': request(
    object({ addressSpace: optional(integer), expression: text, frameId: optional(integer) }),
    (session, args) => pageWalk(session, debuggeeOf(session), args),
  ),
  'dma/pageTable': request(tableShape, (session, args) => pageTable(session, debuggeeOf(session), args)),
  'dma/tlb': custom<'dma/tlb', object>(nothing, ({ door }, { simulation }) => ({ tlbs: door.tlbs(simulation) })),
  'dma/caches': custom<'dma/caches', object>(nothing, ({ door }, { simulation }) => door.caches(simulation)),
  'dma/cacheSet': custom<'dma/cacheSet', { readonly cache: string; readonly set: number }>(
    object({ cache: text, set: integer }),
    ({ door }, { simulation }, { cache, set }) =>
      door.cacheSet(simulation, cache, set) ?? refuse(`there is no set ${set} in a cache '${cache}'`),
  ),
  'dma/cacheLine': request(object({ expression: text, frameId: optional(integer) }), (session, args) =>
    cacheLine(session, debuggeeOf(session), args),
  ),
  'dma/iommu': custom<'dma/iommu', { readonly mappingLimit: number | null }>(
    object({ mappingLimit: optional(integer) }),
    ({ door }, { simulation }, { mappingLimit }) => door.iommu(simulation, mappingLimit),
  ),
  'dma/iommuWalk': request(
    object({ expression: text, device: optional(text), frameId: optional(integer) }),
    (session, { expression, device, frameId }) => iommuWalk(session, debuggeeOf(session), expression, device, frameId),
  ),
  'dma/freeMemory': custom<'dma/freeMemory', object>(nothing, ({ door }, { simulation }) =>
    door.freeMemory(simulation),
  ),
  'dma/processMemory': custom<'dma/processMemory', object>(nothing, ({ door }, { simulation }) =>
    door.processMemory(simulation),
  ),
  'dma/areaPages': custom<'dma/areaPages', { readonly addressSpace: number; readonly start: string }>(
    object({ addressSpace: integer, start: text }),
    ({ door }, { simulation }, { addressSpace, start }) =>
      door.areaPages(simulation, addressSpace, hexNumber(start, 'start')) ??
      refuse(`address space ${addressSpace} has no area that begins at ${start}`),
  ),
  'dma/processors': custom<'dma/processors', object>(nothing, ({ door }, { simulation }) =>
    door.processors(simulation),
  ),
  'dma/interrupts': custom<'dma/interrupts', { readonly device: string | null; readonly limit: number | null }>(
    object({ device: optional(text), limit: optional(integer) }),
    ({ door }, { simulation }, { device, limit }) => door.interrupts(simulation, device, limit),
  ),
  'dma/busAddress': request(
    object({ expression: text, device: optional(text), frameId: optional(integer) }),
    (session, { expression, device, frameId }) => busAddress(session, debuggeeOf(session), expression, device, frameId),
  ),
  'dma/mappings': custom<'dma/mappings', object>(nothing, ({ door }, { simulation }) => door.mappings(simulation)),
  'dma/transfers': custom<'dma/transfers', { readonly limit: number | null }>(
    object({ limit: optional(integer) }),
    ({ door }, { simulation }, { limit }) => door.transfers(simulation, limit),
  ),
  'dma/lastWriter': request(
    object({ expression: text, frameId: optional(integer), length: optional(integer) }),
    (session, { expression, frameId, length }) => lastWriter(session, expression, frameOf(session, frameId), length),
  ),
  'dma/edit': request(object({ path: text, text }), async (session, edit) => {
    const debuggee = withHistory(session);
    const path = pathOfSource(session, { path: edit.path, sourceReference: null });
    return applyEdit(session, debuggee, { path, text: edit.text });
  }),
  'dma/prepareEdit': request(object({ path: text, text }), (session, edit) => {
    const path = pathOfSource(session, { path: edit.path, sourceReference: null });
    prepareEdit(session, withHistory(session), { path, text: edit.text });
    return {};
  }),
  'dma/position': custom<'dma/position', { readonly keep: boolean | null }>(
    object({ keep: optional(flag) }),
    (_session, { simulation }, { keep }) => {
      if (keep) simulation.timeline.keepMoment();
      return positionOf(simulation);
    },
  ),
  'dma/goToMoment': custom<'dma/goToMoment', { readonly moment: Moment }>(
    object({ moment: momentShape }),
    (session, _debuggee, { moment }) => goTo(session, moment),
  ),
  'dma/goToRecord': custom<'dma/goToRecord', { readonly sequence: number }>(
    object({ sequence: integer }),
    (session, _debuggee, { sequence }) => {
      travelToRecord(session, withHistory(session), sequence);
      return {};
    },
  ),
  'dma/timeline': custom<'dma/timeline', { readonly from: number | null; readonly to: number | null }>(
    object({ from: optional(number), to: optional(number) }),
    ({ door }, { simulation }, { from, to }) => door.timeline(simulation, from, to),
  ),
  'dma/enterBranch': custom<'dma/enterBranch', { readonly branch: number }>(
    object({ branch: integer }),
    (session, _debuggee, { branch }) => enterBranch(session, branch),
  ),
  'dma/replay': custom<'dma/replay', object>(nothing, replayView),
  'dma/replayStep': custom<'dma/replayStep', { readonly step: number }>(
    object({ step: integer }),
    (session, _debuggee, { step }) => goToStep(session, step),
  ),
  'dma/matrixRow': request(object({ row: text }), (session, { row }) => runMatrixRow(session, row)),
  'dma/devices': custom<'dma/devices', DevicesWanted>(
    object({ known: optional(list(text)), parts: optional(flag), opened: optional(list(text)) }),
    ({ door }, { simulation }, { known, parts, opened }) => {
      if (parts === false) return { devices: deviceNames(door.devices(simulation, [])) };
      return { devices: devicesSent(door.devices(simulation, opened), known ?? []) };
    },
  ),
};

function deviceNames(devices: readonly DeviceView[]): DeviceSent[] {
  return devices.map((each) => ({ ...each, registers: [], tables: [], images: [] }));
}

interface DevicesWanted {
  readonly known: readonly string[] | null;
  readonly parts: boolean | null;
  readonly opened: readonly string[] | null;
}

function lastWriter(
  session: Session,
  expression: string,
  frame: FrameOfTask | null,
  length: number | null,
): Record<string, never> {
  const debuggee = withHistory(session);
  const data = locateData(session, debuggee, frame, expression, length);
  if (typeof data === 'string') return refuse(data);
  if ('register' in data) {
    resumeBack(session, debuggee, { kind: 'frame-entry', ...data.frame, variable: data.register });
    announceGoingOn(session, debuggee);
    return {};
  }
  if (data.length > mostWatched)
    return refuse(`'${expression}' has ${data.length} bytes: at most ${mostWatched} can be looked at`);
  const ranges = session.door.physicalRanges(debuggee.simulation, data.space, data.address, data.length);
  if (!ranges) return refuse(`'${expression}' is not mapped to memory now`);
  resumeBack(session, debuggee, { kind: 'last-write', ranges });
  announceGoingOn(session, debuggee);
  return {};
}

function goTo(session: Session, moment: Moment): Record<string, never> {
  const debuggee = withHistory(session);
  if (!debuggee.simulation.timeline.reaches(moment))
    throw new RequestError('badArguments', 'that moment is not in the recorded history');
  travel(session, debuggee, moment);
  return {};
}

function goToStep(session: Session, step: number): Record<string, never> {
  const debuggee = withHistory(session);
  const { replay } = debuggee;
  if (!replay) throw new RequestError('notNow', 'this session replays no documented bug');
  const last = replay.scenario.steps.length;
  if (step < 0 || step > last) throw new RequestError('badArguments', `the replay has steps 0 to ${last}, not ${step}`);
  travelToStep(session, debuggee, replay, step);
  return {};
}

function enterBranch(session: Session, branch: number): Record<string, never> {
  const debuggee = withHistory(session);
  const { timeline } = debuggee.simulation;
  if (!timeline.history!.branches.some((each) => each.id === branch))
    throw new RequestError('badArguments', `there is no branch ${branch} of history`);
  travel(session, debuggee, timeline.enterBranch(branch));
  return {};
}

interface Asked {
  readonly expression: string;
  readonly frameId: number | null;
}

/** Walks the space that was asked for, else the one that the address belongs to. */
function pageWalk(
  session: Session,
  debuggee: Debuggee,
  { addressSpace, expression, frameId }: Asked & { readonly addressSpace: number | null },
): CustomRequests['dma/pageWalk']['response'] {
  const { space, address } = memoryOf(session, debuggee, frameOf(session, frameId), expression);
  const { simulation } = debuggee;
  if (space === 'physical') return kernelWalk(session, debuggee, address);
  const own =
    space === 'kernel' && address < kernelHalf
      ? session.door.addressSpaces(simulation).current
      : session.door.addressSpaceNumber(simulation, space);
  const asked = addressSpace ?? own;
  return session.door.pageWalk(simulation, asked, address) ?? refuse(`there is no address space ${asked}`);
}

/** Of a physical address: how the kernel itself gets there, through its direct map. */
function kernelWalk(
  { door }: Session,
  { simulation }: Debuggee,
  physical: bigint,
): CustomRequests['dma/pageWalk']['response'] {
  const address = door.directMapAddress(physical);
  return door.pageWalk(simulation, 0, address) ?? refuse('there is no kernel address space');
}

function iommuWalk(
  session: Session,
  debuggee: Debuggee,
  expression: string,
  device: string | null,
  frameId: number | null,
): CustomRequests['dma/iommuWalk']['response'] {
  const { address } = addressOf(session, debuggee, frameOf(session, frameId), expression);
  return (
    session.door.iommuWalk(debuggee.simulation, device, address) ??
    refuse(device === null ? 'no device is behind an IOMMU' : `'${device}' is not behind an IOMMU`)
  );
}

function busAddress(
  session: Session,
  debuggee: Debuggee,
  expression: string,
  device: string | null,
  frameId: number | null,
): CustomRequests['dma/busAddress']['response'] {
  const { address } = addressOf(session, debuggee, frameOf(session, frameId), expression);
  return (
    session.door.busAddress(debuggee.simulation, device, address) ??
    refuse(device === null ? 'this machine has no device' : `there is no device '${device}'`)
  );
}

function pageTable(
  { door }: Session,
  { simulation }: Debuggee,
  { addressSpace, table, virtual, level }: ReturnType<typeof tableShape>,
): CustomRequests['dma/pageTable']['response'] {
  const at =
    table === null
      ? null
      : { table: hexNumber(table, 'table'), virtual: hexNumber(virtual ?? '0x0', 'virtual'), level: level ?? 'PGD' };
  return door.pageTable(simulation, addressSpace, at) ?? refuse(`address space ${addressSpace} has no such table`);
}

function cacheLine(
  session: Session,
  debuggee: Debuggee,
  { expression, frameId }: Asked,
): CustomRequests['dma/cacheLine']['response'] {
  const { space, address } = memoryOf(session, debuggee, frameOf(session, frameId), expression);
  return (
    session.door.cacheLine(debuggee.simulation, space, address) ??
    refuse(`there is no memory at 0x${address.toString(16)}`)
  );
}

function hexNumber(text: string, name: string): bigint {
  if (/^0x[0-9a-fA-F]{1,16}$/.test(text)) return BigInt(text);
  throw new RequestError('badArguments', `'${name}' must be a hexadecimal number such as 0x1000`);
}

function refuse(message: string): never {
  throw new RequestError('cannotRead', message);
}
