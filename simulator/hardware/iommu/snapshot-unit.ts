/** Copies of a remapping unit's state for checkpoints. Restoring works in place. */
import type { Iotlb } from './iotlb.ts';
import type { RemappingUnit } from './remapping-unit.ts';

export type RemappingUnitSnapshot = Pick<
  RemappingUnit,
  'enabled' | 'rootTable' | 'faultStatus' | 'faultRecord' | 'faultInterrupt' | 'contexts'
> & { readonly iotlb: readonly IotlbArray[] };
type IotlbArray = Float64Array | Int32Array | Uint8Array;

export function snapshotRemappingUnit(unit: RemappingUnit): RemappingUnitSnapshot {
  const { enabled, rootTable, faultStatus, faultRecord, faultInterrupt, contexts } = unit;
  const iotlb = iotlbArrays(unit.iotlb).map((array) => array.slice());
  return { enabled, rootTable, faultStatus, faultRecord, faultInterrupt, contexts: [...contexts], iotlb };
}

export function restoreRemappingUnit(unit: RemappingUnit, snapshot: RemappingUnitSnapshot): void {
  const { contexts, iotlb, ...registers } = snapshot;
  Object.assign(unit, registers);
  unit.contexts.splice(0, unit.contexts.length, ...contexts);
  iotlbArrays(unit.iotlb).forEach((array, index) => array.set(iotlb[index]!));
}

function iotlbArrays({ page, domain, level, rights, frame, use, clock }: Iotlb): IotlbArray[] {
  return [page, domain, level, rights, frame, use, clock];
}
