import { MAX_PROBLEMS, type Keys } from './document.ts';
import type { Known, PolicyKind } from './parse.ts';
import { shown, wrongAt, type Complaint } from './problems.ts';
import { reviewContradictions } from './review-contradictions.ts';
import type { WrittenPolicy, WrittenStatements } from './schema/policy.ts';
import { didYouMean } from './suggest.ts';

/** A part of a file: the file itself, or the policy of one of its groups. */
export interface Part {
  readonly keys: Keys;
  readonly says: WrittenStatements;
}

/**
 * What is wrong with a policy whose form is right: it names what is not there, it contradicts itself, or it says what
 * only a floor can say. What a file says holds for its groups too.
 */
export function contradictions(written: WrittenPolicy, known: Known, kind: PolicyKind): Complaint[] {
  const groups = written.groups ?? [];
  if (groups.length > 0 && kind === 'repository') {
    const message =
      "`groups` belongs in the organisation's floor, the same file in its `.github` repository. Take it out here.";
    return [{ keys: ['groups'], point: 'key', message }];
  }
  const parts: Part[] = [
    { keys: [], says: written },
    ...groups.map(({ policy }, index) => ({ keys: ['groups', index, 'policy'], says: policy })),
  ];
  return [
    ...parts.flatMap((part) => unknownAgents(part, written, known)),
    ...parts.flatMap((part) => allowedAndDenied(part, written)),
    ...parts.flatMap((part) => reviewContradictions(part, written, known.rules)),
    ...twoAgents(parts),
    ...sameNames(parts),
    ...groups.flatMap(({ name }, index) =>
      groups.findIndex((other) => plain(other.name) === plain(name)) < index
        ? [
            wrongAt(
              ['groups', index, 'name'],
              `There is another group ${shown(name.trim())}. Give one another name.`,
            ),
          ]
        : [],
    ),
  ];
}

/** A mistyped agent would be denied in vain. */
function unknownAgents({ keys, says }: Part, whole: WrittenStatements, known: Known): Complaint[] {
  const introduced = [whole, says].flatMap(({ agents }) => agents?.identities ?? []);
  const ids = [...known.agents, ...introduced.map((identity) => identity.agent)];
  const check = (place: Keys, agents: string | readonly string[] = []): { keys: Keys; id: string }[] =>
    (typeof agents === 'string' ? [] : agents).flatMap((id, index) =>
      ids.includes(id) ? [] : [{ keys: [...keys, ...place, index], id }],
    );
  const unknown = [
    ...check(['agents', 'allow'], says.agents?.allow),
    ...check(['agents', 'deny'], says.agents?.deny),
    ...(says.reviews ?? []).flatMap(({ agents }, index) => check(['reviews', index, 'agents'], agents)),
    ...(says.freeze ?? []).flatMap(({ agents }, index) => check(['freeze', index, 'agents'], agents)),
  ];
  return unknown.slice(0, MAX_PROBLEMS).map((found) => {
    const hint = didYouMean(found.id, ids) || ' Name an agent of your own under `agents.identities` first.';
    return wrongAt(found.keys, `There is no agent \`${found.id}\`.${hint}`);
  });
}

function allowedAndDenied({ keys, says }: Part, whole: WrittenStatements): Complaint[] {
  const allow = says.agents?.allow ?? [];
  const denied = [whole, says].flatMap(({ agents }) => agents?.deny ?? []);
  return (allow === 'any' ? [] : allow).flatMap((id, index) =>
    denied.includes(id)
      ? [
          wrongAt(
            [...keys, 'agents', 'allow', index],
            `\`${id}\` is both allowed and denied. Take it out of one list.`,
          ),
        ]
      : [],
  );
}

/** One account that is taken for two agents. */
function twoAgents(parts: readonly Part[]): Complaint[] {
  const agents = new Map<string, string>();
  return parts.flatMap(({ keys, says }) =>
    (says.agents?.identities ?? []).flatMap(({ login, agent }, index) => {
      const other = agents.get(login.toLowerCase()) ?? agent;
      agents.set(login.toLowerCase(), other);
      const message = `\`${login}\` is taken for \`${other}\` already. Decide for one.`;
      return other === agent ? [] : [wrongAt([...keys, 'agents', 'identities', index, 'login'], message)];
    }),
  );
}

/** Two reviews of one name could not be told apart on the check; the same review in two groups is one. */
function sameNames(parts: readonly Part[]): Complaint[] {
  const seen = new Map<string, { readonly part: Part; readonly text: string }>();
  return parts.flatMap((part) =>
    (part.says.reviews ?? []).flatMap((entry, index) => {
      const text = JSON.stringify(entry);
      const other = seen.get(plain(entry.name));
      if (!other) seen.set(plain(entry.name), { part, text });
      if (!other || (other.part !== part && other.text === text)) return [];
      const message = `There is another review ${shown(entry.name.trim())} in this file. Give one another name.`;
      return [wrongAt([...part.keys, 'reviews', index, 'name'], message)];
    }),
  );
}

const plain = (name: string): string => name.trim().toLowerCase();
