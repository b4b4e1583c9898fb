import { isPublicUrl } from '../configuration/sign-in.ts';
import type { RegisteredApp } from '../setup.tsx';

/**
 * What a registered app is configured by. An address at which nobody could sign in safely is left out, and the sign-in
 * with it.
 */
export const variablesOf = (app: RegisteredApp, publicUrl: string): Record<string, string> => ({
  APP_ID: String(app.appId),
  PRIVATE_KEY: app.privateKey,
  WEBHOOK_SECRET: app.webhookSecret,
  ...(isPublicUrl(publicUrl)
    ? { CLIENT_ID: app.clientId, CLIENT_SECRET: app.clientSecret, PUBLIC_URL: publicUrl }
    : {}),
});
