import { z } from 'zod';
import type { Finding, Place, Rule } from '../rule.ts';
import { isCloudFile, type NewExposure, newExposures } from './_cloud/files.ts';
import { CLEAN } from './_cloud/examples-clean.ts';
import { FLAGGED } from './_cloud/examples.ts';
import type { Exposure } from './_cloud/exposure.ts';

const options = z.strictObject({});

const WORDS: Record<Exposure['kind'], readonly [what: string, instead: string]> = {
  'open port': ['The whole internet could reach', 'Name the addresses or the security group that need it.'],
  'public data': [
    'Data could be read from the internet:',
    'Keep it private and share it through signed links or a proxy.',
  ],
  anyone: ['Anyone could use', 'Name the accounts or roles that need it, or add a condition.'],
  'all powers': ['Hands out', 'List the few actions and resources that are needed.'],
  'database rules': [
    'The database rules would let anyone',
    'Compare the document with request.auth in the condition.',
  ],
};

function inspect(exposures: readonly NewExposure[]): Finding[] {
  const groups = new Map<string, NewExposure[]>();
  for (const found of exposures) {
    const key = `${found.kind} ${found.severity}`;
    const group = groups.get(key);
    if (group) group.push(found);
    else groups.set(key, [found]);
  }
  return [...groups.values()].map((group) => {
    const { kind, severity } = group[0] as NewExposure;
    const details = [
      ...new Set(group.map(({ detail }) => detail.replace(/[^\w.,:*/()= -]/g, '?').slice(0, 80))),
    ];
    const more = details.length > 3 ? ` and ${details.length - 3} more` : '';
    const [what, instead] = WORDS[kind];
    const places = new Map(
      group.map(({ path, line, side }): [string, Place] => [`${side}:${path}:${line}`, { path, line, side }]),
    );
    return {
      rule: 'cloud-access',
      family: 'access-widened',
      severity,
      message: `${what} ${details.slice(0, 3).join('; ')}${more}. ${instead}`,
      places: [...places.values()],
    };
  });
}

/** Infrastructure code that lets more people or programs in. */
export const cloudAccess: Rule<z.infer<typeof options>> = {
  id: 'cloud-access',
  family: 'access-widened',
  summary:
    'Ports open to the internet, public buckets, everyone as principal, wildcard powers: Terraform, CloudFormation, Azure templates, Kubernetes, Firebase.',
  why: 'One line of infrastructure code can put a database on the internet or make every token an administrator, and it works at once, so nobody notices. Agents often reach for the widest setting to get past a permission error.',
  remediation:
    'Name the addresses, accounts, actions and resources that are needed. Put what must be public behind a load balancer on 443 or a content network.',
  severity: 'high',
  action: 'review',
  options,
  needs(file) {
    return isCloudFile(file.path) ? { content: 'both' } : { content: 'nothing' };
  },
  inspect(facts) {
    return inspect(newExposures(facts.files));
  },
  flagged: FLAGGED,
  clean: CLEAN,
};
