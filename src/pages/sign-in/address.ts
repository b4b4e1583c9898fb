/** Where signing in begins: always at the public address, since the cookie that binds it belongs there. */
export const signInAddress = (publicUrl: string, to = '/'): string =>
  `${publicUrl}/sign-in${to === '/' ? '' : `?to=${encodeURIComponent(to)}`}`;

/** Where GitHub sends people back to; the app's settings on GitHub name the same. */
export const callbackAddress = (publicUrl: string): string => `${publicUrl}/sign-in/callback`;
