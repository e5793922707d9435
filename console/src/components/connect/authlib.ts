import { literal } from './literals.ts';
import { type ConnectValues, endpointsOf, hasSecret, isPlain, lines, redirectUriOf, scopeOf } from './values.ts';

const { python } = literal;

/** For Python: https://docs.authlib.org, with Requests. */
export function authlib(values: ConnectValues): string {
  const { issuer, clientId, grantType } = values;
  const { token } = endpointsOf(issuer);
  const isCode = grantType === 'AUTHORIZATION_CODE';
  const needsSystem = hasSecret(values) || grantType === 'PASSWORD' || (isCode && isPlain(values));
  return lines(
    '# pip install authlib requests',
    needsSystem && 'import os',
    grantType === 'DEVICE_CODE' && 'import time',
    (needsSystem || grantType === 'DEVICE_CODE') && '',
    isCode && 'from authlib.common.security import generate_token',
    grantType === 'DEVICE_CODE' && 'from authlib.integrations.base_client import OAuthError',
    'from authlib.integrations.requests_client import OAuth2Session',
    '',
    isCode && isPlain(values) && ['os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # http, on this machine alone', ''],
    'session = OAuth2Session(',
    `    client_id=${python(clientId)},`,
    hasSecret(values) && '    client_secret=os.environ["CLIENT_SECRET"],',
    `    token_endpoint_auth_method=${hasSecret(values) ? '"client_secret_basic"' : '"none"'},`,
    `    scope=${python(scopeOf(values).join(' '))},`,
    isCode && [`    redirect_uri=${python(redirectUriOf(values))},`, '    code_challenge_method="S256",'],
    ')',
    flow(values, `token = session.fetch_token(${python(token)}`),
    'print(token["access_token"])',
  );
}

/** @param fetched the beginning of the call that fetches the token */
function flow(values: ConnectValues, fetched: string): readonly string[] {
  const { authorization, device } = endpointsOf(values.issuer);
  switch (values.grantType) {
    case 'CLIENT_CREDENTIALS':
      return [`${fetched}, grant_type="client_credentials")`];
    case 'PASSWORD':
      return [`${fetched}, username=os.environ["NAME"], password=os.environ["PASSWORD"])`];
    case 'DEVICE_CODE':
      return [
        `fields = {"client_id": session.client_id,${hasSecret(values) ? ' "client_secret": session.client_secret,' : ''} "scope": session.scope}`,
        `device = session.post(${python(device)}, data=fields, withhold_token=True).json()`,
        'print("Open", device["verification_uri"], "and type", device["user_code"])',
        'interval, token = device.get("interval", 5), None',
        'while token is None:',
        '    time.sleep(interval)',
        '    try:',
        `        ${fetched}, grant_type="urn:ietf:params:oauth:grant-type:device_code", device_code=device["device_code"])`,
        '    except OAuthError as error:',
        '        if error.error == "slow_down":',
        '            interval += 5',
        '        elif error.error != "authorization_pending":',
        '            raise',
      ];
    case 'AUTHORIZATION_CODE':
      return [
        '# in a web server, keep both in the session of the browser',
        'verifier = generate_token(48)',
        `url, state = session.create_authorization_url(${python(authorization)}, code_verifier=verifier)`,
        'print("Open in a browser:", url)',
        'answer = input("Where you were sent: ")',
        `${fetched}, authorization_response=answer, state=state, code_verifier=verifier)`,
      ];
  }
}
