/**
 * A device's `DeviceBus`: its address goes through its bridge, its PCI function's gates and the IOMMU, if any, to RAM, and every step is a
 * journal record. The bus holds links only; what is under way stands in `TransferLog`.
 */
import type { Configuration, DeviceBus } from '../devices/device.ts';
import { appendRecord, appendWhole, recordNumbered } from '../journal.ts';
import type { Circumstances, Direction, DmaBurst, Journal, JournalEntry, JournalRecord } from '../journal.ts';
import { schedule } from '../pending-events.ts';
import type { PendingEvents } from '../pending-events.ts';
import { throughBridge } from './bridge.ts';
import type { Bridge } from './bridge.ts';
import { busRead, busWrite } from './bus.ts';
import type { DmaRange, Hardware } from './hardware.ts';
import { faultReasonTexts, sourceIdOf } from './iommu/remapping-unit.ts';
import type { RemappingUnit } from './iommu/remapping-unit.ts';
import { probeRemapping, recordFault, remap } from './iommu/translate.ts';
import type { IotlbUse } from './iommu/translate.ts';
import { lowerLine, raiseLine, sendMessage } from './interrupt-controller.ts';
import type { InterruptController } from './interrupt-controller.ts';
import { mayMasterBus } from './pci-function.ts';
import type { PciFunction } from './pci-function.ts';
import { noteAccess } from './watch-unit.ts';
import { messageFor, msiEnabled, msixEnabled, pinIsVisible } from './pci-message.ts';

export interface TransferLog {
  nextTransfer: number;
  /** Begun and not ended, by number. */
  readonly open: Map<number, OpenTransfer>;
}
export interface OpenTransfer {
  readonly transfer: number;
  readonly device: string;
  readonly direction: Direction;
  readonly length: number;
  readonly programmed: bigint;
  readonly driven: bigint;
  readonly bridged: bigint;
  readonly physical: number | null;
  bytesMoved: number;
  /** Ascending, without repetition. */
  framesChanged: number[];
}

export interface BusMasterLinks {
  readonly hardware: Hardware;
  /** null: a master on the SoC's own bus, which nothing gates. */
  readonly pciFunction: PciFunction | null;
  /** The name and interrupt input (-1: none) of one without a PCI function. */
  readonly platform?: { readonly name: string; readonly interruptInput: number };
  readonly bridge: Bridge;
  readonly configuration: Configuration;
  readonly transfers: TransferLog;
  readonly interrupts: InterruptController;
  readonly pending: PendingEvents;
  readonly journal: Journal;
  /** Virtual ns. */
  now(): number;
  circumstances(): Circumstances;
  /** Sequence number of the register write that the device is answering, at once or later; undefined: none. */
  cause?(): number | undefined;
  /** Which buffer of the driver an address names, in words; only whoever knows the driver's mappings can tell. */
  intended?(device: string, programmed: bigint, length: number): string;
  /** False: this interrupt is not to be seen, now or ever. */
  admitsInterrupt?(irq: number, message: boolean): boolean;
  lineFell?(): void;
  /** Bytes after which a transfer stops; null: it does not. */
  stopsAfter?(transfer: number): number | null;
  /** Told of each record of this bus, so that the world can stop there. */
  onTransfer?(record: JournalRecord): void;
}

type BurstStatus = DmaBurst['status'];
interface WayTaken {
  readonly driven: bigint;
  /** How the IOTLB served it; absent on a machine without IOMMU. */
  readonly iotlb?: IotlbUse;
}
type Way =
  | (WayTaken & { readonly status: 'ok'; readonly bridged: bigint; readonly physical: number })
  | (WayTaken & { readonly status: Exclude<BurstStatus, 'ok'>; readonly bridged: bigint | null });

const openTransferLimit = 4096;
const pageBytes = 4096;

export function createTransferLog(): TransferLog {
  return { nextTransfer: 1, open: new Map() };
}

export function createDeviceBus(links: BusMasterLinks, device: string): DeviceBus {
  const { pciFunction } = links;
  return {
    get now() {
      return links.now();
    },
    configuration: links.configuration,
    beginTransfer: (direction, address, length, purpose) =>
      beginTransfer(links, device, direction, address, length, purpose),
    readBurst: (transfer, offset, length) => readBurst(links, transfer, offset, length),
    writeBurst: (transfer, offset, bytes) => writeBurst(links, transfer, offset, bytes),
    endTransfer: (transfer, status) => endTransfer(links, transfer, status),
    setInterruptPin: (asserted) => {
      if (!pciFunction) return driveLine(links, asserted);
      pciFunction.pinAsserted = asserted;
      updateInterruptLine(links);
    },
    sendMessageInterrupt: (vector) => sendVector(links, vector),
    get messageInterrupts() {
      return pciFunction !== null && (msiEnabled(pciFunction) || msixEnabled(pciFunction));
    },
    wakeAfter: (delay, event) =>
      schedule(links.pending, links.now() + delay, {
        kind: 'device',
        device,
        name: event.name,
        data: event.data,
        ...causeOf(links),
      }),
  };
}

function masterOf(links: Pick<BusMasterLinks, 'pciFunction' | 'platform'>): { name: string; interruptInput: number } {
  return links.pciFunction ?? links.platform!;
}

type InterruptLinks = Pick<
  BusMasterLinks,
  | 'pciFunction'
  | 'platform'
  | 'interrupts'
  | 'journal'
  | 'circumstances'
  | 'onTransfer'
  | 'admitsInterrupt'
  | 'lineFell'
>;

/** Brings the interrupt line in step with the function's pin and its gates; also to be called after a write to its configuration space. */
export function updateInterruptLine(links: InterruptLinks): void {
  if (links.pciFunction) driveLine(links, pinIsVisible(links.pciFunction));
}

function driveLine(links: InterruptLinks, asserted: boolean): void {
  const { interrupts } = links;
  const { name, interruptInput: irq } = masterOf(links);
  if (!asserted) {
    links.lineFell?.();
    return lowerLine(interrupts, irq, name);
  }
  const before = interrupts.interrupts.get(irq)?.asserted.includes(name) ?? true;
  if (!before && links.admitsInterrupt?.(irq, false) === false) return;
  raiseLine(interrupts, irq, name);
  if (!before) record(links, { kind: 'interrupt-raised', device: name, irq, message: false });
}

/** Also for vectors that `takeUnmaskedVectors` gives back. The message's data is the interrupt's number. */
export function sendVector(links: InterruptLinks, vector: number): void {
  const { pciFunction } = links;
  const message = pciFunction && messageFor(pciFunction, vector);
  if (!message || links.admitsInterrupt?.(message.data, true) === false) return;
  sendMessage(links.interrupts, message.data);
  record(links, { kind: 'interrupt-raised', device: pciFunction.name, irq: message.data, message: true });
}

function beginTransfer(
  links: BusMasterLinks,
  device: string,
  direction: Direction,
  programmed: bigint,
  length: number,
  purpose: string,
): number {
  const { transfers, hardware } = links;
  if (transfers.open.size >= openTransferLimit) throw new Error(`${device} has too many transfers under way`);
  const transfer = transfers.nextTransfer++;
  const way = findWay(links, direction, programmed, 0, 1, true);
  const { driven } = way;
  // When the bridge refuses nothing leaves it; the record then repeats what was driven.
  const bridged = way.bridged ?? driven;
  const physical = way.status === 'ok' ? way.physical : null;
  // prettier-ignore
  transfers.open.set(transfer, { transfer, device, direction, length, programmed, driven, bridged, physical, bytesMoved: 0, framesChanged: [] });
  const intended = links.intended?.(device, programmed, length) ?? '';
  const { coherent: snooped } = hardware;
  const cause = links.cause?.();
  const { sequence, at, cpu, task, stack } = headOf(links);
  const kind = 'dma-start';
  // prettier-ignore
  announce(links, cause === undefined
    ? { sequence, at, cpu, task, stack, kind, transfer, device, direction, length, programmed, driven, bridged, physical, snooped, purpose, intended }
    : { sequence, at, cpu, task, stack, kind, transfer, device, direction, length, programmed, driven, bridged, physical, snooped, purpose, intended, cause });
  return transfer;
}

function causeOf(links: BusMasterLinks): { cause?: number } {
  const cause = links.cause?.();
  return cause === undefined ? {} : { cause };
}

function readBurst(links: BusMasterLinks, number: number, offset: number, length: number): Uint8Array | null {
  const transfer = openTransfer(links, number);
  let result: Uint8Array | null = null;
  return eachPage(transfer, offset, length, (from, count) => {
    const way = wayOfBurst(links, transfer, from, count);
    const bytes = way.status === 'ok' ? busRead(links.hardware, way.physical, count) : null;
    if (count === length) result = bytes;
    else if (bytes) (result ??= new Uint8Array(length)).set(bytes, from - offset);
    if (bytes && way.status === 'ok') noteWatched(links.hardware, transfer.device, way.physical, count, false);
    return noteBurst(links, transfer, from, count, way, bytes !== null);
  })
    ? (result ?? new Uint8Array(0))
    : null;
}

function writeBurst(links: BusMasterLinks, number: number, offset: number, bytes: Uint8Array): boolean {
  const transfer = openTransfer(links, number);
  return eachPage(transfer, offset, bytes.length, (from, count) => {
    const way = wayOfBurst(links, transfer, from, count);
    const part = bytes.subarray(from - offset, from - offset + count);
    const written = way.status === 'ok' ? busWrite(links.hardware, way.physical, part) : null;
    if (written && way.status === 'ok') noteWatched(links.hardware, transfer.device, way.physical, part.length, true);
    for (const frame of written?.framesChanged ?? []) insertFrame(transfer.framesChanged, frame);
    return noteBurst(links, transfer, from, count, way, written !== null);
  });
}

function noteWatched(hardware: Hardware, device: string, physical: number, size: number, write: boolean): void {
  if (hardware.watch.lines.size > 0) noteAccess(hardware, { by: 'device', cpu: null, device, physical, size, write });
}

function endTransfer(links: BusMasterLinks, number: number, status: string): void {
  const { transfer, device, direction, length, programmed, driven, bridged, physical, bytesMoved, framesChanged } =
    openTransfer(links, number);
  links.transfers.open.delete(number);
  const { sequence, at, cpu, task, stack } = headOf(links);
  const kind = 'dma-complete';
  // prettier-ignore
  announce(links, { sequence, at, cpu, task, stack, kind, transfer, device, direction, length, programmed, driven, bridged, physical, bytesMoved, framesChanged, status });
}

/** From what the engine was told to what memory sees, with everything that can stop it on the way. */
function findWay(
  links: BusMasterLinks,
  direction: Direction,
  programmed: bigint,
  offset: number,
  length: number,
  probe: boolean,
): Way {
  const { driven, bridged: onBus } = throughBridge(links.bridge, programmed, offset, length);
  const bridged = onBus === null ? null : throughHost(links.hardware.dmaRanges, onBus, length);
  if (links.pciFunction && !mayMasterBus(links.pciFunction)) return { status: 'bus-master-off', driven, bridged };
  if (bridged === null) return { status: 'outside-window', driven, bridged };
  const { iommu } = links.hardware;
  if (!iommu || !links.pciFunction) return { status: 'ok', driven, bridged, physical: Number(bridged) };
  return throughRemapping(links, links.pciFunction.name, iommu, driven, bridged, direction, probe);
}

function wayOfBurst(links: BusMasterLinks, transfer: OpenTransfer, offset: number, length: number): Way {
  const limit = links.stopsAfter?.(transfer.transfer) ?? Infinity;
  if (offset + length > limit) return { status: 'stopped', driven: transfer.driven, bridged: null };
  return findWay(links, transfer.direction, transfer.programmed, offset, length, false);
}

/** What the host bridge makes of an address of its bus; null: none of its windows holds all of it. */
export function throughHost(ranges: readonly DmaRange[], address: bigint, length: number): bigint | null {
  if (ranges.length === 0) return address;
  const at = Number(address);
  const range = ranges.find(({ bus, size }) => at >= bus && at + length <= bus + size);
  return range ? BigInt(at - range.bus + range.cpu) : null;
}

/** `probe`: only asked, no access is made and no fault is recorded. */
function throughRemapping(
  links: BusMasterLinks,
  device: string,
  unit: RemappingUnit,
  driven: bigint,
  bridged: bigint,
  direction: Direction,
  probe: boolean,
): Way {
  const { hardware, interrupts } = links;
  const request = { sourceId: sourceIdOf(device), address: bridged, write: direction === 'from-device' };
  const target = (probe ? probeRemapping : remap)(hardware, unit, request);
  const common = { driven, bridged, iotlb: target.iotlb };
  if ('physical' in target) return { status: 'ok', ...common, physical: target.physical };
  if (probe) return { status: 'iommu-fault', ...common };
  const { reason } = target;
  hardware.counters.iommuFaults++;
  const text = faultReasonTexts[reason] ?? 'Unknown';
  record(links, { kind: 'iommu-fault', device, direction, address: bridged, reason, text });
  if (recordFault(unit, interrupts, request, reason)) {
    record(links, { kind: 'interrupt-raised', device: unit.name, irq: unit.faultInterrupt, message: true });
  }
  return { status: 'iommu-fault', ...common };
}

/** PCI Express requests do not cross a 4 KiB boundary. Stops at the first piece that fails; returns whether none did. */
function eachPage(
  { driven }: OpenTransfer,
  offset: number,
  length: number,
  visit: (from: number, count: number) => boolean,
): boolean {
  const inPage = Number(driven & BigInt(pageBytes - 1));
  for (let from = offset; from < offset + length;) {
    const count = Math.min(offset + length - from, pageBytes - ((inPage + from) % pageBytes));
    if (!visit(from, count)) return false;
    from += count;
  }
  return true;
}

function noteBurst(
  links: BusMasterLinks,
  open: OpenTransfer,
  offset: number,
  length: number,
  way: Way,
  moved: boolean,
): boolean {
  if (moved) open.bytesMoved += length;
  const { transfer, device, direction } = open;
  const { driven, iotlb } = way;
  const physical = way.status === 'ok' ? way.physical : null;
  const status = way.status === 'ok' && !moved ? 'no-memory' : way.status;
  const { sequence, at, cpu, task, stack } = headOf(links);
  const kind = 'dma-burst';
  // prettier-ignore
  announce(links, iotlb
    ? { sequence, at, cpu, task, stack, kind, transfer, device, direction, offset, length, driven, iova: way.bridged ?? driven, iotlb, physical, status }
    : { sequence, at, cpu, task, stack, kind, transfer, device, direction, offset, length, driven, physical, status });
  return moved;
}

function insertFrame(frames: number[], frame: number): void {
  let at = frames.length;
  while (at > 0 && frames[at - 1]! > frame) at--;
  if (frames[at - 1] !== frame) frames.splice(at, 0, frame);
}

function openTransfer(links: BusMasterLinks, number: number): OpenTransfer {
  const transfer = links.transfers.open.get(number);
  if (!transfer) throw new Error(`${masterOf(links).name}: transfer ${number} is not under way`);
  return transfer;
}

function record(links: Pick<BusMasterLinks, 'journal' | 'circumstances' | 'onTransfer'>, entry: JournalEntry): void {
  const sequence = appendRecord(links.journal, links.circumstances(), entry);
  links.onTransfer?.(recordNumbered(links.journal, sequence));
}

/** What every record begins with. Those of transfers, of which there are many, are made whole at once: spreading one into another takes longer than all else that is done for it. */
function headOf({ journal, circumstances }: BusMasterLinks): Circumstances & Pick<JournalRecord, 'sequence'> {
  const { at, cpu, task, stack } = circumstances();
  return { sequence: journal.nextSequence, at, cpu, task, stack };
}

function announce(links: BusMasterLinks, written: JournalRecord): void {
  appendWhole(links.journal, written);
  links.onTransfer?.(written);
}
