/** Devices with their registers, descriptor tables and pictures, as their models describe them; reading them here has no side effect. */
import type {
  DescriptorEntry,
  DescriptorTable,
  DeviceImage,
  DeviceLook,
  RegisterDescription,
} from '../devices/device.ts';
import { deviceModel } from '../devices/models.ts';
import { intendedBuffer } from '../dma-watch.ts';
import { findMapping } from '../kernel/dma/find-mapping.ts';
import type { World } from '../world.ts';
import { hex } from './formatting.ts';
import { physicalOfDevice, readAsDevice, readPhysicalAsDevice } from './host-of-device.ts';
import { imageView } from './images.ts';
import { ownerOfFrame, placeOfStatement } from './owners.ts';
import type {
  DescriptorBufferView,
  DescriptorEntryView,
  DescriptorTableView,
  DeviceImageView,
  DeviceView,
} from './view-models.ts';

const entryLimit = 256;
/** Tables that lead to tables: an NVMe command's PRP list is one step deep. */
const deepest = 3;

/** Tables that somebody looks into: `DEVICE TABLE ENTRY TABLE …`; null: all. */
type Opened = readonly string[] | null;

/** `opened`: of the tables that an entry of another one leads to, only these have their entries. */
export function inspectDevices(world: World, opened: Opened = null): DeviceView[] {
  return Object.entries(world.devices).map(([name, device]) => {
    const model = deviceModel(device.model)!;
    const look: DeviceLook = {
      configuration: device.configuration,
      readHost: (address, length) => readAsDevice(world, name, address, length),
      entryLimit,
    };
    const { tables = [], images = [] } = model.parts?.(device.state, look) ?? {};
    return {
      name,
      model: model.name,
      description: model.description,
      limitations: model.limitations,
      configuration: model.configuration.map((field) => ({
        name: field.name,
        value: String(device.configuration[field.name]),
        meaning: field.meaning,
      })),
      registers: (model.registersOf?.(device.configuration) ?? model.registers).map((register) =>
        registerView(register, model.peekRegister(device.state, register)),
      ),
      tables: tables.map((table) => tableView(world, name, table, { way: `${name} ${table.name}`, opened, deep: 0 })),
      images: images.flatMap((image) => imageViews(world, name, image)),
    };
  });
}

function registerView(register: RegisterDescription, value: bigint): DeviceView['registers'][number] {
  return {
    name: register.name,
    offset: register.offset,
    bar: register.bar,
    size: register.size,
    value: hex(value),
    meaning: register.meaning,
    fields: (register.fields ?? []).map((field) => ({
      name: field.name,
      value: hex((value >> BigInt(field.bit)) & ((1n << BigInt(field.width)) - 1n)),
      meaning: field.meaning,
    })),
  };
}

/** A picture in host memory; where the device's address leads past the driver's buffer of that address, that one beside it. */
function imageViews(world: World, device: string, image: DeviceImage): DeviceImageView[] {
  const { pixels } = image;
  if (typeof pixels !== 'bigint') return [imageView(image, () => null)];
  const seen = imageView(image, (offset, length) => readAsDevice(world, device, pixels + BigInt(offset), length));
  const buffer = findMapping(world.kernel, device, pixels, 1);
  if (!buffer || buffer.physical === null) return [seen];
  const meant = buffer.physical + buffer.offset;
  if (meant === physicalOfDevice(world, device, pixels)) return [seen];
  const meaning = `The driver's buffer of that address, at ${hex(meant)}: the device does not reach it.`;
  const beside = { ...image, name: `${image.name}: the buffer that was meant`, meaning };
  return [seen, imageView(beside, (offset, length) => readPhysicalAsDevice(world, meant + offset, length))];
}

interface Place {
  /** The table's name and those of the entries and tables that lead to it. */
  readonly way: string;
  readonly opened: Opened;
  /** Of tables that lead to tables. */
  readonly deep: number;
}

export function tableView(world: World, device: string, table: DescriptorTable, place: Place): DescriptorTableView {
  const { way, opened, deep } = place;
  const physical = table.address === null ? null : physicalOfDevice(world, device, table.address);
  const shown = deep === 0 || opened === null || opened.includes(way) ? table.entries.slice(0, entryLimit) : [];
  return {
    ...table,
    address: table.address === null ? null : hex(table.address),
    physical: physical === null ? null : hex(physical),
    entries: shown.map((entry) => entryView(world, device, table, entry, place)),
  };
}

function entryView(
  world: World,
  device: string,
  { address, entryBytes }: DescriptorTable,
  entry: DescriptorEntry,
  { way, opened, deep }: Place,
): DescriptorEntryView {
  const { index, owner, values, buffers, tables = [] } = entry;
  const place = address === null ? null : physicalOfDevice(world, device, address + BigInt(index * entryBytes));
  return {
    index,
    physical: place === null ? null : hex(place),
    owner,
    values: values.map((value) => (typeof value === 'bigint' ? hex(value) : String(value))),
    buffers: buffers.map((buffer) => bufferView(world, device, buffer)),
    tables:
      deep === deepest
        ? []
        : tables.map((table) =>
            tableView(world, device, table, { way: `${way} ${index} ${table.name}`, opened, deep: deep + 1 }),
          ),
  };
}

function bufferView(
  world: World,
  device: string,
  { what, address, length }: DescriptorEntry['buffers'][number],
): DescriptorBufferView {
  const physical = physicalOfDevice(world, device, address);
  return {
    what,
    address: hex(address),
    bytes: length,
    physical: physical === null ? null : hex(physical),
    buffer: intendedBuffer(world, device, address, length),
    owner: physical === null ? 'nothing' : ownerOfFrame(world, Math.floor(physical / 4096)).owner,
    place: placeOfStatement(world, findMapping(world.kernel, device, address, length)?.statement ?? null),
  };
}
