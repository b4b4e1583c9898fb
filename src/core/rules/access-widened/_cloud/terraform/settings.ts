import type { HclAttribute, HclBlock } from '../../../../parsers/hcl.ts';
import { type Exposure, isEverywhere } from '../exposure.ts';
import { AWS } from './settings-aws.ts';
import { AZURE } from './settings-azure.ts';
import { GOOGLE } from './settings-google.ts';
import { OTHERS } from './settings-others.ts';

/** What one setting opens by itself. */
export type Setting = Pick<Exposure, 'kind' | 'severity' | 'detail' | 'state' | 'owner'>;

/** A setting that opens something, and the values with which it does. */
export interface OpenSetting {
  readonly names: readonly string[];
  /** Resource types, and `module`. */
  readonly types: RegExp;
  readonly value: RegExp;
  readonly kind: Exposure['kind'];
  readonly severity: Exposure['severity'];
  /** Left out: the setting as written. */
  readonly detail?: string;
  /**
   * What it is without the setting; taking away what closed it opens it. `open`: and to say so counts by itself.
   * `common`: many are open from the start, so that only opening what was closed counts. Both need a `detail`.
   */
  readonly otherwise?: 'open' | 'common';
  /** How the resource that it closes is declared, where that is not the one it stands in. */
  readonly owner?: (block: HclBlock) => string;
  /** Something else in the resource keeps it closed. */
  readonly unless?: (block: HclBlock, top: HclBlock) => boolean;
}

const byName = new Map<string, OpenSetting[]>();
for (const setting of [...AWS, ...AZURE, ...GOOGLE, ...OTHERS]) {
  for (const name of setting.names) byName.set(name, [...(byName.get(name) ?? []), setting]);
}

/** Settings that open data or hand out powers by themselves; null: this one does not. */
export function settingOf(attribute: HclAttribute, block: HclBlock, top: HclBlock): Setting | null {
  const known = byName.get(attribute.name);
  if (!known) return null;
  // A file of values and a module stand for resources that are not seen.
  const type = top.type === 'resource' ? (top.labels[0] ?? '') : top.type === '' ? 'module' : top.type;
  for (const setting of known) {
    const found = setting.types.test(type) ? meaning(setting, attribute, block, top) : null;
    if (found) return found;
  }
  return null;
}

function meaning(
  setting: OpenSetting,
  attribute: HclAttribute,
  block: HclBlock,
  top: HclBlock,
): Setting | null {
  const { kind, severity, value, otherwise } = setting;
  const { name, text, strings } = attribute;
  const match = strings.length > 0 ? strings.find((each) => value.test(each.text)) : undefined;
  const written = match?.text ?? (strings.length > 0 ? null : value.test(text) ? text.toLowerCase() : null);
  const opens = written !== null && setting.unless?.(block, top) !== true;
  const exposure = { kind, severity, detail: setting.detail ?? `${name} = ${written ?? ''}` };
  if (opens) return otherwise === 'common' ? { ...exposure, state: 'opened' } : exposure;
  if (otherwise === undefined) return null;
  // What a variable says is not known: it closes nothing for sure.
  const literal =
    written === null &&
    (strings.length > 0 ? !strings.some((each) => isEverywhere(each.text)) : /^(?:true|false)$/i.test(text));
  const owner = setting.owner?.(block) ?? `"${top.labels.join('" "')}"`;
  return { ...exposure, state: 'closed', owner: literal ? owner : undefined };
}
