/**
 * MSI and MSI-X of one function: whether a vector may be sent now and what message it is. A message is a memory write by the function, so
 * bus mastering gates it too. PCI Local Bus 3.0, 6.8.
 */
import { command, configOffset, mayMasterBus, msixPendingOffset, readConfig } from './pci-function.ts';
import type { PciFunction } from './pci-function.ts';

export interface InterruptMessage {
  readonly address: bigint;
  readonly data: number;
}

export function msiEnabled({ capabilities: { msi }, config }: PciFunction): boolean {
  return msi !== 0 && (config[msi + 2]! & 1) !== 0;
}

export function msixEnabled({ capabilities: { msix }, config }: PciFunction): boolean {
  return msix !== 0 && (config[msix + 3]! & 0x80) !== 0;
}

/** Whether the pin reaches the interrupt line: not while disabled by the command register or while messages are enabled. */
export function pinIsVisible(pciFunction: PciFunction): boolean {
  const disabled = (readConfig(pciFunction, configOffset.command, 2) & command.interruptDisable) !== 0;
  return pciFunction.pinAsserted && !disabled && !msiEnabled(pciFunction) && !msixEnabled(pciFunction);
}

/** The message that `vector` sends now; null: none (disabled, out of range, no bus mastering, or masked, which sets its pending bit). */
export function messageFor(pciFunction: PciFunction, vector: number): InterruptMessage | null {
  if (!mayMasterBus(pciFunction)) return null;
  if (msixEnabled(pciFunction)) return msixMessage(pciFunction, vector);
  return msiEnabled(pciFunction) ? msiMessage(pciFunction, vector) : null;
}

/** Vectors that were masked when they fired and are not any more; their pending bits are cleared. To be sent by the caller. */
export function takeUnmaskedVectors(pciFunction: PciFunction): number[] {
  const { msixTable, identity } = pciFunction;
  const vectors: number[] = [];
  for (let vector = 0; vector < identity.msixVectors; vector++) {
    const byte = msixPendingOffset(identity.msixVectors) + (vector >> 3);
    const bit = 1 << (vector & 7);
    if (!(msixTable[byte]! & bit) || isMasked(pciFunction, vector) || !msixEnabled(pciFunction)) continue;
    msixTable[byte]! &= ~bit;
    vectors.push(vector);
  }
  return vectors;
}

/** MMIO of the MSI-X BAR. */
export function readMsixTable({ msixTable }: PciFunction, offset: number, size: number): bigint {
  let value = 0n;
  for (let at = Math.min(offset + size, msixTable.length) - 1; at >= offset; at--)
    value = (value << 8n) | BigInt(msixTable[at]!);
  return value;
}

/** The pending bits are read-only. */
export function writeMsixTable(
  { msixTable, identity }: PciFunction,
  offset: number,
  size: number,
  value: bigint,
): void {
  for (let index = 0; index < size && offset + index < identity.msixVectors * 16; index++) {
    msixTable[offset + index] = Number((value >> BigInt(8 * index)) & 0xffn);
  }
}

function msiMessage(pciFunction: PciFunction, vector: number): InterruptMessage | null {
  const { msi } = pciFunction.capabilities;
  const enabled = 1 << ((pciFunction.config[msi + 2]! >> 4) & 7);
  if (vector >= enabled) return null;
  const address = BigInt(readConfig(pciFunction, msi + 4, 4)) | (BigInt(readConfig(pciFunction, msi + 8, 4)) << 32n);
  // With several vectors the function replaces the low bits of the data.
  return { address, data: (readConfig(pciFunction, msi + 12, 2) & ~(enabled - 1)) | vector };
}

function msixMessage(pciFunction: PciFunction, vector: number): InterruptMessage | null {
  const { msixTable, identity } = pciFunction;
  if (vector >= identity.msixVectors) return null;
  if (isMasked(pciFunction, vector)) {
    msixTable[msixPendingOffset(identity.msixVectors) + (vector >> 3)]! |= 1 << (vector & 7);
    return null;
  }
  return {
    address: readMsixTable(pciFunction, vector * 16, 8),
    data: Number(readMsixTable(pciFunction, vector * 16 + 8, 4)),
  };
}

function isMasked({ msixTable, config, capabilities: { msix } }: PciFunction, vector: number): boolean {
  const functionMask = (config[msix + 3]! & 0x40) !== 0;
  return functionMask || (msixTable[vector * 16 + 12]! & 1) !== 0;
}
