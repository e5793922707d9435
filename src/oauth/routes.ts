/** The path of every endpoint. */
export const ROUTES = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  userinfo: '/oauth/userinfo',
  jwks: '/oauth/jwks',
  device_authorization: '/oauth/device_authorization',
  code_verification: '/oauth/device',
  pushed_authorization_request: '/oauth/par',
  end_session: '/oauth/logout',
};

/** Where users log in and consent. */
export const INTERACTION_PATH = '/oauth/interaction';
