/** The only door of the simulator. */
export type { Diagnostic, Place, SourceFile } from './c-language/source.ts';
export { outermostPlace } from './c-language/source.ts';
export type { CType } from './c-language/types.ts';
export { kernelConfiguration } from './kernel-configuration.ts';
export { describeType } from './c-language/type-operations/description.ts';
export type { FunctionInfo, Program } from './c-language/program.ts';
export type { Finding, JournalRecord, RecordOfKind } from './journal.ts';
export { allRecords, firstSequence, isSameInBoth, newestFirst, recordNumbered, recordsOfKind } from './journal.ts';
export type { Machine } from './machine.ts';
export type { World } from './world.ts';
export type * from './simulation.ts';
export type * from './inspect/view-models.ts';
export { build } from './compile.ts';
export { prepareReadings as prepareBuild } from './built-before.ts';
export { compileShipped } from './compile-shipped.ts';
export { checkMachineFile, checkSource, kindOfSource } from './check-source.ts';
export {
  analyse,
  aroundLines,
  completionsAt,
  definitionAt,
  hoverAt,
  inlayHints,
  meaningAt,
  outlineOf,
  placesInDoubt,
  placesThatMean,
  referencesAt,
  signatureAt,
  within,
  type Analysis,
  type Lines,
  type Meaning,
  type OutlineItem,
  type Position,
  type Proposal,
  type Proposals,
} from './language-features/index.ts';
export type { HeadersRead } from './headers-once.ts';
export { shippedText } from './shipped-sources.ts';
export { createSimulation } from './create-simulation.ts';
export { parseMachine } from './machine-file/parse-machine.ts';
export { machineSchema } from './machine-file/machine-schema.ts';
export { parsePowerCut } from './machine-file/power-cut.ts';
export { filesOnDisk, type DiskFile } from './power-cut.ts';
export { inspectMemoryWork, type WorkGroup } from './inspect/memory-work.ts';
export { costTable } from './hardware/costs.ts';
export { experiment, experiments } from './experiments/catalogue.ts';
export { measured, type Experiment, type ExperimentResult, type Measure } from './experiments/experiment.ts';
export {
  costsOf,
  runExperiment,
  type ExperimentOptions,
  type ExperimentProgress,
} from './experiments/run-experiment.ts';
export { parseSize } from './machine-file/sizes.ts';
export { renderDiagnostic } from './render-diagnostic.ts';
export {
  scenario,
  scenarios,
  type Scenario,
  type ScenarioMatrix,
  type ScenarioStep,
  type ScenarioVariant,
} from './scenario-catalogue.ts';
export { recordFields } from './run-control/record-condition.ts';
export { callsOfLine, disassembly, functionStatements, jumpTo, pcAt, type InstructionText } from './inspect/code.ts';
export { busAddressText, inspectBusAddress, memoryOfHandle } from './inspect/bus-address.ts';
export { inspectCaches, inspectCacheLine, inspectCacheSet } from './inspect/caches.ts';
export { inspectDevices } from './inspect/devices.ts';
export { inspectPageTable, inspectPageWalk, inspectTlbs } from './inspect/page-tables.ts';
export { directMapAddress, inspectAddressSpaces, inspectAddressSpacesOf } from './inspect/address-spaces.ts';
export { inspectIommu, inspectIommuWalk } from './inspect/iommu.ts';
export { inspectFreeMemory } from './inspect/free-memory.ts';
export { inspectInterrupts } from './inspect/interrupts.ts';
export { inspectProcessors } from './inspect/processors.ts';
export { inspectAreaPages, inspectProcessMemory } from './inspect/process-memory.ts';
export { inspectMappings } from './inspect/mappings.ts';
export { inspectPhysicalMemory } from './inspect/physical-memory.ts';
export { inspectTimeline } from './inspect/timeline.ts';
export { inspectTransfers } from './inspect/transfers.ts';
export { breakpointLocations, resolveLine, type ResolvedLine, type SourceRange } from './inspect/lines.ts';
export {
  readMemory,
  writeMemory,
  physicalAddress,
  physicalRanges,
  type AddressSpaceName,
  type MemoryContent,
} from './inspect/memory.ts';
export { stackTrace, tasks } from './inspect/tasks.ts';
export {
  evaluate,
  frameVariables,
  globalVariables,
  type CValue,
  type EvaluateOutcome,
  type FrameOfTask,
  type NamedValue,
} from './inspect/values.ts';
export { driverLeftovers, type Leftover } from './inspect/leftovers.ts';
export { devicesOfIdleDriver } from './inspect/never-ran.ts';
export type { FaultPlan, FaultPoint } from './faults/fault-plan.ts';
export { findCounterExample, type CounterExample, type WantedFinding } from './counter-examples/search.ts';
export {
  checkDriver,
  createCheckCache,
  explainRule,
  staticRule,
  staticRules,
  type CheckCache,
  type CheckOptions,
  type DriverCheck,
  type StaticEdit,
  type StaticFinding,
  type StaticRule,
} from './check-driver.ts';
export { safeFixes } from './try-fix.ts';
