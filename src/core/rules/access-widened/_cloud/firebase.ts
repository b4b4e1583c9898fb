import type { Exposure } from './exposure.ts';

/** Comments blanked, so that positions stay. */
const withoutComments = (text: string): string =>
  text.replace(/\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g, (comment) => comment.replace(/[^\n]/g, ' '));

const ALLOW = /\ballow\s+([a-z][a-z,\s]{1,60}?)\s*(?::\s*if\b([^;]{0,2000}))?;/g;

/** What the rules of Firestore or Cloud Storage for Firebase leave open. */
export function firebaseExposures(text: string): Exposure[] {
  const code = withoutComments(text.slice(0, 500_000));
  let line = 1;
  let counted = 0;
  let subject = '';
  const found: Exposure[] = [];
  const statements = new RegExp(
    `${ALLOW.source}|\\bmatch\\s+(/[^\\s{]{1,200}(?:\\{[^}\\n]{1,100}\\}[^\\s{]{0,200}){0,10})`,
    'g',
  );
  for (const match of code.matchAll(statements)) {
    line += code.slice(counted, match.index).split('\n').length - 1;
    counted = match.index;
    if (match[3] !== undefined) {
      subject = match[3];
      continue;
    }
    if (!isOpen(match[2])) continue;
    const methods = (match[1] ?? '').split(/[,\s]+/).filter((method) => method !== '');
    const writes = methods.some((method) => /^(?:write|create|update|delete)$/.test(method));
    found.push({
      kind: 'database rules',
      severity: writes ? 'high' : 'medium',
      subject,
      detail: methods.join(', '),
      line,
    });
  }
  return found;
}

/** No condition, `true`, or only a date until which everyone may ("test mode"). */
function isOpen(condition: string | undefined): boolean {
  if (condition === undefined) return true;
  const text = condition.replace(/\s+/g, '');
  return /^\(*true\)*$/.test(text) || /^request\.time<timestamp\.date\(\d+,\d+,\d+\)$/.test(text);
}
