import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';

const schema = JSON.parse(
  readFileSync(join(process.cwd(), 'test', 'contract', 'sarif-schema-2.1.0.json'), 'utf8'),
) as Record<string, unknown>;
// The dialect it names is draft 4, of which it uses nothing that means something else in draft 7.
const { $schema: _dialect, id: _id, ...rest } = schema;
const ajv = new Ajv({ strict: false, allErrors: true });
ajv.addFormat('uri', (text: string) => URL.canParse(text));
ajv.addFormat('uri-reference', (text: string) => URL.canParse(text, 'https://example.com/'));
ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)));
const validate = ajv.compile(rest);

/** What OASIS's schema of SARIF 2.1.0 holds against a log; empty: it is valid. */
export function sarifProblems(log: unknown): string[] {
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
