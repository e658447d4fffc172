/** The data structures that Identify returns, 4096 bytes each. NVM Express 1.4, figures 245, 247 and 251; what is not set is 0: not supported. */
import type { Configuration } from '../device.ts';

export const namespaceId = 1;
export const eventRequestLimit = 4;

/** `cns` and the namespace it is asked of; null: no such structure. */
export function identifyData(cns: number, namespace: number, configuration: Configuration): Uint8Array | null {
  switch (cns) {
    case 0x00:
      return namespaceData(configuration);
    case 0x01:
      return controllerData(configuration);
    case 0x02:
      return activeNamespaces(namespace);
    case 0x03:
      return namespaceDescriptors();
    default:
      return null;
  }
}

export function blockBytesOf(configuration: Configuration): number {
  return 2 ** (configuration['lbads'] as number);
}

/** Blocks of the namespace. */
export function blockCountOf(configuration: Configuration): number {
  return Math.floor((configuration['namespace'] as number) / blockBytesOf(configuration));
}

function structure(): { readonly bytes: Uint8Array; readonly view: DataView } {
  const bytes = new Uint8Array(4096);
  return { bytes, view: new DataView(bytes.buffer) };
}

function namespaceData(configuration: Configuration): Uint8Array {
  const { bytes, view } = structure();
  const blocks = BigInt(blockCountOf(configuration));
  for (const offset of [0, 8, 16]) view.setBigUint64(offset, blocks, true); // NSZE, NCAP, NUSE
  bytes[130] = configuration['lbads'] as number; // LBADS of LBA format 0
  return bytes;
}

function controllerData(configuration: Configuration): Uint8Array {
  const { bytes, view } = structure();
  view.setUint16(0, 0x1b36, true); // VID
  view.setUint16(2, 0x1af4, true); // SSVID
  putText(bytes, 4, 20, 'SIMULATED');
  putText(bytes, 24, 40, 'Simulated NVMe controller');
  putText(bytes, 64, 8, '1.0');
  bytes[77] = configuration['mdts'] as number;
  view.setUint32(80, 0x0001_0400, true); // VER
  bytes[111] = 1; // CNTRLTYPE: I/O controller
  bytes[259] = eventRequestLimit - 1; // AERL
  bytes[512] = 0x66; // SQES: 64 bytes
  bytes[513] = 0x44; // CQES: 16 bytes
  view.setUint32(516, 1, true); // NN
  return bytes;
}

/** Identifiers above the one asked for, in order. */
function activeNamespaces(above: number): Uint8Array {
  const { bytes, view } = structure();
  if (above < namespaceId) view.setUint32(0, namespaceId, true);
  return bytes;
}

/** One descriptor: an EUI64 (type 1, 8 bytes). */
function namespaceDescriptors(): Uint8Array {
  const { bytes } = structure();
  bytes.set([1, 8, 0, 0, 0x52, 0x54, 0, 0, 0, 0, 0, namespaceId]);
  return bytes;
}

/** ASCII, filled up with blanks. */
function putText(bytes: Uint8Array, offset: number, length: number, text: string): void {
  for (let i = 0; i < length; i++) bytes[offset + i] = i < text.length ? text.charCodeAt(i) : 0x20;
}
