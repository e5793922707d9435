/** Where a browser is sent to log in for an application. @param more further parameters, or others */
export const authorizationUrl = (gateway: string, clientId: string, more: Readonly<Record<string, string>> = {}): string =>
  `${gateway}/oauth/authorize?${new URLSearchParams({
    client_id: clientId,
    redirect_uri: 'https://app.example.org/callback',
    response_type: 'code',
    scope: 'openid profile write',
    code_challenge: 'a'.repeat(43),
    code_challenge_method: 'S256',
    ...more,
  })}`;
