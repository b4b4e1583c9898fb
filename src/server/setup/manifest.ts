import { isMap, isScalar, parse, parseDocument } from 'yaml';
import { WEBHOOK_PATH } from '../app.ts';

/** Where an app is to be found. */
export interface AppAddresses {
  /** Where people and GitHub reach it: `https://guard.example.com`. */
  readonly publicUrl: string;
  /** Where the browser is while the app is registered, which may be another place. */
  readonly setupUrl: string;
}

/** app.yml as GitHub takes it, with these addresses. */
export const manifestFor = (
  appYml: string,
  { publicUrl, setupUrl }: AppAddresses,
): Record<string, unknown> => ({
  ...(parse(appYml) as Record<string, unknown>),
  url: publicUrl,
  hook_attributes: { url: `${publicUrl}${WEBHOOK_PATH}`, active: true },
  redirect_url: `${setupUrl}/probot/setup`,
  callback_urls: [`${publicUrl}/sign-in/callback`],
  // Signing in is each person's own decision, later.
  request_oauth_on_install: false,
});

export interface AskedPermission {
  /** As GitHub's settings call it: "pull requests". */
  readonly name: string;
  readonly access: string;
  readonly why: string;
}

/** What app.yml asks for, and why: the comment above each. */
export function permissionsOf(appYml: string): AskedPermission[] {
  const permissions = parseDocument(appYml).get('default_permissions');
  if (!isMap(permissions)) return [];
  return permissions.items.flatMap(({ key, value }, index) => {
    if (!isScalar(key) || !isScalar(value)) return [];
    // The parser keeps the comment above the first one with the map.
    const above = key.commentBefore ?? (index === 0 ? permissions.commentBefore : null) ?? '';
    return [
      {
        name: String(key.value).replaceAll('_', ' '),
        access: String(value.value),
        why: above.replaceAll(/\s*\n\s*/g, ' ').trim(),
      },
    ];
  });
}
