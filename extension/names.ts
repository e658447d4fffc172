/** Every name that package.json contributes, once; `test/architecture.test.ts` compares the two. */

export const debugType = 'dma';

export const commands = {
  runCounterExample: 'dma.runCounterExample',
  explainFinding: 'dma.explainFinding',
  openDocumentedBug: 'dma.openDocumentedBug',
  runExperiment: 'dma.runExperiment',
  openView: 'dma.openView',
  walkAddress: 'dma.walkAddress',
  showCacheLine: 'dma.showCacheLine',
  refreshViews: 'dma.refreshViews',
  whoWroteThis: 'dma.whoWroteThis',
  nameMoment: 'dma.nameMoment',
  goToMoment: 'dma.goToMoment',
} as const;

export const views = {
  replay: 'dma.replay',
  physicalMemory: 'dma.physicalMemory',
  pageTables: 'dma.pageTables',
  cacheLines: 'dma.cacheLines',
  iommu: 'dma.iommu',
  transfers: 'dma.transfers',
  mappings: 'dma.mappings',
  devices: 'dma.devices',
  timeline: 'dma.timeline',
  interrupts: 'dma.interrupts',
  processors: 'dma.processors',
  freeMemory: 'dma.freeMemory',
  processMemory: 'dma.processMemory',
} as const;

export const settings = {
  section: 'dma',
  adapterHost: 'adapterHost',
  diagnostics: 'diagnostics',
  checks: 'checks',
  languageFeatures: 'languageFeatures',
  followEdits: 'followEdits',
} as const;
