/** Address spaces with their areas: the kernel's own, whose areas are fixed by the architecture, and one for each process. */
import { vm, type VmArea } from '../kernel/process/vma.ts';
import {
  directMapBase,
  kernelDataBase,
  kernelTextBase,
  vmallocBase,
  vmallocEnd,
  vmemmapBase,
} from '../kernel/virtual-layout.ts';
import type { Simulation } from '../simulation.ts';
import type { World } from '../world.ts';
import { hex } from './formatting.ts';
import type { AddressSpaceView } from './view-models.ts';

export function addressSpaceById(world: World, id: number): { readonly root: number; readonly asid: number } | null {
  return world.kernel.addressSpaces.spaces.get(id) ?? null;
}

/** Where the kernel itself has a physical address. */
export function directMapAddress(physical: bigint): bigint {
  return directMapBase + physical;
}

/** With the one that the task which had the last turn runs in. */
export function inspectAddressSpacesOf({ world }: Simulation): {
  readonly spaces: readonly AddressSpaceView[];
  readonly current: number;
} {
  const { current, lastCpu, byPid } = world.kernel.tasks;
  const pid = current[lastCpu] ?? current.find((each) => each !== null) ?? null;
  return { spaces: inspectAddressSpaces(world), current: pid === null ? 0 : (byPid.get(pid)?.addressSpace ?? 0) };
}

export function inspectAddressSpaces(world: World): AddressSpaceView[] {
  return [...world.kernel.addressSpaces.spaces.values()].map(({ id, name, root, areas }) => ({
    id,
    name,
    root: hex(root),
    areas: id === 0 ? kernelAreas(world) : areas.map(areaView),
  }));
}

function areaView(area: VmArea): AddressSpaceView['areas'][number] {
  return { start: hex(area.start), end: hex(area.end), permissions: areaPermissions(area), what: area.what };
}

/** As /proc/<pid>/maps writes them. */
export function areaPermissions({ flags }: VmArea): string {
  const letter = (bit: number, name: string): string => ((flags & bit) !== 0 ? name : '-');
  const rights = letter(vm.READ, 'r') + letter(vm.WRITE, 'w') + letter(vm.EXEC, 'x');
  return rights + ((flags & vm.MAYSHARE) !== 0 ? 's' : 'p');
}

function kernelAreas(world: World): AddressSpaceView['areas'] {
  const ramEnd = BigInt(Math.max(...world.machine.memory.map(([, end]) => end)));
  const image = world.program.images.find((each) => each.mode === 'kernel');
  const area = (start: bigint, end: bigint, permissions: string, what: string): AddressSpaceView['areas'][number] => ({
    start: hex(start),
    end: hex(end),
    permissions,
    what,
  });
  return [
    area(directMapBase, directMapBase + ramEnd, 'rw-', 'direct map of all RAM'),
    area(vmallocBase, vmallocEnd, 'rw-', 'vmalloc and ioremap'),
    area(vmemmapBase, vmemmapBase + (ramEnd / 4096n) * 64n, 'rw-', 'struct page array'),
    area(
      kernelTextBase,
      kernelTextBase + BigInt(16 * ((image?.endInstruction ?? 0) - (image?.firstInstruction ?? 0))),
      '--x',
      'kernel and module text',
    ),
    area(kernelDataBase, kernelDataBase + BigInt(image?.data.length ?? 0), 'rw-', 'kernel data'),
    ...[image?.module ?? []]
      .flat()
      .map(({ dataBase, data }) => area(dataBase, dataBase + BigInt(data.length), 'rw-', 'module data')),
  ];
}
