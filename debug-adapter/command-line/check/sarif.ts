/** Findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code hosts and editors read. */
import type { StaticFinding, StaticRule } from '../../../simulator/index.ts';
import { version } from '../version.ts';

type Place = StaticFinding['place'];

export function sarifOf(
  findings: readonly StaticFinding[],
  rules: readonly StaticRule[],
  explain: (id: string) => string,
): object {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'dma-debugger', version, rules: rules.map((rule) => descriptor(rule, explain(rule.id))) },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => resultOf(finding, rules)),
      },
    ],
  };
}

function descriptor({ id, title, severity }: StaticRule, markdown: string): object {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: title },
    help: { text: markdown, markdown },
    defaultConfiguration: { level: severity },
  };
}

function resultOf(finding: StaticFinding, rules: readonly StaticRule[]): object {
  const { rule, message, notes, fixes, place } = finding;
  const index = rules.findIndex(({ id }) => id === rule);
  return {
    ruleId: rule,
    ruleIndex: index,
    level: rules[index]?.severity ?? 'warning',
    message: { text: message },
    locations: [locationOf(place)],
    ...(notes.length === 0
      ? {}
      : { codeFlows: [{ threadFlows: [{ locations: [...notes.map(step), step({ place, message })] }] }] }),
    partialFingerprints: { 'rule/function/v1': `${rule}/${finding.function}` },
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(fix, place)) }),
  };
}

function step({ place, message }: { readonly place: Place; readonly message: string }): object {
  return { location: { ...locationOf(place), message: { text: message } } };
}

function uriOf(path: string): string {
  const slashes = path.replace(/\\/g, '/');
  const encoded = slashes.split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]:\//.test(slashes)) return `file:///${slashes[0]!}:${encoded.slice(encoded.indexOf('/'))}`;
  return slashes.startsWith('/') ? `file://${encoded}` : encoded;
}

function locationOf({ file, line, column, length }: Place): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file.path) },
      region: { startLine: line, startColumn: column, endColumn: column + length },
    },
  };
}

function fixOf({ title, edits }: StaticFinding['fixes'][number], { file }: Place): object {
  const replacements = edits.map(({ from, to, text }) => ({
    deletedRegion: { charOffset: from, charLength: to - from },
    insertedContent: { text },
  }));
  return {
    description: { text: title },
    artifactChanges: [{ artifactLocation: { uri: uriOf(file.path) }, replacements }],
  };
}
