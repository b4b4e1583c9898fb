/** The keys of the policy's JSON schema as rows of a table. */

/** The part of JSON Schema that zod writes for a policy. */
export interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $ref?: string;
  /** With a single `$ref`, where the schema stands in several places. */
  readonly allOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
}
export type Keys = Readonly<Record<string, Schema>>;

const DEFAULTS: Readonly<Record<string, string>> = {
  mode: '`enforce`',
  applies_to: '`agents`',
  'agents.allow': '`any`',
  'agents.deny': 'nobody',
  'agents.unattributed': '`human`',
  reviews: 'one approval by someone with `write`',
  'reviews[].strength': '`declared`, if `agents` is given',
  'reviews[].approvals': '`1`',
  'reviews[].request': '`teams`',
  rules: "each rule's own",
  'limits.open_pull_requests_per_agent': 'no limit',
  'limits.changed_lines': 'no limit',
  'limits.changed_files': 'no limit',
  waiver: 'those with `maintain`',
  override: 'admins',
  recovery: 'one approval by someone with `write`',
  'recovery.approvals': '`1`',
  alerts: 'in the repository itself',
  'check.per_base': '`false`',
  'check.comment': '`false`',
};

/** What a schema stands for where it only points at another. */
export function resolved(schema: Schema = {}, root: Schema): Schema {
  const name = (schema.$ref ?? schema.allOf?.[0]?.$ref)?.split('/').at(-1);
  return name === undefined ? schema : (root.definitions?.[name] ?? schema);
}

/** Keys that stand in many places and have a section of their own. */
const SECTIONS: readonly { readonly key: string; readonly values: string }[] = [
  { key: 'severity', values: '[reviews](#reviews)' },
  { key: 'any_of', values: '[the same](#whom-it-asks)' },
  { key: 'users', values: '[people](#people)' },
  { key: 'topics', values: '[repositories](#repositories)' },
  { key: 'mode', values: 'keys of a policy' },
];

/** The keys of an object and of what is in it, in the order of the schema. */
export function rows(
  properties: Keys,
  { schema: root, within }: { readonly schema: Schema; readonly within: string },
  required: readonly string[] = ['version'],
  prefix = '',
): string[][] {
  return Object.entries(properties).flatMap(([name, pointer]) => {
    const schema = resolved(pointer, root);
    const inner = resolved(schema.items ?? schema, root);
    const section = SECTIONS.find(({ key }) => inner.properties?.[key]);
    const key = `${prefix}${name}`;
    const below = section
      ? []
      : rows(
          inner.properties ?? {},
          { schema: root, within },
          inner.required ?? [],
          `${key}${schema.items ? '[]' : ''}.`,
        );
    const shown = section && schema.items ? `a list of ${section.values}` : section?.values;
    const leftOut = required.includes(name) ? 'required' : (DEFAULTS[`${within}${key}`] ?? '');
    return [[`\`${key}\``, shown ?? values(schema), leftOut, schema.description ?? ''], ...below];
  });
}

function values(schema: Schema): string {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum)
    return schema.enum.length > 12 ? 'an id' : schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.anyOf) return schema.anyOf.map(values).join(' or ');
  if (schema.type === 'array') return 'a list';
  if (schema.type === 'integer') return `${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'boolean') return '`true`, `false`';
  return schema.type === 'string' ? 'text' : '';
}
