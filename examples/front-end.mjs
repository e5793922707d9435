// A front end of one file: it logs a user in at Clientele by code and PKCE, and asks the API who that is.
//
//   node examples/front-end.mjs CLIENT_ID [ISSUER]
//
// Register a PUBLIC application with the redirect URI http://localhost:8080/ for it, and start the gateway with
// CORS_ORIGINS=http://localhost:8080, so that browsers let the page read the answers of the API.
import { createServer } from 'node:http';

const [clientId, issuer = 'http://localhost:4000'] = process.argv.slice(2);
const port = Number(process.env.PORT ?? 8080);
if (!clientId) {
  process.stderr.write('Usage: node examples/front-end.mjs CLIENT_ID [ISSUER]\n');
  process.exit(1);
}

/** Runs in the browser. */
async function frontEnd({ clientId, issuer }) {
  const show = (text) => {
    document.querySelector('output').textContent = text;
  };
  const button = document.querySelector('button');
  const base64url = (bytes) =>
    btoa(String.fromCharCode(...bytes))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '');
  const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
  const form = (url, fields) => fetch(url, { method: 'POST', body: new URLSearchParams({ client_id: clientId, ...fields }) });
  const redirectUri = location.origin + location.pathname;
  const server = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();

  const logIn = async () => {
    const [verifier, state] = [random(), random()];
    sessionStorage.setItem(state, verifier);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
    location.href = `${server.authorization_endpoint}?${new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid read',
      state,
      code_challenge: base64url(new Uint8Array(digest)),
      code_challenge_method: 'S256',
    })}`;
  };

  const comeBack = async (answer) => {
    history.replaceState(null, '', redirectUri);
    if (answer.has('error')) return show(`Not logged in: ${answer.get('error')}`);
    // a state that this page did not make is an answer to somebody else's question
    const verifier = sessionStorage.getItem(answer.get('state'));
    sessionStorage.removeItem(answer.get('state'));
    if (!verifier || answer.get('iss') !== server.issuer) return show('This answer is not for this page.');
    const fields = { grant_type: 'authorization_code', code: answer.get('code'), code_verifier: verifier, redirect_uri: redirectUri };
    const tokens = await (await form(server.token_endpoint, fields)).json();
    if (tokens.error) return show(`Not logged in: ${tokens.error}`);
    const response = await fetch(`${issuer}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.access_token}` },
      body: JSON.stringify({ query: '{ viewer { username } applications(first: 5) { totalCount nodes { name } } }' }),
    });
    const { data } = await response.json();
    const names = data.applications.nodes.map(({ name }) => name).join(', ');
    show(`Hello ${data.viewer.username}! You can see ${data.applications.totalCount} application(s): ${names}`);
    button.textContent = 'Give the token back';
    button.onclick = async () => {
      await form(server.revocation_endpoint, { token: tokens.refresh_token ?? tokens.access_token });
      location.reload();
    };
  };

  button.onclick = logIn;
  const answer = new URLSearchParams(location.search);
  if (answer.has('state')) await comeBack(answer);
}

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A front end</title>
<style>:root { color-scheme: light dark } body { font: 1rem/1.5 system-ui; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }</style>
<h1>A front end</h1>
<p><output>You are not logged in.</output></p>
<button>Log in with Clientele</button>
<script type="module">(${frontEnd})(${JSON.stringify({ clientId, issuer })});</script>
</html>`;

createServer((_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(page)).listen(port, '127.0.0.1', () => {
  process.stdout.write(`Open http://localhost:${port}/\n`);
});
