/** The JSON schema of machine files, for completion and hover in VS Code; device fields come from the models themselves. */
import type { ConfigurationField } from '../devices/device.ts';
import { deviceModels } from '../devices/models.ts';
import { costTable } from '../hardware/costs.ts';
import { architectures, kernelProfiles } from './parse-machine.ts';

type Schema = Record<string, unknown>;

const size: Schema = {
  type: ['string', 'integer'],
  pattern: '^(0x[0-9a-fA-F]+|\\d+)[KMGTkmgt]?$',
  examples: ['64M', '0x430000000'],
};

/** As a device tree node describes a device. */
const platformFields: Record<string, Schema> = {
  name: { type: 'string', description: 'As in a device tree.', examples: ['dma@fd000000'] },
  compatible: { type: ['string', 'array'], items: { type: 'string' }, description: 'What drivers match.' },
  reg: {
    type: 'array',
    items: { type: 'array', minItems: 2, maxItems: 2, items: size },
    description: 'Ranges of registers: [address, size].',
  },
  interrupts: {
    type: 'array',
    items: { type: 'integer', minimum: 1, maximum: 23 },
    description: 'Inputs of the interrupt controller.',
  },
  properties: {
    type: 'object',
    description: 'true: without a value; numbers are cells of 32 bits.',
    additionalProperties: { type: ['boolean', 'string', 'integer', 'array'], items: { type: ['string', 'integer'] } },
  },
};

/** Without a model, or with one and its fields; `depth` more nodes may stand below each other. */
function platformSchema(depth: number): Schema {
  const children = {
    type: 'array',
    description: 'Nodes below it, such as the chips on a bus.',
    items: depth > 0 ? platformSchema(depth - 1) : {},
  };
  const common = { ...platformFields, ...(depth > 0 && { children }) };
  const modelled = deviceModels
    .filter(({ pci }) => !pci)
    .map(({ name, description, configuration }) => {
      const properties: Record<string, Schema> = { ...common, model: { const: name, description } };
      for (const field of configuration) place(properties, field.name.split('.'), fieldSchema(field));
      return { type: 'object', additionalProperties: false, required: ['name', 'compatible', 'model'], properties };
    });
  const plain = { type: 'object', additionalProperties: false, required: ['name', 'compatible'], properties: common };
  return { oneOf: [plain, ...modelled] };
}

const numbers: Schema = { type: 'array', items: { type: 'integer', minimum: 1 } };
const pairs = (first: string, second: string, description: string): Schema => ({
  type: 'array',
  description,
  items: {
    type: 'object',
    required: [first, second],
    additionalProperties: false,
    properties: { [first]: { type: 'integer', minimum: 1 }, [second]: { type: 'integer', minimum: 0 } },
  },
});

/** Each cost with what it is without a word in the file, and where that figure is from. */
function costsSchema(): Schema {
  const rows = Object.entries(costTable).map(([name, { value, source }]) => [
    name,
    { type: 'number', minimum: 0, maximum: 1e9, default: value, description: `ns. Without it: ${source}.` },
  ]);
  return {
    type: 'object',
    additionalProperties: false,
    description: 'What things take in virtual nanoseconds, where it is not what the table of the simulator says.',
    properties: Object.fromEntries(rows) as Schema,
  };
}

export function machineSchema(): Schema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Simulated machine of the DMA debugger',
    type: 'object',
    additionalProperties: false,
    allowComments: true,
    properties: {
      $schema: { type: 'string' },
      kernel: {
        enum: kernelProfiles,
        default: '6.1',
        description: 'Kernel version whose behaviour is followed where versions differ.',
      },
      arch: {
        enum: architectures,
        default: 'x86_64',
        description:
          'What Linux does about caches, coherent memory and alignment, and in which order stores arrive: a PC, 64-bit ARM, 32-bit ARM. Page tables and addresses are those of x86-64 on all of them.',
      },
      coherent: {
        type: 'boolean',
        description:
          'Whether bus masters snoop the caches. Unless said: on x86_64 only, where nothing else is possible.',
      },
      cpus: { type: 'integer', minimum: 1, maximum: 8, default: 2, description: 'Number of CPUs.' },
      memory: {
        description: 'RAM: a size, laid out as a PC does, or a list of [start, end) ranges.',
        default: '6G',
        oneOf: [size, { type: 'array', minItems: 1, items: { type: 'array', minItems: 2, maxItems: 2, items: size } }],
      },
      cma: {
        oneOf: [{ type: ['string', 'null'] }, { const: 0 }],
        default: '64M',
        description:
          'As the kernel\'s cma= parameter: "64M", "256M@0x430000000" (fixed place), "256M@0-4G" (anywhere in a range); null for none.',
      },
      reservedMemory: {
        type: 'array',
        description:
          "RAM that the kernel leaves to devices, as a device tree's reserved-memory: of_reserved_mem_device_init() gives a region to its device.",
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['start', 'size', 'device'],
          properties: { start: size, size, device: { type: 'string' } },
        },
      },
      dmaRanges: {
        type: 'array',
        description:
          "Where the devices' bus sees RAM, as a device tree's dma-ranges: bus address, CPU address, size. Unless said, a bus address is a physical one.",
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['bus', 'cpu', 'size'],
          properties: { bus: size, cpu: size, size },
        },
      },
      iommu: {
        enum: ['off', 'passthrough', 'strict', 'lazy'],
        default: 'off',
        description:
          'What stands between devices and memory: nothing, an IOMMU that lets everything pass, or one that translates and whose IOTLB is invalidated at each unmapping (strict) or later and together (lazy). Intel VT-d with second-level tables; interrupt remapping and device TLBs are not modelled.',
      },
      swiotlb: {
        enum: ['auto', 'force', 'off'],
        default: 'auto',
        description:
          'Bounce buffers (swiotlb): where RAM reaches beyond 4 GiB (auto), for every mapping (force), or none, as swiotlb=noforce has it (off).',
      },
      dmaDebug: {
        type: 'object',
        additionalProperties: false,
        properties: { enabled: { type: 'boolean', default: true }, allErrors: { type: 'boolean', default: true } },
      },
      dmaPool: {
        type: 'object',
        additionalProperties: false,
        properties: {
          poison: {
            type: 'boolean',
            default: false,
            description: 'Fill and check free blocks of dma_pools, as kernels built with SLUB_DEBUG_ON do.',
          },
        },
      },
      slubDebug: {
        type: 'string',
        pattern: '^[FZPUfzpu]*$',
        default: '',
        description:
          "As the kernel's slub_debug= for every slab cache: F checks what is freed, Z red zones, P poison, U who allocated and freed. Not for single caches.",
      },
      allow: {
        type: 'array',
        items: { type: 'string', pattern: '^[\\w-]+$' },
        default: [],
        description: "Findings of the simulator's own that are not to be told, by their codes.",
      },
      faults: {
        type: 'object',
        additionalProperties: false,
        description: 'Faults on demand, counted from 1 within a run.',
        properties: {
          fail: {
            ...numbers,
            description:
              'Fallible calls of the driver that fail: allocations, mappings, probe steps, copies from and to user memory.',
          },
          loseInterrupts: { ...numbers, description: 'Interrupts of devices that never arrive.' },
          delayInterrupts: pairs('interrupt', 'by', 'Interrupts that come late, by so many virtual ns.'),
          stopTransfers: pairs('transfer', 'after', 'Transfers that stop midway, after so many bytes.'),
          unplug: {
            type: 'array',
            description:
              'PCI devices that are pulled out at a virtual time (ns); noticed: so many ns later the kernel is told.',
            items: {
              type: 'object',
              additionalProperties: false,
              properties: {
                device: { type: 'string' },
                at: { type: 'integer', minimum: 0 },
                noticed: { type: 'integer', minimum: 0 },
              },
            },
          },
        },
      },
      seed: {
        type: 'integer',
        minimum: 0,
        maximum: 2 ** 31 - 1,
        default: 1,
        description: 'Decides everything a real machine would leave to chance.',
      },
      caches: {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          ['l1Bytes', 'l1Ways', 'lastLevelBytes', 'lastLevelWays'].map((name) => [
            name,
            { ...size, description: 'A power of two.' },
          ]),
        ),
      },
      tlb: {
        type: 'object',
        additionalProperties: false,
        properties: {
          entries: { type: 'integer', minimum: 4, maximum: 4096, default: 64 },
          ways: { type: 'integer', minimum: 1, maximum: 64, default: 4 },
        },
      },
      disk: {
        type: 'object',
        additionalProperties: false,
        description: 'The disk under the root file system.',
        properties: {
          rotational: { type: 'boolean', default: false, description: 'Seeks cost; else all places are alike.' },
        },
      },
      swap: {
        description: 'A swap device; null for none.',
        default: null,
        oneOf: [
          { type: 'null' },
          {
            type: 'object',
            required: ['size'],
            additionalProperties: false,
            properties: {
              size: { ...size, description: 'From 8K to 64G.' },
              rotational: {
                type: 'boolean',
                default: false,
                description: 'Read-ahead by slots instead of by address.',
              },
              pageCluster: { type: 'integer', minimum: 0, maximum: 10, default: 3, description: 'vm.page-cluster.' },
            },
          },
        ],
      },
      powerCut: {
        type: ['string', 'null'],
        default: null,
        pattern: '^\\d+(\\.\\d+)? ?(ns|us|ms|s|pages?)$',
        examples: ['12ms', '3pages'],
        description: 'The power fails at a virtual time, or when the disk has written so many pages.',
      },
      costs: costsSchema(),
      platform: {
        type: 'array',
        description: 'Devices that no bus can enumerate; without a model their registers keep what is written.',
        items: platformSchema(3),
      },
      files: {
        type: 'object',
        description: 'Files of the root file system by path, each with the file beside this one that it begins with.',
        patternProperties: { '^/': { type: 'string' } },
        additionalProperties: false,
        examples: [{ '/lib/firmware/x.bin': './x.bin' }],
      },
      devices: {
        type: 'array',
        items: {
          type: 'object',
          required: ['model', 'name'],
          oneOf: deviceModels
            .filter(({ pci }) => pci)
            .map((model) => deviceSchema(model.name, model.description, model.configuration)),
        },
      },
    },
  };
}

function deviceSchema(name: string, description: string, fields: readonly ConfigurationField[]): Schema {
  const properties: Record<string, Schema> = {
    model: { const: name, description },
    name: {
      type: 'string',
      pattern: '^[0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$',
      description: 'PCI address, e.g. 0000:01:00.0',
    },
  };
  for (const field of fields) place(properties, field.name.split('.'), fieldSchema(field));
  return { type: 'object', additionalProperties: false, properties };
}

function fieldSchema(field: ConfigurationField): Schema {
  const { type: kind, minimum, maximum } = field;
  const limits = { ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }) };
  const type = kind === 'size' ? size : { type: kind, ...limits };
  return { ...type, default: field.default, description: field.meaning };
}

/** `bridge.addressBits` becomes a property of a nested object. */
function place(properties: Record<string, Schema>, path: readonly string[], schema: Schema): void {
  const [first, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    properties[first] = schema;
    return;
  }
  const nested = (properties[first] ??= { type: 'object', additionalProperties: false, properties: {} });
  place(nested['properties'] as Record<string, Schema>, rest, schema);
}
