import { canonicalJson } from '../facts/canonical-json.ts';
import { isSigned, type RecordKey } from './key.ts';

/** The signed word of a deployment: at that time the chain of that owner had so many entries and ended with that hash. */
export interface Checkpoint {
  readonly owner: string;
  /** The number of the newest entry. */
  readonly sequence: number;
  /** That entry's hash, on which all before it hang. */
  readonly hash: string;
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Where the checkpoint before it was made, by whatever key; 0: it is the first. So one that was taken away is missed. */
  readonly previous: number;
  /** Id of the key. */
  readonly key: string;
  /** SPKI in base64. */
  readonly publicKey: string;
  /** In base64. */
  readonly signature: string;
}

type Said = Pick<Checkpoint, 'owner' | 'sequence' | 'hash' | 'at' | 'previous'>;

/** What is signed: it can be taken for nothing else that is signed with the same key. */
const textOf = ({ owner, sequence, hash, at, previous }: Said, key: string): string =>
  `agentguard checkpoint 1\n${canonicalJson({ owner, sequence, hash, at, previous, key })}`;

export function signCheckpoint(said: Said, key: RecordKey): Checkpoint {
  const { owner, sequence, hash, at, previous } = said;
  const signature = key.sign(textOf(said, key.id));
  return { owner, sequence, hash, at, previous, key: key.id, publicKey: key.publicKey, signature };
}

/** Whether the key that it brings has signed it as it is. Whose key that is, is another question. */
export const holds = (checkpoint: Checkpoint): boolean =>
  isSigned(
    textOf(checkpoint, checkpoint.key),
    { id: checkpoint.key, publicKey: checkpoint.publicKey },
    checkpoint.signature,
  );

/** The checkpoints in a text with one JSON object a line, such as a log; lines that hold none are passed over. */
export const checkpointsIn = (text: string): Checkpoint[] =>
  text.split('\n').flatMap((line) => checkpointIn(line) ?? []);

function checkpointIn(line: string): Checkpoint | null {
  let value: Partial<Record<keyof Checkpoint, unknown>> | null;
  try {
    value = JSON.parse(line) as typeof value;
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { owner, sequence, hash, at, previous, key, publicKey, signature } = value;
  if (!isNumber(sequence) || !isNumber(previous)) return null;
  if (!isText(owner) || !isText(hash) || !isText(at)) return null;
  if (!isText(key) || !isText(publicKey) || !isText(signature)) return null;
  return { owner, sequence, hash, at, previous, key, publicKey, signature };
}

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value);
const isText = (value: unknown): value is string => typeof value === 'string';
