import type { HclBlock } from '../../../../parsers/hcl.ts';
import type { Exposure } from '../exposure.ts';
import { namesNoOwner, OIDC } from '../iam.ts';
import { type Around, attributeOf, textOf } from './blocks.ts';

/** Trust of Google Cloud and Azure in GitHub's tokens that does not say whose. */
export function federationExposures(block: HclBlock, { top, subject }: Around): Exposure[] {
  if (block !== top || top.type !== 'resource') return [];
  const isOpen =
    top.labels[0] === 'google_iam_workload_identity_pool_provider'
      ? trustsAnyToken(top)
      : /^azuread_application_federated_identity_credential$|^azurerm_federated_identity_credential$/.test(
          top.labels[0] ?? '',
        ) && isForAnySubject(top);
  if (!isOpen) return [];
  const line = attributeOf(top, 'attribute_condition', 'subject')?.line ?? top.line;
  return [
    {
      kind: 'anyone',
      severity: 'high',
      subject,
      detail: 'this identity from a workflow of any repository on GitHub',
      line,
    },
  ];
}

function trustsAnyToken(provider: HclBlock): boolean {
  const oidc = provider.blocks.find(({ type }) => type === 'oidc');
  if (!oidc || !OIDC.test(textOf(oidc, 'issuer_uri'))) return false;
  const condition = attributeOf(provider, 'attribute_condition');
  if (!condition) return true;
  const written = condition.strings.map(({ text }) => text).join(' ');
  if (condition.strings.length === 0 || /\$\{/.test(written)) return false;
  const claims = [...written.matchAll(/\b(?:assertion|attribute|google)\.(\w{1,60})/g)].map(
    (match) => match[1],
  );
  if (claims.some((claim) => /^(?:repository\w*|job_workflow_ref|enterprise\w*|actor\w*)$/.test(claim ?? '')))
    return false;
  const values = [...written.matchAll(/'([^']{0,300})'|\\"([^"\\]{0,300})\\"/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  return values.every(namesNoOwner);
}

function isForAnySubject(credential: HclBlock): boolean {
  if (!OIDC.test(textOf(credential, 'issuer'))) return false;
  const subject = attributeOf(credential, 'subject', 'claims_matching_expression');
  if (!subject) return true;
  return (
    subject.name === 'subject' &&
    subject.strings.length > 0 &&
    subject.strings.every(({ text }) => namesNoOwner(text))
  );
}
