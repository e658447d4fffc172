/** Logs held against the published schema of SARIF 2.1.0 (OASIS, rtm.5), which @microsoft/jest-sarif carries. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const schema = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
// Of draft 4, whose words for these two ajv knows no more; the rest reads the same.
delete schema['$schema'];
delete schema['id'];

/** RFC 3986's characters, with a scheme where one has to be. */
const reference = /^([a-z][a-z\d+.-]*:)?([\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})*$/i;
const formats = { uri: /^[a-z][a-z\d+.-]*:/i, 'uri-reference': reference, 'date-time': /^\d{4}-\d\d-\d\dT/ };
const validate = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile(schema);

/** A line for each thing that the schema does not allow. */
export function sarifMistakes(log: unknown): string[] {
  if (validate(log)) return [];
  return validate.errors!.map(({ instancePath, message, params }) => `${instancePath}: ${message} ${Object.values(params).join()}`); // prettier-ignore
}
