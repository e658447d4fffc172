/** What the DMA Mappings view shows, as JSON-safe data: every buffer that a device was given, who may touch it now, from when to when. */
import type { Hex, SourcePlace } from './view-basics.ts';

export interface MappingsView {
  /** Virtual ns. */
  readonly now: number;
  /** Live ones by device and address, then ended ones, the latest first. */
  readonly mappings: readonly MappingView[];
  readonly liveLeftOut: number;
  readonly endedLeftOut: number;
  /** Bytes of all live ones. */
  readonly liveBytes: number;
  readonly live: number;
  readonly leaked: number;
}
export interface MappingView {
  /** The same at every stop of a run. */
  readonly id: string;
  readonly device: string;
  /** `coherent`, `single`, `scatterlist`, `resource`. */
  readonly kind: string;
  readonly handle: Hex;
  readonly bytes: number;
  readonly direction: 'to-device' | 'from-device' | 'both';
  /** Of the driver's buffer; null: scattered behind an IOMMU, or not known any more. */
  readonly physical: Hex | null;
  /** Of the bounce buffer that the device is given instead; null: there is none. */
  readonly bounce: Hex | null;
  /** Who may touch it now. `shared`: coherent memory. `gone`: unmapped or freed. */
  readonly owner: 'device' | 'cpu' | 'split' | 'shared' | 'gone';
  readonly ownerText: string;
  /** Bytes of it that the device has written since it was mapped; null: not noted for such memory. */
  readonly written: number | null;
  /** Virtual ns; null: the journal does not reach back so far. */
  readonly mappedAt: number | null;
  readonly endedAt: number | null;
  /** When transfers of the device began in it, the last 100. */
  readonly transfers: readonly number[];
  readonly place: SourcePlace | null;
  readonly endPlace: SourcePlace | null;
  /** The driver has left its device and this is still there. */
  readonly leaked: boolean;
}

/** One address as a driver gives it to a device, and where it leads now. */
export interface BusAddressView {
  readonly device: string;
  readonly address: Hex;
  /** The driver's buffer of that address, in words; null: none. */
  readonly buffer: string | null;
  /** Who may touch it now, in words; null: there is none. */
  readonly ownerNow: string | null;
  /** What the device's lines carry; null: the same. */
  readonly driven: Hex | null;
  /** What the IOMMU is asked for; null: this machine has none. */
  readonly iova: Hex | null;
  /** null: the request would be refused. */
  readonly physical: Hex | null;
  readonly zone: string | null;
  /** Whose memory that is. */
  readonly owner: string | null;
  /** Which caches have a copy. */
  readonly cache: string | null;
  readonly place: SourcePlace | null;
}
