import { literal } from './literals.ts';
import { type ConnectValues, endpointsOf, hasSecret, isPlain, lines, redirectUriOf, scopeOf } from './values.ts';

const { csharp } = literal;

/** For ASP.NET Core: a Program.cs. Nothing for grant types and places that it has not. */
export function aspNet(values: ConnectValues): string | undefined {
  if (values.grantType === 'CLIENT_CREDENTIALS') return clientCredentials(values);
  if (values.grantType !== 'AUTHORIZATION_CODE') return undefined;
  const redirectUri = URL.parse(redirectUriOf(values));
  return redirectUri && /^https?:$/.test(redirectUri.protocol) ? signIn(values, redirectUri.pathname) : undefined;
}

const clientCredentials = (values: ConnectValues): string =>
  lines(
    'using var http = new HttpClient();',
    `using var answer = await http.PostAsync(${csharp(endpointsOf(values.issuer).token)}, new FormUrlEncodedContent(new Dictionary<string, string>`,
    '{',
    '    ["grant_type"] = "client_credentials",',
    `    ["scope"] = ${csharp(scopeOf(values).join(' '))},`,
    `    ["client_id"] = ${csharp(values.clientId)},`,
    hasSecret(values) && '    ["client_secret"] = Environment.GetEnvironmentVariable("CLIENT_SECRET")!,',
    '}));',
    'answer.EnsureSuccessStatusCode();',
    'Console.WriteLine(await answer.Content.ReadAsStringAsync());',
  );

const signIn = (values: ConnectValues, path: string): string =>
  lines(
    '// dotnet add package Microsoft.AspNetCore.Authentication.OpenIdConnect',
    'using System.Security.Claims;',
    'using Microsoft.AspNetCore.Authentication.Cookies;',
    'using Microsoft.AspNetCore.Authentication.OpenIdConnect;',
    '',
    'var builder = WebApplication.CreateBuilder(args);',
    'builder.Services.AddAuthorization();',
    'builder.Services.AddAuthentication(options =>',
    '{',
    '    options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;',
    '    options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;',
    '}).AddCookie().AddOpenIdConnect(options =>',
    '{',
    `    options.Authority = ${csharp(values.issuer)};`,
    isPlain(values) && '    options.RequireHttpsMetadata = false; // http, on this machine alone',
    `    options.ClientId = ${csharp(values.clientId)};`,
    hasSecret(values) && '    options.ClientSecret = builder.Configuration["CLIENT_SECRET"];',
    '    options.ResponseType = "code";',
    '    options.ResponseMode = "query";',
    `    options.CallbackPath = ${csharp(path)};`,
    '    options.MapInboundClaims = false;',
    '    options.SaveTokens = true;',
    '    options.Scope.Clear();',
    scopeOf(values).map((scope) => `    options.Scope.Add(${csharp(scope)});`),
    '});',
    '',
    'var app = builder.Build();',
    'app.UseAuthentication();',
    'app.UseAuthorization();',
    'app.MapGet("/", (ClaimsPrincipal user) => "Signed in: " + user.FindFirstValue("sub")).RequireAuthorization();',
    'app.Run();',
  );
