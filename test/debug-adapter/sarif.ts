/**
 * What of SARIF 2.1.0 we write, as its schema has it (OASIS sarif-schema-2.1.0.json, definitions of the same names): the properties that an object may
 * have, those that it must have, and what they are.
 */
type Kind =
  'text' | 'number' | 'uri' | readonly string[] | { readonly object: string } | { readonly list: string } | 'texts';

const definitions: Readonly<
  Record<string, { readonly must: readonly string[]; readonly may: Readonly<Record<string, Kind>> }>
> = {
  log: { must: ['version', 'runs'], may: { $schema: 'uri', version: ['2.1.0'], runs: { list: 'run' } } },
  run: {
    must: ['tool'],
    may: { tool: { object: 'tool' }, columnKind: ['utf16CodeUnits', 'unicodeCodePoints'], results: { list: 'result' } },
  },
  tool: { must: ['driver'], may: { driver: { object: 'toolComponent' } } },
  toolComponent: { must: ['name'], may: { name: 'text', version: 'text', rules: { list: 'reportingDescriptor' } } },
  reportingDescriptor: {
    must: ['id'],
    may: {
      id: 'text',
      shortDescription: { object: 'multiformatMessageString' },
      fullDescription: { object: 'multiformatMessageString' },
      help: { object: 'multiformatMessageString' },
      defaultConfiguration: { object: 'reportingConfiguration' },
    },
  },
  multiformatMessageString: { must: ['text'], may: { text: 'text', markdown: 'text' } },
  reportingConfiguration: { must: [], may: { level: ['none', 'note', 'warning', 'error'] } },
  result: {
    must: ['message'],
    may: {
      ruleId: 'text',
      ruleIndex: 'number',
      level: ['none', 'note', 'warning', 'error'],
      message: { object: 'message' },
      locations: { list: 'location' },
      codeFlows: { list: 'codeFlow' },
      partialFingerprints: 'texts',
      fixes: { list: 'fix' },
    },
  },
  message: { must: ['text'], may: { text: 'text' } },
  location: { must: [], may: { physicalLocation: { object: 'physicalLocation' }, message: { object: 'message' } } },
  physicalLocation: {
    must: ['artifactLocation'],
    may: { artifactLocation: { object: 'artifactLocation' }, region: { object: 'region' } },
  },
  artifactLocation: { must: [], may: { uri: 'uri' } },
  region: {
    must: [],
    may: {
      startLine: 'number',
      startColumn: 'number',
      endColumn: 'number',
      charOffset: 'number',
      charLength: 'number',
    },
  },
  codeFlow: { must: ['threadFlows'], may: { threadFlows: { list: 'threadFlow' } } },
  threadFlow: { must: ['locations'], may: { locations: { list: 'threadFlowLocation' } } },
  threadFlowLocation: { must: [], may: { location: { object: 'location' } } },
  fix: {
    must: ['artifactChanges'],
    may: { description: { object: 'message' }, artifactChanges: { list: 'artifactChange' } },
  },
  artifactChange: {
    must: ['artifactLocation', 'replacements'],
    may: { artifactLocation: { object: 'artifactLocation' }, replacements: { list: 'replacement' } },
  },
  replacement: {
    must: ['deletedRegion'],
    may: { deletedRegion: { object: 'region' }, insertedContent: { object: 'artifactContent' } },
  },
  artifactContent: { must: [], may: { text: 'text' } },
};

export function sarifMistakes(value: unknown, name = 'log'): string[] {
  const { must, may } = definitions[name]!;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${name}: no object`];
  const missing = must.filter((each) => !(each in value)).map((each) => `${name}: no ${each}`);
  const wrong = Object.entries(value).flatMap(([key, each]) => mistakesOf(each, may[key], `${name}: ${key}`));
  return [...missing, ...wrong].sort((one, other) => order(one) - order(other));
}

/** Outer ones first. */
function order(mistake: string): number {
  return Object.keys(definitions).indexOf(mistake.slice(0, mistake.indexOf(':')));
}

function mistakesOf(value: unknown, kind: Kind | undefined, where: string): string[] {
  if (kind === undefined) return [`${where} is unknown`];
  if (kind === 'text') return typeof value === 'string' ? [] : [`${where} is no text`];
  if (kind === 'number') return Number.isInteger(value) && (value as number) >= 0 ? [] : [`${where} is no number`];
  if (kind === 'uri') return typeof value === 'string' && /^[^\s\\]*$/.test(value) ? [] : [`${where} is no address`];
  if (kind === 'texts')
    return Object.values(value as object).every((each) => typeof each === 'string') ? [] : [`${where} is no texts`];
  if (Array.isArray(kind)) return kind.includes(value as string) ? [] : [`${where} is ${String(value)}`];
  if ('object' in kind) return sarifMistakes(value, kind.object);
  if (!('list' in kind)) return [];
  return Array.isArray(value) ? value.flatMap((each) => sarifMistakes(each, kind.list)) : [`${where} is no list`];
}
