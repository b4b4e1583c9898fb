import type { HclAttribute, HclBlock } from '../../../../parsers/hcl.ts';
import { parseYaml } from '../../../../parsers/yaml.ts';
import { documentExposures } from '../documents.ts';
import type { Exposure } from '../exposure.ts';
import { type IamCondition, iamExposures, isVacuous } from '../iam.ts';
import { attributeOf, textOf } from './blocks.ts';

/** An AWS policy statement: a block of aws_iam_policy_document, or an object given to jsonencode. */
export function statementExposures(
  block: HclBlock,
  top: HclBlock,
  subject: string,
  path: string,
): Exposure[] {
  const document = block.type === 'statement' && top.labels[0] === 'aws_iam_policy_document';
  const effect = textOf(block, 'effect', 'Effect');
  if (!document && !attributeOf(block, 'Effect')) return [];
  // The policy of a VPC endpoint only narrows what is allowed elsewhere.
  if (/vpc_?endpoint/.test(`${subject} ${path}`)) return [];
  const strings = (...keys: readonly string[]): string[] =>
    (attributeOf(block, ...keys)?.strings ?? []).map(({ text }) => text);
  const named = (...types: readonly string[]): HclBlock[] =>
    block.blocks.filter(({ type }) => types.includes(type));
  const principals = [
    ...strings('Principal'),
    ...named('principals', 'Principal').flatMap((each) =>
      each.attributes.filter(({ name }) => name !== 'type').flatMap(values),
    ),
  ];
  const has = (...keys: readonly string[]): boolean =>
    attributeOf(block, ...keys) !== undefined || named(...keys).length > 0;
  return iamExposures(
    {
      allows: effect === 'Allow' || (document && effect === ''),
      actions: strings('actions', 'Action'),
      resources: [attributeOf(block, 'resources', 'Resource')].flatMap((listed) =>
        listed ? values(listed) : [],
      ),
      principals,
      except: {
        principals: has('not_principals', 'NotPrincipal'),
        actions: has('not_actions', 'NotAction'),
        resources: has('not_resources', 'NotResource'),
      },
      conditions: [
        ...named('condition').flatMap(documentCondition),
        ...named('Condition').flatMap(objectConditions),
        ...dynamicConditions(block),
      ],
      line: (attributeOf(block, 'actions', 'Action', 'not_actions', 'NotAction') ?? block).line,
    },
    subject,
  );
}

/** What is worked out elsewhere is taken for something that narrows. */
const values = ({ strings, text }: HclAttribute): string[] =>
  strings.length > 0 ? strings.map((each) => each.text) : text === '' ? [] : [`\${${text}}`];

const documentCondition = (block: HclBlock): IamCondition[] => {
  if (isVacuous(textOf(block, 'test'))) return [];
  const listed = attributeOf(block, 'values');
  return [{ key: textOf(block, 'variable'), values: listed ? values(listed) : [] }];
};

const objectConditions = (block: HclBlock): IamCondition[] =>
  block.blocks.flatMap(({ type, attributes }) =>
    isVacuous(type)
      ? []
      : attributes.map((attribute) => ({ key: attribute.name, values: values(attribute) })),
  );

/** `dynamic "condition"`, or a condition that is an expression as a whole. */
const dynamicConditions = (block: HclBlock): IamCondition[] =>
  attributeOf(block, 'Condition', 'condition')?.text ||
  block.blocks.some(({ type, labels }) => type === 'dynamic' && labels[0] === 'condition')
    ? [{ key: 'unknown', values: [] }]
    : [];

/** A policy written as JSON in a heredoc. */
export function policyText(text: string, line: number, subject: string): Exposure[] {
  const { documents } = parseYaml(text);
  return documents.flatMap((document) =>
    documentExposures(document).map((found) => ({ ...found, subject, line: found.line + line - 1 })),
  );
}
