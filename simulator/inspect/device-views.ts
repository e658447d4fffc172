/** What the Devices view shows, as JSON-safe data but for the pixels of pictures: registers with fields, descriptor tables with the memory they name, pictures. */
import type { Hex, SourcePlace } from './view-basics.ts';

export interface DeviceView {
  readonly name: string;
  readonly model: string;
  readonly description: string;
  readonly limitations: readonly string[];
  readonly configuration: readonly { readonly name: string; readonly value: string; readonly meaning: string }[];
  readonly registers: readonly {
    readonly name: string;
    readonly offset: number;
    readonly bar: number;
    readonly size: number;
    readonly value: Hex;
    readonly meaning: string;
    readonly fields: readonly { readonly name: string; readonly value: Hex; readonly meaning: string }[];
  }[];
  readonly tables: readonly DescriptorTableView[];
  readonly images: readonly DeviceImageView[];
}
export interface DescriptorTableView {
  readonly name: string;
  readonly shape: 'ring' | 'list';
  /** The device's own address of it; null: on board. */
  readonly address: Hex | null;
  /** Where that is in memory now; null: on board, or nowhere. */
  readonly physical: Hex | null;
  readonly entryBytes: number;
  readonly count: number;
  readonly columns: readonly { readonly name: string; readonly meaning: string }[];
  readonly marks: readonly { readonly name: string; readonly index: number; readonly meaning: string }[];
  readonly entries: readonly DescriptorEntryView[];
}
export interface DescriptorEntryView {
  readonly index: number;
  /** Where it stands in memory now; null: on board, or nowhere. */
  readonly physical: Hex | null;
  readonly owner: 'device' | 'driver' | null;
  readonly values: readonly string[];
  readonly buffers: readonly DescriptorBufferView[];
  readonly tables: readonly DescriptorTableView[];
}
/** Host memory that a descriptor names, and whose it is. */
export interface DescriptorBufferView {
  readonly what: string;
  readonly address: Hex;
  readonly bytes: number;
  readonly physical: Hex | null;
  /** The driver's buffer of that address, in words. */
  readonly buffer: string;
  readonly owner: string;
  readonly place: SourcePlace | null;
}
/** Made smaller where it is large: every `step`-th pixel of every `step`-th row. */
export interface DeviceImageView {
  readonly name: string;
  readonly meaning: string;
  readonly width: number;
  readonly height: number;
  readonly step: number;
  /** Bytes of red, green, blue for each pixel shown; null: nothing answers where it should stand. */
  readonly pixels: Uint8Array | null;
  readonly shownWidth: number;
  readonly shownHeight: number;
}
